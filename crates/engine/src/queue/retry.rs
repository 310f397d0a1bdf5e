//! Trying again, at once.

use kalends_store::{
    CalendarId, StoredEvent, Write, events,
    pending::{self, Op, Pending, State},
};

use super::{entry, put};
use crate::{Engine, Error, EventId, Problem, edits::want::op};

pub(super) async fn retry(
    engine: &Engine,
    write: &mut Write,
    id: Option<EventId>,
) -> Result<Vec<CalendarId>, Error> {
    let all = id.is_none();
    let ids = match id {
        Some(id) => vec![id],
        None => pending::list(write)
            .await?
            .into_iter()
            .filter(|one| one.state != State::Conflict)
            .map(|one| one.event_id)
            .collect(),
    };
    let mut calendars = Vec::new();
    for id in ids {
        let (mut pending, stored) = entry(write, id).await?;
        match pending.state {
            State::Conflict => {
                return Err(Error::Invalid(
                    "both sides changed it: decide which one is to stay".into(),
                ));
            }
            State::Refused if !has_room(write, &stored, &pending).await? => {
                if all {
                    continue;
                }
                return Err(Error::Refused(Problem::new(
                    "already_there",
                    "the event is in that calendar already",
                    "Discard this edit, and change the event there.",
                )));
            }
            State::Refused => again(engine, write, &stored, &mut pending).await?,
            State::Waiting | State::Retrying => {}
        }
        pending.state = State::Waiting;
        pending.next_try_at = None;
        pending.problem = None;
        pending.attempts = 0;
        pending::put(write, &pending).await?;
        calendars.push(stored.calendar_id);
    }
    Ok(calendars)
}

/// What was refused is wanted again.
async fn again(
    engine: &Engine,
    write: &mut Write,
    stored: &StoredEvent,
    pending: &mut Pending,
) -> Result<(), Error> {
    if pending.base.is_some() && stored.deleted_at.is_none() {
        pending.base = Some(stored.event.clone());
    }
    pending.version += 1;
    match pending.mine.take() {
        Some(mine) => {
            put(write, stored, &mine).await?;
            if let Some(to) = pending.from_calendar {
                pending.from_calendar = Some(stored.calendar_id);
                events::set_calendar(write, stored.id, to).await?;
            }
            pending.op = op(pending, &mine);
        }
        None => {
            events::set_deleted(write, stored.id, Some(engine.now())).await?;
            pending.op = Op::Delete;
        }
    }
    Ok(())
}

/// Whether a refused move can be tried again: the event may be in that calendar by now.
async fn has_room(
    write: &mut Write,
    stored: &StoredEvent,
    pending: &Pending,
) -> Result<bool, Error> {
    let Some(to) = pending.from_calendar else { return Ok(true) };
    let there = events::get_by_remote(write, to, &stored.remote_id).await?;
    Ok(there.is_none_or(|there| there.id == stored.id))
}
