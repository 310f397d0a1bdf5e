//! What went wrong, in words for the person at the window.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Why a command failed. Commands reject with it; the page shows it where it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Problem {
    /// A stable name to branch on.
    pub kind: String,
    /// What was attempted and what happened.
    pub message: String,
    /// What to do about it, or empty.
    pub remedy: String,
}

impl Problem {
    /// Puts the three together.
    pub(crate) fn new(kind: &str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { kind: kind.into(), message: message.into(), remedy: remedy.into() }
    }
}

impl From<kalends_engine::Problem> for Problem {
    fn from(problem: kalends_engine::Problem) -> Self {
        let kalends_engine::Problem { kind, message, remedy } = problem;
        Self { kind, message, remedy }
    }
}

impl From<kalends_engine::Error> for Problem {
    fn from(error: kalends_engine::Error) -> Self {
        error.problem().into()
    }
}
