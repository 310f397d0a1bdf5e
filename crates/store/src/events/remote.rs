//! What the source of an event calls it, for sources that have ids and ETags.
//!
//! An override whose `series_remote_id` is set belongs to the series of that remote id in its
//! calendar; any other belongs to the series of its UID. Neither has to be there first.

use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use super::{
    Role, StoredEvent, Unsent,
    marks::{ROLES, UNSENT},
    row::{self, stored_event_columns},
    series::{self, Keys},
};
use crate::{
    CalendarId, EventId, Result,
    columns::{Zones, from_number, to_json},
};

/// What the source says beside the event itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Remote<'a> {
    /// Its id there; unique in its calendar.
    pub id: &'a str,
    /// The ETag of the source text; empty for what the source does not have yet.
    pub etag: &'a str,
    /// Of an override: the id of its series there.
    pub series_id: &'a str,
    /// The full reading that saw it last.
    pub generation: i64,
}

impl Remote<'_> {
    /// Of events whose source has no ids, as feeds.
    pub const NONE: Self = Self { id: "", etag: "", series_id: "", generation: 0 };
}

/// What a plan compares of one event whose source has ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRemote {
    /// Its id here.
    pub event_id: EventId,
    /// Its id there.
    pub remote_id: String,
    /// The ETag of the stored source text.
    pub etag: String,
    /// What it is.
    pub role: Role,
    /// Whether an edit of it waits.
    pub unsent: Unsent,
    /// Whether it was soft-deleted.
    pub deleted: bool,
}

macro_rules! known_remote {
    () => {
        "SELECT id, remote_id, etag, role, unsent, deleted_at <> 0 FROM events "
    };
}

pub(crate) const KNOWN_REMOTE: &str = concat!(
    known_remote!(),
    "WHERE calendar_id = ?1 AND remote_id <> '' \
     AND remote_id IN (SELECT value FROM json_each(?2))"
);

/// What is known of these remote ids of a calendar, the deleted included, in no order. Ids that
/// are not known are left out.
///
/// # Errors
/// When SQLite fails.
pub async fn list_known_remote(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    ids: &[&str],
) -> Result<Vec<KnownRemote>> {
    let rows =
        sqlx::query(KNOWN_REMOTE).bind(calendar).bind(to_json(&ids)?).fetch_all(conn).await?;
    rows.iter().map(read_known).collect()
}

pub(crate) const OF_SERIES: &str = concat!(
    known_remote!(),
    "WHERE calendar_id = ?1 AND series_remote_id <> '' AND series_remote_id = ?2 \
     ORDER BY recurrence_id"
);

/// Every override of the series with this remote id, deleted ones included, whether or not the
/// calendar has the series.
///
/// # Errors
/// When SQLite fails.
pub async fn list_of_remote_series(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    series_remote_id: &str,
) -> Result<Vec<KnownRemote>> {
    let rows = sqlx::query(OF_SERIES).bind(calendar).bind(series_remote_id).fetch_all(conn).await?;
    rows.iter().map(read_known).collect()
}

/// The event that the source of a calendar calls so, deleted or not; none where it is not known.
///
/// # Errors
/// When SQLite fails.
pub async fn get_by_remote(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    remote_id: &str,
) -> Result<Option<StoredEvent>> {
    let row = sqlx::query(concat!(
        "SELECT ",
        stored_event_columns!(),
        "WHERE e.calendar_id = ?1 AND e.remote_id <> '' AND e.remote_id = ?2"
    ))
    .bind(calendar)
    .bind(remote_id)
    .fetch_optional(conn)
    .await?;
    row.map(|row| row::read(&row, &mut Zones::default())).transpose()
}

/// Forgets which versions of a calendar's events are here, but of those with an unsent edit: what is
/// read next is written whether or not it changed.
///
/// # Errors
/// When SQLite fails.
pub async fn forget_versions(conn: &mut SqliteConnection, calendar: CalendarId) -> Result<()> {
    sqlx::query("UPDATE events SET etag = '' WHERE calendar_id = ?1 AND unsent = 0")
        .bind(calendar)
        .execute(conn)
        .await?;
    Ok(())
}

/// Notes that a full reading had these events.
///
/// # Errors
/// When SQLite fails.
pub async fn mark_seen(
    conn: &mut SqliteConnection,
    ids: &[EventId],
    generation: i64,
) -> Result<()> {
    sqlx::query(
        "UPDATE events SET seen_generation = ?2 WHERE id IN (SELECT value FROM json_each(?1))",
    )
    .bind(to_json(&ids)?)
    .bind(generation)
    .execute(conn)
    .await?;
    Ok(())
}

/// Live events of a calendar that the full reading `generation` did not have, in the order of
/// their making. Events with an unsent edit are never among them, nor are those without an id at
/// the source.
///
/// # Errors
/// When SQLite fails.
pub async fn list_unseen(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    generation: i64,
) -> Result<Vec<EventId>> {
    let rows = sqlx::query(
        "SELECT id FROM events
         WHERE calendar_id = ?1 AND remote_id <> '' AND seen_generation < ?2 AND deleted_at = 0
           AND no NOT IN (SELECT event_no FROM pending)
         ORDER BY no",
    )
    .bind(calendar)
    .bind(generation)
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Notes what the source now calls an event and what it last said of it, and nothing else: the
/// event itself stays as the user wants it. Overrides that wait for a series of this id find it.
///
/// # Errors
/// [`crate::Error::EventNotFound`], or when the id is taken in the calendar.
pub async fn set_remote(
    conn: &mut SqliteConnection,
    id: EventId,
    remote_id: &str,
    etag: &str,
    source: &[u8],
) -> Result<()> {
    let mut keys = Keys::default();
    let (no, calendar) = keys.add_stored(conn, id).await?;
    sqlx::query("UPDATE events SET remote_id = ?2, etag = ?3 WHERE no = ?1")
        .bind(no)
        .bind(remote_id)
        .bind(etag)
        .execute(&mut *conn)
        .await?;
    sqlx::query("UPDATE event_texts SET source = ?2 WHERE event_no = ?1")
        .bind(no)
        .bind(source)
        .execute(&mut *conn)
        .await?;
    keys.add_series(remote_id);
    series::touch(conn, calendar, &keys).await
}

/// Moves an event into another calendar, a series with its overrides.
///
/// # Errors
/// [`crate::Error::EventNotFound`], or when the other calendar has an event of the same remote id.
pub async fn set_calendar(
    conn: &mut SqliteConnection,
    id: EventId,
    calendar: CalendarId,
) -> Result<()> {
    let mut keys = Keys::default();
    let (no, before) = keys.add_stored(conn, id).await?;
    // The overrides that are deleted point at the series too.
    sqlx::query(
        "UPDATE events SET calendar_id = ?2 WHERE no = ?1 OR (master_no = ?1 AND role = 2)",
    )
    .bind(no)
    .bind(calendar)
    .execute(&mut *conn)
    .await?;
    series::touch(conn, before, &keys).await?;
    series::touch(conn, calendar, &keys).await
}

fn read_known(row: &SqliteRow) -> Result<KnownRemote> {
    Ok(KnownRemote {
        event_id: row.try_get(0)?,
        remote_id: row.try_get(1)?,
        etag: row.try_get(2)?,
        role: from_number(&ROLES, row.try_get(3)?, "role")?,
        unsent: from_number(&UNSENT, row.try_get(4)?, "unsent mark")?,
        deleted: row.try_get(5)?,
    })
}
