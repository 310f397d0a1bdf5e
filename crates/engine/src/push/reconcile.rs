//! The server's side of an event is written beside the user's: merged, settled, or kept apart.

use kalends_calendar::{Status, google::client_id};
use kalends_store::{
    Calendar, Remote, SqliteConnection, StoredEvent, events,
    pending::{self, Op, Pending, State},
};

use super::{
    Reconciled, Theirs,
    policy::{Verdict, arrived, decide, is_cancelled},
};
use crate::{
    Engine, Error, Problem,
    edits::{
        row,
        want::{note_arrival, op, version, was_tried},
    },
    proposals,
};

/// Brings an event with an unsent edit together with what the server has of it in `calendar`: of an
/// event on its way into another calendar, that is the one it comes from or the one it goes to.
pub(crate) async fn reconcile(
    engine: &Engine,
    write: &mut SqliteConnection,
    calendar: &Calendar,
    stored: &StoredEvent,
    mut pending: Pending,
    theirs: Theirs,
) -> Result<Reconciled, Error> {
    let is_here = stored.calendar_id == calendar.id;
    // Of a refused move it says where the event was to go, and the row is where the server has it.
    let moves = pending.from_calendar.is_some() && pending.state != State::Refused;
    if moves {
        match &theirs {
            // The move may have arrived, or not begun: sending it tells.
            Theirs::Gone if is_here || was_tried(&pending) => return Ok(Reconciled::default()),
            Theirs::Live { .. } if is_here => pending.from_calendar = None,
            Theirs::Gone | Theirs::Live { .. } => {}
        }
    }
    if was_tried(&pending) {
        let known = match &theirs {
            Theirs::Live { live, .. } => {
                let moved = moves && pending.from_calendar.is_none();
                arrived(&pending, moved, &live.event)
            }
            Theirs::Gone => pending.theirs_gone,
        };
        note_arrival(&mut pending, known);
    }
    let deleted = stored.deleted_at.is_some() && pending.state != State::Refused;
    let verdict = decide(
        &pending,
        &stored.event,
        deleted,
        match &theirs {
            Theirs::Live { live, .. } => Some(&live.event),
            Theirs::Gone => None,
        },
    );
    let side = Side { stored, theirs };
    let conflict = matches!(verdict, Verdict::Conflict { .. } | Verdict::Refused { .. });
    Box::pin(apply(engine, write, pending, &side, verdict)).await?;
    Ok(Reconciled { conflict })
}

/// The row and what the server says.
struct Side<'a> {
    stored: &'a StoredEvent,
    theirs: Theirs,
}

impl Side<'_> {
    fn source(&self) -> &[u8] {
        match &self.theirs {
            Theirs::Live { source, .. } => source,
            Theirs::Gone => &self.stored.source,
        }
    }

    fn remote(&self) -> Remote<'_> {
        let stored = self.stored.remote();
        match &self.theirs {
            Theirs::Live { live, .. } => Remote {
                id: &live.id,
                etag: &live.etag,
                series_id: live.series_id.as_deref().unwrap_or(stored.series_id),
                ..stored
            },
            Theirs::Gone => Remote { etag: "", ..stored },
        }
    }

    async fn put(
        &self,
        write: &mut SqliteConnection,
        event: &kalends_calendar::Event,
    ) -> Result<(), Error> {
        let put = row::Put {
            id: self.stored.id,
            calendar: self.stored.calendar_id,
            event,
            source: self.source(),
            remote: self.remote(),
        };
        row::put(write, put).await
    }
}

async fn apply(
    engine: &Engine,
    write: &mut SqliteConnection,
    mut pending: Pending,
    side: &Side<'_>,
    verdict: Verdict,
) -> Result<(), Error> {
    let stored = side.stored;
    match verdict {
        Verdict::Keep => {
            pending::put(write, &pending).await?;
        }
        Verdict::Settled(Some(event)) => {
            side.put(write, &event).await?;
            if pending.from_calendar.is_none() {
                proposals::arrived(engine, write, stored.id, version(&pending)).await?;
                pending::remove(write, stored.id).await?;
            } else {
                pending.base = Some(*event);
                goes_on(&mut pending);
                pending::put(write, &pending).await?;
            }
        }
        Verdict::Settled(None) => {
            proposals::arrived(engine, write, stored.id, version(&pending)).await?;
            pending::remove(write, stored.id).await?;
            if is_cancelled(&stored.event) && stored.source.is_empty() {
                // The series has no such occurrence, or tells of it itself.
                events::delete(write, stored.calendar_id, &[stored.id]).await?;
            } else if is_cancelled(&stored.event) {
                side.put(write, &stored.event).await?;
            } else {
                row::let_go(write, stored, engine.now()).await?;
            }
        }
        Verdict::Waiting { shown, base } => {
            match &shown {
                Some(event) => side.put(write, event).await?,
                None => {
                    let remote = side.remote();
                    events::set_remote(write, stored.id, remote.id, remote.etag, side.source())
                        .await?;
                }
            }
            let event = shown.as_deref().unwrap_or(&stored.event);
            pending.base = Some(*base);
            goes_on(&mut pending);
            pending.op = if stored.deleted_at.is_some() { Op::Delete } else { op(&pending, event) };
            pending::put(write, &pending).await?;
        }
        Verdict::Anew => anew(engine, write, pending, stored).await?,
        Verdict::Conflict { shown, base, theirs, deletion } => {
            side.put(write, &shown).await?;
            pending.theirs_gone = theirs.is_none();
            pending.base = base.map(|event| *event);
            pending.theirs = theirs.map(|event| *event);
            pending.mine = None;
            pending.state = State::Conflict;
            pending.next_try_at = None;
            pending.problem = Some(conflict_problem(deletion, pending.theirs_gone));
            pending.op = if deletion { Op::Delete } else { op(&pending, &shown) };
            pending::put(write, &pending).await?;
        }
        Verdict::Refused { shown, mine } => {
            match &shown {
                Some(event) => side.put(write, event).await?,
                None => row::let_go(write, stored, engine.now()).await?,
            }
            if pending.state != State::Refused {
                pending.problem = Some(
                    Problem::new(
                        "gone",
                        "the event was deleted by the one who organises it",
                        "Discard the edit.",
                    )
                    .into(),
                );
            }
            pending.base = shown.map(|event| *event).or(pending.base);
            pending.mine = mine.map(|event| *event);
            pending.theirs_gone = false;
            pending.state = State::Refused;
            pending.next_try_at = None;
            pending::put(write, &pending).await?;
            let problem = pending.problem.as_ref();
            proposals::refused(engine, write, stored.id, pending.seq, problem).await?;
        }
    }
    Ok(())
}

/// What the server has is known: nothing of an earlier try is in doubt.
fn goes_on(pending: &mut Pending) {
    if pending.state == State::Conflict {
        pending.state = State::Waiting;
        pending.problem = None;
    }
    pending.theirs = None;
    pending.theirs_gone = false;
    pending.mine = None;
}

/// Makes what is gone at the server again: the id of a deleted event stays taken there, and a
/// cancelled occurrence takes place again.
pub(crate) async fn anew(
    engine: &Engine,
    write: &mut SqliteConnection,
    mut pending: Pending,
    stored: &StoredEvent,
) -> Result<(), Error> {
    let is_occurrence = stored.event.recurrence_id.is_some() && !stored.series_remote_id.is_empty();
    let id = if is_occurrence {
        stored.remote_id.clone()
    } else {
        client_id(engine.inner.ids.next().as_bytes())
    };
    // No list has told of an occurrence that is there again.
    let generation = if is_occurrence { 0 } else { stored.seen_generation };
    let remote = Remote { id: &id, etag: "", generation, ..stored.remote() };
    let put = row::Put {
        id: stored.id,
        calendar: stored.calendar_id,
        event: &stored.event,
        source: b"",
        remote,
    };
    row::put(write, put).await?;
    goes_on(&mut pending);
    pending.state = State::Waiting;
    pending.problem = None;
    pending.next_try_at = None;
    pending.from_calendar = None;
    let before = pending.base.take();
    pending.base = is_occurrence.then(|| {
        // What the edit changed is sent along.
        let mut base = before.unwrap_or_else(|| stored.event.clone());
        base.status = Status::Cancelled;
        base
    });
    pending.op = op(&pending, &stored.event);
    pending.version += 1;
    pending::put(write, &pending).await?;
    Ok(())
}

fn conflict_problem(deletion: bool, gone: bool) -> kalends_store::Problem {
    let message = if deletion {
        "you deleted the event, and it was changed elsewhere"
    } else if gone {
        "you changed the event, and it was deleted elsewhere"
    } else {
        "both you and somebody elsewhere changed the same"
    };
    Problem::new("conflict", message, "Choose which of the two is to stay.").into()
}
