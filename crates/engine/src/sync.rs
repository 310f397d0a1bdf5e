//! Feeds are brought up to date: gather (network), plan (pure), apply (one transaction).

pub(crate) mod apply;
mod plan;
mod read;
pub(crate) mod run;
pub(crate) mod survey;

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use kalends_store::{calendars, sync_state};
use tokio::{sync::Semaphore, task::JoinSet};

use crate::{CalendarId, Engine, EngineEvent, Error, FeedState, RunView, SyncState, Trigger};

/// Feeds fetched at once.
pub(crate) const AT_ONCE: usize = 4;

impl Engine {
    /// Fetches one feed, or all that are neither paused nor deselected, now. One run per feed, in
    /// which a fault of the feed stands; `Err` is for faults of ours. `full` asks for the whole
    /// feed, whatever was remembered about its last version.
    pub async fn sync(
        &self,
        calendar: Option<CalendarId>,
        trigger: Trigger,
        full: bool,
    ) -> Result<Vec<RunView>, Error> {
        let targets = match calendar {
            Some(id) => {
                let view = self.get_calendar(id).await?;
                if view.feed.is_none() {
                    return Err(Error::NotAFeed(view.name));
                }
                vec![id]
            }
            None => self.list_active().await?,
        };
        self.run_all(targets, trigger, full).await
    }

    /// All feeds taken together.
    pub async fn sync_state(&self) -> Result<SyncState, Error> {
        let calendars = self.list_calendars().await?;
        let feeds: Vec<_> = calendars
            .iter()
            .filter_map(|calendar| calendar.feed.as_ref())
            .filter(|feed| feed.state != FeedState::Paused)
            .collect();
        let network: Vec<_> = feeds.iter().filter(|feed| feed.network).collect();
        let offline = |feed: &&&crate::FeedView| {
            feed.problem.as_ref().is_some_and(|problem| problem.kind == "offline")
        };
        Ok(SyncState {
            syncing: feeds.iter().any(|feed| feed.state == FeedState::Syncing),
            offline: !network.is_empty() && network.iter().all(offline),
            last_good: feeds.iter().map(|feed| feed.last_good).min().flatten(),
            failing: feeds.iter().filter(|feed| feed.problem.is_some()).count() as u64,
            unsent: 0,
            needs_user: 0,
        })
    }

    /// Runs feeds, at most four at once and one at a time per host.
    pub(crate) async fn run_all(
        &self,
        targets: Vec<CalendarId>,
        trigger: Trigger,
        full: bool,
    ) -> Result<Vec<RunView>, Error> {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        let mut tasks = JoinSet::new();
        for (order, id) in targets.into_iter().enumerate() {
            let (engine, places) = (self.clone(), Arc::clone(&places));
            tasks.spawn(async move {
                let _place = places.acquire_owned().await;
                (order, Box::pin(engine.run_feed(id, trigger, full)).await)
            });
        }
        let mut runs = Vec::new();
        while let Some(done) = tasks.join_next().await {
            let (order, run) = done.map_err(|_| Error::Cancelled("sync the feeds"))?;
            runs.push((order, run?));
        }
        runs.sort_by_key(|(order, _)| *order);
        Ok(runs.into_iter().map(|(_, run)| run).collect())
    }

    pub(crate) async fn tell_sync_state(&self) {
        match self.sync_state().await {
            Ok(state) => self.tell(EngineEvent::SyncState(state)),
            Err(error) => tracing::debug!(%error, "the sync state could not be told"),
        }
    }

    async fn list_active(&self) -> Result<Vec<CalendarId>, Error> {
        let mut read = self.inner.store.read().await?;
        let states = sync_state::list(&mut read).await?;
        let paused = |id| states.iter().find(|state| state.calendar_id == id).map(|s| s.paused);
        let calendars = calendars::list(&mut read).await?;
        let active = calendars.into_iter().filter(|calendar| calendar.selected);
        Ok(active.map(|calendar| calendar.id).filter(|id| paused(*id) == Some(false)).collect())
    }
}

/// The turn of a host: whoever holds it may ask.
pub(crate) fn turn(host: &str) -> Arc<tokio::sync::Mutex<()>> {
    static TURNS: LazyLock<Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>> =
        LazyLock::new(Mutex::default);
    let mut turns = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
    turns.retain(|_, turn| Arc::strong_count(turn) > 1);
    Arc::clone(turns.entry(host.into()).or_default())
}
