//! The meetings around this moment.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::Seconds;
use crate::day;

/// A meeting around this moment, placed in the display zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Meeting {
    pub event_id: String,
    pub original_start: Seconds,
    pub calendar_id: String,
    pub title: String,
    pub location: String,
    pub start_day: i32,
    pub start_minute: i32,
    pub end_day: i32,
    pub end_minute: i32,
    pub join_url: Option<String>,
    /// There is a link, and the time for it has come.
    pub can_join: bool,
}

/// The meetings around this moment. Those at once are all listed; consecutive ones never merge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NowNext {
    pub now: Vec<Meeting>,
    /// Those that begin first, within 30 minutes.
    pub next: Vec<Meeting>,
    /// Ended less than 15 minutes ago, the latest first.
    pub recent: Vec<Meeting>,
    /// When this stops being true, events staying as they are. A new one is pushed then.
    pub changes_at: String,
}

impl Meeting {
    fn new(meeting: kalends_engine::Meeting, zone: &TimeZone) -> Self {
        let (start_day, start_minute) = day::point(kalends_engine::local(&meeting.start, zone));
        let (end_day, end_minute) = day::point(kalends_engine::local(&meeting.end, zone));
        Self {
            event_id: meeting.event_id.to_string(),
            original_start: Seconds(meeting.original.seconds()),
            calendar_id: meeting.calendar_id.to_string(),
            title: meeting.title,
            location: meeting.location,
            start_day,
            start_minute,
            end_day,
            end_minute,
            join_url: meeting.join_url,
            can_join: meeting.can_join,
        }
    }
}

impl NowNext {
    /// The meetings on the wall clock of `zone`.
    pub(crate) fn new(meetings: kalends_engine::NowNext, zone: &TimeZone) -> Self {
        let kalends_engine::NowNext { now, next, recent, changes_at } = meetings;
        let placed = |list: Vec<_>| list.into_iter().map(|one| Meeting::new(one, zone)).collect();
        Self {
            now: placed(now),
            next: placed(next),
            recent: placed(recent),
            changes_at: changes_at.to_string(),
        }
    }
}
