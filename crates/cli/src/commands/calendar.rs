//! `kalends calendar`.

use kalends_engine::{AccountKind, CalendarChange, CalendarView, Engine, FeedChange};
use serde::Serialize;

use crate::{
    Outcome,
    args::{CalendarCommand, CalendarSetArgs, Direction, YesNo, hue},
    failure::Failure,
    output::{Output, table},
};

/// A calendar as `--json` shows it.
#[derive(Serialize)]
struct Row<'a> {
    id: String,
    account_id: String,
    kind: AccountKind,
    account: &'a str,
    name: &'a str,
    color: &'static str,
    selected: bool,
    hidden: bool,
    read_only: bool,
    direction: &'static str,
    every_minutes: Option<u16>,
    /// Masked, or null where nothing fills the calendar.
    address: Option<&'a str>,
}

pub(super) async fn run(
    engine: &Engine,
    command: CalendarCommand,
    output: &Output,
) -> Result<Outcome, Failure> {
    match command {
        CalendarCommand::List => {
            let calendars = engine.list_calendars().await?;
            let rows: Vec<_> = calendars.iter().map(row).collect();
            output.show(&rows, || {
                table(
                    ["id", "name", "account", "color", "shown", "can be changed"],
                    calendars.iter().map(cells),
                    "No calendars yet: add one with `kalends feed add` or `kalends calendar add`.",
                )
            })?;
        }
        CalendarCommand::Add { local, color } => {
            let added = engine.add_local_calendar(&local, hue(color.as_deref())).await?;
            output.show(&row(&added), || format!("Added {} ({}).", added.name, added.id))?;
        }
        CalendarCommand::Set(args) => {
            let changed = set(engine, args).await?;
            output.show(&row(&changed), || format!("Changed {}.", changed.name))?;
        }
        CalendarCommand::Remove { id } => {
            let calendar = engine.get_calendar(id).await?;
            engine.remove_calendar(id).await?;
            output.show(&serde_json::json!({ "id": id.to_string() }), || {
                format!("Removed {}.", calendar.name)
            })?;
        }
    }
    Ok(Outcome::Done)
}

async fn set(engine: &Engine, args: CalendarSetArgs) -> Result<CalendarView, Failure> {
    let calendar = engine.get_calendar(args.id).await?;
    if matches!(args.direction, Some(Direction::Write | Direction::Both)) && calendar.read_only {
        return Err(kalends_engine::Error::ReadOnly(calendar.name).into());
    }
    let change = FeedChange { every: args.every, paused: None };
    if args.every.is_some() {
        engine.change_feed(args.id, change).await?;
    }
    let change = CalendarChange {
        name: args.name,
        hue: hue(args.color.as_deref()),
        visible: args.hidden.map(|hidden| !hidden.is_yes()),
        selected: args.selected.map(YesNo::is_yes),
    };
    Ok(engine.change_calendar(args.id, change).await?)
}

fn row(calendar: &CalendarView) -> Row<'_> {
    let feed = calendar.feed.as_ref();
    Row {
        id: calendar.id.to_string(),
        account_id: calendar.account_id.to_string(),
        kind: calendar.account_kind,
        account: &calendar.account_name,
        name: &calendar.name,
        color: calendar.hue.name(),
        selected: calendar.selected,
        hidden: !calendar.visible,
        read_only: calendar.read_only,
        direction: if calendar.read_only { "read" } else { "both" },
        every_minutes: feed.map(|feed| feed.every_minutes.minutes()),
        address: feed.map(|feed| feed.address.as_str()),
    }
}

fn cells(calendar: &CalendarView) -> [String; 6] {
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    [
        calendar.id.to_string(),
        calendar.name.clone(),
        calendar.account_name.clone(),
        calendar.hue.name().to_owned(),
        yes(calendar.visible),
        yes(!calendar.read_only),
    ]
}
