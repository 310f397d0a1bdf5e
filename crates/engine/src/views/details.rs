//! One occurrence in full, and events that a search found.

use jiff::{Timestamp, civil::DateTime};
use kalends_calendar::{Attachment, Attendee, EventKind, Person, Visibility, When};
use serde::Serialize;

use super::{Occurrence, QueueEntry, Rights};
use crate::{CalendarId, EventId, Hue};

/// All there is to know about one occurrence.
#[derive(Clone, Debug, PartialEq)]
pub struct EventDetails {
    /// The occurrence itself.
    pub occurrence: Occurrence,
    /// Its calendar's name.
    pub calendar_name: String,
    /// Its calendar's colour.
    pub hue: Hue,
    /// The time in the reader's zone.
    pub here: ZonedTime,
    /// The time in the event's own zone, where that reads differently.
    pub there: Option<ZonedTime>,
    /// Who invites.
    pub organizer: Option<Person>,
    /// Who is invited.
    pub people: Vec<Attendee>,
    /// The notes as plain text.
    pub notes: String,
    /// The notes as sanitised HTML: `p br a b i u ul ol li` and links to https, http, mailto, tel.
    pub notes_html: String,
    /// The rules as written, one per line, or none for a single event.
    pub repeats: Option<String>,
    /// The rule in words, where it is a plain one.
    pub repeats_text: Option<String>,
    /// Where it comes from: a masked address, a file name, or this computer.
    pub source: String,
    /// URL.
    pub url: Option<String>,
    /// When it was last changed at its source.
    pub updated: Option<Timestamp>,
    /// Minutes before the start at which it asks for a reminder.
    pub alarms: Vec<i64>,
    /// What may be changed.
    pub rights: Rights,
    /// The list of people is not whole.
    pub people_hidden: bool,
    /// What sort of event it is.
    pub kind: EventKind,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// Who may see it.
    pub visibility: Visibility,
    /// Its edits that wait, if any do.
    pub queued: Option<QueueEntry>,
}

/// A time as one zone's wall clocks show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ZonedTime {
    /// The IANA zone, or empty for whole days.
    pub zone: String,
    /// Its abbreviation at that time, such as CET.
    pub abbreviation: String,
    /// The start on the wall clock.
    pub start: DateTime,
    /// The end on the wall clock.
    pub end: DateTime,
    /// Whether both are whole days.
    pub all_day: bool,
}

/// An event that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchHit {
    /// The event, or the series.
    pub event_id: EventId,
    /// Its calendar.
    pub calendar_id: CalendarId,
    /// The title.
    pub title: String,
    /// Where the words were found, as plain text.
    pub snippet: String,
    /// The place, or empty.
    pub location: String,
    /// Its start; of a series the next occurrence, else the last.
    pub start: When,
    /// Its end.
    pub end: When,
    /// Its start before anyone moved it.
    pub original: When,
}
