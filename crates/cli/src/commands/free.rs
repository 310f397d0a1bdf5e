//! `kalends free`.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_engine::{
    Engine, FreeQuery, FreeSlot, FreeSlots, Problem, Unknown, WorkingHours, calendar::free::Hours,
};
use serde::Serialize;

use crate::{
    Outcome,
    args::FreeArgs,
    failure::Failure,
    output::{Output, one_line},
    time,
};

#[derive(Serialize)]
struct Answer<'a> {
    slots: Vec<Slot>,
    unknown: &'a [Unknown],
    as_of: String,
    stale: bool,
    error: Option<&'a Problem>,
}

/// A free span.
#[derive(Serialize)]
pub(super) struct Slot {
    pub(super) start: String,
    pub(super) end: String,
}

pub(super) async fn run(
    engine: &Engine,
    args: &FreeArgs,
    output: &Output,
) -> Result<Outcome, Failure> {
    let manner = &args.manner;
    let zone = time::zone(manner.zone.as_deref(), engine.config())?;
    let from = time::parse(&args.from, &zone)?.timestamp();
    let to = time::parse(&args.to, &zone)?.timestamp();
    let query = FreeQuery {
        hours: manner.hours.map(daily),
        buffer: manner.buffer.map(SignedDuration::from_mins),
        step: args.step.map(SignedDuration::from_mins),
        limit: args.limit,
        calendars: (!args.calendar.is_empty()).then(|| args.calendar.clone()),
        ask: manner.ask.into(),
        ..FreeQuery::new(SignedDuration::from_mins(args.duration), from, to, zone.clone())
    };
    let found = engine.find_free(&query).await?;
    let answer = Answer {
        slots: found.slots.iter().map(|one| slot(*one, &zone)).collect(),
        unknown: &found.unknown,
        as_of: time::instant(age(&found, engine), &zone),
        stale: found.stale,
        error: found.problem.as_ref(),
    };
    output.show(&answer, || text(&found, age(&found, engine), &zone))?;
    Ok(Outcome::Done)
}

/// These hours on every day.
pub(super) fn daily(hours: Hours) -> WorkingHours {
    WorkingHours::daily(hours)
}

pub(super) fn slot(one: FreeSlot, zone: &TimeZone) -> Slot {
    Slot { start: time::instant(one.from, zone), end: time::instant(one.to, zone) }
}

/// What is on this computer alone is known as of now.
fn age(found: &FreeSlots, engine: &Engine) -> Timestamp {
    found.as_of.unwrap_or_else(|| engine.config().clock.now())
}

fn text(found: &FreeSlots, as_of: Timestamp, zone: &TimeZone) -> String {
    let mut lines: Vec<String> = found.slots.iter().map(|one| line(*one, zone)).collect();
    if lines.is_empty() {
        lines.push("No free time.".to_owned());
    }
    lines.extend(unknown_lines(&found.unknown));
    if let Some(problem) = &found.problem {
        lines.push(one_line(&problem.message));
    }
    if found.stale {
        lines.push(format!("As of {}.", time::local(Some(as_of), zone)));
    }
    lines.join("\n")
}

/// A slot on one line.
pub(super) fn line(one: FreeSlot, zone: &TimeZone) -> String {
    let (from, to) = (one.from.to_zoned(zone.clone()), one.to.to_zoned(zone.clone()));
    let end = if from.date() == to.date() { "%H:%M" } else { "%a %-d %b %H:%M" };
    format!("{} – {}", from.strftime("%a %-d %b %Y  %H:%M"), to.strftime(end))
}

/// Calendars that may be taken.
pub(super) fn unknown_lines(unknown: &[Unknown]) -> impl Iterator<Item = String> {
    unknown
        .iter()
        .map(|one| format!("Not known: {} ({})", one_line(&one.name), one_line(&one.reason)))
}
