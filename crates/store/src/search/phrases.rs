//! The texts that hold one of many phrases.

use std::collections::BTreeSet;

use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use crate::{CalendarId, EventId, Result, columns::to_json};

/// The texts of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// Names the row, in the order in which events came.
    pub no: i64,
    /// The event.
    pub event_id: EventId,
    /// Of an override: its series.
    pub master_id: Option<EventId>,
    /// Where it is.
    pub calendar_id: CalendarId,
    /// SUMMARY.
    pub title: String,
    /// LOCATION.
    pub location: String,
    /// DESCRIPTION as plain text.
    pub description: String,
}

const FIND: &str = "
    SELECT rowid FROM events_fts WHERE events_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2";

const OF_ROWS: &str = "
    SELECT e.no, e.id, m.id, e.calendar_id, e.title, e.location, t.description
    FROM json_each(?1) f
    CROSS JOIN events e ON e.no = f.value
    CROSS JOIN event_texts t ON t.event_no = e.no
    LEFT JOIN events m ON m.no = e.master_no
    WHERE e.deleted_at = 0";

const AFTER: &str = "
    SELECT e.no, e.id, m.id, e.calendar_id, e.title, e.location, t.description
    FROM events e
    CROSS JOIN event_texts t ON t.event_no = e.no
    LEFT JOIN events m ON m.no = e.master_no
    WHERE e.no > ?1 AND e.deleted_at = 0
    ORDER BY e.no LIMIT ?2";

/// The rows of events with one of the phrases in their title, place or notes, newest first: of each
/// phrase the newest `limit`, so that no phrase hides what another finds. A phrase that ends in `*`
/// stands for whatever begins with it.
///
/// # Errors
/// When SQLite fails.
pub async fn list_rows_with_phrases(
    conn: &mut SqliteConnection,
    phrases: &[String],
    limit: u32,
) -> Result<Vec<i64>> {
    let mut found = BTreeSet::new();
    for phrase in phrases.iter().filter(|phrase| phrase.chars().any(char::is_alphanumeric)) {
        let words = phrase.trim_end_matches('*').replace('"', " ");
        let beginning = if phrase.ends_with('*') { "*" } else { "" };
        let query = format!("{{title location description}} : \"{words}\"{beginning}");
        let rows = sqlx::query(FIND).bind(query).bind(limit).fetch_all(&mut *conn).await?;
        for row in rows {
            found.insert(row.try_get(0)?);
        }
    }
    Ok(found.into_iter().rev().collect())
}

/// The texts of these rows, without those of deleted events.
///
/// # Errors
/// When SQLite fails.
pub async fn list_texts(conn: &mut SqliteConnection, rows: &[i64]) -> Result<Vec<Texts>> {
    let found = sqlx::query(OF_ROWS).bind(to_json(&rows)?).fetch_all(conn).await?;
    found.iter().map(read).collect()
}

/// The texts of the events after the row `after`, in the order of rows, at most `limit`.
///
/// # Errors
/// When SQLite fails.
pub async fn list_texts_after(
    conn: &mut SqliteConnection,
    after: i64,
    limit: u32,
) -> Result<Vec<Texts>> {
    let found = sqlx::query(AFTER).bind(after).bind(limit).fetch_all(conn).await?;
    found.iter().map(read).collect()
}

fn read(row: &SqliteRow) -> Result<Texts> {
    Ok(Texts {
        no: row.try_get(0)?,
        event_id: row.try_get(1)?,
        master_id: row.try_get(2)?,
        calendar_id: row.try_get(3)?,
        title: row.try_get(4)?,
        location: row.try_get(5)?,
        description: row.try_get(6)?,
    })
}
