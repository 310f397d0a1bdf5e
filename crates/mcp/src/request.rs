//! From the arguments of a propose tool to what the engine is asked for.

use jiff::{SignedDuration, tz::TimeZone};
use kalends_calendar::{Alarm, AlarmAction, AlarmTrigger, When, Zone};
use kalends_engine::{
    AgentSession, EditScope, EventChange, Guest, ProposalRequest, ProposedAction, Reminders,
};

use crate::{
    ask::{self, Taken},
    calls::{calendar_id, target},
    fault::Fault,
};

/// The request, and how local times were taken that can be understood in two ways.
pub(crate) async fn of(
    session: &AgentSession,
    asked: ask::BatchItem,
) -> Result<(ProposalRequest, Vec<String>), Fault> {
    match asked {
        ask::BatchItem::Create(asked) => create(*asked),
        ask::BatchItem::Update(asked) => update(session, *asked).await,
        ask::BatchItem::Delete(asked) => delete(*asked),
        ask::BatchItem::Respond(asked) => respond(session, *asked).await,
    }
}

type Requested = Result<(ProposalRequest, Vec<String>), Fault>;

fn create(asked: ask::Create) -> Requested {
    let zone = asked.time_zone.as_deref().map(ask::zone).transpose()?;
    let start = ask::when("start", &asked.start, zone.as_ref())?;
    let end = ask::when("end", &asked.end, zone.as_ref())?;
    let notes = start.note.into_iter().chain(end.note).collect();
    let change = EventChange {
        calendar: asked.calendar_id.as_deref().map(calendar_id).transpose()?,
        title: Some(asked.title),
        time: Some(in_order(start.at, end.at)?),
        rules: asked.recurrence.map(rules),
        location: asked.location,
        notes: asked.description,
        guests: asked.guests.map(guests),
        conference: asked.conference,
        reminders: asked.reminders.map(reminders),
        busy: asked.busy,
        visibility: asked.visibility.map(Into::into),
        tentative: asked.tentative,
        ..EventChange::default()
    };
    let request = ProposalRequest {
        action: ProposedAction::Create { change },
        notify: asked.notify.into(),
        scope: EditScope::All,
        client_ref: asked.client_ref,
        reason: asked.reason,
    };
    Ok((request, notes))
}

async fn update(session: &AgentSession, asked: ask::Update) -> Requested {
    let id = target(&asked.event_id)?;
    let patch = asked.patch;
    let (time, notes) = moved(session, id, &patch).await?;
    let change = EventChange {
        calendar: patch.calendar_id.as_deref().map(calendar_id).transpose()?,
        title: patch.title,
        time,
        rules: patch.recurrence.map(rules),
        location: patch.location,
        notes: patch.description,
        guests: patch.guests.map(guests),
        conference: patch.conference,
        reminders: patch.reminders.map(reminders),
        busy: patch.busy,
        visibility: patch.visibility.map(Into::into),
        tentative: patch.tentative,
        ..EventChange::default()
    };
    if change == EventChange::default() {
        return Err(Fault::invalid(
            "`patch` changes nothing: give at least one field, such as {\"title\": \"New title\"}.",
        ));
    }
    let request = ProposalRequest {
        action: ProposedAction::Update { target: id.0, base_version: asked.base_version, change },
        notify: asked.notify.into(),
        scope: asked.scope.into(),
        client_ref: asked.client_ref,
        reason: asked.reason,
    };
    Ok((request, notes))
}

fn delete(asked: ask::Delete) -> Requested {
    let target = target(&asked.event_id)?.0;
    let request = ProposalRequest {
        action: ProposedAction::Delete { target, base_version: asked.base_version },
        notify: asked.notify.into(),
        scope: asked.scope.into(),
        client_ref: asked.client_ref,
        reason: asked.reason,
    };
    Ok((request, Vec::new()))
}

async fn respond(session: &AgentSession, asked: ask::Respond) -> Requested {
    let id = target(&asked.event_id)?;
    let base_version = match asked.base_version {
        Some(version) => version,
        None => {
            let event = session.get_event(id, &TimeZone::UTC).await?;
            event.base_version.unwrap_or_default()
        }
    };
    let request = ProposalRequest {
        action: ProposedAction::Respond {
            target: id.0,
            base_version,
            response: asked.response.into(),
            comment: asked.comment,
        },
        notify: asked.notify.into(),
        scope: asked.scope.into(),
        client_ref: asked.client_ref,
        reason: asked.reason,
    };
    Ok((request, Vec::new()))
}

/// The new start and end of a patch. With one of the two alone, the other follows from the event as
/// it is now: a new start keeps the length, a new end keeps the start.
async fn moved(
    session: &AgentSession,
    id: kalends_engine::TargetId,
    patch: &ask::Patch,
) -> Result<(Option<(When, When)>, Vec<String>), Fault> {
    let zone = patch.time_zone.as_deref().map(ask::zone).transpose()?;
    let side = |name, text: &Option<String>| {
        text.as_deref().map(|text| ask::when(name, text, zone.as_ref())).transpose()
    };
    let (start, end) = (side("start", &patch.start)?, side("end", &patch.end)?);
    let (start, end) = match (start, end) {
        (None, None) if zone.is_some() => {
            return Err(Fault::invalid(
                "`patch.time_zone` is the zone of `start` and `end`: give at least one of them \
                 too.",
            ));
        }
        (None, None) => return Ok((None, Vec::new())),
        (Some(start), Some(end)) => (start, end),
        (Some(start), None) => {
            let (from, to) = now(session, id, &start.at).await?;
            let end = Taken { at: later(&start.at, &from, &to), note: None };
            (start, end)
        }
        (None, Some(end)) => {
            let (from, _) = now(session, id, &end.at).await?;
            (Taken { at: from, note: None }, end)
        }
    };
    let time = in_order(start.at, end.at)?;
    Ok((Some(time), start.note.into_iter().chain(end.note).collect()))
}

/// Start and end of the event as it is now, in the form and the zone of `like`.
async fn now(
    session: &AgentSession,
    id: kalends_engine::TargetId,
    like: &When,
) -> Result<(When, When), Fault> {
    let zone = match like {
        When::Zoned(_, zone) => zone.time_zone().clone(),
        When::Date(_) | When::Floating(_) => TimeZone::UTC,
    };
    let event = session.get_event(id, &zone).await?;
    if event.all_day != like.is_date() {
        return Err(Fault::invalid(if event.all_day {
            "the event takes whole days: to give it a time, give both `start` and `end`."
        } else {
            "the event has a time: to make it take whole days, give both `start` and `end`."
        }));
    }
    let (from, to) = (&event.start, &event.end);
    let zone = Some(&zone);
    Ok((ask::when("start", from, zone)?.at, ask::when("end", to, zone)?.at))
}

/// `start` and as much time as there is between `from` and `to`.
fn later(start: &When, from: &When, to: &When) -> When {
    let exact = from.resolve(&TimeZone::UTC).duration_until(to.resolve(&TimeZone::UTC));
    match start {
        When::Date(date) => {
            let days = SignedDuration::from_hours(exact.as_hours());
            When::Date(date.checked_add(days).unwrap_or(*date))
        }
        When::Floating(local) => When::Floating(local.checked_add(exact).unwrap_or(*local)),
        When::Zoned(_, zone) => {
            let at = start.resolve(zone.time_zone());
            let end = at.checked_add(exact).unwrap_or(at).to_zoned(zone.time_zone().clone());
            When::Zoned(end.datetime(), Zone::from(zone.time_zone().clone()))
        }
    }
}

fn in_order(start: When, end: When) -> Result<(When, When), Fault> {
    if start.is_date() != end.is_date() {
        return Err(Fault::invalid(
            "`start` and `end` are not of one kind: give two dates for whole days, or two times.",
        ));
    }
    if start.resolve(&TimeZone::UTC) >= end.resolve(&TimeZone::UTC) {
        return Err(Fault::invalid(
            "`start` is not before `end`: `end` is the first moment after, so a whole day ends on \
             the next one.",
        ));
    }
    Ok((start, end))
}

/// RRULE values; agents often write the name too.
fn rules(all: Vec<String>) -> Vec<String> {
    let value = |rule: String| match rule.get(..6) {
        Some(name) if name.eq_ignore_ascii_case("RRULE:") => {
            rule.get(6..).unwrap_or_default().to_owned()
        }
        Some(_) | None => rule,
    };
    all.into_iter().map(value).collect()
}

fn guests(all: Vec<ask::Guest>) -> Vec<Guest> {
    let guest =
        |one: ask::Guest| Guest { email: one.email, name: one.name, optional: one.optional };
    all.into_iter().map(guest).collect()
}

fn reminders(asked: ask::Reminders) -> Reminders {
    match asked {
        ask::Reminders::Named(_) => Reminders::Default,
        ask::Reminders::Minutes(all) => Reminders::Own(all.into_iter().map(alarm).collect()),
    }
}

fn alarm(minutes: u32) -> Alarm {
    let before = -SignedDuration::from_mins(i64::from(minutes));
    Alarm {
        action: AlarmAction::Display,
        trigger: AlarmTrigger::FromStart(before),
        repeat: 0,
        interval: None,
    }
}
