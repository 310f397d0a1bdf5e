//! What a plan compares: enough of every event of a calendar to tell what changed.

use std::borrow::Cow;

use serde::Deserialize;
use sqlx::{Row as _, SqliteConnection};

use super::ContentHash;
use crate::{CalendarId, EventId, Result, columns};

/// What is known of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub id: EventId,
    /// Its UID.
    pub uid: String,
    /// Of an override: the original start, in seconds of its line.
    pub recurrence_id: Option<i64>,
    /// As it was written.
    pub content_hash: ContentHash,
    /// Its start, in seconds of its line.
    pub start: i64,
    /// The end of its last occurrence, on the same line; the largest integer for never.
    pub last: i64,
    /// Whether that line is the instants' one: it starts in a zone, and is neither of whole days nor
    /// floating.
    pub zoned: bool,
    /// Whether it was soft-deleted. Writing it again brings it back.
    pub deleted: bool,
}

/// A page as one JSON text: as rows, each would cost several times what it holds.
pub(crate) const KNOWN: &str = "
    SELECT max(no) AS last, json_group_array(json_array(
               id, uid, CASE WHEN role = 2 THEN recurrence_id END, lower(hex(content_hash)),
               start_s, last_s, kind, deleted_at)) AS page
    FROM (SELECT no, id, uid, role, recurrence_id, content_hash, start_s, last_s, kind,
                 deleted_at
          FROM events WHERE calendar_id = ?1 AND no > ?2 ORDER BY no LIMIT 5000)";

#[derive(Deserialize)]
struct Raw<'a>(
    EventId,
    #[serde(borrow)] Cow<'a, str>,
    Option<i64>,
    Cow<'a, str>,
    i64,
    i64,
    i64,
    i64,
);

/// Everything known of a calendar, in the order of its making, the deleted included.
///
/// # Errors
/// When SQLite fails.
pub async fn list_known(conn: &mut SqliteConnection, calendar: CalendarId) -> Result<Vec<Known>> {
    let mut known = Vec::new();
    let mut last = 0_i64;
    loop {
        let row = sqlx::query(KNOWN).bind(calendar).bind(last).fetch_one(&mut *conn).await?;
        match row.try_get::<Option<i64>, _>(0)? {
            Some(no) => last = no,
            None => return Ok(known),
        }
        let page: Vec<Raw<'_>> = columns::from_json(row.try_get(1)?, "plan")?;
        known.extend(page.into_iter().map(|raw| Known {
            id: raw.0,
            uid: raw.1.into_owned(),
            recurrence_id: raw.2,
            content_hash: parse_hash(&raw.3),
            start: raw.4,
            last: raw.5,
            zoned: raw.6 == columns::Kind::Zoned.to_column(),
            deleted: raw.7 != 0,
        }));
    }
}

/// A hash of another length, as of another version, equals none.
fn parse_hash(hex: &str) -> ContentHash {
    match u128::from_str_radix(hex, 16) {
        Ok(number) if hex.len() == 32 => ContentHash(number.to_be_bytes()),
        _ => ContentHash::default(),
    }
}
