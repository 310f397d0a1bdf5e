//! Reading events whole.

use sqlx::SqliteConnection;

use super::{StoredEvent, row, row::stored_event_columns};
use crate::{CalendarId, Error, EventId, Result, columns::Zones};

/// One event, deleted or not.
///
/// # Errors
/// [`Error::EventNotFound`].
pub async fn get(conn: &mut SqliteConnection, id: EventId) -> Result<StoredEvent> {
    let row = sqlx::query(concat!("SELECT ", stored_event_columns!(), "WHERE e.id = ?1"))
        .bind(id)
        .fetch_optional(conn)
        .await?
        .ok_or(Error::EventNotFound(id))?;
    row::read(&row, &mut Zones::default())
}

/// The live overrides of a series, by original start; none for any other event.
///
/// # Errors
/// When SQLite fails.
pub async fn list_overrides(
    conn: &mut SqliteConnection,
    master: EventId,
) -> Result<Vec<StoredEvent>> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        stored_event_columns!(),
        "WHERE e.master_no = (SELECT no FROM events WHERE id = ?1) AND e.role = 2 \
         AND e.deleted_at = 0 ORDER BY e.recurrence_id"
    ))
    .bind(master)
    .fetch_all(conn)
    .await?;
    read_all(&rows)
}

/// The live series of this UID, if the calendar has one.
///
/// # Errors
/// When SQLite fails.
pub async fn get_master(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    uid: &str,
) -> Result<Option<StoredEvent>> {
    let row = sqlx::query(concat!(
        "SELECT ",
        stored_event_columns!(),
        "WHERE e.calendar_id = ?1 AND e.uid = ?2 AND e.role = 1 AND e.deleted_at = 0 LIMIT 1"
    ))
    .bind(calendar)
    .bind(uid)
    .fetch_optional(conn)
    .await?;
    row.map(|row| row::read(&row, &mut Zones::default())).transpose()
}

/// The live events of a calendar that come after `after` in the order of their making, at most
/// `limit` of them: pass the last id of a page to get the next.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    after: Option<EventId>,
    limit: u32,
) -> Result<Vec<StoredEvent>> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        stored_event_columns!(),
        "WHERE e.calendar_id = ?1 AND e.deleted_at = 0 \
         AND e.no > coalesce((SELECT no FROM events WHERE id = ?2), 0) \
         ORDER BY e.no LIMIT ?3"
    ))
    .bind(calendar)
    .bind(after)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    read_all(&rows)
}

fn read_all(rows: &[sqlx::sqlite::SqliteRow]) -> Result<Vec<StoredEvent>> {
    let mut zones = Zones::default();
    rows.iter().map(|row| row::read(row, &mut zones)).collect()
}
