//! Full text over title, place, notes and people; accents and letter case do not matter.

mod phrases;
mod snippet;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use kalends_calendar::When;
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

pub use self::phrases::{Texts, list_rows_with_phrases, list_texts, list_texts_after};
use self::snippet::snippet;
use crate::{
    CalendarId, EventId, Result,
    columns::{Zones, to_json, to_when},
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
    /// Plain text around what was found in notes or people; empty where title and place say all.
    pub snippet: String,
    /// Its start; that of the first occurrence for a series.
    pub start: When,
    /// Its end.
    pub end: When,
    /// Whether it is a series.
    pub recurring: bool,
}

/// Words of fewer ASCII letters stand for themselves alone: as a beginning they would stand for
/// half of all words.
const SHORTEST_BEGINNING: usize = 3;

/// A query of the best of what is found, from the two parts of `found (no, score)`.
macro_rules! ranked {
    ($found:literal) => {
        concat!(
            $found,
            "        GROUP BY no),
    near (no, score, days) AS (
        SELECT e.no, f.score,
               CASE WHEN ?3 < e.first_s THEN (e.first_s - ?3) / 86400.0
                    WHEN ?3 > e.last_s THEN (?3 - e.last_s) / 86400.0
                    ELSE 0.0 END
        FROM found f JOIN events e ON e.no = f.no
        WHERE e.deleted_at = 0),
    best (no, score) AS MATERIALIZED (
        SELECT no, score + 4.0 * days / (days + 60.0) FROM near ORDER BY 2, no LIMIT ?4)
    SELECT e.id, m.id, e.role, e.recurrence_id, e.start_s, e.calendar_id, e.title, e.location,
           e.start_text, e.end_text, substr(t.description, 1, 8000), substr(t.people, 1, 2000)
    FROM best b
    CROSS JOIN events e ON e.no = b.no
    CROSS JOIN event_texts t ON t.event_no = b.no
    LEFT JOIN events m ON m.no = e.master_no
    ORDER BY b.score, b.no"
        )
    };
}

/// Ranking reads at most the newest 300 events with the words in their title and the newest 500
/// with them anywhere, so that a word that is everywhere costs no more than another. In few events
/// bm25 tells little apart, hence what the title adds: as much as the farthest date takes away.
pub(crate) const SQL: &str = ranked!(
    "
    WITH found (no, score) AS MATERIALIZED (
        SELECT no, sum(score) FROM (
            SELECT * FROM (
                SELECT rowid AS no, -4.0 AS score
                FROM events_fts WHERE events_fts MATCH ?1 ORDER BY rowid DESC LIMIT 300)
            UNION ALL
            SELECT * FROM (
                SELECT rowid AS no, bm25(events_fts, 10.0, 4.0, 1.0, 3.0) AS score
                FROM events_fts WHERE events_fts MATCH ?2 ORDER BY rowid DESC LIMIT 500))
"
);

/// The events that hold every word of `text`, or a word that begins with it, best first: by how
/// well they match (title, then place, people, notes) and how near to `now` they are. At most
/// `limit`, in all calendars.
///
/// # Errors
/// When SQLite fails. A text without letters or digits finds nothing.
pub async fn search(
    conn: &mut SqliteConnection,
    text: &str,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Hit>> {
    let words = snippet::words(text);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let anywhere = query(&words);
    let rows = sqlx::query(SQL)
        .bind(format!("title : ({anywhere})"))
        .bind(anywhere)
        .bind(now.as_second())
        .bind(limit)
        .fetch_all(conn)
        .await?;
    let mut zones = Zones::default();
    rows.iter().map(|row| read(row, &words, &mut zones)).collect()
}

/// As [`SQL`], of what may be seen: the words count in titles of the calendars `?5`, and anywhere in
/// those of `?6`. What is elsewhere takes no place of what is found.
pub(crate) const SQL_WITHIN: &str = ranked!(
    "
    WITH found (no, score) AS MATERIALIZED (
        SELECT no, sum(score) FROM (
            SELECT * FROM (
                SELECT f.rowid AS no, -4.0 AS score
                FROM events_fts f CROSS JOIN events e ON e.no = f.rowid
                WHERE events_fts MATCH ?1
                  AND e.calendar_id IN (SELECT value FROM json_each(?5))
                ORDER BY f.rowid DESC LIMIT 300)
            UNION ALL
            SELECT * FROM (
                SELECT f.rowid AS no, bm25(events_fts, 10.0, 4.0, 1.0, 3.0) AS score
                FROM events_fts f CROSS JOIN events e ON e.no = f.rowid
                WHERE events_fts MATCH ?2
                  AND e.calendar_id IN (SELECT value FROM json_each(?6))
                ORDER BY f.rowid DESC LIMIT 500))
"
);

/// As [`search`], in `titles` by the title alone and in `full` by everything.
///
/// # Errors
/// When SQLite fails.
pub async fn search_within(
    conn: &mut SqliteConnection,
    text: &str,
    now: Timestamp,
    limit: u32,
    titles: &[CalendarId],
    full: &[CalendarId],
) -> Result<Vec<Hit>> {
    let words = snippet::words(text);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let anywhere = query(&words);
    let seen: Vec<CalendarId> = titles.iter().chain(full).copied().collect();
    let rows = sqlx::query(SQL_WITHIN)
        .bind(format!("title : ({anywhere})"))
        .bind(anywhere)
        .bind(now.as_second())
        .bind(limit)
        .bind(to_json(&seen)?)
        .bind(to_json(&full)?)
        .fetch_all(conn)
        .await?;
    let mut zones = Zones::default();
    rows.iter().map(|row| read(row, &words, &mut zones)).collect()
}

/// Adds texts to the index that are not in it.
pub(crate) async fn add(conn: &mut SqliteConnection, numbers: &[i64]) -> Result<()> {
    run(
        conn,
        "INSERT INTO events_fts (rowid, title, location, description, people)
         SELECT event_no, title, location, description, people FROM event_texts
         WHERE event_no IN (SELECT value FROM json_each(?1)) ORDER BY event_no",
        numbers,
    )
    .await
}

/// Takes texts out of the index that are in it, as long as they are as they were added.
pub(crate) async fn remove(conn: &mut SqliteConnection, numbers: &[i64]) -> Result<()> {
    run(
        conn,
        "INSERT INTO events_fts (events_fts, rowid, title, location, description, people)
         SELECT 'delete', event_no, title, location, description, people FROM event_texts
         WHERE event_no IN (SELECT value FROM json_each(?1)) ORDER BY event_no",
        numbers,
    )
    .await
}

async fn run(conn: &mut SqliteConnection, statement: &'static str, numbers: &[i64]) -> Result<()> {
    let numbers = to_json(&numbers)?;
    sqlx::query(statement).bind(numbers).execute(conn).await?;
    Ok(())
}

fn read(row: &SqliteRow, words: &[String], zones: &mut Zones) -> Result<Hit> {
    let id: EventId = row.try_get(0)?;
    let master: Option<EventId> = row.try_get(1)?;
    let role: i64 = row.try_get(2)?;
    let notes: &str = row.try_get(10)?;
    let people: &str = row.try_get(11)?;
    Ok(Hit {
        event_id: master.unwrap_or(id),
        original: if role == 2 { row.try_get(3)? } else { row.try_get(4)? },
        calendar_id: row.try_get(5)?,
        title: row.try_get(6)?,
        location: row.try_get(7)?,
        snippet: snippet(notes, words).or_else(|| snippet(people, words)).unwrap_or_default(),
        start: to_when(row.try_get(8)?, zones)?,
        end: to_when(row.try_get(9)?, zones)?,
        recurring: role == 1 || master.is_some(),
    })
}

/// Every word quoted, so that nothing in it is an operator.
fn query(words: &[String]) -> String {
    let terms: Vec<String> = words
        .iter()
        .map(|word| {
            let beginning = !word.is_ascii() || word.len() >= SHORTEST_BEGINNING;
            format!("\"{word}\"{}", if beginning { "*" } else { "" })
        })
        .collect();
    terms.join(" AND ")
}
