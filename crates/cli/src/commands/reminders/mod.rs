//! `kalends reminders`.

mod run;
mod settings;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_engine::{Engine, ReminderKind, ReminderState, ReminderView, Snooze};
use kalends_notify::DesktopNotifier;
use serde::Serialize;

use crate::{
    Outcome,
    args::{RemindersArgs, RemindersCommand},
    failure::Failure,
    output::{Output, one_line, table},
    time,
};

/// A reminder as `--json` shows it.
#[derive(Serialize)]
struct Row<'a> {
    id: String,
    kind: ReminderKind,
    state: ReminderState,
    due: String,
    /// When it comes again, if it was snoozed.
    until: Option<String>,
    event_id: String,
    calendar_id: String,
    title: &'a str,
    location: &'a str,
    start: String,
    end: String,
    original_start: String,
    all_day: bool,
    join_url: Option<&'a str>,
}

pub(super) async fn run(
    engine: &Engine,
    args: &RemindersArgs,
    output: &Output,
) -> Result<Outcome, Failure> {
    let zone = time::zone(args.zone.as_deref(), engine.config())?;
    match &args.command {
        None => list(engine, args.until.as_deref(), &zone, output).await?,
        Some(RemindersCommand::Snooze { id, length, until_start }) => {
            let by = match (until_start, length) {
                (true, _) => Snooze::UntilStart,
                (false, length) => Snooze::Minutes(length.unwrap_or(10)),
            };
            let snoozed = engine.snooze_reminder(id, by).await?;
            output.show(&row(&snoozed, &zone), || {
                format!("{} comes again at {}.", title(&snoozed), local(snoozed.until, &zone))
            })?;
        }
        Some(RemindersCommand::Dismiss { id: Some(id), missed: _ }) => {
            engine.dismiss_reminder(id).await?;
            let value = serde_json::json!({ "id": id.to_string() });
            output.show(&value, || "Dismissed.".to_owned())?;
        }
        Some(RemindersCommand::Dismiss { id: None, missed: false }) => {
            return Err(Failure::usage(
                "it is not said what is to be dismissed",
                "Give the id of a reminder, or --missed.",
            ));
        }
        Some(RemindersCommand::Dismiss { id: None, missed: true }) => {
            let count = engine.dismiss_missed().await?;
            output.show(&serde_json::json!({ "dismissed": count }), || match count {
                0 => "Nothing was missed.".into(),
                1 => "Dismissed one missed reminder.".into(),
                count => format!("Dismissed {count} missed reminders."),
            })?;
        }
        Some(RemindersCommand::Pause { length }) => {
            let now = engine.config().clock.now();
            let until = now
                .checked_add(SignedDuration::from_mins(*length))
                .map_err(|_| Failure::usage("that is outside the years known here", ""))?;
            engine.pause_reminders(Some(until)).await?;
            let value = serde_json::json!({ "paused_until": time::instant(until, &zone) });
            output.show(&value, || {
                format!("No reminders before {}.", time::local(Some(until), &zone))
            })?;
        }
        Some(RemindersCommand::Resume) => {
            engine.pause_reminders(None).await?;
            let value = serde_json::json!({ "paused_until": null });
            output.show(&value, || "Reminders are shown again.".to_owned())?;
        }
        Some(RemindersCommand::Settings(args)) => {
            settings::run(engine, args, &zone, output).await?;
        }
        Some(RemindersCommand::Test) => test(engine, output).await?,
        Some(RemindersCommand::Run) => run::run(engine, output).await?,
    }
    Ok(Outcome::Done)
}

async fn list(
    engine: &Engine,
    until: Option<&str>,
    zone: &TimeZone,
    output: &Output,
) -> Result<(), Failure> {
    let now = engine.config().clock.now();
    let until = match until {
        Some(text) => time::parse(text, zone)?.timestamp(),
        None => now.checked_add(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX),
    };
    let reminders = engine.list_reminders(until).await?;
    let rows: Vec<_> = reminders.iter().map(|one| row(one, zone)).collect();
    output.show(&rows, || {
        let cells = reminders.iter().map(|one| {
            [
                one.id.to_string(),
                local(Some(one.due), zone),
                state(one, zone),
                one_line(&one.title),
                starts(one, zone),
            ]
        });
        table(["id", "due", "state", "event", "starts"], cells, "Nothing reminds you until then.")
    })
}

fn row<'a>(one: &'a ReminderView, zone: &TimeZone) -> Row<'a> {
    Row {
        id: one.id.to_string(),
        kind: one.kind,
        state: one.state,
        due: time::instant(one.due, zone),
        until: one.until.map(|until| time::instant(until, zone)),
        event_id: one.event_id.to_string(),
        calendar_id: one.calendar_id.to_string(),
        title: &one.title,
        location: &one.location,
        start: time::point(&one.start, zone),
        end: time::point(&one.end, zone),
        original_start: time::point(&one.original, zone),
        all_day: one.all_day,
        join_url: one.join_url.as_deref(),
    }
}

fn state(one: &ReminderView, zone: &TimeZone) -> String {
    let state = match one.state {
        ReminderState::Coming => "coming".into(),
        ReminderState::Shown => "shown".into(),
        ReminderState::Snoozed => format!("snoozed to {}", local(one.until, zone)),
        ReminderState::Missed => "missed".into(),
        ReminderState::Dismissed => "dismissed".into(),
    };
    match one.kind {
        ReminderKind::Alarm => state,
        ReminderKind::Rsvp => format!("{state}, unanswered invitation"),
    }
}

fn starts(one: &ReminderView, zone: &TimeZone) -> String {
    if one.all_day {
        return time::point(&one.start, zone);
    }
    local(Some(one.start.resolve(zone)), zone)
}

fn title(one: &ReminderView) -> String {
    let title = one_line(&one.title);
    if title.is_empty() { "An event without a title".into() } else { format!("“{title}”") }
}

fn local(at: Option<Timestamp>, zone: &TimeZone) -> String {
    time::local(at, zone)
}

/// The notification service as `reminders test --json` shows it.
#[derive(Serialize)]
struct Answer {
    server: String,
    actions: bool,
    body: bool,
    persistence: bool,
}

async fn test(engine: &Engine, output: &Output) -> Result<(), Failure> {
    let notifier = DesktopNotifier::new(|_| {});
    let can = engine.send_test_note(&notifier).await?;
    let answer = Answer {
        server: can.server,
        actions: can.actions,
        body: can.body,
        persistence: can.persistence,
    };
    output.show(&answer, || {
        let shown = format!("{} took a test notification.", one_line(&answer.server));
        if answer.actions {
            return shown;
        }
        format!("{shown} It has no buttons: snooze and dismiss with `kalends reminders`.")
    })
}
