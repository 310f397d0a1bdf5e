//! `kalends event remind`.

use kalends_engine::{Engine, calendar::When};
use serde::Serialize;

use super::{find, reminders::before};
use crate::{
    args::{EventRemindArgs, PartArgs},
    failure::Failure,
    output::Output,
    time,
};

/// One's own reminders of an event.
#[derive(Serialize)]
struct Own {
    event_id: String,
    /// Of one occurrence: its start before anyone moved it.
    original_start: Option<String>,
    minutes: Vec<i64>,
}

pub(super) async fn run(
    engine: &Engine,
    args: &EventRemindArgs,
    output: &Output,
) -> Result<(), Failure> {
    let part = PartArgs { occurrence: args.occurrence.clone(), scope: None };
    let found = find(engine, args.id, &part, args.zone.as_deref()).await?;
    let occurrence = &found.shown.occurrence;
    // An event that happens once is its only occurrence.
    let one = args.occurrence.is_some() && occurrence.recurring;
    let original: Option<&When> = one.then_some(&occurrence.original);
    if args.none || !args.before.is_empty() {
        engine.set_own_reminders(args.id, original, &args.before).await?;
    }
    let minutes = engine.own_reminders(args.id, original).await?;
    let own = Own {
        event_id: args.id.to_string(),
        original_start: original.map(|original| time::point(original, &found.reading.zone)),
        minutes,
    };
    output.show(&own, || {
        if own.minutes.is_empty() {
            return format!("{} has no reminders of your own.", found.title());
        }
        let all: Vec<String> = own.minutes.iter().copied().map(before).collect();
        format!("{} reminds you {}.", found.title(), all.join(", "))
    })
}
