//! Files and links that were opened with Kalends.

use std::fs::File;

use tauri::State;

use super::{Answer, Given, parse_id};
use crate::{
    opened::{Opened, Source},
    wire::{ImportPreview, Imported, Problem},
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

/// Reads an opened file, or fetches an opened link once, into a calendar that takes events.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_opened(
    shell: Given<'_>,
    opened: State<'_, Opened>,
    token: String,
    calendar_id: String,
) -> Answer<Imported> {
    let (engine, calendar) = (shell.engine().await?, parse_id(&calendar_id)?);
    let report = match opened.find(&token)? {
        Source::Link(link) => Box::pin(engine.import_link(&link, calendar)).await?,
        Source::File(path) => {
            let file = File::open(&path).map_err(|error| {
                let message = format!("The file could not be read: {error}.");
                Problem::new("opened", message, "Look whether it is still there.")
            })?;
            Box::pin(engine.import(file, calendar)).await?
        }
    };
    opened.forget(&token);
    Ok(report.into())
}

/// Forgets what was opened.
#[tauri::command]
#[specta::specta]
pub(crate) fn drop_import(opened: State<'_, Opened>, token: String) {
    opened.forget(&token);
}
