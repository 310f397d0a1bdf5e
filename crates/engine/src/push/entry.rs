//! An edit with all that sending it needs, and the next request for it.

use kalends_calendar::merge::changed;
use kalends_remote::google::{SendUpdates, WriteOptions};
use kalends_store::{
    EventId, StoredEvent,
    pending::{self, Notify, Pending},
};

use super::policy::is_cancelled;
use crate::{
    Engine, Error,
    edits::{
        place::Place,
        row,
        want::{stronger, was_tried},
    },
};

/// The next request for an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// What the server has is in doubt.
    Fetch,
    Insert,
    Patch,
    Delete,
    Move,
    /// Nothing differs.
    Settle,
}

/// An edit with all that sending it needs.
pub(super) struct Entry {
    pub(super) stored: StoredEvent,
    pub(super) pending: Pending,
    pub(super) place: Place,
    /// Of a move: where the server has it.
    pub(super) from: Option<Place>,
}

impl Entry {
    pub(super) async fn load(engine: &Engine, id: EventId) -> Result<Option<Self>, Error> {
        let mut read = engine.inner.store.read().await?;
        let Some(stored) = row::find(&mut read, id).await? else { return Ok(None) };
        let Some(pending) = pending::get(&mut read, id).await? else { return Ok(None) };
        let place = Place::load(&mut read, stored.calendar_id).await?;
        let from = match pending.from_calendar {
            Some(from) => Some(Place::load(&mut read, from).await?),
            None => None,
        };
        Ok(Some(Self { stored, pending, place, from }))
    }

    pub(super) fn goes(&self) -> bool {
        self.stored.deleted_at.is_some() || is_cancelled(&self.stored.event)
    }

    /// `fetched` says that the server's state was just read.
    pub(super) fn step(&self, fetched: bool) -> Step {
        let Self { stored, pending, .. } = self;
        let Some(base) = &pending.base else {
            // A try to make it may have arrived, and others may have changed it since.
            return match (self.goes(), fetched) {
                (false, _) => Step::Insert,
                (true, false) => Step::Fetch,
                (true, true) => Step::Delete,
            };
        };
        // Without a version there is nothing to guard with; and what a lost try sent must be known
        // before something else is sent on top of it.
        if (stored.etag.is_empty() || was_tried(pending)) && !fetched {
            return Step::Fetch;
        }
        if self.goes() {
            return Step::Delete;
        }
        if self.from.is_some() {
            return Step::Move;
        }
        if !changed(base, &stored.event).is_empty() {
            return Step::Patch;
        }
        Step::Settle
    }

    pub(super) fn options(&self) -> WriteOptions {
        WriteOptions {
            send_updates: match stronger(self.pending.notify, self.pending.notify_later) {
                Notify::None => SendUpdates::None,
                Notify::External => SendUpdates::ExternalOnly,
                Notify::All => SendUpdates::All,
            },
        }
    }

    /// Where the server has it.
    pub(super) fn there(&self) -> &Place {
        self.from.as_ref().unwrap_or(&self.place)
    }

    /// Whether a cancelled occurrence is to take place again.
    pub(super) fn restores(&self) -> bool {
        self.pending.base.as_ref().is_some_and(is_cancelled)
    }

    pub(super) fn etag(&self) -> Option<&str> {
        // What was cancelled takes place again whatever its version is: nothing can be lost by it.
        Some(self.stored.etag.as_str()).filter(|etag| !etag.is_empty() && !self.restores())
    }
}
