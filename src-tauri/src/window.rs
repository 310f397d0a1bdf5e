//! The one window: made in its theme's colour so that nothing flashes, and kept on its own page.

use std::fs;

use tauri::{
    AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
    plugin::TauriPlugin,
    webview::{Color, NewWindowResponse},
};
use tauri_plugin_window_state::StateFlags;

use crate::{links::is_own_page, paths::Paths, shell::Shell, wire::Theme};

/// The window's label, as the capability names it.
pub(crate) const MAIN: &str = "main";

/// `--canvas` of the page's tokens.
const LIGHT: Color = Color(0xff, 0xff, 0xff, 0xff);
const DARK: Color = Color(0x19, 0x19, 0x18, 0xff);

/// Makes the window and shows it; the page follows.
pub(crate) fn create(app: &AppHandle) -> tauri::Result<()> {
    let paths = &app.state::<Shell>().paths;
    let theme = remembered_theme(paths);
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("Kalends")
        .inner_size(1280.0, 800.0)
        .min_inner_size(720.0, 480.0)
        .theme(native(theme))
        .background_color(if theme == Theme::Dark { DARK } else { LIGHT })
        .data_directory(paths.web_view())
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .disable_drag_drop_handler()
        .visible(false)
        .build()?;
    paint(&window, theme);
    let app = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::Focused(in_front) = event {
            app.state::<Shell>().tell_front(*in_front);
        }
    });
    window.show()
}

/// Brings the window to the front.
pub(crate) fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
}

/// Opens the small window for a new event.
pub(crate) fn show_quick(app: &AppHandle) {
    let _ = app;
}

/// Hides a window.
pub(crate) fn hide(window: &WebviewWindow) {
    let _ = window.hide();
}

/// Keeps size and place over restarts.
pub(crate) fn remember_place(paths: &Paths) -> TauriPlugin<tauri::Wry> {
    tauri_plugin_window_state::Builder::new()
        .with_filename(paths.window_place().to_string_lossy())
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build()
}

/// Turns the window to a theme, now and at the next start.
pub(crate) fn set_theme(app: &AppHandle, paths: &Paths, theme: Theme) {
    let word = match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    if let Err(error) = fs::write(paths.theme(), word) {
        tracing::warn!(%error, "could not keep the theme for the next start");
    }
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let _ = window.set_theme(native(theme));
    paint(&window, theme);
}

fn remembered_theme(paths: &Paths) -> Theme {
    match fs::read_to_string(paths.theme()).as_deref() {
        Ok("light") => Theme::Light,
        Ok("dark") => Theme::Dark,
        Ok(_) | Err(_) => Theme::System,
    }
}

/// What shows where the page has not painted yet.
fn paint(window: &WebviewWindow, theme: Theme) {
    let dark = match theme {
        Theme::Dark => true,
        Theme::Light => false,
        Theme::System => matches!(window.theme(), Ok(tauri::Theme::Dark)),
    };
    let _ = window.set_background_color(Some(if dark { DARK } else { LIGHT }));
}

const fn native(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    }
}
