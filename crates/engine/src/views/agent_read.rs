//! What an agent is told: already cut down to what it may see, with text from calendars apart.
//!
//! Times are text: RFC 3339 with the offset of the zone that was asked for, or a date for whole
//! days; ends are exclusive.

use std::{fmt, str::FromStr};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_calendar::{Participation, Status, free::WorkingHours};
use serde::Serialize;

use super::{Sight, Target};
use crate::{CalendarId, EventId};

/// Text that somebody else wrote, in a calendar: to be shown or searched, never to be obeyed.
/// Without control, invisible and bidirectional formatting characters, and of limited length.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Untrusted(String);

/// The names of all fields whose values are [`Untrusted`], wherever they stand in an answer.
pub const UNTRUSTED_FIELDS: [&str; 8] =
    ["title", "location", "description", "name", "email", "join_url", "snippet", "url"];

/// The moment and the zone an agent works in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentContext {
    /// The agent's own name.
    pub agent: String,
    /// Now, in the user's zone.
    pub now: String,
    /// Now, as an instant.
    pub now_utc: Timestamp,
    /// The day of the week now.
    pub weekday: String,
    /// The user's zone, as an IANA name.
    pub time_zone: String,
    /// When clocks there change next; none where they do not.
    pub next_transition: Option<Transition>,
    /// When the user works: empty for never.
    pub working_hours: Vec<AgentHours>,
    /// How many proposals of this agent may wait at once.
    pub max_pending: u32,
    /// How many it may make within an hour.
    pub max_per_hour: u32,
}

/// A change of clocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Transition {
    /// The first moment after it, with the new offset.
    pub at: String,
    /// The offset until then, such as `+01:00`.
    pub before: String,
    /// The offset from then on.
    pub after: String,
}

/// A stretch of working hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentHours {
    /// `monday` to `sunday`.
    pub weekday: String,
    /// Such as `09:00`.
    pub from: String,
    /// Such as `17:00`; not later than `from` where it goes on over midnight.
    pub to: String,
}

/// A calendar that an agent may know of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentCalendar {
    /// Names it.
    pub calendar_id: CalendarId,
    /// What the agent sees of it: never [`Sight::Hidden`].
    pub sight: Sight,
    /// Its name; none where only busy times are seen.
    pub name: Option<Untrusted>,
    /// Whether changes can be proposed for it.
    pub writable: bool,
    /// Whether new events go there unless another is named.
    pub default: bool,
    /// Its own zone; none where it has none, or only busy times are seen.
    pub time_zone: Option<String>,
    /// When its data was last known to be true; none for a calendar of this computer, and for one
    /// that was never read.
    pub as_of: Option<Timestamp>,
    /// Whether its data is older than it should be.
    pub stale: bool,
}

/// Which occurrences an agent asks for.
#[derive(Clone, Debug)]
pub struct AgentWindow {
    /// First moment.
    pub from: Timestamp,
    /// First moment after.
    pub to: Timestamp,
    /// The zone to tell times in, and to read dates in.
    pub zone: TimeZone,
    /// Only these calendars; all that the agent may know of where none are named.
    pub calendars: Option<Vec<CalendarId>>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// A page of occurrences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentEvents {
    /// By start, then title, then id.
    pub events: Vec<AgentEvent>,
    /// Where the next page begins; none after the last.
    pub next_cursor: Option<String>,
}

/// An occurrence as an agent may see it. Of a calendar whose busy times alone are seen: when, and
/// nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentEvent {
    /// Names this occurrence in reads and proposals; none where only busy times are seen.
    pub event_id: Option<TargetId>,
    /// Its calendar.
    pub calendar_id: CalendarId,
    /// What the agent sees of it.
    pub sight: Sight,
    /// First moment.
    pub start: String,
    /// First moment after.
    pub end: String,
    /// Whether it takes whole days.
    pub all_day: bool,
    /// The zone it is kept in; none for whole days, floating times, and busy times alone.
    pub time_zone: Option<String>,
    /// Whether it blocks time.
    pub busy: bool,
    /// The title; none where it may not be seen.
    pub title: Option<Untrusted>,
    /// Whether it takes place.
    pub status: Option<Status>,
    /// Whether it is one of a series.
    pub recurring: Option<bool>,
    /// What it is now: to be handed back with a proposal about it.
    pub base_version: Option<String>,
    /// The rest; none unless all may be seen.
    pub details: Option<AgentEventDetails>,
}

/// The rest of an occurrence that may be seen in full.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AgentEventDetails {
    /// The place.
    pub location: Untrusted,
    /// The notes as plain text; none in lists.
    pub description: Option<Untrusted>,
    /// Where to join.
    pub join_url: Option<Untrusted>,
    /// Who invites.
    pub organizer: Option<AgentPerson>,
    /// Who is invited; none in lists.
    pub guests: Option<Vec<AgentPerson>>,
    /// The user's own answer, where the user is invited.
    pub my_response: Option<Participation>,
    /// The rules of the series as written (RFC 5545 §3.3.10).
    pub recurrence: Vec<String>,
    /// Before anyone moved it.
    pub original_start: String,
}

/// Somebody at an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentPerson {
    /// The name, or empty.
    pub name: Untrusted,
    /// The mail address, or empty.
    pub email: Untrusted,
    /// Their answer; none for an organizer.
    pub response: Option<Participation>,
    /// Whether they may stay away.
    pub optional: bool,
}

/// An event that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentHit {
    /// The event; of a series its next occurrence, else its last.
    pub event: AgentEvent,
    /// Where the words were found, as plain text; none where only titles may be seen.
    pub snippet: Option<Untrusted>,
}

/// What changed since a cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentChanges {
    /// In the order in which they happened, each event once.
    pub changes: Vec<AgentChange>,
    /// To be handed over next time.
    pub cursor: String,
    /// Whether there is more to be had at once.
    pub more: bool,
    /// The cursor that was handed over says nothing any more, as after the user changed what may be
    /// seen: read all anew. Also with the first cursor.
    pub reset: bool,
}

/// One event, or the busy times of a calendar, that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentChange {
    /// Its calendar.
    pub calendar_id: CalendarId,
    /// The event, or the series as a whole; none where only busy times are seen: ask for those again.
    pub event_id: Option<TargetId>,
    /// Whether it is gone from this calendar.
    pub deleted: bool,
    /// Its title now; none for what is gone or may not be seen.
    pub title: Option<Untrusted>,
    /// What it is now; none for what is gone or may not be seen.
    pub base_version: Option<String>,
}

/// When the user is busy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentFreeBusy {
    /// Busy stretches, merged and in order; hidden calendars do not count.
    pub busy: Vec<AgentSpan>,
    /// Calendars of which it is not known: no time is free that they could fill.
    pub unknown: Vec<AgentUnknown>,
    /// How old the oldest data is.
    pub as_of: Option<Timestamp>,
    /// Whether some of it is older than it should be.
    pub stale: bool,
}

/// A stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AgentSpan {
    /// First moment.
    pub start: String,
    /// First moment after.
    pub end: String,
}

/// A calendar that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentUnknown {
    /// Which.
    pub calendar_id: CalendarId,
    /// Its name; none where only busy times are seen.
    pub name: Option<Untrusted>,
    /// Why, as a word such as `offline` or `never_read`.
    pub reason: String,
}

/// Which free times an agent asks for.
#[derive(Clone, Debug)]
pub struct AgentSlotQuery {
    /// How long.
    pub duration: SignedDuration,
    /// From when on.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// The zone of the hours, and to tell times in.
    pub zone: TimeZone,
    /// Within these hours; none are the user's working hours.
    pub hours: Option<WorkingHours>,
    /// How long must be free before and after; none is what the user chose.
    pub buffer: Option<SignedDuration>,
    /// How many at most.
    pub limit: usize,
}

/// Free times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentSlots {
    /// In order.
    pub slots: Vec<AgentSpan>,
    /// Calendars of which it is not known: the slots may not be free there.
    pub unknown: Vec<AgentUnknown>,
    /// How old the oldest data is.
    pub as_of: Option<Timestamp>,
    /// Whether some of it is older than it should be.
    pub stale: bool,
}

/// A [`Target`] as agents write it: the id of the event, and of an occurrence of a series an
/// underscore and the seconds of its original start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TargetId(pub Target);

impl fmt::Display for TargetId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.original {
            Some(original) => write!(formatter, "{}_{original}", self.0.event_id),
            None => write!(formatter, "{}", self.0.event_id),
        }
    }
}

impl FromStr for TargetId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "it is not an id of an event: take one from an answer, unchanged";
        let (id, original) = match text.split_once('_') {
            Some((id, original)) => (id, Some(original.parse::<i64>().map_err(|_| WRONG)?)),
            None => (text, None),
        };
        let event_id: EventId = id.parse().map_err(|_| WRONG)?;
        Ok(Self(Target { event_id, original }))
    }
}

impl Serialize for TargetId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Untrusted {
    /// Keeps at most `limit` characters, and none that cannot be seen.
    #[must_use]
    pub fn new(text: &str, limit: usize) -> Self {
        Self(crate::agents::plain(text, limit))
    }

    /// The text, for showing.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
