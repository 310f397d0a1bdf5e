//! Open proposals that end without anything done: turned down, taken back, or too late.

use kalends_store::{
    SqliteConnection, Write,
    proposals::{self, ProposalState as Stored, StoredProposal},
};
use serde_json::json;

use super::{
    card::Entry,
    decide::{OPEN, decided, to_json},
    shown::Kept,
};
use crate::{
    Engine, EngineEvent, Error, Proposal, ProposalId, ProposalState,
    agents::{self, record},
};

impl Engine {
    /// Turns a proposal down. The note goes to the agent.
    ///
    /// # Errors
    /// [`Error::ProposalNotFound`]; [`Error::Refused`] of kind `decided` when there is nothing to
    /// decide any more.
    pub async fn reject_proposal(&self, id: ProposalId, note: &str) -> Result<Proposal, Error> {
        self.close_proposal(id, Stored::Rejected, "user", note).await?;
        Box::pin(self.get_proposal(id)).await
    }

    /// Ends an open proposal without doing anything, and keeps what was shown of it last.
    pub(super) async fn close_proposal(
        &self,
        id: ProposalId,
        state: Stored,
        by: &str,
        note: &str,
    ) -> Result<(), Error> {
        const NOTE_MOST: usize = 2_000;
        let note = agents::plain(note.trim(), NOTE_MOST);
        let mut write = self.inner.store.begin().await?;
        let mut entry = Entry::load(&mut write, id).await?;
        self.check_open(&entry)?;
        let planned = self.plan_proposal(&mut write, &entry, &entry.ask).await?;
        let present = Box::pin(self.present(&entry, &entry.ask, planned)).await?;
        entry.kept = Kept { version: present.version, shown: present.shown, approved: None };
        proposals::set_shown(&mut write, id, &to_json(&entry.kept)?, &present.hash).await?;
        let decision = proposals::Decision {
            state,
            at: self.now(),
            by,
            note: &note,
            hash: None,
            result_event_id: None,
        };
        if !proposals::decide(&mut write, id, &OPEN, &decision).await? {
            return Err(decided(ProposalState::Rejected));
        }
        proposals::set_changed(&mut write, id, self.now()).await?;
        let diff = json!(entry.kept.shown.diff);
        self.audit(&mut write, &entry, state.as_str(), by, diff, json!({ "note": note })).await?;
        write.commit().await?;
        self.tell(EngineEvent::ProposalsChanged);
        Ok(())
    }

    /// Notes that nobody decided in time, and gives the error that says so.
    pub(super) async fn expire_now(&self, mut write: Write, entry: &Entry) -> Result<Error, Error> {
        let diff = json!(entry.kept.shown.diff);
        self.expire_row(&mut write, &entry.row, diff).await?;
        write.commit().await?;
        self.tell(EngineEvent::ProposalsChanged);
        Ok(decided(ProposalState::Expired))
    }

    /// Notes that an open proposal ended undecided.
    pub(super) async fn expire_row(
        &self,
        write: &mut Write,
        row: &StoredProposal,
        diff: serde_json::Value,
    ) -> Result<bool, Error> {
        let decision = proposals::Decision {
            state: Stored::Expired,
            at: self.now(),
            by: "",
            note: "",
            hash: None,
            result_event_id: None,
        };
        if !proposals::decide(write, row.id, &OPEN, &decision).await? {
            return Ok(false);
        }
        proposals::set_changed(write, row.id, self.now()).await?;
        self.audit_row(write, row, ("expired", "kalends"), diff, json!(null)).await?;
        Ok(true)
    }

    pub(super) async fn audit(
        &self,
        write: &mut Write,
        entry: &Entry,
        what: &str,
        who: &str,
        diff: serde_json::Value,
        result: serde_json::Value,
    ) -> Result<(), Error> {
        self.audit_row(write, &entry.row, (what, who), diff, result).await
    }

    /// Adds a line to the audit log: what happened to a proposal, and who did it.
    pub(super) async fn audit_row(
        &self,
        conn: &mut SqliteConnection,
        row: &StoredProposal,
        (what, who): (&str, &str),
        diff: serde_json::Value,
        result: serde_json::Value,
    ) -> Result<(), Error> {
        let line = agents::Entry {
            agent: Some((row.agent_id, &row.agent_name)),
            proposal: Some(row.id),
            what,
            who,
            diff,
            result,
        };
        record(conn, self.now(), &line).await
    }
}
