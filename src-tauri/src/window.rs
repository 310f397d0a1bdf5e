//! The windows: the main one, made in its theme's colour so that nothing flashes, and two small
//! ones. Each is made when it is wanted, hidden when it is closed, and kept on its own page.

mod small;

use std::fs;

use tauri::{
    AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent, Wry,
    plugin::TauriPlugin,
    webview::{Color, NewWindowResponse},
};
use tauri_plugin_window_state::StateFlags;

pub(crate) use small::{show_quick, toggle_today};

use crate::{background, links::is_own_page, paths::Paths, push, shell::Shell, wire::Theme};

/// The main window's label, as its capability names it.
pub(crate) const MAIN: &str = "main";

/// `--canvas` of the page's tokens.
const LIGHT: Color = Color(0xff, 0xff, 0xff, 0xff);
const DARK: Color = Color(0x19, 0x19, 0x18, 0xff);

/// Brings the main window to the front; its page follows when it is made for this.
pub(crate) fn show(app: &AppHandle) {
    let window = match app.get_webview_window(MAIN) {
        Some(window) => window,
        None => match create(app) {
            Ok(window) => window,
            Err(error) => {
                tracing::error!(%error, "could not make the window");
                return;
            }
        },
    };
    let _ = window.unminimize();
    let _ = window.show();
    push::catch_up(app);
    let _ = window.set_focus();
}

/// Hides a window. The main one leaves the program running only where that is wanted.
pub(crate) fn hide(window: &WebviewWindow) {
    if window.label() == MAIN {
        close(window.app_handle());
    } else {
        small::hide(window);
    }
}

/// Whether a window is made and on screen.
pub(crate) fn is_shown(app: &AppHandle, label: &str) -> bool {
    app.get_webview_window(label).is_some_and(|window| window.is_visible().unwrap_or_default())
}

/// Keeps size and place of the main window over restarts.
pub(crate) fn remember_place(paths: &Paths) -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::new()
        .with_filename(paths.window_place().to_string_lossy())
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .with_filter(|label| label == MAIN)
        .build()
}

/// Turns the windows to a theme, now and at the next start.
pub(crate) fn set_theme(app: &AppHandle, paths: &Paths, theme: Theme) {
    let word = match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    if let Err(error) = fs::write(paths.theme(), word) {
        tracing::warn!(%error, "could not keep the theme for the next start");
    }
    for window in app.webview_windows().values() {
        let _ = window.set_theme(native(theme));
        paint(window, theme);
    }
}

fn create(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let window = build(app, MAIN, "index.html", |window| {
        window.title("Kalends").inner_size(1280.0, 800.0).min_inner_size(720.0, 480.0)
    })?;
    let app = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::Focused(in_front) = event {
            app.state::<Shell>().tell_front(*in_front);
        } else if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            close(&app);
        }
    });
    Ok(window)
}

/// The main window was closed: the program stays without it, or ends.
fn close(app: &AppHandle) {
    if !background::stays(app) {
        app.state::<Shell>().quit(app);
        return;
    }
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.hide();
    }
    app.state::<Shell>().tell_front(false);
    background::note_closed(app);
}

/// Makes a window, hidden, that shows one of the program's own pages and nothing else.
fn build(
    app: &AppHandle,
    label: &str,
    page: &str,
    shape: impl for<'a> FnOnce(
        WebviewWindowBuilder<'a, Wry, AppHandle>,
    ) -> WebviewWindowBuilder<'a, Wry, AppHandle>,
) -> tauri::Result<WebviewWindow> {
    let paths = &app.state::<Shell>().paths;
    let theme = remembered_theme(paths);
    let window = WebviewWindowBuilder::new(app, label, WebviewUrl::App(page.into()))
        .theme(native(theme))
        .background_color(if theme == Theme::Dark { DARK } else { LIGHT })
        .data_directory(paths.web_view())
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .disable_drag_drop_handler()
        .visible(false);
    let window = shape(window).build()?;
    paint(&window, theme);
    Ok(window)
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
