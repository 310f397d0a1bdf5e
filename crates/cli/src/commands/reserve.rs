//! `kalends reserve`.

use jiff::SignedDuration;
use kalends_engine::{Engine, Reservation, ReserveWhen, Reserved, SlotConflict, Unknown};
use serde::Serialize;

use super::{
    conflicts::{self, Side},
    free::{Slot, daily, line, slot, unknown_lines},
};
use crate::{
    Outcome,
    args::ReserveArgs,
    failure::Failure,
    output::{Output, one_line},
    time,
};

#[derive(Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
enum Answer<'a> {
    Booked {
        event_id: String,
        calendar_id: String,
        title: &'a str,
        start: String,
        end: String,
        pending: bool,
    },
    Taken {
        by: Vec<Side<'a>>,
        busy: Vec<Slot>,
        unknown: &'a [Unknown],
        alternatives: Vec<Slot>,
    },
}

pub(super) async fn run(
    engine: &Engine,
    args: &ReserveArgs,
    output: &Output,
) -> Result<Outcome, Failure> {
    let manner = &args.manner;
    let zone = time::zone(manner.zone.as_deref(), engine.config())?;
    let instant = |text: &String| Ok::<_, Failure>(time::parse(text, &zone)?.timestamp());
    let when = match (&args.at, &args.from, &args.to) {
        (Some(at), _, _) => ReserveWhen::At(instant(at)?),
        (None, Some(from), Some(to)) => {
            ReserveWhen::First { from: instant(from)?, to: instant(to)? }
        }
        (None, _, _) => return Err(Failure::usage("say when", "Give --at, or --from and --to.")),
    };
    let reservation = Reservation {
        title: args.title.clone(),
        duration: SignedDuration::from_mins(args.duration),
        when,
        zone: zone.clone(),
        calendar: args.calendar,
        buffer: manner.buffer.map(SignedDuration::from_mins),
        hours: manner.hours.map(daily),
        calendars: (!args.beside.is_empty()).then(|| args.beside.clone()),
        location: args.location.clone(),
        notes: args.description.clone(),
        accept_unknown: args.accept_unknown,
        ask: manner.ask.into(),
    };
    match engine.reserve(&reservation).await? {
        Reserved::Booked { edited, title, slot: booked } => {
            let at = slot(booked, &zone);
            let answer = Answer::Booked {
                event_id: edited.target.event_id.to_string(),
                calendar_id: edited.calendar_id.to_string(),
                title: &title,
                start: at.start,
                end: at.end,
                pending: edited.pending,
            };
            output.show(&answer, || {
                format!("Booked {}: {}", line(booked, &zone), one_line(&title))
            })?;
            Ok(Outcome::Done)
        }
        Reserved::Taken { by, busy, unknown, alternatives } => {
            let answer = Answer::Taken {
                by: by.iter().map(|one| conflicts::side(&one.with, &zone)).collect(),
                busy: busy
                    .iter()
                    .map(|one| Slot {
                        start: time::instant(one.from, &zone),
                        end: time::instant(one.to, &zone),
                    })
                    .collect(),
                unknown: &unknown,
                alternatives: alternatives.iter().map(|one| slot(*one, &zone)).collect(),
            };
            output.show(&answer, || {
                let mut lines: Vec<String> = by.iter().map(in_the_way).collect();
                lines.extend(unknown_lines(&unknown));
                lines.extend(alternatives.iter().map(|one| format!("Free: {}", line(*one, &zone))));
                lines.join("\n")
            })?;
            Err(if busy.is_empty() && !unknown.is_empty() {
                Failure::new(
                    "nothing was booked: it is not known of every calendar whether it is free",
                    "Go online, or book all the same with --accept-unknown.",
                )
            } else {
                Failure::new(
                    "nothing was booked: the time is taken",
                    "Choose one of the free times that are listed.",
                )
            })
        }
    }
}

fn in_the_way(conflict: &SlotConflict) -> String {
    format!("In the way: {}", conflicts::title(&conflict.with))
}
