//! The order in which events changed, deletions included, while there is an agent to be told. Each
//! event has one place in it, in each calendar it was in: that of its last change.

use sqlx::SqliteConnection;

use crate::{CalendarId, EventId, Result, columns, settings};

/// What makes places from before a backup was put back worthless: a row of `settings`.
pub(crate) const EPOCH: &str = "changes.epoch";

/// An event that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its place.
    pub seq: i64,
    /// The event; of an override its series.
    pub event_id: EventId,
    /// Where it changed.
    pub calendar_id: CalendarId,
    /// Whether it is not there any more.
    pub gone: bool,
    /// Its title now; of an override that of its series. Empty for what is gone.
    pub title: String,
}

/// What changed in these calendars after a place, in order, at most `limit`. A series is listed once
/// for each of its overrides that changed.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    conn: &mut SqliteConnection,
    after: i64,
    calendars: &[CalendarId],
    limit: u32,
) -> Result<Vec<Change>> {
    let calendars = columns::to_json(&calendars)?;
    let mut all = sqlx::query_as!(
        Change,
        r#"SELECT c.seq AS "seq!", coalesce(m.id, c.event_id) AS "event_id!: EventId",
                  c.calendar_id AS "calendar_id: CalendarId",
                  coalesce(s.calendar_id <> c.calendar_id OR s.deleted_at <> 0, 1) AS "gone!: bool",
                  coalesce(s.title, '') AS "title!"
           FROM event_changes c
           LEFT JOIN events m ON m.no = c.master_no AND c.master_no <> 0
           LEFT JOIN events s ON s.no = coalesce(m.no, c.event_no)
           WHERE c.seq > ?1 AND c.calendar_id IN (SELECT value FROM json_each(?2))
           ORDER BY c.seq LIMIT ?3"#,
        after,
        calendars,
        limit
    )
    .fetch_all(conn)
    .await?;
    for one in all.iter_mut().filter(|one| one.gone) {
        one.title.clear();
    }
    Ok(all)
}

/// The last place, and what must be the same for a place to mean what it did.
///
/// # Errors
/// When SQLite fails.
pub async fn last(conn: &mut SqliteConnection) -> Result<(i64, i64)> {
    let seq = sqlx::query_scalar!(
        r#"SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'event_changes'), 0)
               AS "seq!: i64""#
    )
    .fetch_one(&mut *conn)
    .await?;
    Ok((seq, settings::get(conn, EPOCH).await?.unwrap_or(0)))
}
