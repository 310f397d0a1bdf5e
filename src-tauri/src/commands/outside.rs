//! What leaves the window: links, and the system's file chooser.

use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt as _;
use tokio::sync::oneshot;

use super::Answer;
use crate::links;

/// Opens a link of the web, a mail address or a telephone number with the system's program for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_link(url: String) -> Answer<()> {
    links::open(&url)
}

/// Lets the user choose a calendar file; its path, or none when they changed their mind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_file(app: AppHandle) -> Answer<Option<String>> {
    let (chosen, choice) = oneshot::channel();
    let dialog = app.dialog().file().add_filter("iCalendar", &["ics", "ical", "icalendar"]);
    dialog.pick_file(move |file| {
        let _ = chosen.send(file);
    });
    let file = choice.await.ok().flatten();
    Ok(file.and_then(|file| file.into_path().ok()).map(|path| path.to_string_lossy().into_owned()))
}
