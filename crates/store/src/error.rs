//! Why the store refused or failed.

use std::path::PathBuf;

use crate::{AccountId, CalendarId, EventId};

/// What the store's functions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the store refused or failed. Callers branch on the variant, never on the text.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file was written by a later version; it was not touched.
    #[error(
        "the calendar data in {} was written by a newer version of Kalends; update Kalends to \
         open it (nothing was changed)",
        path.display()
    )]
    NewerDatabase {
        /// The database file.
        path: PathBuf,
    },
    /// The file cannot be read as a database any more, and was renamed.
    #[error(
        "the calendar data was damaged and has been set aside as {}; {}",
        set_aside.display(),
        match newest_backup {
            Some(name) => format!("the newest good backup is {name}"),
            None => "there is no good backup".into(),
        }
    )]
    Damaged {
        /// Where the damaged file is now.
        set_aside: PathBuf,
        /// Name of the newest backup that passed its check.
        newest_backup: Option<String>,
    },
    /// SQLite met damage while at work. The next start sets the file aside.
    #[error("the calendar data is damaged; restart Kalends to set it aside and restore a backup")]
    Corrupt(#[source] sqlx::Error),
    /// Nothing was changed.
    #[error("the disk is full; nothing was changed")]
    DiskFull(#[source] sqlx::Error),
    /// Someone else held the write lock for too long. Nothing was changed.
    #[error("another Kalends is writing to the calendar data; try again in a moment")]
    Busy(#[source] sqlx::Error),
    /// No such event.
    #[error("event {0} does not exist")]
    EventNotFound(EventId),
    /// No such calendar.
    #[error("calendar {0} does not exist")]
    CalendarNotFound(CalendarId),
    /// No such account.
    #[error("account {0} does not exist")]
    AccountNotFound(AccountId),
    /// No such backup.
    #[error("there is no backup named {0}; `kalends backup list` shows them")]
    BackupNotFound(String),
    /// A backup failed its check and was not used.
    #[error("the backup {name} is damaged ({problem}); choose another one")]
    BackupDamaged {
        /// Its name.
        name: String,
        /// What SQLite found.
        problem: String,
    },
    /// A value in the database does not mean anything to this version.
    #[error("the calendar data holds an unreadable {what}: {value}")]
    Unreadable {
        /// Which column.
        what: &'static str,
        /// What it held.
        value: String,
    },
    /// A file or folder could not be used.
    #[error("could not {action} {}", path.display())]
    File {
        /// What was attempted, as in "could not …".
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// Anything else SQLite says.
    #[error("could not read or write the calendar data")]
    Sqlite(#[source] sqlx::Error),
    /// The database could not be brought up to date; it stays as it was.
    #[error("could not bring the calendar data up to date (nothing was changed)")]
    Migration(#[source] sqlx::migrate::MigrateError),
}

/// SQLite's primary result codes that callers can do something about.
/// See <https://www.sqlite.org/rescode.html>.
const BUSY: i32 = 5;
const LOCKED: i32 = 6;
const CORRUPT: i32 = 11;
const FULL: i32 = 13;
const NOT_A_DATABASE: i32 = 26;

impl From<sqlx::Error> for Error {
    fn from(source: sqlx::Error) -> Self {
        match primary_code(&source) {
            Some(BUSY | LOCKED) => Self::Busy(source),
            Some(FULL) => Self::DiskFull(source),
            Some(CORRUPT | NOT_A_DATABASE) => Self::Corrupt(source),
            _ => Self::Sqlite(source),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError as M;
        #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is non-exhaustive")]
        match error {
            M::Execute(source) | M::ExecuteMigration(source, _) => match Self::from(source) {
                Self::Sqlite(source) => Self::Migration(M::Execute(source)),
                known => known,
            },
            other => Self::Migration(other),
        }
    }
}

fn primary_code(error: &sqlx::Error) -> Option<i32> {
    let extended: i32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(extended & 0xff)
}
