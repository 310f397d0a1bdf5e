//! Why the engine refused or failed, with the remedy that both faces print.

use std::path::PathBuf;

use crate::Problem;

/// Why the engine refused or failed. Callers branch on the variant or on [`Error::kind`], never on
/// the text.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No calendar has this id.
    #[error("there is no calendar {0}")]
    CalendarNotFound(String),
    /// No event has this id, or the series has no such occurrence.
    #[error("there is no event {0}")]
    EventNotFound(String),
    /// The calendar is not filled by a feed.
    #[error("calendar “{0}” is not a feed")]
    NotAFeed(String),
    /// The calendar takes no changes.
    #[error("calendar “{0}” is read-only")]
    ReadOnly(String),
    /// What the user gave makes no sense.
    #[error("{0}")]
    Invalid(String),
    /// A feed could not be fetched or read; nothing changed.
    #[error("{0}")]
    Feed(Problem),
    /// Another process of Kalends is doing this already.
    #[error("could not {0}: another Kalends is at it")]
    Busy(&'static str),
    /// A file could not be read or written.
    #[error("could not {action} {}: {source}", path.display())]
    File {
        /// Such as "read".
        action: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The engine is shutting down or a task of it died.
    #[error("could not {0}: the task was cancelled")]
    Cancelled(&'static str),
}

impl Error {
    /// A stable word for what kind of failure this is.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::CalendarNotFound(_) | Self::EventNotFound(_) => "not-found",
            Self::NotAFeed(_) => "not-a-feed",
            Self::ReadOnly(_) => "read-only",
            Self::Invalid(_) => "invalid",
            Self::Feed(problem) => &problem.kind,
            Self::Busy(_) => "busy",
            Self::File { .. } => "file",
            Self::Cancelled(_) => "cancelled",
        }
    }

    /// What to do about it, as one sentence.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::CalendarNotFound(_) => "List the calendars with `kalends calendar list`.".into(),
            Self::EventNotFound(_) => "Find it with `kalends agenda` or `kalends search`.".into(),
            Self::NotAFeed(_) => "List the feeds with `kalends feed list`.".into(),
            Self::ReadOnly(_) => "Choose a calendar that lives on this computer.".into(),
            Self::Invalid(_) => "Correct it and try again.".into(),
            Self::Feed(problem) => problem.remedy.clone(),
            Self::Busy(_) => "Wait for it to finish, then try again.".into(),
            Self::File { .. } => {
                "Check that the path exists, that you may use it and that the disk has room.".into()
            }
            Self::Cancelled(_) => "Try again.".into(),
        }
    }

    /// The failure as the faces show it.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem::new(self.kind(), self.to_string(), self.remedy())
    }
}
