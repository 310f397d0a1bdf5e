//! Noticing what other processes write.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, SystemTime},
};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::Notify;

use super::Store;
use crate::Result;

/// How often the database is looked at where the system does not tell of writes.
const PACE: Duration = Duration::from_secs(1);
/// How often its files are looked at although the system told of nothing: network drives do not
/// tell. At whole multiples of this on the wall clock, together with others who wait.
const SELDOM: Duration = Duration::from_secs(30);

/// Tells when something may have been written to the database, by whomever. What is written while
/// nobody waits is told to the next who does.
pub struct Writes {
    database: PathBuf,
    told: Arc<Notify>,
    /// None where the system does not tell.
    watcher: Option<RecommendedWatcher>,
    /// The least time between two looks.
    pace: Duration,
    /// How often nothing was told since something was.
    quiet: AtomicU32,
    /// How the files stood at the last return.
    stand: Mutex<Stand>,
}

/// When the database and its log were written last, and their sizes.
type Stand = [Option<(SystemTime, u64)>; 2];

impl Store {
    /// A number that stays while only this process writes, and is another one once some other
    /// process has written. Waits for a write transaction of this process to end.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub async fn others_version(&self) -> Result<i64> {
        let mut connection = self.writer.acquire().await?;
        Ok(sqlx::query_scalar("PRAGMA data_version").fetch_one(&mut *connection).await?)
    }

    /// Begins to watch the files of the database, without looking at them while they rest. `pace` is
    /// the least time between two looks.
    #[must_use]
    pub fn watch_writes(&self, pace: Duration) -> Writes {
        let told = Arc::new(Notify::new());
        let teller = Arc::clone(&told);
        let database = self.files.database().to_owned();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let is_write = event.map_or(true, |event| {
                matches!(event.kind, EventKind::Modify(_) | EventKind::Create(_))
                    && event.paths.iter().any(|path| is_of(&database, path))
            });
            if is_write {
                teller.notify_one();
            }
        })
        .and_then(|mut watcher| {
            watcher.watch(self.files.dir(), RecursiveMode::NonRecursive)?;
            Ok(watcher)
        });
        let watcher = match watcher {
            Ok(watcher) => Some(watcher),
            Err(error) => {
                tracing::warn!(%error, "the system does not tell of writes: looking every second");
                None
            }
        };
        let pace = if watcher.is_some() { pace } else { pace.max(PACE) };
        let database = self.files.database().to_owned();
        let stand = Mutex::new(stand(&database));
        Writes { database, told, watcher, pace, quiet: AtomicU32::new(0), stand }
    }
}

impl Writes {
    /// Returns when something may have been written since the last return, and never sooner than
    /// the pace after the call. What is told is told before the write ends, so that it returns again
    /// and again afterwards, ever more seldom, and at last no more until a file is another one.
    pub async fn next(&self) {
        tokio::time::sleep(self.pace).await;
        if self.watcher.is_none() {
            return;
        }
        loop {
            let quiet = self.quiet.load(Ordering::Relaxed);
            let patience = self.pace.saturating_mul(1 << quiet.min(16));
            let is_long = patience >= SELDOM;
            let patience = if is_long { to_next_look() } else { patience };
            let is_told = tokio::time::timeout(patience, self.told.notified()).await.is_ok();
            let quiet = if is_told { 0 } else { quiet.saturating_add(1) };
            self.quiet.store(quiet, Ordering::Relaxed);
            // Taken before the caller looks: what is written meanwhile is seen next time.
            let is_other = self.note_stand();
            if is_told || is_other || !is_long {
                return;
            }
        }
    }

    /// Notes how the files stand; whether that is another way than before.
    fn note_stand(&self) -> bool {
        let now = stand(&self.database);
        let mut before = self.stand.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *before, now) != now
    }
}

fn stand(database: &Path) -> Stand {
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    [database, Path::new(&log)].map(|file| {
        let found = fs::metadata(file).ok()?;
        Some((found.modified().ok()?, found.len()))
    })
}

/// How long it is to the next look at the files.
fn to_next_look() -> Duration {
    let seldom = SELDOM.as_nanos();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let left = seldom - now.as_nanos() % seldom;
    u64::try_from(left).map_or(SELDOM, Duration::from_nanos)
}

/// Whether a file is the database or its write-ahead log.
fn is_of(database: &Path, file: &Path) -> bool {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let (Some(database), Some(file)) = (name(database), name(file)) else { return false };
    file.strip_prefix(&database).is_some_and(|rest| rest.is_empty() || rest == "-wal")
}

#[cfg(test)]
mod tests {
    use std::{path::Path, time::Duration};

    use super::{Store, is_of};
    use crate::settings;

    #[test]
    fn the_database_and_its_log_are_watched_and_nothing_else() {
        let database = Path::new("/data/kalends.db");
        let table = [
            ("/data/kalends.db", true),
            ("/data/kalends.db-wal", true),
            ("/data/kalends.db-shm", false),
            ("/data/kalends.db-damaged", false),
            ("/data/logs", false),
            ("/data", false),
        ];
        for (file, watched) in table {
            assert_eq!(is_of(database, Path::new(file)), watched, "{file}");
        }
    }

    #[tokio::test]
    async fn what_somebody_else_writes_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let ours = Store::open(folder.path(), jiff::Timestamp::UNIX_EPOCH).await.unwrap();
        let theirs = Store::open(folder.path(), jiff::Timestamp::UNIX_EPOCH).await.unwrap();
        let writes = ours.watch_writes(Duration::from_millis(20));
        let before = ours.others_version().await.unwrap();
        let mut write = theirs.begin().await.unwrap();
        settings::set(&mut write, "told", &true).await.unwrap();
        write.commit().await.unwrap();
        writes.next().await;
        assert_ne!(ours.others_version().await.unwrap(), before);
    }
}
