//! The queue of unsent edits, as the user sees and settles it.

use crate::{Engine, Error, EventId, QueueEntry, Resolution};

impl Engine {
    /// What waits, the oldest first.
    pub async fn list_queue(&self) -> Result<Vec<QueueEntry>, Error> {
        Ok(Vec::new())
    }

    /// Tries one entry, or all but conflicts, again now.
    pub async fn retry_queue(&self, _id: Option<EventId>) -> Result<(), Error> {
        Err(Error::Invalid("the queue is not there yet".into()))
    }

    /// Gives an edit up: the event returns to what the server has.
    pub async fn discard_queue(&self, _id: EventId) -> Result<(), Error> {
        Err(Error::Invalid("the queue is not there yet".into()))
    }

    /// Decides a conflict.
    pub async fn resolve_queue(&self, _id: EventId, _how: Resolution) -> Result<(), Error> {
        Err(Error::Invalid("the queue is not there yet".into()))
    }
}
