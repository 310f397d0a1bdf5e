//! Tells the pages what the engine tells its subscribers. Nobody looks at a hidden page, so what
//! happens meanwhile is told when it is shown.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use kalends_engine::{Engine, EngineEvent};
use tauri::{AppHandle, Manager as _, async_runtime};
use tauri_specta::Event as _;
use tokio::sync::{Notify, broadcast::error::RecvError};

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
pub(crate) struct Missed {
    any: AtomicBool,
    /// Asks for how syncing stands, in its turn among the events.
    sync_state: Arc<Notify>,
}

/// Passes on every event until the engine is gone.
pub(crate) fn forward(app: &AppHandle, engine: &Engine) {
    let (app, engine) = (app.clone(), engine.clone());
    let mut events = engine.subscribe();
    let sync_state = Arc::clone(&app.state::<Missed>().sync_state);
    async_runtime::spawn(async move {
        loop {
            let event = tokio::select! {
                event = events.recv() => event,
                () = sync_state.notified() => {
                    match engine.sync_state().await {
                        Ok(state) => log(push(&app, EngineEvent::SyncState(state))),
                        Err(error) => tracing::warn!(%error, "could not read how syncing stands"),
                    }
                    continue;
                }
            };
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
                    app.state::<Missed>().any.store(true, Ordering::SeqCst);
                    // Shown in between, it may have caught up before it missed this.
                    if is_seen(&app) {
                        catch_up(&app);
                    }
                    Ok(())
                }
                Ok(event) => push(&app, event),
                Err(RecvError::Lagged(_)) => {
                    sync_state.notify_one();
                    push_all(&app)
                }
            };
            log(sent);
        }
    });
}

/// A window is on screen: its page is told what it missed. Called before, what happens in between
/// would be missed for good.
pub(crate) fn catch_up(app: &AppHandle) {
    let missed = app.state::<Missed>();
    if missed.any.swap(false, Ordering::SeqCst) {
        log(push_all(app));
        missed.sync_state.notify_one();
    }
}

fn is_seen(app: &AppHandle) -> bool {
    app.webview_windows().values().any(|window| window.is_visible().unwrap_or_default())
}

/// What was missed may be anything, so the page asks for everything. How syncing stands it is told
/// after this, since that has to be read.
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
