//! The texts that hold one of many phrases.

use sqlx::{Row as _, SqliteConnection};

use crate::{CalendarId, EventId, Result};

/// The texts of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
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

/// Phrases of one query.
const AT_ONCE: usize = 64;

const SQL: &str = "
    SELECT e.id, m.id, e.calendar_id, e.title, e.location, t.description
    FROM (SELECT rowid AS no FROM events_fts WHERE events_fts MATCH ?1
          ORDER BY rowid DESC LIMIT ?2) f
    CROSS JOIN events e ON e.no = f.no
    CROSS JOIN event_texts t ON t.event_no = f.no
    LEFT JOIN events m ON m.no = e.master_no
    WHERE e.deleted_at = 0";

/// The events with one of the phrases in their title, place or notes, the newest first, for every 64
/// phrases at most `limit`; an event may come more than once. A phrase that ends in `*` stands for
/// whatever begins with it.
///
/// # Errors
/// When SQLite fails.
pub async fn list_with_phrases(
    conn: &mut SqliteConnection,
    phrases: &[String],
    limit: u32,
) -> Result<Vec<Texts>> {
    let mut found = Vec::new();
    for some in phrases.chunks(AT_ONCE) {
        let terms: Vec<String> = some
            .iter()
            .filter(|phrase| phrase.chars().any(char::is_alphanumeric))
            .map(|phrase| {
                let words = phrase.trim_end_matches('*').replace('"', " ");
                format!("\"{words}\"{}", if phrase.ends_with('*') { "*" } else { "" })
            })
            .collect();
        if terms.is_empty() {
            continue;
        }
        let query = format!("{{title location description}} : ({})", terms.join(" OR "));
        let rows = sqlx::query(SQL).bind(query).bind(limit).fetch_all(&mut *conn).await?;
        for row in rows {
            found.push(Texts {
                event_id: row.try_get(0)?,
                master_id: row.try_get(1)?,
                calendar_id: row.try_get(2)?,
                title: row.try_get(3)?,
                location: row.try_get(4)?,
                description: row.try_get(5)?,
            });
        }
    }
    Ok(found)
}
