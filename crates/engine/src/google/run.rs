//! One sync of one account: edits are sent, then the list of calendars and all calendars are read
//! side by side. Whatever comes of it is in the log.

mod note;
mod round;

use std::{collections::HashMap, time::Instant};

use jiff::Timestamp;
use kalends_remote::google::{GoogleError, Session};
use kalends_store::{
    Account, Calendar, RunResult as StoredResult, accounts, calendars, pending, sync_runs,
    sync_state,
};

use self::{
    note::is_about_account,
    round::{Round, Sent},
};
use super::{allowed, gate::Gate, list::of_account, sessions};
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
        if !allowed::can_talk(account) {
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
}

pub(super) fn of_sent((sent, conflicts): (u64, u64)) -> Applied {
    let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    Applied { pushed: size(sent), conflicts: size(conflicts), ..Applied::default() }
}
