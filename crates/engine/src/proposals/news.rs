//! What became of an agent's proposals, told piece by piece and without a gap.

use jiff::{SignedDuration, Timestamp};
use kalends_store::{ProposalId, proposals};

use super::session::ANSWERED;
use crate::{AgentSession, Error, Proposal, ProposalNews, ProposalState, agents::veiled};

/// Times are kept in whole seconds.
const SECOND: SignedDuration = SignedDuration::from_secs(1);

impl AgentSession {
    /// Which of the agent's own proposals were made or changed from this instant on, and how they
    /// stand; about 100 at a time. What changed with the event alone, and with the time, is among
    /// them, whether or not anybody noted it.
    ///
    /// # Errors
    /// As of any read of the agent.
    pub async fn proposal_news(&self, since: Timestamp) -> Result<ProposalNews, Error> {
        let (changed, next_since, rest) = self.list_news(since).await.map_err(veiled)?;
        let mut proposals = self.answer_all(changed).await.map_err(veiled)?;
        let is_news = |one: &Proposal| match one.state {
            ProposalState::OutOfDate => true,
            ProposalState::Expired => one.expires_at >= since,
            ProposalState::Pending
            | ProposalState::Approved
            | ProposalState::Sent
            | ProposalState::Done
            | ProposalState::Failed
            | ProposalState::Rejected
            | ProposalState::Withdrawn => false,
        };
        let mut open = self.answer_all(rest).await.map_err(veiled)?;
        open.retain(is_news);
        proposals.append(&mut open);
        Ok(ProposalNews { proposals, next_since })
    }

    /// What changed, since when to ask for more, and on the last page what else is undecided.
    async fn list_news(
        &self,
        since: Timestamp,
    ) -> Result<(Vec<ProposalId>, Option<Timestamp>, Vec<ProposalId>), Error> {
        let (mut read, admitted) = self.read().await?;
        let (agent, now) = (admitted.agent.id, self.engine.now());
        let changed = proposals::list_changed(&mut read, agent, since, now, ANSWERED).await?;
        let is_full = changed.len() >= ANSWERED as usize;
        let last = changed.last().filter(|_| is_full);
        let next_since = last.and_then(|last| last.at.checked_add(SECOND).ok());
        let ids: Vec<ProposalId> = changed.into_iter().map(|one| one.id).collect();
        let mut rest = Vec::new();
        if next_since.is_none() {
            rest = proposals::list_open_of(&mut read, agent).await?;
            rest.retain(|id| !ids.contains(id));
        }
        Ok((ids, next_since, rest))
    }
}
