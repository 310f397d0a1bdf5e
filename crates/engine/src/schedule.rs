//! What happens by itself: due feeds, daily backups, the filling of occurrences.

use jiff::{SignedDuration, Timestamp};
use kalends_store::sync_state;

use crate::{
    Engine, Error, Trigger,
    owner::{Ownership, try_own},
};

/// The longest wait between two looks at what is due.
const LOOK: SignedDuration = SignedDuration::from_mins(10);
/// The wait between two tries to take the schedule over from another process.
const TAKE_OVER: SignedDuration = SignedDuration::from_secs(15);
/// The pause after a fault of ours, such as a full disk.
const PAUSE: SignedDuration = SignedDuration::from_secs(60);

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
        loop {
            if let Err(error) = self.work_once().await {
                tracing::warn!(%error, "scheduled work failed");
                self.rest(PAUSE).await;
            }
            let wake = self.next_wake().await.unwrap_or_else(|_| self.in_a(PAUSE));
            tokio::select! {
                () = self.inner.config.clock.sleep_until(wake) => {}
                () = self.inner.due.notified() => {}
            }
        }
    }

    /// Does all that is due now.
    async fn work_once(&self) -> Result<(), Error> {
        let due = {
            let mut read = self.inner.store.read().await?;
            sync_state::list_due(&mut read, self.now()).await?
        };
        if !due.is_empty() {
            self.run_all(due, Trigger::Schedule, false).await?;
        }
        while self.fill_some().await? {
            tokio::task::yield_now().await;
        }
        if self.back_up_if_due().await?.is_some() {
            tracing::info!("the daily backup was made");
        }
        Ok(())
    }

    /// When there is something to do again.
    async fn next_wake(&self) -> Result<Timestamp, Error> {
        let latest = self.in_a(LOOK);
        let mut read = self.inner.store.read().await?;
        let next = sync_state::get_next_due(&mut read).await?;
        // A feed that is due but cannot run must not make the loop spin.
        let soonest = self.in_a(SignedDuration::from_secs(1));
        Ok(next.map_or(latest, |next| next.clamp(soonest, latest)))
    }

    async fn rest(&self, pause: SignedDuration) {
        self.inner.config.clock.sleep_until(self.in_a(pause)).await;
    }

    fn in_a(&self, duration: SignedDuration) -> Timestamp {
        self.now().checked_add(duration).unwrap_or(Timestamp::MAX)
    }
}
