//! Edits made while an earlier state of the same event is on its way to the server: what the user
//! chose with them must not be mixed with what was chosen for that.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use kalends_store::{EventId, pending::Notify};

use super::want::stronger;

/// Events that are being sent, and whom to mail about edits made since.
#[derive(Default)]
pub(crate) struct UnderWay(Mutex<HashMap<EventId, Notify>>);

impl UnderWay {
    /// A state of the event goes out.
    pub(crate) fn begin(&self, id: EventId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Notify::None);
    }

    /// The event was edited.
    pub(crate) fn note(&self, id: EventId, notify: Notify) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(since) = all.get_mut(&id) {
            *since = stronger(*since, notify);
        }
    }

    /// The answer came, or none will. Gives whom to mail about what was edited since.
    pub(crate) fn end(&self, id: EventId) -> Option<Notify> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id)
    }
}
