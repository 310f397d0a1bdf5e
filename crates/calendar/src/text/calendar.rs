//! A whole text in memory read at once: for imports, previews and tests.

use std::collections::HashMap;

use super::{
    Context, Error, FreeBusy, Item, Kind, Limits, SetAside, Splitter, Survey, newest_first,
    read_event, read_free_busy,
};
use crate::event::Event;

/// All that a text holds.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// One for each VCALENDAR; never empty.
    pub contexts: Vec<Context>,
    /// Events in the text's order, one for each UID and RECURRENCE-ID: the newest.
    pub events: Vec<Entry>,
    /// Events that could not be read.
    pub set_aside: Vec<SetAside>,
    /// VFREEBUSY.
    pub free_busy: Vec<FreeBusy>,
    /// Components that are neither events, zones nor free/busy.
    pub others: Vec<Other>,
    /// What else was odd.
    pub warnings: Vec<Warning>,
}

impl Calendar {
    /// The first VCALENDAR's context.
    #[must_use]
    pub fn context(&self) -> Context {
        self.contexts.first().cloned().unwrap_or_default()
    }
}

/// An event and the text it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The event.
    pub event: Event,
    /// Its VEVENT, byte for byte.
    pub raw: Vec<u8>,
    /// Which VCALENDAR it came from: an index of [`Calendar::contexts`].
    pub calendar: usize,
}

/// A component that is kept as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// What it is.
    pub kind: Kind,
    /// Its text, byte for byte.
    pub raw: Vec<u8>,
}

/// Something odd about a text as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Lines that belong to no component were skipped.
    StrayLines(usize),
    /// Older versions of events were left out for newer ones.
    OlderVersions(usize),
}

/// Reads a whole text.
///
/// # Errors
/// See [`Error`]; one odd event or line is none.
pub fn read_calendar(text: &[u8]) -> Result<Calendar, Error> {
    let mut survey = Survey::default();
    let mut components = Vec::new();
    let mut splitter = Splitter::with_limits(text, Limits::default());
    while let Some(item) = splitter.next()? {
        survey.see(&item);
        if let Item::Component(component) = item
            && component.kind != Kind::TimeZone
        {
            let start = usize::try_from(component.offset).unwrap_or(usize::MAX);
            let raw = text.get(start..start.saturating_add(component.raw.len()));
            components.push((component.kind, component.calendar, raw.unwrap_or_default()));
        }
    }
    let strays = survey.strays();
    let mut out = Calendar { contexts: survey.finish(), ..Calendar::default() };
    if out.contexts.is_empty() {
        out.contexts.push(Context::default());
    }
    for (kind, calendar, raw) in components {
        let Some(context) = out.contexts.get(calendar) else { continue };
        match kind {
            Kind::Event => match read_event(raw, context) {
                Ok(event) => out.events.push(Entry { event, raw: raw.to_vec(), calendar }),
                Err(set_aside) => out.set_aside.push(set_aside),
            },
            Kind::FreeBusy => match read_free_busy(raw, context) {
                Ok(free_busy) => out.free_busy.push(free_busy),
                Err(set_aside) => out.set_aside.push(set_aside),
            },
            Kind::TimeZone | Kind::ToDo | Kind::Journal | Kind::Other => {
                out.others.push(Other { kind, raw: raw.to_vec() });
            }
        }
    }
    if strays > 0 {
        out.warnings.push(Warning::StrayLines(strays));
    }
    let older = keep_newest(&mut out.events);
    if older > 0 {
        out.warnings.push(Warning::OlderVersions(older));
    }
    Ok(out)
}

/// Leaves the newest of the events with one identity, in place, and says how many went.
fn keep_newest(entries: &mut Vec<Entry>) -> usize {
    let before = entries.len();
    let mut newest: HashMap<(String, Option<i64>), usize> = HashMap::new();
    let mut gone = vec![false; before];
    for (at, Entry { event, .. }) in entries.iter().enumerate() {
        let original = event.recurrence_id.as_ref().map(|id| id.original.seconds());
        let slot = newest.entry((event.uid.clone(), original)).or_insert(at);
        let held = entries.get(*slot).map(|entry| &entry.event);
        let loser = if held.is_some_and(|held| newest_first(event, held).is_lt()) {
            Some(std::mem::replace(slot, at))
        } else {
            (*slot != at).then_some(at)
        };
        if let Some(flag) = loser.and_then(|at| gone.get_mut(at)) {
            *flag = true;
        }
    }
    let mut flags = gone.into_iter();
    entries.retain(|_| !flags.next().unwrap_or(false));
    before - entries.len()
}
