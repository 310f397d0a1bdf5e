//! What the views draw, the details pane and the search.

use jiff::tz::TimeZone;
use kalends_engine::{Scope, calendar::Window};

use super::{Answer, Given, parse_id};
use crate::{
    day,
    wire::{EventDetails, OccurrenceView, Problem, SearchHit, Seconds},
};

/// The most answers a search gives.
const MOST_HITS: u32 = 100;

/// Every occurrence of the visible calendars on the days from `from_day` up to, not including,
/// `to_day`, sorted by start.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_occurrences(
    shell: Given<'_>,
    from_day: i32,
    to_day: i32,
) -> Answer<Vec<OccurrenceView>> {
    let window = days(from_day, to_day, &shell.zone())?;
    let found = shell.engine().await?.list_occurrences(&window, &Scope::Visible).await?;
    Ok(found.into_iter().map(|one| OccurrenceView::new(one, &shell.zone())).collect())
}

/// One occurrence in full. `original_start` names it within its series.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_event(
    shell: Given<'_>,
    event_id: String,
    original_start: Seconds,
) -> Answer<EventDetails> {
    let id = parse_id(&event_id)?;
    let details =
        shell.engine().await?.get_event(id, Some(original_start.0), &shell.zone()).await?;
    Ok(details.into())
}

/// The best answers, best first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search(shell: Given<'_>, text: String) -> Answer<Vec<SearchHit>> {
    let hits = shell.engine().await?.search(&text, MOST_HITS).await?;
    Ok(hits.into_iter().map(|hit| SearchHit::new(hit, &shell.zone())).collect())
}

/// The window from the first moment of one day to the first moment of another.
fn days(from_day: i32, to_day: i32, zone: &TimeZone) -> Answer<Window> {
    let start_of = |number| {
        day::date_of(number)?
            .to_zoned(zone.clone())
            .map(|start| start.timestamp())
            .map_err(|error| Problem::new("invalid", error.to_string(), ""))
    };
    Ok(Window { start: start_of(from_day)?, end: start_of(to_day)?, zone: zone.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_of_days_follows_the_zone() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        // 2026-03-29 is 23 hours long.
        let window = days(20541, 20542, &berlin).unwrap();
        assert_eq!(window.start, "2026-03-28T23:00:00Z".parse().unwrap());
        assert_eq!(window.end, "2026-03-29T22:00:00Z".parse().unwrap());
        assert!(days(i32::MIN, 0, &berlin).is_err());
    }
}
