//! Edits that are not sent yet.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Problem, Seconds, count::count, mirror::mirror};

mirror! {
    /// What an entry does at the server.
    QueueOp = kalends_engine::QueueOp, "lowercase" { Create, Update, Delete, Move, Respond }
}

mirror! {
    /// Where an entry stands.
    QueueState = kalends_engine::QueueState, "lowercase" {
        Waiting,
        /// Failed for now.
        Retrying,
        /// The server said no; the event shows the server's state.
        Refused,
        /// Both sides changed the same.
        Conflict,
    }
}

/// One field of an entry, as text for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QueueField {
    /// `title`, `time` and so on; `deleted` where one side removed the event.
    pub name: String,
    pub base: String,
    pub mine: String,
    pub theirs: String,
    /// Whether both sides changed it, differently.
    pub conflict: bool,
}

/// One event whose edits wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QueueEntry {
    pub id: String,
    /// The event, or of a changed occurrence its series.
    pub event_id: String,
    /// The original start of a changed occurrence.
    pub original: Option<Seconds>,
    pub calendar_id: String,
    pub title: String,
    pub op: QueueOp,
    pub state: QueueState,
    /// When the first of its edits was made.
    pub since: String,
    pub attempts: u32,
    pub next_try: Option<String>,
    /// Why it waits, in one sentence; empty when it is simply next.
    pub reason: String,
    pub problem: Option<Problem>,
    /// What differs; what both sides changed comes first.
    pub fields: Vec<QueueField>,
}

/// How a conflict is decided.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(tag = "how", rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum Resolution {
    Mine,
    Theirs,
    /// The server's for the event, and the user's as an event of its own.
    Both,
    /// The user's for the named fields, the server's for the others.
    Fields {
        mine: Vec<String>,
    },
}

impl From<kalends_engine::QueueField> for QueueField {
    fn from(field: kalends_engine::QueueField) -> Self {
        let kalends_engine::QueueField { name, base, mine, theirs, conflict } = field;
        Self { name, base, mine, theirs, conflict }
    }
}

impl From<kalends_engine::QueueEntry> for QueueEntry {
    fn from(entry: kalends_engine::QueueEntry) -> Self {
        Self {
            id: entry.id.to_string(),
            event_id: entry.event_id.to_string(),
            original: entry.original.map(Seconds),
            calendar_id: entry.calendar_id.to_string(),
            title: entry.title,
            op: entry.op.into(),
            state: entry.state.into(),
            since: entry.since.to_string(),
            attempts: count(entry.attempts),
            next_try: entry.next_try.map(|at| at.to_string()),
            reason: entry.reason,
            problem: entry.problem.map(Into::into),
            fields: entry.fields.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Resolution> for kalends_engine::Resolution {
    fn from(resolution: Resolution) -> Self {
        match resolution {
            Resolution::Mine => Self::Mine,
            Resolution::Theirs => Self::Theirs,
            Resolution::Both => Self::Both,
            Resolution::Fields { mine } => Self::Fields { mine },
        }
    }
}
