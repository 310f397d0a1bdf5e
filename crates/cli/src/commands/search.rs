//! `kalends search`.

use jiff::tz::TimeZone;
use kalends_engine::{Engine, SearchHit, local};
use serde::Serialize;

use crate::{
    Outcome,
    args::SearchArgs,
    failure::Failure,
    output::{Output, table},
    time,
};

#[derive(Serialize)]
struct Row<'a> {
    id: String,
    calendar_id: String,
    title: &'a str,
    snippet: &'a str,
    location: &'a str,
    start: String,
    end: String,
    original_start: String,
    all_day: bool,
}

pub(super) async fn run(
    engine: &Engine,
    args: &SearchArgs,
    output: &Output,
) -> Result<Outcome, Failure> {
    let text = args.text.join(" ");
    let hits = engine.search(&text, args.limit).await?;
    let zone = &engine.zone();
    let rows: Vec<_> = hits.iter().map(|hit| row(hit, zone)).collect();
    output.show(&rows, || {
        let cells = hits.iter().map(|hit| {
            [hit.event_id.to_string(), day(hit, zone), hit.title.clone(), hit.snippet.clone()]
        });
        table(["id", "when", "title", "found"], cells, &format!("No events match “{text}”."))
    })?;
    Ok(Outcome::Done)
}

fn row<'a>(hit: &'a SearchHit, zone: &TimeZone) -> Row<'a> {
    Row {
        id: hit.event_id.to_string(),
        calendar_id: hit.calendar_id.to_string(),
        title: &hit.title,
        snippet: &hit.snippet,
        location: &hit.location,
        start: time::point(&hit.start, zone),
        end: time::point(&hit.end, zone),
        original_start: time::point(&hit.original, zone),
        all_day: hit.start.is_date(),
    }
}

fn day(hit: &SearchHit, zone: &TimeZone) -> String {
    let format = if hit.start.is_date() { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M" };
    local(&hit.start, zone).strftime(format).to_string()
}
