//! What happens by itself: due feeds, daily backups, the filling of occurrences.

use std::{collections::HashSet, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use kalends_store::{events, sync_runs, sync_state};
use tokio::{sync::Semaphore, task::JoinSet};

use crate::{
    CalendarId, Engine, Error, Trigger,
    owner::{Ownership, try_own},
    sync::AT_ONCE,
};

/// The longest wait between two looks at what is due.
const LOOK: SignedDuration = SignedDuration::from_mins(10);
/// The wait between two tries to take the schedule over from another process.
const TAKE_OVER: SignedDuration = SignedDuration::from_secs(15);
/// The pause after a fault of ours, such as a full disk.
const PAUSE: SignedDuration = SignedDuration::from_secs(60);

/// How long a soft-deleted event can come back under its old id.
const DELETED_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Lines of the log that each calendar keeps.
const RUNS_KEPT: u32 = 1000;

/// Runs under way. Dropped, they stop: what they wrote is whole or not there.
#[derive(Default)]
struct Runs {
    under_way: HashSet<CalendarId>,
    tasks: JoinSet<CalendarId>,
}

impl Runs {
    /// Returns once a run has ended; never when there is none.
    async fn one_ends(&mut self) {
        match self.tasks.join_next().await {
            Some(Ok(id)) => {
                self.under_way.remove(&id);
            }
            Some(Err(error)) => {
                tracing::error!(%error, "a run died");
                if self.tasks.is_empty() {
                    self.under_way.clear();
                }
            }
            None => std::future::pending().await,
        }
    }
}

impl Engine {
    /// Runs due feeds, daily backups and the filling of occurrences, until `shutdown` ends.
    ///
    /// Of all processes on one data folder one does the work; the others wait for it to end and
    /// then take over. Changes other processes make are told to subscribers either way.
    pub async fn run_schedule(
        &self,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Result<(), Error> {
        let watching = async {
            loop {
                let Err(error) = self.watch().await else { continue };
                tracing::warn!(%error, "changes by others cannot be noticed");
                self.rest(PAUSE).await;
            }
        };
        tokio::select! {
            () = shutdown => Ok(()),
            result = self.own_and_work() => result,
            () = watching => Ok(()),
        }
    }

    async fn own_and_work(&self) -> Result<(), Error> {
        let _ownership: Ownership = loop {
            match try_own(&self.inner.config)? {
                Some(ownership) => break ownership,
                None => self.rest(TAKE_OVER).await,
            }
        };
        let places = Arc::new(Semaphore::new(AT_ONCE));
        let mut runs = Runs::default();
        loop {
            let wake = match self.begin_due(&mut runs, &places).await {
                Ok(wake) => wake,
                Err(error) => {
                    tracing::warn!(%error, "scheduled work failed");
                    self.in_a(PAUSE)
                }
            };
            tokio::select! {
                () = self.inner.config.clock.sleep_until(wake) => {}
                () = self.inner.due.notified() => {}
                () = runs.one_ends() => {}
            }
        }
    }

    /// Begins the runs that are due; with none under way, does the rest of the work. Answers when
    /// there is something to do again.
    async fn begin_due(
        &self,
        runs: &mut Runs,
        places: &Arc<Semaphore>,
    ) -> Result<Timestamp, Error> {
        let due = {
            let mut read = self.inner.store.read().await?;
            sync_state::list_due(&mut read, self.now()).await?
        };
        for id in due {
            if runs.under_way.insert(id) {
                let (engine, places) = (self.clone(), Arc::clone(places));
                runs.tasks.spawn(async move {
                    let _place = places.acquire_owned().await;
                    let run = Box::pin(engine.run_feed(id, Trigger::Schedule, false)).await;
                    if let Err(error) = &run {
                        tracing::warn!(%error, "a run could not be kept");
                        engine.rest(PAUSE).await;
                    }
                    id
                });
            }
        }
        let latest = self.in_a(LOOK);
        if !runs.under_way.is_empty() {
            return Ok(latest);
        }
        self.upkeep().await?;
        let mut read = self.inner.store.read().await?;
        let next = sync_state::get_next_due(&mut read).await?;
        Ok(next.map_or(latest, |next| next.min(latest)))
    }

    /// Fills the table of occurrences and, once a day, backs up and throws old traces away.
    async fn upkeep(&self) -> Result<(), Error> {
        while self.fill_some().await? {
            tokio::task::yield_now().await;
        }
        if self.back_up_if_due().await?.is_some() {
            let before = self.in_a(-DELETED_KEPT);
            let mut write = self.inner.store.begin().await?;
            events::purge_deleted(&mut write, before).await?;
            sync_runs::prune(&mut write, RUNS_KEPT).await?;
            write.commit().await?;
        }
        Ok(())
    }

    async fn rest(&self, pause: SignedDuration) {
        self.inner.config.clock.sleep_until(self.in_a(pause)).await;
    }

    fn in_a(&self, duration: SignedDuration) -> Timestamp {
        self.now().checked_add(duration).unwrap_or(Timestamp::MAX)
    }
}
