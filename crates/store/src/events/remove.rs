//! Taking events out: softly, when their source dropped them, or for good.

use jiff::Timestamp;
use kalends_calendar::Status;
use sqlx::{Row as _, SqliteConnection};

use super::{
    get,
    series::{self, Keys},
    write::own_occurrence,
};
use crate::{CalendarId, EventId, Result, columns, occurrences::write_rows};

/// Marks live events of a calendar as gone since `now`: they are in no view, and a plan still
/// knows them. Says how many there were. Series that lost an override are to be expanded again;
/// overrides of a series that goes stay, unless they are named too. An unsent edit stays in the
/// queue and protects the row: see [`purge_deleted`].
///
/// # Errors
/// When SQLite fails.
pub async fn soft_delete(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    ids: &[EventId],
    now: Timestamp,
) -> Result<u64> {
    let keys = keys_of(conn, calendar, ids).await?;
    let ids = columns::to_json(&ids)?;
    sqlx::query(
        "DELETE FROM occurrences WHERE owner_no IN (
             SELECT no FROM events
             WHERE id IN (SELECT value FROM json_each(?2)) AND calendar_id = ?1)",
    )
    .bind(calendar)
    .bind(ids.as_str())
    .execute(&mut *conn)
    .await?;
    let done = sqlx::query(
        "UPDATE events SET deleted_at = ?3, expanded_from = 0, expanded_to = 0
         WHERE id IN (SELECT value FROM json_each(?2)) AND calendar_id = ?1 AND deleted_at = 0",
    )
    .bind(calendar)
    .bind(ids.as_str())
    .bind(now.as_second())
    .execute(&mut *conn)
    .await?;
    series::touch(conn, calendar, &keys).await?;
    Ok(done.rows_affected())
}

/// Deletes an event softly since this moment, or brings it back as it was; nothing happens to one
/// that is in that state already. Overrides of a series have to be named one by one.
///
/// # Errors
/// [`crate::Error::EventNotFound`].
pub async fn set_deleted(
    conn: &mut SqliteConnection,
    id: EventId,
    since: Option<Timestamp>,
) -> Result<()> {
    let mut keys = Keys::default();
    let (no, calendar) = keys.add_stored(conn, id).await?;
    if let Some(now) = since {
        soft_delete(conn, calendar, &[id], now).await?;
        return Ok(());
    }
    let stored = get(conn, id).await?;
    if stored.deleted_at.is_none() {
        return Ok(());
    }
    sqlx::query("UPDATE events SET deleted_at = 0 WHERE no = ?1")
        .bind(no)
        .execute(&mut *conn)
        .await?;
    let occurs = stored.event.status != Status::Cancelled;
    let occurrence = own_occurrence(no, &stored.event, occurs);
    write_rows(conn, occurrence.as_slice()).await?;
    series::touch(conn, calendar, &keys).await
}

/// Removes events of a calendar for good, their unsent edits too, and says how many there were.
///
/// # Errors
/// When SQLite fails.
pub async fn delete(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    ids: &[EventId],
) -> Result<u64> {
    let keys = keys_of(conn, calendar, ids).await?;
    let done = sqlx::query(
        "DELETE FROM events
         WHERE id IN (SELECT value FROM json_each(?2)) AND calendar_id = ?1",
    )
    .bind(calendar)
    .bind(columns::to_json(&ids)?)
    .execute(&mut *conn)
    .await?;
    series::touch(conn, calendar, &keys).await?;
    Ok(done.rows_affected())
}

/// Removes what was soft-deleted before `before` for good, and says how many there were. What has
/// an unsent edit, as a deletion that was not sent, stays.
///
/// # Errors
/// When SQLite fails.
pub async fn purge_deleted(conn: &mut SqliteConnection, before: Timestamp) -> Result<u64> {
    let done = sqlx::query(
        "DELETE FROM events WHERE deleted_at <> 0 AND deleted_at < ?1
           AND no NOT IN (SELECT event_no FROM pending)",
    )
    .bind(before.as_second())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The series that any of these belong to.
async fn keys_of(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    ids: &[EventId],
) -> Result<Keys> {
    let rows = sqlx::query(
        "SELECT DISTINCT uid, CASE role WHEN 2 THEN series_remote_id ELSE remote_id END
         FROM events
         WHERE id IN (SELECT value FROM json_each(?2)) AND calendar_id = ?1 AND role <> 0",
    )
    .bind(calendar)
    .bind(columns::to_json(&ids)?)
    .fetch_all(conn)
    .await?;
    let mut keys = Keys::default();
    for row in rows {
        keys.add_uid(row.try_get(0)?);
        keys.add_series(row.try_get(1)?);
    }
    Ok(keys)
}
