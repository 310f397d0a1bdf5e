//! Sources are brought up to date: gather (network), plan (pure), apply (one transaction).

pub(crate) mod apply;
mod plan;
pub(crate) mod read;
pub(crate) mod run;
pub(crate) mod survey;

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use futures_util::future::{BoxFuture, join_all};
use kalends_remote::google::GoogleError;
use kalends_store::{AccountKind, accounts, calendars, feeds, pending, sync_state};
use tokio::{sync::Semaphore, task::JoinSet};

use crate::{
    AccountId, AccountState, AccountView, CalendarId, Engine, EngineEvent, Error, FeedState,
    MirrorView, Problem, RunView, SyncState, Trigger, google::run::Wanted,
};

/// Feeds fetched at once.
pub(crate) const AT_ONCE: usize = 4;

impl Engine {
    /// Syncs one calendar, or all that are neither paused nor deselected, now. One line for each, in
    /// which a fault of its source stands; `Err` is for faults of ours. `full` asks for everything,
    /// whatever was remembered, and believes a calendar of an account that was found empty before.
    /// [`Trigger::Edit`] only sends what waits.
    pub async fn sync(
        &self,
        calendar: Option<CalendarId>,
        trigger: Trigger,
        full: bool,
    ) -> Result<Vec<RunView>, Error> {
        let wanted = |calendars| Wanted { calendars, trigger, full };
        if let Some(id) = calendar {
            let view = self.get_calendar(id).await?;
            return match (view.feed, view.mirror) {
                (Some(_), _) => self.run_all(vec![id], trigger, full).await,
                (None, Some(_)) => self.sync_account(view.account_id, wanted(Some(vec![id]))).await,
                (None, None) => Err(Error::NotSynced(view.name)),
            };
        }
        let accounts = self.list_signed_in().await?;
        let accounts: Vec<_> =
            accounts.into_iter().map(|id| self.sync_account(id, wanted(None))).collect();
        let feeds = if trigger == Trigger::Edit { Vec::new() } else { self.list_active().await? };
        let (feeds, accounts) =
            tokio::join!(self.run_all(feeds, trigger, full), join_all(accounts));
        let (mut runs, mut without) = (Vec::new(), None);
        for account in accounts {
            match account {
                // It says so itself; the others are synced all the same.
                Err(error @ Error::Google(GoogleError::MissingScope)) => without = Some(error),
                account => runs.extend(account?),
            }
        }
        runs.extend(feeds?);
        without.filter(|_| runs.is_empty()).map_or(Ok(runs), Err)
    }

    fn sync_account(
        &self,
        id: AccountId,
        wanted: Wanted,
    ) -> BoxFuture<'_, Result<Vec<RunView>, Error>> {
        Box::pin(async move {
            if wanted.trigger == Trigger::Edit {
                return self.push_now(id, wanted.trigger).await;
            }
            self.run_account(id, &wanted).await
        })
    }

    /// Accounts of Google that the user did not sign out of.
    async fn list_signed_in(&self) -> Result<Vec<AccountId>, Error> {
        let mut read = self.inner.store.read().await?;
        let all = accounts::list(&mut read).await?.into_iter();
        let ours = all.filter(|one| one.kind == AccountKind::Google && one.signed_in);
        Ok(ours.map(|account| account.id).collect())
    }

    /// All sources taken together.
    pub async fn sync_state(&self) -> Result<SyncState, Error> {
        let calendars = self.list_calendars().await?;
        let accounts = self.list_accounts().await?;
        let feeds: Vec<_> = calendars
            .iter()
            .filter_map(|calendar| calendar.feed.as_ref())
            .filter(|feed| feed.state != FeedState::Paused)
            .collect();
        let network: Vec<_> = feeds.iter().filter(|feed| feed.network).collect();
        let mirrored: Vec<_> = calendars
            .iter()
            .filter(|calendar| calendar.selected)
            .filter_map(|calendar| Some((calendar.account_id, calendar.mirror.as_ref()?)))
            .collect();
        // Edits that arrived say as well that the account is in touch.
        let touch = |(account, mirror): &(AccountId, &MirrorView)| {
            mirror.last_good.map(|read| Some(read).max(self.inner.moments.last_sent(*account)))
        };
        let last_good: Vec<_> = feeds
            .iter()
            .map(|feed| feed.last_good)
            .chain(mirrored.iter().map(|one| touch(one).flatten()))
            .collect();
        let mirrors: Vec<_> = mirrored.iter().map(|(_, mirror)| *mirror).collect();
        let (mut unsent, mut needs_user) = (0, 0);
        {
            let mut read = self.inner.store.read().await?;
            for (_, count) in pending::count_by_calendar(&mut read).await? {
                unsent += count.unsent;
                needs_user += count.problems;
            }
        }
        let is_out = |account: &&AccountView| account.state == AccountState::SignIn;
        needs_user += accounts.iter().filter(is_out).count() as u64;
        let is_offline =
            |problem: Option<&Problem>| problem.is_some_and(|problem| problem.kind == "offline");
        Ok(SyncState {
            syncing: feeds.iter().any(|feed| feed.state == FeedState::Syncing)
                || mirrors.iter().any(|mirror| mirror.state == FeedState::Syncing),
            offline: network.len() + mirrors.len() > 0
                && network.iter().all(|feed| is_offline(feed.problem.as_ref()))
                && mirrors.iter().all(|mirror| is_offline(mirror.problem.as_ref())),
            last_good: last_good.into_iter().min().flatten(),
            failing: (feeds.iter().filter(|feed| feed.problem.is_some()).count()
                + mirrors.iter().filter(|mirror| mirror.problem.is_some()).count())
                as u64,
            unsent,
            needs_user,
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
        let feeds = feeds::list(&mut read).await?;
        let is_feed = |id| feeds.iter().any(|feed| feed.calendar_id == id);
        let paused = |id| states.iter().find(|state| state.calendar_id == id).map(|s| s.paused);
        let calendars = calendars::list(&mut read).await?;
        let active = calendars.into_iter().filter(|calendar| calendar.selected);
        Ok(active
            .map(|calendar| calendar.id)
            .filter(|id| is_feed(*id) && paused(*id) == Some(false))
            .collect())
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
