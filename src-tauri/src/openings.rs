//! What the main window is asked to show: kept until its page can hear it.

use std::sync::{Mutex, PoisonError};

use kalends_engine::{EventId, Opening};
use tauri::{AppHandle, Manager as _, async_runtime};
use tauri_specta::Event as _;

use crate::{
    background, day,
    shell::Shell,
    window,
    wire::{OpenRequested, OpenTarget, Problem, Seconds},
};

/// What the page has not been asked yet.
#[derive(Default)]
pub(crate) struct Openings(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    listening: bool,
    targets: Vec<OpenTarget>,
}

impl Openings {
    /// Whether the page of the main window hears what it is told.
    pub(crate) fn is_heard(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).listening
    }
}

/// Brings up the main window and shows something in it, once its page has painted.
pub(crate) fn open(app: &AppHandle, target: Option<OpenTarget>) {
    window::show(app);
    let Some(target) = target else { return };
    {
        let openings = app.state::<Openings>();
        let mut waiting = openings.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !waiting.listening {
            waiting.targets.push(target);
            return;
        }
    }
    request(app, target);
}

/// The page of the main window has painted: it hears what waited, and all that comes.
pub(crate) fn note_painted(app: &AppHandle) {
    background::note_painted(app);
    let targets = {
        let openings = app.state::<Openings>();
        let mut waiting = openings.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.listening = true;
        std::mem::take(&mut waiting.targets)
    };
    for target in targets {
        request(app, target);
    }
}

/// Brings up what a note or a menu names.
pub(crate) fn bring_up(app: &AppHandle, what: Opening) {
    match what {
        Opening::Event { event_id, original } => {
            open_event(app, event_id, Some(original.seconds()));
        }
        Opening::Reminders => open(app, Some(OpenTarget::Reminders)),
        Opening::Approvals(proposal) => {
            let proposal = proposal.map(|id| id.to_string());
            open(app, Some(OpenTarget::Approvals { proposal }));
        }
        Opening::Conflicts => open(app, Some(OpenTarget::Conflicts)),
        Opening::Link(link) => {
            if let Err(Problem { message, .. }) = crate::links::open(&link) {
                tracing::warn!(%message, "could not open the link of a note");
            }
        }
    }
}

/// Shows an event where it stands now, and the window alone when it is gone. `original` is the
/// occurrence's start before anyone moved it, in seconds of its line.
pub(crate) fn open_event(app: &AppHandle, id: EventId, original: Option<i64>) {
    let app = app.clone();
    async_runtime::spawn(async move {
        let found = Box::pin(place(&app, id, original)).await;
        if let Err(Problem { message, .. }) = &found {
            tracing::warn!(%message, "could not find the event to show");
        }
        open(&app, found.ok());
    });
}

async fn place(app: &AppHandle, id: EventId, original: Option<i64>) -> Result<OpenTarget, Problem> {
    let shell = app.state::<Shell>();
    let details = shell.engine().await?.get_event(id, original, &shell.zone()).await?;
    let (start, _) = details.occurrence.local(&shell.zone());
    Ok(OpenTarget::Event {
        event_id: id.to_string(),
        original_start: Seconds(details.occurrence.original.seconds()),
        day: day::number(start.date()),
    })
}

fn request(app: &AppHandle, target: OpenTarget) {
    if let Err(error) = (OpenRequested { target }).emit_to(app, window::MAIN) {
        tracing::warn!(%error, "could not ask the page to show something");
    }
}
