//! One edit is sent: as few requests as there can be, and every one of them safe to repeat.

use kalends_calendar::{
    Event,
    google::{write_insert, write_patch},
    merge::changed,
};
use kalends_remote::google::{GoogleError, SendUpdates, Session, WriteOptions};
use kalends_store::{
    CalendarId, EventId, StoredEvent,
    pending::{self, Notify, Pending},
};

use super::{
    Theirs,
    answer::{read, take, take_deletion},
    failure::fail,
    fault::Effect,
    fetch::{fetch, fetch_if_there, not_there, not_to_be_had},
    lost,
    policy::is_cancelled,
    reconcile,
};
use crate::{
    Engine, Error,
    edits::{
        place::Place,
        row,
        want::{note_arrival, op, stronger, version, was_tried},
    },
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

/// The next request for an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// What the server has is in doubt.
    Fetch,
    Insert,
    Patch,
    Delete,
    Move,
    /// Nothing differs.
    Settle,
}

/// An edit with all that sending it needs.
pub(super) struct Entry {
    pub(super) stored: StoredEvent,
    pub(super) pending: Pending,
    pub(super) place: Place,
    /// Of a move: where the server has it.
    from: Option<Place>,
}

impl Entry {
    async fn load(engine: &Engine, id: EventId) -> Result<Option<Self>, Error> {
        let mut read = engine.inner.store.read().await?;
        let Some(stored) = row::find(&mut read, id).await? else { return Ok(None) };
        let Some(pending) = pending::get(&mut read, id).await? else { return Ok(None) };
        let place = Place::load(&mut read, stored.calendar_id).await?;
        let from = match pending.from_calendar {
            Some(from) => Some(Place::load(&mut read, from).await?),
            None => None,
        };
        Ok(Some(Self { stored, pending, place, from }))
    }

    fn goes(&self) -> bool {
        self.stored.deleted_at.is_some() || is_cancelled(&self.stored.event)
    }

    /// `fetched` says that the server's state was just read.
    fn step(&self, fetched: bool) -> Step {
        let Self { stored, pending, .. } = self;
        let Some(base) = &pending.base else {
            // A try to make it may have arrived, and others may have changed it since.
            return match (self.goes(), fetched) {
                (false, _) => Step::Insert,
                (true, false) => Step::Fetch,
                (true, true) => Step::Delete,
            };
        };
        // Without a version there is nothing to guard with; and what a lost try sent must be known
        // before something else is sent on top of it.
        if (stored.etag.is_empty() || was_tried(pending)) && !fetched {
            return Step::Fetch;
        }
        if self.goes() {
            return Step::Delete;
        }
        if self.from.is_some() {
            return Step::Move;
        }
        if !changed(base, &stored.event).is_empty() {
            return Step::Patch;
        }
        Step::Settle
    }

    fn options(&self) -> WriteOptions {
        WriteOptions {
            send_updates: match stronger(self.pending.notify, self.pending.notify_later) {
                Notify::None => SendUpdates::None,
                Notify::External => SendUpdates::ExternalOnly,
                Notify::All => SendUpdates::All,
            },
        }
    }

    /// Where the server has it.
    fn there(&self) -> &Place {
        self.from.as_ref().unwrap_or(&self.place)
    }

    /// Whether a cancelled occurrence is to take place again.
    fn restores(&self) -> bool {
        self.pending.base.as_ref().is_some_and(is_cancelled)
    }

    fn etag(&self) -> Option<&str> {
        // What was cancelled takes place again whatever its version is: nothing can be lost by it.
        Some(self.stored.etag.as_str()).filter(|etag| !etag.is_empty() && !self.restores())
    }
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
                let sent = begin(engine, &entry).await?;
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
/// doubt about what may have arrived.
async fn begin(engine: &Engine, entry: &Entry) -> Result<Entry, Error> {
    engine.inner.undo.1.begin(entry.stored.id);
    let mut write = engine.inner.store.begin().await?;
    let mut pending = entry.pending.clone();
    if pending.base.is_some() || pending.mine.is_none() {
        // An insert that is repeated finds the first one that arrived, if any did.
        if pending.mine.is_none() || !was_tried(&entry.pending) {
            // Of tries whose answers were lost the first counts: what was changed since is still to be
            // sent, whichever of them arrived.
            pending.mine = Some(entry.stored.event.clone());
        }
    }
    pending.theirs_gone = entry.goes();
    pending.attempts += 1;
    pending.op = if entry.goes() { pending::Op::Delete } else { op(&pending, &entry.stored.event) };
    let current = pending::get(&mut write, entry.stored.id).await?;
    if current.is_some_and(|current| version(&current) == version(&pending)) {
        pending::put(&mut write, &pending).await?;
    }
    write.commit().await?;
    Ok(Entry {
        stored: entry.stored.clone(),
        pending: Pending {
            mine: entry.pending.mine.clone(),
            theirs_gone: entry.pending.theirs_gone,
            ..pending
        },
        place: entry.place.clone(),
        from: entry.from.clone(),
    })
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
        let sent = (&stored.event, version(pending));
        take(engine, &mut write, &there.calendar, stored.id, sent, theirs).await?;
    }
    write.commit().await?;
    Ok(Ok(()))
}

async fn deleted(engine: &Engine, entry: &Entry) -> Result<(), Error> {
    let mut write = engine.inner.store.begin().await?;
    let calendar = &entry.there().calendar;
    take_deletion(engine, &mut write, calendar, entry.stored.id, version(&entry.pending)).await?;
    Ok(write.commit().await?)
}
