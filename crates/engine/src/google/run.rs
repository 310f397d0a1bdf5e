//! One sync of one account: edits are sent, then the list of calendars and all calendars are read
//! side by side. Whatever comes of it is in the log.

mod fate;
mod note;
mod round;

use std::{collections::HashMap, time::Instant};

use jiff::Timestamp;
use kalends_remote::google::{GoogleError, Session};
use kalends_store::{
    Account, Calendar, RunResult as StoredResult, Write, accounts, calendars, pending, sync_runs,
    sync_state,
};

pub(super) use self::fate::Fate;
use self::{
    fate::Sent,
    note::{in_common, is_about_account},
    round::Round,
};
use super::{allowed, gate::Gate, list::of_account, sessions};
use crate::{
    AccountId, CalendarId, Engine, EngineEvent, Error, RunView, Trigger,
    google::session,
    push,
    sync::run::{Run, Syncing},
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
        if self.waits_for_rights(id).await? {
            self.ask_for_rights(id).await;
        }
        let (account, targets) = self.targets(id, wanted).await?;
        let syncing: Vec<Syncing<'_>> =
            targets.iter().map(|calendar| Syncing::begin(self, calendar.id)).collect();
        self.tell_sync_state().await;
        let moves = self.inner.proposals.moves();
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
                // There is no calendar that could say so.
                Err(error @ Error::Google(GoogleError::MissingScope)) if targets.is_empty() => {
                    self.note_account(&account, &targets, wanted, begun, &error).await?;
                    return Err(error);
                }
                other => break other?,
            }
        };
        drop(syncing);
        self.tell_moved_proposals(moves);
        Ok(views)
    }

    /// Edits wait for a right that Google took away: it may be back. What fails here is told by the
    /// sync.
    async fn ask_for_rights(&self, id: AccountId) {
        let asked = async {
            let account = self.google_account(id).await?;
            if allowed::can_talk(&account) {
                let session = session(self, id).await?;
                self.refresh_list(&account, &session, true).await?;
            }
            Ok::<_, Error>(())
        };
        if let Err(error) = Box::pin(asked).await {
            tracing::debug!(account = %id, "the rights could not be asked for: {error}");
        }
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
        let scopes = allowed::scopes(account);
        if targets.is_empty() && !scopes.can_list_calendars() && !scopes.can_read_events() {
            return Err(GoogleError::MissingScope.into());
        }
        let views = round.pull_all(targets).await?;
        let problem = in_common(&views).or_else(|| round.sent.problem.clone());
        self.note_well(account.id, &round.session, problem).await?;
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
            return Ok(Sent::default());
        }
        let pushed = {
            let _traffic = gate.traffic.write().await;
            Box::pin(push::push_account(self, account, session, trigger)).await
        };
        let problem = match pushed {
            Ok(pushed) => pushed.problem,
            Err(error) if is_about_account(&error) => return Err(error),
            Err(error @ Error::Google(_)) => {
                tracing::info!(%account, kind = error.kind(), "edits wait: {error}");
                Some(error.problem())
            }
            Err(error) => return Err(error),
        };
        let after = self.counts(account).await?;
        let of = |counts: &HashMap<CalendarId, (u64, u64)>, id: &CalendarId| {
            counts.get(id).copied().unwrap_or_default()
        };
        let mut why = self.why_unsent(account, problem.as_ref()).await?;
        let mut sent = Sent { by_calendar: HashMap::new(), problem };
        for (id, (unsent, problems)) in &before {
            let (left, problems_now) = of(&after, id);
            let fate = Fate {
                sent: unsent.saturating_sub(left),
                conflicts: problems_now.saturating_sub(*problems),
                problem: why.remove(id),
            };
            sent.by_calendar.insert(*id, fate);
        }
        if sent.by_calendar.values().any(|fate| fate.sent > 0) {
            self.inner.moments.note_sent(account, self.now());
        }
        if sent.by_calendar.values().any(|fate| fate.sent + fate.conflicts > 0) {
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
        for (calendar, fate) in sent.by_calendar {
            if fate.sent + fate.conflicts == 0 {
                continue;
            }
            if fate.problem.is_none() {
                note_sent(&mut write, calendar).await?;
            }
            let calendar = calendars::get(&mut write, calendar).await?;
            let run = Run { engine: self, calendar, trigger, begun };
            let row = run.row(StoredResult::Ok, &fate.applied(), None);
            let log = sync_runs::insert(&mut write, &row).await?;
            views.push(crate::runs::view(log, row));
        }
        write.commit().await?;
        self.tell_sync_state().await;
        Ok(views)
    }
}

/// Edits that could not be sent are what a calendar complains of; now they are.
async fn note_sent(write: &mut Write, calendar: CalendarId) -> Result<(), Error> {
    let Some(mut state) = sync_state::get(write, calendar).await? else { return Ok(()) };
    // A reading that failed counts as a failure; nothing but a reading ends that.
    if state.failures == 0 && state.problem.take().is_some() {
        sync_state::put(write, &state).await?;
    }
    Ok(())
}
