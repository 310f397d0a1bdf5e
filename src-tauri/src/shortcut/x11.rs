//! Ctrl+Shift+Space from an X server, without a look at it while nothing happens.

use std::{fmt, sync::Arc};

use x11rb::{
    connection::Connection as _,
    errors::{ConnectionError, ReplyError, ReplyOrIdError},
    protocol::{
        ErrorKind, Event,
        xproto::{
            ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, GrabMode,
            KeyPressEvent, KeyReleaseEvent, Mapping, MappingNotifyEvent, Window, WindowClass,
        },
    },
    rust_connection::RustConnection,
};

use super::keymap::{Chords, Keymap};

/// Why the keys are not ours.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Another program asked for them before.
    Taken,
    /// The keyboard has no space bar.
    NoSpace,
    /// The server cannot be reached, or does not follow the protocol.
    Server(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken => f.write_str(
                "Another program has the keys. Take them from it, and start Kalends again.",
            ),
            Self::NoSpace => f.write_str("The keyboard has no space bar."),
            Self::Server(why) => write!(f, "The X server gave no keys: {why}."),
        }
    }
}

impl From<ConnectionError> for Refusal {
    fn from(error: ConnectionError) -> Self {
        Self::Server(error.to_string())
    }
}

impl From<ReplyError> for Refusal {
    fn from(error: ReplyError) -> Self {
        match error {
            ReplyError::X11Error(error) if error.error_kind == ErrorKind::Access => Self::Taken,
            ReplyError::X11Error(_) | ReplyError::ConnectionError(_) => {
                Self::Server(error.to_string())
            }
        }
    }
}

impl From<ReplyOrIdError> for Refusal {
    fn from(error: ReplyOrIdError) -> Self {
        Self::Server(error.to_string())
    }
}

/// What happened to the keys.
#[derive(Debug)]
pub(super) enum Told {
    /// They were pressed; once, however long they are held.
    Pressed,
    /// The keyboard changed, so that they were asked for anew.
    Moved(Result<(), Refusal>),
    /// [`Grab::end`] was called.
    Ended,
}

/// Ends the watch.
pub(super) struct Grab {
    server: Arc<RustConnection>,
    ours: Window,
}

impl Grab {
    /// Has [`Watch::next`] return [`Told::Ended`].
    pub(super) fn end(&self) {
        let word = ClientMessageEvent::new(32, self.ours, 0_u32, [0_u32; 5]);
        // A server that is gone has ended the watch by that.
        if let Ok(sent) = self.server.send_event(false, self.ours, EventMask::NO_EVENT, word) {
            sent.ignore_error();
        }
        let _ = self.server.flush();
    }
}

/// The keys while they are ours: the server gives them back when this is dropped with its [`Grab`].
pub(super) struct Watch {
    server: Arc<RustConnection>,
    root: Window,
    held: Option<Chords>,
    /// When the key was let go last, in the server's time.
    released: Option<u32>,
}

/// Asks the X server of `DISPLAY` for the keys.
pub(super) fn grab() -> Result<(Grab, Watch), Refusal> {
    let (server, screen) =
        RustConnection::connect(None).map_err(|error| Refusal::Server(error.to_string()))?;
    let server = Arc::new(server);
    let root = server.setup().roots.get(screen).map(|screen| screen.root);
    let root = root.ok_or_else(|| Refusal::Server("it has no screen".into()))?;
    // Never shown: words sent to it arrive at this connection alone.
    let ours = server.generate_id()?;
    let nothing = CreateWindowAux::new();
    server
        .create_window(0, ours, root, 0, 0, 1, 1, 0, WindowClass::INPUT_ONLY, 0, &nothing)?
        .check()?;
    let mut watch = Watch { server: Arc::clone(&server), root, held: None, released: None };
    watch.ask()?;
    Ok((Grab { server, ours }, watch))
}

impl Watch {
    /// Waits until something happened. After an error there is nothing more to come.
    pub(super) fn next(&mut self) -> Result<Told, Refusal> {
        loop {
            let event = self.server.wait_for_event()?;
            if let Some(told) = self.take(&event) {
                return Ok(told);
            }
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is every event of the protocol")]
    fn take(&mut self, event: &Event) -> Option<Told> {
        match event {
            Event::KeyPress(KeyPressEvent { time, .. }) => {
                // A key that is held is let go and pressed at the same time, over and over.
                (self.released != Some(*time)).then_some(Told::Pressed)
            }
            Event::KeyRelease(KeyReleaseEvent { time, .. }) => {
                self.released = Some(*time);
                None
            }
            Event::MappingNotify(MappingNotifyEvent { request, .. })
                if *request != Mapping::POINTER =>
            {
                let before = self.held.clone();
                let came = self.ask();
                (came.is_err() || self.held != before).then_some(Told::Moved(came))
            }
            Event::ClientMessage(_) => Some(Told::Ended),
            _ => None,
        }
    }

    /// Asks for the keys where the keyboard has them now, unless they are ours there.
    fn ask(&mut self) -> Result<(), Refusal> {
        let wanted = self.keymap()?.chords();
        if wanted.is_some() && wanted == self.held {
            return Ok(());
        }
        if let Some(old) = self.held.take() {
            self.give_back(&old)?;
        }
        let wanted = wanted.ok_or(Refusal::NoSpace)?;
        let asked = wanted
            .modifiers
            .iter()
            .map(|modifiers| {
                let (keys, pointer) = (GrabMode::ASYNC, GrabMode::ASYNC);
                self.server.grab_key(false, self.root, *modifiers, wanted.key, pointer, keys)
            })
            .collect::<Result<Vec<_>, _>>()?;
        // Each answer is taken, so that none arrives as an event.
        let answers: Vec<_> = asked.into_iter().map(|asked| asked.check()).collect();
        if let Err(error) = answers.into_iter().collect::<Result<(), _>>() {
            self.give_back(&wanted)?;
            return Err(error.into());
        }
        self.held = Some(wanted);
        Ok(())
    }

    fn keymap(&self) -> Result<Keymap, Refusal> {
        let setup = self.server.setup();
        let first = setup.min_keycode;
        let count = setup.max_keycode.saturating_sub(first).saturating_add(1);
        let symbols = self.server.get_keyboard_mapping(first, count)?;
        let modifiers = self.server.get_modifier_mapping()?;
        Ok(Keymap::new(first, &symbols.reply()?, &modifiers.reply()?))
    }

    fn give_back(&self, chords: &Chords) -> Result<(), ConnectionError> {
        for modifiers in &chords.modifiers {
            self.server.ungrab_key(chords.key, self.root, *modifiers)?.ignore_error();
        }
        self.server.flush()
    }
}
