//! The face of the engine: opened once, cloned freely; what a user can do lies beside it, one file
//! for each kind of thing.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use kalends_remote::{Fetcher, FetcherOptions, KeychainOptions, SecretString, Secrets, WorkFactor};
use kalends_store::Store;
use tokio::sync::broadcast;

use crate::{
    CalendarId, Config, EngineEvent, Error, Problem, SecretsMode, google::Google, ids::Ids,
    moments::Moments,
};

/// Calendars, kept on this computer. Clones share one engine.
#[derive(Clone)]
pub struct Engine {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) config: Config,
    pub(crate) store: Store,
    pub(crate) secrets: Secrets,
    pub(crate) fetcher: Fetcher,
    pub(crate) ids: Arc<Ids>,
    pub(crate) events: broadcast::Sender<EngineEvent>,
    /// Calendars being synced by this process.
    pub(crate) syncing: Mutex<HashSet<CalendarId>>,
    /// Wakes the schedule when what is due may have changed.
    pub(crate) due: tokio::sync::Notify,
    /// Edits of this process that can be taken back.
    pub(crate) undo: crate::edits::Undo,
    /// Edits of this process that were proposals.
    pub(crate) proposals: crate::proposals::Approvals,
    pub(crate) google: Google,
    pub(crate) moments: Moments,
    /// Wakes whoever shows reminders when they changed, or the machine woke up.
    pub(crate) reminders: tokio::sync::Notify,
    /// The zone that was told last.
    pub(crate) zone: Mutex<jiff::tz::TimeZone>,
    /// Held by whoever tells what other processes change.
    pub(crate) watching: tokio::sync::Mutex<()>,
}

/// An engine and what the user should hear about its start.
pub struct Opened {
    /// The engine, ready.
    pub engine: Engine,
    /// Set when a damaged database was set aside and an empty one took its place.
    pub problem: Option<Problem>,
}

impl Engine {
    /// Opens the data folder, making it when missing, and brings its database up to date.
    ///
    /// A database of a newer version is refused and left untouched. A damaged one is set aside and
    /// an empty one begun; [`Opened::problem`] then names the newest good backup.
    pub async fn open(config: Config) -> Result<Opened, Error> {
        let now = config.clock.now();
        let (store, problem) = match Store::open(&config.data_dir, now).await {
            Ok(store) => (store, None),
            Err(error @ kalends_store::Error::Damaged { .. }) => {
                let problem = Error::from(error).problem();
                (Store::open(&config.data_dir, now).await?, Some(problem))
            }
            Err(error) => return Err(error.into()),
        };
        let secrets = secrets(&config);
        let fetcher = Fetcher::new(FetcherOptions {
            extra_roots: config.extra_roots.clone(),
            ..FetcherOptions::default()
        });
        let ids = Arc::new(Ids::new(config.clock.clone(), config.chance.clone()));
        let google = Google::new(&config);
        let zone = Mutex::new(config.zone.get());
        let inner = Inner {
            config,
            store,
            secrets,
            fetcher,
            ids,
            events: broadcast::Sender::new(64),
            syncing: Mutex::default(),
            due: tokio::sync::Notify::new(),
            undo: crate::edits::Undo::default(),
            proposals: crate::proposals::Approvals::default(),
            google,
            moments: Moments::default(),
            reminders: tokio::sync::Notify::new(),
            zone,
            watching: tokio::sync::Mutex::default(),
        };
        Ok(Opened { engine: Self { inner: Arc::new(inner) }, problem })
    }

    /// What the engine was built from.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// Changes from now on, made by this process; while [`Engine::run_schedule`] runs also those
    /// made by others.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<EngineEvent> {
        self.inner.events.subscribe()
    }

    /// Closes the database once running work is done. Clones answer with errors from then on.
    pub async fn close(self) {
        self.inner.store.clone().close().await;
    }

    pub(crate) fn tell(&self, event: EngineEvent) {
        // Nobody listening is fine.
        let _ = self.inner.events.send(event);
    }

    pub(crate) fn now(&self) -> jiff::Timestamp {
        self.inner.config.clock.now()
    }

    pub(crate) fn mark_syncing(&self, id: CalendarId, is: bool) {
        let mut syncing = self.inner.syncing.lock().unwrap_or_else(PoisonError::into_inner);
        if is {
            syncing.insert(id);
        } else {
            syncing.remove(&id);
        }
    }

    pub(crate) fn is_syncing(&self, id: CalendarId) -> bool {
        self.inner.syncing.lock().unwrap_or_else(PoisonError::into_inner).contains(&id)
    }
}

/// The place of secrets that a configuration names.
pub(crate) fn secrets(config: &Config) -> Secrets {
    match &config.secrets {
        SecretsMode::Keychain => Secrets::keychain(KeychainOptions::default()),
        SecretsMode::File { passphrase } => Secrets::file(
            &config.data_dir,
            SecretString::from(passphrase.clone()),
            WorkFactor::default(),
        ),
        SecretsMode::Given(secrets) => secrets.clone(),
    }
}
