//! `kalends feed`.

use jiff::tz::TimeZone;
use kalends_engine::{
    AccountKind, CalendarId, CalendarView, Engine, FeedChange, FeedState, FeedTest, FeedView,
    NewFeed, Problem,
};
use serde::Serialize;

use crate::{
    Outcome,
    args::{FeedAddArgs, FeedCommand, hue},
    failure::Failure,
    output::{Output, table},
    progress, time,
};

/// A feed as `--json` shows it; its address is masked.
#[derive(Serialize)]
struct Row<'a> {
    id: String,
    name: &'a str,
    address: &'a str,
    color: &'static str,
    every_minutes: u16,
    suggested_minutes: Option<u16>,
    state: FeedState,
    last_good: Option<String>,
    next_try: Option<String>,
    error: Option<&'a Problem>,
    events: u64,
    set_aside: u64,
    insecure: bool,
    network: bool,
}

pub(super) async fn run(
    engine: &Engine,
    command: FeedCommand,
    output: &Output,
) -> Result<Outcome, Failure> {
    match command {
        FeedCommand::Add(args) => add(engine, args, output).await,
        FeedCommand::Test { address } => test(engine, &address, output).await,
        FeedCommand::List => list(engine, output).await,
        FeedCommand::Remove { id } => {
            let feed = get(engine, id).await?;
            engine.remove_calendar(id).await?;
            output.show(&serde_json::json!({ "id": id.to_string() }), || {
                format!("Removed {}.", feed.name)
            })?;
            Ok(Outcome::Done)
        }
        FeedCommand::Pause { id } => pause(engine, id, true, output).await,
        FeedCommand::Resume { id } => pause(engine, id, false, output).await,
    }
}

async fn add(engine: &Engine, args: FeedAddArgs, output: &Output) -> Result<Outcome, Failure> {
    let feed = NewFeed {
        address: absolute(args.address),
        name: args.name,
        hue: hue(args.color.as_deref()),
        every: args.every,
    };
    let work = Box::pin(engine.add_feed(feed));
    let added = progress::during(output, "Fetching the feed", work).await?;
    show_one(engine, &added, output, "Added")
}

/// The path of a file from the current folder made whole; anything else as it is.
fn absolute(address: String) -> String {
    let path = std::path::Path::new(&address);
    if address.contains("://") || path.is_absolute() || !path.exists() {
        return address;
    }
    std::path::absolute(path).map_or(address, |whole| whole.display().to_string())
}

async fn test(engine: &Engine, address: &str, output: &Output) -> Result<Outcome, Failure> {
    let address = absolute(address.to_owned());
    let test = progress::during(output, "Fetching the feed", engine.test_feed(&address)).await;
    if output.is_json() {
        output.show(&test, String::new)?;
    }
    if let Some(problem) = test.problem {
        return Err(problem.into());
    }
    if !output.is_json() {
        output.show(&(), || report(&test))?;
    }
    Ok(Outcome::Done)
}

fn report(test: &FeedTest) -> String {
    let name = test.name.as_deref().unwrap_or("(no name)");
    let mut lines = vec![name.to_owned(), format!("events: {}", test.events)];
    if let (Some(first), Some(last)) = (test.first, test.last) {
        lines.push(format!("from {first} to {last}"));
    }
    if let Some(every) = test.suggested_minutes {
        lines.push(format!("suggests a fetch every {} minutes", every.minutes()));
    }
    lines.extend(test.warnings.iter().map(|warning| format!("note: {warning}")));
    lines.join("\n")
}

async fn list(engine: &Engine, output: &Output) -> Result<Outcome, Failure> {
    let calendars = engine.list_calendars().await?;
    let zone = &engine.zone();
    let feeds: Vec<_> = calendars
        .iter()
        .filter(|calendar| calendar.account_kind == AccountKind::Feed)
        .filter_map(|calendar| Some((calendar, calendar.feed.as_ref()?)))
        .collect();
    let rows: Vec<_> = feeds.iter().map(|(calendar, feed)| row(calendar, feed, zone)).collect();
    output.show(&rows, || {
        let cells = feeds.iter().map(|(calendar, feed)| {
            [
                calendar.id.to_string(),
                calendar.name.clone(),
                feed.address.clone(),
                format!("{} min", feed.every_minutes.minutes()),
                state(feed),
                time::local(feed.last_good, zone),
                feed.next_try.map(|at| time::local(Some(at), zone)).unwrap_or_default(),
                feed.events.to_string(),
            ]
        });
        table(
            ["id", "name", "address", "every", "state", "last good", "next try", "events"],
            cells,
            "No feeds yet: add one with `kalends feed add`.",
        )
    })?;
    Ok(Outcome::Done)
}

async fn pause(
    engine: &Engine,
    id: CalendarId,
    paused: bool,
    output: &Output,
) -> Result<Outcome, Failure> {
    let change = FeedChange { paused: Some(paused), ..FeedChange::default() };
    let changed = engine.change_feed(id, change).await?;
    show_one(engine, &changed, output, if paused { "Paused" } else { "Resumed" })
}

fn show_one(
    engine: &Engine,
    calendar: &CalendarView,
    output: &Output,
    done: &str,
) -> Result<Outcome, Failure> {
    let value = calendar.feed.as_ref().map(|feed| row(calendar, feed, &engine.zone()));
    output.show(&value, || {
        let mut lines = vec![format!("{done} {} ({}).", calendar.name, calendar.id)];
        if let Some(feed) = &calendar.feed {
            lines.push(format!("events: {}", feed.events));
            if feed.set_aside > 0 {
                lines.push(format!("could not be read and left out: {}", feed.set_aside));
            }
            if feed.insecure {
                lines.push("note: plain http; others on the network can read along".into());
            }
        }
        lines.join("\n")
    })?;
    Ok(Outcome::Done)
}

async fn get(engine: &Engine, id: CalendarId) -> Result<CalendarView, Failure> {
    let calendar = engine.get_calendar(id).await?;
    if calendar.feed.is_none() {
        return Err(kalends_engine::Error::NotAFeed(calendar.name).into());
    }
    Ok(calendar)
}

fn row<'a>(calendar: &'a CalendarView, feed: &'a FeedView, zone: &TimeZone) -> Row<'a> {
    Row {
        id: calendar.id.to_string(),
        name: &calendar.name,
        address: &feed.address,
        color: calendar.hue.name(),
        every_minutes: feed.every_minutes.minutes(),
        suggested_minutes: feed.suggested_minutes.map(|every| every.minutes()),
        state: feed.state,
        last_good: feed.last_good.map(|at| time::instant(at, zone)),
        next_try: feed.next_try.map(|at| time::instant(at, zone)),
        error: feed.problem.as_ref(),
        events: feed.events,
        set_aside: feed.set_aside,
        insecure: feed.insecure,
        network: feed.network,
    }
}

fn state(feed: &FeedView) -> String {
    match (feed.state, &feed.problem) {
        (FeedState::Failing, Some(problem)) => format!("failing: {}", problem.message),
        (FeedState::Failing, None) => "failing".into(),
        (FeedState::Never, _) => "not fetched yet".into(),
        (FeedState::Ok, _) => "ok".into(),
        (FeedState::Syncing, _) => "syncing".into(),
        (FeedState::Paused, _) => "paused".into(),
    }
}
