//! What a plan compares: enough of every event of a calendar to tell what changed.

use futures_util::TryStreamExt as _;
use sqlx::{Row as _, SqliteConnection};

use super::{ContentHash, row::read_hash};
use crate::{CalendarId, EventId, Result};

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
    /// Whether it was soft-deleted. Writing it again brings it back.
    pub deleted: bool,
}

/// Everything known of a calendar, in the order of its making, the deleted included.
///
/// # Errors
/// When SQLite fails.
pub async fn list_known(conn: &mut SqliteConnection, calendar: CalendarId) -> Result<Vec<Known>> {
    let mut rows = sqlx::query(
        "SELECT id, uid, CASE WHEN role = 2 THEN recurrence_id END, content_hash, start_s, last_s,
                deleted_at
         FROM events WHERE calendar_id = ?1",
    )
    .bind(calendar)
    .fetch(conn);
    let mut known = Vec::new();
    while let Some(row) = rows.try_next().await? {
        known.push(Known {
            id: row.try_get(0)?,
            uid: row.try_get(1)?,
            recurrence_id: row.try_get(2)?,
            content_hash: read_hash(row.try_get(3)?),
            start: row.try_get(4)?,
            last: row.try_get(5)?,
            deleted: row.try_get::<i64, _>(6)? != 0,
        });
    }
    Ok(known)
}
