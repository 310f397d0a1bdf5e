//! Series with what their expansion needs.

use std::{collections::HashMap, sync::Arc};

use kalends_calendar::{Recurrence, RecurrenceId, Status, When, Window};
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use super::{Drawn, window::Bounds, window::Filter};
use crate::{
    EventId, Result,
    columns::{Zones, from_number, to_option, to_when},
    events::{PARTICIPATIONS, STATUSES, TRANSPARENCIES, VISIBILITIES, read_flags, read_recurrence},
};

/// A series, ready to be expanded.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The master's id: what its occurrences are known by.
    pub id: EventId,
    /// First moment of the first occurrence.
    pub start: When,
    /// First moment after it.
    pub end: When,
    /// How it repeats.
    pub recurrence: Recurrence,
    /// Live overrides, by original start. Each has an occurrence of its own in the table already.
    pub overrides: Vec<SeriesOverride>,
    /// How occurrences are drawn that no override governs.
    pub drawn: Arc<Drawn>,
}

/// The change of one occurrence, or of all from one on.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesOverride {
    /// Which occurrence.
    pub recurrence_id: RecurrenceId,
    /// Its present start.
    pub start: When,
    /// Its present end.
    pub end: When,
    /// It does not take place.
    pub cancelled: bool,
    /// How it is drawn.
    pub drawn: Arc<Drawn>,
}

macro_rules! select {
    () => {
        "SELECT e.no, e.id, e.calendar_id, e.uid, e.start_text, e.end_text, e.recurrence, e.title, \
         e.location, e.join_url, e.color, e.status, e.transparency, e.visibility, e.my_response, \
         e.flags, e.recurrence_id_text, e.this_and_future, e.master_no FROM events e "
    };
}

/// Live series that reach into the window and whose occurrences in it are not all in the table.
///
/// # Errors
/// When SQLite fails.
pub async fn list_series_not_covering(
    conn: &mut SqliteConnection,
    window: &Window,
    filter: &Filter,
    limit: u32,
) -> Result<Vec<Series>> {
    let rows = not_covering(conn, window, filter, limit).await?;
    Ok(with_overrides(conn, rows).await?.into_iter().map(|(_, series)| series).collect())
}

/// One live series.
///
/// # Errors
/// When SQLite fails; none when there is no such series.
pub async fn get_series(conn: &mut SqliteConnection, id: EventId) -> Result<Option<Series>> {
    let rows =
        sqlx::query(concat!(select!(), "WHERE e.id = ?1 AND e.role = 1 AND e.deleted_at = 0"))
            .bind(id)
            .fetch_all(&mut *conn)
            .await?;
    Ok(with_overrides(conn, rows).await?.into_iter().map(|(_, series)| series).next())
}

pub(super) async fn list_not_covering(
    conn: &mut SqliteConnection,
    window: &Window,
    filter: &Filter,
) -> Result<Vec<(i64, Series)>> {
    let rows = not_covering(conn, window, filter, u32::MAX).await?;
    with_overrides(conn, rows).await
}

/// Two ranges of two partial indexes; both are empty for a window that was filled.
pub(super) const NOT_COVERING: &str = concat!(
    select!(),
    "WHERE e.no IN (
         SELECT no FROM events WHERE role = 1 AND deleted_at = 0 AND expanded_to < ?2
         UNION
         SELECT no FROM events WHERE role = 1 AND deleted_at = 0 AND expanded_from > ?1)
       AND e.first_s < ?2 AND e.last_s >= ?1
       AND (?3 IS NULL OR e.calendar_id = ?3)
       AND (?4 = 0 OR (SELECT visible FROM calendars WHERE id = e.calendar_id) = 1)
     LIMIT ?5"
);

async fn not_covering(
    conn: &mut SqliteConnection,
    window: &Window,
    filter: &Filter,
    limit: u32,
) -> Result<Vec<SqliteRow>> {
    let bounds = Bounds::of(window);
    Ok(sqlx::query(NOT_COVERING)
        .bind(bounds.start.min(bounds.local_start))
        .bind(bounds.end.max(bounds.local_end))
        .bind(filter.calendar)
        .bind(filter.visible_only)
        .bind(limit)
        .fetch_all(conn)
        .await?)
}

/// Overrides of all series at once: they are few, series may be many.
async fn with_overrides(
    conn: &mut SqliteConnection,
    rows: Vec<SqliteRow>,
) -> Result<Vec<(i64, Series)>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut zones = Zones::default();
    let mut series = Vec::with_capacity(rows.len());
    let mut places = HashMap::with_capacity(rows.len());
    for row in &rows {
        let (no, one) = read_series(row, &mut zones)?;
        places.insert(no, series.len());
        series.push((no, one));
    }
    drop(rows);
    let numbers: Vec<i64> = series.iter().map(|(no, _)| *no).collect();
    let overrides = sqlx::query(concat!(
        select!(),
        "WHERE e.master_no IN (SELECT value FROM json_each(?1)) AND e.role = 2 \
         AND e.deleted_at = 0 ORDER BY e.master_no, e.recurrence_id"
    ))
    .bind(serde_json::to_string(&numbers).unwrap_or_default())
    .fetch_all(conn)
    .await?;
    for row in &overrides {
        let master: i64 = row.try_get(18)?;
        let place = places.get(&master).copied();
        if let Some((_, one)) = place.and_then(|place| series.get_mut(place)) {
            one.overrides.push(read_override(row, &mut zones)?);
        }
    }
    Ok(series)
}

fn read_series(row: &SqliteRow, zones: &mut Zones) -> Result<(i64, Series)> {
    let series = Series {
        id: row.try_get(1)?,
        start: to_when(row.try_get(4)?, zones)?,
        end: to_when(row.try_get(5)?, zones)?,
        recurrence: read_recurrence(row.try_get(6)?, zones)?,
        overrides: Vec::new(),
        drawn: Arc::new(read_drawn(row)?),
    };
    Ok((row.try_get(0)?, series))
}

fn read_override(row: &SqliteRow, zones: &mut Zones) -> Result<SeriesOverride> {
    let drawn = read_drawn(row)?;
    Ok(SeriesOverride {
        recurrence_id: RecurrenceId {
            original: to_when(row.try_get(16)?, zones)?,
            this_and_future: row.try_get(17)?,
        },
        start: to_when(row.try_get(4)?, zones)?,
        end: to_when(row.try_get(5)?, zones)?,
        cancelled: drawn.status == Status::Cancelled,
        drawn: Arc::new(drawn),
    })
}

fn read_drawn(row: &SqliteRow) -> Result<Drawn> {
    Ok(Drawn {
        id: row.try_get(1)?,
        calendar_id: row.try_get(2)?,
        uid: row.try_get(3)?,
        title: row.try_get(7)?,
        location: row.try_get(8)?,
        join_url: to_option(row.try_get(9)?),
        color: to_option(row.try_get(10)?),
        status: from_number(&STATUSES, row.try_get(11)?, "status")?,
        transparency: from_number(&TRANSPARENCIES, row.try_get(12)?, "transparency")?,
        visibility: from_number(&VISIBILITIES, row.try_get(13)?, "visibility")?,
        my_response: from_number(&PARTICIPATIONS, row.try_get(14)?, "response")?,
        flags: read_flags(row.try_get(15)?)?,
    })
}
