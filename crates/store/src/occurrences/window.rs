//! What a window holds.

use std::{collections::HashSet, sync::Arc};

use jiff::tz::TimeZone;
use kalends_calendar::{When, Window};
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use super::{Drawn, Occurrence, Series, series};
use crate::{
    CalendarId, EventId, Result,
    columns::{Kind, Zones, at_seconds, from_number, to_option, to_when},
    events::{PARTICIPATIONS, STATUSES, TRANSPARENCIES, VISIBILITIES, read_flags},
};

/// Which calendars are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only calendars that are drawn.
    pub visible_only: bool,
    /// Only this one.
    pub calendar: Option<CalendarId>,
}

/// The answer to a window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InWindow {
    /// Occurrences that overlap the window, in no order. What has no length is inside when it
    /// starts inside.
    pub occurrences: Vec<Occurrence>,
    /// Series whose occurrences in the window are not all in the table: none of theirs is above,
    /// their overrides' own are. The caller expands them.
    pub unfilled: Vec<Series>,
}

/// A day more on both sides than dates and floating times need: two zones are never further apart,
/// nor does a zone ever skip more.
const SLACK: i64 = 86_400;

/// Instants and local times each have their own line and bounds; each class of length is one
/// range of the key.
pub(super) const SQL: &str = "
    WITH class (line, reach, lo, hi) AS (VALUES
        (0, 86400, ?1, ?2), (0, 691200, ?1, ?2), (0, 5529600, ?1, ?2), (0, 44236800, ?1, ?2),
        (0, 1152921504606846976, ?1, ?2),
        (1, 86400, ?3, ?4), (1, 691200, ?3, ?4), (1, 5529600, ?3, ?4), (1, 44236800, ?3, ?4),
        (1, 1152921504606846976, ?3, ?4))
    SELECT o.start_s, o.end_s, o.original_s, o.owner_no,
           e.id, m.id, e.calendar_id, e.uid, e.role, e.kind, e.zone, e.recurrence_id_text,
           e.title, e.location, e.join_url, e.color, e.status, e.transparency, e.visibility,
           e.my_response, e.flags
    FROM class c
    CROSS JOIN occurrences o ON o.line = c.line AND o.reach = c.reach
         AND o.start_s > c.lo - c.reach AND o.start_s < c.hi
    CROSS JOIN events e ON e.no = o.event_no
    LEFT JOIN events m ON m.no = e.master_no
    WHERE (o.end_s > c.lo OR o.start_s >= c.lo) AND e.deleted_at = 0
      AND (?5 IS NULL OR e.calendar_id = ?5)
      AND (?6 = 0 OR (SELECT visible FROM calendars WHERE id = e.calendar_id) = 1)";

/// Everything that overlaps a window; dates and floating times are read in its zone.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    conn: &mut SqliteConnection,
    window: &Window,
    filter: &Filter,
) -> Result<InWindow> {
    let unfilled = series::list_not_covering(conn, window, filter).await?;
    let skipped: HashSet<i64> = unfilled.iter().map(|(no, _)| *no).collect();
    let bounds = Bounds::of(window);
    let rows = sqlx::query(SQL)
        .bind(bounds.start)
        .bind(bounds.end)
        .bind(bounds.local_start)
        .bind(bounds.local_end)
        .bind(filter.calendar)
        .bind(filter.visible_only)
        .fetch_all(conn)
        .await?;
    let mut zones = Zones::default();
    let mut occurrences = Vec::with_capacity(rows.len());
    for row in &rows {
        if skipped.contains(&row.try_get(3)?) {
            continue;
        }
        let occurrence = read(row, &mut zones)?;
        if overlaps(&occurrence, window) {
            occurrences.push(occurrence);
        }
    }
    Ok(InWindow { occurrences, unfilled: unfilled.into_iter().map(|(_, series)| series).collect() })
}

/// A window on both lines, never too narrow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) local_start: i64,
    pub(super) local_end: i64,
}

impl Bounds {
    pub(super) fn of(window: &Window) -> Self {
        let local = |at: jiff::Timestamp| {
            at.as_second().saturating_add(i64::from(window.zone.to_offset(at).seconds()))
        };
        Self {
            start: window.start.as_second(),
            end: window.end.as_second().saturating_add(1),
            local_start: local(window.start).saturating_sub(SLACK),
            local_end: local(window.end).saturating_add(SLACK),
        }
    }
}

fn overlaps(occurrence: &Occurrence, window: &Window) -> bool {
    let resolve = |when: &When, zone: &TimeZone| when.resolve(zone);
    let start = resolve(&occurrence.start, &window.zone);
    let end = resolve(&occurrence.end, &window.zone);
    start < window.end && (end > window.start || start >= window.start)
}

fn read(row: &SqliteRow, zones: &mut Zones) -> Result<Occurrence> {
    let kind = Kind::from_column(row.try_get(9)?)?;
    let zone = zones.get(zone_or_utc(row.try_get(10)?));
    let original: i64 = row.try_get(2)?;
    let recurrence_id: &str = row.try_get(11)?;
    let original_start = if recurrence_id.is_empty() {
        at_seconds(kind, original, &zone)
    } else {
        let written = to_when(recurrence_id, zones)?;
        let own = match &written {
            When::Zoned(_, zone) => zone.clone(),
            When::Date(_) | When::Floating(_) => zone.clone(),
        };
        at_seconds(Kind::of(&written), original, &own)
    };
    let id: EventId = row.try_get(4)?;
    let master: Option<EventId> = row.try_get(5)?;
    let role: i64 = row.try_get(8)?;
    Ok(Occurrence {
        event_id: master.unwrap_or(id),
        original,
        original_start,
        start: at_seconds(kind, row.try_get(0)?, &zone),
        end: at_seconds(kind, row.try_get(1)?, &zone),
        recurring: role == 1 || master.is_some(),
        drawn: Arc::new(Drawn {
            id,
            calendar_id: row.try_get(6)?,
            uid: row.try_get(7)?,
            title: row.try_get(12)?,
            location: row.try_get(13)?,
            join_url: to_option(row.try_get(14)?),
            color: to_option(row.try_get(15)?),
            status: from_number(&STATUSES, row.try_get(16)?, "status")?,
            transparency: from_number(&TRANSPARENCIES, row.try_get(17)?, "transparency")?,
            visibility: from_number(&VISIBILITIES, row.try_get(18)?, "visibility")?,
            my_response: from_number(&PARTICIPATIONS, row.try_get(19)?, "response")?,
            flags: read_flags(row.try_get(20)?)?,
        }),
    })
}

fn zone_or_utc(zone: &str) -> &str {
    if zone.is_empty() { "UTC" } else { zone }
}
