//! What the server answered to an edit is written into its row.

use kalends_calendar::{
    Event,
    google::{Item, read_item},
};
use kalends_remote::google::{GoogleError, RawEvent};
use kalends_store::{
    Calendar, EventId, Write, events,
    pending::{self, Notify, State},
};

use super::{Theirs, policy::is_cancelled, reconcile};
use crate::{
    Engine, Error,
    edits::{
        place::Place,
        row,
        want::{self, Version},
    },
    google::write_live,
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

/// What was asked for is there now. `sent` is the event as it was sent, `version` that of its edit:
/// whatever the user did meanwhile stays in the queue.
pub(super) async fn take(
    engine: &Engine,
    write: &mut Write,
    calendar: &Calendar,
    id: EventId,
    (sent, version): (&Event, Version),
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
    if want::version(&pending) == version && !stays {
        pending::remove(write, id).await?;
        return Box::pin(write_live(write, stored.calendar_id, id, *live, &source)).await;
    }
    if let Some(since) = engine.inner.undo.1.end(id) {
        // Who was to hear of what was sent has heard of it.
        pending.notify = since;
        pending.notify_later = Notify::None;
    }
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
    version: Version,
) -> Result<(), Error> {
    let Some(stored) = row::find(write, id).await? else { return Ok(()) };
    let Some(mut pending) = pending::get(write, id).await? else { return Ok(()) };
    if want::version(&pending) != version {
        if let Some(since) = engine.inner.undo.1.end(id) {
            // Who was to hear of the deletion has heard of it.
            pending.notify = since;
            pending.notify_later = Notify::None;
        }
        reconcile(engine, write, calendar, &stored, pending, Theirs::Gone).await?;
        return Ok(());
    }
    pending::remove(write, id).await?;
    if is_cancelled(&stored.event) {
        events::set_remote(write, id, &stored.remote_id, "", &stored.source).await?;
    }
    Ok(())
}
