//! What became of the edits that waited, by calendar.

use std::collections::HashMap;

use kalends_store::{Calendar, Problem as StoredProblem, calendars, events, pending};

use crate::{
    AccountId, CalendarId, Engine, Error, Problem,
    google::held::{held, is_of_google},
    sync::apply::Applied,
};

/// What became of the edits of a calendar in a run.
#[derive(Clone, Debug, Default)]
pub(in crate::google) struct Fate {
    /// Sent.
    pub(in crate::google) sent: u64,
    /// Met others, or were refused.
    pub(in crate::google) conflicts: u64,
    /// Why others still wait, when something keeps them from being sent.
    pub(in crate::google) problem: Option<Problem>,
}

impl Fate {
    /// The part of a run's counts.
    pub(in crate::google) fn applied(&self) -> Applied {
        let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        Applied { pushed: size(self.sent), conflicts: size(self.conflicts), ..Applied::default() }
    }

    pub(in crate::google) fn stored_problem(&self) -> Option<StoredProblem> {
        self.problem.clone().map(Into::into)
    }
}

/// What became of all edits of an account.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    pub(super) by_calendar: HashMap<CalendarId, Fate>,
    /// What kept the server from taking any.
    pub(super) problem: Option<Problem>,
}

impl Engine {
    /// Why edits of an account still wait, by calendar; `server` is what ended the sending.
    pub(super) async fn why_unsent(
        &self,
        account: AccountId,
        server: Option<&Problem>,
    ) -> Result<HashMap<CalendarId, Problem>, Error> {
        let mut read = self.inner.store.read().await?;
        let waiting = pending::list_of_account(&mut read, account).await?;
        if waiting.is_empty() {
            return Ok(HashMap::new());
        }
        let mut known: HashMap<CalendarId, Calendar> = HashMap::new();
        for calendar in calendars::list(&mut read).await? {
            known.insert(calendar.id, calendar);
        }
        let mut why = HashMap::new();
        for one in waiting {
            if one.state.needs_user() {
                continue;
            }
            let id = events::get(&mut read, one.event_id).await?.calendar_id;
            if why.contains_key(&id) {
                continue;
            }
            let own = || one.problem.map(Problem::from).or_else(|| server.cloned());
            if let Some(problem) = known.get(&id).and_then(held).or_else(own) {
                why.insert(id, problem);
            }
        }
        Ok(why)
    }

    /// Whether edits of an account wait for Google to let them in again.
    pub(super) async fn waits_for_rights(&self, account: AccountId) -> Result<bool, Error> {
        let why = self.why_unsent(account, None).await?;
        Ok(why.values().any(|problem| is_of_google(&problem.kind)))
    }
}
