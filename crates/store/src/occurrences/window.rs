//! What a window holds.

use std::{borrow::Cow, collections::HashSet, sync::Arc};

use jiff::Timestamp;
use kalends_calendar::{When, Window, Zone};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{Occurrence, Series, drawn::drawn, series};
use crate::{
    CalendarId, EventId, Result,
    columns::{Kind, Zones, at_seconds, from_json, to_when},
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

/// One [`Raw`], from `occurrences o` with the event `e` that draws it and its master `m`.
macro_rules! raw_columns {
    () => {
        "json_array(o.start_s, o.end_s, o.original_s, o.owner_no, e.id, m.id, e.calendar_id, \
         e.uid, e.role, e.kind, e.zone, e.recurrence_id_text, e.title, e.location, e.join_url, \
         e.color, e.status, e.transparency, e.visibility, e.my_response, e.flags, e.unsent, \
         e.lock)"
    };
}
pub(super) use raw_columns;

/// Instants and local times each have their own line and bounds; each class of length is one
/// range of the key. The answer is one JSON text: as rows, each would cost several times what it
/// holds.
pub(super) const SQL: &str = concat!(
    "
    WITH class (line, reach, lo, hi) AS (VALUES
        (0, 86400, ?1, ?2), (0, 691200, ?1, ?2), (0, 5529600, ?1, ?2), (0, 44236800, ?1, ?2),
        (0, 1152921504606846976, ?1, ?2),
        (1, 86400, ?3, ?4), (1, 691200, ?3, ?4), (1, 5529600, ?3, ?4), (1, 44236800, ?3, ?4),
        (1, 1152921504606846976, ?3, ?4))
    SELECT json_group_array(",
    raw_columns!(),
    ")
    FROM class c
    CROSS JOIN occurrences o ON o.line = c.line AND o.reach = c.reach
         AND o.start_s > c.lo - c.reach AND o.start_s < c.hi
    CROSS JOIN events e ON e.no = o.event_no
    LEFT JOIN events m ON m.no = e.master_no
    WHERE (o.end_s > c.lo OR o.start_s >= c.lo) AND e.deleted_at = 0
      AND (?5 IS NULL OR e.calendar_id = ?5)
      AND (?6 = 0 OR (SELECT visible FROM calendars WHERE id = e.calendar_id) = 1)"
);

/// Everything that overlaps a window; dates and floating times are read in its zone.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    conn: &mut SqliteConnection,
    window: &Window,
    filter: &Filter,
) -> Result<InWindow> {
    let unfilled = series::not_covering(conn, window, filter, false, u32::MAX).await?;
    let skipped: HashSet<i64> = unfilled.iter().map(|(no, _)| *no).collect();
    let bounds = Bounds::of(window);
    let text: String = sqlx::query_scalar(SQL)
        .bind(bounds.start)
        .bind(bounds.end)
        .bind(bounds.local_start)
        .bind(bounds.local_end)
        .bind(filter.calendar)
        .bind(filter.visible_only)
        .fetch_one(conn)
        .await?;
    let rows: Vec<Raw<'_>> = from_json(&text, "occurrences")?;
    let mut zones = Zones::default();
    let mut occurrences = Vec::with_capacity(rows.len());
    for row in rows {
        if skipped.contains(&row.owner_no) {
            continue;
        }
        let (start, end) = row.times(&mut zones)?;
        if overlaps((&start, row.start_s), (&end, row.end_s), window) {
            occurrences.push(read(row, start, end, &mut zones)?);
        }
    }
    Ok(InWindow { occurrences, unfilled: unfilled.into_iter().map(|(_, series)| series).collect() })
}

/// A window on both lines, never too narrow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) local_start: i64,
    pub(crate) local_end: i64,
}

impl Bounds {
    pub(crate) fn of(window: &Window) -> Self {
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

/// Seconds of a time in a zone are the instant itself.
fn overlaps(start: (&When, i64), end: (&When, i64), window: &Window) -> bool {
    let instant = |(when, seconds): (&When, i64)| match when {
        When::Zoned(..) => Timestamp::from_second(seconds).ok(),
        When::Date(_) | When::Floating(_) => Some(when.resolve(&window.zone)),
    };
    let (start, end) =
        (instant(start).unwrap_or(Timestamp::MIN), instant(end).unwrap_or(Timestamp::MAX));
    start < window.end && (end > window.start || start >= window.start)
}

/// A row of [`SQL`], in the order of its columns.
#[derive(Deserialize)]
pub(super) struct Raw<'a> {
    start_s: i64,
    end_s: i64,
    pub(super) original_s: i64,
    pub(super) owner_no: i64,
    id: EventId,
    master_id: Option<EventId>,
    calendar_id: CalendarId,
    uid: String,
    role: i64,
    kind: i64,
    #[serde(borrow)]
    zone: Cow<'a, str>,
    #[serde(borrow)]
    recurrence_id_text: Cow<'a, str>,
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

impl Raw<'_> {
    fn place(&self, zones: &mut Zones) -> Result<(Kind, Zone)> {
        let zone = zones.get(if self.zone.is_empty() { "UTC" } else { &self.zone });
        Ok((Kind::from_column(self.kind)?, zone))
    }

    /// Present start and end.
    pub(super) fn times(&self, zones: &mut Zones) -> Result<(When, When)> {
        let (kind, zone) = self.place(zones)?;
        Ok((at_seconds(kind, self.start_s, &zone), at_seconds(kind, self.end_s, &zone)))
    }
}

/// The occurrence of a row whose [`Raw::times`] these are.
pub(super) fn read(row: Raw<'_>, start: When, end: When, zones: &mut Zones) -> Result<Occurrence> {
    let (kind, zone) = row.place(zones)?;
    let original_start = if !row.recurrence_id_text.is_empty() {
        let written = to_when(&row.recurrence_id_text, zones)?;
        let own = match &written {
            When::Zoned(_, zone) => zone.clone(),
            When::Date(_) | When::Floating(_) => zone,
        };
        at_seconds(Kind::of(&written), row.original_s, &own)
    } else if row.original_s == row.start_s {
        start.clone()
    } else {
        at_seconds(kind, row.original_s, &zone)
    };
    Ok(Occurrence {
        event_id: row.master_id.unwrap_or(row.id),
        original: row.original_s,
        original_start,
        start,
        end,
        recurring: row.role == 1 || row.master_id.is_some(),
        drawn: Arc::new(drawn!(row)),
    })
}
