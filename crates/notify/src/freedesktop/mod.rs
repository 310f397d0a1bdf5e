//! The notification service of a free desktop, over D-Bus.
//!
//! Desktop Notifications Specification 1.2. One connection for all notes, kept for as long as the
//! notifier lives; no thread waits for an answer.

mod board;
mod link;
mod marker;
mod message;
mod trouble;

use std::sync::Arc;

use futures_util::{FutureExt as _, future::BoxFuture};
use kalends_engine::{Abilities, Note, NoteAct, NoteEvent, Notifier, NotifyError, Opening};
use tokio::sync::{Mutex, mpsc};

use self::{
    link::{Link, Shared},
    marker::Marker,
    message::{Service, message},
    trouble::{Trouble, told},
};

/// Shows notes through the desktop's notification service. Connects when it is first needed, and
/// again when the bus or the service was restarted.
pub struct DesktopNotifier {
    /// The bus; the session's without one.
    address: Option<String>,
    marker: Marker,
    open: Box<dyn Fn(Opening) + Send + Sync>,
    twelve_hours: bool,
    shared: Shared,
    acts: Mutex<mpsc::UnboundedReceiver<NoteAct>>,
    link: Mutex<Option<Arc<Link>>>,
}

impl std::fmt::Debug for DesktopNotifier {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("DesktopNotifier").finish_non_exhaustive()
    }
}

impl DesktopNotifier {
    /// On the session's bus. `open` brings up the window or opens a link, and returns at once.
    pub fn new(open: impl Fn(Opening) + Send + Sync + 'static) -> Self {
        Self::with(None, open)
    }

    /// On the bus at this address, in the form of `DBUS_SESSION_BUS_ADDRESS`.
    pub fn on_bus(
        address: impl Into<String>,
        open: impl Fn(Opening) + Send + Sync + 'static,
    ) -> Self {
        Self::with(Some(address.into()), open)
    }

    fn with(address: Option<String>, open: impl Fn(Opening) + Send + Sync + 'static) -> Self {
        let (told, acts) = mpsc::unbounded_channel();
        Self {
            address,
            marker: Marker::of_session(),
            open: Box::new(open),
            twelve_hours: false,
            shared: Shared::new(told),
            acts: Mutex::new(acts),
            link: Mutex::new(None),
        }
    }

    /// Whether times are written as 3:00 PM here, where the user chose neither way.
    #[must_use]
    pub fn with_twelve_hours(mut self, twelve_hours: bool) -> Self {
        self.twelve_hours = twelve_hours;
        self
    }

    /// The connection that is there, or a new one.
    async fn link(&self) -> Result<Arc<Link>, NotifyError> {
        let mut kept = self.link.lock().await;
        if let Some(link) = kept.as_ref().filter(|link| link.is_alive()) {
            return Ok(link.clone());
        }
        *kept = None;
        let link = Link::open(self.address.as_deref(), self.shared.clone())
            .await
            .map_err(|error| told(Trouble::NoBus, &error))?;
        Ok(kept.insert(Arc::new(link)).clone())
    }

    /// What the service said of itself, asked anew when it may be another one.
    async fn service(&self, link: &Link) -> zbus::Result<Service> {
        if let Some(service) = self.shared.service() {
            return Ok(service);
        }
        let service = link.ask().await?;
        self.shared.set_service(Some(service.clone()));
        Ok(service)
    }

    /// A new connection after a call failed because the bus went away; the failure itself after
    /// any other.
    async fn link_again(&self, error: zbus::Error) -> Result<Arc<Link>, NotifyError> {
        self.shared.set_service(None);
        let trouble = trouble::of(&error);
        if trouble != Trouble::Lost {
            return Err(told(trouble, &error));
        }
        *self.link.lock().await = None;
        self.link().await
    }

    async fn try_show(&self, link: &Link, note: &Note) -> zbus::Result<u32> {
        let service = self.service(link).await?;
        let wanted = message(note, &service);
        let replaces = self.replaced(link, note, &service);
        let under_way = self.shared.begin();
        let shown = match link.notify(&wanted, replaces).await {
            // A number that the service gave to somebody else.
            Err(error) if replaces != 0 && trouble::of(&error) == Trouble::Refused => {
                link.notify(&wanted, 0).await
            }
            other => other,
        };
        let (number, owner) = shown?;
        self.marker.put(&link.bus(), &owner);
        if replaces != 0 && replaces != number && owner == service.owner {
            // A service that shows a second note instead of replacing the first.
            self.shared.board(|board| board.forget(replaces));
            link.close(replaces).await.ok();
        }
        let early = under_way.done(note.key.clone(), number, owner);
        let is_pressed = early.iter().any(|act| matches!(act.what, NoteEvent::Chosen(_)));
        // As the listener does with what comes later.
        if is_pressed && let Err(error) = link.dismiss(number).await {
            tracing::debug!(%error, "could not take a note away");
        }
        self.shared.tell(early);
        Ok(number)
    }

    async fn try_close(&self, link: &Link, number: u32, ours: bool) -> zbus::Result<()> {
        let service = self.service(link).await?;
        if !ours && !self.marker.is(&link.bus(), &service.owner) {
            return Ok(());
        }
        match link.close(number).await {
            // One that is gone already.
            Err(error) if trouble::of(&error) == Trouble::Refused => Ok(()),
            other => other,
        }
    }

    /// The number of the note whose place this one takes, or zero. A number of an earlier process
    /// counts only with the very service that gave it.
    fn replaced(&self, link: &Link, note: &Note, service: &Service) -> u32 {
        let ours = self.shared.board(|board| {
            board.number_of(&note.key).or(note.replaces.filter(|number| board.has(*number)))
        });
        let trusted = || self.marker.is(&link.bus(), &service.owner);
        ours.or_else(|| note.replaces.filter(|_| trusted())).unwrap_or_default()
    }
}

impl Notifier for DesktopNotifier {
    fn abilities(&self) -> BoxFuture<'_, Result<Abilities, NotifyError>> {
        async {
            let link = self.link().await?;
            let service = match self.service(&link).await {
                Ok(service) => service,
                Err(error) => {
                    let link = self.link_again(error).await?;
                    self.service(&link).await.map_err(in_words)?
                }
            };
            Ok(service.abilities())
        }
        .boxed()
    }

    fn show<'a>(&'a self, note: &'a Note) -> BoxFuture<'a, Result<u32, NotifyError>> {
        async move {
            let link = self.link().await?;
            match self.try_show(&link, note).await {
                Ok(number) => Ok(number),
                Err(error) => {
                    let link = self.link_again(error).await?;
                    self.try_show(&link, note).await.map_err(in_words)
                }
            }
        }
        .boxed()
    }

    fn close(&self, number: u32) -> BoxFuture<'_, Result<(), NotifyError>> {
        async move {
            // What the service says of it from now on is our own doing.
            let ours = self.shared.board(|board| board.forget(number));
            let link = self.link().await?;
            match self.try_close(&link, number, ours).await {
                Ok(()) => Ok(()),
                Err(error) => {
                    let link = self.link_again(error).await?;
                    self.try_close(&link, number, false).await.map_err(in_words)
                }
            }
        }
        .boxed()
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

    fn service_came(&self) -> BoxFuture<'_, ()> {
        self.shared.came().boxed()
    }

    fn open(&self, what: Opening) {
        (self.open)(what);
    }

    fn prefers_twelve_hours(&self) -> bool {
        self.twelve_hours
    }
}

fn in_words(error: zbus::Error) -> NotifyError {
    told(trouble::of(&error), &error)
}
