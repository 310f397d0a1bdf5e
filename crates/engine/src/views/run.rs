//! The log, the state of all feeds, and what subscribers hear.

use jiff::Timestamp;
use serde::Serialize;

use crate::{CalendarId, Problem};

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunView {
    /// The line's number.
    pub id: i64,
    /// When the run began.
    pub at: Timestamp,
    /// The calendar; none once it was removed.
    pub calendar_id: Option<CalendarId>,
    /// The calendar's name.
    pub calendar_name: String,
    /// What set it off.
    pub trigger: Trigger,
    /// How it ended.
    pub result: RunResult,
    /// Events read.
    pub pulled: u64,
    /// Events added.
    pub created: u64,
    /// Events changed.
    pub updated: u64,
    /// Events removed.
    pub deleted: u64,
    /// Edits sent.
    pub pushed: u64,
    /// Edits that met others and wait for the user.
    pub conflicts: u64,
    /// Events that could not be read.
    pub set_aside: u64,
    /// How long it took.
    pub duration_ms: u64,
    /// Why it failed.
    #[serde(rename = "error")]
    pub problem: Option<Problem>,
}

/// One line of the log as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The run.
    pub run: RunView,
    /// Names of the other calendars of the account that failed alike.
    pub also: Vec<String>,
}

/// What set off a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Trigger {
    /// The interval.
    Schedule,
    /// The user.
    Manual,
    /// The program was started.
    Start,
    /// The feed was just added.
    Added,
    /// A file was imported.
    Import,
    /// The window came to the front.
    Focus,
    /// The machine woke up.
    Wake,
    /// The network came back.
    Network,
    /// An edit was made here.
    Edit,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RunResult {
    /// Something was new.
    Ok,
    /// Nothing was new.
    Unchanged,
    /// It could not be read, and nothing changed; or edits could not be sent.
    Failed,
}

/// All feeds taken together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SyncState {
    /// Whether any is being fetched.
    pub syncing: bool,
    /// Whether every network feed fails for want of a network.
    pub offline: bool,
    /// The oldest last good contact among the sources that are not paused: a reading, or edits of the
    /// account that arrived.
    pub last_good: Option<Timestamp>,
    /// How many fail.
    pub failing: u64,
    /// How many edits wait to be sent.
    pub unsent: u64,
    /// What only the user can settle: conflicts, refused edits, accounts to sign in again.
    pub needs_user: u64,
}

/// Something changed; whoever shows it asks again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineEvent {
    /// Events of these calendars changed; empty means any of them.
    DataChanged(Vec<CalendarId>),
    /// The list of calendars, their looks or their state changed.
    CalendarsChanged,
    /// A sync began or ended.
    SyncState(SyncState),
    /// Accounts came, went or stand differently.
    AccountsChanged,
    /// Agents came, went, or may do other things than before.
    AgentsChanged,
    /// Conflicts came that were not there before, or the user chose which of them count. Changed
    /// data may change them too and is not told twice.
    ConflictsChanged,
    /// Edits wait, were sent, or need the user.
    QueueChanged,
    /// The list of reminders or how the user wants to be reminded changed.
    RemindersChanged,
    /// Proposals came, were decided or stand differently.
    ProposalsChanged,
    /// The reader is in another zone: everything on a wall clock stands elsewhere. Told by
    /// [`crate::Engine::zone`].
    ZoneChanged,
}
