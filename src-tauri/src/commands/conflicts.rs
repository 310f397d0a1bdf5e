//! What collides, and when there is time.

use kalends_engine::{ConflictPair, Target};

use super::{Answer, Given, parse_id};
use crate::{
    day,
    wire::{ConflictView, Place, Planning, Problem, Seconds, SpanView},
};

/// How many other times are offered.
const OTHER_TIMES: usize = 5;

/// What collides on the days from `from_day` up to, not including, `to_day`, by time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_conflicts(
    shell: Given<'_>,
    from_day: i32,
    to_day: i32,
    ignored: bool,
) -> Answer<Vec<ConflictView>> {
    let (from, to) = (midnight(&shell, from_day)?, midnight(&shell, to_day)?);
    let found = shell.engine().await?.list_conflicts(from, to, ignored).await?;
    Ok(found.into_iter().map(|one| ConflictView::new(one, &shell.zone())).collect())
}

/// Tells no more of a conflict; with `series` of none between the two series.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ignore_conflict(
    shell: Given<'_>,
    a: Place,
    b: Place,
    series: bool,
) -> Answer<()> {
    let pair = ConflictPair { a: a.try_into()?, b: b.try_into()? };
    Ok(shell.engine().await?.ignore_conflict(&pair, series).await?)
}

/// Tells of an ignored conflict again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn heed_conflict(shell: Given<'_>, a: Place, b: Place) -> Answer<()> {
    let pair = ConflictPair { a: a.try_into()?, b: b.try_into()? };
    Ok(shell.engine().await?.heed_conflict(&pair).await?)
}

/// The next free times within the working hours, as long as the event is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn propose_times(
    shell: Given<'_>,
    event_id: String,
    original_start: Option<Seconds>,
) -> Answer<Vec<SpanView>> {
    let original = original_start.map(|Seconds(original)| original);
    let target = Target { event_id: parse_id(&event_id)?, original };
    let found = shell.engine().await?.find_other_times(target, OTHER_TIMES).await?;
    let span =
        |slot: kalends_engine::FreeSlot| SpanView::between(slot.from, slot.to, &shell.zone());
    Ok(found.slots.into_iter().map(span).collect())
}

/// When the reader works, and what counts as too close.
#[tauri::command]
#[specta::specta]
pub(crate) async fn planning(shell: Given<'_>) -> Answer<Planning> {
    Ok(shell.engine().await?.free_time_settings().await?.into())
}

/// Keeps it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_planning(shell: Given<'_>, planning: Planning) -> Answer<()> {
    Ok(shell.engine().await?.set_free_time_settings(&planning.try_into()?).await?)
}

/// The first instant of a day in the display zone.
fn midnight(shell: &crate::shell::Shell, number: i32) -> Result<jiff::Timestamp, Problem> {
    let start = day::date_of(number)?.to_zoned(shell.zone());
    start.map(|start| start.timestamp()).map_err(|_| {
        Problem::new("invalid", format!("Day {number} lies outside the calendar's years."), "")
    })
}
