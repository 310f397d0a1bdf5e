//! `kalends now`.

use jiff::{Timestamp, Unit, tz::TimeZone};
use kalends_engine::{Engine, Meeting, NowNext};
use serde::Serialize;

use crate::{
    Outcome,
    failure::Failure,
    output::{Output, one_line},
    time,
};

/// The meetings around this moment as `--json` shows them.
#[derive(Serialize)]
struct Around<'a> {
    now: Vec<Row<'a>>,
    next: Vec<Row<'a>>,
    recent: Vec<Row<'a>>,
    changes_at: String,
}

#[derive(Serialize)]
struct Row<'a> {
    event_id: String,
    calendar_id: String,
    title: &'a str,
    location: &'a str,
    start: String,
    end: String,
    original_start: String,
    join_url: Option<&'a str>,
    can_join: bool,
}

pub(super) async fn run(engine: &Engine, output: &Output) -> Result<Outcome, Failure> {
    let zone = &engine.zone();
    let around = engine.now_and_next().await?;
    let value = Around {
        now: around.now.iter().map(|one| row(one, zone)).collect(),
        next: around.next.iter().map(|one| row(one, zone)).collect(),
        recent: around.recent.iter().map(|one| row(one, zone)).collect(),
        changes_at: time::instant(around.changes_at, zone),
    };
    output.show(&value, || text(&around, engine.config().clock.now(), zone))?;
    Ok(Outcome::Done)
}

fn row<'a>(meeting: &'a Meeting, zone: &TimeZone) -> Row<'a> {
    Row {
        event_id: meeting.event_id.to_string(),
        calendar_id: meeting.calendar_id.to_string(),
        title: &meeting.title,
        location: &meeting.location,
        start: time::point(&meeting.start, zone),
        end: time::point(&meeting.end, zone),
        original_start: time::point(&meeting.original, zone),
        join_url: meeting.join_url.as_deref(),
        can_join: meeting.can_join,
    }
}

fn text(around: &NowNext, now: Timestamp, zone: &TimeZone) -> String {
    let minutes = |at: Timestamp| {
        let apart = at.duration_since(now).abs();
        let rounded = apart.round(Unit::Minute).unwrap_or(apart);
        format!("{} min", rounded.as_mins())
    };
    let mut lines = Vec::new();
    let mut add = |meeting: &Meeting, when: String| {
        let title = one_line(&meeting.title);
        let title = if title.is_empty() { "(no title)".to_owned() } else { title };
        let mut line = format!("{when}  {title}");
        if !meeting.location.is_empty() {
            line.push_str(&format!("  {}", one_line(&meeting.location)));
        }
        if let Some(link) = meeting.join_url.as_deref().filter(|_| meeting.can_join) {
            line.push_str(&format!("  {}", one_line(link)));
        }
        lines.push(line);
    };
    for meeting in &around.now {
        let end = meeting.end.resolve(zone);
        add(meeting, format!("now, {} left", minutes(end)));
    }
    for meeting in &around.next {
        add(meeting, format!("in {}", minutes(meeting.start.resolve(zone))));
    }
    for meeting in &around.recent {
        add(meeting, format!("ended {} ago", minutes(meeting.end.resolve(zone))));
    }
    if lines.is_empty() { "No meeting now or soon.".into() } else { lines.join("\n") }
}
