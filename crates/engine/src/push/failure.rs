//! An edit that was not sent: why is kept, and when it is tried again.

use kalends_remote::google::GoogleError;
use kalends_store::{
    CalendarId, StoredEvent, events,
    pending::{self, Pending, State},
};

use super::{
    entry::Entry,
    fault::{Effect, effect, may_have_happened, next_try},
    policy::is_cancelled,
    send::{Done, Outcome},
};
use crate::{
    Engine, Error, Problem,
    edits::{
        row,
        want::{note_arrival, version, was_tried},
    },
    proposals,
};

/// Keeps why an edit was not sent, and when it is tried again.
pub(super) async fn fail(
    engine: &Engine,
    entry: &Entry,
    error: GoogleError,
    calendars: Vec<CalendarId>,
) -> Result<Done, Error> {
    let effect = effect(&error);
    let id = entry.stored.id;
    tracing::info!(event = %id, kind = error.kind(), "an edit was not sent: {error}");
    let mut write = engine.inner.store.begin().await?;
    let (Some(stored), Some(mut pending)) =
        (row::find(&mut write, id).await?, pending::get(&mut write, id).await?)
    else {
        return Ok(Done { outcome: Outcome::Sent, calendars });
    };
    if !may_have_happened(&error) {
        // Nothing of this try arrived; what was in doubt before still is.
        pending.mine.clone_from(&entry.pending.mine);
        pending.theirs_gone = entry.pending.theirs_gone;
        if !was_tried(&pending) {
            note_arrival(&mut pending, false);
        }
    }
    if effect == Effect::Refuse && version(&pending) != version(&entry.pending) {
        // What was refused is not what the user wants by now: that is tried in its turn.
        pending::put(&mut write, &pending).await?;
        write.commit().await?;
        return Ok(Done { outcome: Outcome::Failed(error, Effect::Later), calendars });
    }
    let problem = Problem::new(error.kind(), error.to_string(), error.remedy());
    pending.problem = Some(problem.into());
    let outcome = match effect {
        Effect::Refuse => {
            refuse(engine, &mut write, &stored, pending).await?;
            Outcome::Problem
        }
        Effect::Account => {
            pending::put(&mut write, &pending).await?;
            Outcome::Failed(error, effect)
        }
        Effect::Pause | Effect::Later => {
            pending.state = State::Retrying;
            let chance = engine.inner.config.chance.fraction();
            let now = engine.now();
            pending.next_try_at = Some(next_try(now, &error, pending.attempts, chance));
            pending::put(&mut write, &pending).await?;
            Outcome::Failed(error, effect)
        }
    };
    write.commit().await?;
    Ok(Done { outcome, calendars })
}

/// The server said no: its state is shown again, and the user's is kept.
async fn refuse(
    engine: &Engine,
    write: &mut kalends_store::Write,
    stored: &StoredEvent,
    mut pending: Pending,
) -> Result<(), Error> {
    let goes = stored.deleted_at.is_some() || is_cancelled(&stored.event);
    pending.mine = (!goes || is_cancelled(&stored.event)).then(|| stored.event.clone());
    if stored.deleted_at.is_some() {
        pending.mine = None;
    }
    pending.theirs_gone = false;
    pending.state = State::Refused;
    pending.next_try_at = None;
    crate::queue::show_servers(engine, write, stored, &pending).await?;
    if let Some(from) = pending.from_calendar {
        // From here on it says where the event was to go.
        pending.from_calendar = Some(stored.calendar_id);
        events::set_calendar(write, stored.id, from).await?;
    }
    pending::put(write, &pending).await?;
    proposals::refused(engine, write, stored.id, pending.seq, pending.problem.as_ref()).await
}
