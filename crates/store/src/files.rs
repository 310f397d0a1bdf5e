//! The files of a data directory: which is which, and how one takes another's place without a
//! moment in which a crash could lose either.

use std::{
    fs::{self, File},
    io::{ErrorKind, Read as _},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use crate::{Error, Result};

/// Name of the database file.
pub const DATABASE: &str = "kalends.db";
/// Name of the folder of backups.
pub const BACKUPS: &str = "backups";
/// Of a file that was set aside: when.
const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// The paths of one data directory.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    dir: PathBuf,
    database: PathBuf,
}

impl Files {
    pub(crate) fn new(dir: &Path) -> Self {
        Self { dir: dir.to_path_buf(), database: dir.join(DATABASE) }
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn database(&self) -> &Path {
        &self.database
    }

    pub(crate) fn backups(&self) -> PathBuf {
        self.dir.join(BACKUPS)
    }

    /// A whole, checked copy that is about to become the database.
    fn restoring(&self) -> PathBuf {
        self.beside("restoring")
    }

    /// A copy that is not whole yet.
    fn copying(&self) -> PathBuf {
        self.beside("copying")
    }

    fn condemned(&self) -> PathBuf {
        self.beside("damaged")
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        self.dir.join(format!("{DATABASE}-{suffix}"))
    }

    /// Makes the directory and ends what a crash cut short.
    pub(crate) fn prepare(&self) -> Result<()> {
        create_dir(&self.backups())?;
        self.remove_copy()?;
        let restoring = self.restoring();
        if restoring.exists() {
            if self.has_database() {
                // The restore never began: the database is still the one before it.
                remove(&restoring)?;
            } else {
                rename(&restoring, &self.database)?;
            }
        }
        create_private(&self.database)
    }

    pub(crate) fn has_database(&self) -> bool {
        fs::metadata(&self.database).is_ok_and(|file| file.len() > 0)
    }

    /// Whether a log was left behind by a process that did not close the database.
    pub(crate) fn has_wal(&self) -> bool {
        fs::metadata(self.beside("wal")).is_ok_and(|file| file.len() > 0)
    }

    pub(crate) fn is_condemned(&self) -> bool {
        self.condemned().exists()
    }

    /// Has the next opening set the database aside.
    pub(crate) fn condemn(&self) -> Result<()> {
        let path = self.condemned();
        File::create(&path).map_err(failed("write", &path))?;
        sync_dir(&self.dir)
    }

    /// Whether the file is missing, empty, or begins as SQLite's files begin.
    pub(crate) fn has_plausible_header(&self) -> Result<bool> {
        let mut file = match File::open(&self.database) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
            Err(error) => return Err(failed("open", &self.database)(error)),
        };
        let mut start = Vec::with_capacity(16);
        file.by_ref().take(16).read_to_end(&mut start).map_err(failed("read", &self.database))?;
        Ok(start.is_empty() || start == b"SQLite format 3\0")
    }

    /// Renames the database with its log, and says where it is now. Everything stays on disk.
    pub(crate) fn set_aside(&self, why: &str, now: Timestamp) -> Result<PathBuf> {
        let stamp = now.strftime(STAMP);
        let mut target = self.dir.join(format!("kalends-{why}-{stamp}.db"));
        let mut attempt = 1;
        while target.exists() {
            attempt += 1;
            target = self.dir.join(format!("kalends-{why}-{stamp}-{attempt}.db"));
        }
        // The log goes first: SQLite would replay a log that lies beside a database not its own.
        for suffix in ["-wal", "-shm", ""] {
            let from = with_suffix(&self.database, suffix);
            if from.exists() {
                rename(&from, &with_suffix(&target, suffix))?;
            }
        }
        if self.is_condemned() {
            remove(&self.condemned())?;
        }
        sync_dir(&self.dir)?;
        Ok(target)
    }

    /// Copies `backup` beside the database, which stays as it is until the copy takes its place. A
    /// crash leaves the database: the next start throws the copy away.
    pub(crate) fn copy(&self, backup: &Path) -> Result<PathBuf> {
        self.remove_copy()?;
        let copying = self.copying();
        fs::copy(backup, &copying).map_err(failed("copy the backup to", &copying))?;
        Ok(copying)
    }

    /// Makes what [`Self::copy`] made the database, the present one being set aside first. A crash
    /// leaves one or the other.
    pub(crate) fn replace_with_copy(&self, now: Timestamp) -> Result<Option<PathBuf>> {
        let (copying, restoring) = (self.copying(), self.restoring());
        sync_file(&copying)?;
        rename(&copying, &restoring)?;
        sync_dir(&self.dir)?;
        let before =
            if self.has_database() { Some(self.set_aside("replaced", now)?) } else { None };
        rename(&restoring, &self.database)?;
        sync_dir(&self.dir)?;
        Ok(before)
    }

    /// With what SQLite may have left beside it.
    fn remove_copy(&self) -> Result<()> {
        for suffix in ["", "-journal", "-wal", "-shm"] {
            remove(&with_suffix(&self.copying(), suffix))?;
        }
        Ok(())
    }

    /// The databases that were set aside as damaged since then, oldest first; none where the folder
    /// cannot be read.
    pub(crate) fn damaged_since(&self, since: Timestamp) -> Vec<PathBuf> {
        let since = format!("kalends-damaged-{}", since.strftime(STAMP));
        let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
        let mut found: Vec<PathBuf> = fs::read_dir(&self.dir)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| {
                named(path).is_some_and(|name| {
                    name.starts_with("kalends-damaged-") && name.ends_with(".db") && name >= since
                })
            })
            .collect();
        found.sort();
        found
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The error of a file operation, for `map_err`.
pub(crate) fn failed(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_path_buf();
    move |source| Error::File { action, path, source }
}

/// Creates a folder and its parents, readable by the owner alone where the system can say so.
fn create_dir(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path).map_err(failed("create the folder", path))
}

/// Creates an empty file that the owner alone can read, where the system can say so; a file that
/// is there stays as it is. SQLite gives its log the same rights.
pub(crate) fn create_private(path: &Path) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path).map(drop).map_err(failed("create", path))
}

pub(crate) fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(failed("rename", from))
}

pub(crate) fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(failed("remove", path)(error)),
        _ => Ok(()),
    }
}

pub(crate) fn sync_file(path: &Path) -> Result<()> {
    File::open(path).and_then(|file| file.sync_all()).map_err(failed("write", path))
}

/// Makes renames in a folder durable. Only Unix lets a folder be synced.
pub(crate) fn sync_dir(path: &Path) -> Result<()> {
    if cfg!(unix) { sync_file(path) } else { Ok(()) }
}
