//! The log of runs, and how syncing stands.

use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Number;

use super::{Problem, count::count, mirror::mirror};

mirror! {
    /// How a run ended.
    RunResult = kalends_engine::RunResult, "lowercase" {
        Ok,
        Unchanged,
        Failed,
    }
}

mirror! {
    /// What set off a run.
    Trigger = kalends_engine::Trigger, "lowercase" {
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
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RunView {
    #[specta(type = Number)]
    pub id: i64,
    pub at: String,
    /// None when the calendar is gone.
    pub calendar_id: Option<String>,
    pub calendar_name: String,
    /// Other calendars of the account that failed alike.
    pub also: Vec<String>,
    pub trigger: Trigger,
    pub result: RunResult,
    pub created: u32,
    pub updated: u32,
    pub deleted: u32,
    /// Edits sent.
    pub pushed: u32,
    /// Edits that wait for the reader to decide.
    pub conflicts: u32,
    pub set_aside: u32,
    pub duration_ms: u32,
    pub problem: Option<Problem>,
}

/// How syncing stands over all links.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SyncState {
    pub syncing: bool,
    /// No network link answers.
    pub offline: bool,
    /// When any link last answered well.
    pub last_good: Option<String>,
    /// How many links fail.
    pub failing: u32,
    /// Edits that wait to be sent.
    pub unsent: u32,
    /// What only the reader can settle: conflicts, refused edits, accounts to sign in again.
    pub needs_user: u32,
}

impl From<kalends_engine::Activity> for RunView {
    fn from(kalends_engine::Activity { run, also }: kalends_engine::Activity) -> Self {
        Self {
            id: run.id,
            at: run.at.to_string(),
            calendar_id: run.calendar_id.map(|id| id.to_string()),
            calendar_name: run.calendar_name,
            also,
            trigger: run.trigger.into(),
            result: run.result.into(),
            created: count(run.created),
            updated: count(run.updated),
            deleted: count(run.deleted),
            pushed: count(run.pushed),
            conflicts: count(run.conflicts),
            set_aside: count(run.set_aside),
            duration_ms: count(run.duration_ms),
            problem: run.problem.map(Into::into),
        }
    }
}

impl From<kalends_engine::SyncState> for SyncState {
    fn from(state: kalends_engine::SyncState) -> Self {
        Self {
            syncing: state.syncing,
            offline: state.offline,
            last_good: state.last_good.map(|at| at.to_string()),
            failing: count(state.failing),
            unsent: count(state.unsent),
            needs_user: count(state.needs_user),
        }
    }
}
