//! What stands in each other's way.

use jiff::Timestamp;
use kalends_calendar::{
    When,
    conflicts::{Cause, Severity},
};

use super::Target;
use crate::{CalendarId, EventId};

/// Two occurrences that stand in each other's way.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// How badly.
    pub severity: Severity,
    /// Why.
    pub cause: Cause,
    /// The one that begins first.
    pub a: ConflictSide,
    /// The other.
    pub b: ConflictSide,
    /// First instant of the time both take, or of the gap that is too short.
    pub from: Timestamp,
    /// First instant after it.
    pub to: Timestamp,
    /// The user wants to hear no more of it.
    pub ignored: bool,
}

impl Conflict {
    /// What [`crate::Engine::ignore_conflict`] takes.
    #[must_use]
    pub const fn pair(&self) -> ConflictPair {
        ConflictPair { a: self.a.target(), b: self.b.target() }
    }
}

/// One of the two occurrences of a conflict.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictSide {
    /// The event, or the series.
    pub event_id: EventId,
    /// Seconds of the original start on the series' own line; none for a single event.
    pub original: Option<i64>,
    /// The calendar; of a meeting on several the one whose copy counts.
    pub calendar_id: CalendarId,
    /// The title.
    pub title: String,
    /// The place, or empty.
    pub location: String,
    /// First moment.
    pub start: When,
    /// First moment after; a date exactly when `start` is one.
    pub end: When,
    /// Whether it takes whole days.
    pub all_day: bool,
    /// Whether it is one of a series.
    pub recurring: bool,
}

impl ConflictSide {
    /// The occurrence, for edits.
    #[must_use]
    pub const fn target(&self) -> Target {
        Target { event_id: self.event_id, original: self.original }
    }
}

/// Names a conflict: which occurrences, in any order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConflictPair {
    /// The one.
    pub a: Target,
    /// The other.
    pub b: Target,
}

/// Where an event is, or is meant to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// First moment.
    pub start: When,
    /// First moment after.
    pub end: When,
    /// Its calendar, where that is known: one whose events are in nobody's way leaves no conflicts.
    pub calendar: Option<CalendarId>,
    /// The event that is to be there: neither it nor its copies on other calendars are in its way.
    /// Without an original start no occurrence of it is.
    pub not: Option<Target>,
    /// Where it takes place, or empty.
    pub place: String,
}

/// What a slot would collide with.
#[derive(Clone, Debug, PartialEq)]
pub struct SlotConflict {
    /// How badly, for a confirmed event in the slot.
    pub severity: Severity,
    /// Why.
    pub cause: Cause,
    /// The occurrence that is there.
    pub with: ConflictSide,
    /// First instant of the time both take, or of the gap that is too short.
    pub from: Timestamp,
    /// First instant after it.
    pub to: Timestamp,
}
