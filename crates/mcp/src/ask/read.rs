//! The arguments of the tools that read.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Length;

/// No arguments.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// `list_events`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Events {
    /// First moment of the window: a date, a local time in `time_zone` such as 2026-11-20T09:00, or
    /// RFC 3339 with an offset.
    pub(crate) start: String,
    /// First moment after the window (exclusive). At most 366 days after `start`.
    pub(crate) end: String,
    /// The IANA zone of local times in the arguments and of times in the answer, such as
    /// Europe/Berlin.
    pub(crate) time_zone: String,
    /// Only these calendars (ids from list_calendars); all without it.
    #[serde(default)]
    pub(crate) calendars: Option<Vec<String>>,
    /// `next_cursor` of the page before, with the same other arguments.
    #[serde(default)]
    pub(crate) cursor: Option<String>,
}

/// `get_event`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetEvent {
    /// The `event_id` that list_events, search_events or list_changes answered with.
    pub(crate) event_id: String,
    /// The IANA zone of times in the answer; the user's without it.
    #[serde(default)]
    pub(crate) time_zone: Option<String>,
}

/// `search_events`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Search {
    /// Words to look for, in any order; the case and the accents of letters do not count.
    #[schemars(length(min = 1, max = 200))]
    pub(crate) query: String,
    /// Only these calendars (ids from list_calendars); all without it.
    #[serde(default)]
    pub(crate) calendars: Option<Vec<String>>,
    /// How many events at most.
    #[serde(default = "twenty")]
    #[schemars(range(min = 1, max = 50))]
    pub(crate) limit: u32,
    /// The IANA zone of times in the answer; the user's without it.
    #[serde(default)]
    pub(crate) time_zone: Option<String>,
}

const fn twenty() -> u32 {
    20
}

/// `list_changes`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListChanges {
    /// The `cursor` of the answer before. Without it the answer has no changes, only a cursor to
    /// begin with.
    #[serde(default)]
    pub(crate) cursor: Option<String>,
}

/// `free_busy`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FreeBusy {
    /// First moment: RFC 3339 with an offset, or a date or local time in `time_zone`.
    pub(crate) start: String,
    /// First moment after (exclusive). At most 93 days after `start`.
    pub(crate) end: String,
    /// The IANA zone of local times and of times in the answer; the user's without it.
    #[serde(default)]
    pub(crate) time_zone: Option<String>,
    /// Only these calendars (ids from list_calendars); all without it.
    #[serde(default)]
    pub(crate) calendars: Option<Vec<String>>,
}

/// `find_free_slots`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindFree {
    /// How long the slot must be: minutes as a number, such as 30, or an ISO 8601 duration such as
    /// PT1H30M.
    pub(crate) duration: Length,
    /// Not before this moment: a date, a local time in `time_zone`, or RFC 3339 with an offset.
    pub(crate) start: String,
    /// Not after this moment (exclusive). At most 93 days after `start`.
    pub(crate) end: String,
    /// The IANA zone of local times, of the hours, and of times in the answer.
    pub(crate) time_zone: String,
    /// Only within these hours; the user's own working hours without it, any time when empty.
    #[serde(default)]
    pub(crate) working_hours: Option<Vec<Hours>>,
    /// What must be free before and after the slot: minutes or an ISO 8601 duration; what the user
    /// chose without it.
    #[serde(default)]
    pub(crate) buffer: Option<Length>,
    /// How many slots at most.
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = 100))]
    pub(crate) limit: u32,
}

const fn ten() -> u32 {
    10
}

/// A stretch of hours of one weekday, local to the zone that was given.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hours {
    /// Which day of the week.
    pub(crate) weekday: Weekday,
    /// Such as 09:00.
    pub(crate) from: String,
    /// Such as 17:00; not later than `from` means that it goes on over midnight.
    pub(crate) to: String,
}

/// A day of the week.
// In the order of `WorkingHours`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}
