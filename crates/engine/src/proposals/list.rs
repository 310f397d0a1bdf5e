//! The proposals as the user sees them, and the approval of all that are plain.

use kalends_store::proposals::{self, ProposalState as Stored};

use super::card::Entry;
use crate::{
    ConflictSeverity, Decision, Engine, Error, LeftOut, PlainApproval, Proposal, ProposalFilter,
    ProposalId, ProposalState, ProposalWarning,
};

/// As many as are listed.
const LISTED: u32 = 500;

impl Engine {
    /// The proposals, newest first; those of a batch together, in its order. One that cannot be read
    /// is left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_proposals(&self, filter: &ProposalFilter) -> Result<Vec<Proposal>, Error> {
        let mut states: Vec<Stored> = filter.states.iter().flat_map(|one| kept_as(*one)).collect();
        states.sort_unstable_by_key(|state| state.as_str());
        states.dedup();
        let wanted =
            proposals::ProposalFilter { states, agent: filter.agent, batch: None, since: None };
        let mut read = self.inner.store.read().await?;
        let mut entries = Vec::new();
        for row in proposals::list(&mut read, &wanted, LISTED).await? {
            let Some(entry) = Entry::readable(&mut read, row).await? else { continue };
            let changed = entry.progress.changed_at.or(entry.row.decided_at);
            let last = changed.map_or(entry.row.created_at, |at| at.max(entry.row.created_at));
            if filter.since.is_none_or(|since| last >= since) {
                entries.push(entry);
            }
        }
        drop(read);
        let mut cards = Vec::with_capacity(entries.len());
        for entry in entries {
            let card = Box::pin(self.card(&entry)).await?;
            if filter.states.is_empty() || filter.states.contains(&card.state) {
                cards.push(card);
            }
        }
        Ok(cards)
    }

    /// One proposal.
    ///
    /// # Errors
    /// [`Error::ProposalNotFound`].
    pub async fn get_proposal(&self, id: ProposalId) -> Result<Proposal, Error> {
        let mut read = self.inner.store.read().await?;
        let entry = Entry::load(&mut read, id).await?;
        drop(read);
        Box::pin(self.card(&entry)).await
    }

    /// How many wait for the user: the number on badges.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_proposals(&self) -> Result<u64, Error> {
        let mut read = self.inner.store.read().await?;
        Ok(proposals::count_waiting(&mut read, self.now()).await?)
    }

    /// Approves those of the shown proposals that nothing has to be said about, each with the hash
    /// of what was shown. The others are left to the user.
    ///
    /// # Errors
    /// When the database fails; what was approved before stays approved.
    pub async fn approve_plain(
        &self,
        shown: &[(ProposalId, String)],
    ) -> Result<PlainApproval, Error> {
        let mut done = PlainApproval::default();
        for (id, hash) in shown {
            let why = match Box::pin(self.approve_if_plain(*id, hash)).await {
                Ok(Ok(Decision::Approved { edited, .. })) => {
                    done.approved.push((*id, edited.undo));
                    continue;
                }
                Ok(Ok(Decision::Changed(_))) => vec!["It is not what was shown any more.".into()],
                Ok(Err(why)) => why,
                Err(Error::ProposalNotFound(_)) => vec!["It is not there any more.".into()],
                Err(Error::Refused(problem)) => vec![sentence(&problem.message)],
                Err(error) => return Err(error),
            };
            done.left_out.push(LeftOut { id: *id, why });
        }
        Ok(done)
    }
}

/// Why a proposal is never approved without a look at it alone; empty for a plain one.
pub(super) fn reasons(card: &Proposal) -> Vec<String> {
    let mut why = Vec::new();
    match card.state {
        ProposalState::Pending => {}
        ProposalState::OutOfDate => why.push("The event changed since it was proposed.".into()),
        ProposalState::Approved
        | ProposalState::Sent
        | ProposalState::Done
        | ProposalState::Failed
        | ProposalState::Rejected
        | ProposalState::Withdrawn
        | ProposalState::Expired => why.push("It was decided already.".into()),
    }
    for warning in &card.warnings {
        why.push(match warning {
            ProposalWarning::OutsideGuests { emails } => {
                format!("It is about guests from outside: {}.", emails.join(", "))
            }
            ProposalWarning::CopiedText { title } => {
                format!("Its text also stands in “{title}”.")
            }
            ProposalWarning::WholeSeries => "It changes a series.".into(),
            ProposalWarning::Delete => "It deletes an event.".into(),
        });
    }
    if let Some(worst) = card.conflicts.iter().map(|one| one.severity).max() {
        let first = card.conflicts.iter().find(|one| one.severity == worst);
        let title = first.map(|one| one.title.as_str()).unwrap_or_default();
        why.push(match worst {
            ConflictSeverity::High | ConflictSeverity::Medium => {
                format!("It collides with “{title}”.")
            }
            ConflictSeverity::Low => format!("It comes close to “{title}”."),
        });
    }
    if let Some(problem) = &card.problem {
        why.push(sentence(&problem.message));
    }
    why
}

/// A message as a sentence of its own.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// The states of rows that may be shown as this one.
fn kept_as(state: ProposalState) -> Vec<Stored> {
    match state {
        ProposalState::Pending | ProposalState::OutOfDate => {
            vec![Stored::Pending, Stored::OutOfDate]
        }
        ProposalState::Approved | ProposalState::Sent => vec![Stored::Approved, Stored::Sent],
        ProposalState::Done => vec![Stored::Done],
        ProposalState::Failed => vec![Stored::Failed, Stored::Approved, Stored::Sent],
        ProposalState::Rejected => vec![Stored::Rejected],
        ProposalState::Withdrawn => vec![Stored::Withdrawn],
        ProposalState::Expired => vec![Stored::Expired, Stored::Pending, Stored::OutOfDate],
    }
}
