//! A span in the display zone, as an occurrence has it.

use jiff::tz::TimeZone;
use kalends_engine::calendar::When;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::day;

/// Whole days have `endDay` exclusive and both minutes 0; an end at midnight is minute 0 of the next
/// day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SpanView {
    pub all_day: bool,
    pub start_day: i32,
    pub start_minute: i32,
    pub end_day: i32,
    pub end_minute: i32,
}

impl SpanView {
    /// The span on the wall clock of `zone`.
    pub(crate) fn new(start: &When, end: &When, zone: &TimeZone) -> Self {
        let (start_day, start_minute) = day::point(kalends_engine::local(start, zone));
        let (end_day, end_minute) = day::point(kalends_engine::local(end, zone));
        Self { all_day: start.is_date(), start_day, start_minute, end_day, end_minute }
    }

    /// The time between two instants on the wall clock of `zone`.
    pub(crate) fn between(start: jiff::Timestamp, end: jiff::Timestamp, zone: &TimeZone) -> Self {
        let (start_day, start_minute) = day::point(zone.to_datetime(start));
        let (end_day, end_minute) = day::point(zone.to_datetime(end));
        Self { all_day: false, start_day, start_minute, end_day, end_minute }
    }
}
