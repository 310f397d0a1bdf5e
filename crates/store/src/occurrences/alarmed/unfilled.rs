//! Series that are to be expanded, with what their events say of reminders.

use std::{borrow::Cow, collections::HashMap};

use jiff::SignedDuration;
use kalends_calendar::{Window, remind::EventAlarms};
use sqlx::SqliteConnection;

use super::{super::series, AlarmedSeries, CLOCKS};
use crate::{
    EventId, Result,
    columns::{from_json, to_json},
    events::read_alarms,
};

/// Reads series by number; with each, how far its reminders reach.
pub(super) async fn read(
    conn: &mut SqliteConnection,
    due: &Window,
    numbers: &[(i64, i64)],
) -> Result<Vec<AlarmedSeries>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let reaches: HashMap<i64, i64> = numbers.iter().copied().collect();
    let numbers: Vec<i64> = numbers.iter().map(|(no, _)| *no).collect();
    let mut said = alarms(conn, &numbers).await?;
    let found = series::of_numbers(conn, &numbers).await?;
    Ok(found
        .into_iter()
        .map(|(no, series)| {
            let reach = reaches.get(&no).copied().unwrap_or(0).saturating_add(CLOCKS);
            AlarmedSeries {
                series,
                window: widened(due, SignedDuration::from_secs(reach)),
                alarms: said.remove(&no).unwrap_or_default(),
            }
        })
        .collect())
}

fn widened(due: &Window, reach: SignedDuration) -> Window {
    Window {
        start: due.start.saturating_sub(reach).unwrap_or(due.start),
        end: due.end.saturating_add(reach).unwrap_or(due.end),
        zone: due.zone.clone(),
    }
}

/// What the events of these series say, by series and event.
async fn alarms(
    conn: &mut SqliteConnection,
    numbers: &[i64],
) -> Result<HashMap<i64, HashMap<EventId, EventAlarms>>> {
    let text: String = sqlx::query_scalar(
        "SELECT json_group_array(json_array(series, id, alarms)) FROM (
             SELECT no AS series, id, alarms FROM events
             WHERE no IN (SELECT value FROM json_each(?1))
             UNION ALL
             SELECT master_no, id, alarms FROM events
             WHERE master_no IN (SELECT value FROM json_each(?1)) AND role = 2
               AND deleted_at = 0)",
    )
    .bind(to_json(&numbers)?)
    .fetch_one(conn)
    .await?;
    let mut all: HashMap<i64, HashMap<EventId, EventAlarms>> = HashMap::new();
    let rows: Vec<(i64, EventId, Cow<'_, str>)> = from_json(&text, "reminders")?;
    for (series, id, alarms) in rows {
        all.entry(series).or_default().insert(id, read_alarms(&alarms)?);
    }
    Ok(all)
}
