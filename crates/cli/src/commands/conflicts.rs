//! `kalends conflicts`.

use jiff::tz::TimeZone;
use kalends_engine::{Cause, Conflict, ConflictSide, Engine, Severity};
use serde::Serialize;

use crate::{
    Outcome,
    args::{ConflictsArgs, ConflictsCommand, pair_id},
    failure::Failure,
    output::{Output, one_line, table},
    time,
};

#[derive(Serialize)]
struct Row<'a> {
    id: String,
    severity: Severity,
    cause: Cause,
    from: String,
    to: String,
    a: Side<'a>,
    b: Side<'a>,
    ignored: bool,
}

/// An occurrence that is in the way of another.
#[derive(Serialize)]
pub(super) struct Side<'a> {
    event_id: String,
    calendar_id: String,
    title: &'a str,
    location: &'a str,
    start: String,
    end: String,
    all_day: bool,
}

pub(super) async fn run(
    engine: &Engine,
    args: &ConflictsArgs,
    output: &Output,
) -> Result<Outcome, Failure> {
    match &args.command {
        None => list(engine, args, output).await?,
        Some(ConflictsCommand::Ignore { id, series }) => {
            engine.ignore_conflict(id, *series).await?;
            output.show(&serde_json::json!({ "ignored": true }), || "Ignored.".into())?;
        }
        Some(ConflictsCommand::Heed { id }) => {
            engine.heed_conflict(id).await?;
            output.show(&serde_json::json!({ "ignored": false }), || "Heeded again.".into())?;
        }
    }
    Ok(Outcome::Done)
}

async fn list(engine: &Engine, args: &ConflictsArgs, output: &Output) -> Result<(), Failure> {
    let window = time::window(&args.span, engine.config())?;
    let zone = &window.zone;
    let found = engine.list_conflicts(window.start, window.end, args.ignored).await?;
    let rows: Vec<Row<'_>> = found.iter().map(|one| row(one, zone)).collect();
    output.show(&rows, || {
        let cells = found.iter().map(|one| {
            [
                time::local(Some(one.from), zone),
                word(one.severity).to_owned(),
                title(&one.a),
                title(&one.b),
                if one.ignored { "ignored".to_owned() } else { why(one.cause).to_owned() },
                pair_id(&one.pair()),
            ]
        });
        table(["when", "severity", "one", "other", "", "id"], cells, "No conflicts.")
    })
}

fn row<'a>(conflict: &'a Conflict, zone: &TimeZone) -> Row<'a> {
    Row {
        id: pair_id(&conflict.pair()),
        severity: conflict.severity,
        cause: conflict.cause,
        from: time::instant(conflict.from, zone),
        to: time::instant(conflict.to, zone),
        a: side(&conflict.a, zone),
        b: side(&conflict.b, zone),
        ignored: conflict.ignored,
    }
}

pub(super) fn side<'a>(one: &'a ConflictSide, zone: &TimeZone) -> Side<'a> {
    Side {
        event_id: one.event_id.to_string(),
        calendar_id: one.calendar_id.to_string(),
        title: &one.title,
        location: &one.location,
        start: time::point(&one.start, zone),
        end: time::point(&one.end, zone),
        all_day: one.all_day,
    }
}

/// The title as people read it.
pub(super) fn title(side: &ConflictSide) -> String {
    let title = one_line(&side.title);
    if title.is_empty() { "(no title)".to_owned() } else { title }
}

const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
    }
}

const fn why(cause: Cause) -> &'static str {
    match cause {
        Cause::Overlap => "at the same time",
        Cause::Buffer => "no time between",
        Cause::Travel => "no time for the way",
    }
}
