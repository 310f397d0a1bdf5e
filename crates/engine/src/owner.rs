//! Which of several processes on one data folder runs the schedule, and which shows reminders:
//! whoever holds a lock that the system takes back when its holder dies.

use std::fs::{File, OpenOptions, TryLockError};

use crate::{Config, Error};

/// Held by whoever runs the schedule.
pub(crate) const SCHEDULE: &str = "schedule.lock";
/// Held by whoever shows reminders.
pub(crate) const REMINDERS: &str = "reminders.lock";

/// Held for as long as it lives.
pub(crate) struct Ownership {
    _file: File,
}

/// Takes what `file` stands for, or says that another process has it.
pub(crate) fn try_own(config: &Config, file: &str) -> Result<Option<Ownership>, Error> {
    let path = config.data_dir.join(file);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|source| Error::File { action: "open", path: path.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Ownership { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(Error::File { action: "lock", path, source }),
    }
}
