//! Taking edits back, through the same path by which they were made.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use kalends_calendar::{
    Event,
    merge::{changed, merge, take},
};
use kalends_store::{
    EventId, StoredEvent, Write, events,
    pending::{self, Notify, Pending},
};

use super::{
    row,
    subject::instance,
    want::{Hand, Origin, Touched, Want, Wanted},
};
use crate::{Engine, Error, Problem, reminders::follow_back};

/// How many edits of this process can be taken back.
const KEPT: usize = 50;

/// The last edits, the oldest first.
#[derive(Default)]
pub(crate) struct Log(Mutex<Kept>, pub(crate) super::under_way::UnderWay);

#[derive(Default)]
struct Kept {
    last: u64,
    edits: VecDeque<(u64, Vec<Touched>, Notify)>,
}

impl Log {
    /// Keeps an edit with whom it was to be mailed to, and names it.
    pub(crate) fn add(&self, touched: Vec<Touched>, notify: Notify) -> u64 {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.last += 1;
        let number = kept.last;
        kept.edits.push_back((number, touched, notify));
        if kept.edits.len() > KEPT {
            kept.edits.pop_front();
        }
        number
    }

    pub(super) fn get(&self, number: u64) -> Option<(Vec<Touched>, Notify)> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.edits.iter().find(|(one, ..)| *one == number);
        found.map(|(_, touched, notify)| (touched.clone(), *notify))
    }

    fn forget(&self, number: u64) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.edits.retain(|(one, ..)| *one != number);
    }
}

impl Engine {
    pub(super) async fn take_back(&self, number: u64, notify: Notify) -> Result<(), Error> {
        let (touched, _) = self.inner.undo.get(number).ok_or_else(|| {
            Error::Refused(Problem::new(
                "nothing_to_undo",
                "this edit cannot be undone any more",
                "Change the event again.",
            ))
        })?;
        let moves = self.inner.proposals.moves();
        let mut write = self.inner.store.begin().await?;
        let (calendars, reverse) = if is_untouched(&mut write, &touched).await? {
            (put_back(&mut write, &touched).await?, Vec::new())
        } else {
            let mut hand = Hand::new(self, &mut write, notify);
            for one in plan_reverse(&mut hand, &touched).await? {
                hand.want(one).await?;
            }
            (hand.calendars(), hand.touched)
        };
        follow_back(&mut write, &touched).await?;
        self.note_undone(&mut write, number, &reverse).await?;
        write.commit().await?;
        self.inner.undo.forget(number);
        self.tell_edited(calendars);
        self.tell_moved_proposals(moves);
        Ok(())
    }
}

/// Whether nothing was sent and nothing else was edited since: then everything can simply be as
/// it was.
async fn is_untouched(write: &mut Write, touched: &[Touched]) -> Result<bool, Error> {
    for one in touched {
        let pending = pending::get(write, one.want.id).await?;
        let tried = pending.as_ref().is_some_and(super::want::was_tried);
        let tried_before = one.pending_before.as_ref().is_some_and(super::want::was_tried);
        let version = pending.as_ref().map(super::want::version);
        if version != one.version || tried != tried_before {
            return Ok(false);
        }
        let stored = row::find(write, one.want.id).await?;
        let same = match (&one.want.wanted, &stored) {
            (Wanted::Event(event), Some(stored)) => {
                stored.deleted_at.is_none()
                    && changed(event, &stored.event).is_empty()
                    && one.before.as_ref().is_none_or(|before| before.etag == stored.etag)
                    && (one.before.is_some() || pending.is_some() || stored.remote_id.is_empty())
            }
            (Wanted::Event(event), None) => {
                // An occurrence that was made like its series again has no row.
                matches!(&one.want.origin, Origin::Instance { .. } | Origin::Row)
                    && event.recurrence_id.is_some()
            }
            (Wanted::Deleted, Some(stored)) => {
                stored.deleted_at.is_some() && (pending.is_some() || stored.remote_id.is_empty())
            }
            (Wanted::Dropped, Some(stored)) => stored.deleted_at.is_some(),
            (Wanted::Deleted | Wanted::Dropped, None) => true,
        };
        if !same {
            return Ok(false);
        }
    }
    // What goes with its series is only here again when the series was not sent either.
    let sent = touched.iter().any(|one| {
        one.want.wanted == Wanted::Dropped
            && one.before.as_ref().is_some_and(|before| !before.remote_id.is_empty())
    }) && !touched
        .iter()
        .any(|one| one.want.wanted != Wanted::Dropped && one.version.is_some());
    Ok(!sent)
}

/// Puts every row and its place in the queue back as they were.
async fn put_back(
    write: &mut Write,
    touched: &[Touched],
) -> Result<Vec<kalends_store::CalendarId>, Error> {
    let mut calendars = Vec::new();
    for one in touched.iter().rev() {
        calendars.push(one.want.calendar);
        let now = row::find(write, one.want.id).await?;
        let Some(before) = &one.before else {
            if let Some(now) = now {
                events::delete(write, now.calendar_id, &[now.id]).await?;
            }
            continue;
        };
        calendars.push(before.calendar_id);
        if now.is_some_and(|now| now.calendar_id != before.calendar_id) {
            events::set_calendar(write, before.id, before.calendar_id).await?;
        }
        put_row(write, before).await?;
        let version = one.version.map_or(0, |(_, version)| version) + 1;
        match &one.pending_before {
            Some(pending) => {
                pending::put(write, &Pending { version, ..pending.clone() }).await?;
            }
            None => {
                pending::remove(write, before.id).await?;
            }
        }
    }
    Ok(calendars)
}

async fn put_row(write: &mut Write, stored: &StoredEvent) -> Result<(), Error> {
    let put = row::Put {
        id: stored.id,
        calendar: stored.calendar_id,
        event: &stored.event,
        source: &stored.source,
        remote: stored.remote(),
    };
    row::put(write, put).await?;
    Ok(events::set_deleted(write, stored.id, stored.deleted_at).await?)
}

/// The wants that lead back, on what happened since.
async fn plan_reverse(hand: &mut Hand<'_>, touched: &[Touched]) -> Result<Vec<Want>, Error> {
    let mut wants = Vec::new();
    let mut anew: Vec<(EventId, Event)> = Vec::new();
    for one in touched {
        let now = row::find(hand.write, one.want.id).await?;
        let queued = match now {
            Some(_) => pending::get(hand.write, one.want.id).await?,
            None => None,
        };
        let calendar = one.before.as_ref().map_or(one.want.calendar, |before| before.calendar_id);
        let Some(before) = &one.before else {
            // It was made by the edit.
            let Some(now) = now.filter(|now| now.deleted_at.is_none()) else { continue };
            let made = |id: &EventId| {
                touched.iter().any(|other| other.want.id == *id && other.before.is_none())
            };
            match &one.want.origin {
                // Its series goes, which was made by the same edit, and takes it along.
                Origin::Instance { series, .. } if made(series) => {
                    wants.push(Want::row(one.want.id, calendar, Wanted::Dropped));
                }
                Origin::Instance { base, .. } => {
                    let event = back(&one.want.wanted, base, &now.event)?;
                    wants.push(Want::event(one.want.id, calendar, event));
                }
                Origin::Row | Origin::New => {
                    wants.push(Want::row(one.want.id, calendar, Wanted::Deleted));
                }
            }
            continue;
        };
        if before.deleted_at.is_some() {
            wants.push(Want::row(one.want.id, calendar, Wanted::Deleted));
            continue;
        }
        let deleted = now.as_ref().is_none_or(|now| now.deleted_at.is_some());
        match (&one.want.wanted, now) {
            (Wanted::Event(_), Some(now)) if !deleted => {
                let event = back(&one.want.wanted, &before.event, &now.event)?;
                wants.push(Want::event(one.want.id, calendar, event));
            }
            (Wanted::Dropped, _) => {
                let series = before.master_id.and_then(|master| {
                    let event = wants.iter().find(|want: &&Want| want.id == master)?;
                    match &event.wanted {
                        Wanted::Event(event) => Some((master, event.as_ref().clone())),
                        Wanted::Deleted | Wanted::Dropped => None,
                    }
                });
                match series.or_else(|| anew.first().cloned()) {
                    Some((series, master)) => {
                        wants.push(again(before, series, &master, calendar));
                    }
                    None => wants.push(Want::event(one.want.id, calendar, before.event.clone())),
                }
            }
            // An invitation that was thrown away is the organizer's to send again: as an event of
            // one's own it would be there twice.
            (Wanted::Deleted, _)
                if queued.is_none()
                    && before.event.shared.foreign
                    && before.event.recurrence_id.is_none() =>
            {
                return Err(Error::Refused(Problem::new(
                    "declined",
                    "the invitation was deleted at the server, which tells its organizer that you \
                     decline",
                    "Ask the organizer to invite you again.",
                )));
            }
            (Wanted::Event(_) | Wanted::Deleted, _) => {
                let event = before.event.clone();
                if let Some((series, master)) = series_of(hand, before, &wants).await? {
                    // It was like its series, so that no row was left of it.
                    wants.push(again(before, series, &master, calendar));
                    continue;
                }
                if queued.is_none() {
                    anew.push((one.want.id, event.clone()));
                }
                wants.push(Want::event(one.want.id, calendar, event));
            }
        }
    }
    Ok(wants)
}

/// The series of an occurrence without a row, as it is to be.
async fn series_of(
    hand: &mut Hand<'_>,
    before: &StoredEvent,
    wants: &[Want],
) -> Result<Option<(EventId, Event)>, Error> {
    let Some(series) = before.master_id.filter(|_| before.event.recurrence_id.is_some()) else {
        return Ok(None);
    };
    if row::find(hand.write, before.id).await?.is_some() {
        return Ok(None);
    }
    if let Some(Wanted::Event(event)) =
        wants.iter().find(|want| want.id == series).map(|want| &want.wanted)
    {
        return Ok(Some((series, event.as_ref().clone())));
    }
    let stored = row::find(hand.write, series).await?.filter(|stored| stored.deleted_at.is_none());
    Ok(stored.map(|stored| (series, stored.event)))
}

/// A changed occurrence that its series took along, on the series as it is again.
pub(crate) fn again(
    before: &StoredEvent,
    series: EventId,
    master: &Event,
    calendar: kalends_store::CalendarId,
) -> Want {
    let original =
        before.event.recurrence_id.as_ref().map_or(&before.event.start, |id| &id.original).clone();
    let length = master.end.local().duration_since(master.start.local());
    let end = original.local().checked_add(length).unwrap_or_else(|_| original.local());
    let end = match &master.end {
        kalends_calendar::When::Date(_) => kalends_calendar::When::Date(end.date()),
        kalends_calendar::When::Floating(_) => kalends_calendar::When::Floating(end),
        kalends_calendar::When::Zoned(_, zone) => kalends_calendar::When::Zoned(end, zone.clone()),
    };
    let base = instance(master, &original, original.clone(), end);
    Want {
        origin: Origin::Instance { series, base: Box::new(base) },
        after: Some(series),
        ..Want::event(before.id, calendar, before.event.clone())
    }
}

/// The event as it is now, without what the edit changed. What was changed again since is not
/// taken back over anybody's head.
fn back(wanted: &Wanted, before: &Event, now: &Event) -> Result<Event, Error> {
    let Wanted::Event(after) = wanted else { return Ok(before.clone()) };
    let merged = merge(after, before, now);
    if let Some(field) = merged.collisions.first() {
        return Err(Error::Refused(Problem::new(
            "changed_since",
            format!(
                "the edit cannot be undone: “{}” was changed again since",
                field.name().replace('_', " ")
            ),
            "Change the event by hand.",
        )));
    }
    let mut event = merged.event;
    for field in changed(after, before) {
        take(&mut event, field, before);
    }
    Ok(event)
}
