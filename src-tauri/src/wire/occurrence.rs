//! What the grid draws and the search lists.

use jiff::tz::TimeZone;
use kalends_engine::calendar::Participation;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Hue, Seconds, Status, mirror::mirror};
use crate::day;

mirror! {
    /// Whether edits of an event wait to be sent.
    Unsent = kalends_engine::Unsent, "lowercase" {
        None,
        Waiting,
        /// Refused, or changed on both sides.
        Problem,
    }
}

/// One drawn occurrence in the display zone.
///
/// A whole-day occurrence has `endDay` exclusive and both minutes 0. A timed one may end at the
/// point where it starts; an end at midnight is minute 0 of the next day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OccurrenceView {
    pub event_id: String,
    /// Seconds on the series' own line: with `eventId` it names the occurrence.
    pub original_start: Seconds,
    pub calendar_id: String,
    pub title: String,
    pub location: String,
    pub all_day: bool,
    pub start_day: i32,
    pub start_minute: i32,
    pub end_day: i32,
    pub end_minute: i32,
    pub status: Status,
    pub declined: bool,
    /// Whether the user answered that they may come.
    pub maybe: bool,
    pub busy: bool,
    pub recurring: bool,
    pub joinable: bool,
    pub unanswered: bool,
    /// Whether edits of it wait to be sent.
    pub unsent: Unsent,
    /// Whether its time can be changed.
    pub editable: bool,
    /// The event's own colour; null is the calendar's.
    pub hue: Option<Hue>,
}

/// One answer of the search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchHit {
    pub event_id: String,
    pub original_start: Seconds,
    pub calendar_id: String,
    pub title: String,
    /// Plain text around what matched.
    pub snippet: String,
    pub all_day: bool,
    pub start_day: i32,
    pub start_minute: i32,
    pub location: String,
}

impl OccurrenceView {
    /// The occurrence on the wall clock of `zone`.
    pub(crate) fn new(occurrence: kalends_engine::Occurrence, zone: &TimeZone) -> Self {
        let (start, end) = occurrence.local(zone);
        let (start_day, start_minute) = day::point(start);
        let (end_day, end_minute) = day::point(end);
        Self {
            event_id: occurrence.event_id.to_string(),
            original_start: Seconds(occurrence.original.seconds()),
            calendar_id: occurrence.calendar_id.to_string(),
            all_day: occurrence.all_day(),
            start_day,
            start_minute,
            end_day,
            end_minute,
            status: occurrence.status.into(),
            declined: occurrence.declined(),
            maybe: occurrence.my_response == Some(Participation::Tentative),
            busy: occurrence.busy,
            recurring: occurrence.recurring,
            joinable: occurrence.join_url.is_some(),
            unanswered: occurrence.unanswered(),
            unsent: occurrence.unsent.into(),
            editable: occurrence.editable,
            hue: occurrence.color.as_deref().and_then(kalends_engine::Hue::nearest).map(Into::into),
            title: occurrence.title,
            location: occurrence.location,
        }
    }
}

impl SearchHit {
    /// The event on the wall clock of `zone`.
    pub(crate) fn new(hit: kalends_engine::SearchHit, zone: &TimeZone) -> Self {
        let (start_day, start_minute) = day::point(kalends_engine::local(&hit.start, zone));
        Self {
            event_id: hit.event_id.to_string(),
            original_start: Seconds(hit.original.seconds()),
            calendar_id: hit.calendar_id.to_string(),
            all_day: hit.start.is_date(),
            start_day,
            start_minute,
            title: hit.title,
            snippet: hit.snippet,
            location: hit.location,
        }
    }
}
