//! What the user wants becomes the state of rows: at once for calendars of this computer, with a
//! place in the queue for those of a server. Every edit is a few of these in one transaction.

mod begin;

use std::collections::HashMap;

use jiff::Timestamp;
use kalends_calendar::{
    Event, Status,
    merge::{Field, changed, merge},
};
use kalends_store::{
    CalendarId, EventId, Remote, StoredEvent, Write, events,
    pending::{self, Notify, Op, Pending, State},
};

use self::begin::Begun;
use super::{place::Place, row};
use crate::{Engine, Error};

/// The state that an event is to have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wanted {
    /// This.
    Event(Box<Event>),
    /// None: it is to go, at the server too.
    Deleted,
    /// None: what happens to its series takes it along, at the server too.
    Dropped,
}

/// Where an event begins that has no row yet, or none that counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Origin {
    /// It has a row.
    Row,
    /// It is made new.
    New,
    /// It is an occurrence that nobody changed so far.
    Instance {
        /// Its series.
        series: EventId,
        /// How the series has it.
        base: Box<Event>,
    },
}

/// One event and what is to become of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Want {
    pub(crate) id: EventId,
    /// Where it is to be.
    pub(crate) calendar: CalendarId,
    pub(crate) wanted: Wanted,
    pub(crate) origin: Origin,
    /// What is to be sent before it.
    pub(crate) after: Option<EventId>,
}

/// One event before and after an edit.
#[derive(Clone, Debug)]
pub(crate) struct Touched {
    pub(crate) want: Want,
    pub(crate) before: Option<StoredEvent>,
    pub(crate) pending_before: Option<Pending>,
    /// The queued edit that this made; none where nothing is queued.
    pub(crate) version: Option<Version>,
}

/// Which state of which queued edit: an event that is edited, settled and edited again has another
/// edit in the queue each time.
pub(crate) type Version = (i64, i64);

/// The present state of a queued edit.
pub(crate) const fn version(pending: &Pending) -> Version {
    (pending.seq, pending.version)
}

/// A transaction in which edits are written.
pub(crate) struct Hand<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) write: &'a mut Write,
    pub(crate) now: Timestamp,
    pub(crate) notify: Notify,
    pub(crate) touched: Vec<Touched>,
    places: HashMap<CalendarId, Place>,
}

impl<'a> Hand<'a> {
    pub(crate) fn new(engine: &'a Engine, write: &'a mut Write, notify: Notify) -> Self {
        Self {
            now: engine.now(),
            engine,
            write,
            notify,
            touched: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// Brings one event into the wanted state.
    pub(crate) async fn want(&mut self, want: Want) -> Result<(), Error> {
        let before = row::find(self.write, want.id).await?;
        let pending_before = match before {
            Some(_) => pending::get(self.write, want.id).await?,
            None => None,
        };
        let remote = self.place(want.calendar).await?.is_remote();
        let (before, pending_before, want) = (before, pending_before, want);
        if remote {
            Box::pin(self.queue(&want, before.as_ref(), pending_before.clone())).await?;
        } else {
            Box::pin(self.keep(&want, before.as_ref())).await?;
        }
        let version = pending::get(self.write, want.id).await?.as_ref().map(version);
        self.touched.push(Touched { want, before, pending_before, version });
        Ok(())
    }

    /// The calendars that it changed.
    pub(crate) fn calendars(&self) -> Vec<CalendarId> {
        let before = self.touched.iter().filter_map(|one| one.before.as_ref());
        let mut calendars: Vec<CalendarId> =
            self.touched.iter().map(|one| one.want.calendar).collect();
        calendars.extend(before.map(|stored| stored.calendar_id));
        calendars.sort_unstable();
        calendars.dedup();
        calendars
    }

    pub(crate) async fn place(&mut self, calendar: CalendarId) -> Result<&Place, Error> {
        if !self.places.contains_key(&calendar) {
            let place = Place::load(self.write, calendar).await?;
            self.places.insert(calendar, place);
        }
        self.places.get(&calendar).ok_or_else(|| Error::CalendarNotFound(calendar.to_string()))
    }

    /// A calendar of this computer: what is wanted is all there is.
    async fn keep(&mut self, want: &Want, before: Option<&StoredEvent>) -> Result<(), Error> {
        let event = match &want.wanted {
            Wanted::Event(event) => event,
            Wanted::Deleted | Wanted::Dropped => {
                if before.is_some() {
                    events::set_deleted(self.write, want.id, Some(self.now)).await?;
                }
                return Ok(());
            }
        };
        if before.is_some_and(|stored| stored.calendar_id != want.calendar) {
            events::set_calendar(self.write, want.id, want.calendar).await?;
        }
        let mut event = event.as_ref().clone();
        event.last_modified = Some(self.now);
        let source = row::text(before, &event, self.now);
        row::put(
            self.write,
            row::Put {
                id: want.id,
                calendar: want.calendar,
                event: &event,
                source: &source,
                remote: Remote::NONE,
            },
        )
        .await
    }

    /// A calendar of a server: the row shows what is wanted, and the queue knows where it began.
    async fn queue(
        &mut self,
        want: &Want,
        before: Option<&StoredEvent>,
        pending: Option<Pending>,
    ) -> Result<(), Error> {
        if want.wanted == Wanted::Dropped {
            let Some(stored) = before else { return Ok(()) };
            let is_ours = stored.source.is_empty() && !pending.as_ref().is_some_and(was_tried);
            if is_ours {
                // The server never heard of it.
                events::delete(self.write, stored.calendar_id, &[want.id]).await?;
            } else {
                pending::remove(self.write, want.id).await?;
                events::set_deleted(self.write, want.id, Some(self.now)).await?;
            }
            return Ok(());
        }
        let mut begun = self.begin(want, before, pending).await?;
        if let Some(stored) = before {
            self.place_in(want, stored, &mut begun).await?;
        }
        let event = match &want.wanted {
            Wanted::Event(event) => event.as_ref(),
            Wanted::Deleted | Wanted::Dropped => {
                return self.queue_deletion(want, before, begun).await;
            }
        };
        let Begun { mut pending, id, etag, series, source, is_new } = begun;
        let virgin = before.is_none_or(|stored| stored.etag.is_empty()) && etag.is_empty();
        let same = |base: &Event| changed(base, event).is_empty();
        let is_back = pending.from_calendar.is_none()
            && pending.base.as_ref().is_some_and(same)
            && pending.state != State::Conflict
            && !was_tried(&pending);
        if is_back && virgin && series.is_some() && pending.attempts == 0 {
            // An occurrence that differs from its series in nothing needs no row.
            events::delete(self.write, want.calendar, &[want.id]).await?;
            return Ok(());
        }
        let remote = Remote {
            id: &id,
            etag: &etag,
            series_id: series.as_deref().unwrap_or_default(),
            generation: before.map_or(0, |stored| stored.seen_generation),
        };
        let row = row::Put { id: want.id, calendar: want.calendar, event, source: &source, remote };
        row::put(self.write, row).await?;
        if is_back {
            pending::remove(self.write, want.id).await?;
            return Ok(());
        }
        if pending.state == State::Conflict {
            if let Some(stored) = before.filter(|_| pending.op == Op::Delete) {
                crate::queue::bring_back(self.write, stored, &pending).await?;
            }
            self.settle(&mut pending, event);
        }
        pending.op = op(&pending, event);
        self.put_pending(pending, is_new, want).await
    }

    async fn queue_deletion(
        &mut self,
        want: &Want,
        before: Option<&StoredEvent>,
        begun: Begun,
    ) -> Result<(), Error> {
        let Begun { mut pending, is_new, .. } = begun;
        let Some(stored) = before else { return Ok(()) };
        let gone = pending.theirs_gone && pending.state == State::Conflict;
        if gone || pending.base.is_none() && !was_tried(&pending) {
            // The server does not have it.
            events::delete(self.write, stored.calendar_id, &[want.id]).await?;
            return Ok(());
        }
        if pending.state == State::Conflict {
            pending.base = pending.theirs.take().or(pending.base);
            pending.state = State::Waiting;
        }
        events::set_deleted(self.write, want.id, Some(self.now)).await?;
        pending.op = Op::Delete;
        self.put_pending(pending, is_new, want).await
    }

    async fn put_pending(
        &mut self,
        mut pending: Pending,
        is_new: bool,
        want: &Want,
    ) -> Result<(), Error> {
        if let Some(after) = want.after {
            pending.after = Some(after);
        }
        if let Origin::Instance { series, .. } = &want.origin
            && pending.after.is_none()
            && pending::get(self.write, *series).await?.is_some()
        {
            pending.after = Some(*series);
        }
        // What may have been mailed with a try in doubt is not mailed with what was changed since.
        let choice = if was_tried(&pending) && !is_new {
            &mut pending.notify_later
        } else {
            &mut pending.notify
        };
        *choice = stronger(*choice, self.notify);
        self.engine.inner.undo.1.note(want.id, self.notify);
        if !is_new {
            pending.version += 1;
        }
        if pending.state == State::Retrying {
            pending.state = State::Waiting;
            pending.next_try_at = None;
            pending.problem = None;
        }
        pending::put(self.write, &pending).await?;
        Ok(())
    }

    /// An edit of an event in conflict may be the end of it.
    fn settle(&self, pending: &mut Pending, event: &Event) {
        let (Some(base), Some(theirs)) = (&pending.base, &pending.theirs) else {
            if pending.theirs_gone {
                return;
            }
            // A deletion that met a change: who edits the event wants it.
            pending.base = pending.theirs.take().or_else(|| pending.base.take());
            pending.state = State::Waiting;
            pending.problem = None;
            return;
        };
        if pending.op == Op::Delete || merge(base, event, theirs).collisions.is_empty() {
            pending.base = pending.theirs.take();
            pending.state = State::Waiting;
            pending.problem = None;
        }
    }
}

/// Whether a try may have reached the server, so that what it sent may be there. While an edit waits
/// or is retried, `mine` is the event as it was last sent, and `theirs_gone` says that its deletion
/// was.
pub(crate) fn was_tried(pending: &Pending) -> bool {
    matches!(pending.state, State::Waiting | State::Retrying)
        && (pending.mine.is_some() || pending.theirs_gone)
}

/// It is known what became of the last try: what arrived is mailed already, the rest goes with the
/// choices made since.
pub(crate) fn note_arrival(pending: &mut Pending, arrived: bool) {
    let later = std::mem::take(&mut pending.notify_later);
    pending.notify = if arrived { later } else { stronger(pending.notify, later) };
}

/// What a queued edit does at the server.
pub(crate) fn op(pending: &Pending, event: &Event) -> Op {
    let Some(base) = &pending.base else { return Op::Create };
    if pending.from_calendar.is_some() {
        return Op::Move;
    }
    if event.status == Status::Cancelled && base.status != Status::Cancelled {
        return Op::Delete;
    }
    if changed(base, event) == [Field::Response] { Op::Respond } else { Op::Update }
}

/// Several edits of one event are one request: who is to be told of one of them is told.
pub(crate) fn stronger(a: Notify, b: Notify) -> Notify {
    match (a, b) {
        (Notify::All, _) | (_, Notify::All) => Notify::All,
        (Notify::External, _) | (_, Notify::External) => Notify::External,
        (Notify::None, Notify::None) => Notify::None,
    }
}
