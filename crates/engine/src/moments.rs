//! What happens around the program and is a reason to sync: it began, its window came to the front,
//! the machine woke up, the network came back.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use jiff::{SignedDuration, Timestamp};

use crate::{AccountId, Engine, Trigger};

/// What changed this long ago may well change again.
const LATELY: SignedDuration = SignedDuration::from_mins(10);

/// Noted here, and acted upon by whoever runs the schedule.
#[derive(Default)]
pub(crate) struct Moments {
    waiting: Mutex<Vec<Trigger>>,
    in_front: AtomicBool,
    changed: Mutex<HashMap<AccountId, Timestamp>>,
    sent: Mutex<HashMap<AccountId, Timestamp>>,
    signed_in: Mutex<HashSet<AccountId>>,
}

impl Engine {
    /// Tells that the program began, its window came to the front, the machine woke up or the
    /// network came back: accounts are synced soon, where the schedule runs. Other triggers are
    /// passed over.
    pub fn note_moment(&self, moment: Trigger) {
        match moment {
            Trigger::Start | Trigger::Focus | Trigger::Wake | Trigger::Network => {}
            Trigger::Schedule
            | Trigger::Manual
            | Trigger::Added
            | Trigger::Import
            | Trigger::Edit => return,
        }
        self.look_at_zone();
        lock(&self.inner.moments.waiting).push(moment);
        self.inner.due.notify_one();
        if moment == Trigger::Wake {
            self.inner.reminders.notify_one();
        }
    }

    /// Whether the window is in front: accounts in which something changed lately are then asked
    /// every minute.
    pub fn set_in_front(&self, is: bool) {
        let was = self.inner.moments.in_front.swap(is, Ordering::Relaxed);
        if is && !was {
            self.inner.due.notify_one();
        }
    }
}

impl Moments {
    /// What happened since the last look.
    pub(crate) fn take(&self) -> Vec<Trigger> {
        std::mem::take(&mut lock(&self.waiting))
    }

    /// An account signed in: what failed before says nothing any more.
    pub(crate) fn note_sign_in(&self, account: AccountId) {
        lock(&self.signed_in).insert(account);
    }

    /// Who signed in since the last look.
    pub(crate) fn take_signed_in(&self) -> HashSet<AccountId> {
        std::mem::take(&mut lock(&self.signed_in))
    }

    /// Something of this account changed, here or there.
    pub(crate) fn note_change(&self, account: AccountId, now: Timestamp) {
        lock(&self.changed).insert(account, now);
    }

    /// Edits of this account arrived at its server.
    pub(crate) fn note_sent(&self, account: AccountId, now: Timestamp) {
        lock(&self.sent).insert(account, now);
    }

    /// When edits of this account arrived last, as far as this process knows.
    pub(crate) fn last_sent(&self, account: AccountId) -> Option<Timestamp> {
        lock(&self.sent).get(&account).copied()
    }

    /// Whether this account is asked every minute for now.
    pub(crate) fn is_lively(&self, account: AccountId, now: Timestamp) -> bool {
        let changed = lock(&self.changed).get(&account).copied();
        self.in_front.load(Ordering::Relaxed)
            && changed.is_some_and(|at| at <= now && now.duration_since(at) < LATELY)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
