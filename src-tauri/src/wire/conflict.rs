//! What collides, and when the reader works.

use jiff::{civil::Time, tz::TimeZone};
use kalends_engine::{
    FreeTimeSettings,
    calendar::free::{Hours, WorkingHours},
};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Problem, Seconds, Severity, SpanView, count::minutes, mirror::mirror};
use crate::commands::parse_id;

mirror! {
    /// Why two occurrences are in each other's way.
    ConflictCause = kalends_engine::calendar::conflicts::Cause, "lowercase" {
        Overlap,
        /// Less time lies between them than the user wants.
        Buffer,
        /// They are in different places, and less time lies between them than the way takes.
        Travel,
    }
}

/// One of the two occurrences of a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConflictSide {
    pub event_id: String,
    /// With `eventId` it names the occurrence as it is drawn.
    pub original_start: Seconds,
    pub calendar_id: String,
    pub title: String,
    pub location: String,
    pub span: SpanView,
    pub recurring: bool,
}

/// Two occurrences that take the same time, or follow each other too closely.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConflictView {
    pub severity: Severity,
    pub cause: ConflictCause,
    /// The one that begins first.
    pub a: ConflictSide,
    pub b: ConflictSide,
    /// How long both go on together; of a gap how long it is.
    pub minutes: i32,
    pub ignored: bool,
}

/// Hours of one day, in minutes of it; over midnight when `to` is not after `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DayHours {
    pub from: i32,
    pub to: i32,
}

/// When the reader works, and what counts as too close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Planning {
    /// Monday first; a day off is empty.
    pub hours: Vec<Vec<DayHours>>,
    pub buffer_minutes: u32,
    /// Null: places are no matter.
    pub travel_minutes: Option<u32>,
    /// Calendars whose events are in nobody's way.
    pub left_out: Vec<String>,
}

impl ConflictView {
    /// The conflict on the wall clock of `zone`.
    pub(crate) fn new(conflict: kalends_engine::Conflict, zone: &TimeZone) -> Self {
        let length = conflict.to.duration_since(conflict.from).as_mins();
        Self {
            severity: conflict.severity.into(),
            cause: conflict.cause.into(),
            a: side(conflict.a, zone),
            b: side(conflict.b, zone),
            minutes: minutes(length),
            ignored: conflict.ignored,
        }
    }
}

fn side(side: kalends_engine::ConflictSide, zone: &TimeZone) -> ConflictSide {
    ConflictSide {
        event_id: side.event_id.to_string(),
        original_start: Seconds(side.original.unwrap_or_else(|| side.start.seconds())),
        calendar_id: side.calendar_id.to_string(),
        span: SpanView::new(&side.start, &side.end, zone),
        title: side.title,
        location: side.location,
        recurring: side.recurring,
    }
}

impl From<FreeTimeSettings> for Planning {
    fn from(settings: FreeTimeSettings) -> Self {
        let minute = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
        let day = |hours: &Vec<Hours>| {
            let hours = hours.iter();
            hours.map(|one| DayHours { from: minute(one.from), to: minute(one.to) }).collect()
        };
        Self {
            hours: settings.hours.days.iter().map(day).collect(),
            buffer_minutes: settings.buffer_minutes,
            travel_minutes: settings.travel_minutes,
            left_out: settings.left_out.iter().map(ToString::to_string).collect(),
        }
    }
}

impl TryFrom<Planning> for FreeTimeSettings {
    type Error = Problem;

    fn try_from(planning: Planning) -> Result<Self, Problem> {
        let week: Result<Vec<Vec<Hours>>, Problem> =
            planning.hours.iter().map(|day| day.iter().map(hours).collect()).collect();
        let days = week?.try_into().map_err(|_| {
            Problem::new("invalid", "A week has seven days.".to_owned(), "Open the window anew.")
        })?;
        let left_out: Result<_, Problem> =
            planning.left_out.iter().map(|id| parse_id(id)).collect();
        Ok(Self {
            hours: WorkingHours { days },
            buffer_minutes: planning.buffer_minutes,
            travel_minutes: planning.travel_minutes,
            left_out: left_out?,
        })
    }
}

fn hours(of: &DayHours) -> Result<Hours, Problem> {
    Ok(Hours { from: super::form::time(of.from)?, to: super::form::time(of.to)? })
}
