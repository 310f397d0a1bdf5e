//! Proposals that came are told by a note, and notes of decided ones go. Told once, by whoever shows
//! reminders, whichever process the proposal came to.

use jiff::{SignedDuration, Timestamp};
use kalends_store::proposals;

use super::{
    Reminding, later,
    plan::Hold,
    proposal::{key, proposal_note},
};
use crate::{Error, NoteAction, Proposal, ProposalState};

/// More proposals than this at once are one note.
const MOST: usize = 3;
/// The wait after a note could not be shown, or the database failed.
const AGAIN: SignedDuration = SignedDuration::from_secs(30);

impl Reminding {
    /// Shows what was not told yet, where it is time to look for that; gives when to look again
    /// though nothing is told of.
    pub(super) async fn look_for_proposals(&mut self) -> Option<Timestamp> {
        let now = self.engine.now();
        if self.proposals_at.is_some_and(|at| at <= now) {
            self.proposals_at = match self.tell_proposals(now).await {
                Ok(next) => next,
                Err(error) => {
                    tracing::warn!(%error, "proposals could not be told");
                    Some(later(now, AGAIN))
                }
            };
        }
        self.proposals_at
    }

    /// Shows what was not told yet; gives when to try again, as what cannot be shown now.
    async fn tell_proposals(&mut self, now: Timestamp) -> Result<Option<Timestamp>, Error> {
        self.take_decided_away().await?;
        match self.hold_at(now) {
            Some(Hold::Until(end)) => return Ok(Some(end)),
            Some(Hold::No | Hold::Off) => {}
            None => return Ok(Some(later(now, AGAIN))),
        }
        let mut read = self.engine.inner.store.read().await?;
        let untold = proposals::list_untold(&mut read).await?;
        drop(read);
        if untold.is_empty() {
            return Ok(None);
        }
        let mut cards: Vec<Proposal> = Vec::new();
        for id in &untold {
            match Box::pin(self.engine.get_proposal(*id)).await {
                Ok(card) => cards.push(card),
                // One that cannot be read keeps no other back.
                Err(error @ Error::Invalid(_)) => tracing::warn!(%error, "a proposal is not told"),
                Err(error) => return Err(error),
            }
        }
        cards.retain(|card| is_open(card.state));
        let hide = self.engine.reminder_settings().await?.hide_titles;
        let count = cards.len();
        let shown = if count > MOST { count - 1 } else { 0 };
        for card in cards.get(shown..).unwrap_or_default() {
            let mut note = proposal_note(card, hide);
            if count > MOST {
                note.title = format!("{count} proposals wait for your approval");
                note.body.clear();
                note.actions = vec![NoteAction::Review];
            }
            match self.notifier.show(&note).await {
                Ok(number) => self.proposals.push((card.id, number)),
                Err(error) => {
                    tracing::warn!(%error, "a proposal could not be told");
                    return Ok(Some(later(now, AGAIN)));
                }
            }
        }
        let mut write = self.engine.inner.store.begin().await?;
        for id in untold {
            proposals::set_told(&mut write, id).await?;
        }
        write.commit().await?;
        Ok(None)
    }

    /// Closes the notes of proposals that nobody has to decide about any more.
    async fn take_decided_away(&mut self) -> Result<(), Error> {
        let mut left = Vec::new();
        for (id, number) in std::mem::take(&mut self.proposals) {
            let mut read = self.engine.inner.store.read().await?;
            let found = proposals::get(&mut read, id).await?;
            drop(read);
            let now = self.engine.now();
            if found.is_some_and(|row| row.state.is_open() && now < row.expires_at) {
                left.push((id, number));
            } else if let Err(error) = self.notifier.close(number).await {
                tracing::debug!(%error, note = key(id).0, "a note was gone already");
            }
        }
        self.proposals = left;
        Ok(())
    }
}

const fn is_open(state: ProposalState) -> bool {
    match state {
        ProposalState::Pending | ProposalState::OutOfDate => true,
        ProposalState::Approved
        | ProposalState::Sent
        | ProposalState::Done
        | ProposalState::Failed
        | ProposalState::Rejected
        | ProposalState::Withdrawn
        | ProposalState::Expired => false,
    }
}
