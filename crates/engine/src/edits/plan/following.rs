//! One occurrence and all later ones are changed: the series is cut in two.

use kalends_calendar::{
    Event, Recurrence, Status, When,
    edit::{Times, shift, split},
};
use kalends_store::EventId;

use super::{Mint, Plan, all, exclude, fresh};
use crate::{
    Error, EventChange, Problem, Target,
    edits::{
        change::{self, Setting},
        check::check_occurs,
        subject::{Spot, Subject, instance},
        want::{Origin, Want, Wanted},
    },
};

/// Where an occurrence of the old series lies in the new one.
type Places = Box<dyn Fn(&When) -> Option<When>>;

pub(super) fn plan(
    subject: &Subject,
    spot: &Spot,
    change: &EventChange,
    setting: &Setting,
    mint: Mint<'_>,
) -> Result<Plan, Error> {
    if change.calendar.is_some() {
        return Err(Error::Invalid("a series goes into another calendar as a whole".into()));
    }
    let stored = &subject.stored;
    let master = &stored.event;
    let Some(cut) = cut(subject, spot) else { return all::plan(subject, change, setting) };
    refuse_foreign(master)?;
    let fields = EventChange { time: None, rules: None, ..change.clone() };
    let id = EventId(mint());
    let mut tail = fresh(master, id, setting.remote, &setting.request);
    tail.start = cut.tail_times.start.clone();
    tail.end = cut.tail_times.end.clone();
    tail.recurrence = cut.tail;
    change::apply(&mut tail, &fields, setting);

    let ends = change.rules.as_ref().is_some_and(Vec::is_empty);
    let mut originals: Places = Box::new(|old| Some(old.clone()));
    let mut moved = false;
    if change.time.is_some() {
        let mut shown = spot.event.clone();
        let time = EventChange { time: change.time.clone(), ..EventChange::default() };
        change::apply(&mut shown, &time, setting);
        moved = shown.start != spot.original;
        let to = Times { start: shown.start, end: shown.end };
        let shifted = shift(&cut.tail_times, &tail.recurrence, &spot.original, &to);
        tail.start = shifted.times.start.clone();
        tail.end = shifted.times.end.clone();
        if moved {
            tail.recurrence = shifted.recurrence.clone();
            originals = Box::new(move |old| shifted.original(old));
        }
    }
    if ends {
        tail.recurrence = Recurrence::default();
    } else if let Some(rules) = &change.rules {
        tail.recurrence.rules.clone_from(rules);
    }
    let rebase = !moved && change.rules.is_none();

    let mut head = master.clone();
    head.recurrence = cut.head;
    let mut wants = vec![Want::event(stored.id, stored.calendar_id, head)];
    let mut later = Vec::new();
    let mut resets = 0;
    for one in cut.tail_overrides.iter().filter_map(|index| subject.overrides.get(*index)) {
        wants.push(Want::row(one.id, one.calendar_id, Wanted::Dropped));
        let Some(recurrence_id) = &one.event.recurrence_id else { continue };
        let is_cancelled = one.event.status == Status::Cancelled;
        match originals(&recurrence_id.original) {
            Some(original) if is_cancelled && !ends && change.rules.is_none() => {
                exclude(&mut tail, original);
            }
            Some(original) if rebase && !is_cancelled => {
                later.push((one.event.clone(), original));
            }
            Some(_) | None => resets += u64::from(!is_cancelled),
        }
    }
    check_occurs(&tail)?;
    let series = Target { event_id: id, original: (!ends).then(|| tail.start.seconds()) };
    wants.push(Want {
        after: Some(stored.id),
        ..Want::new_event(id, stored.calendar_id, tail.clone())
    });
    for (event, original) in later {
        wants.push(moved_over(subject, id, &tail, &event, &original, &fields, setting, mint));
    }
    Ok(Plan { wants, target: series, resets })
}

/// The series cut before an occurrence; none where it is the first.
pub(super) fn cut(subject: &Subject, spot: &Spot) -> Option<kalends_calendar::edit::Split> {
    let master = &subject.stored.event;
    let times = Times { start: master.start.clone(), end: master.end.clone() };
    let originals: Vec<When> = subject
        .overrides
        .iter()
        .filter_map(|one| one.event.recurrence_id.as_ref().map(|id| id.original.clone()))
        .collect();
    split(&times, &master.recurrence, &originals, &spot.original).filter(|_| !spot.first)
}

/// A series of somebody else's is never made anew (GOOGLE.md 24), nor one whose guests are not all
/// known (GOOGLE.md 25).
fn refuse_foreign(master: &Event) -> Result<(), Error> {
    if master.shared.foreign {
        return Err(Error::Refused(Problem::new(
            "foreign",
            "somebody else organises this series: only one occurrence or all can be changed",
            "Choose this occurrence, or all of them.",
        )));
    }
    if master.shared.attendees_omitted {
        return Err(Error::Refused(Problem::new(
            "guests_hidden",
            "the list of guests is not whole here, so that the series cannot be cut in two",
            "Choose this occurrence, or all of them.",
        )));
    }
    Ok(())
}

/// A changed occurrence of the old series as one of the new.
#[expect(clippy::too_many_arguments, reason = "all of one occurrence")]
fn moved_over(
    subject: &Subject,
    series: EventId,
    tail: &Event,
    event: &Event,
    original: &When,
    fields: &EventChange,
    setting: &Setting,
    mint: Mint<'_>,
) -> Want {
    let length = tail.end.local().duration_since(tail.start.local());
    let end = original.local().checked_add(length).unwrap_or_else(|_| original.local());
    let end = match &tail.end {
        When::Date(_) => When::Date(end.date()),
        When::Floating(_) => When::Floating(end),
        When::Zoned(_, zone) => When::Zoned(end, zone.clone()),
    };
    let base = instance(tail, original, original.clone(), end);
    let mut wanted = event.clone();
    change::apply(&mut wanted, fields, setting);
    wanted.uid.clone_from(&tail.uid);
    wanted.sequence = 0;
    wanted.recurrence_id.clone_from(&base.recurrence_id);
    wanted.conferences.clone_from(&base.conferences);
    wanted.join_url.clone_from(&base.join_url);
    wanted.shared.conference_request.clone_from(&base.shared.conference_request);
    Want {
        origin: Origin::Instance { series, base: Box::new(base) },
        after: Some(series),
        ..Want::event(EventId(mint()), subject.stored.calendar_id, wanted)
    }
}
