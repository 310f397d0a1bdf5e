//! Which of several processes on one data folder runs the schedule: whoever holds a lock that the
//! system takes back when its holder dies.

use std::fs::{File, OpenOptions, TryLockError};

use crate::{Config, Error};

const FILE: &str = "schedule.lock";

/// Held for as long as it lives.
pub(crate) struct Ownership {
    _file: File,
}

/// Takes the schedule, or says that another process has it.
pub(crate) fn try_own(config: &Config) -> Result<Option<Ownership>, Error> {
    let path = config.data_dir.join(FILE);
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
