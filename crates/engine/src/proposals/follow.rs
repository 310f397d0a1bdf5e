//! What became of approved proposals, told in the transactions in which their edits arrive, are
//! refused or undone.

use kalends_store::{
    EventId, SqliteConnection, Write, pending,
    proposals::{self, ProposalState as Stored},
};
use serde_json::json;

use super::{card::Entry, decide::result};
use crate::{
    Engine, EngineEvent, Error, Problem,
    agents::{self, record},
    edits::want::Version,
};

/// Proposals that one edit can be of: an edit gathers what was approved since it was last sent.
const OF_ONE: u32 = 50;

/// The source has what this edit was up to this version.
pub(crate) async fn arrived(
    engine: &Engine,
    conn: &mut SqliteConnection,
    event: EventId,
    (seq, version): Version,
) -> Result<(), Error> {
    for id in proposals::list_of_event(conn, event, OF_ONE).await? {
        let mut entry = Entry::load(conn, id).await?;
        let mut any = false;
        for edit in &mut entry.progress.edits {
            let is_it = edit.event_id == event && edit.seq == seq && edit.version <= version;
            any |= is_it && !edit.arrived;
            edit.arrived |= is_it;
        }
        if !any {
            continue;
        }
        let (edits, original) = (&entry.progress.edits, entry.progress.result_original);
        proposals::set_edits(conn, id, edits, original).await?;
        let all = edits.iter().all(|edit| edit.arrived);
        let state = if all { Stored::Done } else { Stored::Sent };
        let from = [Stored::Approved, Stored::Sent, Stored::Failed];
        if proposals::set_state(conn, id, &from, state, None, None).await? {
            proposals::set_changed(conn, id, engine.now()).await?;
            if all {
                let target = result(&entry);
                let told = json!({ "event_id": target.map(|target| target.event_id) });
                note(engine, conn, &entry, "done", told).await?;
            }
            engine.inner.proposals.note_move();
        }
    }
    Ok(())
}

/// The source refused this edit.
pub(crate) async fn refused(
    engine: &Engine,
    conn: &mut SqliteConnection,
    event: EventId,
    seq: i64,
    problem: Option<&kalends_store::sync_state::Problem>,
) -> Result<(), Error> {
    for id in proposals::list_of_event(conn, event, OF_ONE).await? {
        let entry = Entry::load(conn, id).await?;
        let waits = |edit: &proposals::QueuedEdit| {
            edit.event_id == event && edit.seq == seq && !edit.arrived
        };
        if entry.progress.edits.iter().any(waits) {
            fail(engine, conn, &entry, problem).await?;
        }
    }
    Ok(())
}

async fn fail(
    engine: &Engine,
    conn: &mut SqliteConnection,
    entry: &Entry,
    problem: Option<&kalends_store::sync_state::Problem>,
) -> Result<(), Error> {
    let from = [Stored::Approved, Stored::Sent];
    let id = entry.row.id;
    if proposals::set_state(conn, id, &from, Stored::Failed, problem, None).await? {
        proposals::set_changed(conn, id, engine.now()).await?;
        let told = problem.map(|problem| Problem::from(problem.clone()));
        note(engine, conn, entry, "failed", json!({ "error": told })).await?;
        engine.inner.proposals.note_move();
    }
    Ok(())
}

async fn note(
    engine: &Engine,
    conn: &mut SqliteConnection,
    entry: &Entry,
    what: &str,
    result: serde_json::Value,
) -> Result<(), Error> {
    let line = agents::Entry {
        agent: Some((entry.row.agent_id, &entry.row.agent_name)),
        proposal: Some(entry.row.id),
        what,
        who: "kalends",
        diff: json!(entry.kept.shown.diff),
        result,
    };
    record(conn, engine.now(), &line).await
}

/// Whether an edit of an approved proposal is not in the queue any more and did not arrive: it was
/// given up.
pub(super) async fn is_given_up(conn: &mut SqliteConnection, entry: &Entry) -> Result<bool, Error> {
    for edit in entry.progress.edits.iter().filter(|edit| !edit.arrived) {
        let pending = pending::get(conn, edit.event_id).await?;
        if pending.is_none_or(|pending| pending.seq != edit.seq) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a proposal failed of that was given up.
pub(super) fn given_up() -> Problem {
    Problem::new(
        "given_up",
        "the edit was given up before it was sent",
        "Propose it again if it is still wanted.",
    )
}

impl Engine {
    /// Tells that something became of proposals since their moves were counted, once the
    /// transactions in which it did are committed.
    pub(crate) fn tell_moved_proposals(&self, since: u64) {
        if self.inner.proposals.moves() != since {
            self.tell(EngineEvent::ProposalsChanged);
        }
    }

    /// Ends what nobody decided in time, and notes which approved edits were given up. Gives how
    /// many expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn expire_proposals(&self) -> Result<u64, Error> {
        let mut read = self.inner.store.read().await?;
        let expired = proposals::list_expired(&mut read, self.now()).await?;
        let mut lost = false;
        for row in proposals::list_under_way(&mut read, None).await? {
            let entry = Entry::of(&mut read, row).await?;
            lost |= is_given_up(&mut read, &entry).await?;
        }
        drop(read);
        if expired.is_empty() && !lost {
            return Ok(0);
        }
        let mut write = self.inner.store.begin().await?;
        let mut count = 0;
        for row in proposals::list_expired(&mut write, self.now()).await? {
            let entry = Entry::of(&mut write, row).await?;
            count += u64::from(self.expire(&mut write, &entry).await?);
        }
        for row in proposals::list_under_way(&mut write, None).await? {
            let entry = Entry::of(&mut write, row).await?;
            if is_given_up(&mut write, &entry).await? {
                fail(self, &mut write, &entry, Some(&given_up().into())).await?;
            }
        }
        write.commit().await?;
        self.tell(EngineEvent::ProposalsChanged);
        Ok(count)
    }

    /// Ends what nobody decided in time, and gives when the next one ends.
    pub(crate) async fn next_expiry(&self) -> Result<Option<jiff::Timestamp>, Error> {
        self.expire_proposals().await?;
        let mut read = self.inner.store.read().await?;
        Ok(proposals::get_next_expiry(&mut read).await?)
    }

    /// The user took an approved edit back, in this transaction.
    pub(crate) async fn note_undone(&self, write: &mut Write, undo: u64) -> Result<(), Error> {
        let Some(id) = self.inner.proposals.of_undo(undo) else { return Ok(()) };
        let entry = Entry::load(write, id).await?;
        let decision = proposals::Decision {
            state: Stored::Rejected,
            at: self.now(),
            by: "user",
            note: "Undone by the user.",
            hash: None,
            result_event_id: None,
        };
        let from = [Stored::Approved, Stored::Sent, Stored::Done, Stored::Failed];
        if proposals::decide(write, id, &from, &decision).await? {
            proposals::set_edits(write, id, &[], None).await?;
            proposals::set_changed(write, id, self.now()).await?;
            let diff = json!(entry.kept.shown.diff);
            let was = json!({ "was": entry.row.state.as_str() });
            self.audit(write, &entry, "undone", "user", diff, was).await?;
        }
        self.inner.proposals.forget(id);
        self.inner.proposals.note_move();
        Ok(())
    }
}
