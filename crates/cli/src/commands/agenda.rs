//! `kalends agenda`.

use jiff::{civil::Date, tz::TimeZone};
use kalends_engine::{
    CalendarView, Engine, Occurrence, Scope, Unsent,
    calendar::{Flag, Participation, Status},
};
use serde::Serialize;

use crate::{
    Outcome,
    args::AgendaArgs,
    failure::Failure,
    output::{Output, one_line},
    time,
};

#[derive(Serialize)]
struct Agenda {
    from: String,
    to: String,
    zone: String,
    occurrences: Vec<Row>,
}

/// One occurrence as the contract of `agenda --json` has it.
#[derive(Serialize)]
struct Row {
    event_id: String,
    calendar_id: String,
    uid: String,
    title: String,
    start: String,
    end: String,
    all_day: bool,
    /// The event's own zone; of dates and floating times the reader's.
    zone: String,
    original_start: String,
    recurring: bool,
    status: Status,
    busy: bool,
    my_response: Option<Participation>,
    location: String,
    join_url: Option<String>,
    /// Whether an edit waits to be sent.
    pending: bool,
    flags: Vec<Flag>,
}

pub(super) async fn run(
    engine: &Engine,
    args: &AgendaArgs,
    output: &Output,
) -> Result<Outcome, Failure> {
    let window = time::window(&args.span, engine.config())?;
    let scope = args.calendar.map_or(Scope::Visible, Scope::Calendar);
    if let Some(id) = args.calendar {
        engine.get_calendar(id).await?;
    }
    let occurrences = engine.list_occurrences(&window, &scope).await?;
    let zone = &window.zone;
    let agenda = Agenda {
        from: time::instant(window.start, zone),
        to: time::instant(window.end, zone),
        zone: zone_name(zone),
        occurrences: occurrences.iter().map(|occurrence| row(occurrence, zone)).collect(),
    };
    let calendars = engine.list_calendars().await?;
    output.show(&agenda, || text(&occurrences, zone, &calendars))?;
    Ok(Outcome::Done)
}

fn zone_name(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").to_owned()
}

fn row(occurrence: &Occurrence, zone: &TimeZone) -> Row {
    use kalends_engine::calendar::When;
    Row {
        event_id: occurrence.event_id.to_string(),
        calendar_id: occurrence.calendar_id.to_string(),
        uid: occurrence.uid.clone(),
        title: occurrence.title.clone(),
        start: time::point(&occurrence.start, zone),
        end: time::point(&occurrence.end, zone),
        all_day: occurrence.all_day(),
        zone: match &occurrence.start {
            When::Zoned(_, own) => own.id(),
            When::Date(_) | When::Floating(_) => zone_name(zone),
        },
        original_start: time::point(&occurrence.original, zone),
        recurring: occurrence.recurring,
        status: occurrence.status,
        busy: occurrence.busy,
        my_response: occurrence.my_response,
        location: occurrence.location.clone(),
        join_url: occurrence.join_url.clone(),
        pending: occurrence.unsent != Unsent::None,
        flags: occurrence.flags.clone(),
    }
}

/// A heading for each day, a line for each occurrence, with its calendar where there are several.
/// What goes on for days stands on its first.
fn text(occurrences: &[Occurrence], zone: &TimeZone, calendars: &[CalendarView]) -> String {
    let first = occurrences.first().map(|one| one.calendar_id);
    let several = occurrences.iter().any(|one| Some(one.calendar_id) != first);
    let calendar_of = |occurrence: &Occurrence| {
        calendars.iter().find(|one| several && one.id == occurrence.calendar_id)
    };
    let bold = anstyle::Style::new().bold();
    let dim = anstyle::Style::new().dimmed();
    let mut lines = Vec::new();
    let mut day: Option<Date> = None;
    for occurrence in occurrences {
        let (start, end) = occurrence.local(zone);
        if day != Some(start.date()) {
            day = Some(start.date());
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(format!("{bold}{}{bold:#}", start.strftime("%a %-d %b %Y")));
        }
        let span = if occurrence.all_day() {
            "all day      ".to_owned()
        } else {
            format!("{} – {}", start.strftime("%H:%M"), end.strftime("%H:%M"))
        };
        let mut line = format!("  {span}  {}", title(occurrence));
        if !occurrence.location.is_empty() {
            line.push_str(&format!("  {dim}{}{dim:#}", one_line(&occurrence.location)));
        }
        if let Some(calendar) = calendar_of(occurrence) {
            line.push_str(&format!("  {dim}[{}]{dim:#}", calendar_name(calendar, calendars)));
        }
        line.push_str(&format!("  {dim}{}{dim:#}", occurrence.event_id));
        lines.push(line);
    }
    if lines.is_empty() { "Nothing planned.".to_owned() } else { lines.join("\n") }
}

/// The calendar's name, with its account's where two bear the same.
fn calendar_name(calendar: &CalendarView, all: &[CalendarView]) -> String {
    let name = one_line(&calendar.name);
    let alike = |other: &CalendarView| other.id != calendar.id && other.name == calendar.name;
    if all.iter().any(alike) {
        format!("{name}, {}", one_line(&calendar.account_name))
    } else {
        name
    }
}

fn title(occurrence: &Occurrence) -> String {
    let title = one_line(&occurrence.title);
    let title = if title.is_empty() { "(no title)" } else { &title };
    let title = match occurrence.unsent {
        Unsent::None => title.to_owned(),
        Unsent::Waiting => format!("{title} (not sent yet)"),
        Unsent::Problem => format!("{title} (not sent: see `kalends queue list`)"),
    };
    match occurrence.status {
        Status::Cancelled => format!("{title} (cancelled)"),
        Status::Tentative => format!("{title} (tentative)"),
        Status::Confirmed if occurrence.declined() => format!("{title} (declined)"),
        Status::Confirmed => title,
    }
}
