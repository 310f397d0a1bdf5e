//! Tells the page what the engine tells its subscribers.

use kalends_engine::{Engine, EngineEvent};
use tauri::{AppHandle, async_runtime};
use tauri_specta::Event as _;
use tokio::sync::broadcast::error::RecvError;

use crate::wire::{
    AccountsChanged, CalendarsChanged, DataChanged, QueueChanged, RemindersChanged,
    SyncStateChanged,
};

/// Passes on every event until the engine is gone.
pub(crate) fn forward(app: &AppHandle, engine: &Engine) {
    let app = app.clone();
    let mut events = engine.subscribe();
    async_runtime::spawn(async move {
        loop {
            let sent = match events.recv().await {
                Ok(event) => push(&app, event),
                // What was missed may be anything, so the page asks for everything.
                Err(RecvError::Lagged(_)) => push(&app, EngineEvent::DataChanged(Vec::new()))
                    .and_then(|()| push(&app, EngineEvent::CalendarsChanged))
                    .and_then(|()| push(&app, EngineEvent::AccountsChanged))
                    .and_then(|()| push(&app, EngineEvent::QueueChanged))
                    .and_then(|()| push(&app, EngineEvent::RemindersChanged)),
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = sent {
                tracing::warn!(%error, "could not tell the page of a change");
            }
        }
    });
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
    }
}
