//! Sending what waits to a server, and what becomes of it when the server's side changed too.
//!
//! What is sent is computed from the rows when it is sent. A request whose answer was lost is
//! repeated: the version guards (ids of our own, ETags) and a comparison tell what had arrived.

mod answer;
mod failure;
mod fault;
mod fetch;
mod lost;
mod order;
mod policy;
mod reconcile;
mod send;

use std::collections::HashSet;

use jiff::Timestamp;
use kalends_calendar::google::Live;
use kalends_remote::google::Session;
use kalends_store::{
    Direction, Write, calendars, events,
    pending::{self, Pending, State},
};

pub(crate) use fault::is_network;
pub(crate) use order::blocker;
pub(crate) use policy::is_cancelled;
pub(crate) use reconcile::{anew, reconcile};

use self::{
    fault::{Effect, is_pause},
    lost::is_lost,
    order::is_blocked,
    send::Outcome,
};
use crate::{AccountId, CalendarId, Engine, EngineEvent, Error, EventId, Problem, Trigger};

/// Faults of the server in a row after which the rest waits.
const FAULTS_MOST: u32 = 2;

/// What the server has of an event.
#[derive(Clone, Debug)]
pub(crate) enum Theirs {
    /// This.
    Live {
        /// As it reads.
        live: Box<Live>,
        /// As it came.
        source: Vec<u8>,
    },
    /// Nothing: deleted, or never there.
    Gone,
}

/// How a change of the server's and an unsent edit came together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reconciled {
    /// The user has to decide.
    pub(crate) conflict: bool,
}

/// What became of the queue of an account.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pushed {
    /// Edits that the server has now.
    pub(crate) sent: u64,
    /// Edits that met others and wait for the user, or were refused.
    pub(crate) conflicts: u64,
    /// Why the rest waits.
    pub(crate) problem: Option<Problem>,
}

/// Sends what waits of an account and is due, each edit on its own: one that is refused does not
/// hold the others up (GOOGLE.md 36). What stands in the way of all ends the round.
///
/// # Errors
/// [`Error::Google`] when the account cannot be used at all; faults of ours.
pub(crate) async fn push_account(
    engine: &Engine,
    account: AccountId,
    session: &Session,
    trigger: Trigger,
) -> Result<Pushed, Error> {
    let mut pushed = Pushed::default();
    let mut done: HashSet<EventId> = HashSet::new();
    let mut told: HashSet<CalendarId> = HashSet::new();
    let mut faults = 0;
    let result = loop {
        let Some(next) = next(engine, account, trigger, &done).await? else { break Ok(()) };
        done.insert(next);
        let outcome = match Box::pin(send::send(engine, session, next)).await {
            // It waits, with all others of its calendar.
            Err(error) if is_lost(&error) => continue,
            outcome => outcome?,
        };
        told.extend(outcome.calendars);
        match outcome.outcome {
            Outcome::Sent => {
                pushed.sent += 1;
                faults = 0;
            }
            Outcome::Problem => pushed.conflicts += 1,
            Outcome::Failed(error, effect) => {
                pushed.problem =
                    Some(Problem::new(error.kind(), error.to_string(), error.remedy()));
                faults += 1;
                match effect {
                    Effect::Account => break Err(Error::Google(error)),
                    Effect::Pause => break Ok(()),
                    Effect::Later if faults >= FAULTS_MOST => break Ok(()),
                    Effect::Later | Effect::Refuse => {}
                }
            }
        }
    };
    if !told.is_empty() {
        let mut told: Vec<CalendarId> = told.into_iter().collect();
        told.sort_unstable();
        engine.tell(EngineEvent::DataChanged(told));
        engine.tell(EngineEvent::QueueChanged);
    }
    result.map(|()| pushed)
}

/// What waits of an account may be tried again at once, unless Google itself set a time.
pub(crate) async fn forget_failures(write: &mut Write, account: AccountId) -> Result<(), Error> {
    for mut one in pending::list_of_account(write, account).await? {
        let is_pause = one.problem.as_ref().is_some_and(|problem| is_pause(&problem.kind));
        if one.next_try_at.is_some() && !one.state.needs_user() && !is_pause {
            one.next_try_at = None;
            pending::put(write, &one).await?;
        }
    }
    Ok(())
}

/// The next edit to send, as the queue is now; none when nothing can be sent.
async fn next(
    engine: &Engine,
    account: AccountId,
    trigger: Trigger,
    done: &HashSet<EventId>,
) -> Result<Option<EventId>, Error> {
    let now = engine.now();
    let mut read = engine.inner.store.read().await?;
    let all = pending::list(&mut read).await?;
    let ours = pending::list_of_account(&mut read, account).await?;
    if trigger != Trigger::Manual && ours.iter().any(|one| holds(one, now)) {
        return Ok(None);
    }
    for one in &ours {
        if done.contains(&one.event_id) || !is_due(one, now, trigger) || is_blocked(one, &all) {
            continue;
        }
        let stored = events::get(&mut read, one.event_id).await?;
        // Its series is on its way to this calendar: the occurrence is not there before.
        let on_its_way = |edit: &&Pending| {
            Some(edit.event_id) == stored.master_id
                && edit.from_calendar.is_some()
                && !edit.state.needs_user()
        };
        if all.iter().any(|edit| on_its_way(&edit)) {
            continue;
        }
        let calendar = calendars::get(&mut read, stored.calendar_id).await?;
        if calendar.direction != Direction::Read && !calendar.gone {
            return Ok(Some(one.event_id));
        }
    }
    Ok(None)
}

/// Whether a limit that holds for all of the account has not passed yet.
fn holds(pending: &Pending, now: Timestamp) -> bool {
    pending.state == State::Retrying
        && pending.next_try_at.is_some_and(|at| at > now)
        && pending.problem.as_ref().is_some_and(|problem| is_pause(&problem.kind))
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
