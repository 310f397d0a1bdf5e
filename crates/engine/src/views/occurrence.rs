//! What takes place, and whose.

use jiff::{civil::DateTime, tz::TimeZone};
use kalends_calendar::{Flag, Participation, Status, When};

use crate::{CalendarId, EventId};

/// Whose events to answer with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The calendars that are shown.
    Visible,
    /// All calendars.
    All,
    /// This calendar, shown or not.
    Calendar(CalendarId),
}

/// One occurrence of an event.
///
/// It is identified by `event_id` and `original`: a series' occurrences, changed ones included,
/// all carry the id of the series.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// The event, or the series.
    pub event_id: EventId,
    /// Its calendar.
    pub calendar_id: CalendarId,
    /// RFC 5545 §3.8.4.7.
    pub uid: String,
    /// The title.
    pub title: String,
    /// The place, or empty.
    pub location: String,
    /// First moment.
    pub start: When,
    /// First moment after; a date exactly when `start` is one.
    pub end: When,
    /// Its start before anyone moved it.
    pub original: When,
    /// Whether it is one of a series.
    pub recurring: bool,
    /// Whether it takes place.
    pub status: Status,
    /// Whether it blocks time: neither cancelled, declined nor transparent.
    pub busy: bool,
    /// The user's own answer, where the user is among the invited.
    pub my_response: Option<Participation>,
    /// Where to join.
    pub join_url: Option<String>,
    /// What was odd about its text.
    pub flags: Vec<Flag>,
    /// Its own colour as written, where it has one.
    pub color: Option<String>,
    /// Whether edits of it wait.
    pub unsent: Unsent,
    /// Whether its time can be changed here.
    pub editable: bool,
}

/// Whether edits of an event wait to be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unsent {
    /// None do.
    #[default]
    None,
    /// They wait for their turn or the network.
    Waiting,
    /// They were refused, or both sides changed the same.
    Problem,
}

impl Occurrence {
    /// Start and end on the wall clock of `zone`; of an all-day occurrence the midnights of its
    /// first day and of the day after its last, whatever the zone.
    #[must_use]
    pub fn local(&self, zone: &TimeZone) -> (DateTime, DateTime) {
        (local(&self.start, zone), local(&self.end, zone))
    }

    /// Whether it takes whole days.
    #[must_use]
    pub const fn all_day(&self) -> bool {
        self.start.is_date()
    }

    /// Whether the user declined it.
    #[must_use]
    pub fn declined(&self) -> bool {
        self.my_response == Some(Participation::Declined)
    }

    /// Whether the user is invited and has not answered.
    #[must_use]
    pub fn unanswered(&self) -> bool {
        self.my_response == Some(Participation::NeedsAction)
    }
}

/// The wall-clock time of `when` in `zone`; dates and floating times stay as written.
#[must_use]
pub fn local(when: &When, zone: &TimeZone) -> DateTime {
    match when {
        When::Date(_) | When::Floating(_) => when.local(),
        When::Zoned(..) => when.resolve(zone).to_zoned(zone.clone()).datetime(),
    }
}
