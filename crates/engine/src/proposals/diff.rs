//! What a proposal would change, field by field. Pure.

use jiff::tz::TimeZone;
use kalends_calendar::{
    Event, Participation,
    merge::{Field, changed, show},
};

use crate::{DiffLine, EditScope};

/// The fields of a deletion that tell what goes.
const TOLD: [Field; 4] = [Field::Time, Field::Recurrence, Field::Location, Field::Guests];

/// A new event: everything that it says. Reminders of the calendar are not said by it.
pub(super) fn of_new(event: &Event, zone: &TimeZone) -> Vec<DiffLine> {
    let blank = Event { start: event.start.clone(), end: event.end.clone(), ..Event::empty() };
    let mut fields = changed(&blank, event);
    fields.push(Field::Time);
    fields.retain(|field| *field != Field::Reminders || !event.shared.default_alarms);
    fields.sort_unstable();
    let after = |field: Field| show(event, field, zone);
    fields.iter().map(|field| line(*field, String::new(), after(*field))).collect()
}

/// One event, or occurrence, with a change on it.
pub(super) fn of_change(before: &Event, after: &Event, zone: &TimeZone) -> Vec<DiffLine> {
    changed(before, after)
        .into_iter()
        .map(|field| line(field, show(before, field, zone), show(after, field, zone)))
        .collect()
}

/// How a series would repeat, where that reads otherwise.
pub(super) fn of_recurrence(before: &Event, after: &Event, zone: &TimeZone) -> Option<DiffLine> {
    let (old, new) = (show(before, Field::Recurrence, zone), show(after, Field::Recurrence, zone));
    (old != new).then(|| line(Field::Recurrence, old, new))
}

/// A deletion. `series` is the series that an occurrence is of.
pub(super) fn of_deletion(
    shown: &Event,
    series: Option<&Event>,
    scope: EditScope,
    zone: &TimeZone,
) -> Vec<DiffLine> {
    let mut lines = vec![named("deleted", &shown.summary, "")];
    for field in TOLD {
        let event = match (field, series) {
            (Field::Recurrence, Some(_)) if scope == EditScope::This => continue,
            (Field::Recurrence, Some(series)) => series,
            (Field::Recurrence, None) => continue,
            _ => shown,
        };
        let before = show(event, field, zone);
        if !before.is_empty() {
            lines.push(line(field, before, String::new()));
        }
    }
    lines
}

/// An answer.
pub(super) fn of_response(
    shown: &Event,
    response: Participation,
    comment: Option<&str>,
    zone: &TimeZone,
) -> Vec<DiffLine> {
    let mut after = shown.clone();
    if let Some(me) = after.attendees.iter_mut().find(|one| one.me) {
        me.participation = response;
        me.comment.clear();
    }
    let mut before = shown.clone();
    let said = before.attendees.iter_mut().find(|one| one.me);
    let said = said.map(|me| std::mem::take(&mut me.comment)).unwrap_or_default();
    let mut lines = vec![line(
        Field::Response,
        show(&before, Field::Response, zone),
        show(&after, Field::Response, zone),
    )];
    if let Some(comment) = comment.map(str::trim).filter(|comment| *comment != said) {
        lines.push(named("comment", &said, comment));
    }
    lines
}

pub(super) fn named(name: &str, before: &str, after: &str) -> DiffLine {
    DiffLine { name: name.into(), before: before.into(), after: after.into() }
}

fn line(field: Field, before: String, after: String) -> DiffLine {
    DiffLine { name: field.name().into(), before, after }
}
