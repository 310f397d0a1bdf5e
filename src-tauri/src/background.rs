//! The life beside the window: what this desktop offers, and what the user chose of it.

use tauri::{AppHandle, Manager as _};
use tauri_specta::Event as _;

use crate::{
    shell::Shell,
    wire::{Background, BackgroundChange, BackgroundChanged, Problem},
};

/// What this desktop offers and what the user chose of it.
pub(crate) async fn describe(app: &AppHandle) -> Result<Background, Problem> {
    let settings = app.state::<Shell>().engine().await?.reminder_settings().await?;
    Ok(Background {
        tray: false,
        tray_reason: None,
        close_to_tray: settings.keep_in_tray,
        start_at_login: false,
        shortcut: None,
        shortcut_reason: None,
        notifications: None,
    })
}

/// Keeps what the user chose.
pub(crate) async fn change(app: &AppHandle, change: BackgroundChange) -> Result<(), Problem> {
    let engine = app.state::<Shell>().engine().await?;
    if let Some(keep) = change.close_to_tray {
        let settings = engine.reminder_settings().await?;
        let settings = kalends_engine::ReminderSettings { keep_in_tray: keep, ..settings };
        engine.set_reminder_settings(&settings).await?;
    }
    tell(app);
    Ok(())
}

/// Tells the page that something here stands differently.
pub(crate) fn tell(app: &AppHandle) {
    if let Err(error) = (BackgroundChanged {}).emit(app) {
        tracing::warn!(%error, "could not tell the page about the tray");
    }
}
