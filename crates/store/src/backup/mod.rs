//! Copies of the database: made beside everything else, checked, seven kept, put back on demand.
//!
//! A copy is made by `VACUUM INTO`: one read transaction, so it is consistent and stops no writer,
//! and its result is compact. It is written under a name of its own, checked, made durable and
//! only then renamed, so that a name in the list is always a whole backup.

mod carry;
mod carry_agents;
#[cfg(test)]
mod carry_agents_tests;
#[cfg(test)]
mod carry_tests;

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use crate::{
    Error, Result,
    files::{Files, create_private, failed, remove, rename, sync_dir, sync_file},
    store::{quick_check, untouched},
};

/// How many backups stay.
pub const KEPT: usize = 7;
const EXTENSION: &str = "db";
const NAME_FORMAT: &str = "%Y-%m-%dT%H%M%SZ";

/// One backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// What [`restore`] takes: the moment it was made, in UTC.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// When it was made.
    pub made_at: Timestamp,
    /// Its size.
    pub bytes: u64,
}

/// The backups of a data directory, newest first.
///
/// # Errors
/// When the folder cannot be read; one that does not exist holds none.
pub fn list(dir: &Path) -> Result<Vec<Backup>> {
    let folder = Files::new(dir).backups();
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed("read", &folder)(error)),
    };
    let mut found: Vec<Backup> =
        entries.filter_map(|entry| as_backup(&entry.ok()?.path())).collect();
    found.sort_by_key(|backup| std::cmp::Reverse(backup.made_at));
    Ok(found)
}

/// Puts a backup in the place of the database, which must be closed, and says where the database
/// that was there is now. What became of reminders since the backup, the reminders that the user
/// added here, and all that agents did are taken along as far as they can be read; so are those of a
/// database that was set aside as damaged since the backup.
///
/// # Errors
/// [`Error::BackupNotFound`], [`Error::BackupDamaged`]; the database is as before then.
pub async fn restore(dir: &Path, name: &str, now: Timestamp) -> Result<Option<PathBuf>> {
    let backup = list(dir)?
        .into_iter()
        .find(|backup| backup.name == name)
        .ok_or_else(|| Error::BackupNotFound(name.to_owned()))?;
    if let Some(problem) = check(&backup.path).await?.into_iter().next() {
        return Err(Error::BackupDamaged { name: backup.name, problem });
    }
    let files = Files::new(dir);
    fold_log(&files).await;
    let mut before = files.damaged_since(backup.made_at);
    if files.has_database() {
        before.push(files.database().to_path_buf());
    }
    let mut carried = Vec::with_capacity(before.len());
    for database in &before {
        carried.push(carry::read(database).await);
    }
    let copy = files.copy(&backup.path)?;
    for carried in &carried {
        if let Err(error) = Box::pin(carry::write(&copy, carried)).await {
            tracing::warn!(%error, "what became of reminders was not carried over");
            files.copy(&backup.path)?;
            break;
        }
    }
    files.replace_with_copy(now)
}

/// Name of the newest backup that passes its check.
pub(crate) async fn newest_good(dir: &Path) -> Result<Option<String>> {
    for backup in list(dir)? {
        if check(&backup.path).await?.is_empty() {
            return Ok(Some(backup.name));
        }
    }
    Ok(None)
}

/// Copies the connection's database into the folder of backups.
pub(crate) async fn make(
    connection: &mut SqliteConnection,
    files: &Files,
    now: Timestamp,
) -> Result<Backup> {
    let folder = files.backups();
    let partial = folder.join("partial");
    remove(&partial)?;
    create_private(&partial)?;
    let target = partial.to_string_lossy().into_owned();
    let made = sqlx::query("VACUUM INTO ?1").bind(target).execute(connection).await;
    let problem = match made {
        Ok(_) => check(&partial).await?.into_iter().next(),
        Err(error) => {
            remove(&partial)?;
            return Err(error.into());
        }
    };
    let name = now.strftime(NAME_FORMAT).to_string();
    if let Some(problem) = problem {
        remove(&partial)?;
        return Err(Error::BackupDamaged { name, problem });
    }
    sync_file(&partial)?;
    let path = folder.join(format!("{name}.{EXTENSION}"));
    rename(&partial, &path)?;
    sync_dir(&folder)?;
    for old in list(files.dir())?.into_iter().skip(KEPT) {
        remove(&old.path)?;
    }
    as_backup(&path).ok_or(Error::BackupNotFound(name))
}

/// As [`make`], of a database nobody has opened yet.
pub(crate) async fn make_of(files: &Files, now: Timestamp) -> Result<Backup> {
    let mut connection = untouched(files.database()).connect().await?;
    let made = make(&mut connection, files, now).await;
    connection.close().await?;
    made
}

async fn check(path: &Path) -> Result<Vec<String>> {
    let opened = untouched(path).immutable(true).connect().await;
    let mut connection = match opened.map_err(Error::from) {
        Ok(connection) => connection,
        Err(Error::Corrupt(cause)) => return Ok(vec![cause.to_string()]),
        Err(other) => return Err(other),
    };
    let problems = quick_check(&mut connection).await;
    connection.close().await?;
    problems
}

/// Moves what a log still holds into the database it belongs to, so that the file alone is whole.
/// A database that cannot do so is set aside together with its log.
async fn fold_log(files: &Files) {
    if !files.has_database() || !files.has_wal() {
        return;
    }
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(files.database());
    if let Ok(mut connection) = options.connect().await {
        let folded = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await;
        if let Err(error) = folded {
            tracing::warn!(%error, "the database's log could not be folded in");
        }
        let _ = connection.close().await;
    }
}

fn as_backup(path: &Path) -> Option<Backup> {
    if path.extension()? != EXTENSION {
        return None;
    }
    let name = path.file_stem()?.to_str()?.to_owned();
    let made_at = DateTime::strptime(NAME_FORMAT, &name).ok()?.to_zoned(TimeZone::UTC).ok()?;
    let bytes = fs::metadata(path).ok()?.len();
    Some(Backup { name, path: path.to_path_buf(), made_at: made_at.timestamp(), bytes })
}

#[cfg(test)]
mod tests;
