//! Imports, backups and the doctor's findings.

use jiff::Timestamp;
use serde::Serialize;

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Events read.
    pub read: u64,
    /// Events added.
    pub created: u64,
    /// Events changed.
    pub updated: u64,
    /// Events that are there already and were left as they are.
    pub unchanged: u64,
    /// Events that could not be read.
    pub set_aside: u64,
    /// Events whose guests were left out, since a file invites nobody.
    pub without_guests: u64,
    /// What takes the import back in this process; none where nothing can.
    #[serde(skip)]
    pub undo: Option<u64>,
}

/// A backup of the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackupView {
    /// Its file name: what `restore` takes.
    #[serde(rename = "id")]
    pub name: String,
    /// When it was made.
    pub at: Timestamp,
    /// Its size in bytes.
    pub bytes: u64,
}

/// One thing that was looked after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was looked at.
    pub name: String,
    /// How it is.
    pub health: Health,
    /// What was found, as one sentence.
    pub message: String,
    /// What to do about it; empty when it is well.
    pub remedy: String,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// As it should be.
    Good,
    /// Works, but the user should know.
    Warning,
    /// Does not work.
    Bad,
}
