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
    /// No reminder has this id, or its event is gone.
    #[error("there is no reminder {0}")]
    ReminderNotFound(String),
    /// No proposal has this id.
    #[error("there is no proposal {0}")]
    ProposalNotFound(String),
    /// The calendar is not filled by a feed.
    #[error("calendar “{0}” is not a feed")]
    NotAFeed(String),
    /// The calendar has no source that could be asked.
    #[error("calendar “{0}” is not synced")]
    NotSynced(String),
    /// The calendar takes no changes.
    #[error("calendar “{0}” is read-only")]
    ReadOnly(String),
    /// What the user gave makes no sense.
    #[error("{0}")]
    Invalid(String),
    /// It is not allowed, or not possible any more, for the reason given.
    #[error("{0}")]
    Refused(Problem),
    /// The text is no address.
    #[error(transparent)]
    Address(#[from] kalends_remote::AddressError),
    /// A feed could not be fetched; nothing changed.
    #[error("could not fetch the calendar link: {0}")]
    Fetch(#[from] kalends_remote::FetchError),
    /// What came is no calendar, or not a whole one; nothing changed.
    #[error("could not read the calendar: {0}")]
    Text(#[from] kalends_calendar::text::Error),
    /// The keychain or the secrets file failed.
    #[error("could not open the password store: {0}")]
    Secrets(#[from] kalends_remote::SecretsError),
    /// The keychain has no address for this calendar.
    #[error("the address of “{0}” is not among the secrets")]
    AddressMissing(String),
    /// The feed has more events than are read.
    #[error("the calendar link has more than {limit} events")]
    TooManyEvents {
        /// How many are read.
        limit: usize,
    },
    /// No account has this id.
    #[error("there is no account {0}")]
    AccountNotFound(String),
    /// No agent has this id.
    #[error("there is no agent {0}")]
    AgentNotFound(String),
    /// Google refused or failed.
    #[error("{0}")]
    Google(#[from] kalends_remote::google::GoogleError),
    /// The sign-in came to nothing; no account changed.
    #[error("could not sign in: {0}")]
    SignIn(#[from] kalends_remote::google::SignInError),
    /// The database refused or failed.
    #[error("{0}")]
    Store(#[from] kalends_store::Error),
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
            Self::CalendarNotFound(_)
            | Self::EventNotFound(_)
            | Self::AccountNotFound(_)
            | Self::AgentNotFound(_)
            | Self::ReminderNotFound(_)
            | Self::ProposalNotFound(_) => "not_found",
            Self::Google(error) => error.kind(),
            Self::SignIn(error) => error.kind(),
            Self::NotAFeed(_) => "not_a_feed",
            Self::NotSynced(_) => "not_synced",
            Self::ReadOnly(_) => "read_only",
            Self::Invalid(_) => "invalid",
            Self::Refused(problem) => &problem.kind,
            Self::Address(_) => "address",
            Self::Fetch(error) => error.kind(),
            Self::Text(error) => text_kind(error),
            Self::Secrets(error) => error.kind(),
            Self::AddressMissing(_) => "address_missing",
            Self::TooManyEvents { .. } => "too_many_events",
            Self::Store(error) => store_kind(error),
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
            Self::AccountNotFound(_) => "List the accounts with `kalends account list`.".into(),
            Self::AgentNotFound(_) => "List the agents with `kalends agent list`.".into(),
            Self::ReminderNotFound(_) => "List the reminders with `kalends reminders`.".into(),
            Self::ProposalNotFound(_) => "List the proposals with `kalends proposals list`.".into(),
            Self::Google(error) => error.remedy().into(),
            Self::SignIn(error) => error.remedy().into(),
            Self::NotAFeed(_) => "List the feeds with `kalends feed list`.".into(),
            Self::NotSynced(_) => {
                "Nothing to do: calendars of this computer and samples have no source.".into()
            }
            Self::ReadOnly(_) => "Choose a calendar that lives on this computer.".into(),
            Self::Invalid(_) => "Correct it and try again.".into(),
            Self::Refused(problem) => problem.remedy.clone(),
            Self::Address(_) => "Give a link that begins with https://, or a path.".into(),
            Self::Fetch(error) => error.remedy().into(),
            Self::Text(_) => {
                "Check that the link gives an iCalendar feed; the last good data stay.".into()
            }
            Self::Secrets(error) => error.remedy().into(),
            Self::AddressMissing(_) => "Remove the calendar and add its link again.".into(),
            Self::TooManyEvents { .. } => "Ask for a link to a smaller part of it.".into(),
            Self::Store(error) => store_remedy(error),
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

const fn text_kind(error: &kalends_calendar::text::Error) -> &'static str {
    use kalends_calendar::text::{Error as E, LooksLike};
    match error {
        E::Truncated => "truncated",
        E::NotACalendar(LooksLike::Empty) => "empty",
        E::NotACalendar(LooksLike::Html) => "html",
        E::NotACalendar(_) => "not_a_calendar",
        E::TooDeep { .. }
        | E::LineTooLong { .. }
        | E::ComponentTooLong { .. }
        | E::TooManyCalendars { .. } => "too_large",
        E::Read(_) => "file",
    }
}

const fn store_kind(error: &kalends_store::Error) -> &'static str {
    use kalends_store::Error as E;
    match error {
        E::NewerDatabase { .. } => "newer_database",
        E::Damaged { .. } | E::Corrupt(_) => "damaged",
        E::DiskFull(_) => "disk_full",
        E::Busy(_) => "busy",
        E::EventNotFound(_)
        | E::CalendarNotFound(_)
        | E::AccountNotFound(_)
        | E::BackupNotFound(_) => "not_found",
        E::BackupDamaged { .. } => "backup_damaged",
        E::Unreadable { .. } | E::Sqlite(_) | E::Migration(_) => "database",
        E::File { .. } => "file",
    }
}

fn store_remedy(error: &kalends_store::Error) -> String {
    use kalends_store::Error as E;
    match error {
        E::NewerDatabase { .. } => "Update Kalends.".into(),
        E::Damaged { newest_backup: Some(name), .. } => {
            format!("Restore the newest good backup with `kalends backup restore {name}`.")
        }
        E::Damaged { newest_backup: None, .. } => {
            "Kalends began with empty calendars: add your links again.".into()
        }
        E::Corrupt(_) => "Restart Kalends: the file is set aside and a backup offered.".into(),
        E::DiskFull(_) => "Free some space and try again.".into(),
        E::Busy(_) => "Wait a moment, then try again.".into(),
        E::EventNotFound(_) => "Find it with `kalends agenda` or `kalends search`.".into(),
        E::CalendarNotFound(_) => "List the calendars with `kalends calendar list`.".into(),
        E::AccountNotFound(_) => "List the accounts with `kalends account list`.".into(),
        E::BackupNotFound(_) | E::BackupDamaged { .. } => {
            "Choose another one from `kalends backup list`.".into()
        }
        E::File { .. } => "Check the rights of the data folder and the space on its disk.".into(),
        E::Unreadable { .. } | E::Sqlite(_) | E::Migration(_) => {
            "Run `kalends doctor`; if it lasts, restore a backup.".into()
        }
    }
}
