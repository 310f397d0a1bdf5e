//! Taking events out: softly, when their source dropped them, or for good.

use jiff::Timestamp;
use sqlx::{Row as _, SqliteConnection};

use super::series;
use crate::{CalendarId, EventId, Result, columns};

/// Marks live events of a calendar as gone since `now`: they are in no view, and a plan still
/// knows them. Says how many there were. Series that lost an override are to be expanded again;
/// overrides of a series that goes stay, unless they are named too.
///
/// # Errors
/// When SQLite fails.
pub async fn soft_delete(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    ids: &[EventId],
    now: Timestamp,
) -> Result<u64> {
    let uids = uids_of(conn, calendar, ids).await?;
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
    touch(conn, calendar, &uids).await?;
    Ok(done.rows_affected())
}

/// Removes events of a calendar for good, and says how many there were.
///
/// # Errors
/// When SQLite fails.
pub async fn delete(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    ids: &[EventId],
) -> Result<u64> {
    let uids = uids_of(conn, calendar, ids).await?;
    let done = sqlx::query(
        "DELETE FROM events
         WHERE id IN (SELECT value FROM json_each(?2)) AND calendar_id = ?1",
    )
    .bind(calendar)
    .bind(columns::to_json(&ids)?)
    .execute(&mut *conn)
    .await?;
    touch(conn, calendar, &uids).await?;
    Ok(done.rows_affected())
}

/// Removes what was soft-deleted before `before` for good, and says how many there were.
///
/// # Errors
/// When SQLite fails.
pub async fn purge_deleted(conn: &mut SqliteConnection, before: Timestamp) -> Result<u64> {
    let done = sqlx::query("DELETE FROM events WHERE deleted_at <> 0 AND deleted_at < ?1")
        .bind(before.as_second())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

/// UIDs of those that belong to a series.
async fn uids_of(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    ids: &[EventId],
) -> Result<Vec<String>> {
    let rows = sqlx::query(
        "SELECT DISTINCT uid FROM events
         WHERE id IN (SELECT value FROM json_each(?2)) AND calendar_id = ?1 AND role <> 0",
    )
    .bind(calendar)
    .bind(columns::to_json(&ids)?)
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

async fn touch(conn: &mut SqliteConnection, calendar: CalendarId, uids: &[String]) -> Result<()> {
    if uids.is_empty() {
        return Ok(());
    }
    let uids: Vec<&str> = uids.iter().map(String::as_str).collect();
    series::touch(conn, calendar, &uids).await
}
