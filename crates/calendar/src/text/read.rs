//! A raw VEVENT becomes an [`Event`].

use super::{
    Context, Reason, SetAside, draft::Draft, lines::Lines, nested::AlarmDraft, property::Property,
    prose::is_prose,
};
use crate::event::Event;

/// Reads one raw VEVENT (as [`super::Component::raw`] gives it) in its calendar's context.
///
/// Odd lines are left out or read as best they can be, with a [`Flag`](crate::Flag) where the
/// user should know. `Event::end` is never before `Event::start`, `Event::uid` is never empty.
///
/// # Errors
/// An event without a readable start is set aside; so is what is no VEVENT at all.
pub fn read_event(raw: &[u8], context: &Context) -> Result<Event, SetAside> {
    let mut lines = Lines::new(raw);
    let mut draft = Draft::new(context);
    if !lines.next().is_some_and(|line| is_begin(line.bytes, b"VEVENT")) {
        return Err(draft.set_aside(Reason::NotAnEvent));
    }
    // How many components are open inside; an alarm's own lines go to the alarm.
    let mut inside = 0_usize;
    let mut alarm = None::<AlarmDraft>;
    while let Some(line) = lines.next() {
        let property = Property::parse(line.bytes);
        let prose = inside == 0 && draft.follows_text();
        let Some(property) = property.filter(|found| !(prose && is_prose(found))) else {
            if inside == 0 {
                draft.loose_line(line);
            }
            continue;
        };
        match (property.name.as_bytes(), inside) {
            (b"BEGIN", _) => {
                inside += 1;
                if inside == 1 && property.value.trim_ascii().eq_ignore_ascii_case(b"VALARM") {
                    alarm = Some(AlarmDraft::default());
                }
            }
            (b"END", 0) => {}
            (b"END", _) => {
                inside -= 1;
                if inside == 0 {
                    draft.alarm(alarm.take());
                }
            }
            (_, 0) => draft.property(&property),
            (_, 1) => {
                if let Some(alarm) = &mut alarm {
                    alarm.line(&property);
                }
            }
            _ => {}
        }
    }
    draft.finish(raw)
}

/// Whether the line is the BEGIN of this component.
pub(super) fn is_begin(line: &[u8], name: &[u8]) -> bool {
    Property::parse(line).is_some_and(|property| {
        property.name.as_bytes() == b"BEGIN"
            && property.value.trim_ascii().eq_ignore_ascii_case(name)
    })
}
