//! What an agent can do about proposals: make them, ask about its own, take its own back.

use kalends_store::{BatchId, EventId, ProposalId, Sight, proposals};
use uuid::Uuid;

use super::{
    card::{Entry, is_copy},
    propose::{BATCH_MOST, sight_of, veil},
};
use crate::{
    AgentSession, DiffLine, Error, Guest, Proposal, ProposalConflict, ProposalQuery,
    ProposalRequest, ProposalWarning, ProposedAction,
    agents::{Sights, plain},
};

/// Proposals in one answer.
const ANSWERED: u32 = 100;
/// The longest title of somebody else's in an answer.
const TITLE_MOST: usize = 200;
const UNSEEN: &str = "(guests you do not see)";

impl AgentSession {
    /// Proposes something. The same `client_ref` with the same request gives the proposal that it
    /// made before.
    ///
    /// # Errors
    /// [`Error::EventNotFound`] and [`Error::CalendarNotFound`] for what does not exist or is hidden
    /// from the agent; [`Error::Refused`] of kind `stale`, `not_seen`, `no_change`,
    /// `client_ref_used`, or as the edit itself would be.
    pub async fn propose(&self, request: ProposalRequest) -> Result<Proposal, Error> {
        let ids = Box::pin(self.keep(vec![request], None)).await?;
        self.answer_all(ids).await?.pop().ok_or(Error::Cancelled("propose"))
    }

    /// Proposes up to 20 things on one card, each decided on by itself. All are kept, or none.
    ///
    /// # Errors
    /// As [`Self::propose`], with the number of the one that is wrong.
    pub async fn propose_batch(
        &self,
        requests: Vec<ProposalRequest>,
    ) -> Result<Vec<Proposal>, Error> {
        if requests.is_empty() || requests.len() > BATCH_MOST {
            return Err(Error::Invalid(format!(
                "a batch holds 1 to {BATCH_MOST} proposals, this one {}",
                requests.len()
            )));
        }
        let batch = BatchId(self.engine.inner.ids.next());
        let ids = Box::pin(self.keep(requests, Some(batch))).await?;
        self.answer_all(ids).await
    }

    /// How the agent's own proposals stand, newest first.
    ///
    /// # Errors
    /// [`Error::ProposalNotFound`] for what does not exist or is another agent's.
    pub async fn proposal_status(&self, query: ProposalQuery) -> Result<Vec<Proposal>, Error> {
        let (mut read, admitted) = self.read().await?;
        let ids = match query {
            ProposalQuery::One(id) => {
                self.own(&mut read, id).await?;
                vec![id]
            }
            ProposalQuery::Since(since) => {
                proposals::list_changed(&mut read, admitted.agent.id, since, ANSWERED).await?
            }
        };
        drop(read);
        self.answer_all(ids).await
    }

    /// Takes a proposal back that nobody decided about.
    ///
    /// # Errors
    /// [`Error::ProposalNotFound`]; [`Error::Refused`] of kind `decided` when it is too late.
    pub async fn withdraw(&self, id: ProposalId) -> Result<Proposal, Error> {
        let (mut read, _) = self.read().await?;
        self.own(&mut read, id).await?;
        drop(read);
        let state = proposals::ProposalState::Withdrawn;
        self.engine.close_proposal(id, state, "agent", "").await?;
        self.answer_all(vec![id]).await?.pop().ok_or(Error::Cancelled("withdraw the proposal"))
    }

    /// An agent knows of no proposals but its own.
    async fn own(
        &self,
        conn: &mut kalends_store::SqliteConnection,
        id: ProposalId,
    ) -> Result<(), Error> {
        let found = proposals::get(conn, id).await?;
        match found.filter(|found| found.agent_id == self.agent_id()) {
            Some(_) => Ok(()),
            None => Err(Error::ProposalNotFound(id.to_string())),
        }
    }

    async fn answer_all(&self, ids: Vec<ProposalId>) -> Result<Vec<Proposal>, Error> {
        let mut answers = Vec::with_capacity(ids.len());
        for id in ids {
            let mut read = self.engine.inner.store.read().await?;
            let entry = Entry::load(&mut read, id).await?;
            drop(read);
            let card = Box::pin(self.engine.card(&entry)).await?;
            let mut read = self.engine.inner.store.read().await?;
            let sights = self.admit(&mut read).await?.sights;
            let sight = sight_of(&mut read, &sights, card.target, card.calendar_id).await?;
            answers.push(seen(card, sight, &sights));
        }
        Ok(answers)
    }
}

/// The card as its agent may see it: what it said itself, and of the calendar what it sees.
fn seen(mut card: Proposal, sight: Sight, sights: &Sights) -> Proposal {
    let is_new = matches!(card.action, ProposedAction::Create { .. });
    card.hash.clear();
    card.undo = None;
    card.ghost = None;
    let named = guests(&card.action);
    let full = sight == Sight::Full;
    // A copy tells that the text stands somewhere, maybe where the agent may not look.
    card.warnings.retain(|warning| !is_copy(warning));
    for warning in &mut card.warnings {
        if let ProposalWarning::OutsideGuests { emails } = warning {
            *emails = known(emails, &named, full || is_new);
        }
    }
    card.mails_inside = known(&card.mails_inside, &named, full || is_new);
    card.mails_outside = known(&card.mails_outside, &named, full || is_new);
    if !is_new {
        card.diff.retain_mut(|line| narrow(line, sight));
        card.title =
            if sight >= Sight::Titles { plain(&card.title, TITLE_MOST) } else { String::new() };
        if sight < Sight::Busy {
            card.times_now = None;
        }
        if sight < Sight::Titles {
            card.occurrences_affected = None;
            card.resets = 0;
        }
    }
    card.conflicts.retain_mut(|conflict| collide(conflict, sights));
    card.problem = card.problem.map(|problem| veil(problem, sight));
    card.error = card.error.map(|problem| veil(problem, sight));
    // Why it waits may name other events.
    card.waits_for = card.waits_for.map(|_| "Approved, waiting to be sent".to_owned());
    card
}

/// Whether a line is told, and as much of it as the agent sees.
fn narrow(line: &mut DiffLine, sight: Sight) -> bool {
    match sight {
        Sight::Full => true,
        Sight::Titles => {
            let hidden = matches!(
                line.name.as_str(),
                "location" | "notes" | "guests" | "guest_rights" | "conference" | "attachments"
            );
            if hidden {
                line.before.clear();
            }
            !(hidden && line.after.is_empty())
        }
        Sight::Busy | Sight::Hidden => {
            line.before.clear();
            !line.after.is_empty()
        }
    }
}

/// Whether a conflict is told, and as much of it as the agent sees of that calendar.
fn collide(conflict: &mut ProposalConflict, sights: &Sights) -> bool {
    match sights.of(conflict.calendar_id) {
        Sight::Hidden => return false,
        Sight::Busy => {
            conflict.title = "busy".into();
            conflict.event_id = EventId(Uuid::nil());
        }
        Sight::Titles | Sight::Full => conflict.title = plain(&conflict.title, TITLE_MOST),
    }
    true
}

fn guests(action: &ProposedAction) -> Vec<String> {
    let of = |guests: &Option<Vec<Guest>>| {
        guests.iter().flatten().map(|guest| guest.email.to_lowercase()).collect()
    };
    match action {
        ProposedAction::Create { change } | ProposedAction::Update { change, .. } => {
            of(&change.guests)
        }
        ProposedAction::Delete { .. } | ProposedAction::Respond { .. } => Vec::new(),
    }
}

/// Addresses that the agent sees, or named itself; the others as one word.
fn known(emails: &[String], named: &[String], all: bool) -> Vec<String> {
    let mut known: Vec<String> = emails
        .iter()
        .filter(|email| all || named.contains(&email.to_lowercase()))
        .cloned()
        .collect();
    if known.len() < emails.len() {
        known.push(UNSEEN.into());
    }
    known
}
