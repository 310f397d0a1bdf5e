//! Notes on this desktop.

use std::sync::Arc;

use kalends_engine::Notifier;
use tauri::AppHandle;

/// What shows notes, and brings up what they name.
pub(crate) fn notifier(app: &AppHandle) -> Arc<dyn Notifier> {
    let app = app.clone();
    Arc::new(kalends_notify::DesktopNotifier::new(move |what| {
        crate::openings::bring_up(&app, what)
    }))
}
