//! A whole series is changed.

use kalends_calendar::{
    Event, Recurrence, Status, When,
    edit::{Times, shift},
};

use super::{Plan, cancelled, exclude};
use crate::{
    Error, EventChange,
    edits::{
        change::{self, Setting},
        check::check_occurs,
        subject::{Subject, compile, instance, takes_place},
        want::{Want, Wanted},
    },
};

pub(super) fn plan(
    subject: &Subject,
    change: &EventChange,
    setting: &Setting,
) -> Result<Plan, Error> {
    let stored = &subject.stored;
    let fields = EventChange { time: None, rules: None, ..change.clone() };
    let mut event = stored.event.clone();
    change::apply(&mut event, &fields, setting);
    if change.rules.as_ref().is_some_and(Vec::is_empty) {
        return Ok(end_repeating(subject, event, change, setting));
    }
    let mut wants = Vec::new();
    let mut resets = 0;
    let moved = change.time.as_ref().is_some_and(|_| moves(subject, change, setting));
    if change.time.is_some() {
        retime(subject, &mut event, change, setting, moved);
    }
    if let Some(rules) = &change.rules {
        event.recurrence.rules.clone_from(rules);
    }
    let series = compile(&event, &[]);
    for one in &subject.overrides {
        let Some(id) = &one.event.recurrence_id else { continue };
        let is_cancelled = one.event.status == Status::Cancelled;
        let stays = !moved
            && (change.rules.is_none() || takes_place(&series, series.original(&id.original)));
        if !stays {
            resets += u64::from(!is_cancelled);
            wants.push(Want::row(one.id, one.calendar_id, Wanted::Dropped));
        } else if !is_cancelled {
            let mut after = one.event.clone();
            change::apply(&mut after, &fields, setting);
            resize(subject, &mut after, &event);
            if after != one.event {
                wants.push(Want::event(one.id, one.calendar_id, after));
            }
        }
    }
    check_occurs(&event)?;
    wants.insert(0, Want::event(stored.id, stored.calendar_id, event));
    let mut target = subject.target();
    if moved && let (Some((start, _)), Some(_)) = (&change.time, target.original) {
        target.original = Some(start.seconds());
    }
    Ok(Plan { wants, target, resets })
}

/// Whether starts lie elsewhere afterwards, or are of another kind.
fn moves(subject: &Subject, change: &EventChange, setting: &Setting) -> bool {
    let from = subject.spot.as_ref().map_or(&subject.stored.event.start, |spot| &spot.original);
    let mut after = subject.shown().clone();
    let time = EventChange { time: change.time.clone(), ..EventChange::default() };
    change::apply(&mut after, &time, setting);
    after.start != *from
}

/// Moves the series with the occurrence, or makes it last as long.
fn retime(
    subject: &Subject,
    event: &mut Event,
    change: &EventChange,
    setting: &Setting,
    moved: bool,
) {
    let mut shown = subject.shown().clone();
    let time = EventChange { time: change.time.clone(), ..EventChange::default() };
    change::apply(&mut shown, &time, setting);
    let from = subject.spot.as_ref().map_or(&event.start, |spot| &spot.original).clone();
    let series = Times { start: event.start.clone(), end: event.end.clone() };
    let shifted =
        shift(&series, &event.recurrence, &from, &Times { start: shown.start, end: shown.end });
    if moved {
        let left_out: Vec<When> =
            cancelled(subject).filter_map(|id| shifted.original(&id.original)).collect();
        event.recurrence = shifted.recurrence;
        for original in left_out {
            exclude(event, original);
        }
    }
    event.start = shifted.times.start;
    event.end = shifted.times.end;
}

/// An occurrence that lasted as long as the series still does.
fn resize(subject: &Subject, after: &mut Event, series: &Event) {
    let before = &subject.stored.event;
    if (before.start.clone(), before.end.clone()) == (series.start.clone(), series.end.clone()) {
        return;
    }
    let Some(id) = after.recurrence_id.clone() else { return };
    let at = |master: &Event| {
        let to = Times { start: master.start.clone(), end: master.end.clone() };
        let length = to.end.local().duration_since(to.start.local());
        let end = id.original.local().checked_add(length).ok()?;
        Some(match &to.end {
            When::Date(_) => When::Date(end.date()),
            When::Floating(_) => When::Floating(end),
            When::Zoned(_, zone) => When::Zoned(end, zone.clone()),
        })
    };
    if let (Some(old), Some(new)) = (at(before), at(series))
        && after.start == id.original
        && after.end == old
    {
        *after = Event {
            recurrence_id: after.recurrence_id.clone(),
            ..instance(after, &id.original, after.start.clone(), new)
        };
    }
}

/// The series becomes the one event that the user looks at.
fn end_repeating(
    subject: &Subject,
    mut event: Event,
    change: &EventChange,
    setting: &Setting,
) -> Plan {
    let stored = &subject.stored;
    if let Some(spot) = &subject.spot {
        let (uid, sequence) = (event.uid.clone(), event.sequence);
        if spot.own.is_some() {
            event = spot.event.clone();
        } else {
            event.start = spot.event.start.clone();
            event.end = spot.event.end.clone();
        }
        event.uid = uid;
        event.sequence = sequence;
    }
    change::apply(&mut event, change, setting);
    event.recurrence = Recurrence::default();
    event.recurrence_id = None;
    let mut wants = vec![Want::event(stored.id, stored.calendar_id, event)];
    let mut resets = 0;
    let own = subject.spot.as_ref().and_then(|spot| spot.own);
    for one in &subject.overrides {
        wants.push(Want::row(one.id, one.calendar_id, Wanted::Dropped));
        resets += u64::from(one.event.status != Status::Cancelled && own != Some(one.id));
    }
    let target = crate::Target { event_id: stored.id, original: None };
    Plan { wants, target, resets }
}
