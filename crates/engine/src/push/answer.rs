//! What the server answered to an edit is written into its row.

use kalends_calendar::{
    Event,
    google::{Item, read_item},
};
use kalends_remote::google::{GoogleError, RawEvent};
use kalends_store::{
    Calendar, EventId, Write, events,
    pending::{self, Notify, Pending, State},
};

use super::{Theirs, policy::is_cancelled, reconcile};
use crate::{
    Engine, Error,
    edits::{
        place::Place,
        row,
        want::{stronger, version},
    },
    google::write_live,
    proposals,
};

/// Reads the server's event. None as `context` of a cancelled one: it is gone.
pub(super) fn read(raw: &RawEvent, place: &Place) -> Result<Theirs, GoogleError> {
    match read_item(&raw.json, &place.context()) {
        Ok(Item::Live(mut live)) => {
            if live.etag.is_empty() {
                live.etag.clone_from(&raw.etag);
            }
            Ok(Theirs::Live { live, source: raw.json.to_vec() })
        }
        Ok(Item::Cancelled(_)) => Ok(Theirs::Gone),
        Err(error) => {
            tracing::warn!(%error, "the server's answer could not be read");
            Err(GoogleError::Unreadable)
        }
    }
}

/// What was asked for is there now. `sent` is the event as it was sent, `edit` its edit as it then
/// was: whatever the user did meanwhile stays in the queue.
pub(super) async fn take(
    engine: &Engine,
    write: &mut Write,
    calendar: &Calendar,
    id: EventId,
    (sent, edit): (&Event, &Pending),
    theirs: Theirs,
) -> Result<(), Error> {
    let Some(stored) = row::find(write, id).await? else { return Ok(()) };
    let Theirs::Live { live, source } = theirs else {
        if let Some(pending) = pending::get(write, id).await? {
            reconcile(engine, write, calendar, &stored, pending, Theirs::Gone).await?;
        }
        return Ok(());
    };
    let Some(mut pending) = pending::get(write, id).await? else {
        return Box::pin(write_live(write, calendar.id, id, *live, &source)).await;
    };
    let stays = pending.from_calendar.is_some();
    if !stays {
        proposals::arrived(engine, write, id, version(edit)).await?;
    }
    if version(&pending) == version(edit) && !stays {
        pending::remove(write, id).await?;
        return Box::pin(write_live(write, stored.calendar_id, id, *live, &source)).await;
    }
    note_told(engine, &mut pending, edit);
    pending.base = Some(sent.clone());
    pending.mine = None;
    pending.theirs_gone = false;
    pending.state = State::Waiting;
    pending.problem = None;
    pending.next_try_at = None;
    reconcile(engine, write, calendar, &stored, pending, Theirs::Live { live, source }).await?;
    Ok(())
}

/// What was to go is gone.
pub(super) async fn take_deletion(
    engine: &Engine,
    write: &mut Write,
    calendar: &Calendar,
    id: EventId,
    edit: &Pending,
) -> Result<(), Error> {
    let Some(stored) = row::find(write, id).await? else { return Ok(()) };
    let Some(mut pending) = pending::get(write, id).await? else { return Ok(()) };
    proposals::arrived(engine, write, id, version(edit)).await?;
    if version(&pending) != version(edit) {
        note_told(engine, &mut pending, edit);
        reconcile(engine, write, calendar, &stored, pending, Theirs::Gone).await?;
        return Ok(());
    }
    pending::remove(write, id).await?;
    if is_cancelled(&stored.event) {
        events::set_remote(write, id, &stored.remote_id, "", &stored.source).await?;
    }
    Ok(())
}

/// Who was to hear of what was sent has heard of it; what is left is mailed as the user chose with
/// what they did since. What another process noted since is in the row alone.
fn note_told(engine: &Engine, pending: &mut Pending, sent: &Pending) {
    let Some(here) = engine.inner.undo.1.end(pending.event_id) else { return };
    let is_noted = pending.notify_later != sent.notify_later;
    let elsewhere = if is_noted { pending.notify_later } else { Notify::None };
    pending.notify = stronger(here, elsewhere);
    pending.notify_later = Notify::None;
}
