//! An event goes into another calendar: moved where its account can, copied and deleted elsewhere.

use kalends_calendar::{Event, Status, When};
use kalends_store::{AccountKind, CalendarId, EventId};

use super::{Mint, Plan, exclude, fresh};
use crate::{
    Error, Problem, Target,
    edits::{
        place::Place,
        subject::{Subject, instance},
        want::{Origin, Want, Wanted},
    },
};

/// Adds to a plan for a single event or a whole series that it is to be in `to`.
pub(crate) fn relocate(
    mut plan: Plan,
    subject: &Subject,
    from: &Place,
    to: &Place,
    request: &str,
    mint: Mint<'_>,
) -> Result<Plan, Error> {
    if from.calendar.id == to.calendar.id {
        return Ok(plan);
    }
    let same = from.account.id == to.account.id
        || from.account.kind == AccountKind::Local && to.account.kind == AccountKind::Local;
    if same {
        for want in &mut plan.wants {
            want.calendar = to.calendar.id;
        }
        if from.is_remote() {
            return Ok(plan);
        }
        // On this computer the changed occurrences go one by one.
        for one in &subject.overrides {
            if !plan.wants.iter().any(|want| want.id == one.id) {
                plan.wants.push(Want::event(one.id, to.calendar.id, one.event.clone()));
            }
        }
        return Ok(plan);
    }
    copy(&plan, subject, from, to, request, mint)
}

fn copy(
    plan: &Plan,
    subject: &Subject,
    from: &Place,
    to: &Place,
    request: &str,
    mint: Mint<'_>,
) -> Result<Plan, Error> {
    let wanted =
        |id: EventId| plan.wants.iter().find(|want| want.id == id).map(|want| want.wanted.clone());
    let master = match wanted(subject.stored.id) {
        Some(Wanted::Event(event)) => *event,
        Some(Wanted::Deleted | Wanted::Dropped) | None => subject.stored.event.clone(),
    };
    refuse_guests(&master, to)?;
    let id = EventId(mint());
    let mut event = alone(fresh(&master, id, to.is_remote(), request), to);
    let mut later = Vec::new();
    for one in &subject.overrides {
        let Some(recurrence_id) = &one.event.recurrence_id else { continue };
        let change = match wanted(one.id) {
            Some(Wanted::Event(event)) => *event,
            Some(Wanted::Deleted | Wanted::Dropped) => continue,
            None => one.event.clone(),
        };
        if change.status == Status::Cancelled {
            exclude(&mut event, recurrence_id.original.clone());
        } else {
            later.push((change, recurrence_id.original.clone()));
        }
    }
    let calendar = to.calendar.id;
    let mut wants = vec![Want::new_event(id, calendar, event.clone())];
    for (change, original) in later {
        let change = alone(change, to);
        wants.push(changed_occurrence((id, &event), &original, EventId(mint()), change, calendar));
    }
    let old = from.calendar.id;
    // It goes only when the copy is there.
    wants.push(Want { after: Some(id), ..Want::row(subject.stored.id, old, Wanted::Deleted) });
    let overrides = subject.overrides.iter();
    wants.extend(overrides.map(|one| Want::row(one.id, old, Wanted::Dropped)));
    let target = Target { event_id: id, original: plan.target.original };
    Ok(Plan { wants, target, resets: plan.resets })
}

/// A changed occurrence of a series that is made in the same edit.
pub(crate) fn changed_occurrence(
    (series, event): (EventId, &Event),
    original: &When,
    id: EventId,
    change: Event,
    calendar: CalendarId,
) -> Want {
    let base = instance(event, original, original.clone(), ends(event, original));
    let change = Event { uid: event.uid.clone(), ..change };
    Want {
        origin: Origin::Instance { series, base: Box::new(base) },
        after: Some(series),
        ..Want::event(id, calendar, change)
    }
}

fn refuse_guests(event: &Event, to: &Place) -> Result<(), Error> {
    let others = event.attendees.iter().any(|one| !one.me);
    if !others && !event.shared.attendees_omitted {
        return Ok(());
    }
    Err(Error::Refused(Problem::new(
        "has_guests",
        format!(
            "an event with guests cannot move to “{}”: its guests belong to its account",
            to.calendar.name
        ),
        "Take the guests out first, or make a new event there.",
    )))
}

/// An event without what belongs to the account it was in.
fn alone(mut event: Event, to: &Place) -> Event {
    event.attendees.clear();
    event.organizer = None;
    event.shared.foreign = false;
    event.shared.attachments.clear();
    if !to.is_remote() {
        event.shared.conference_request = None;
        event.conferences.clear();
        event.join_url = None;
        if event.shared.default_alarms {
            event.shared.default_alarms = false;
        }
    }
    event
}

fn ends(series: &Event, original: &When) -> When {
    let length = series.end.local().duration_since(series.start.local());
    let end = original.local().checked_add(length).unwrap_or_else(|_| original.local());
    match &series.end {
        When::Date(_) => When::Date(end.date()),
        When::Floating(_) => When::Floating(end),
        When::Zoned(_, zone) => When::Zoned(end, zone.clone()),
    }
}
