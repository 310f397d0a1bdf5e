//! What happens by itself: due sources, edits that wait, daily backups, the filling of occurrences.

mod due;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use kalends_remote::has_route;
use kalends_store::{AccountKind, accounts, calendars, events, pending, sync_runs, sync_state};
use tokio::{
    sync::{Notify, Semaphore},
    task::JoinSet,
};

use self::due::{Due, Look, plan, strongest};
use crate::{
    AccountId, CalendarId, Engine, Error, Trigger,
    google::run::Wanted,
    owner::{Ownership, SCHEDULE, try_own},
    policy::{Ending, next_run},
    sync::AT_ONCE,
};

/// The longest wait between two looks at what is due.
const LOOK: SignedDuration = SignedDuration::from_mins(10);
/// The wait between two tries to take the schedule over from another process.
const TAKE_OVER: SignedDuration = SignedDuration::from_secs(15);
/// The pause after a fault of ours, such as a full disk.
const PAUSE: SignedDuration = SignedDuration::from_secs(60);
/// The pause after another process was found to sync an account.
const ELSEWHERE: SignedDuration = SignedDuration::from_secs(5);
/// How often a computer without a network looks for one.
const LOOK_FOR_NETWORK: SignedDuration = SignedDuration::from_secs(3);
/// A wake-up this much after its time means that the computer slept, or that its clock was set.
const OVERSLEPT: SignedDuration = SignedDuration::from_secs(60);

/// How long a soft-deleted event can come back under its old id.
const DELETED_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Lines of the log that each calendar keeps.
const RUNS_KEPT: u32 = 1000;

/// One thing that runs at most once at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Work {
    Feed(CalendarId),
    Account(AccountId),
    Edits(AccountId),
}

/// What a piece of work leaves behind.
struct Done {
    work: Work,
    /// The edits of this account could not be sent: not again before the back-off is over.
    stuck: bool,
}

/// Runs under way. Dropped, they stop: what they wrote is whole or not there.
#[derive(Default)]
struct Runs {
    under_way: HashSet<Work>,
    tasks: JoinSet<Done>,
    /// Accounts whose edits could not be sent: how often in a row, and when they are tried again.
    stuck: HashMap<AccountId, (u32, Timestamp)>,
    /// What happened to accounts while they were being synced.
    owed: HashMap<AccountId, Trigger>,
    /// The first look has the moment of the start.
    started: bool,
    /// There was no way out at the last look.
    cut_off: bool,
}

impl Runs {
    /// Returns once a run has ended; never when there is none.
    async fn one_ends(&mut self) -> Option<Done> {
        match self.tasks.join_next().await {
            Some(Ok(done)) => {
                self.under_way.remove(&done.work);
                Some(done)
            }
            Some(Err(error)) => {
                tracing::error!(%error, "a run died");
                if self.tasks.is_empty() {
                    self.under_way.clear();
                }
                None
            }
            None => std::future::pending().await,
        }
    }
}

impl Engine {
    /// Runs due sources, sends edits, makes daily backups and fills occurrences, until `shutdown`
    /// ends.
    ///
    /// Of all processes on one data folder one does the work; the others wait for it to end and
    /// then take over. Changes other processes make are told to subscribers either way.
    pub async fn run_schedule(
        &self,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Result<(), Error> {
        tokio::select! {
            () = shutdown => Ok(()),
            result = self.own_and_work() => result,
            () = self.watch_others() => Ok(()),
        }
    }

    /// Tells what other processes change, for ever; of several callers in this process one does.
    /// [`Engine::run_schedule`] does it too.
    pub async fn watch_others(&self) {
        let _only = self.inner.watching.lock().await;
        loop {
            let ended = tokio::select! {
                ended = self.watch() => ended,
                ended = self.watch_audit() => ended,
                () = self.watch_zone() => continue,
            };
            let Err(error) = ended else { continue };
            tracing::warn!(%error, "changes by others cannot be noticed");
            self.rest(PAUSE).await;
        }
    }

    async fn own_and_work(&self) -> Result<(), Error> {
        let _ownership: Ownership = loop {
            match try_own(&self.inner.config, SCHEDULE)? {
                Some(ownership) => break ownership,
                None => self.rest(TAKE_OVER).await,
            }
        };
        let idle = Notify::new();
        tokio::select! {
            () = self.run_due(&idle) => {}
            () = self.keep_up(&idle) => {}
        }
        Ok(())
    }

    /// Begins what is due, for ever. `idle` is told whenever nothing is under way.
    async fn run_due(&self, idle: &Notify) {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        let mut runs = Runs::default();
        loop {
            let began = self.now();
            let wake = match self.begin_due(&mut runs, &places).await {
                Ok(wake) => wake,
                Err(error) => {
                    tracing::warn!(%error, "scheduled work failed");
                    self.in_a(PAUSE)
                }
            };
            if runs.under_way.is_empty() {
                idle.notify_one();
            }
            tokio::select! {
                () = self.inner.config.clock.sleep_between(began, wake) => {
                    let now = self.now();
                    if now < began || now.duration_since(wake) > OVERSLEPT {
                        self.note_moment(Trigger::Wake);
                    }
                }
                () = self.inner.due.notified() => {}
                done = runs.one_ends() => {
                    if let Some(done) = done {
                        self.note_done(&mut runs, &done).await;
                    }
                }
            }
        }
    }

    /// Begins what is due and answers when there is something to do again.
    async fn begin_due(
        &self,
        runs: &mut Runs,
        places: &Arc<Semaphore>,
    ) -> Result<Timestamp, Error> {
        let mut moments = self.inner.moments.take();
        if !runs.started {
            runs.started = true;
            moments.push(Trigger::Start);
        }
        let (due, offline) = self.look(runs, &mut moments).await?;
        let latest = self.in_a(if offline { LOOK_FOR_NETWORK } else { LOOK });
        let wake = due.next.map_or(latest, |next| next.min(latest));
        let wake = self.next_expiry().await?.map_or(wake, |next| next.min(wake));
        for (id, trigger) in due.feeds {
            if runs.under_way.insert(Work::Feed(id)) {
                let (engine, places) = (self.clone(), Arc::clone(places));
                runs.tasks.spawn(async move {
                    let _place = places.acquire_owned().await;
                    let run = Box::pin(engine.run_feed(id, trigger, false)).await;
                    if let Err(error) = &run {
                        tracing::warn!(%error, "a run could not be kept");
                        engine.rest(PAUSE).await;
                    }
                    Done { work: Work::Feed(id), stuck: false }
                });
            }
        }
        for (id, calendars, trigger) in due.accounts {
            if runs.under_way.insert(Work::Account(id)) {
                let wanted = Wanted { calendars, trigger, full: false };
                runs.tasks.spawn(self.clone().sync_in_turn(id, wanted));
            }
        }
        for id in due.pushes {
            if runs.under_way.insert(Work::Edits(id)) {
                runs.tasks.spawn(self.clone().push_in_turn(id));
            }
        }
        Ok(wake)
    }

    /// What is due, and whether this computer has to be asked for its network soon again.
    async fn look(
        &self,
        runs: &mut Runs,
        moments: &mut Vec<Trigger>,
    ) -> Result<(Due, bool), Error> {
        let now = self.now();
        let mut read = self.inner.store.read().await?;
        let accounts = accounts::list(&mut read).await?;
        let calendars = calendars::list(&mut read).await?;
        let states = sync_state::list(&mut read).await?;
        let offline = states
            .iter()
            .any(|state| state.problem.as_ref().is_some_and(|problem| problem.kind == "offline"));
        if offline || runs.cut_off {
            let cut_off = !has_route();
            if runs.cut_off && !cut_off {
                moments.push(Trigger::Network);
            }
            runs.cut_off = cut_off;
        }
        if !moments.is_empty() {
            runs.stuck.clear();
        }
        for id in self.inner.moments.take_signed_in() {
            runs.stuck.remove(&id);
        }
        let mut edits = HashMap::new();
        for account in accounts.iter().filter(|account| account.kind == AccountKind::Google) {
            if let Some(at) = pending::get_next_try(&mut read, account.id).await? {
                let stuck = runs.stuck.get(&account.id).map(|(_, until)| *until);
                edits.insert(account.id, stuck.map_or(at, |until| until.max(at)));
            }
        }
        let under_way = |id| runs.under_way.contains(&Work::Account(id));
        let is_lively = |id| self.inner.moments.is_lively(id, now);
        let mut owed = std::mem::take(&mut runs.owed);
        let busy = accounts.iter().map(|account| account.id).filter(|id| under_way(*id));
        let held: Vec<AccountId> = busy.collect();
        let look = Look {
            now,
            accounts: &accounts,
            calendars: &calendars,
            states: &states,
            edits: &edits,
            moments,
            owed: &owed,
            under_way: &under_way,
            is_lively: &is_lively,
        };
        let mut due = plan(&look);
        owed.retain(|id, _| held.contains(id));
        for id in held {
            let before = owed.get(&id).copied();
            if let Some(moment) = strongest(moments.iter().copied().chain(before)) {
                owed.insert(id, moment);
            }
        }
        runs.owed = owed;
        // What is under way is looked at again when it ends.
        due.feeds.retain(|(id, _)| !runs.under_way.contains(&Work::Feed(*id)));
        due.pushes.retain(|id| !runs.under_way.contains(&Work::Edits(*id)));
        Ok((due, runs.cut_off))
    }

    fn sync_in_turn(self, id: AccountId, wanted: Wanted) -> BoxFuture<'static, Done> {
        Box::pin(async move {
            match self.run_account(id, &wanted).await {
                Ok(_) => {}
                Err(Error::Busy(_)) => self.rest(ELSEWHERE).await,
                Err(error) => {
                    tracing::warn!(%error, "an account could not be synced");
                    self.rest(PAUSE).await;
                }
            }
            Done { work: Work::Account(id), stuck: false }
        })
    }

    fn push_in_turn(self, id: AccountId) -> BoxFuture<'static, Done> {
        Box::pin(async move {
            let run = self.push_now(id, Trigger::Edit).await;
            if let Err(error) = &run {
                tracing::info!(%error, "edits wait");
            }
            let stuck = run.map_or(true, |views| views.iter().all(|view| view.pushed == 0));
            Done { work: Work::Edits(id), stuck }
        })
    }

    /// Edits that could not be sent wait longer each time; whatever else happens to their account
    /// lets them try again.
    async fn note_done(&self, runs: &mut Runs, done: &Done) {
        let Work::Edits(account) = done.work else { return };
        let due = async {
            let mut read = self.inner.store.read().await?;
            let at = pending::get_next_try(&mut read, account).await?;
            Ok::<_, Error>(at.is_some_and(|at| at <= self.now()))
        };
        if !done.stuck || !due.await.unwrap_or(true) {
            runs.stuck.remove(&account);
            return;
        }
        let failures = runs.stuck.get(&account).map_or(1, |(failures, _)| failures + 1);
        let ending = Ending::Failed { failures, retry_after: None, lasting: false };
        let chance = self.inner.config.chance.fraction();
        let until = next_run(self.now(), crate::Every::Minute, ending, chance);
        runs.stuck.insert(account, (failures, until));
    }

    /// Fills, backs up and throws away, whenever nothing else is under way and from time to time.
    async fn keep_up(&self, idle: &Notify) {
        loop {
            if let Err(error) = self.upkeep().await {
                tracing::warn!(%error, "upkeep failed");
                self.rest(PAUSE).await;
            }
            tokio::select! {
                () = idle.notified() => {}
                () = self.rest(LOOK) => {}
            }
        }
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
        let clock = &self.inner.config.clock;
        clock.sleep_between(self.now(), self.in_a(pause)).await;
    }

    fn in_a(&self, duration: SignedDuration) -> Timestamp {
        self.now().checked_add(duration).unwrap_or(Timestamp::MAX)
    }
}
