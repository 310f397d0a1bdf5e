//! Shows what is due, for as long as it runs.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::Reminding;
use crate::{
    Engine, EngineEvent, Error, Notifier,
    owner::{Ownership, REMINDERS, try_own},
};

/// The wait between two tries to take the reminders over from another process.
const TAKE_OVER: SignedDuration = SignedDuration::from_secs(15);
/// The longest wait between two looks at the clock.
const LOOK: SignedDuration = SignedDuration::from_secs(30);
/// The pause after a fault, such as a full disk.
const PAUSE: SignedDuration = SignedDuration::from_secs(30);

impl Engine {
    /// Shows what is due through `notifier` and does what the user chooses on notes, until
    /// `shutdown` ends.
    ///
    /// Of all processes on one data folder one shows; the others wait for it to end and take over.
    pub async fn run_reminders(
        &self,
        notifier: Arc<dyn Notifier>,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Result<(), Error> {
        // Boxed by type: the compiler does not see through the nested futures that they are `Send`.
        let reminding: BoxFuture<'_, _> = Box::pin(self.own_and_remind(notifier));
        let watching: BoxFuture<'_, ()> = Box::pin(self.watch_others());
        tokio::select! {
            () = shutdown => Ok(()),
            result = reminding => result,
            () = watching => Ok(()),
        }
    }

    async fn own_and_remind(&self, notifier: Arc<dyn Notifier>) -> Result<(), Error> {
        let mut told = self.subscribe();
        let mut is_refused = false;
        let _ownership: Ownership = loop {
            match try_own(&self.inner.config, REMINDERS) {
                Ok(Some(ownership)) => break ownership,
                Ok(None) => {}
                // Such as a full disk, which will not stay so: whoever gave up here would never
                // remind again.
                Err(error) if is_refused => tracing::debug!(%error, "reminders still wait"),
                Err(error) => {
                    tracing::warn!(%error, "reminders wait for their lock");
                    is_refused = true;
                }
            }
            self.relay(&mut told).await;
        };
        let mut reminding = Reminding::new(self.clone(), notifier);
        let running: BoxFuture<'_, ()> = Box::pin(reminding.run(told));
        running.await;
        Ok(())
    }

    /// Waits for the next try. What the other process does with reminders is told here as a change
    /// of data.
    async fn relay(&self, told: &mut Receiver<EngineEvent>) {
        let clock = &self.inner.config.clock;
        let now = self.now();
        let end = now.checked_add(TAKE_OVER).unwrap_or(Timestamp::MAX);
        loop {
            tokio::select! {
                () = clock.sleep_between(now, end) => return,
                is_data = next_change(told) => if is_data {
                    self.tell(EngineEvent::RemindersChanged);
                },
            }
        }
    }
}

impl Reminding {
    /// Looks and waits, for ever.
    async fn run(&mut self, mut told: Receiver<EngineEvent>) {
        let engine = self.engine.clone();
        let notifier = Arc::clone(&self.notifier);
        loop {
            let now = engine.now();
            let looking: BoxFuture<'_, _> = Box::pin(self.look());
            let next = match looking.await {
                Ok(next) => next,
                Err(error) => {
                    tracing::warn!(%error, "reminders could not be looked at");
                    self.forget();
                    now.checked_add(PAUSE).ok()
                }
            };
            let telling: BoxFuture<'_, _> = Box::pin(self.tell_proposals());
            if let Err(error) = telling.await {
                tracing::warn!(%error, "proposals could not be told");
            }
            let tick = now.checked_add(LOOK).unwrap_or(Timestamp::MAX);
            let wake = next.map_or(tick, |next| next.min(tick));
            tokio::select! {
                biased;
                act = notifier.next_act() => {
                    let acting: BoxFuture<'_, _> = Box::pin(self.act(&act));
                    if let Err(error) = acting.await {
                        tracing::warn!(%error, "what was chosen on a note could not be done");
                        self.forget();
                    }
                }
                () = engine.inner.reminders.notified() => self.forget(),
                is_data = next_change(&mut told) => if is_data {
                    self.note_change();
                },
                () = notifier.service_came() => self.note_service(),
                () = engine.inner.config.clock.sleep_between(now, wake) => {}
            }
        }
    }
}

/// Waits for the next event; whether it may have changed reminders.
async fn next_change(told: &mut Receiver<EngineEvent>) -> bool {
    match told.recv().await {
        Ok(EngineEvent::DataChanged(_) | EngineEvent::CalendarsChanged)
        | Err(RecvError::Lagged(_)) => true,
        Ok(
            EngineEvent::SyncState(_)
            | EngineEvent::AccountsChanged
            | EngineEvent::QueueChanged
            | EngineEvent::ConflictsChanged
            | EngineEvent::RemindersChanged
            | EngineEvent::AgentsChanged
            | EngineEvent::ProposalsChanged
            | EngineEvent::ZoneChanged,
        ) => false,
        Err(RecvError::Closed) => std::future::pending().await,
    }
}
