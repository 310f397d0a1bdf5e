//! Calendars of all kinds.

use super::{Answer, Given, parse_id};
use crate::wire::{CalendarChange, CalendarView};

/// All calendars, by account and name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_calendars(shell: Given<'_>) -> Answer<Vec<CalendarView>> {
    let calendars = shell.engine().await?.list_calendars().await?;
    Ok(calendars.into_iter().map(Into::into).collect())
}

/// Renames, recolours, shows or hides.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_calendar(
    shell: Given<'_>,
    id: String,
    change: CalendarChange,
) -> Answer<()> {
    shell.engine().await?.change_calendar(parse_id(&id)?, change.into()).await?;
    Ok(())
}

/// Removes a calendar with its events; of a link also the address.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_calendar(shell: Given<'_>, id: String) -> Answer<()> {
    Ok(shell.engine().await?.remove_calendar(parse_id(&id)?).await?)
}

/// Adds an empty calendar that lives on this computer alone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_local(shell: Given<'_>, name: String) -> Answer<CalendarView> {
    Ok(shell.engine().await?.add_local_calendar(&name, None).await?.into())
}
