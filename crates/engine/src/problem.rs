//! What went wrong, in the words that both faces show.

use serde::{Deserialize, Serialize};

/// A failure as the user meets it: what was tried and what happened, and what to do about it.
///
/// Never carries a secret: addresses in it are masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable word to branch on, such as `not-found` or `keychain`.
    pub kind: String,
    /// What was attempted and what happened, as one sentence.
    pub message: String,
    /// What to do about it, as one sentence; empty where nothing helps.
    pub remedy: String,
}

impl Problem {
    /// Puts the three together.
    #[must_use]
    pub fn new(
        kind: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { kind: kind.into(), message: message.into(), remedy: remedy.into() }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.message)
    }
}

impl From<kalends_store::Problem> for Problem {
    fn from(stored: kalends_store::Problem) -> Self {
        Self { kind: stored.kind, message: stored.message, remedy: stored.remedy }
    }
}

impl From<Problem> for kalends_store::Problem {
    fn from(problem: Problem) -> Self {
        Self { kind: problem.kind, message: problem.message, remedy: problem.remedy }
    }
}
