//! What agents propose: kept, shown as of now, and done only once the user approved exactly what
//! was shown.

use crate::{
    Decision, EditScope, Engine, Error, EventChange, Notify, PlainApproval, Proposal,
    ProposalFilter, ProposalId,
};

impl Engine {
    /// The proposals, those to decide first, then the newest.
    pub async fn list_proposals(&self, filter: &ProposalFilter) -> Result<Vec<Proposal>, Error> {
        let _ = filter;
        Err(unavailable())
    }

    /// One proposal.
    pub async fn get_proposal(&self, id: ProposalId) -> Result<Proposal, Error> {
        let _ = id;
        Err(unavailable())
    }

    /// How many wait for the user: the number on badges.
    pub async fn count_proposals(&self) -> Result<u64, Error> {
        Err(unavailable())
    }

    /// The user looks again at one that is out of date: it is pending again, on the event as it is.
    pub async fn review_proposal(&self, id: ProposalId) -> Result<Proposal, Error> {
        let _ = id;
        Err(unavailable())
    }

    /// Does what is proposed, if it still is what was shown: `hash` is [`Proposal::hash`].
    pub async fn approve_proposal(&self, id: ProposalId, hash: &str) -> Result<Decision, Error> {
        let _ = (id, hash);
        Err(unavailable())
    }

    /// What an edited proposal would come to: the same card, and the hash to approve it with.
    pub async fn preview_proposal(
        &self,
        id: ProposalId,
        change: &EventChange,
        scope: EditScope,
        notify: Notify,
    ) -> Result<Proposal, Error> {
        let _ = (id, change, scope, notify);
        Err(unavailable())
    }

    /// Does what the user made of a proposal to make or change an event. `hash` is that of
    /// [`Engine::preview_proposal`] for the same edit.
    pub async fn approve_edited(
        &self,
        id: ProposalId,
        hash: &str,
        change: &EventChange,
        scope: EditScope,
        notify: Notify,
    ) -> Result<Decision, Error> {
        let _ = (id, hash, change, scope, notify);
        Err(unavailable())
    }

    /// Turns a proposal down.
    pub async fn reject_proposal(&self, id: ProposalId, note: &str) -> Result<Proposal, Error> {
        let _ = (id, note);
        Err(unavailable())
    }

    /// Approves those of the shown proposals that nothing has to be said about, each with the hash
    /// of what was shown. The others are left to the user.
    pub async fn approve_plain(
        &self,
        shown: &[(ProposalId, String)],
    ) -> Result<PlainApproval, Error> {
        let _ = shown;
        Err(unavailable())
    }

    /// Ends what nobody decided in time. Gives how many.
    pub async fn expire_proposals(&self) -> Result<u64, Error> {
        Err(unavailable())
    }
}

fn unavailable() -> Error {
    Error::Invalid("proposals are not available".into())
}
