//! Syncing now, how it stands, and its log.

use kalends_engine::Trigger;

use super::{Answer, Given, parse_id};
use crate::wire::{RunView, SyncState};

/// Fetches one link, or all that are not paused. Faults of links show in their state.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_now(shell: Given<'_>, id: Option<String>) -> Answer<()> {
    let calendar = id.as_deref().map(parse_id).transpose()?;
    shell.engine().await?.sync(calendar, Trigger::Manual, false).await?;
    Ok(())
}

/// All links taken together.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_state(shell: Given<'_>) -> Answer<SyncState> {
    Ok(shell.engine().await?.sync_state().await?.into())
}

/// The latest runs, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_runs(shell: Given<'_>, limit: u32) -> Answer<Vec<RunView>> {
    let runs = shell.engine().await?.list_activity(limit).await?;
    Ok(runs.into_iter().map(Into::into).collect())
}
