//! Starting at login, without a window. Off until the user wants it; the desktop keeps the answer.

use tauri::AppHandle;

use crate::wire::Problem;

#[cfg(target_os = "linux")]
mod entry;

/// Whether the program starts at login.
#[cfg(target_os = "linux")]
pub(crate) fn is_on(_: &AppHandle) -> bool {
    entry::path().is_some_and(|path| entry::is_on(&path))
}

/// Makes it start at login, or not.
#[cfg(target_os = "linux")]
pub(crate) fn set(app: &AppHandle, on: bool) -> Result<(), Problem> {
    use tauri::Manager as _;
    let path = entry::path().ok_or_else(|| refused("no folder for settings is known"))?;
    // An AppImage runs from a place that is gone when it ends; this is where it lies.
    let image = app.env().appimage.map(std::path::PathBuf::from);
    let program = image.map_or_else(std::env::current_exe, Ok).map_err(|error| refused(&error))?;
    let done = if on { entry::put(&path, &program) } else { entry::remove(&path) };
    done.map_err(|error| refused(&error))
}

/// Whether the program starts at login.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_on(app: &AppHandle) -> bool {
    use tauri_plugin_autostart::ManagerExt as _;
    app.autolaunch().is_enabled().unwrap_or_default()
}

/// Makes it start at login, or not.
#[cfg(not(target_os = "linux"))]
pub(crate) fn set(app: &AppHandle, on: bool) -> Result<(), Problem> {
    use tauri_plugin_autostart::ManagerExt as _;
    let login = app.autolaunch();
    if on { login.enable() } else { login.disable() }.map_err(|error| refused(&error))
}

fn refused(error: &(impl std::fmt::Display + ?Sized)) -> Problem {
    let message = format!("Starting at login could not be changed: {error}.");
    Problem::new("autostart", message, "Add Kalends to the desktop's own list of such programs.")
}
