//! Sending what waits to a server, and what becomes of it when the server's side changed too.
//!
//! What is sent is computed from the rows when it is sent. A request whose answer was lost is
//! repeated: the version guards (ids of our own, ETags) and a comparison tell what had arrived.

mod answer;
mod entry;
mod failure;
mod fault;
mod fetch;
mod line;
mod lost;
mod order;
mod policy;
mod reconcile;
mod send;

use std::collections::HashSet;

use kalends_calendar::google::Live;
use kalends_remote::google::Session;
use kalends_store::{Write, pending};

pub(crate) use fault::is_network;
pub(crate) use order::blocker;
pub(crate) use policy::is_cancelled;
pub(crate) use reconcile::{anew, reconcile};

use self::{
    fault::{Effect, is_pause},
    line::Line,
    lost::is_lost,
    send::Outcome,
};
use crate::{AccountId, CalendarId, Engine, EngineEvent, Error, Problem, Trigger};

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
    let moves = engine.inner.proposals.moves();
    let mut pushed = Pushed::default();
    let mut line = Line::new(account, trigger);
    let mut told: HashSet<CalendarId> = HashSet::new();
    let mut faults = 0;
    let result = loop {
        let Some(next) = line.next(engine).await? else { break Ok(()) };
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
    engine.tell_moved_proposals(moves);
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
