//! What blocks time, as lean as can be: a year of it is read in one go.

use std::collections::HashMap;

use kalends_calendar::{Participation, Status, Window};
use serde::Deserialize;
use sqlx::SqliteConnection;

use crate::{
    CalendarId, EventId, Result,
    columns::{from_json, from_number, to_json},
    events::{PARTICIPATIONS, STATUSES},
    occurrences::{Bounds, Filter, Series, not_covering},
};

/// The answer to a window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Busy {
    /// Occurrences that block time, in no order; all that overlap the window, and of dates and
    /// floating times some that do not.
    pub rows: Vec<BusyRow>,
    /// Series whose occurrences are not all in the table: none of theirs is above, their
    /// overrides' own are. The caller expands them, and leaves out what blocks nothing.
    pub unfilled: Vec<Series>,
}

/// An occurrence that is neither cancelled, declined nor transparent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BusyRow {
    /// First second, on its line.
    pub start: i64,
    /// First second after, on its line.
    pub end: i64,
    /// Local seconds, of a date or a floating time; else Unix seconds.
    pub is_local: bool,
    /// It takes whole days.
    pub all_day: bool,
    /// The start before any move, in seconds of its line.
    pub original: i64,
    /// The event that draws it, for [`list_events`].
    pub event_no: i64,
    /// Its place among the calendars that were asked for.
    pub calendar: usize,
    /// Whether it takes place for certain.
    pub status: Status,
    /// The owner's answer; none where the owner is not invited.
    pub my_response: Option<Participation>,
    /// It is neither a series nor the change of one occurrence.
    pub is_single: bool,
}

/// Start, end, line, original, event, calendar, kind, status, response and role.
#[derive(Deserialize)]
struct Raw(i64, i64, i64, i64, i64, usize, i64, i64, i64, i64);

/// As the query of a window in [`crate::occurrences`]. `events_busy` has all that is asked of
/// an event: its row would be a page of its own each time.
pub(crate) const SQL: &str = "
    WITH class (line, reach, lo, hi) AS (VALUES
        (0, 86400, ?1, ?2), (0, 691200, ?1, ?2), (0, 5529600, ?1, ?2), (0, 44236800, ?1, ?2),
        (0, 1152921504606846976, ?1, ?2),
        (1, 86400, ?3, ?4), (1, 691200, ?3, ?4), (1, 5529600, ?3, ?4), (1, 44236800, ?3, ?4),
        (1, 1152921504606846976, ?3, ?4)),
    calendar (id, place) AS MATERIALIZED (SELECT value, key FROM json_each(?5))
    SELECT json_group_array(json_array(o.start_s, o.end_s, o.line, o.original_s, o.event_no,
                                       k.place, e.kind, e.status, e.my_response, e.role))
    FROM class c
    CROSS JOIN occurrences o ON o.line = c.line AND o.reach = c.reach
         AND o.start_s > c.lo - c.reach AND o.start_s < c.hi
    CROSS JOIN events e INDEXED BY events_busy ON e.no = o.event_no
    CROSS JOIN calendar k ON k.id = e.calendar_id
    WHERE o.end_s > c.lo AND o.end_s > o.start_s
      AND e.deleted_at = 0 AND e.status <> 2 AND e.transparency = 0 AND e.my_response <> 3
      AND (?6 = '' OR NOT EXISTS (
               SELECT 1 FROM json_each(?6) s WHERE s.value = o.owner_no))";

/// What blocks time in a window on these calendars.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    conn: &mut SqliteConnection,
    window: &Window,
    calendars: &[CalendarId],
) -> Result<Busy> {
    let unfilled = not_covering(conn, window, &Filter::default(), false, u32::MAX).await?;
    let skipped: Vec<i64> = unfilled.iter().map(|(no, _)| *no).collect();
    let skipped = if skipped.is_empty() { String::new() } else { to_json(&skipped)? };
    let bounds = Bounds::of(window);
    let text: String = sqlx::query_scalar(SQL)
        .bind(bounds.start)
        .bind(bounds.end)
        .bind(bounds.local_start)
        .bind(bounds.local_end)
        .bind(to_json(&calendars)?)
        .bind(skipped)
        .fetch_one(conn)
        .await?;
    let rows: Vec<Raw> = from_json(&text, "occurrences")?;
    let rows = rows.into_iter().map(read).collect::<Result<_>>()?;
    let unfilled = unfilled.into_iter().map(|(_, series)| series);
    let unfilled = unfilled.filter(|one| calendars.contains(&one.drawn.calendar_id)).collect();
    Ok(Busy { rows, unfilled })
}

fn read(row: Raw) -> Result<BusyRow> {
    let Raw(start, end, line, original, event_no, calendar, kind, status, response, role) = row;
    Ok(BusyRow {
        start,
        end,
        is_local: line == 1,
        all_day: kind == 0,
        original,
        event_no,
        calendar,
        status: from_number(&STATUSES, status, "status")?,
        my_response: from_number(&PARTICIPATIONS, response, "response")?,
        is_single: role == 0,
    })
}

/// What tells an event of [`BusyRow::event_no`] apart, and what is shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusyEvent {
    /// The series' master, or the event itself.
    pub id: EventId,
    /// Where it is.
    pub calendar_id: CalendarId,
    /// Its UID.
    pub uid: String,
    /// SUMMARY.
    pub title: String,
    /// LOCATION.
    pub location: String,
    /// The IANA name of the zone of its start; empty for dates and floating times.
    pub zone: String,
    /// Whether its occurrences are those of a series.
    pub recurring: bool,
}

#[derive(Deserialize)]
struct RawEvent(i64, EventId, CalendarId, String, String, String, String, bool);

pub(crate) const EVENTS: &str = "
    SELECT json_group_array(json_array(
        e.no, coalesce(m.id, e.id), e.calendar_id, e.uid, e.title, e.location, e.zone,
        json(iif(e.role = 1 OR m.id IS NOT NULL, 'true', 'false'))))
    FROM json_each(?1) j
    CROSS JOIN events e ON e.no = j.value
    LEFT JOIN events m ON m.no = e.master_no";

/// The events of these numbers, by number; those that are gone are left out.
///
/// # Errors
/// When SQLite fails.
pub async fn list_events(
    conn: &mut SqliteConnection,
    numbers: &[i64],
) -> Result<HashMap<i64, BusyEvent>> {
    if numbers.is_empty() {
        return Ok(HashMap::new());
    }
    let text: String = sqlx::query_scalar(EVENTS).bind(to_json(&numbers)?).fetch_one(conn).await?;
    let rows: Vec<RawEvent> = from_json(&text, "events")?;
    let event = |row: RawEvent| {
        let RawEvent(no, id, calendar_id, uid, title, location, zone, recurring) = row;
        (no, BusyEvent { id, calendar_id, uid, title, location, zone, recurring })
    };
    Ok(rows.into_iter().map(event).collect())
}

/// Numbers of events of which an edit waits to be sent: what their source says of them is not what
/// the user wants.
///
/// # Errors
/// When SQLite fails.
pub async fn list_unsent(conn: &mut SqliteConnection) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar("SELECT event_no FROM pending").fetch_all(conn).await?)
}

#[cfg(test)]
mod tests;
