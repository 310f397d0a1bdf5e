//! One connection to the session bus: notes are shown on it and their answers arrive on it. GNOME
//! tells them to the connection that showed the note and to no other, and takes the notes of a
//! connection away when it ends.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::StreamExt as _;
use kalends_engine::{NoteAct, NoteKey};
use tokio::{
    sync::{Notify, mpsc},
    task::JoinHandle,
};
use zbus::{
    Connection, MatchRule, Message, MessageStream, fdo::DBusProxy, message, zvariant::DynamicType,
};

use super::{
    board::{Board, Signal, Word},
    message::{ICON, Message as Wanted, Service},
};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// A service that takes longer does not answer at all.
const PATIENCE: Duration = Duration::from_secs(15);

/// What the listener and those who show share.
#[derive(Clone)]
pub(super) struct Shared {
    board: Arc<Mutex<Board>>,
    /// The service that was asked last; none when another may have taken its place.
    service: Arc<Mutex<Option<Service>>>,
    /// Told when a service took the name.
    came: Arc<Notify>,
    acts: mpsc::UnboundedSender<NoteAct>,
}

impl Shared {
    pub(super) fn new(acts: mpsc::UnboundedSender<NoteAct>) -> Self {
        Self { board: Arc::default(), service: Arc::default(), came: Arc::default(), acts }
    }

    /// Returns once a service came that was not there before.
    pub(super) async fn came(&self) {
        self.came.notified().await;
    }

    /// A note is about to be shown.
    pub(super) fn begin(&self) -> UnderWay<'_> {
        self.board(Board::begin);
        UnderWay(Some(self))
    }

    pub(super) fn board<T>(&self, work: impl FnOnce(&mut Board) -> T) -> T {
        work(&mut self.board.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn service(&self) -> Option<Service> {
        self.service.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_service(&self, service: Option<Service>) {
        *self.service.lock().unwrap_or_else(PoisonError::into_inner) = service;
    }

    pub(super) fn tell(&self, acts: impl IntoIterator<Item = NoteAct>) {
        for act in acts {
            // Nobody listens once the notifier is gone.
            let _ = self.acts.send(act);
        }
    }
}

/// A note that is being shown; given up when it is dropped.
pub(super) struct UnderWay<'a>(Option<&'a Shared>);

impl UnderWay<'_> {
    /// It is on the screen, by this service under this number. Gives what the service said about
    /// it already, which is to be told.
    pub(super) fn done(mut self, key: NoteKey, number: u32, owner: String) -> Vec<NoteAct> {
        let shared = self.0.take();
        shared.map(|shared| shared.board(|board| board.put(key, number, owner))).unwrap_or_default()
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if let Some(shared) = self.0 {
            shared.board(Board::give_up);
        }
    }
}

/// A live connection and who listens on it.
pub(super) struct Link {
    connection: Connection,
    listener: JoinHandle<()>,
}

impl Drop for Link {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

impl Link {
    /// Connects to the bus at `address`, or the session's, and listens before anything is shown.
    pub(super) async fn open(address: Option<&str>, shared: Shared) -> zbus::Result<Self> {
        let builder = match address {
            Some(address) => zbus::connection::Builder::address(address)?,
            None => zbus::connection::Builder::session()?,
        };
        let connection = builder.method_timeout(PATIENCE).build().await?;
        // One stream for everything, so that nothing is heard out of turn.
        let heard = MessageStream::from(&connection);
        let bus = DBusProxy::new(&connection).await?;
        let signals = || MatchRule::builder().msg_type(message::Type::Signal);
        bus.add_match_rule(signals().interface(NAME)?.path(PATH)?.build()).await?;
        let owner = signals()
            .sender("org.freedesktop.DBus")?
            .interface("org.freedesktop.DBus")?
            .member("NameOwnerChanged")?
            .add_arg(NAME)?;
        bus.add_match_rule(owner.build()).await?;
        let listener = tokio::spawn(listen(heard, connection.clone(), shared));
        Ok(Self { connection, listener })
    }

    /// Whether the bus is still there.
    pub(super) fn is_alive(&self) -> bool {
        !self.listener.is_finished()
    }

    /// The bus's own id.
    pub(super) fn bus(&self) -> String {
        self.connection.server_guid().to_string()
    }

    /// Asks the service what it is and can; starts it where the desktop knows how.
    pub(super) async fn ask(&self) -> zbus::Result<Service> {
        let answer = self.call("GetCapabilities", &()).await?;
        let capabilities: Vec<String> = answer.body().deserialize()?;
        let owner = sender(&answer);
        let answer = self.call("GetServerInformation", &()).await?;
        let (name, _vendor, version, _specification): (String, String, String, String) =
            answer.body().deserialize()?;
        Ok(Service { owner, name, version, capabilities })
    }

    /// Shows a note in place of `replaces`, which is zero for none. Gives its number and the
    /// service's name on the bus.
    pub(super) async fn notify(&self, note: &Wanted, replaces: u32) -> zbus::Result<(u32, String)> {
        let body = (
            "Kalends",
            replaces,
            ICON,
            &note.summary,
            &note.body,
            &note.actions,
            &note.hints,
            note.timeout,
        );
        let answer = self.call("Notify", &body).await?;
        Ok((answer.body().deserialize()?, sender(&answer)))
    }

    /// Takes a note away.
    pub(super) async fn close(&self, number: u32) -> zbus::Result<()> {
        self.call("CloseNotification", &number).await.map(drop)
    }

    /// Asks to take a note away without waiting for an answer.
    pub(super) async fn dismiss(&self, number: u32) -> zbus::Result<()> {
        dismiss(&self.connection, number).await
    }

    async fn call<B: serde::Serialize + DynamicType>(
        &self,
        method: &str,
        body: &B,
    ) -> zbus::Result<Message> {
        self.connection.call_method(Some(NAME), PATH, Some(NAME), method, body).await
    }
}

fn sender(message: &Message) -> String {
    message.header().sender().map(ToString::to_string).unwrap_or_default()
}

/// Hears what services say of their notes until the bus goes away.
async fn listen(mut heard: MessageStream, connection: Connection, shared: Shared) {
    while let Some(Ok(message)) = heard.next().await {
        if message.message_type() != message::Type::Signal {
            continue;
        }
        let header = message.header();
        let member = header.member().map(|member| member.as_str());
        match (header.interface().map(|interface| interface.as_str()), member) {
            (Some(NAME), Some(member)) => {
                let Some(signal) = signal(member, &message) else { continue };
                let pressed = matches!(signal.word, Word::Invoked(_));
                let Some(act) = shared.board(|board| board.hear(&signal)) else { continue };
                // Not every service takes a note away when a button of it was pressed. Sent before
                // the act is told, so that it cannot meet a note shown in answer to it.
                if pressed && let Err(error) = dismiss(&connection, signal.number).await {
                    tracing::debug!(%error, "could not take a note away");
                }
                shared.tell([act]);
            }
            (Some("org.freedesktop.DBus"), Some("NameOwnerChanged")) => {
                let Ok((name, old, new)) = message.body().deserialize::<(String, String, String)>()
                else {
                    continue;
                };
                if name == NAME {
                    shared.set_service(None);
                    shared.tell(shared.board(|board| board.lose(&old)));
                    if !new.is_empty() {
                        shared.came.notify_one();
                    }
                }
            }
            _ => {}
        }
    }
    shared.set_service(None);
    shared.tell(shared.board(Board::lose_all));
}

fn signal(member: &str, message: &Message) -> Option<Signal> {
    let body = message.body();
    let (number, word) = match member {
        "ActionInvoked" => {
            let (number, key) = body.deserialize::<(u32, String)>().ok()?;
            (number, Word::Invoked(key))
        }
        "NotificationClosed" => {
            let (number, reason) = body.deserialize::<(u32, u32)>().ok()?;
            (number, Word::Closed(reason))
        }
        _ => return None,
    };
    Some(Signal { sender: sender(message), number, word })
}

/// Asks to take a note away without waiting for an answer.
async fn dismiss(connection: &Connection, number: u32) -> zbus::Result<()> {
    let message = Message::method_call(PATH, "CloseNotification")?
        .destination(NAME)?
        .interface(NAME)?
        .with_flags(message::Flags::NoReplyExpected)?
        .build(&number)?;
    connection.send(&message).await
}
