//! One sync of one account: edits are sent, then the list of calendars and all calendars are read
//! side by side. Whatever comes of it is in the log.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Instant,
};

use futures_util::{StreamExt as _, future::BoxFuture, stream};
use jiff::Timestamp;
use kalends_remote::google::{GoogleError, Session};
use kalends_store::{
    Account, Calendar, Direction, RunResult as StoredResult, accounts, calendars, pending,
    sync_runs, sync_state,
};

use super::{
    allowed,
    gate::Gate,
    list::of_account,
    pull::{Pull, Pulled, note_unchanged},
    sessions,
};
use crate::{
    AccountId, CalendarId, Engine, EngineEvent, Error, RunView, Trigger,
    google::session,
    push,
    sync::{
        apply::Applied,
        run::{Run, Syncing},
    },
};

/// What is to be synced of an account.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// These calendars; none is all that are synced, and the list of calendars.
    pub(crate) calendars: Option<Vec<CalendarId>>,
    /// What set it off.
    pub(crate) trigger: Trigger,
    /// Everything is read again.
    pub(crate) full: bool,
}

/// Edits sent and conflicts met, by calendar.
type Sent = HashMap<CalendarId, (u64, u64)>;

/// A sync under way.
struct Round<'a> {
    engine: &'a Engine,
    gate: &'a Gate,
    account: Account,
    session: Arc<Session>,
    wanted: &'a Wanted,
    begun: (Timestamp, Instant),
    spread: f64,
    sent: Sent,
}

impl Engine {
    /// Syncs an account once, one at a time. What the server refuses is in the answer, one line for
    /// each calendar; faults of ours are the error.
    ///
    /// # Errors
    /// [`Error::Busy`] while another process syncs it; a run of the user's own waits for a minute.
    pub(crate) async fn run_account(
        &self,
        id: AccountId,
        wanted: &Wanted,
    ) -> Result<Vec<RunView>, Error> {
        let begun = (self.now(), Instant::now());
        let gate = self.inner.google.gate(&self.inner.config, id);
        let _run = gate.run.lock().await;
        let _lease = gate.lease(wanted.trigger == Trigger::Manual).await?;
        gate.check()?;
        let views = Box::pin(self.run_alone(id, wanted, &gate, begun)).await;
        self.tell(EngineEvent::CalendarsChanged);
        self.tell_sync_state().await;
        views
    }

    async fn run_alone(
        &self,
        id: AccountId,
        wanted: &Wanted,
        gate: &Gate,
        begun: (Timestamp, Instant),
    ) -> Result<Vec<RunView>, Error> {
        let (account, targets) = self.targets(id, wanted).await?;
        let syncing: Vec<Syncing<'_>> =
            targets.iter().map(|calendar| Syncing::begin(self, calendar.id)).collect();
        self.tell_sync_state().await;
        let mut again = true;
        let views = loop {
            match self.round(&account, &targets, wanted, gate, begun).await {
                // Another process may have signed in again since this one opened its session.
                Err(Error::Google(GoogleError::SignedOut))
                    if again && sessions::is_stale(self, id).await? =>
                {
                    again = false;
                    self.inner.google.forget(id);
                }
                Err(error) if is_about_account(&error) => {
                    break self.note_account(&account, &targets, wanted, begun, &error).await?;
                }
                other => break other?,
            }
        };
        drop(syncing);
        Ok(views)
    }

    /// The account, and those of its calendars that are to be synced.
    async fn targets(
        &self,
        id: AccountId,
        wanted: &Wanted,
    ) -> Result<(Account, Vec<Calendar>), Error> {
        let mut read = self.inner.store.read().await?;
        let account = accounts::get(&mut read, id).await?;
        let states = sync_state::list(&mut read).await?;
        let paused = |id| states.iter().any(|state| state.calendar_id == id && state.paused);
        let all = of_account(&mut read, id).await?.into_iter();
        let targets = all
            .filter(|calendar| match &wanted.calendars {
                Some(named) => named.contains(&calendar.id),
                None => calendar.selected && !paused(calendar.id),
            })
            .filter(|calendar| !calendar.gone);
        Ok((account, targets.collect()))
    }

    async fn round(
        &self,
        account: &Account,
        targets: &[Calendar],
        wanted: &Wanted,
        gate: &Gate,
        begun: (Timestamp, Instant),
    ) -> Result<Vec<RunView>, Error> {
        if !account.signed_in {
            return Err(super::signed_out_here(account));
        }
        let session = session(self, account.id).await?;
        let sent = self.send_edits(account.id, &session, gate, wanted.trigger).await?;
        let round = Round {
            engine: self,
            gate,
            account: account.clone(),
            session,
            wanted,
            begun,
            spread: self.inner.config.chance.fraction(),
            sent,
        };
        let views = round.pull_all(targets).await?;
        self.note_well(account.id, &round.session).await?;
        Ok(views)
    }

    /// Sends what waits. Gives what became of it by calendar; a fault that the pull meets too is
    /// left to it.
    async fn send_edits(
        &self,
        account: AccountId,
        session: &Session,
        gate: &Gate,
        trigger: Trigger,
    ) -> Result<Sent, Error> {
        let before = self.counts(account).await?;
        if before.is_empty() {
            return Ok(Sent::new());
        }
        let pushed = {
            let _traffic = gate.traffic.write().await;
            Box::pin(push::push_account(self, account, session, trigger)).await
        };
        match pushed {
            Ok(_) => {}
            Err(error) if is_about_account(&error) => return Err(error),
            Err(Error::Google(error)) => {
                tracing::info!(%account, kind = error.kind(), "edits wait: {error}");
            }
            Err(error) => return Err(error),
        }
        let after = self.counts(account).await?;
        let of = |counts: &HashMap<CalendarId, (u64, u64)>, id: &CalendarId| {
            counts.get(id).copied().unwrap_or_default()
        };
        let mut sent = Sent::new();
        for (id, (unsent, problems)) in &before {
            let (left, problems_now) = of(&after, id);
            let done = (unsent.saturating_sub(left), problems_now.saturating_sub(*problems));
            sent.insert(*id, done);
        }
        if sent.values().any(|(sent, met)| sent + met > 0) {
            self.tell(EngineEvent::QueueChanged);
        }
        Ok(sent)
    }

    /// Unsent edits and those of them that need the user, by calendar.
    async fn counts(&self, account: AccountId) -> Result<HashMap<CalendarId, (u64, u64)>, Error> {
        let mut read = self.inner.store.read().await?;
        let ours: Vec<CalendarId> =
            of_account(&mut read, account).await?.iter().map(|calendar| calendar.id).collect();
        let counts = pending::count_by_calendar(&mut read).await?.into_iter();
        Ok(counts
            .filter(|(id, _)| ours.contains(id))
            .map(|(id, count)| (id, (count.unsent, count.problems)))
            .collect())
    }

    /// Sends what waits for an account and reads nothing: right after an edit. One line for each
    /// calendar of which something was sent.
    ///
    /// # Errors
    /// [`Error::Busy`] while another process syncs the account: it sends what waits.
    pub(crate) async fn push_now(
        &self,
        id: AccountId,
        trigger: Trigger,
    ) -> Result<Vec<RunView>, Error> {
        let begun = (self.now(), Instant::now());
        let gate = self.inner.google.gate(&self.inner.config, id);
        let _lease = gate.lease(trigger == Trigger::Manual).await?;
        gate.check()?;
        let account = {
            let mut read = self.inner.store.read().await?;
            accounts::get(&mut read, id).await?
        };
        if !allowed::can_talk(&account) {
            return Err(super::signed_out_here(&account));
        }
        let session = session(self, id).await?;
        let sent = match self.send_edits(id, &session, &gate, trigger).await {
            Err(error) if is_about_account(&error) => {
                let wanted = Wanted { calendars: None, trigger, full: false };
                return self.note_account(&account, &[], &wanted, begun, &error).await;
            }
            sent => sent?,
        };
        self.inner.moments.note_change(id, self.now());
        let mut views = Vec::new();
        let mut write = self.inner.store.begin().await?;
        for (calendar, (sent, conflicts)) in sent {
            if sent + conflicts == 0 {
                continue;
            }
            let calendar = calendars::get(&mut write, calendar).await?;
            let run = Run { engine: self, calendar, trigger, begun };
            let row = run.row(StoredResult::Ok, &of_sent((sent, conflicts)), None);
            let log = sync_runs::insert(&mut write, &row).await?;
            views.push(crate::runs::view(log, row));
        }
        write.commit().await?;
        self.tell_sync_state().await;
        Ok(views)
    }

    /// The account as a whole fails: it says so itself, once, and every calendar that was to be
    /// synced has its line.
    async fn note_account(
        &self,
        account: &Account,
        targets: &[Calendar],
        wanted: &Wanted,
        begun: (Timestamp, Instant),
        error: &Error,
    ) -> Result<Vec<RunView>, Error> {
        let problem = error.problem();
        tracing::warn!(account = %account.id, kind = problem.kind, "an account failed: {problem}");
        let mut write = self.inner.store.begin().await?;
        let mut stored = accounts::get(&mut write, account.id).await?;
        let is_new = stored.problem.as_ref().is_none_or(|before| before.kind != problem.kind);
        // Somebody who signed out meanwhile is not asked to sign in.
        if stored.signed_in && is_new {
            stored.problem = Some(problem.into());
            accounts::update(&mut write, &stored).await?;
        }
        write.commit().await?;
        if matches!(error, Error::Google(GoogleError::SignedOut)) {
            self.inner.google.forget(account.id);
        }
        if is_new {
            self.tell(EngineEvent::AccountsChanged);
        }
        let mut views = Vec::new();
        for calendar in targets {
            views.push(self.note_failure(calendar.id, wanted.trigger, begun, error).await?);
        }
        Ok(views)
    }

    /// The account works: what was wrong with it is over, and what it allows may have changed.
    async fn note_well(&self, id: AccountId, session: &Session) -> Result<(), Error> {
        let allowed = session.scopes().map(|scopes| scopes.to_text());
        let is_same = |account: &Account| {
            account.problem.is_none() && allowed.as_ref().is_none_or(|it| *it == account.scopes)
        };
        {
            let mut read = self.inner.store.read().await?;
            if is_same(&accounts::get(&mut read, id).await?) {
                return Ok(());
            }
        }
        let mut write = self.inner.store.begin().await?;
        let mut account = accounts::get(&mut write, id).await?;
        if is_same(&account) || !account.signed_in {
            return Ok(());
        }
        account.problem = None;
        if let Some(allowed) = allowed {
            account.scopes = allowed;
        }
        accounts::update(&mut write, &account).await?;
        super::list::derive_all(&mut write, &account).await?;
        write.commit().await?;
        self.tell(EngineEvent::AccountsChanged);
        Ok(())
    }
}

impl Round<'_> {
    /// Reads the list and the calendars side by side, then those that are new in the list.
    async fn pull_all(&self, targets: &[Calendar]) -> Result<Vec<RunView>, Error> {
        let at_once = self.engine.inner.config.google.at_once.max(1);
        let (listed, mut pulled) = if self.wanted.calendars.is_some() && !self.wanted.full {
            (Ok(Vec::new()), self.pull_some(targets, at_once).await)
        } else if at_once > 1 {
            tokio::join!(self.list(), self.pull_some(targets, at_once))
        } else {
            let listed = self.list().await;
            (listed, self.pull_some(targets, at_once).await)
        };
        let new = match listed {
            Ok(new) => new,
            Err(error) if is_about_account(&error) => return Err(error),
            Err(error @ (Error::Google(_) | Error::Refused(_))) => {
                // The calendars that are known work without it.
                tracing::warn!(account = %self.account.id, kind = error.kind(), "the list of calendars could not be read: {error}");
                if targets.is_empty() {
                    return Err(error);
                }
                Vec::new()
            }
            Err(error) => return Err(error),
        };
        if !new.is_empty() {
            let new = self.load(&new).await?;
            pulled.extend(self.pull_some(&new, at_once).await);
        }
        self.note(pulled).await
    }

    async fn list(&self) -> Result<Vec<CalendarId>, Error> {
        Box::pin(self.engine.refresh_list(&self.account, &self.session, self.wanted.full)).await
    }

    /// Of calendars that just came those that are synced.
    async fn load(&self, ids: &[CalendarId]) -> Result<Vec<Calendar>, Error> {
        let mut read = self.engine.inner.store.read().await?;
        let all = of_account(&mut read, self.account.id).await?.into_iter();
        Ok(all.filter(|calendar| calendar.selected && ids.contains(&calendar.id)).collect())
    }

    /// Calendars of the account that are still listed.
    async fn left(&self) -> Result<HashSet<CalendarId>, Error> {
        let mut read = self.engine.inner.store.read().await?;
        let all = of_account(&mut read, self.account.id).await?.into_iter();
        Ok(all.filter(|calendar| !calendar.gone).map(|calendar| calendar.id).collect())
    }

    async fn pull_some(
        &self,
        targets: &[Calendar],
        at_once: usize,
    ) -> Vec<(Calendar, Result<Pulled, Error>)> {
        // In the order given, whatever answers first.
        let pulls: Vec<_> =
            targets.iter().map(|calendar| self.pull_one(calendar, at_once > 1)).collect();
        stream::iter(pulls).buffered(at_once).collect().await
    }

    fn pull_one(
        &self,
        calendar: &Calendar,
        ahead: bool,
    ) -> BoxFuture<'_, (Calendar, Result<Pulled, Error>)> {
        let calendar = calendar.clone();
        Box::pin(async move {
            let pulled = self.pull(calendar.clone(), ahead).await;
            (calendar, pulled)
        })
    }

    async fn pull(&self, calendar: Calendar, ahead: bool) -> Result<Pulled, Error> {
        if calendar.direction == Direction::Write {
            // Only sent to: what is here stays, and nothing new comes.
            let mut read = self.engine.inner.store.read().await?;
            let state = sync_state::get(&mut read, calendar.id).await?;
            return Ok(Pulled::Unchanged { cursor: state.map(|it| it.cursor).unwrap_or_default() });
        }
        let sent = self.sent_of(&calendar);
        Pull {
            gate: self.gate,
            session: &self.session,
            account: &self.account,
            run: self.run(calendar),
            full: self.wanted.full,
            ahead,
            spread: self.spread,
            sent,
        }
        .run()
        .await
    }

    fn run(&self, calendar: Calendar) -> Run<'_> {
        let trigger = self.wanted.trigger;
        Run { engine: self.engine, calendar, trigger, begun: self.begun }
    }

    fn sent_of(&self, calendar: &Calendar) -> (u64, u64) {
        self.sent.get(&calendar.id).copied().unwrap_or_default()
    }

    /// Writes the lines of calendars that had nothing new, all at once, and of those that failed.
    async fn note(
        &self,
        pulled: Vec<(Calendar, Result<Pulled, Error>)>,
    ) -> Result<Vec<RunView>, Error> {
        let mut views = Vec::new();
        let mut quiet = Vec::new();
        let mut changed = false;
        let left = self.left().await?;
        for (order, (calendar, pulled)) in pulled.into_iter().enumerate() {
            match pulled {
                Ok(Pulled::Unchanged { cursor }) => quiet.push((order, calendar, cursor)),
                Ok(Pulled::Done(view)) => {
                    changed |= view.created + view.updated + view.deleted > 0;
                    views.push((order, view));
                }
                Err(error) if is_about_account(&error) => return Err(error),
                // The list took it away while it was being read, and says so itself.
                Err(error) if !left.contains(&calendar.id) => {
                    tracing::debug!(%error, "a calendar is gone");
                }
                Err(error @ (Error::Google(_) | Error::Refused(_))) => {
                    let trigger = self.wanted.trigger;
                    let note = self.engine.note_failure(calendar.id, trigger, self.begun, &error);
                    views.push((order, note.await?));
                }
                Err(error) => return Err(error),
            }
        }
        if !quiet.is_empty() {
            let mut write = self.engine.inner.store.begin().await?;
            quiet.retain(|(_, calendar, _)| left.contains(&calendar.id));
            for (order, calendar, cursor) in quiet {
                let sent = self.sent_of(&calendar);
                let run = self.run(calendar);
                let view = note_unchanged(&mut write, &run, cursor, self.spread, sent).await?;
                views.push((order, view));
            }
            write.commit().await?;
        }
        if changed {
            self.engine.inner.moments.note_change(self.account.id, self.engine.now());
        }
        views.sort_by_key(|(order, _)| *order);
        Ok(views.into_iter().map(|(_, view)| view).collect())
    }
}

/// Whether the fault is the account's, not a calendar's.
fn is_about_account(error: &Error) -> bool {
    match error {
        Error::Google(error) => matches!(
            error,
            GoogleError::SignedOut
                | GoogleError::Unauthorized
                | GoogleError::ClientRefused { .. }
                | GoogleError::ApiDisabled
                | GoogleError::Insecure
        ),
        Error::Secrets(_) => true,
        error => super::ABOUT_ACCOUNT.contains(&error.kind()),
    }
}

pub(super) fn of_sent((sent, conflicts): (u64, u64)) -> Applied {
    let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    Applied { pushed: size(sent), conflicts: size(conflicts), ..Applied::default() }
}
