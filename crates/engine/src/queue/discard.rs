//! Giving edits up. What only made sense with an edit goes with it.

use std::collections::HashSet;

use kalends_store::{
    CalendarId, StoredEvent, Write, events,
    pending::{self, Op, Pending, State},
};

use super::{bring_back, entry, put, show_servers};
use crate::{
    Engine, Error, EventId,
    edits::{row, want::was_tried},
};

pub(super) async fn discard(
    engine: &Engine,
    write: &mut Write,
    id: EventId,
) -> Result<Vec<CalendarId>, Error> {
    entry(write, id).await?;
    let mut calendars = Vec::new();
    for id in together(&pending::list(write).await?, id) {
        let Ok((pending, stored)) = entry(write, id).await else { continue };
        calendars.push(stored.calendar_id);
        calendars.extend(pending.from_calendar);
        one(engine, write, pending, stored).await?;
    }
    Ok(calendars)
}

/// The edits that are given up with one: what follows an event that then never comes to be, and
/// both halves of a series that was cut.
fn together(all: &[Pending], id: EventId) -> Vec<EventId> {
    let mut found = vec![id];
    let mut seen = HashSet::from([id]);
    let mut at = 0;
    while let Some(current) = found.get(at).copied() {
        at += 1;
        let Some(this) = all.iter().find(|one| one.event_id == current) else { continue };
        let follow = all.iter().filter(|one| {
            one.after == Some(current) && (this.base.is_none() || one.base.is_none())
        });
        let lead = all.iter().filter(|one| Some(one.event_id) == this.after && this.base.is_none());
        for other in follow.chain(lead) {
            if seen.insert(other.event_id) {
                found.push(other.event_id);
            }
        }
    }
    found
}

async fn one(
    engine: &Engine,
    write: &mut Write,
    mut pending: Pending,
    stored: StoredEvent,
) -> Result<(), Error> {
    let id = stored.id;
    let gone = pending.theirs_gone && pending.state == State::Conflict;
    if pending.base.is_none() && was_tried(&pending) {
        // It may be there already: then it has to go.
        events::set_deleted(write, id, Some(engine.now())).await?;
        pending.op = Op::Delete;
        pending.version += 1;
        pending::put(write, &pending).await?;
        return Ok(());
    }
    if pending.state == State::Refused {
        // What is shown is the server's.
        if pending.base.is_none() || stored.source.is_empty() {
            events::delete(write, stored.calendar_id, &[id]).await?;
        } else {
            row::settle(write, &stored).await?;
        }
        return Ok(());
    }
    if let (State::Conflict, Some(theirs)) = (pending.state, &pending.theirs) {
        put(write, &stored, theirs).await?;
        bring_back(write, &stored, &pending).await?;
        if let Some(from) = pending.from_calendar {
            events::set_calendar(write, id, from).await?;
        }
        return row::settle(write, &stored).await;
    }
    if gone {
        pending::remove(write, id).await?;
        return row::give_up(write, &stored, engine.now()).await;
    }
    if pending.base.is_none() || stored.source.is_empty() {
        events::delete(write, stored.calendar_id, &[id]).await?;
        return Ok(());
    }
    show_servers(engine, write, &stored, &pending).await?;
    if let Some(from) = pending.from_calendar {
        events::set_calendar(write, id, from).await?;
    }
    row::settle(write, &stored).await
}
