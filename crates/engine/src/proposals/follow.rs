//! What became of approved proposals, told in the transactions in which their edits arrive or are
//! refused; and the end of what nobody decided about.

use jiff::Timestamp;
use kalends_store::{
    EventId, ProposalId, SqliteConnection, pending,
    proposals::{self, ProposalState as Stored, StoredProposal},
};
use serde_json::json;

use super::{card::Entry, decide::result, undone};
use crate::{Engine, EngineEvent, Error, Problem, edits::want::Version};

/// Proposals that one edit can be of: an edit gathers what was approved since it was last sent.
const OF_ONE: u32 = 50;

/// The source has what this edit was up to this version.
pub(crate) async fn arrived(
    engine: &Engine,
    conn: &mut SqliteConnection,
    event: EventId,
    (seq, version): Version,
) -> Result<(), Error> {
    for mut entry in of_event(conn, event).await? {
        let mut any = false;
        for edit in &mut entry.progress.edits {
            let is_it = edit.event_id == event && edit.seq == seq && edit.version <= version;
            any |= is_it && !edit.arrived;
            edit.arrived |= is_it;
        }
        if !any {
            continue;
        }
        let id = entry.row.id;
        let (edits, original) = (&entry.progress.edits, entry.progress.result_original);
        proposals::set_edits(conn, id, edits, original).await?;
        let all = edits.iter().all(|edit| edit.arrived);
        if undone::is_under_way(&entry) {
            if all {
                undone::end(engine, conn, &entry, "kalends").await?;
            }
            continue;
        }
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
    for entry in of_event(conn, event).await? {
        let waits = |edit: &proposals::QueuedEdit| {
            edit.event_id == event && edit.seq == seq && !edit.arrived
        };
        if !entry.progress.edits.iter().any(waits) {
            continue;
        }
        if undone::is_under_way(&entry) {
            undone::refused(engine, conn, &entry, problem).await?;
        }
        fail(engine, conn, &entry, problem).await?;
    }
    Ok(())
}

/// The approved proposals that may have become an edit of this event.
async fn of_event(conn: &mut SqliteConnection, event: EventId) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::new();
    for id in proposals::list_of_event(conn, event, OF_ONE).await? {
        if let Some(row) = proposals::get(conn, id).await? {
            entries.extend(Entry::readable(conn, row).await?);
        }
    }
    Ok(entries)
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
    let diff = json!(entry.kept.shown.diff);
    engine.audit_row(conn, &entry.row, (what, "kalends"), diff, result).await
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
        let is_due = !self.list_ends(&mut read).await?.is_empty();
        let lost = !list_given_up(&mut read).await?.is_empty();
        drop(read);
        if !is_due && !lost {
            return Ok(0);
        }
        let mut write = self.inner.store.begin().await?;
        let mut count = 0;
        for end in self.list_ends(&mut write).await? {
            match end {
                End::Over(row, diff) => {
                    count += u64::from(self.expire_row(&mut write, &row, diff).await?);
                }
                End::Sooner(id, at) => proposals::set_expires(&mut write, id, at).await?,
            }
        }
        for entry in list_given_up(&mut write).await? {
            fail(self, &mut write, &entry, Some(&given_up().into())).await?;
        }
        write.commit().await?;
        self.tell(EngineEvent::ProposalsChanged);
        Ok(count)
    }

    /// Ends what nobody decided in time, and gives when the next one ends.
    pub(crate) async fn next_expiry(&self) -> Result<Option<Timestamp>, Error> {
        self.expire_proposals().await?;
        let mut read = self.inner.store.read().await?;
        Ok(proposals::get_next_expiry(&mut read).await?)
    }

    /// Which open proposals are over, and which end sooner than was noted, for their events were
    /// moved to an earlier time.
    async fn list_ends(&self, conn: &mut SqliteConnection) -> Result<Vec<End>, Error> {
        let now = self.now();
        let mut ends = Vec::new();
        for row in proposals::list_open(conn).await? {
            let Some(entry) = Entry::readable(conn, row.clone()).await? else {
                if row.expires_at <= now {
                    ends.push(End::Over(Box::new(row), json!(null)));
                }
                continue;
            };
            let at = match self.plan_proposal(conn, &entry, &entry.ask).await? {
                Ok(look) => entry.expires_at(&look.shown),
                Err(_) => row.expires_at,
            };
            if at <= now {
                ends.push(End::Over(Box::new(row), json!(entry.kept.shown.diff)));
            } else if at < row.expires_at {
                ends.push(End::Sooner(row.id, at));
            }
        }
        Ok(ends)
    }
}

/// What is to be noted of an open proposal.
enum End {
    /// Nobody decided in time; with what was shown of it.
    Over(Box<StoredProposal>, serde_json::Value),
    /// It ends at another time than was noted.
    Sooner(ProposalId, Timestamp),
}

/// Approved proposals whose edits were given up.
async fn list_given_up(conn: &mut SqliteConnection) -> Result<Vec<Entry>, Error> {
    let mut lost = Vec::new();
    for row in proposals::list_under_way(conn, None).await? {
        let Some(entry) = Entry::readable(conn, row).await? else { continue };
        if is_given_up(conn, &entry).await? {
            lost.push(entry);
        }
    }
    Ok(lost)
}
