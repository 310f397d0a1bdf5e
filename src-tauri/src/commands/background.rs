//! The life beside the window: what this desktop offers, other windows, quitting.

use tauri::{AppHandle, State, WebviewWindow};

use super::Answer;
use crate::{
    background,
    leaving::Leaving,
    openings,
    shell::Shell,
    window,
    wire::{Background, BackgroundChange, OpenTarget},
};

/// What this desktop offers and what the user chose of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn background(app: AppHandle) -> Answer<Background> {
    background::describe(&app).await
}

/// Keeps what the user chose.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_background(app: AppHandle, change: BackgroundChange) -> Answer<()> {
    background::change(&app, change).await
}

/// Brings up the main window and shows something in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_main(app: AppHandle, target: Option<OpenTarget>) {
    openings::open(&app, target);
}

/// Opens the small window for a new event, from wherever the user is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_quick(app: AppHandle) {
    window::show_quick(&app);
}

/// Hides the window that asks; the main one as if it had been closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hide_window(window: WebviewWindow) {
    window::hide(&window);
}

/// The page has nothing left to write: the program may end.
#[tauri::command]
#[specta::specta]
pub(crate) fn settled(leaving: State<'_, Leaving>) {
    leaving.note_settled();
}

/// Ends the program once what is being written is written.
#[tauri::command]
#[specta::specta]
pub(crate) fn quit_app(app: AppHandle, shell: State<'_, Shell>) {
    shell.quit(&app);
}
