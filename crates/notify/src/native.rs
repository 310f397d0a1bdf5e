//! The notifications of macOS and Windows, through `notify-rust`.
//!
//! Both answer by blocking a thread until the user acts, so each note has one. Neither lets a note
//! be replaced or taken away by another than the user: a second showing is a second note there.

use std::sync::{
    Arc, Mutex as Kept, PoisonError,
    atomic::{AtomicU32, Ordering},
};

use futures_util::{FutureExt as _, future::BoxFuture};
use kalends_engine::{
    Abilities, Note, NoteAct, NoteAction, NoteEvent, NoteKey, Notifier, NotifyError, Opening,
};
use notify_rust::{CloseReason, Notification, NotificationResponse, Timeout};
use tokio::sync::{Mutex, mpsc};

/// Shows notes as the system does.
pub struct DesktopNotifier {
    open: Box<dyn Fn(Opening) + Send + Sync>,
    twelve_hours: bool,
    next: AtomicU32,
    /// Numbers that the engine took away: what is said of them from now on is nothing.
    closed: Arc<Kept<Vec<u32>>>,
    tell: mpsc::UnboundedSender<NoteAct>,
    acts: Mutex<mpsc::UnboundedReceiver<NoteAct>>,
}

impl std::fmt::Debug for DesktopNotifier {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("DesktopNotifier").finish_non_exhaustive()
    }
}

impl DesktopNotifier {
    /// `open` brings up the window or opens a link, and returns at once.
    pub fn new(open: impl Fn(Opening) + Send + Sync + 'static) -> Self {
        let (tell, acts) = mpsc::unbounded_channel();
        Self {
            open: Box::new(open),
            twelve_hours: false,
            next: AtomicU32::new(1),
            closed: Arc::default(),
            tell,
            acts: Mutex::new(acts),
        }
    }

    /// Whether times are written as 3:00 PM here, where the user chose neither way.
    #[must_use]
    pub fn with_twelve_hours(mut self, twelve_hours: bool) -> Self {
        self.twelve_hours = twelve_hours;
        self
    }

    fn put(&self, note: &Note) -> Result<u32, NotifyError> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let wanted = notification(note);
        let key = note.key.clone();
        let (tell, closed) = (self.tell.clone(), self.closed.clone());
        // macOS shows the note within the wait for its answer.
        let wait = move || {
            let heard = |answer: &NotificationResponse| {
                let closed = closed.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(what) = event(answer).filter(|_| !closed.contains(&number)) {
                    // Nobody listens once the notifier is gone.
                    let _ = tell.send(NoteAct { key: NoteKey(key.0.clone()), number, what });
                }
            };
            match wanted.show().and_then(|shown| shown.wait_for_response(heard)) {
                Ok(()) => {}
                Err(error) => tracing::warn!(%error, "could not show a note"),
            }
        };
        std::thread::Builder::new().name("note".into()).spawn(wait).map(|_| number).map_err(
            |error| NotifyError {
                message: format!("Notifications cannot be shown: {error}."),
                remedy: "Look into the system's notification settings.".into(),
                is_silent: false,
            },
        )
    }
}

fn notification(note: &Note) -> Notification {
    let mut wanted = Notification::new();
    wanted.appname("Kalends").summary(&note.title).body(&note.body);
    wanted.timeout(if note.persistent { Timeout::Never } else { Timeout::Default });
    #[cfg(target_os = "windows")]
    {
        wanted.app_id("app.kalends.desktop");
        if note.urgent || note.persistent {
            wanted.urgency(notify_rust::Urgency::Critical);
        }
    }
    for action in note.actions.iter().filter(|action| **action != NoteAction::Open) {
        wanted.action(&action.name(), &action.label());
    }
    wanted
}

/// What an answer means; nothing for a button that is none of ours.
fn event(answer: &NotificationResponse) -> Option<NoteEvent> {
    match answer {
        NotificationResponse::Default => Some(NoteEvent::Chosen(NoteAction::Open)),
        NotificationResponse::Action(name) => NoteAction::named(name).map(NoteEvent::Chosen),
        NotificationResponse::Reply(_) => None,
        NotificationResponse::Closed(CloseReason::Dismissed) => Some(NoteEvent::ClosedByUser),
        NotificationResponse::Closed(CloseReason::CloseAction) => Some(NoteEvent::ClosedByUs),
        NotificationResponse::Closed(CloseReason::Expired | CloseReason::Other(_)) => {
            Some(NoteEvent::Expired)
        }
    }
}

impl Notifier for DesktopNotifier {
    fn abilities(&self) -> BoxFuture<'_, Result<Abilities, NotifyError>> {
        let server = if cfg!(target_os = "macos") { "macOS" } else { "Windows" };
        let abilities =
            Abilities { server: server.into(), actions: true, body: true, persistence: true };
        std::future::ready(Ok(abilities)).boxed()
    }

    fn show<'a>(&'a self, note: &'a Note) -> BoxFuture<'a, Result<u32, NotifyError>> {
        std::future::ready(self.put(note)).boxed()
    }

    fn close(&self, number: u32) -> BoxFuture<'_, Result<(), NotifyError>> {
        self.closed.lock().unwrap_or_else(PoisonError::into_inner).push(number);
        std::future::ready(Ok(())).boxed()
    }

    fn next_act(&self) -> BoxFuture<'_, NoteAct> {
        async {
            let next = self.acts.lock().await.recv().await;
            match next {
                Some(act) => act,
                // Cannot be: the sender is ours.
                None => std::future::pending().await,
            }
        }
        .boxed()
    }

    fn open(&self, what: Opening) {
        (self.open)(what);
    }

    fn prefers_twelve_hours(&self) -> bool {
        self.twelve_hours
    }
}
