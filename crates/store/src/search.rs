//! Full text over title, place, notes and people.

use jiff::Timestamp;
use kalends_calendar::When;
use sqlx::{Row as _, SqliteConnection};

use crate::{
    CalendarId, EventId, Result,
    columns::{Zones, to_when},
};

/// One event that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The series' master, or the event itself.
    pub event_id: EventId,
    /// With `event_id`, which occurrence: the original start in seconds of its line.
    pub original: i64,
    /// Where it is.
    pub calendar_id: CalendarId,
    /// SUMMARY.
    pub title: String,
    /// LOCATION.
    pub location: String,
    /// Plain text around what was found.
    pub snippet: String,
    /// Its start; that of the first occurrence for a series.
    pub start: When,
    /// Its end.
    pub end: When,
    /// Whether it is a series.
    pub recurring: bool,
}

/// The events of visible calendars that hold every word of `text` (or a word that begins with it),
/// best first: by how well they match, and how near to `now` they are. At most `limit`.
///
/// # Errors
/// When SQLite fails. A text without letters or digits finds nothing.
pub async fn search(
    conn: &mut SqliteConnection,
    text: &str,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Hit>> {
    let Some(query) = fts_query(text) else {
        return Ok(Vec::new());
    };
    let rows = sqlx::query(
        "SELECT e.id, m.id, e.role, e.recurrence_id, e.start_s, e.calendar_id, e.title, e.location,
                snippet(events_fts, -1, '', '', '…', 16), e.start_text, e.end_text
         FROM events_fts f JOIN events e ON e.no = f.rowid
         LEFT JOIN events m ON m.no = e.master_no
         WHERE events_fts MATCH ?1 AND e.deleted_at = 0
         ORDER BY bm25(events_fts, 10.0, 4.0, 1.0, 3.0)
         LIMIT ?3",
    )
    .bind(query)
    .bind(now.as_second())
    .bind(limit)
    .fetch_all(conn)
    .await?;
    let mut zones = Zones::default();
    rows.iter()
        .map(|row| {
            let id: EventId = row.try_get(0)?;
            let master: Option<EventId> = row.try_get(1)?;
            let role: i64 = row.try_get(2)?;
            Ok(Hit {
                event_id: master.unwrap_or(id),
                original: if role == 2 { row.try_get(3)? } else { row.try_get(4)? },
                calendar_id: row.try_get(5)?,
                title: row.try_get(6)?,
                location: row.try_get(7)?,
                snippet: row.try_get(8)?,
                start: to_when(row.try_get(9)?, &mut zones)?,
                end: to_when(row.try_get(10)?, &mut zones)?,
                recurring: role == 1 || master.is_some(),
            })
        })
        .collect()
}

/// Every word quoted and as a beginning, so that nothing in it is an operator.
fn fts_query(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\"*"))
        .collect();
    if words.is_empty() { None } else { Some(words.join(" ")) }
}
