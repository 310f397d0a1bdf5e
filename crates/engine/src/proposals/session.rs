//! What an agent can do about proposals: make them, ask about its own, take its own back.

use kalends_store::{
    BatchId, ProposalId, SqliteConnection,
    proposals::{self, ProposalState},
};

use super::{
    card::{Entry, of_open},
    propose::BATCH_MOST,
    told::AgentCard,
};
use crate::{
    AgentSession, Engine, Error, Proposal, ProposalQuery, ProposalRequest, agents::veiled,
};

/// Proposals in one answer, or a few more that changed within the same second.
pub(super) const ANSWERED: u32 = 100;

impl AgentSession {
    /// Proposes something. The same `client_ref` with the same request gives the proposal that it
    /// made before.
    ///
    /// # Errors
    /// [`Error::EventNotFound`] and [`Error::CalendarNotFound`] for what does not exist or is hidden
    /// from the agent; [`Error::Refused`] of kind `stale`, `not_seen`, `no_change`,
    /// `client_ref_used`, or as the edit itself would be.
    pub async fn propose(&self, request: ProposalRequest) -> Result<Proposal, Error> {
        let ids = Box::pin(self.keep(vec![request], None)).await.map_err(veiled)?;
        let mut answers = self.answer_all(ids).await.map_err(veiled)?;
        answers.pop().ok_or(Error::Cancelled("propose"))
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
        let ids = Box::pin(self.keep(requests, Some(batch))).await.map_err(veiled)?;
        self.answer_all(ids).await.map_err(veiled)
    }

    /// How the agent's own proposals stand, newest first.
    ///
    /// # Errors
    /// [`Error::ProposalNotFound`] for what does not exist or is another agent's.
    pub async fn proposal_status(&self, query: ProposalQuery) -> Result<Vec<Proposal>, Error> {
        let ids = self.asked_about(query).await.map_err(veiled)?;
        self.answer_all(ids).await.map_err(veiled)
    }

    async fn asked_about(&self, query: ProposalQuery) -> Result<Vec<ProposalId>, Error> {
        let (mut read, admitted) = self.read().await?;
        match query {
            ProposalQuery::One(id) => {
                self.own(&mut read, id).await?;
                Ok(vec![id])
            }
            ProposalQuery::Since(since) => {
                Ok(proposals::list_latest(&mut read, admitted.agent.id, since, ANSWERED).await?)
            }
        }
    }

    /// Takes a proposal back that nobody decided about.
    ///
    /// # Errors
    /// [`Error::ProposalNotFound`]; [`Error::Refused`] of kind `decided` when it is too late.
    pub async fn withdraw(&self, id: ProposalId) -> Result<Proposal, Error> {
        self.asked_about(ProposalQuery::One(id)).await.map_err(veiled)?;
        let state = ProposalState::Withdrawn;
        let closed = self.engine.close_proposal(id, state, "agent", "").await;
        closed.map_err(unreadable).map_err(veiled)?;
        let mut answers = self.answer_all(vec![id]).await.map_err(veiled)?;
        answers.pop().ok_or(Error::Cancelled("withdraw the proposal"))
    }

    /// An agent knows of no proposals but its own.
    async fn own(&self, conn: &mut SqliteConnection, id: ProposalId) -> Result<(), Error> {
        let found = proposals::get(conn, id).await?;
        match found.filter(|found| found.agent_id == self.agent_id()) {
            Some(_) => Ok(()),
            None => Err(Error::ProposalNotFound(id.to_string())),
        }
    }

    /// Each as it stands, told with what the agent may see at the end of it all.
    pub(super) async fn answer_all(&self, ids: Vec<ProposalId>) -> Result<Vec<Proposal>, Error> {
        let engine = &self.engine;
        let mut cards = Vec::with_capacity(ids.len());
        let is_one = ids.len() == 1;
        for id in ids {
            let mut read = engine.inner.store.read().await?;
            let entry = match Entry::load(&mut read, id).await.map_err(unreadable) {
                Ok(entry) => entry,
                // One that cannot be read keeps no other back.
                Err(Error::Cancelled(_)) if !is_one => continue,
                Err(error) => return Err(error),
            };
            drop(read);
            cards.push(Box::pin(engine.card_for_agent(entry)).await?);
        }
        let mut read = engine.inner.store.read().await?;
        let sights = self.admit(&mut read).await?.sights;
        let mut answers = Vec::with_capacity(cards.len());
        for card in cards {
            let sight = card.sight(&mut read, &sights).await?;
            answers.push(card.told(sight, &sights));
        }
        Ok(answers)
    }
}

impl Engine {
    /// The card of a proposal, with what its agent is told of it.
    async fn card_for_agent(&self, entry: Entry) -> Result<AgentCard, Error> {
        if !entry.is_open(self.now()) {
            let card = Box::pin(self.card(&entry)).await?;
            return Ok(AgentCard { card, shown: entry.kept.shown, asked: entry.ask.action });
        }
        let mut read = self.inner.store.read().await?;
        let planned = self.plan_proposal(&mut read, &entry, &entry.ask).await?;
        drop(read);
        let present = Box::pin(self.present(&entry, &entry.ask, planned)).await?;
        let card = of_open(&entry, &entry.ask, &present, self.now());
        Ok(AgentCard { card, shown: present.shown, asked: entry.ask.action })
    }
}

/// What is kept of a proposal may hold words of the user's: none of it is in the failure.
fn unreadable(error: Error) -> Error {
    if matches!(error, Error::Invalid(_)) { Error::Cancelled("read the proposal") } else { error }
}
