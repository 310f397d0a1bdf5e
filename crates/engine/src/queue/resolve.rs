//! Deciding a conflict, field by field or as a whole.

use kalends_calendar::{
    Event,
    merge::{Field, changed, merge, take},
};
use kalends_store::{
    CalendarId, EventId, StoredEvent, Write, events,
    pending::{self, Notify, Op, Pending, State},
};

use super::{
    along::{has_place, take_along},
    bring_back, entry, put,
};
use crate::{
    Engine, Error, Resolution,
    edits::{
        plan::fresh,
        row,
        want::{Hand, Want, op},
    },
    push,
};

/// The name of the field in which one side deleted the event.
pub(super) const DELETED: &str = "deleted";

pub(super) async fn resolve(
    engine: &Engine,
    write: &mut Write,
    id: EventId,
    how: Resolution,
) -> Result<Vec<CalendarId>, Error> {
    let settled = || {
        Error::Invalid("there is nothing left to decide: both sides agree about the event".into())
    };
    if row::find(write, id).await?.is_some() && pending::get(write, id).await?.is_none() {
        return Err(settled());
    }
    let (pending, stored) = entry(write, id).await?;
    if pending.state != State::Conflict {
        return Err(settled());
    }
    check(&how)?;
    let calendars = vec![stored.calendar_id];
    if pending.theirs_gone {
        keep_or_let_go(engine, write, pending, &stored, &how).await?;
    } else if pending.op == Op::Delete {
        delete_or_keep(engine, write, pending, &stored, &how).await?;
    } else {
        fields(engine, write, pending, &stored, how).await?;
    }
    Ok(calendars)
}

fn check(how: &Resolution) -> Result<(), Error> {
    let Resolution::Fields { mine } = how else { return Ok(()) };
    match mine.iter().find(|name| Field::named(name).is_none() && *name != DELETED) {
        Some(name) => Err(Error::Invalid(format!("there is no field “{name}”"))),
        None => Ok(()),
    }
}

/// Whether the user's side of a deletion was chosen.
fn is_mine(how: &Resolution) -> bool {
    match how {
        Resolution::Mine | Resolution::Both => true,
        Resolution::Theirs => false,
        Resolution::Fields { mine } => !mine.is_empty(),
    }
}

/// Changed here, deleted there.
async fn keep_or_let_go(
    engine: &Engine,
    write: &mut Write,
    mut pending: Pending,
    stored: &StoredEvent,
    how: &Resolution,
) -> Result<(), Error> {
    if !is_mine(how) {
        pending::remove(write, stored.id).await?;
        return row::give_up(write, stored, engine.now()).await;
    }
    pending.notify = Notify::None;
    pending.notify_later = Notify::None;
    let series = match stored.master_id {
        Some(series) => row::find(write, series).await?,
        None => None,
    };
    let has_place = series
        .filter(|series| series.deleted_at.is_none())
        .is_some_and(|series| has_place(&series.event, stored));
    if stored.event.recurrence_id.is_some() && !has_place {
        // Its series is gone, or has no place for it: it goes on as an event of its own.
        let mut event = fresh(&stored.event, stored.id, true, &request(engine));
        event.recurrence_id = None;
        let alone = StoredEvent { event, series_remote_id: String::new(), ..stored.clone() };
        return push::anew(engine, write, pending, &alone).await;
    }
    push::anew(engine, write, pending, stored).await?;
    take_along(engine, write, stored).await
}

/// Deleted here, changed there.
async fn delete_or_keep(
    engine: &Engine,
    write: &mut Write,
    mut pending: Pending,
    stored: &StoredEvent,
    how: &Resolution,
) -> Result<(), Error> {
    let theirs = pending.theirs.take();
    if !is_mine(how) || *how == Resolution::Both {
        return give_up(write, &pending, stored).await;
    }
    pending.base = theirs.or(pending.base);
    goes_on(&mut pending);
    if stored.event.recurrence_id.is_some() && !stored.series_remote_id.is_empty() {
        let mut event = stored.event.clone();
        event.status = kalends_calendar::Status::Cancelled;
        put(write, stored, &event).await?;
    } else {
        events::set_deleted(write, stored.id, Some(engine.now())).await?;
    }
    pending.op = Op::Delete;
    pending::put(write, &pending).await?;
    Ok(())
}

/// Changed on both sides.
async fn fields(
    engine: &Engine,
    write: &mut Write,
    mut pending: Pending,
    stored: &StoredEvent,
    how: Resolution,
) -> Result<(), Error> {
    let Some(theirs) = pending.theirs.clone() else { return Ok(()) };
    let base = pending.base.clone().unwrap_or_else(|| theirs.clone());
    let collisions = merge(&base, &stored.event, &theirs).collisions;
    let mut event = stored.event.clone();
    match how {
        Resolution::Mine => {}
        Resolution::Theirs => take_all(&mut event, &collisions, &theirs),
        Resolution::Fields { mine } => {
            let given_up: Vec<Field> = collisions
                .into_iter()
                .filter(|field| !mine.iter().any(|name| name == field.name()))
                .collect();
            take_all(&mut event, &given_up, &theirs);
        }
        Resolution::Both => {
            put(write, stored, &theirs).await?;
            give_up(write, &pending, stored).await?;
            return copy(engine, write, stored, &event).await;
        }
    }
    put(write, stored, &event).await?;
    if changed(&theirs, &event).is_empty() && pending.from_calendar.is_none() {
        put(write, stored, &theirs).await?;
        bring_back(write, stored, &pending).await?;
        row::settle(write, stored).await?;
        return Ok(());
    }
    if is_as_it_was(&base, &event) {
        bring_back(write, stored, &pending).await?;
    }
    pending.base = Some(theirs);
    goes_on(&mut pending);
    pending.op = op(&pending, &event);
    pending::put(write, &pending).await?;
    Ok(())
}

/// Nothing of the edit is left: the event is where the server has it.
async fn give_up(write: &mut Write, pending: &Pending, stored: &StoredEvent) -> Result<(), Error> {
    bring_back(write, stored, pending).await?;
    if let Some(from) = pending.from_calendar {
        events::set_calendar(write, stored.id, from).await?;
    }
    row::settle(write, stored).await
}

/// Whether an event takes place when the other does: then no edit took changed occurrences along.
fn is_as_it_was(base: &Event, event: &Event) -> bool {
    !changed(base, event).iter().any(|field| matches!(field, Field::Time | Field::Recurrence))
}

fn take_all(event: &mut Event, fields: &[Field], theirs: &Event) {
    for field in fields {
        take(event, *field, theirs);
    }
}

fn goes_on(pending: &mut Pending) {
    pending.theirs = None;
    pending.theirs_gone = false;
    pending.mine = None;
    pending.state = State::Waiting;
    pending.problem = None;
    pending.next_try_at = None;
    pending.attempts = 0;
    pending.version += 1;
}

/// The user's version as an event of its own. Nobody is invited to it, so nobody hears of it.
async fn copy(
    engine: &Engine,
    write: &mut Write,
    stored: &StoredEvent,
    mine: &Event,
) -> Result<(), Error> {
    let id = EventId(engine.inner.ids.next());
    let mut event = fresh(mine, id, true, &request(engine));
    event.attendees.clear();
    event.organizer = None;
    event.shared.foreign = false;
    event.shared.attendees_omitted = false;
    let mut hand = Hand::new(engine, write, Notify::None);
    hand.want(Want::new_event(id, stored.calendar_id, event)).await
}

fn request(engine: &Engine) -> String {
    engine.inner.ids.next().simple().to_string()
}
