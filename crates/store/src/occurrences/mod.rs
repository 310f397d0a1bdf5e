//! When events take place: an interval index over the table, and what is not in the table.

mod alarmed;
mod drawn;
mod expansion;
#[cfg(test)]
mod plan_tests;
mod series;
#[cfg(test)]
mod tests;
mod window;
#[cfg(test)]
mod window_property;

use std::sync::Arc;

use kalends_calendar::{Flag, Participation, Status, Transparency, Visibility, When};
use sqlx::SqliteConnection;

use crate::{
    CalendarId, EventId, Result,
    events::{Lock, Unsent},
    many::{CHUNK, Many},
};

pub use alarmed::{Alarmed, AlarmedOccurrence, AlarmedSeries, list_alarmed};
pub use expansion::{Expansion, OccurrenceSpan, forget_expansions, write_expansions};
pub(crate) use series::not_covering;
pub use series::{Series, SeriesOverride, get_series, list_series_not_covering};
pub(crate) use window::Bounds;
pub use window::{Filter, InWindow, list};

/// What is drawn of an event, shared by its occurrences.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The event these columns are of: an override differs from its series.
    pub id: EventId,
    /// Where it is.
    pub calendar_id: CalendarId,
    /// Its UID.
    pub uid: String,
    /// SUMMARY.
    pub title: String,
    /// LOCATION.
    pub location: String,
    /// Where to join; always https.
    pub join_url: Option<String>,
    /// COLOR as written.
    pub color: Option<String>,
    /// STATUS.
    pub status: Status,
    /// TRANSP.
    pub transparency: Transparency,
    /// CLASS.
    pub visibility: Visibility,
    /// The owner's answer; none where the owner is not invited.
    pub my_response: Option<Participation>,
    /// What was odd.
    pub flags: Vec<Flag>,
    /// Whether an edit waits.
    pub unsent: Unsent,
    /// What can never be changed here, whatever the calendar allows.
    pub lock: Lock,
}

/// One occurrence.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// With `original`, its identity: the series' master, or the event itself.
    pub event_id: EventId,
    /// The start before any move, in seconds of its line.
    pub original: i64,
    /// The same as a calendar writes it.
    pub original_start: When,
    /// Its present start.
    pub start: When,
    /// Its present end, exclusive.
    pub end: When,
    /// Whether it is one of a series.
    pub recurring: bool,
    /// How it is drawn.
    pub drawn: Arc<Drawn>,
}

/// Longest lengths of the classes of the interval index; the last holds everything.
pub(crate) const REACHES: [i64; 5] = [86_400, 691_200, 5_529_600, 44_236_800, 1 << 60];

/// A row of `occurrences`, its class left out: [`reach`] tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OccurrenceRow {
    pub(crate) line: i64,
    pub(crate) start_s: i64,
    pub(crate) end_s: i64,
    pub(crate) owner_no: i64,
    pub(crate) original_s: i64,
    pub(crate) event_no: i64,
}

fn reach(row: &OccurrenceRow) -> i64 {
    let length = row.end_s.saturating_sub(row.start_s);
    REACHES.into_iter().find(|reach| length <= *reach).unwrap_or(1 << 60)
}

static ROWS: Many = Many::new(
    7,
    "INSERT OR REPLACE INTO occurrences \
     (line, reach, start_s, owner_no, original_s, end_s, event_no) VALUES ",
    "",
);

/// Adds rows; their owners have none of these yet.
pub(crate) async fn write_rows(conn: &mut SqliteConnection, rows: &[OccurrenceRow]) -> Result<()> {
    for part in ROWS.parts(rows) {
        let mut query = sqlx::query(ROWS.text(part.len()));
        for row in part {
            query = query
                .bind(row.line)
                .bind(reach(row))
                .bind(row.start_s)
                .bind(row.owner_no)
                .bind(row.original_s)
                .bind(row.end_s)
                .bind(row.event_no);
        }
        query.execute(&mut *conn).await?;
    }
    Ok(())
}

const _: () = assert!(CHUNK > 1, "a chunk and a single row are different statements");
