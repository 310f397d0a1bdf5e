//! What leaves the window: links, and the system's file chooser.

use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt as _;
use tokio::sync::oneshot;

use super::Answer;
use crate::{links::parse_link, wire::Problem};

/// Opens a link of the web, a mail address or a telephone number with the system's program for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_link(url: String) -> Answer<()> {
    let refused = |why: &str| Problem::new("link", format!("The link was not opened: {why}."), "");
    let link = parse_link(&url).ok_or_else(|| refused("only web, mail and telephone links are"))?;
    tauri_plugin_opener::open_url(link, None::<&str>).map_err(|error| refused(&error.to_string()))
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
