//! What is near in time, told to the page and the tray when it changes: the meetings around this
//! moment and the rest of today. Between changes it sleeps.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use kalends_engine::{Engine, EngineEvent, Scope, TimeFormat, calendar::Window};
use tauri::{AppHandle, Manager as _, async_runtime};
use tauri_specta::Event as _;
use tokio::sync::{Notify, broadcast::error::RecvError};

use crate::{
    shell::Shell,
    tray::{self, Around, Tray},
    wire::{NowNextChanged, Problem},
};

/// Changes that come together are looked at together.
const TOGETHER: Duration = Duration::from_millis(150);

/// How soon is looked again after a look failed.
const AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// Asks for a look out of turn: what is shown depends on more than the data.
#[derive(Clone, Default)]
pub(crate) struct Near(Arc<Notify>);

impl Near {
    /// Looks again now.
    pub(crate) fn look(&self) {
        self.0.notify_one();
    }
}

/// Follows the data, the clock and the tray until the engine is gone.
pub(crate) fn watch(app: &AppHandle, engine: &Engine) {
    let (app, engine) = (app.clone(), engine.clone());
    async_runtime::spawn(async move {
        let mut events = engine.subscribe();
        let mut tray = app.state::<Tray>().follow();
        let near = app.state::<Near>().inner().clone();
        let mut told = None;
        let clock = engine.config().clock.clone();
        loop {
            let began = clock.now();
            let next = match Box::pin(look(&app, &engine, &mut told)).await {
                Ok(next) => next,
                Err(Problem { message, .. }) => {
                    tracing::warn!(%message, "could not look what is near");
                    began.checked_add(AGAIN).unwrap_or(Timestamp::MAX)
                }
            };
            loop {
                tokio::select! {
                    () = clock.sleep_between(began, next) => break,
                    () = near.0.notified() => break,
                    // The tray lives as long as the program.
                    Ok(()) = tray.changed() => break,
                    event = events.recv() => match event {
                        Ok(event) if !matters(&event) => {}
                        Ok(_) | Err(RecvError::Lagged(_)) => {
                            tokio::time::sleep(TOGETHER).await;
                            events = events.resubscribe();
                            break;
                        }
                        Err(RecvError::Closed) => return,
                    }
                }
            }
        }
    });
}

/// Whether it can change what is near.
fn matters(event: &EngineEvent) -> bool {
    match event {
        EngineEvent::DataChanged(_)
        | EngineEvent::CalendarsChanged
        | EngineEvent::RemindersChanged
        | EngineEvent::ProposalsChanged
        | EngineEvent::ZoneChanged => true,
        EngineEvent::SyncState(_)
        | EngineEvent::AccountsChanged
        | EngineEvent::QueueChanged
        | EngineEvent::ConflictsChanged
        | EngineEvent::AgentsChanged => false,
    }
}

/// Tells what is near; gives when that stops being true, the data staying as it is.
async fn look(
    app: &AppHandle,
    engine: &Engine,
    told: &mut Option<kalends_engine::NowNext>,
) -> Result<Timestamp, Problem> {
    let shell = app.state::<Shell>();
    let now = engine.config().clock.now().to_zoned(shell.zone());
    let meetings = engine.now_and_next().await?;
    if told.as_ref() != Some(&meetings) {
        let pushed = NowNextChanged(crate::wire::NowNext::new(meetings.clone(), &shell.zone()));
        if let Err(error) = pushed.emit(app) {
            tracing::warn!(%error, "could not tell the page what is near");
        }
        *told = Some(meetings.clone());
    }
    let mut next = meetings.changes_at;
    if app.state::<Tray>().is_there() {
        let day: Window = tray::rest_of_day(&now);
        let (today, reminders, settings, approvals) = tokio::join!(
            engine.list_occurrences(&day, &Scope::Visible),
            engine.reminder_settings(),
            engine.get_settings(),
            engine.count_proposals(),
        );
        let around = Around {
            meetings,
            today: today?,
            paused_until: reminders?.paused_until,
            approvals: approvals?,
            twelve_hours: match settings?.time_format {
                TimeFormat::H12 => true,
                TimeFormat::H24 => false,
                TimeFormat::Auto => shell.notifier().prefers_twelve_hours(),
            },
            now,
        };
        next = next.min(tray::changes_at(&around));
        let approvals = around.approvals;
        tray::show(app, tray::entries(&around), approvals);
    }
    Ok(next)
}
