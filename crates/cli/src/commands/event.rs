//! `kalends event`.

use jiff::tz::TimeZone;
use kalends_engine::{
    Engine, EventDetails, EventId, ZonedTime,
    calendar::{Attendee, Flag, Participation, Person, Status},
};
use serde::Serialize;

use crate::{Outcome, args::EventCommand, failure::Failure, output::Output, time};

/// One occurrence in full.
#[derive(Serialize)]
struct Event<'a> {
    id: String,
    calendar_id: String,
    calendar: &'a str,
    uid: &'a str,
    title: &'a str,
    start: String,
    end: String,
    all_day: bool,
    original_start: String,
    here: &'a ZonedTime,
    there: Option<&'a ZonedTime>,
    recurring: bool,
    repeats: Option<&'a str>,
    repeats_text: Option<&'a str>,
    status: Status,
    busy: bool,
    my_response: Option<Participation>,
    location: &'a str,
    join_url: Option<&'a str>,
    url: Option<&'a str>,
    organizer: Option<&'a Person>,
    people: &'a [Attendee],
    notes: &'a str,
    /// Minutes before the start.
    alarms: &'a [i64],
    source: &'a str,
    updated: Option<String>,
    flags: &'a [Flag],
}

pub(super) async fn run(
    engine: &Engine,
    command: EventCommand,
    output: &Output,
) -> Result<Outcome, Failure> {
    match command {
        EventCommand::Show { id, occurrence, zone } => {
            let zone = time::zone(zone.as_deref(), engine.config())?;
            let original = original(engine, id, occurrence.as_deref(), &zone).await?;
            let details = engine.get_event(id, original, &zone).await?;
            output.show(&event(&details, &zone), || text(&details))?;
            Ok(Outcome::Done)
        }
    }
}

/// The seconds that name an occurrence, on its series' own line.
async fn original(
    engine: &Engine,
    id: EventId,
    occurrence: Option<&str>,
    zone: &TimeZone,
) -> Result<Option<i64>, Failure> {
    use kalends_engine::calendar::When;
    let Some(occurrence) = occurrence else { return Ok(None) };
    let at = time::parse(occurrence, zone)?;
    let any = engine.get_event(id, None, zone).await?;
    Ok(Some(match any.occurrence.original {
        When::Zoned(..) => at.timestamp().as_second(),
        When::Date(_) => When::Date(at.date()).seconds(),
        When::Floating(_) => When::Floating(at.datetime()).seconds(),
    }))
}

fn event<'a>(details: &'a EventDetails, zone: &TimeZone) -> Event<'a> {
    let occurrence = &details.occurrence;
    Event {
        id: occurrence.event_id.to_string(),
        calendar_id: occurrence.calendar_id.to_string(),
        calendar: &details.calendar_name,
        uid: &occurrence.uid,
        title: &occurrence.title,
        start: time::point(&occurrence.start, zone),
        end: time::point(&occurrence.end, zone),
        all_day: occurrence.all_day(),
        original_start: time::point(&occurrence.original, zone),
        here: &details.here,
        there: details.there.as_ref(),
        recurring: occurrence.recurring,
        repeats: details.repeats.as_deref(),
        repeats_text: details.repeats_text.as_deref(),
        status: occurrence.status,
        busy: occurrence.busy,
        my_response: occurrence.my_response,
        location: &occurrence.location,
        join_url: occurrence.join_url.as_deref(),
        url: details.url.as_deref(),
        organizer: details.organizer.as_ref(),
        people: &details.people,
        notes: &details.notes,
        alarms: &details.alarms,
        source: &details.source,
        updated: details.updated.map(|at| time::instant(at, zone)),
        flags: &occurrence.flags,
    }
}

fn text(details: &EventDetails) -> String {
    let bold = anstyle::Style::new().bold();
    let occurrence = &details.occurrence;
    let mut lines = vec![format!("{bold}{}{bold:#}", occurrence.title)];
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            lines.push(format!("{name:<10}{value}"));
        }
    };
    field("when", &span(&details.here));
    if let Some(there) = &details.there {
        field("", &span(there));
    }
    field(
        "repeats",
        details.repeats_text.as_deref().or(details.repeats.as_deref()).unwrap_or_default(),
    );
    field("where", &occurrence.location);
    field("join", occurrence.join_url.as_deref().unwrap_or_default());
    field("calendar", &format!("{} ({})", details.calendar_name, details.source));
    if let Some(organizer) = &details.organizer {
        field("organizer", &person(organizer));
    }
    for attendee in &details.people {
        let answer = match attendee.participation {
            Participation::Accepted => "accepted",
            Participation::Declined => "declined",
            Participation::Tentative => "maybe",
            Participation::Delegated => "sent someone else",
            Participation::NeedsAction => "no answer",
        };
        field("with", &format!("{}, {answer}", person(&attendee.person)));
    }
    field("id", &occurrence.event_id.to_string());
    if !details.notes.is_empty() {
        lines.push(String::new());
        lines.push(details.notes.clone());
    }
    lines.join("\n")
}

fn span(time: &ZonedTime) -> String {
    let (start, end) = (time.start, time.end);
    if time.all_day {
        let last = end.date().yesterday().unwrap_or(end.date());
        let first = start.strftime("%a %-d %b %Y");
        return if last <= start.date() {
            format!("{first}, all day")
        } else {
            format!("{first} – {}, all day", last.strftime("%a %-d %b %Y"))
        };
    }
    let to = if end.date() == start.date() { "%H:%M" } else { "%a %-d %b %Y, %H:%M" };
    format!(
        "{} – {} {} ({})",
        start.strftime("%a %-d %b %Y, %H:%M"),
        end.strftime(to),
        time.abbreviation,
        time.zone
    )
}

fn person(person: &Person) -> String {
    match (person.name.is_empty(), person.email.is_empty()) {
        (true, _) => person.email.clone(),
        (false, true) => person.name.clone(),
        (false, false) => format!("{} <{}>", person.name, person.email),
    }
}
