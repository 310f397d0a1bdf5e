//! Shows what is due, for as long as it runs.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::Reminding;
use crate::{
    Engine, EngineEvent, Error, Notifier,
    clock::to_next_look,
    owner::{Ownership, REMINDERS, try_own},
};

/// The wait between two tries to take the reminders over from another process.
const TAKE_OVER: SignedDuration = SignedDuration::from_secs(15);
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
                change = next_change(told) => if change == Change::Data {
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
            let telling: BoxFuture<'_, _> = Box::pin(self.look_for_proposals());
            let again = telling.await;
            // A look at the clock alone, where nothing is due: until then nothing was missed.
            let tick = now.checked_add(to_next_look(now)).unwrap_or(Timestamp::MAX);
            let wake = next.into_iter().chain(again).fold(tick, Timestamp::min);
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
                change = next_change(&mut told) => match change {
                    Change::Data => self.note_change(),
                    Change::Proposals => self.note_proposals(engine.now()),
                },
                () = notifier.service_came() => self.note_service(),
                () = engine.inner.config.clock.sleep_between(now, wake) => {}
            }
        }
    }
}

/// What an event may have changed of what is shown here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Data,
    Proposals,
}

/// Waits for an event that may have changed something here.
async fn next_change(told: &mut Receiver<EngineEvent>) -> Change {
    loop {
        match told.recv().await {
            Ok(EngineEvent::DataChanged(_) | EngineEvent::CalendarsChanged)
            | Err(RecvError::Lagged(_)) => return Change::Data,
            Ok(EngineEvent::ProposalsChanged) => return Change::Proposals,
            Ok(
                EngineEvent::SyncState(_)
                | EngineEvent::AccountsChanged
                | EngineEvent::QueueChanged
                | EngineEvent::ConflictsChanged
                | EngineEvent::RemindersChanged
                | EngineEvent::AgentsChanged
                | EngineEvent::ZoneChanged,
            ) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
