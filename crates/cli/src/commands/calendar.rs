//! `kalends calendar`.

use jiff::{Timestamp, tz::TimeZone};
use kalends_engine::{
    AccountKind, CalendarChange, CalendarReminders, CalendarView, Engine, FeedChange, FeedState,
    Problem, Role,
};
use serde::Serialize;

use super::reminding;
use crate::{
    Outcome,
    args::{CalendarCommand, CalendarSetArgs, Direction, YesNo, hue},
    failure::Failure,
    output::{Output, table},
    time,
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
    direction: kalends_engine::Direction,
    every_minutes: Option<u16>,
    /// Masked, or null where no link fills the calendar.
    address: Option<&'a str>,
    /// Drawn in the app and listed by the agenda.
    visible: bool,
    zone: &'a str,
    /// What the account may do with it; null where nobody grants rights.
    role: Option<Role>,
    primary: bool,
    state: Option<FeedState>,
    last_good: Option<String>,
    next_try: Option<String>,
    error: Option<&'a Problem>,
    events: Option<u64>,
    set_aside: Option<u64>,
    unsent: u64,
    /// As the user wants it on this computer.
    reminders: reminding::Shown,
}

pub(super) async fn run(
    engine: &Engine,
    command: CalendarCommand,
    output: &Output,
) -> Result<Outcome, Failure> {
    match command {
        CalendarCommand::List => {
            let calendars = engine.list_calendars().await?;
            let zone = &engine.zone();
            let mut rows = Vec::new();
            for calendar in &calendars {
                rows.push(row(calendar, engine.calendar_reminders(calendar.id).await?, zone));
            }
            output.show(&rows, || {
                table(
                    [
                        "id",
                        "name",
                        "account",
                        "color",
                        "shown",
                        "role",
                        "direction",
                        "state",
                        "unsent",
                    ],
                    calendars.iter().map(cells),
                    "No calendars yet: add one with `kalends account add google`, `kalends feed \
                     add` or `kalends calendar add`.",
                )
            })?;
        }
        CalendarCommand::Add { local, color } => {
            let added = engine.add_local_calendar(&local, hue(color.as_deref())).await?;
            let reminders = engine.calendar_reminders(added.id).await?;
            output.show(&row(&added, reminders, &engine.zone()), || {
                format!("Added {} ({}).", added.name, added.id)
            })?;
        }
        CalendarCommand::Set(args) => {
            let changed = set(engine, args).await?;
            let reminders = engine.calendar_reminders(changed.id).await?;
            output.show(&row(&changed, reminders, &engine.zone()), || {
                format!("Changed {}.", changed.name)
            })?;
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
    if says_nothing_else(&args) && !reminding::is_said(&args) {
        return Err(Failure::usage(
            "nothing is to be changed",
            "Say what to change: --selected, --hidden, --direction, --every, --color, --name, \
             --reminders, --all-day-reminders or --muted.",
        ));
    }
    let wants_to_write = matches!(args.direction, Some(Direction::Write | Direction::Both));
    if wants_to_write && matches!(calendar.account_kind, AccountKind::Feed | AccountKind::Sample) {
        return Err(Failure::new(
            format!(
                "--direction: nothing can be sent to “{}”, which can only be read",
                calendar.name
            ),
            "Leave --direction out, or give --direction read.",
        ));
    }
    if reminding::is_said(&args) {
        let before = engine.calendar_reminders(args.id).await?;
        let after = reminding::changed(before, &args)?;
        engine.set_calendar_reminders(args.id, &after).await?;
        if says_nothing_else(&args) {
            return Ok(calendar);
        }
    }
    let mut every = args.every;
    if calendar.feed.is_some() && every.is_some() {
        engine.change_feed(args.id, FeedChange { every: every.take(), paused: None }).await?;
    }
    let hidden = args.hidden.map(YesNo::is_yes);
    let change = CalendarChange {
        name: args.name,
        hue: hue(args.color.as_deref()),
        visible: hidden.map(|hidden| !hidden),
        hidden,
        selected: args.selected.map(YesNo::is_yes),
        direction: args.direction.map(Into::into),
        every,
    };
    Ok(engine.change_calendar(args.id, change).await?)
}

/// Whether nothing but reminding is to be changed.
const fn says_nothing_else(args: &CalendarSetArgs) -> bool {
    let CalendarSetArgs {
        id: _,
        selected,
        hidden,
        direction,
        every,
        color,
        name,
        reminders: _,
        all_day_reminders: _,
        muted: _,
    } = args;
    selected.is_none()
        && hidden.is_none()
        && direction.is_none()
        && every.is_none()
        && color.is_none()
        && name.is_none()
}

fn row<'a>(calendar: &'a CalendarView, reminders: CalendarReminders, zone: &TimeZone) -> Row<'a> {
    let feed = calendar.feed.as_ref();
    let mirror = calendar.mirror.as_ref();
    let at = |at: Option<Timestamp>| at.map(|at| time::instant(at, zone));
    let last_good =
        mirror.map_or_else(|| feed.and_then(|feed| feed.last_good), |one| one.last_good);
    let next_try = mirror.map_or_else(|| feed.and_then(|feed| feed.next_try), |one| one.next_try);
    Row {
        id: calendar.id.to_string(),
        account_id: calendar.account_id.to_string(),
        kind: calendar.account_kind,
        account: &calendar.account_name,
        name: &calendar.name,
        color: calendar.hue.name(),
        selected: calendar.selected,
        hidden: calendar.hidden || !calendar.visible,
        read_only: calendar.read_only,
        direction: calendar.direction,
        every_minutes: mirror
            .map(|mirror| mirror.every_minutes)
            .or_else(|| feed.map(|feed| feed.every_minutes))
            .map(kalends_engine::Every::minutes),
        address: feed.map(|feed| feed.address.as_str()),
        visible: calendar.visible,
        zone: &calendar.zone,
        role: mirror.map(|mirror| mirror.role),
        primary: mirror.is_some_and(|mirror| mirror.primary),
        state: state(calendar),
        last_good: at(last_good),
        next_try: at(next_try),
        error: problem(calendar),
        events: mirror.map(|mirror| mirror.events).or_else(|| feed.map(|feed| feed.events)),
        set_aside: mirror
            .map(|mirror| mirror.set_aside)
            .or_else(|| feed.map(|feed| feed.set_aside)),
        unsent: mirror.map_or(0, |mirror| mirror.unsent),
        reminders: reminders.into(),
    }
}

fn state(calendar: &CalendarView) -> Option<FeedState> {
    let mirror = calendar.mirror.as_ref().map(|mirror| mirror.state);
    mirror.or_else(|| calendar.feed.as_ref().map(|feed| feed.state))
}

fn problem(calendar: &CalendarView) -> Option<&Problem> {
    let mirror = calendar.mirror.as_ref().and_then(|mirror| mirror.problem.as_ref());
    mirror.or_else(|| calendar.feed.as_ref().and_then(|feed| feed.problem.as_ref()))
}

fn cells(calendar: &CalendarView) -> [String; 9] {
    let shown = calendar.visible && !calendar.hidden;
    let role = calendar.mirror.as_ref().map(|mirror| role(mirror.role));
    let direction = match calendar.direction {
        kalends_engine::Direction::Read => "read",
        kalends_engine::Direction::Write => "write",
        kalends_engine::Direction::Both => "both",
    };
    let unsent = calendar.mirror.as_ref().map_or(0, |mirror| mirror.unsent);
    [
        calendar.id.to_string(),
        calendar.name.clone(),
        calendar.account_name.clone(),
        calendar.hue.name().to_owned(),
        if shown { "yes" } else { "no" }.to_owned(),
        role.unwrap_or_default().to_owned(),
        direction.to_owned(),
        in_words(calendar),
        if unsent == 0 { String::new() } else { unsent.to_string() },
    ]
}

fn in_words(calendar: &CalendarView) -> String {
    if !calendar.selected {
        return "not synced".into();
    }
    match (state(calendar), problem(calendar)) {
        (None, _) => String::new(),
        (Some(FeedState::Failing), Some(problem)) => format!("failing: {}", problem.message),
        (Some(FeedState::Failing), None) => "failing".into(),
        (Some(FeedState::Never), _) => "not fetched yet".into(),
        (Some(FeedState::Ok), _) => "ok".into(),
        (Some(FeedState::Syncing), _) => "syncing".into(),
        (Some(FeedState::Paused), _) => "paused".into(),
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::FreeBusyReader => "sees when busy",
        Role::Reader => "reader",
        Role::WriterWithoutPrivateAccess => "writer, not of private events",
        Role::Writer => "writer",
        Role::Owner => "owner",
    }
}
