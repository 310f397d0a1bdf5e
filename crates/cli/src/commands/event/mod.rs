//! `kalends event`.

mod change;
mod mail;
mod preview;
mod remind;
mod reminders;
mod show;
mod when;

use jiff::tz::TimeZone;
use kalends_engine::{
    CalendarView, EditScope, Edited, Engine, EventChange, EventDetails, EventId, Target,
};
use serde::Serialize;

use self::{
    change::{guests, set, unset},
    preview::{agree, read_only, refused, sending, told},
    when::{Asked, Reading, changed_span, moved_span, new_span, original},
};
use crate::{
    Outcome,
    args::{
        EventAddArgs, EventCommand, EventEditArgs, EventMoveArgs, EventRespondArgs, Mail, PartArgs,
        Reach,
    },
    failure::Failure,
    output::{Output, one_line},
    time,
};

/// What an edit answers.
#[derive(Serialize)]
struct Answer {
    event_id: String,
    calendar_id: String,
    /// Whether it waits to be sent.
    pending: bool,
    /// How many changed occurrences fell back to their series; of what can reset none it is left
    /// out.
    #[serde(skip_serializing_if = "Option::is_none")]
    resets: Option<u64>,
}

/// What was done, in words for people too.
struct Done {
    edited: Edited,
    text: String,
    resets: Option<u64>,
}

pub(super) async fn run(
    engine: &Engine,
    command: EventCommand,
    output: &Output,
) -> Result<Outcome, Failure> {
    let Done { edited, text, resets } = match command {
        EventCommand::Show { id, occurrence, zone } => {
            show::run(engine, id, occurrence.as_deref(), zone.as_deref(), output).await?;
            return Ok(Outcome::Done);
        }
        EventCommand::Remind(args) => {
            remind::run(engine, &args, output).await?;
            return Ok(Outcome::Done);
        }
        EventCommand::Add(args) => Box::pin(add(engine, &args)).await?,
        EventCommand::Edit(args) => Box::pin(edit(engine, &args)).await?,
        EventCommand::Delete { id, part, zone, notify } => {
            Box::pin(delete(engine, id, &part, zone.as_deref(), notify)).await?
        }
        EventCommand::Move(args) => Box::pin(relocate(engine, &args)).await?,
        EventCommand::Respond(args) => Box::pin(respond(engine, &args)).await?,
    };
    let answer = Answer {
        event_id: edited.target.event_id.to_string(),
        calendar_id: edited.calendar_id.to_string(),
        pending: edited.pending,
        resets,
    };
    let sending = sending(engine, &edited).await?;
    output.show(&answer, || {
        let done = format!("{text} ({}).", edited.target.event_id);
        let all = [done, told(resets.unwrap_or_default()), sending];
        all.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
    })?;
    Ok(Outcome::Done)
}

async fn add(engine: &Engine, args: &EventAddArgs) -> Result<Done, Failure> {
    let calendar = match args.change.calendar {
        Some(id) => engine.get_calendar(id).await?,
        None => default_calendar(engine).await?,
    };
    let reading = reading(engine, args.change.zone.as_deref(), &calendar)?;
    let time = new_span(&args.start, &args.end, args.change.all_day, &reading)?;
    let mut change = set(&args.change, Some(&args.title))?;
    change.calendar = Some(calendar.id);
    change.time = Some(time);
    change.guests = Some(guests(&args.change)).filter(|guests| !guests.is_empty());
    let agreed =
        agree(engine, args.change.notify, None, Some(&change), EditScope::All, &calendar).await?;
    let edited = Box::pin(engine.create_event(change, agreed.notify)).await.map_err(refused)?;
    Ok(Done { edited, text: format!("Added {}", quoted(&args.title)), resets: None })
}

async fn edit(engine: &Engine, args: &EventEditArgs) -> Result<Done, Failure> {
    let found = find(engine, args.id, &args.part, args.change.zone.as_deref()).await?;
    let mut change = set(&args.change, args.title.as_deref())?;
    unset(&mut change, &args.clear)?;
    change.calendar = args.change.calendar;
    let asked = Asked {
        start: args.start.as_deref(),
        end: args.end.as_deref(),
        all_day: args.change.all_day,
    };
    let wanted = guests(&args.change);
    if asked.start.is_some() || asked.end.is_some() || asked.all_day || !wanted.is_empty() {
        let now = engine.get_editable(found.target).await?;
        change.time = changed_span((&now.start, &now.end), &asked, &found.reading)?;
        if !wanted.is_empty() {
            change::invite(&mut change, wanted, &now.guests)?;
        }
    }
    if change == EventChange::default() {
        return Err(Failure::usage(
            "nothing is to be changed",
            "Name a field, such as --title; `kalends event edit --help` lists them.",
        ));
    }
    found.change(engine, change, args.change.notify, "Changed").await
}

async fn delete(
    engine: &Engine,
    id: EventId,
    part: &PartArgs,
    zone: Option<&str>,
    notify: Option<Mail>,
) -> Result<Done, Failure> {
    let found = find(engine, id, part, zone).await?;
    let agreed =
        agree(engine, notify, Some(found.target), None, found.scope, &found.calendar).await?;
    let deleting = engine.delete_event(found.target, found.scope, agreed.notify);
    let edited = Box::pin(deleting).await.map_err(refused)?;
    Ok(Done { edited, text: format!("Deleted {}", found.title()), resets: Some(agreed.resets) })
}

async fn relocate(engine: &Engine, args: &EventMoveArgs) -> Result<Done, Failure> {
    let found = find(engine, args.id, &args.part, args.zone.as_deref()).await?;
    let now = engine.get_editable(found.target).await?;
    let time = moved_span((&now.start, &now.end), &args.to, &found.reading)?;
    let change = EventChange { time: Some(time), ..EventChange::default() };
    found.change(engine, change, args.notify, "Moved").await
}

async fn respond(engine: &Engine, args: &EventRespondArgs) -> Result<Done, Failure> {
    let found = find(engine, args.id, &args.part, args.zone.as_deref()).await?;
    let notify = mail::choose_for_answer(engine, args.notify, found.target).await?;
    let (answer, comment) = (args.answer.into(), args.comment.as_deref());
    let responding = engine.respond(found.target, answer, comment, found.scope, notify);
    let edited = match Box::pin(responding).await {
        Ok(edited) => edited,
        Err(error) => {
            return Err(read_only(engine, error.problem(), (&found.calendar, false), None).await);
        }
    };
    Ok(Done { edited, text: format!("Answered {}", found.title()), resets: None })
}

/// What an edit is about.
struct Found {
    target: Target,
    scope: EditScope,
    reading: Reading,
    calendar: CalendarView,
    /// The occurrence that is meant, or of a series as a whole any of them.
    shown: EventDetails,
}

impl Found {
    fn title(&self) -> String {
        quoted(&self.shown.occurrence.title)
    }

    async fn change(
        &self,
        engine: &Engine,
        change: EventChange,
        mail: Option<Mail>,
        verb: &str,
    ) -> Result<Done, Failure> {
        let (target, scope) = (self.target, self.scope);
        let agreed =
            agree(engine, mail, Some(target), Some(&change), scope, &self.calendar).await?;
        let editing = engine.edit_event(target, change, scope, agreed.notify);
        let edited = Box::pin(editing).await.map_err(refused)?;
        let text = format!("{verb} {}", self.title());
        Ok(Done { edited, text, resets: Some(agreed.resets) })
    }
}

async fn find(
    engine: &Engine,
    id: EventId,
    part: &PartArgs,
    zone: Option<&str>,
) -> Result<Found, Failure> {
    let any = engine.get_event(id, None, &engine.zone()).await?;
    let calendar = engine.get_calendar(any.occurrence.calendar_id).await?;
    let reading = reading(engine, zone, &calendar)?;
    let scope = scope(part, any.occurrence.recurring)?;
    let target = Target { event_id: id, original: None };
    let Some(text) = part.occurrence.as_deref() else {
        return Ok(Found { target, scope, reading, calendar, shown: any });
    };
    let (original, shown) = occurrence(engine, any, text, &reading.zone).await?;
    let target = Target { original: Some(original), ..target };
    Ok(Found { target, scope, reading, calendar, shown })
}

/// The occurrence with this original start, of the series that `any` is one of.
async fn occurrence(
    engine: &Engine,
    any: EventDetails,
    text: &str,
    zone: &TimeZone,
) -> Result<(i64, EventDetails), Failure> {
    let none = || {
        Failure::new(
            format!("no occurrence of {} starts then", quoted(&any.occurrence.title)),
            "Give --occurrence the original_start that `kalends agenda --json` shows.",
        )
    };
    let original = original(text, &any.occurrence.original, zone)?;
    if !any.occurrence.recurring {
        return if any.occurrence.original.seconds() == original {
            Ok((original, any))
        } else {
            Err(none())
        };
    }
    match engine.get_event(any.occurrence.event_id, Some(original), zone).await {
        Ok(found) => Ok((original, found)),
        Err(kalends_engine::Error::EventNotFound(_)) => Err(none()),
        Err(error) => Err(error.into()),
    }
}

fn scope(part: &PartArgs, recurring: bool) -> Result<EditScope, Failure> {
    match (part.scope, &part.occurrence) {
        (Some(Reach::This | Reach::Following), None) if recurring => Err(Failure::usage(
            "the event repeats, and it is not said which occurrence is meant",
            "Give --occurrence with the original start that `kalends agenda --json` shows.",
        )),
        (Some(reach), _) => Ok(reach.into()),
        (None, Some(_)) => Ok(EditScope::This),
        (None, None) => Ok(EditScope::All),
    }
}

/// The zone that was named, else the calendar's, else the system's.
fn reading(
    engine: &Engine,
    zone: Option<&str>,
    calendar: &CalendarView,
) -> Result<Reading, Failure> {
    let own = || TimeZone::get(&calendar.zone).ok();
    let named = zone.is_some();
    let zone = match zone {
        Some(_) => time::zone(zone, engine.config())?,
        None => own().unwrap_or_else(|| engine.zone()),
    };
    Ok(Reading { zone, named })
}

/// The calendar of new events: the one chosen in the settings, an account's own, or the first that
/// takes any.
async fn default_calendar(engine: &Engine) -> Result<CalendarView, Failure> {
    let chosen = engine.get_settings().await?.default_calendar;
    let rank = |calendar: &CalendarView| {
        let primary = calendar.mirror.as_ref().is_some_and(|mirror| mirror.primary);
        (Some(calendar.id) != chosen, !primary, !calendar.visible)
    };
    let calendars = engine.list_calendars().await?;
    let open = calendars.into_iter().filter(|calendar| !calendar.read_only);
    open.min_by_key(rank).ok_or_else(|| {
        Failure::new(
            "there is no calendar that takes new events",
            "Connect an account with `kalends account add google`, or add a calendar with \
             `kalends calendar add --local NAME`.",
        )
    })
}

fn quoted(title: &str) -> String {
    let title = one_line(title);
    if title.is_empty() { "an event without a title".into() } else { format!("“{title}”") }
}
