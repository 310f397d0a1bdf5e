//! Which occurrences may remind in a span of time.
//!
//! Most reminders lie within a day of their start: those occurrences are found by the day, as a
//! window finds them. The few events that remind from farther away, and those the user gave
//! reminders of their own, are found by the event.

#[cfg(test)]
mod property;
pub(super) mod sql;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tests;
mod unfilled;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use kalends_calendar::{
    Window,
    remind::{AllDayReminder, CalendarAlarms, EventAlarms, reach},
};
use serde::Serialize;
use sqlx::SqliteConnection;

use super::{
    Occurrence, Series,
    window::{Bounds, Raw, read},
};
use crate::{
    CalendarId, EventId, OwnAlarm, Result,
    calendars::{DefaultAlarm, read_reminders},
    columns::{Zones, from_json, to_json},
    events::read_alarms,
    own_alarms,
};
use sql::{FAR_ROWS, NEAR_ROWS, UNFILLED};

/// What [`list_alarmed`] found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alarmed {
    /// Occurrences, each once, in no order.
    pub occurrences: Vec<AlarmedOccurrence>,
    /// Series whose occurrences are not all in the table: none of theirs is above, their
    /// overrides' own are. The caller expands them.
    pub unfilled: Vec<AlarmedSeries>,
    /// The calendars that are listened to, with what they give their events.
    pub calendars: HashMap<CalendarId, CalendarAlarms>,
    /// Every reminder that the user added to an event.
    pub own: Vec<OwnAlarm>,
}

/// An occurrence with what its event says of reminders.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmedOccurrence {
    /// The occurrence, of whatever status and answer.
    pub occurrence: Occurrence,
    /// Of the event that draws it.
    pub alarms: EventAlarms,
}

/// A series that is to be expanded.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmedSeries {
    /// The series.
    pub series: Series,
    /// Where occurrences of it may start that remind in the span asked for.
    pub window: Window,
    /// What its events say, by the id of the event that draws an occurrence.
    pub alarms: HashMap<EventId, EventAlarms>,
}

/// Reminders within so many seconds of the start are found by the day.
const NEAR: i64 = 86_400;
/// What a change of the clocks may add to a reach that was told without it.
const CLOCKS: i64 = 7_200;

/// Occurrences that may have a reminder due in `due`, whose zone is the reader's: those of
/// calendars that are synced, drawn and listed, whose event has alarms to show, whose calendar
/// gives it some, or to which the user added one. `otherwise` is what all-day events have where
/// nobody said anything for their calendar.
///
/// Complete for every reminder within [`MOST_REACH`](kalends_calendar::remind::MOST_REACH) of its start, whatever its lead: the span is
/// that of the reminders, so a caller who wants the next two days asks for two days. More is found
/// than is due in it: [`kalends_calendar::remind::alarms_of`] and
/// [`kalends_calendar::remind::reminders_of`] tell. Of a mute calendar only the events are asked
/// for to which the user added one.
///
/// # Errors
/// When SQLite fails.
pub async fn list_alarmed(
    conn: &mut SqliteConnection,
    due: &Window,
    otherwise: &[AllDayReminder],
) -> Result<Alarmed> {
    let calendars = list_calendars(conn).await?;
    let own = own_alarms::list(conn).await?;
    let reaches: Vec<Reaches> =
        calendars.iter().map(|(id, alarms)| Reaches::of(*id, alarms, otherwise)).collect();
    let near = reaches.iter().map(Reaches::most).max().unwrap_or(0).max(NEAR);
    let reaches = to_json(&reaches)?;
    let own_events = own_alarms::events_of(conn, &own, calendars.keys()).await?;
    let own_events = to_json(&own_events)?;
    let bounds = Bounds::of(due);
    let bounds = Bounds {
        start: bounds.start.saturating_sub(CLOCKS),
        end: bounds.end.saturating_add(CLOCKS),
        ..bounds
    };

    let unfilled: String = sqlx::query_scalar(UNFILLED)
        .bind(&reaches)
        .bind(bounds.start)
        .bind(bounds.end)
        .bind(bounds.local_start)
        .bind(bounds.local_end)
        .bind(near)
        .bind(&own_events)
        .fetch_one(&mut *conn)
        .await?;
    let unfilled: Vec<(i64, i64)> = from_json(&unfilled, "series")?;
    let skipped: HashSet<i64> = unfilled.iter().map(|(no, _)| *no).collect();

    let near_rows: String = sqlx::query_scalar(NEAR_ROWS)
        .bind(&reaches)
        .bind(bounds.start)
        .bind(bounds.end)
        .bind(bounds.local_start)
        .bind(bounds.local_end)
        .bind(near)
        .fetch_one(&mut *conn)
        .await?;
    let far_rows: String = sqlx::query_scalar(FAR_ROWS)
        .bind(&reaches)
        .bind(bounds.start)
        .bind(bounds.end)
        .bind(bounds.local_start)
        .bind(bounds.local_end)
        .bind(&own_events)
        .fetch_one(&mut *conn)
        .await?;
    let mut occurrences = Vec::new();
    let mut zones = Zones::default();
    let mut seen = HashSet::new();
    for text in [&far_rows, &near_rows] {
        let is_far = std::ptr::eq(text, &raw const far_rows);
        let rows: Vec<(Raw<'_>, Cow<'_, str>)> = from_json(text, "reminders")?;
        for (row, alarms) in rows {
            let id = (row.owner_no, row.original_s);
            // Only what was found by itself can be found twice.
            if skipped.contains(&row.owner_no)
                || (is_far && !seen.insert(id))
                || (!is_far && !seen.is_empty() && seen.contains(&id))
            {
                continue;
            }
            let (start, end) = row.times(&mut zones)?;
            let occurrence = read(row, start, end, &mut zones)?;
            occurrences.push(AlarmedOccurrence { occurrence, alarms: read_alarms(&alarms)? });
        }
    }
    let unfilled = unfilled::read(conn, due, &unfilled).await?;
    Ok(Alarmed { occurrences, unfilled, calendars, own })
}

/// The calendars that are listened to, with what they give their events.
async fn list_calendars(
    conn: &mut SqliteConnection,
) -> Result<HashMap<CalendarId, CalendarAlarms>> {
    let rows = sqlx::query!(
        r#"SELECT c.id AS "id: CalendarId", c.default_alarms, c.reminders,
                  a.kind = 'google' AS "explicit: bool"
           FROM calendars c JOIN accounts a ON a.id = c.account_id
           WHERE c.selected = 1 AND c.visible = 1 AND c.hidden = 0 AND c.gone = 0"#
    )
    .fetch_all(conn)
    .await?;
    let mut calendars = HashMap::with_capacity(rows.len());
    for row in rows {
        let chosen = read_reminders(&row.reminders)?;
        let source: Vec<DefaultAlarm> = from_json(&row.default_alarms, "default reminders")?;
        let source = source.iter().filter(|one| one.is_shown()).map(|one| one.minutes).collect();
        calendars.insert(row.id, CalendarAlarms { chosen, source, explicit: row.explicit });
    }
    Ok(calendars)
}

/// A calendar for the queries: its id, then the reach of its reminders for events that say
/// nothing, at a time and all day, and for those that say "as the calendar does"; null where they
/// do not remind; then whether it is mute.
#[derive(Serialize)]
struct Reaches(CalendarId, Option<i64>, Option<i64>, Option<i64>, Option<i64>, bool);

impl Reaches {
    fn of(id: CalendarId, alarms: &CalendarAlarms, otherwise: &[AllDayReminder]) -> Self {
        let reach_of = |all_day: bool| {
            let defaults = alarms.defaults(all_day, otherwise);
            (!defaults.is_empty()).then(|| reach(&defaults, 0, 0, false))
        };
        let (timed, day) = (reach_of(false), reach_of(true));
        let unless_told = |reach: Option<i64>| reach.filter(|_| !alarms.explicit);
        Self(id, unless_told(timed), unless_told(day), timed, day, alarms.chosen.muted)
    }

    fn most(&self) -> i64 {
        [self.1, self.2, self.3, self.4].into_iter().flatten().max().unwrap_or(0)
    }
}
