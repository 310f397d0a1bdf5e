//! Tells the pages what the engine tells its subscribers. Nobody looks at a hidden page, so what
//! happens meanwhile is told when it is shown.

use std::sync::atomic::{AtomicBool, Ordering};

use kalends_engine::{Engine, EngineEvent};
use tauri::{AppHandle, Manager as _, async_runtime};
use tauri_specta::Event as _;
use tokio::sync::broadcast::error::RecvError;

use crate::{
    background::Life,
    day,
    shell::Shell,
    wire::{
        AccountsChanged, AgentsChanged, CalendarsChanged, ConflictsChanged, DataChanged,
        ProposalsChanged, QueueChanged, RemindersChanged, SyncStateChanged, ZoneChanged,
    },
};

/// Whether something happened while no window was on screen.
#[derive(Default)]
pub(crate) struct Missed(AtomicBool);

/// Passes on every event until the engine is gone.
pub(crate) fn forward(app: &AppHandle, engine: &Engine) {
    let (app, engine) = (app.clone(), engine.clone());
    let mut events = engine.subscribe();
    async_runtime::spawn(async move {
        loop {
            let event = events.recv().await;
            if matches!(event, Ok(EngineEvent::RemindersChanged) | Err(RecvError::Lagged(_)))
                && let Ok(settings) = engine.reminder_settings().await
            {
                app.state::<Life>().follow(&settings);
            }
            let sent = match event {
                Err(RecvError::Closed) => return,
                // A hidden page has the time to begin anew.
                Ok(event @ EngineEvent::ZoneChanged) => push(&app, event),
                _ if !is_seen(&app) => {
                    app.state::<Missed>().0.store(true, Ordering::Relaxed);
                    Ok(())
                }
                Ok(event) => push(&app, event),
                Err(RecvError::Lagged(_)) => push_all(&app),
            };
            log(sent);
        }
    });
}

/// A window comes on screen: its page is told what it missed.
pub(crate) fn catch_up(app: &AppHandle) {
    if app.state::<Missed>().0.swap(false, Ordering::Relaxed) {
        log(push_all(app));
    }
}

fn is_seen(app: &AppHandle) -> bool {
    app.webview_windows().values().any(|window| window.is_visible().unwrap_or_default())
}

/// What was missed may be anything, so the page asks for everything.
fn push_all(app: &AppHandle) -> tauri::Result<()> {
    push(app, EngineEvent::DataChanged(Vec::new()))?;
    push(app, EngineEvent::CalendarsChanged)?;
    push(app, EngineEvent::AccountsChanged)?;
    push(app, EngineEvent::QueueChanged)?;
    push(app, EngineEvent::RemindersChanged)?;
    push(app, EngineEvent::AgentsChanged)?;
    push(app, EngineEvent::ConflictsChanged)?;
    push(app, EngineEvent::ProposalsChanged)?;
    push(app, EngineEvent::ZoneChanged)
}

fn push(app: &AppHandle, event: EngineEvent) -> tauri::Result<()> {
    match event {
        EngineEvent::DataChanged(calendars) => {
            let calendars = calendars.iter().map(ToString::to_string).collect();
            DataChanged { calendars }.emit(app)
        }
        EngineEvent::CalendarsChanged => CalendarsChanged {}.emit(app),
        EngineEvent::SyncState(state) => SyncStateChanged(state.into()).emit(app),
        EngineEvent::AccountsChanged => AccountsChanged {}.emit(app),
        EngineEvent::QueueChanged => QueueChanged {}.emit(app),
        EngineEvent::RemindersChanged => RemindersChanged {}.emit(app),
        EngineEvent::AgentsChanged => AgentsChanged {}.emit(app),
        EngineEvent::ConflictsChanged => ConflictsChanged {}.emit(app),
        EngineEvent::ProposalsChanged => ProposalsChanged {}.emit(app),
        EngineEvent::ZoneChanged => {
            let zone = day::zone_name(&app.state::<Shell>().zone());
            ZoneChanged { zone }.emit(app)
        }
    }
}

fn log(sent: tauri::Result<()>) {
    if let Err(error) = sent {
        tracing::warn!(%error, "could not tell the page of a change");
    }
}
