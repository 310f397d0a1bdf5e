//! In which order the edits of an account go out: each one once in a round, and none before what it
//! waits for.

use std::collections::{HashSet, VecDeque};

use jiff::Timestamp;
use kalends_store::{
    Direction, EventId, Read, calendars, events,
    pending::{self, Pending, State},
};

use super::{fault, order::stands_in_the_way};
use crate::{AccountId, Engine, Error, Trigger};

/// The edits of an account in a round. The queue is read once, and again at its end when something
/// was sent meanwhile: by then others may have come, or wait for nothing any more.
pub(super) struct Line {
    account: AccountId,
    trigger: Trigger,
    ahead: VecDeque<EventId>,
    tried: HashSet<EventId>,
    /// Whether anything was tried since the queue was read; so that a round ends.
    moved: bool,
}

impl Line {
    pub(super) fn new(account: AccountId, trigger: Trigger) -> Self {
        let (ahead, tried) = (VecDeque::new(), HashSet::new());
        Self { account, trigger, ahead, tried, moved: true }
    }

    /// The next edit to send; none when nothing can be sent.
    pub(super) async fn next(&mut self, engine: &Engine) -> Result<Option<EventId>, Error> {
        loop {
            let Some(id) = self.ahead.pop_front() else {
                if !std::mem::take(&mut self.moved) {
                    return Ok(None);
                }
                self.read(engine).await?;
                continue;
            };
            let mut read = engine.inner.store.read().await?;
            if self.goes(&mut read, id, engine.now()).await? {
                self.tried.insert(id);
                self.moved = true;
                return Ok(Some(id));
            }
        }
    }

    async fn read(&mut self, engine: &Engine) -> Result<(), Error> {
        let now = engine.now();
        let mut read = engine.inner.store.read().await?;
        let all = pending::list_of_account(&mut read, self.account).await?;
        if self.trigger != Trigger::Manual && all.iter().any(|one| holds(one, now)) {
            return Ok(());
        }
        let left = all.into_iter().map(|one| one.event_id);
        self.ahead = left.filter(|id| !self.tried.contains(id)).collect();
        Ok(())
    }

    /// Whether an edit can be sent now, as the queue is at this moment.
    async fn goes(&self, read: &mut Read, id: EventId, now: Timestamp) -> Result<bool, Error> {
        let Some(edit) = pending::get(read, id).await? else { return Ok(false) };
        if !is_due(&edit, now, self.trigger) {
            return Ok(false);
        }
        if let Some(after) = edit.after
            && let Some(first) = pending::get(read, after).await?
            && stands_in_the_way(&first, &edit)
        {
            return Ok(false);
        }
        let stored = events::get(read, id).await?;
        if let Some(series) = stored.master_id
            && pending::get(read, series).await?.is_some_and(|series| is_on_its_way(&series))
        {
            return Ok(false);
        }
        let calendar = calendars::get(read, stored.calendar_id).await?;
        Ok(calendar.direction != Direction::Read && !calendar.gone)
    }
}

/// Whether a series moves to another calendar: its occurrences are not there before it is.
const fn is_on_its_way(series: &Pending) -> bool {
    series.from_calendar.is_some() && !series.state.needs_user()
}

/// Whether a limit that holds for all of the account has not passed yet.
fn holds(pending: &Pending, now: Timestamp) -> bool {
    pending.state == State::Retrying
        && pending.next_try_at.is_some_and(|at| at > now)
        && pending.problem.as_ref().is_some_and(|problem| fault::is_pause(&problem.kind))
}

/// Whether an edit may be tried now. What waits for the network is tried when something says that
/// it may be back, whatever the next try was to be.
fn is_due(pending: &Pending, now: Timestamp, trigger: Trigger) -> bool {
    if pending.state.needs_user() {
        return false;
    }
    let waits = pending.next_try_at.is_some_and(|at| at > now);
    let network = pending.problem.as_ref().is_some_and(|problem| fault::is_network(&problem.kind));
    match trigger {
        Trigger::Manual => true,
        Trigger::Focus | Trigger::Wake | Trigger::Network | Trigger::Start => !waits || network,
        Trigger::Schedule | Trigger::Added | Trigger::Import | Trigger::Edit => !waits,
    }
}
