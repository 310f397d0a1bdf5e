//! Backups: made now or when the day's is due, listed, put back.

use jiff::SignedDuration;
use kalends_store::{Backup, backup};

use crate::{
    BackupView, Config, Engine, Error,
    owner::{REMINDERS, SCHEDULE, try_own},
};

/// The age at which the newest backup is no longer today's.
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Engine {
    /// Writes a backup of the database now, beside everything else. The last seven are kept.
    pub async fn back_up(&self) -> Result<BackupView, Error> {
        Ok(view(self.inner.store.back_up(self.now()).await?))
    }

    /// Writes the daily backup when it is due; none when it is not, or when there is nothing to
    /// keep yet.
    pub async fn back_up_if_due(&self) -> Result<Option<BackupView>, Error> {
        let newest = backup::list(&self.inner.config.data_dir)?.into_iter().next();
        let due = newest.is_none_or(|newest| self.now().duration_since(newest.made_at) >= DAY);
        if !due || self.is_first_run().await? {
            return Ok(None);
        }
        self.back_up().await.map(Some)
    }

    /// The backups of a data folder, newest first. The folder need not be one that can be opened.
    pub fn list_backups(config: &Config) -> Result<Vec<BackupView>, Error> {
        Ok(backup::list(&config.data_dir)?.into_iter().map(view).collect())
    }

    /// Puts a backup in the database's place, which is kept beside it, and says where that is.
    ///
    /// No engine may be open on the folder: an app that runs is [`Error::Busy`].
    pub async fn restore(config: &Config, name: &str) -> Result<Option<std::path::PathBuf>, Error> {
        let (Some(_schedule), Some(_reminders)) =
            (try_own(config, SCHEDULE)?, try_own(config, REMINDERS)?)
        else {
            return Err(Error::Busy("restore the backup while the app is open"));
        };
        Ok(backup::restore(&config.data_dir, name, config.clock.now()).await?)
    }
}

fn view(backup: Backup) -> BackupView {
    BackupView { name: backup.name, at: backup.made_at, bytes: backup.bytes }
}
