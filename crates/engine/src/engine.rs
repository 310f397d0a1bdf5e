//! The face of the engine: cheap to clone, one method per thing a user can do.

use std::{io::Read, sync::Arc};

use jiff::tz::TimeZone;
use kalends_calendar::Window;
use tokio::sync::broadcast;

use crate::{
    BackupView, CalendarChange, CalendarId, CalendarView, Check, Config, EngineEvent, Error,
    EventDetails, EventId, FeedChange, FeedTest, Hue, ImportReport, NewFeed, Occurrence, RunView,
    Scope, SearchHit, Settings, SyncState, Trigger,
};

/// Calendars, kept on this computer. Clones share one engine.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    events: broadcast::Sender<EngineEvent>,
}

/// An engine and what the user should hear about its start.
pub struct Opened {
    /// The engine, ready.
    pub engine: Engine,
    /// Set when a damaged database was set aside and an empty one took its place.
    pub problem: Option<crate::Problem>,
}

fn later<T>() -> Result<T, Error> {
    Err(Error::Cancelled("reach the store"))
}

impl Engine {
    /// Opens the data folder, making it when missing, and brings its database up to date.
    ///
    /// A database of a newer version is refused and left untouched; a damaged one is set aside,
    /// and [`Opened::problem`] offers the newest good backup.
    pub async fn open(config: Config) -> Result<Opened, Error> {
        let events = broadcast::Sender::new(64);
        Ok(Opened { engine: Self { inner: Arc::new(Inner { config, events }) }, problem: None })
    }

    /// What the engine was built from.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// Changes from now on, made by this process or another one.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<EngineEvent> {
        self.inner.events.subscribe()
    }

    /// Whether no calendar exists yet.
    pub async fn is_first_run(&self) -> Result<bool, Error> {
        later()
    }

    /// All calendars, by account and name.
    pub async fn list_calendars(&self) -> Result<Vec<CalendarView>, Error> {
        later()
    }

    /// The calendar with this id.
    pub async fn get_calendar(&self, _id: CalendarId) -> Result<CalendarView, Error> {
        later()
    }

    /// Renames, recolours, shows or hides a calendar.
    pub async fn change_calendar(
        &self,
        _id: CalendarId,
        _change: CalendarChange,
    ) -> Result<CalendarView, Error> {
        later()
    }

    /// Removes a calendar with its events; of a feed also the address in the keychain.
    pub async fn remove_calendar(&self, _id: CalendarId) -> Result<(), Error> {
        later()
    }

    /// Adds an empty calendar that lives on this computer alone.
    pub async fn add_local_calendar(
        &self,
        _name: &str,
        _hue: Option<Hue>,
    ) -> Result<CalendarView, Error> {
        later()
    }

    /// Adds generated calendars around today; read-only, on no network. Adding them again changes
    /// nothing.
    pub async fn add_samples(&self) -> Result<(), Error> {
        later()
    }

    /// Removes the generated calendars; without any, does nothing.
    pub async fn remove_samples(&self) -> Result<(), Error> {
        later()
    }

    /// Fetches and reads a feed without keeping anything. A fault is in [`FeedTest::problem`].
    pub async fn test_feed(&self, _address: &str) -> FeedTest {
        FeedTest::default()
    }

    /// Adds a feed and fetches it for the first time. On failure nothing is left behind.
    pub async fn add_feed(&self, _feed: NewFeed) -> Result<CalendarView, Error> {
        later()
    }

    /// Changes a feed's interval, pauses or resumes it.
    pub async fn change_feed(
        &self,
        _id: CalendarId,
        _change: FeedChange,
    ) -> Result<CalendarView, Error> {
        later()
    }

    /// Fetches one feed, or all that are not paused, now. One run per feed, in which a fault of
    /// the feed stands; `Err` is for faults of ours. `full` reads everything anew.
    pub async fn sync(
        &self,
        _calendar: Option<CalendarId>,
        _trigger: Trigger,
        _full: bool,
    ) -> Result<Vec<RunView>, Error> {
        later()
    }

    /// All feeds taken together.
    pub async fn sync_state(&self) -> Result<SyncState, Error> {
        later()
    }

    /// The latest runs, newest first.
    pub async fn list_runs(
        &self,
        _calendar: Option<CalendarId>,
        _limit: u32,
    ) -> Result<Vec<RunView>, Error> {
        later()
    }

    /// Every occurrence that overlaps the window, by start, title and id. An occurrence without
    /// length overlaps when it starts inside.
    pub async fn list_occurrences(
        &self,
        _window: &Window,
        _scope: &Scope,
    ) -> Result<Vec<Occurrence>, Error> {
        later()
    }

    /// One occurrence in full, with its time in `zone`. Without `original` that is the only one, or
    /// of a series the next one, else the last.
    pub async fn get_event(
        &self,
        _id: EventId,
        _original: Option<i64>,
        _zone: &TimeZone,
    ) -> Result<EventDetails, Error> {
        later()
    }

    /// Events with all these words in title, place, notes or people; accents and case do not
    /// count, and the last word may be unfinished. Best first; nothing for an empty text.
    pub async fn search(&self, _text: &str, _limit: u32) -> Result<Vec<SearchHit>, Error> {
        later()
    }

    /// One VCALENDAR of the stored text, as its sources wrote it. A window keeps the events with an
    /// occurrence in it.
    pub async fn export(&self, _scope: &Scope, _window: Option<&Window>) -> Result<String, Error> {
        later()
    }

    /// Reads iCalendar text into a calendar of this computer. Events already there are brought up
    /// to date, no event is removed.
    pub async fn import(
        &self,
        _text: Box<dyn Read + Send>,
        _calendar: CalendarId,
    ) -> Result<ImportReport, Error> {
        later()
    }

    /// The user's settings.
    pub async fn get_settings(&self) -> Result<Settings, Error> {
        later()
    }

    /// Keeps the user's settings.
    pub async fn set_settings(&self, _settings: &Settings) -> Result<(), Error> {
        later()
    }

    /// Writes a backup of the database now; of automatic ones the last seven are kept.
    pub async fn back_up(&self) -> Result<BackupView, Error> {
        later()
    }

    /// Writes the daily backup when it is due; none when it is not.
    pub async fn back_up_if_due(&self) -> Result<Option<BackupView>, Error> {
        later()
    }

    /// The backups, newest first.
    pub async fn list_backups(&self) -> Result<Vec<BackupView>, Error> {
        later()
    }

    /// Puts a backup in the database's place, which is kept beside it. No engine may be open on the
    /// folder.
    pub async fn restore(_config: &Config, _name: &str) -> Result<BackupView, Error> {
        later()
    }

    /// Looks after everything the engine depends on. Works on a folder that cannot be opened.
    pub async fn doctor(_config: &Config) -> Vec<Check> {
        Vec::new()
    }

    /// Writes occurrence rows for some series that lack them; true while there are more.
    pub async fn fill_some(&self) -> Result<bool, Error> {
        later()
    }

    /// Runs due feeds, daily backups and the filling of occurrences, until `shutdown` ends.
    ///
    /// Of all processes on one data folder one does the work; the others wait for it to end and
    /// then take over. Changes other processes make are told to subscribers either way.
    pub async fn run_schedule(
        &self,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Result<(), Error> {
        shutdown.await;
        Ok(())
    }

    /// Stops writing and closes the database.
    pub async fn close(self) {}
}
