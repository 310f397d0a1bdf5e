//! The two small windows: today at a glance, and a new event from anywhere. Each is made when it is
//! wanted and let go some time after it was hidden, since a web page costs memory even unseen.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use tauri::{AppHandle, Manager as _, PhysicalPosition, WebviewWindow, WindowEvent, async_runtime};

use super::build;
use crate::push;

const TODAY: &str = "today";
const QUICK: &str = "quick";

/// Width and height of today's window, in logical pixels.
const SIZE: (f64, f64) = (340.0, 480.0);

/// Between today's window and the screen's edge, in logical pixels.
const GAP: f64 = 12.0;

/// A hidden window is kept this long, for whoever wants it again.
const KEPT: Duration = Duration::from_secs(300);

/// How often one of them was shown. None goes while they are in use: it would come back slower.
static SHOWN: AtomicU64 = AtomicU64::new(0);

/// Hides a small window, and lets it go when nobody wants it for a while.
pub(super) fn hide(window: &WebviewWindow) {
    let _ = window.hide();
    let (window, shown) = (window.clone(), SHOWN.load(Ordering::Relaxed));
    async_runtime::spawn(async move {
        tokio::time::sleep(KEPT).await;
        if shown == SHOWN.load(Ordering::Relaxed) && !window.is_visible().unwrap_or(true) {
            let _ = window.destroy();
        }
    });
}

/// Shows today's window beside the tray, or hides it when it is there.
pub(crate) fn toggle_today(app: &AppHandle) {
    let made = app.get_webview_window(TODAY);
    if let Some(window) = made.as_ref().filter(|window| window.is_visible().unwrap_or_default()) {
        hide(window);
        return;
    }
    let window = made.map_or_else(|| make_today(app), Ok);
    raise(app, window, place_by_tray);
}

/// Shows the small window for a new event.
pub(crate) fn show_quick(app: &AppHandle) {
    let window = app.get_webview_window(QUICK).map_or_else(|| make_quick(app), Ok);
    raise(app, window, |_| Ok(()));
}

fn make_today(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let window = build(app, TODAY, "index.html#today", |window| {
        window
            .title("Today")
            .inner_size(SIZE.0, SIZE.1)
            .resizable(false)
            .decorations(false)
            .skip_taskbar(true)
            .always_on_top(true)
    })?;
    let hidden = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
        }
        if matches!(event, WindowEvent::Focused(false) | WindowEvent::CloseRequested { .. }) {
            hide(&hidden);
        }
    });
    Ok(window)
}

fn make_quick(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let window = build(app, QUICK, "index.html#quick", |window| {
        window
            .title("New event")
            .inner_size(520.0, 220.0)
            .min_inner_size(360.0, 160.0)
            .center()
            .skip_taskbar(true)
            .always_on_top(true)
    })?;
    let hidden = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            hide(&hidden);
        }
    });
    Ok(window)
}

/// Brings a small window up in its place.
fn raise(
    app: &AppHandle,
    window: tauri::Result<WebviewWindow>,
    place: impl FnOnce(&WebviewWindow) -> tauri::Result<()>,
) {
    let raised = window.and_then(|window| {
        SHOWN.fetch_add(1, Ordering::Relaxed);
        // Where the desktop places windows itself, it goes where that wants it.
        let _ = place(&window);
        window.show()?;
        push::catch_up(app);
        window.set_focus()
    });
    if let Err(error) = raised {
        tracing::warn!(%error, "could not show a small window");
    }
}

/// Panels are above or below, and their trays at the right: the corner nearest to the pointer that
/// chose in the tray's menu.
fn place_by_tray(window: &WebviewWindow) -> tauri::Result<()> {
    let pointer = window.cursor_position()?;
    let monitor = window.monitor_from_point(pointer.x, pointer.y)?;
    let Some(monitor) = monitor.map_or_else(|| window.primary_monitor(), |it| Ok(Some(it)))? else {
        return Ok(());
    };
    // A hidden window does not know its own size.
    let (area, scale) = (*monitor.work_area(), monitor.scale_factor());
    let (left, top) = (f64::from(area.position.x), f64::from(area.position.y));
    let (width, height) = (f64::from(area.size.width), f64::from(area.size.height));
    let (gap, below) = (GAP * scale, pointer.y > top + height / 2.0);
    let x = (left + width - SIZE.0 * scale - gap).max(left);
    let y = if below { (top + height - SIZE.1 * scale - gap).max(top) } else { top + gap };
    window.set_position(PhysicalPosition::new(x, y))
}
