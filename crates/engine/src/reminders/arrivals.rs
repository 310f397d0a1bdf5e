//! Proposals that came are told by a note, and notes of decided ones go. Told once, by whoever shows
//! reminders, whichever process the proposal came to.

use kalends_store::proposals;

use super::{
    Reminding,
    proposal::{key, proposal_note},
};
use crate::{Error, NoteAction, Proposal, ProposalState};

/// More proposals than this at once are one note.
const MOST: usize = 3;

impl Reminding {
    /// Shows what was not told yet; a note that cannot be shown is tried at the next look.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn tell_proposals(&mut self) -> Result<(), Error> {
        self.take_decided_away().await?;
        if self.is_held {
            return Ok(());
        }
        let mut read = self.engine.inner.store.read().await?;
        let untold = proposals::list_untold(&mut read).await?;
        drop(read);
        if untold.is_empty() {
            return Ok(());
        }
        let mut cards: Vec<Proposal> = Vec::new();
        for id in &untold {
            cards.push(Box::pin(self.engine.get_proposal(*id)).await?);
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
                    return Ok(());
                }
            }
        }
        let mut write = self.engine.inner.store.begin().await?;
        for id in untold {
            proposals::set_told(&mut write, id).await?;
        }
        Ok(write.commit().await?)
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
