//! Edits that are not sent yet, and what stands in their way.

use jiff::Timestamp;
use serde::Serialize;

use crate::{CalendarId, EventId, Problem};

/// One event whose edits wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QueueEntry {
    /// Names the entry; an event has one at most.
    pub id: EventId,
    /// The event, or of a changed occurrence its series.
    pub event_id: EventId,
    /// Seconds of the original start of a changed occurrence.
    pub original: Option<i64>,
    /// Its calendar.
    pub calendar_id: CalendarId,
    /// Its title.
    pub title: String,
    /// What is to be done.
    pub op: QueueOp,
    /// Where it stands.
    pub state: QueueState,
    /// When the first of its edits was made.
    pub since: Timestamp,
    /// How often sending failed.
    pub attempts: u64,
    /// When it is tried again, where that is set.
    pub next_try: Option<Timestamp>,
    /// Why it waits, in one sentence; empty when it is simply next.
    pub reason: String,
    /// Why it was refused or failed last.
    #[serde(rename = "error")]
    pub problem: Option<Problem>,
    /// The fields that differ; of a conflict those changed on both sides come first.
    pub fields: Vec<QueueField>,
}

/// What an entry does at the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum QueueOp {
    /// Makes the event.
    Create,
    /// Changes it.
    Update,
    /// Removes it.
    Delete,
    /// Puts it into another calendar, and perhaps changes it.
    Move,
    /// Answers an invitation.
    Respond,
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum QueueState {
    /// Not tried yet, or waiting for its turn.
    Waiting,
    /// Failed for now, and is tried again.
    Retrying,
    /// The server said no: the event shows the server's state, this entry keeps the user's.
    Refused,
    /// Both sides changed the same: the user decides.
    Conflict,
}

/// One field of an entry, as text for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QueueField {
    /// `title`, `time`, `guests` and so on; `deleted` where one side removed the event.
    pub name: String,
    /// What both sides began with.
    pub base: String,
    /// What the user wants.
    pub mine: String,
    /// What the server has.
    pub theirs: String,
    /// Whether both sides changed it, differently.
    pub conflict: bool,
}

/// How a conflict is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The user's for every field.
    Mine,
    /// The server's for every field that both changed.
    Theirs,
    /// The server's for the event, and the user's as an event of its own.
    Both,
    /// The user's for the named fields, the server's for the others.
    Fields {
        /// Names of [`QueueField`]s.
        mine: Vec<String>,
    },
}
