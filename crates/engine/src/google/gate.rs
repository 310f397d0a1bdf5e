//! Who may talk to the server for an account: one sync at a time, in this process and in all of
//! them; and no edit is sent while a page of an older list waits to be written.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::{AccountId, Error};

/// How long a sync that the user asked for waits for another process to finish.
const PATIENCE: Duration = Duration::from_secs(60);
/// The pause between two looks meanwhile.
const LOOK: Duration = Duration::from_millis(50);

/// What keeps the work on one account in order.
pub(crate) struct Gate {
    path: PathBuf,
    lease: Mutex<Weak<Lease>>,
    /// Held by a sync from its beginning to its end. Sending edits does not wait for it.
    pub(crate) run: tokio::sync::Mutex<()>,
    /// Shared while a page is asked for and until it is written; exclusive while edits are sent. A
    /// page that was read before an edit was sent would otherwise undo it here.
    pub(crate) traffic: tokio::sync::RwLock<()>,
    /// The account is being signed out: work on it stops at the next page.
    closing: AtomicBool,
}

/// The right of this process to talk for an account, shared by all that it does at a time. The
/// system takes it back when the process dies.
#[derive(Debug)]
pub(crate) struct Lease {
    _file: File,
}

impl Gate {
    pub(crate) fn new(folder: &Path, account: AccountId) -> Self {
        Self {
            path: folder.join(format!("account-{account}.lock")),
            lease: Mutex::default(),
            run: tokio::sync::Mutex::default(),
            traffic: tokio::sync::RwLock::default(),
            closing: AtomicBool::new(false),
        }
    }

    /// The lease. Another process that has it is waited for when the user waits too.
    ///
    /// # Errors
    /// [`Error::Busy`] when another process has it.
    pub(crate) async fn lease(&self, patient: bool) -> Result<Arc<Lease>, Error> {
        let until = std::time::Instant::now() + PATIENCE;
        loop {
            if let Some(lease) = self.try_lease()? {
                return Ok(lease);
            }
            if !patient || std::time::Instant::now() >= until {
                return Err(Error::Busy("sync the account"));
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    fn try_lease(&self) -> Result<Option<Arc<Lease>>, Error> {
        let mut held = self.lease.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lease) = held.upgrade() {
            return Ok(Some(lease));
        }
        let failed = |action, source| Error::File { action, path: self.path.clone(), source };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&self.path)
            .map_err(|source| failed("open", source))?;
        match file.try_lock() {
            Ok(()) => {
                let lease = Arc::new(Lease { _file: file });
                *held = Arc::downgrade(&lease);
                Ok(Some(lease))
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(failed("lock", source)),
        }
    }

    /// Asks work under way to stop at its next step.
    pub(crate) fn close(&self) {
        self.closing.store(true, Ordering::Relaxed);
    }

    /// Lets work begin again.
    pub(crate) fn open(&self) {
        self.closing.store(false, Ordering::Relaxed);
    }

    /// # Errors
    /// [`Error::Cancelled`] once the account is being signed out.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.closing.load(Ordering::Relaxed) {
            return Err(Error::Cancelled("sync the account"));
        }
        Ok(())
    }

    /// Takes the file away, once nothing holds it.
    pub(crate) fn remove(&self) {
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::debug!(%error, "the lock of an account stays behind");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_process_works_on_an_account_and_shares_its_lease() {
        let folder = tempfile::tempdir().unwrap();
        let account = AccountId(uuid::Uuid::nil());
        let ours = Gate::new(folder.path(), account);
        let others = Gate::new(folder.path(), account);
        let first = ours.lease(false).await.unwrap();
        let second = ours.lease(false).await.unwrap();
        assert_eq!(others.lease(false).await.unwrap_err().kind(), "busy");
        drop(first);
        assert_eq!(others.lease(false).await.unwrap_err().kind(), "busy");
        drop(second);
        let theirs = others.lease(false).await.unwrap();
        assert_eq!(ours.lease(false).await.unwrap_err().kind(), "busy");
        drop(theirs);
    }
}
