//! Files and links that were opened with Kalends.

use std::fs::File;

use tauri::State;

use super::{Answer, Given, parse_id};
use crate::{
    opened::{Opened, Source},
    wire::{ImportPreview, Problem},
};

/// Looks at what was opened, without keeping anything.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_import(
    shell: Given<'_>,
    opened: State<'_, Opened>,
    token: String,
) -> Answer<ImportPreview> {
    let source = opened.find(&token)?;
    let test = shell.engine().await?.test_feed(&source.address()).await;
    ImportPreview::new(source.kind(), test)
}

/// Reads an opened file into a calendar of this computer; the number of events in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_file(
    shell: Given<'_>,
    opened: State<'_, Opened>,
    token: String,
    calendar_id: String,
) -> Answer<u32> {
    let Source::File(path) = opened.find(&token)? else {
        let remedy = "Add it as a link.";
        return Err(Problem::new("opened", "A link cannot be imported, only followed.", remedy));
    };
    let file = File::open(&path).map_err(|error| {
        let message = format!("The file could not be read: {error}.");
        Problem::new("opened", message, "Look whether it is still there.")
    })?;
    let report = shell.engine().await?.import(file, parse_id(&calendar_id)?).await?;
    opened.forget(&token);
    Ok(report.read.try_into().unwrap_or(u32::MAX))
}

/// Forgets what was opened.
#[tauri::command]
#[specta::specta]
pub(crate) fn drop_import(opened: State<'_, Opened>, token: String) {
    opened.forget(&token);
}
