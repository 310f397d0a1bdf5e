//! `kalends event show`.

use jiff::{Timestamp, tz::TimeZone};
use kalends_engine::{
    Editable, Engine, EventDetails, EventId, Hue, Rights, Target, Unsent, ZonedTime,
    calendar::{
        Attachment, Attendee, EventKind, Flag, Participation, Person, Role, Status, Visibility,
    },
};
use serde::Serialize;

use super::reminders;
use crate::{
    failure::Failure,
    output::{Output, one_line},
    time,
};

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
    /// The list of people is not whole.
    people_hidden: bool,
    kind: EventKind,
    visibility: Visibility,
    attachments: &'a [Attachment],
    rights: &'a Rights,
    /// Whether an edit waits to be sent.
    pending: bool,
    /// That edit.
    queued: Option<super::super::queue::Row<'a>>,
}

pub(super) async fn run(
    engine: &Engine,
    id: EventId,
    occurrence: Option<&str>,
    zone: Option<&str>,
    output: &Output,
) -> Result<(), Failure> {
    let zone = time::zone(zone, engine.config())?;
    let any = engine.get_event(id, None, &zone).await?;
    let details = match occurrence {
        Some(text) => super::occurrence(engine, any, text, &zone).await?.1,
        None => any,
    };
    let own = Own::get(engine, &details).await?;
    output.show(&event(&details, &zone), || text(&details, &own, &zone))
}

/// What only people are shown.
struct Own {
    editable: Editable,
    /// Minutes before the start at which the calendar reminds.
    calendar_reminds: Vec<i64>,
}

impl Own {
    async fn get(engine: &Engine, details: &EventDetails) -> Result<Self, Failure> {
        let occurrence = &details.occurrence;
        let original = occurrence.recurring.then(|| occurrence.original.seconds());
        let target = Target { event_id: occurrence.event_id, original };
        Ok(Self {
            editable: engine.get_editable(target).await?,
            calendar_reminds: engine.get_calendar(occurrence.calendar_id).await?.default_alarms,
        })
    }
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
        people_hidden: details.people_hidden,
        kind: details.kind,
        visibility: details.visibility,
        attachments: &details.attachments,
        rights: &details.rights,
        pending: occurrence.unsent != Unsent::None || details.queued.is_some(),
        queued: details.queued.as_ref().map(Into::into),
    }
}

fn text(details: &EventDetails, own: &Own, zone: &TimeZone) -> String {
    let bold = anstyle::Style::new().bold();
    let occurrence = &details.occurrence;
    let ends_at = occurrence.end.resolve(zone);
    let mut lines = vec![format!("{bold}{}{bold:#}", occurrence.title)];
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            lines.push(format!("{name:<10}{value}"));
        }
    };
    field("when", &span(&details.here, ends_at));
    if let Some(there) = &details.there {
        field("", &span(there, ends_at));
    }
    field("status", status(occurrence.status));
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
        field("with", &guest(attendee));
    }
    if details.people_hidden {
        field("", "and others whom the organizer does not show");
    }
    let blocks = own.editable.busy;
    field("shown as", if blocks { "busy" } else { "free" });
    field("reminds", &reminders::text(&own.editable.reminders, &own.calendar_reminds));
    field("color", own.editable.color.map_or("", Hue::name));
    field("seen by", visibility(details.visibility));
    for attachment in &details.attachments {
        let title = if attachment.title.is_empty() { &attachment.url } else { &attachment.title };
        field("file", &format!("{title} ({})", attachment.url));
    }
    if let Some(problem) = &details.rights.problem {
        field("locked", &problem.message);
    }
    if let Some(queued) = &details.queued {
        field("unsent", &super::super::queue::summary(queued, zone));
    }
    field("id", &occurrence.event_id.to_string());
    if !details.notes.is_empty() {
        lines.push(String::new());
        lines.push(details.notes.clone());
    }
    lines.join("\n")
}

fn guest(attendee: &Attendee) -> String {
    let answer = match attendee.participation {
        Participation::Accepted => "accepted",
        Participation::Declined => "declined",
        Participation::Tentative => "maybe",
        Participation::Delegated => "sent someone else",
        Participation::NeedsAction => "no answer",
    };
    let mut text = person(&attendee.person);
    if attendee.me {
        text.push_str(" (you)");
    }
    if attendee.role == Role::Optional {
        text.push_str(" (optional)");
    }
    text.push_str(", ");
    text.push_str(answer);
    if !attendee.comment.is_empty() {
        text.push_str(&format!(": {}", one_line(&attendee.comment)));
    }
    text
}

const fn visibility(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Default => "",
        Visibility::Public => "everybody (public)",
        Visibility::Private => "guests and owners alone (private)",
        Visibility::Confidential => "guests and owners alone (confidential)",
    }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
    }
}

/// The abbreviation of the zone stands after the start as well where another holds at the end.
fn span(time: &ZonedTime, ends_at: Timestamp) -> String {
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
    let first = &time.abbreviation;
    let zone = TimeZone::get(&time.zone).ok();
    let last = zone.map_or_else(
        || first.clone(),
        |zone| zone.to_offset_info(ends_at).abbreviation().to_owned(),
    );
    let starts = start.strftime("%a %-d %b %Y, %H:%M").to_string();
    let starts = if last == *first { starts } else { format!("{starts} {first}") };
    format!("{starts} – {} {last} ({})", end.strftime(to), time.zone)
}

fn person(person: &Person) -> String {
    match (person.name.is_empty(), person.email.is_empty()) {
        (true, _) => person.email.clone(),
        (false, true) => person.name.clone(),
        (false, false) => format!("{} <{}>", person.name, person.email),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_in_which_the_clocks_change_names_both_abbreviations() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let table = [
            ("2026-03-29T01:30", "2026-03-29T03:30"),
            ("2026-03-28T22:00", "2026-03-29T06:00"),
            ("2026-03-29T09:00", "2026-03-29T10:00"),
            ("2026-10-25T01:00", "2026-10-25T04:00"),
        ];
        let mut text = String::new();
        for (start, end) in table {
            let zoned = |text: &str| {
                let local: jiff::civil::DateTime = text.parse().unwrap();
                berlin.to_ambiguous_zoned(local).compatible().unwrap()
            };
            let (start, end) = (zoned(start), zoned(end));
            let time = ZonedTime {
                zone: "Europe/Berlin".into(),
                abbreviation: berlin.to_offset_info(start.timestamp()).abbreviation().to_owned(),
                start: start.datetime(),
                end: end.datetime(),
                all_day: false,
            };
            text.push_str(&format!("{}\n", span(&time, end.timestamp())));
        }
        insta::assert_snapshot!(text, @r"
        Sun 29 Mar 2026, 01:30 CET – 03:30 CEST (Europe/Berlin)
        Sat 28 Mar 2026, 22:00 CET – Sun 29 Mar 2026, 06:00 CEST (Europe/Berlin)
        Sun 29 Mar 2026, 09:00 – 10:00 CEST (Europe/Berlin)
        Sun 25 Oct 2026, 01:00 CEST – 04:00 CET (Europe/Berlin)
        ");
    }
}
