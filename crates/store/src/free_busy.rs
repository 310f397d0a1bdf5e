//! When calendars are taken that are not mirrored, as their source said last.

use jiff::Timestamp;
use kalends_calendar::free::Span;
use sqlx::SqliteConnection;

use crate::{
    CalendarId, Result,
    columns::{from_json, to_json, to_timestamp},
};

/// A row of `free_busy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeBusy {
    /// Whose.
    pub calendar_id: CalendarId,
    /// The span of time that was asked for.
    pub asked: Span,
    /// When it was asked; whole seconds.
    pub asked_at: Timestamp,
    /// When the calendar is taken, in order.
    pub spans: Vec<Span>,
    /// Why the source did not say, in its own words; empty where it did.
    pub reason: String,
}

/// All rows.
///
/// # Errors
/// When SQLite fails.
pub async fn list(conn: &mut SqliteConnection) -> Result<Vec<FreeBusy>> {
    let rows: Vec<(CalendarId, i64, i64, i64, String, String)> =
        sqlx::query_as("SELECT calendar_id, from_s, to_s, asked_at, spans, reason FROM free_busy")
            .fetch_all(conn)
            .await?;
    rows.into_iter()
        .map(|(calendar_id, start, end, asked_at, spans, reason)| {
            let spans: Vec<(i64, i64)> = from_json(&spans, "free and busy times")?;
            Ok(FreeBusy {
                calendar_id,
                asked: Span { start, end },
                asked_at: to_timestamp(asked_at).unwrap_or_default(),
                spans: spans.into_iter().map(|(start, end)| Span { start, end }).collect(),
                reason,
            })
        })
        .collect()
}

/// Puts a row in the place of the one of its calendar; nothing for a calendar that is gone.
///
/// # Errors
/// When SQLite fails.
pub async fn put(conn: &mut SqliteConnection, row: &FreeBusy) -> Result<()> {
    let spans: Vec<(i64, i64)> = row.spans.iter().map(|span| (span.start, span.end)).collect();
    sqlx::query(
        "INSERT OR REPLACE INTO free_busy (calendar_id, from_s, to_s, asked_at, spans, reason)
         SELECT id, ?2, ?3, ?4, ?5, ?6 FROM calendars WHERE id = ?1",
    )
    .bind(row.calendar_id)
    .bind(row.asked.start)
    .bind(row.asked.end)
    .bind(row.asked_at.as_second())
    .bind(to_json(&spans)?)
    .bind(&row.reason)
    .execute(conn)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
