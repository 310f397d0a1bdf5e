//! The icon in the tray, and its menu. On Linux everything is in the menu, since clicks on the icon
//! do not arrive.

mod act;
mod items;
mod library;
mod menu;
#[cfg(target_os = "linux")]
mod watcher;

use std::sync::{Mutex, MutexGuard, PoisonError};

use tauri::{AppHandle, Manager as _, async_runtime, image::Image, tray::TrayIconBuilder};
use tokio::sync::watch;

pub(crate) use menu::{Act, Around, Entry, changes_at, entries, rest_of_day, tomorrow};

use crate::{background, tray::items::Items};

/// The icon's name among the program's.
const ID: &str = "kalends";

/// Why there is no tray where its library is missing.
const NO_LIBRARY: &str = "The library libayatana-appindicator3 is missing. Install it and start \
                          Kalends again.";

/// Why there is no tray on a desktop without one.
const NO_WATCHER: &str = "This desktop shows no tray icons. On GNOME the extension “AppIndicator \
                          and KStatusNotifierItem Support” adds them.";

/// Where the tray stands.
pub(crate) struct Tray {
    /// None until it is known whether anybody shows icons.
    there: watch::Receiver<Option<bool>>,
    /// False where no icon could be made.
    can_be: bool,
    shown: Mutex<Shown>,
}

#[derive(Default)]
struct Shown {
    entries: Vec<Entry>,
    approvals: u64,
    items: Option<Items>,
}

impl Tray {
    /// Makes the icon, where its library is there, and follows whether anybody shows it. On the
    /// main thread.
    pub(crate) fn create(app: &AppHandle) -> Self {
        let can_be = library::is_there() && make_icon(app);
        let (found, there) = watch::channel(None);
        #[cfg(target_os = "linux")]
        async_runtime::spawn(watcher::follow(found));
        #[cfg(not(target_os = "linux"))]
        found.send_replace(Some(true));
        let mut changes = there.clone();
        let app = app.clone();
        async_runtime::spawn(async move {
            while changes.changed().await.is_ok() {
                background::tell(&app);
            }
        });
        Self { there, can_be, shown: Mutex::default() }
    }

    /// Whether the user has an icon to click.
    pub(crate) fn is_there(&self) -> bool {
        self.can_be && *self.there.borrow() == Some(true)
    }

    /// Why the user has none; none as well while it is not known.
    pub(crate) fn reason(&self) -> Option<&'static str> {
        match (self.can_be, *self.there.borrow()) {
            (false, _) => Some(NO_LIBRARY),
            (true, Some(false)) => Some(NO_WATCHER),
            (true, Some(true) | None) => None,
        }
    }

    /// Follows whether somebody shows icons.
    pub(crate) fn follow(&self) -> watch::Receiver<Option<bool>> {
        self.there.clone()
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Brings the menu up to date, touching what changed alone.
pub(crate) fn show(app: &AppHandle, entries: Vec<Entry>, approvals: u64) {
    let tray = app.state::<Tray>();
    let same = {
        let shown = tray.shown();
        shown.entries == entries && shown.approvals == approvals && shown.items.is_some()
    };
    if same || !tray.can_be {
        return;
    }
    let handle = app.clone();
    let shown = app.run_on_main_thread(move || {
        if let Err(error) = put(&handle, entries, approvals) {
            tracing::warn!(%error, "could not bring the tray up to date");
        }
    });
    if let Err(error) = shown {
        tracing::warn!(%error, "could not bring the tray up to date");
    }
}

fn put(app: &AppHandle, entries: Vec<Entry>, approvals: u64) -> tauri::Result<()> {
    let Some(icon) = app.tray_by_id(ID) else { return Ok(()) };
    let tray = app.state::<Tray>();
    let mut shown = tray.shown();
    match &mut shown.items {
        Some(items) if items.fit(&entries) => items.change(&entries)?,
        _ => {
            let items = Items::make(app, &entries)?;
            icon.set_menu(Some(items.menu.clone()))?;
            shown.items = Some(items);
        }
    }
    if shown.approvals != approvals {
        icon.set_title((approvals > 0).then(|| approvals.to_string()))?;
    }
    shown.entries = entries;
    shown.approvals = approvals;
    Ok(())
}

fn make_icon(app: &AppHandle) -> bool {
    let made = Image::from_bytes(include_bytes!("../../../icons/tray.png")).and_then(|image| {
        let items = Items::make(app, &opening())?;
        TrayIconBuilder::with_id(ID)
            .icon(image)
            .icon_as_template(true)
            .tooltip("Kalends")
            .menu(&items.menu)
            .on_menu_event(|app, event| {
                let chosen = {
                    let tray = app.state::<Tray>();
                    let shown = tray.shown();
                    let act = shown.items.as_ref().and_then(|items| items.act(event.id().as_ref()));
                    act.or_else(|| items::act_of(&opening(), event.id().as_ref()))
                };
                if let Some(chosen) = chosen {
                    act::perform(app, chosen);
                }
            })
            .build(app)
    });
    if let Err(error) = &made {
        tracing::warn!(%error, "could not make the tray's icon");
    }
    made.is_ok()
}

/// The menu until the data is open.
fn opening() -> Vec<Entry> {
    let line =
        |text: &str, act| Entry::Line { text: text.to_owned(), enabled: true, act: Some(act) };
    vec![line("Open Kalends", Act::Open), line("Quit", Act::Quit)]
}
