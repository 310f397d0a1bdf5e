//! The open database: one writer, a few readers, brought up to date before anyone reads.
//!
//! A file that is damaged is renamed and never written to; a file of a later version is refused.

mod others;

use std::{
    ops::{Deref, DerefMut},
    path::Path,
    time::Duration,
};

use jiff::Timestamp;
use sqlx::{
    ConnectOptions as _, Sqlite, SqliteConnection, SqlitePool, Transaction,
    migrate::{Migrate, MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{Error, Result, backup, files::Files};

pub use others::Writes;

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// How long a statement waits for another process's write to end.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Readers wait for each other rather than grow in number: queries take milliseconds.
const READERS: u32 = 4;

/// The open database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    files: Files,
    writer: SqlitePool,
    readers: SqlitePool,
    unclean: bool,
}

impl Store {
    /// Opens the database of a data directory, making both where they do not exist, and brings it
    /// up to date. A database that has something in it is backed up before that.
    ///
    /// # Errors
    /// [`Error::NewerDatabase`] for a file of a later version, which is left as it is.
    /// [`Error::Damaged`] for a file that is no database: it was renamed, with `now` in its new
    /// name, and the next call starts an empty one (or restore a backup before).
    pub async fn open(dir: &Path, now: Timestamp) -> Result<Self> {
        let files = Files::new(dir);
        files.prepare()?;
        match Self::open_checked(&files, now).await {
            Err(Error::Corrupt(cause)) => {
                tracing::error!(%cause, "the database is damaged and is set aside");
                let set_aside = files.set_aside("damaged", now)?;
                let newest_backup = backup::newest_good(dir).await?;
                Err(Error::Damaged { set_aside, newest_backup })
            }
            other => other,
        }
    }

    async fn open_checked(files: &Files, now: Timestamp) -> Result<Self> {
        let unclean = files.has_wal();
        if files.is_condemned() || !files.has_plausible_header()? {
            return Err(Error::Corrupt(sqlx::Error::Protocol("the header is not SQLite's".into())));
        }
        if files.has_database() {
            let pending = pending_migrations(files).await?;
            if pending > 0 {
                backup::make_of(files, now).await?;
            }
        }
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .acquire_timeout(Duration::from_secs(600))
            .connect_with(options(files.database()).create_if_missing(true))
            .await?;
        migrate(&writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(options(files.database()).read_only(true))
            .await?;
        Ok(Self { files: files.clone(), writer, readers, unclean })
    }

    /// A consistent view of the data as of its first query. Ends when it is dropped.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub async fn read(&self) -> Result<Read> {
        Ok(Read(self.readers.begin().await?))
    }

    /// The one write transaction: others wait until it is committed or dropped, which undoes it.
    ///
    /// # Errors
    /// [`Error::Busy`] when another process writes for more than ten seconds.
    pub async fn begin(&self) -> Result<Write> {
        Ok(Write(self.writer.begin_with("BEGIN IMMEDIATE").await?))
    }

    /// The data directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.files.dir()
    }

    /// Whether a log lay beside the file: the last process to use it did not close it, or another
    /// one has it open. A reason to [`Self::check`] it.
    #[must_use]
    pub const fn was_unclean(&self) -> bool {
        self.unclean
    }

    /// Reads the whole file for damage, beside everything else (seconds for a large one); empty
    /// when there is none. After damage was found, the next [`Self::open`] sets the file aside.
    ///
    /// # Errors
    /// When the check itself cannot run.
    pub async fn check(&self) -> Result<Vec<String>> {
        let mut read = self.readers.acquire().await?;
        let problems = quick_check(&mut read).await?;
        if !problems.is_empty() {
            self.files.condemn()?;
        }
        Ok(problems)
    }

    /// Makes a backup now, beside everything else, and removes the oldest beyond seven.
    ///
    /// # Errors
    /// [`Error::DiskFull`], or when the copy does not pass its check; older backups stay.
    pub async fn back_up(&self, now: Timestamp) -> Result<backup::Backup> {
        let mut read = self.readers.acquire().await?;
        backup::make(&mut read, &self.files, now).await
    }

    /// Moves what was written from the log into the database file, as far as readers allow.
    /// SQLite does so by itself; calling it after a large import keeps the log small.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub async fn checkpoint(&self) -> Result<()> {
        let mut connection = self.writer.acquire().await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *connection).await?;
        Ok(())
    }

    /// Closes all connections, so that the file can be replaced.
    pub async fn close(self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// A read transaction. Pass `&mut read` where a connection is asked for.
#[derive(Debug)]
pub struct Read(Transaction<'static, Sqlite>);

impl Deref for Read {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.0
    }
}

impl DerefMut for Read {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }
}

/// A write transaction. Pass `&mut write` where a connection is asked for.
#[derive(Debug)]
pub struct Write(Transaction<'static, Sqlite>);

impl Write {
    /// Makes everything written through it durable, at once.
    ///
    /// # Errors
    /// [`Error::DiskFull`] and others; nothing was changed then.
    pub async fn commit(self) -> Result<()> {
        Ok(self.0.commit().await?)
    }

    /// Undoes everything written through it. Dropping does the same, a little later.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub async fn roll_back(self) -> Result<()> {
        Ok(self.0.rollback().await?)
    }
}

impl Deref for Write {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.0
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }
}

fn options(database: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(database)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("cache_size", "-16000")
        .pragma("temp_store", "memory")
        // The log of a large import is cut back once it was folded into the file.
        .pragma("journal_size_limit", "16777216")
        // As many pages: a transaction of a large import is folded in with others, not by itself.
        .pragma("wal_autocheckpoint", "4000")
        .disable_statement_logging()
        .statement_cache_capacity(200)
        .row_buffer_size(1024)
}

/// Opens a file for reading alone and changes nothing about it, its journal mode included.
pub(crate) fn untouched(database: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(database).read_only(true).busy_timeout(BUSY_TIMEOUT)
}

/// What SQLite finds wrong with a file; empty when it is sound.
pub(crate) async fn quick_check(connection: &mut SqliteConnection) -> Result<Vec<String>> {
    let found = sqlx::query_scalar("PRAGMA quick_check(20)").fetch_all(connection).await;
    let found: Vec<String> = match found.map_err(Error::from) {
        Err(Error::Corrupt(cause)) => vec![cause.to_string()],
        found => found?,
    };
    Ok(found.into_iter().filter(|line| line != "ok").collect())
}

/// How many migrations the file lacks.
async fn pending_migrations(files: &Files) -> Result<usize> {
    use sqlx::Connection as _;
    let mut connection = untouched(files.database()).connect().await?;
    let known: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'",
    )
    .fetch_one(&mut connection)
    .await?;
    let applied = if known == 0 {
        Vec::new()
    } else {
        connection.list_applied_migrations("_sqlx_migrations").await?
    };
    connection.close().await?;
    if applied.iter().any(|applied| !MIGRATIONS.version_exists(applied.version)) {
        return Err(Error::NewerDatabase { path: files.database().to_path_buf() });
    }
    Ok(if applied.is_empty() { 0 } else { MIGRATIONS.iter().count() - applied.len() })
}

/// Applies what is missing in one transaction, which also makes a second process wait its turn.
async fn migrate(writer: &SqlitePool) -> Result<()> {
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    bring_up_to_date(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Applies what is missing, within the transaction of this connection.
pub(crate) async fn bring_up_to_date(tx: &mut SqliteConnection) -> Result<()> {
    let outcome: Result<(), MigrateError> = MIGRATIONS.run_direct(None, tx, false).await;
    Ok(outcome?)
}

#[cfg(test)]
mod migration_tests;
#[cfg(test)]
mod tests;
