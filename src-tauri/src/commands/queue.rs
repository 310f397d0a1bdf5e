//! Edits that are not sent yet.

use super::{Answer, Given, parse_id};
use crate::wire::{QueueEntry, Resolution};

/// What waits, the oldest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_queue(shell: Given<'_>) -> Answer<Vec<QueueEntry>> {
    let queue = shell.engine().await?.list_queue().await?;
    Ok(queue.into_iter().map(Into::into).collect())
}

/// Tries one entry, or all but conflicts, again now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn retry_queue(shell: Given<'_>, id: Option<String>) -> Answer<()> {
    let id = id.as_deref().map(parse_id).transpose()?;
    Ok(shell.engine().await?.retry_queue(id).await?)
}

/// Gives an edit up: the event returns to what the server has.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discard_queue(shell: Given<'_>, id: String) -> Answer<()> {
    Ok(shell.engine().await?.discard_queue(parse_id(&id)?).await?)
}

/// Decides a conflict.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resolve_queue(
    shell: Given<'_>,
    id: String,
    resolution: Resolution,
) -> Answer<()> {
    Ok(shell.engine().await?.resolve_queue(parse_id(&id)?, resolution.into()).await?)
}
