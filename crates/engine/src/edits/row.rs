//! How an edited event is written into its row.

use jiff::Timestamp;
use kalends_calendar::{
    Event, Participation, Series, Status,
    text::{patch_event, write_event},
};
use kalends_store::{
    CalendarId, ContentHash, EventId, EventWrite, Remote, SqliteConnection, StoredEvent, Unsent,
    events, pending,
};

use super::subject::{compile, takes_place};
use crate::Error;

/// A row to be written, in the place of the one with its id.
pub(crate) struct Put<'a> {
    pub(crate) id: EventId,
    pub(crate) calendar: CalendarId,
    pub(crate) event: &'a Event,
    /// What the server last said, or the iCalendar text.
    pub(crate) source: &'a [u8],
    pub(crate) remote: Remote<'a>,
}

/// Writes the row with what hangs on it; the event is live then.
pub(crate) async fn put(conn: &mut SqliteConnection, put: Put<'_>) -> Result<(), Error> {
    let span = (put.event.recurrence_id.is_none() && !put.event.recurrence.is_empty()).then(|| {
        let event = put.event;
        let series = Series::compile(&event.start, &event.end, &event.recurrence, &[]);
        (series.starts(), series.ends())
    });
    let write = EventWrite {
        id: put.id,
        calendar_id: put.calendar,
        event: put.event,
        source: put.source,
        content_hash: ContentHash::default(),
        my_response: my_response(put.event),
        occurs: put.event.status != Status::Cancelled,
        span,
        remote: put.remote,
        arrived_at: None,
    };
    Ok(Box::pin(events::write(conn, &[write])).await?)
}

/// Takes an event out of the queue whose row shows what the server has.
///
/// An occurrence that was asked for by its id, and that no list has told of so far, may be none of
/// the changed ones there: its row goes, the series shows it, and the next list brings it back if it
/// is one.
pub(crate) async fn settle(conn: &mut SqliteConnection, stored: &StoredEvent) -> Result<(), Error> {
    pending::remove(conn, stored.id).await?;
    if is_only_asked_for(stored) {
        events::delete(conn, stored.calendar_id, &[stored.id]).await?;
    }
    Ok(())
}

/// Whether no list has told of an occurrence.
pub(crate) fn is_only_asked_for(stored: &StoredEvent) -> bool {
    stored.event.recurrence_id.is_some()
        && !stored.series_remote_id.is_empty()
        && stored.seen_generation == 0
}

/// Takes out an event that the server does not know, when that is all that was said of it. An
/// occurrence that no list told of may be unknown there because its series lies elsewhere, which is
/// no cancellation: the series shows it.
pub(crate) async fn give_up(
    conn: &mut SqliteConnection,
    stored: &StoredEvent,
    now: Timestamp,
) -> Result<(), Error> {
    if is_only_asked_for(stored) {
        events::delete(conn, stored.calendar_id, &[stored.id]).await?;
        return Ok(());
    }
    let_go(conn, stored, now).await
}

/// Takes out an event that the server does not have any more. An occurrence that its series still has
/// a place for does not take place then.
pub(crate) async fn let_go(
    conn: &mut SqliteConnection,
    stored: &StoredEvent,
    now: Timestamp,
) -> Result<(), Error> {
    let series = match stored.master_id {
        Some(series) => find(conn, series).await?.filter(|series| series.deleted_at.is_none()),
        None => None,
    };
    let id = stored.event.recurrence_id.as_ref();
    let has_place = series.zip(id).is_some_and(|(series, id)| {
        let same_kind = series.event.start.is_date() == id.original.is_date();
        let series = compile(&series.event, &[]);
        same_kind && takes_place(&series, series.original(&id.original))
    });
    if !has_place {
        // Of a series its changed occurrences go with it.
        if stored.event.recurrence_id.is_none() && !stored.remote_id.is_empty() {
            let (calendar, series) = (stored.calendar_id, stored.remote_id.as_str());
            for one in events::list_of_remote_series(conn, calendar, series).await? {
                if !one.deleted && one.unsent == Unsent::None {
                    events::set_deleted(conn, one.event_id, Some(now)).await?;
                }
            }
        }
        return Ok(events::set_deleted(conn, stored.id, Some(now)).await?);
    }
    let mut event = stored.event.clone();
    event.status = Status::Cancelled;
    let gone = Put {
        id: stored.id,
        calendar: stored.calendar_id,
        event: &event,
        source: &stored.source,
        remote: stored.remote(),
    };
    put(conn, gone).await
}

/// The answer of the calendar's owner; none where the owner is not invited.
pub(crate) fn my_response(event: &Event) -> Option<Participation> {
    event.attendees.iter().find(|one| one.me).map(|one| one.participation)
}

/// The stored event; none where there is no such row. Soft-deleted ones are found.
pub(crate) async fn find(
    conn: &mut SqliteConnection,
    id: EventId,
) -> Result<Option<StoredEvent>, Error> {
    match events::get(conn, id).await {
        Ok(stored) => Ok(Some(stored)),
        Err(kalends_store::Error::EventNotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The iCalendar text of an event that lives on this computer, after an edit.
pub(crate) fn text(before: Option<&StoredEvent>, after: &Event, now: Timestamp) -> Vec<u8> {
    match before.filter(|stored| stored.source.starts_with(b"BEGIN")) {
        Some(stored) => patch_event(&stored.source, &stored.event, after, now),
        None => write_event(after, now).into_bytes(),
    }
}
