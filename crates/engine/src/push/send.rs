//! One edit is sent: as few requests as there can be, and every one of them safe to repeat.

use kalends_calendar::{
    Event,
    google::{write_insert, write_patch},
    merge::changed,
};
use kalends_remote::google::{GoogleError, Session, WriteOptions};
use kalends_store::{
    CalendarId, EventId,
    pending::{self, Pending},
};

use super::{
    Theirs,
    answer::{read, take, take_deletion},
    entry::{Entry, Step},
    failure::fail,
    fault::Effect,
    fetch::{fetch, fetch_if_there, not_there, not_to_be_had},
    lost, reconcile,
};
use crate::{
    Engine, Error,
    edits::{
        row,
        want::{note_arrival, op, version, was_tried},
    },
    proposals,
};

/// Requests for one edit, after which it waits for the next round.
const ROUNDS: usize = 8;

/// How an edit fared.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The server has it.
    Sent,
    /// The user has to act.
    Problem,
    /// Not this time.
    Failed(GoogleError, Effect),
}

/// How an edit fared, and where events changed by it.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) outcome: Outcome,
    pub(super) calendars: Vec<CalendarId>,
}

/// Sends one edit.
pub(super) async fn send(engine: &Engine, session: &Session, id: EventId) -> Result<Done, Error> {
    let mut calendars = Vec::new();
    let mut fetched = false;
    for _ in 0..ROUNDS {
        let Some(entry) = Entry::load(engine, id).await? else {
            return Ok(Done { outcome: Outcome::Sent, calendars });
        };
        calendars.push(entry.place.calendar.id);
        calendars.extend(entry.from.as_ref().map(|place| place.calendar.id));
        if entry.pending.state.needs_user() {
            return Ok(Done { outcome: Outcome::Problem, calendars });
        }
        match entry.step(fetched) {
            Step::Settle => {
                let mut write = engine.inner.store.begin().await?;
                proposals::arrived(engine, &mut write, id, version(&entry.pending)).await?;
                row::settle(&mut write, &entry.stored).await?;
                write.commit().await?;
            }
            Step::Fetch => {
                fetched = true;
                let place = entry.there().clone();
                if let Err(error) = fetch(engine, session, &entry, &place).await? {
                    return fail(engine, &entry, error, calendars).await;
                }
            }
            step @ (Step::Insert | Step::Patch | Step::Delete | Step::Move) => {
                // It was edited since it was looked at: what goes out is the edit as it is now.
                let Some(sent) = begin(engine, entry).await? else { continue };
                let answer = Box::pin(ask(engine, session, &sent, step)).await;
                engine.inner.undo.1.end(id);
                if answer.as_ref().is_err_and(lost::is_lost) {
                    lost::take_back(engine, &sent).await?;
                }
                match answer? {
                    Ok(()) => {
                        // What is left after it, as the change after a move, follows at once.
                        fetched = true;
                    }
                    Err(GoogleError::PreconditionFailed | GoogleError::Duplicate) => {
                        fetched = true;
                        let place = sent.there().clone();
                        if let Err(error) = fetch(engine, session, &sent, &place).await? {
                            return fail(engine, &sent, error, calendars).await;
                        }
                    }
                    Err(error) if error.is_gone() && step == Step::Patch => {
                        fetched = true;
                        not_to_be_had(engine, &sent).await?;
                    }
                    Err(error) if error.is_gone() && step == Step::Move => {
                        // It may be there already.
                        fetched = true;
                        let place = sent.place.clone();
                        match fetch_if_there(engine, session, &sent, &place).await? {
                            Ok(true) => {}
                            Ok(false) => {
                                not_there(engine, &sent).await?;
                            }
                            Err(error) => return fail(engine, &sent, error, calendars).await,
                        }
                    }
                    Err(error) => return fail(engine, &sent, error, calendars).await,
                }
            }
        }
    }
    let Some(entry) = Entry::load(engine, id).await? else {
        return Ok(Done { outcome: Outcome::Sent, calendars });
    };
    fail(engine, &entry, GoogleError::PreconditionFailed, calendars).await
}

/// Notes what is about to be sent, so that a lost answer, or the end of this process, leaves no
/// doubt about what may have arrived. Gives the entry as it goes out, its doubts those of before;
/// none where the edit is another one by now, so that nothing goes out that was not noted.
async fn begin(engine: &Engine, entry: Entry) -> Result<Option<Entry>, Error> {
    let id = entry.stored.id;
    let mut write = engine.inner.store.begin().await?;
    let current = pending::get(&mut write, id).await?;
    if current.is_none_or(|current| version(&current) != version(&entry.pending)) {
        return Ok(None);
    }
    let mut pending = entry.pending.clone();
    // An insert that is repeated finds the first one that arrived, if any did. Of other tries whose
    // answers were lost the first counts too: what was changed since is still to be sent, whichever
    // of them arrived.
    if pending.mine.is_none() || pending.base.is_some() && !was_tried(&entry.pending) {
        pending.mine = Some(entry.stored.event.clone());
    }
    pending.theirs_gone = entry.goes();
    pending.attempts += 1;
    pending.op = if entry.goes() { pending::Op::Delete } else { op(&pending, &entry.stored.event) };
    engine.inner.undo.1.begin(id);
    pending::put(&mut write, &pending).await?;
    write.commit().await?;
    let Pending { mine, theirs_gone, .. } = entry.pending;
    Ok(Some(Entry { pending: Pending { mine, theirs_gone, ..pending }, ..entry }))
}

/// One request that changes something, and what its answer says.
async fn ask(
    engine: &Engine,
    session: &Session,
    entry: &Entry,
    step: Step,
) -> Result<Result<(), GoogleError>, Error> {
    let Entry { stored, pending, place, .. } = entry;
    let there = entry.there();
    let calendar = there.calendar.remote_id.as_str();
    let id = stored.remote_id.as_str();
    let options = entry.options();
    let answer = match step {
        Step::Insert => {
            let body = write_insert(&stored.event, id);
            session.insert_event(calendar, &body, options).await
        }
        Step::Patch => {
            let empty = Event::empty();
            let body = write_patch(pending.base.as_ref().unwrap_or(&empty), &stored.event);
            session.patch_event(calendar, id, &body, entry.etag(), options).await
        }
        Step::Move => {
            // Guests are told once: by the change that follows, if one does.
            let follows =
                pending.base.as_ref().is_some_and(|base| !changed(base, &stored.event).is_empty());
            let options = if follows { WriteOptions::default() } else { options };
            session.move_event(calendar, id, &place.calendar.remote_id, options).await
        }
        Step::Delete => {
            return match session.delete_event(calendar, id, entry.etag(), options).await {
                Ok(()) => deleted(engine, entry).await.map(Ok),
                Err(error) => match lost::check(engine, session, &there.calendar, &error).await? {
                    Ok(()) if error.is_gone() => deleted(engine, entry).await.map(Ok),
                    Ok(()) => Ok(Err(error)),
                    Err(error) => Ok(Err(error)),
                },
            };
        }
        Step::Fetch | Step::Settle => return Ok(Ok(())),
    };
    let theirs = match answer.and_then(|raw| read(&raw, place)) {
        Ok(theirs) => theirs,
        Err(error) => {
            for place in entry.from.iter().chain([place]) {
                if let Err(error) = lost::check(engine, session, &place.calendar, &error).await? {
                    return Ok(Err(error));
                }
            }
            return Ok(Err(error));
        }
    };
    if step == Step::Patch && entry.restores() && matches!(theirs, Theirs::Gone) {
        // It was accepted, and nothing came of it: asking again would be of no use.
        return Ok(Err(GoogleError::Invalid {
            reason: "cancelled".into(),
            message: "the occurrence stays cancelled".into(),
        }));
    }
    let mut write = engine.inner.store.begin().await?;
    if step == Step::Move {
        if let (Some(now), Some(mut edit)) =
            (row::find(&mut write, stored.id).await?, pending::get(&mut write, stored.id).await?)
        {
            if edit.from_calendar == pending.from_calendar {
                edit.from_calendar = None;
            }
            // Nobody has heard of the move where a change follows that tells of it.
            let follows =
                pending.base.as_ref().is_some_and(|base| !changed(base, &stored.event).is_empty());
            note_arrival(&mut edit, !follows);
            edit.mine = None;
            edit.theirs_gone = false;
            reconcile(engine, &mut write, &place.calendar, &now, edit, theirs).await?;
        }
    } else {
        let sent = (&stored.event, pending);
        take(engine, &mut write, &there.calendar, stored.id, sent, theirs).await?;
    }
    write.commit().await?;
    Ok(Ok(()))
}

async fn deleted(engine: &Engine, entry: &Entry) -> Result<(), Error> {
    let mut write = engine.inner.store.begin().await?;
    let calendar = &entry.there().calendar;
    take_deletion(engine, &mut write, calendar, entry.stored.id, &entry.pending).await?;
    Ok(write.commit().await?)
}
