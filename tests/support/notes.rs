//! A notification service that remembers what it was shown.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use kalends_engine::{
    Abilities, BoxFuture, Note, NoteAct, NoteAction, NoteEvent, NoteKey, Notifier, NotifyError,
    Opening,
};
use tokio::sync::Notify;

/// The service. What is on its screen survives those who show.
#[derive(Default)]
pub struct Notes {
    screen: Mutex<Screen>,
    /// Told whenever a note was shown or closed.
    changed: Notify,
    acted: Notify,
    died: Notify,
    came: Notify,
}

/// What the service remembers.
#[derive(Default)]
pub struct Screen {
    /// Notes on the screen, by number.
    pub open: BTreeMap<u32, Note>,
    /// All notes that were shown, in order.
    pub shown: Vec<Note>,
    /// What faces were asked to bring up.
    pub opened: Vec<Opening>,
    /// No service answers.
    pub is_away: bool,
    /// One takes what it is asked, and does not answer.
    pub is_silent: bool,
    acts: VecDeque<NoteAct>,
    last: u32,
    /// After so many more steps nothing goes on.
    left: Option<usize>,
}

impl Notes {
    /// What it remembers.
    pub fn screen(&self) -> MutexGuard<'_, Screen> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes shown since the last call: title, and body behind a bar.
    pub fn take(&self) -> Vec<String> {
        let shown = std::mem::take(&mut self.screen().shown);
        shown.iter().map(|note| format!("{} | {}", note.title, note.body)).collect()
    }

    /// Titles of what is on the screen, by number.
    pub fn titles(&self) -> Vec<String> {
        self.screen().open.values().map(|note| note.title.clone()).collect()
    }

    /// The user does something with the note of this title; gives what the service says of it, and
    /// none where there is no such note. A note that was acted on goes.
    pub fn does(&self, title: &str, what: NoteEvent) -> Option<NoteAct> {
        let key = self.screen().open.values().find(|note| note.title == title)?.key.clone();
        self.does_to(&key, what)
    }

    /// The same with the note of this key.
    pub fn does_to(&self, key: &NoteKey, what: NoteEvent) -> Option<NoteAct> {
        let mut screen = self.screen();
        let number =
            *screen.open.iter().find(|(_, note)| note.key == *key).map(|(number, _)| number)?;
        let note = screen.open.remove(&number)?;
        let act = NoteAct { key: note.key, number, what };
        screen.acts.push_back(act.clone());
        drop(screen);
        self.acted.notify_one();
        Some(act)
    }

    /// The user presses a button.
    pub fn presses(&self, title: &str, action: NoteAction) -> Option<NoteAct> {
        self.does(title, NoteEvent::Chosen(action))
    }

    /// Lets so many more steps of showing and closing happen (each call has two: the effect lies
    /// between them), then none until it is told otherwise.
    pub fn die_after(&self, steps: Option<usize>) {
        self.screen().left = steps;
    }

    /// Returns once a step did not happen.
    pub async fn died(&self) {
        self.died.notified().await;
    }

    /// The service is there again, and says so.
    pub fn comes(&self) {
        self.screen().is_away = false;
        self.came.notify_one();
    }

    /// A place to be killed at.
    async fn step(&self) {
        tokio::task::yield_now().await;
        let is_dead = {
            let mut screen = self.screen();
            match screen.left {
                Some(0) => true,
                Some(left) => {
                    screen.left = Some(left - 1);
                    false
                }
                None => false,
            }
        };
        if is_dead {
            self.died.notify_one();
            std::future::pending::<()>().await;
        }
    }

    /// Returns once what it remembers is so.
    pub async fn until(&self, is: impl Fn(&Screen) -> bool) {
        loop {
            let changed = self.changed.notified();
            if is(&self.screen()) {
                return;
            }
            changed.await;
        }
    }
}

impl Notifier for Notes {
    fn abilities(&self) -> BoxFuture<'_, Result<Abilities, NotifyError>> {
        Box::pin(async {
            if self.screen().is_away {
                return Err(away());
            }
            let server = "stand-in 1".into();
            Ok(Abilities { server, actions: true, body: true, persistence: true })
        })
    }

    fn show<'a>(&'a self, note: &'a Note) -> BoxFuture<'a, Result<u32, NotifyError>> {
        Box::pin(async move {
            self.step().await;
            let number = {
                let mut screen = self.screen();
                if screen.is_away {
                    return Err(NotifyError { is_silent: screen.is_silent, ..away() });
                }
                let by_key = screen.open.iter().find(|(_, one)| one.key == note.key);
                let by_key = by_key.map(|(number, _)| *number);
                let replaced = note.replaces.filter(|number| screen.open.contains_key(number));
                let number = replaced.or(by_key).unwrap_or(screen.last + 1);
                screen.last = screen.last.max(number);
                screen.open.insert(number, note.clone());
                screen.shown.push(note.clone());
                number
            };
            self.changed.notify_waiters();
            self.step().await;
            Ok(number)
        })
    }

    fn close(&self, number: u32) -> BoxFuture<'_, Result<(), NotifyError>> {
        Box::pin(async move {
            self.step().await;
            self.screen().open.remove(&number);
            self.changed.notify_waiters();
            self.step().await;
            Ok(())
        })
    }

    fn next_act(&self) -> BoxFuture<'_, NoteAct> {
        Box::pin(async move {
            loop {
                let acted = self.acted.notified();
                let act = self.screen().acts.pop_front();
                match act {
                    Some(act) => return act,
                    None => acted.await,
                }
            }
        })
    }

    fn service_came(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.came.notified())
    }

    fn open(&self, what: Opening) {
        self.screen().opened.push(what);
    }
}

fn away() -> NotifyError {
    NotifyError {
        message: "could not show a note: no notification service answers".into(),
        remedy: "Start one.".into(),
        is_silent: false,
    }
}
