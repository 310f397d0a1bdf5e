//! A series that was deleted elsewhere is made anew: its changed occurrences come along.

use kalends_calendar::Event;
use kalends_store::{
    EventId, StoredEvent, Write, events,
    pending::{self, Notify, State},
};

use crate::{
    Engine, Error,
    edits::{
        again,
        subject::{compile, takes_place},
        want::Hand,
    },
};

/// Queues what is here of the changed and cancelled occurrences of `before` for the series that it
/// became, mailing nobody. `before` is its row as it was. Those that have no place in it go.
pub(super) async fn take_along(
    engine: &Engine,
    write: &mut Write,
    before: &StoredEvent,
) -> Result<(), Error> {
    if before.event.recurrence_id.is_some() || before.remote_id.is_empty() {
        return Ok(());
    }
    let calendar = before.calendar_id;
    let master = events::get(write, before.id).await?.event;
    let mut along: Vec<StoredEvent> = Vec::new();
    for one in events::list_of_remote_series(write, calendar, &before.remote_id).await? {
        if one.deleted || is_refused(write, one.event_id).await? {
            continue;
        }
        along.push(events::get(write, one.event_id).await?);
    }
    let ids: Vec<EventId> = along.iter().map(|one| one.id).collect();
    events::delete(write, calendar, &ids).await?;
    let mut hand = Hand::new(engine, write, Notify::None);
    for one in along.iter().filter(|one| has_place(&master, one)) {
        hand.want(again(one, before.id, &master, calendar)).await?;
    }
    Ok(())
}

async fn is_refused(write: &mut Write, id: EventId) -> Result<bool, Error> {
    Ok(pending::get(write, id).await?.is_some_and(|edit| edit.state == State::Refused))
}

/// Whether a series has a place for a changed occurrence.
pub(super) fn has_place(master: &Event, one: &StoredEvent) -> bool {
    one.event.recurrence_id.as_ref().is_some_and(|id| {
        let series = compile(master, &[]);
        master.start.is_date() == id.original.is_date()
            && takes_place(&series, series.original(&id.original))
    })
}
