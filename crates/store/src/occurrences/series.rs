//! Series with what their expansion needs.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use kalends_calendar::{Recurrence, RecurrenceId, Status, When, Window};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{Drawn, drawn::drawn, window::Bounds, window::Filter};
use crate::{
    CalendarId, EventId, Result,
    columns::{Zones, from_json, from_number, to_json, to_when},
    events::{STATUSES, read_recurrence},
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

/// The columns of [`Raw`], as one JSON text: as rows, each would cost several times what it holds.
macro_rules! select {
    () => {
        "SELECT json_group_array(json_array(e.no, e.master_no, e.id, e.calendar_id, e.uid, \
         e.start_text, e.end_text, e.recurrence, e.recurrence_id_text, e.this_and_future, \
         e.title, e.location, e.join_url, e.color, e.status, e.transparency, e.visibility, \
         e.my_response, e.flags, e.unsent, e.lock)) FROM events e "
    };
}

#[derive(Deserialize)]
struct Raw<'a> {
    no: i64,
    master_no: i64,
    id: EventId,
    calendar_id: CalendarId,
    uid: String,
    start_text: &'a str,
    end_text: &'a str,
    #[serde(borrow)]
    recurrence: Cow<'a, str>,
    recurrence_id_text: &'a str,
    this_and_future: i64,
    title: String,
    location: String,
    join_url: String,
    color: String,
    status: i64,
    transparency: i64,
    visibility: i64,
    my_response: i64,
    #[serde(borrow)]
    flags: Cow<'a, str>,
    unsent: i64,
    lock: i64,
}

/// Live series that reach into the window and whose occurrences in it are not all in the table, at
/// most `limit` of them. Series flagged as cut are left out: they are never filled.
///
/// # Errors
/// When SQLite fails.
pub async fn list_series_not_covering(
    conn: &mut SqliteConnection,
    window: &Window,
    filter: &Filter,
    limit: u32,
) -> Result<Vec<Series>> {
    let found = not_covering(conn, window, filter, true, limit).await?;
    Ok(found.into_iter().map(|(_, series)| series).collect())
}

/// One live series.
///
/// # Errors
/// When SQLite fails; none when there is no such series.
pub async fn get_series(conn: &mut SqliteConnection, id: EventId) -> Result<Option<Series>> {
    let text: String = sqlx::query_scalar(concat!(
        select!(),
        "WHERE e.id = ?1 AND e.role = 1 AND e.deleted_at = 0"
    ))
    .bind(id)
    .fetch_one(&mut *conn)
    .await?;
    let found = with_overrides(conn, &text).await?;
    Ok(found.into_iter().map(|(_, series)| series).next())
}

/// Two ranges of two partial indexes; both are empty for a window that was filled.
pub(super) const NOT_COVERING: &str = concat!(
    select!(),
    "WHERE e.no IN (
         SELECT no FROM events s
         WHERE no IN (
             SELECT no FROM events WHERE role = 1 AND deleted_at = 0 AND expanded_to < ?2
             UNION
             SELECT no FROM events WHERE role = 1 AND deleted_at = 0 AND expanded_from > ?1)
           AND first_s < ?2 AND last_s >= ?1
           AND (?3 IS NULL OR calendar_id = ?3)
           AND (?4 = 0 OR (SELECT visible FROM calendars WHERE id = s.calendar_id) = 1)
           AND (?5 = 0 OR flags NOT LIKE '%rule-cut%')
         LIMIT ?6)"
);

/// With the number of each series; `to_fill` leaves out those that are never filled.
pub(crate) async fn not_covering(
    conn: &mut SqliteConnection,
    window: &Window,
    filter: &Filter,
    to_fill: bool,
    limit: u32,
) -> Result<Vec<(i64, Series)>> {
    let bounds = Bounds::of(window);
    let text: String = sqlx::query_scalar(NOT_COVERING)
        .bind(bounds.start.min(bounds.local_start))
        .bind(bounds.end.max(bounds.local_end))
        .bind(filter.calendar)
        .bind(filter.visible_only)
        .bind(to_fill)
        .bind(limit)
        .fetch_one(&mut *conn)
        .await?;
    with_overrides(conn, &text).await
}

/// Series by their numbers, without those that are not live.
pub(super) async fn of_numbers(
    conn: &mut SqliteConnection,
    numbers: &[i64],
) -> Result<Vec<(i64, Series)>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let text: String = sqlx::query_scalar(concat!(
        select!(),
        "WHERE e.no IN (SELECT value FROM json_each(?1)) AND e.role = 1 AND e.deleted_at = 0"
    ))
    .bind(to_json(&numbers)?)
    .fetch_one(&mut *conn)
    .await?;
    with_overrides(conn, &text).await
}

pub(super) const OVERRIDES: &str = concat!(
    select!(),
    "WHERE e.master_no IN (SELECT value FROM json_each(?1)) AND e.role = 2 \
     AND e.deleted_at = 0"
);

/// Overrides of all series at once: they are few, series may be many.
async fn with_overrides(conn: &mut SqliteConnection, text: &str) -> Result<Vec<(i64, Series)>> {
    let rows: Vec<Raw<'_>> = from_json(text, "series")?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: Vec<i64> = rows.iter().map(|row| row.no).collect();
    let places: HashMap<i64, usize> =
        numbers.iter().enumerate().map(|(place, no)| (*no, place)).collect();
    let mut zones = Zones::default();
    let mut series = Vec::with_capacity(rows.len());
    for row in rows {
        series.push((row.no, read_series(row, &mut zones)?));
    }
    let text: String =
        sqlx::query_scalar(OVERRIDES).bind(to_json(&numbers)?).fetch_one(conn).await?;
    for row in from_json::<Vec<Raw<'_>>>(&text, "overrides")? {
        let place = places.get(&row.master_no).copied();
        if let Some((_, one)) = place.and_then(|place| series.get_mut(place)) {
            one.overrides.push(read_override(row, &mut zones)?);
        }
    }
    for (_, one) in &mut series {
        one.overrides.sort_by_key(|change| change.recurrence_id.original.seconds());
    }
    Ok(series)
}

fn read_series(row: Raw<'_>, zones: &mut Zones) -> Result<Series> {
    Ok(Series {
        id: row.id,
        start: to_when(row.start_text, zones)?,
        end: to_when(row.end_text, zones)?,
        recurrence: read_recurrence(&row.recurrence, zones)?,
        overrides: Vec::new(),
        drawn: Arc::new(drawn!(row)),
    })
}

fn read_override(row: Raw<'_>, zones: &mut Zones) -> Result<SeriesOverride> {
    Ok(SeriesOverride {
        recurrence_id: RecurrenceId {
            original: to_when(row.recurrence_id_text, zones)?,
            this_and_future: row.this_and_future != 0,
        },
        start: to_when(row.start_text, zones)?,
        end: to_when(row.end_text, zones)?,
        cancelled: from_number(&STATUSES, row.status, "status")? == Status::Cancelled,
        drawn: Arc::new(drawn!(row)),
    })
}
