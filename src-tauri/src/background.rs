//! The life beside the window: whether the program stays when its window closes, what this desktop
//! offers for that, and what the user is told about it once.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use kalends_engine::{Engine, Note, NoteKey, ReminderSettings};
use tauri::{AppHandle, Manager as _, async_runtime};
use tauri_specta::Event as _;

use crate::{
    autostart,
    shell::Shell,
    shortcut::Keys,
    tray::Tray,
    window,
    wire::{Background, BackgroundChange, BackgroundChanged, Problem, Told},
};

/// How long after the first picture a tray may still come.
const LATE_TRAY: Duration = Duration::from_secs(5);

const TRAY_TITLE: &str = "Kalends keeps running";
const TRAY_TEXT: &str = "It stays in the tray and goes on reminding you. Quit it from its menu \
                         there; Settings can make closing the window quit.";
const NO_TRAY_TEXT: &str = "Closing the window keeps Kalends running for reminders. Start it \
                            again to reopen it; Ctrl+Q quits.";

/// What closing the window does, as far as the user's word goes.
pub(crate) struct Life {
    keep: AtomicBool,
    reminders: AtomicBool,
}

impl Default for Life {
    fn default() -> Self {
        let ReminderSettings { keep_in_tray, on, .. } = ReminderSettings::default();
        Self { keep: keep_in_tray.into(), reminders: on.into() }
    }
}

impl Life {
    /// Takes over what the user set.
    pub(crate) fn follow(&self, settings: &ReminderSettings) {
        self.keep.store(settings.keep_in_tray, Ordering::Relaxed);
        self.reminders.store(settings.on, Ordering::Relaxed);
    }
}

/// Whether the program stays without its window: for its tray, or to remind.
pub(crate) fn stays(app: &AppHandle) -> bool {
    let life = app.state::<Life>();
    let wanted = app.state::<Tray>().is_there() || life.reminders.load(Ordering::Relaxed);
    life.keep.load(Ordering::Relaxed) && wanted
}

/// What this desktop offers and what the user chose of it.
pub(crate) async fn describe(app: &AppHandle) -> Result<Background, Problem> {
    let shell = app.state::<Shell>();
    let settings = shell.engine().await?.reminder_settings().await?;
    let tray = app.state::<Tray>();
    let (shortcut, shortcut_reason) = match app.state::<Keys>().told() {
        Ok(keys) => (Some(keys.to_owned()), None),
        Err(reason) => (None, Some(reason)),
    };
    let abilities = shell.notifier().abilities().await;
    Ok(Background {
        tray: tray.is_there(),
        tray_reason: tray.reason().map(ToOwned::to_owned),
        close_to_tray: settings.keep_in_tray,
        start_at_login: autostart::is_on(app),
        shortcut,
        shortcut_reason,
        notifications: abilities.err().map(|error| error.problem().into()),
    })
}

/// Keeps what the user chose.
pub(crate) async fn change(app: &AppHandle, change: BackgroundChange) -> Result<(), Problem> {
    if let Some(keep) = change.close_to_tray {
        let engine = app.state::<Shell>().engine().await?;
        let settings = engine.change_reminder_settings(|chosen| chosen.keep_in_tray = keep).await?;
        app.state::<Life>().follow(&settings);
    }
    if let Some(on) = change.start_at_login {
        autostart::set(app, on)?;
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

/// The window was closed and the program stays: said by a note, the first time.
pub(crate) fn note_closed(app: &AppHandle) {
    let app = app.clone();
    async_runtime::spawn(async move {
        if !app.state::<Tray>().is_there() {
            return;
        }
        let said = Box::pin(once(&app, async |app: &AppHandle| {
            let note = Note {
                key: NoteKey("background".into()),
                replaces: None,
                title: TRAY_TITLE.into(),
                body: TRAY_TEXT.into(),
                actions: Vec::new(),
                urgent: false,
                persistent: false,
                category: "x-kalends.background",
            };
            app.state::<Shell>().notifier().show(&note).await.is_ok()
        }));
        log(said.await);
    });
}

/// The window is there: that nothing but it can be seen of a running program is said in it, once.
pub(crate) fn note_painted(app: &AppHandle) {
    let app = app.clone();
    async_runtime::spawn(async move {
        tokio::time::sleep(LATE_TRAY).await;
        if app.state::<Tray>().reason().is_none() || !stays(&app) {
            return;
        }
        let said = Box::pin(once(&app, async |app: &AppHandle| {
            let message = NO_TRAY_TEXT.into();
            window::is_shown(app, window::MAIN)
                && (Told { message }).emit_to(app, window::MAIN).is_ok()
        }));
        log(said.await);
    });
}

/// Says something unless the user was told before; keeps that they were.
async fn once(app: &AppHandle, say: impl AsyncFnOnce(&AppHandle) -> bool) -> Result<(), Problem> {
    let engine: Engine = app.state::<Shell>().engine().await?;
    if engine.reminder_settings().await?.tray_told || !say(app).await {
        return Ok(());
    }
    engine.change_reminder_settings(|chosen| chosen.tray_told = true).await?;
    Ok(())
}

fn log(said: Result<(), Problem>) {
    if let Err(Problem { message, .. }) = said {
        tracing::warn!(%message, "could not say that the program stays");
    }
}
