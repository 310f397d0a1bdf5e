//! A notification service that does what a test tells it and keeps what it was asked.

use std::{collections::HashMap, sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::sync::watch;
use zbus::{Connection, fdo, message::Header, names::BusName, zvariant::OwnedValue};

use super::bus::Bus;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// What does not come by then does not come.
const DEADLINE: Duration = Duration::from_secs(40);

/// What everything that can be done is asked of.
pub(crate) const ALL: [&str; 4] = ["actions", "body", "body-markup", "persistence"];

/// One call of `Notify`.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) number: u32,
    pub(crate) replaces: u32,
    pub(crate) sender: String,
    pub(crate) summary: String,
    pub(crate) body: String,
    /// The keys of its buttons.
    pub(crate) actions: Vec<String>,
    /// All of the call, as text.
    pub(crate) everything: String,
    pub(crate) at: Timestamp,
}

/// How the service takes `Notify`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    Plain,
    /// Presses this button before it says the number.
    AtOnce(&'static str),
    /// Never answers.
    Silent,
    /// As GNOME does with a number of somebody else's note.
    RefusesNumbers,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    pub(crate) shown: Vec<Shown>,
    pub(crate) closed: Vec<u32>,
    pub(crate) asked: u32,
}

/// The service; gone from the bus when it is dropped.
pub(crate) struct Service {
    connection: Connection,
    kept: watch::Receiver<Kept>,
}

struct Desk {
    capabilities: Vec<String>,
    manner: Manner,
    kept: Arc<watch::Sender<Kept>>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Desk {
    fn get_capabilities(&self) -> Vec<String> {
        self.kept.send_modify(|kept| kept.asked += 1);
        self.capabilities.clone()
    }

    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("scripted", "Kalends", "1", "1.2")
    }

    #[allow(clippy::too_many_arguments, reason = "the specification has so many")]
    async fn notify(
        &self,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] connection: &Connection,
        app_name: String,
        replaces_id: u32,
        app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        expire_timeout: i32,
    ) -> fdo::Result<u32> {
        if self.manner == Manner::RefusesNumbers && replaces_id != 0 {
            return Err(fdo::Error::InvalidArgs("Invalid notification ID".into()));
        }
        let sender = header.sender().unwrap().to_string();
        let everything = format!(
            "{app_name} {app_icon} {summary} {body} {actions:?} {hints:?} {expire_timeout}"
        );
        let mut number = replaces_id;
        self.kept.send_modify(|kept| {
            if number == 0 {
                number = u32::try_from(kept.shown.len()).unwrap() + 1;
            }
            kept.shown.push(Shown {
                number,
                replaces: replaces_id,
                sender: sender.clone(),
                summary,
                body,
                actions: actions.into_iter().step_by(2).collect(),
                everything,
                at: Timestamp::now(),
            });
        });
        match self.manner {
            Manner::Plain | Manner::RefusesNumbers => {}
            Manner::AtOnce(button) => press(connection, &sender, number, button).await,
            Manner::Silent => std::future::pending().await,
        }
        Ok(number)
    }

    async fn close_notification(&self, #[zbus(connection)] connection: &Connection, id: u32) {
        self.kept.send_modify(|kept| kept.closed.push(id));
        let nobody = None::<BusName<'_>>;
        connection
            .emit_signal(nobody, PATH, NAME, "NotificationClosed", &(id, 3u32))
            .await
            .unwrap();
    }
}

/// Told to the one that showed the note alone, as GNOME does.
async fn press(connection: &Connection, sender: &str, number: u32, button: &str) {
    let to = Some(sender);
    connection.emit_signal(to, PATH, NAME, "ActionInvoked", &(number, button)).await.unwrap();
}

impl Service {
    pub(crate) async fn start(bus: &Bus, capabilities: &[&str], manner: Manner) -> Self {
        let (kept, told) = watch::channel(Kept::default());
        let desk = Desk {
            capabilities: capabilities.iter().map(|one| (*one).to_owned()).collect(),
            manner,
            kept: Arc::new(kept),
        };
        let connection = bus.connect().await;
        connection.object_server().at(PATH, desk).await.unwrap();
        connection.request_name(NAME).await.unwrap();
        Self { connection, kept: told }
    }

    pub(crate) fn kept(&self) -> Kept {
        self.kept.borrow().clone()
    }

    /// Waits until this holds of what was asked.
    pub(crate) async fn until(&self, what: &str, holds: impl Fn(&Kept) -> bool) -> Kept {
        let mut kept = self.kept.clone();
        let found = tokio::time::timeout(DEADLINE, kept.wait_for(|kept| holds(kept))).await;
        let found = found.map(|found| found.unwrap().clone());
        found.unwrap_or_else(|_| panic!("{what} did not come: {:#?}", self.kept()))
    }

    /// The note that was shown as number `count` of all, counting from one.
    pub(crate) async fn shown(&self, count: usize) -> Shown {
        let kept = self.until("a note", |kept| kept.shown.len() >= count).await;
        kept.shown[count - 1].clone()
    }

    pub(crate) async fn press(&self, note: &Shown, button: &str) {
        press(&self.connection, &note.sender, note.number, button).await;
    }

    /// The note is gone, for this reason of the specification.
    pub(crate) async fn close(&self, note: &Shown, reason: u32) {
        let body = &(note.number, reason);
        let to = Some(note.sender.as_str());
        self.connection.emit_signal(to, PATH, NAME, "NotificationClosed", body).await.unwrap();
    }

    /// Leaves the bus, as a service that crashed.
    pub(crate) async fn end(self) {
        self.connection.close().await.unwrap();
    }
}
