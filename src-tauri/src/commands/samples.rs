//! Generated calendars to look around with.

use super::{Answer, Given};

/// Adds them around today.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_samples(shell: Given<'_>) -> Answer<()> {
    Ok(shell.engine().await?.add_samples().await?)
}

/// Removes them all.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_samples(shell: Given<'_>) -> Answer<()> {
    Ok(shell.engine().await?.remove_samples().await?)
}
