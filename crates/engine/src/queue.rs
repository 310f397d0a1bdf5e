//! The queue of unsent edits, as the user sees and settles it.

mod along;
mod discard;
mod resolve;
mod retry;
mod view;

use kalends_calendar::{
    Event,
    google::{Item, read_item},
};
use kalends_store::{
    Remote, SqliteConnection, StoredEvent, Write, accounts, calendars, events,
    pending::{self, Pending},
};

use crate::{
    Engine, Error, EventId, QueueEntry, Resolution,
    edits::{place::Place, row},
    push,
};

impl Engine {
    /// What waits, the oldest first.
    pub async fn list_queue(&self) -> Result<Vec<QueueEntry>, Error> {
        let mut read = self.inner.store.read().await?;
        let all = pending::list(&mut read).await?;
        if all.is_empty() {
            return Ok(Vec::new());
        }
        let calendars = calendars::list(&mut read).await?;
        let accounts = accounts::list(&mut read).await?;
        let mut queued = Vec::with_capacity(all.len());
        for one in all {
            let row = events::get(&mut read, one.event_id).await?;
            queued.push((one, row));
        }
        let zone = self.zone();
        let queue = view::Queue::new(&queued, &calendars, &accounts, self.now(), zone);
        Ok(queue.entries())
    }

    /// The entry of one event, if its edits wait.
    pub(crate) async fn queued(&self, id: EventId) -> Result<Option<QueueEntry>, Error> {
        let entries = self.list_queue().await?;
        Ok(entries.into_iter().find(|entry| entry.id == id))
    }

    /// Tries one entry, or all but conflicts, again now.
    pub async fn retry_queue(&self, id: Option<EventId>) -> Result<(), Error> {
        let mut write = self.inner.store.begin().await?;
        let calendars = retry::retry(self, &mut write, id).await?;
        write.commit().await?;
        self.tell_edited(calendars);
        Ok(())
    }

    /// Gives an edit up: the event returns to what the server has.
    pub async fn discard_queue(&self, id: EventId) -> Result<(), Error> {
        let mut write = self.inner.store.begin().await?;
        let calendars = discard::discard(self, &mut write, id).await?;
        write.commit().await?;
        self.tell_edited(calendars);
        Ok(())
    }

    /// Decides a conflict.
    pub async fn resolve_queue(&self, id: EventId, how: Resolution) -> Result<(), Error> {
        let mut write = self.inner.store.begin().await?;
        let calendars = Box::pin(resolve::resolve(self, &mut write, id, how)).await?;
        write.commit().await?;
        self.tell_edited(calendars);
        Ok(())
    }
}

/// The entry of an event, with its row.
async fn entry(write: &mut Write, id: EventId) -> Result<(Pending, StoredEvent), Error> {
    let none = || Error::Invalid(format!("nothing waits for {id}"));
    let stored = row::find(write, id).await?.ok_or_else(none)?;
    let pending = pending::get(write, id).await?.ok_or_else(none)?;
    Ok((pending, stored))
}

/// Shows what the server has, as it last said; hides what it does not have. The entry is left to the
/// caller.
pub(crate) async fn show_servers(
    engine: &Engine,
    write: &mut Write,
    stored: &StoredEvent,
    pending: &Pending,
) -> Result<(), Error> {
    if let Some(base) = pending.base.as_ref().filter(|base| push::is_cancelled(base)) {
        // It was to take place again. Its text may be of the time when it did.
        return put(write, stored, base).await;
    }
    let place = Place::load(write, stored.calendar_id).await?;
    let is_there = pending.base.is_some() && !stored.source.is_empty();
    if !is_there {
        return Ok(events::set_deleted(write, stored.id, Some(engine.now())).await?);
    }
    let Some(event) = servers(stored, &place).or_else(|| pending.base.clone()) else {
        return Ok(());
    };
    put(write, stored, &event).await?;
    bring_back(write, stored, pending).await
}

/// What the server said last, as it reads.
fn servers(stored: &StoredEvent, place: &Place) -> Option<Event> {
    match read_item(&stored.source, &place.context()) {
        Ok(Item::Live(live)) => Some(live.event),
        Ok(Item::Cancelled(_)) | Err(_) => None,
    }
}

/// The row with another event in it.
async fn put(write: &mut Write, stored: &StoredEvent, event: &Event) -> Result<(), Error> {
    let put = row::Put {
        id: stored.id,
        calendar: stored.calendar_id,
        event,
        source: &stored.source,
        remote: Remote { ..stored.remote() },
    };
    row::put(write, put).await
}

/// Changed occurrences that an edit of their series took along come back with it, where the series,
/// whose row is written, still has a place for them.
pub(crate) async fn bring_back(
    write: &mut SqliteConnection,
    stored: &StoredEvent,
    pending: &Pending,
) -> Result<(), Error> {
    if stored.remote_id.is_empty() || stored.event.recurrence_id.is_some() {
        return Ok(());
    }
    let (calendar, series) = (stored.calendar_id, events::get(write, stored.id).await?.event);
    for one in events::list_of_remote_series(write, calendar, &stored.remote_id).await? {
        if !one.deleted || pending::get(write, one.event_id).await?.is_some() {
            continue;
        }
        let dropped = events::get(write, one.event_id).await?;
        if dropped.deleted_at.is_some_and(|at| at.as_second() >= pending.since.as_second())
            && !dropped.etag.is_empty()
            && !row::is_only_asked_for(&dropped)
            && along::has_place(&series, &dropped)
        {
            events::set_deleted(write, one.event_id, None).await?;
        }
    }
    Ok(())
}
