//! Doing what was chosen in the tray's menu.

use jiff::{SignedDuration, Timestamp};
use kalends_engine::{Engine, Opening, Trigger};
use tauri::{AppHandle, Manager as _, async_runtime};

use super::{Act, tomorrow};
use crate::{
    openings,
    shell::Shell,
    window,
    wire::{OpenTarget, Problem},
};

/// How long “for an hour” is.
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Does it. What fails is in the log, and shows in the window.
pub(super) fn perform(app: &AppHandle, act: Act) {
    match act {
        Act::Event { event_id, original } => {
            openings::bring_up(app, Opening::Event { event_id, original });
        }
        Act::Join(link) => openings::bring_up(app, Opening::Link(link)),
        Act::ShowToday => window::toggle_today(app),
        Act::QuickAdd => window::show_quick(app),
        Act::Approvals => openings::open(app, Some(OpenTarget::Approvals { proposal: None })),
        Act::Reminders => openings::open(app, Some(OpenTarget::Reminders)),
        Act::Open => openings::open(app, None),
        Act::Quit => app.state::<Shell>().quit(app),
        Act::Sync | Act::PauseHour | Act::PauseUntilTomorrow | Act::GoOn => {
            let app = app.clone();
            async_runtime::spawn(async move {
                if let Err(Problem { message, .. }) = Box::pin(ask(&app, act)).await {
                    tracing::warn!(%message, "could not do what was chosen in the tray");
                }
            });
        }
    }
}

async fn ask(app: &AppHandle, act: Act) -> Result<(), Problem> {
    let shell = app.state::<Shell>();
    let engine = shell.engine().await?;
    let now = engine.config().clock.now();
    match act {
        Act::Sync => {
            engine.sync(None, Trigger::Manual, false).await?;
        }
        Act::PauseHour => pause(&engine, now.checked_add(HOUR).ok()).await?,
        Act::PauseUntilTomorrow => {
            pause(&engine, Some(tomorrow(&now.to_zoned(shell.zone())))).await?;
        }
        Act::GoOn => pause(&engine, None).await?,
        Act::Event { .. }
        | Act::Join(_)
        | Act::ShowToday
        | Act::QuickAdd
        | Act::Approvals
        | Act::Reminders
        | Act::Open
        | Act::Quit => {}
    }
    Ok(())
}

async fn pause(engine: &Engine, until: Option<Timestamp>) -> Result<(), Problem> {
    Ok(engine.pause_reminders(until).await?)
}
