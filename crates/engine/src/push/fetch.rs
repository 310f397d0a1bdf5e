//! An edit is brought together with what the server says of the event now.

use kalends_remote::google::{GoogleError, Session};
use kalends_store::{EventId, pending};

use super::{Theirs, answer::read, entry::Entry, lost, policy::is_cancelled, reconcile};
use crate::{
    Engine, Error,
    edits::{place::Place, row},
};

/// Reads what the server has and brings it together with the edit.
pub(super) async fn fetch(
    engine: &Engine,
    session: &Session,
    entry: &Entry,
    place: &Place,
) -> Result<Result<(), GoogleError>, Error> {
    Ok(match fetch_if_there(engine, session, entry, place).await? {
        Ok(true) => Ok(()),
        Ok(false) => {
            meet(engine, place, entry.stored.id, Theirs::Gone).await?;
            Ok(())
        }
        Err(error) => Err(error),
    })
}

/// Whether the server has it there; then it is brought together with the edit.
pub(super) async fn fetch_if_there(
    engine: &Engine,
    session: &Session,
    entry: &Entry,
    place: &Place,
) -> Result<Result<bool, GoogleError>, Error> {
    let calendar = place.calendar.remote_id.as_str();
    let raw = match session.get_event(calendar, &entry.stored.remote_id).await {
        Ok(raw) => raw,
        Err(error) => {
            return Ok(match lost::check(engine, session, &place.calendar, &error).await? {
                Ok(()) if error.is_gone() => Ok(false),
                Ok(()) => Err(error),
                Err(error) => Err(error),
            });
        }
    };
    match read(&raw, place) {
        Ok(Theirs::Gone) => Ok(Ok(false)),
        Ok(theirs) => {
            meet(engine, place, entry.stored.id, theirs).await?;
            Ok(Ok(true))
        }
        Err(error) => Ok(Err(error)),
    }
}

async fn meet(engine: &Engine, place: &Place, id: EventId, theirs: Theirs) -> Result<(), Error> {
    let mut write = engine.inner.store.begin().await?;
    if let (Some(stored), Some(edit)) =
        (row::find(&mut write, id).await?, pending::get(&mut write, id).await?)
    {
        let is_there = matches!(theirs, Theirs::Live { .. });
        reconcile(engine, &mut write, &place.calendar, &stored, edit, theirs).await?;
        let is_done = pending::get(&mut write, id).await?.is_none();
        if is_done && !is_there && row::is_only_asked_for(&stored) {
            row::give_up(&mut write, &stored, engine.now()).await?;
        } else if is_done && is_there {
            row::settle(&mut write, &stored).await?;
        }
    }
    Ok(write.commit().await?)
}

/// What was to be changed is not there; an occurrence that was to take place again has no place in
/// its series any more.
pub(super) async fn not_to_be_had(engine: &Engine, entry: &Entry) -> Result<(), Error> {
    let mut write = engine.inner.store.begin().await?;
    let id = entry.stored.id;
    if let (Some(stored), Some(mut edit)) =
        (row::find(&mut write, id).await?, pending::get(&mut write, id).await?)
    {
        if edit.base.as_ref().is_some_and(is_cancelled) {
            edit.base = None;
        }
        let calendar = &entry.place.calendar;
        reconcile(engine, &mut write, calendar, &stored, edit, Theirs::Gone).await?;
    }
    Ok(write.commit().await?)
}

/// What was to be moved is in neither calendar.
pub(super) async fn not_there(engine: &Engine, entry: &Entry) -> Result<(), Error> {
    let mut write = engine.inner.store.begin().await?;
    let id = entry.stored.id;
    if let (Some(stored), Some(mut edit)) =
        (row::find(&mut write, id).await?, pending::get(&mut write, id).await?)
    {
        edit.from_calendar = None;
        edit.mine = None;
        reconcile(engine, &mut write, &entry.place.calendar, &stored, edit, Theirs::Gone).await?;
    }
    Ok(write.commit().await?)
}
