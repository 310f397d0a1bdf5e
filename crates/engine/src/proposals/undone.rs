//! An approval that the user takes back: at once where nothing of it was sent, else once the edit that
//! leads back has arrived. Until then the proposal is what the server has of it.

use kalends_store::{
    SqliteConnection, Write,
    proposals::{self, ProposalState as Stored, QueuedEdit},
};
use serde_json::json;

use super::{card::Entry, decide::queued};
use crate::{
    Engine, Error, Problem,
    edits::want::{Touched, was_tried},
};

/// Whether the edits of a proposal are those that lead back.
pub(super) fn is_under_way(entry: &Entry) -> bool {
    entry.progress.edits.iter().any(|edit| edit.undoes)
}

/// Nothing is left of what was approved: it counts as turned down.
pub(super) async fn end(
    engine: &Engine,
    conn: &mut SqliteConnection,
    entry: &Entry,
    who: &str,
) -> Result<(), Error> {
    let id = entry.row.id;
    let decision = proposals::Decision {
        state: Stored::Rejected,
        at: engine.now(),
        by: "user",
        note: "Undone by the user.",
        hash: None,
        result_event_id: None,
    };
    let from = [Stored::Approved, Stored::Sent, Stored::Done, Stored::Failed];
    if proposals::decide(conn, id, &from, &decision).await? {
        proposals::set_edits(conn, id, &[], None).await?;
        proposals::set_changed(conn, id, engine.now()).await?;
        let was = json!({ "was": entry.row.state.as_str() });
        let diff = json!(entry.kept.shown.diff);
        engine.audit_row(conn, &entry.row, ("undone", who), diff, was).await?;
        engine.inner.proposals.note_move();
    }
    Ok(())
}

/// The server did not take the edit that leads back: what was done stays done.
pub(super) async fn refused(
    engine: &Engine,
    conn: &mut SqliteConnection,
    entry: &Entry,
    problem: Option<&kalends_store::sync_state::Problem>,
) -> Result<(), Error> {
    let id = entry.row.id;
    proposals::set_edits(conn, id, &[], entry.progress.result_original).await?;
    proposals::set_changed(conn, id, engine.now()).await?;
    let told = json!({ "error": problem.map(|problem| Problem::from(problem.clone())) });
    let diff = json!(entry.kept.shown.diff);
    engine.audit_row(conn, &entry.row, ("undo_failed", "kalends"), diff, told).await?;
    engine.inner.proposals.note_move();
    Ok(())
}

impl Engine {
    /// The user took an approved edit back, in this transaction, by the edits `reverse`; by none
    /// where everything could simply be as it was.
    pub(crate) async fn note_undone(
        &self,
        write: &mut Write,
        undo: u64,
        reverse: &[Touched],
    ) -> Result<(), Error> {
        let Some(id) = self.inner.proposals.of_undo(undo) else { return Ok(()) };
        let entry = Entry::load(write, id).await?;
        let back: Vec<QueuedEdit> =
            queued(reverse).into_iter().map(|edit| QueuedEdit { undoes: true, ..edit }).collect();
        if back.is_empty() || !may_be_sent(&entry, reverse) {
            end(self, write, &entry, "user").await?;
        } else {
            proposals::set_edits(write, id, &back, entry.progress.result_original).await?;
            let told = json!({ "was": entry.row.state.as_str(), "sent": "waiting" });
            let diff = json!(entry.kept.shown.diff);
            self.audit_row(write, &entry.row, ("undoing", "user"), diff, told).await?;
        }
        self.inner.proposals.forget(id);
        self.inner.proposals.note_move();
        Ok(())
    }
}

/// Whether the server may have something of what was approved: all that it has not waited in the
/// queue when it was taken back, and was never tried.
fn may_be_sent(entry: &Entry, reverse: &[Touched]) -> bool {
    let waited = |edit: &QueuedEdit| {
        let touched = reverse.iter().find(|touched| touched.want.id == edit.event_id);
        let pending = touched.and_then(|touched| touched.pending_before.as_ref());
        pending.is_some_and(|pending| pending.seq == edit.seq && !was_tried(pending))
    };
    entry.progress.edits.iter().any(|edit| edit.arrived || !waited(edit))
}
