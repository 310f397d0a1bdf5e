//! A field's value in words, for people who choose between two.

use jiff::{Timestamp, ToSpan, civil::DateTime, tz::TimeZone};

use super::{Field, compare};
use crate::{
    event::{
        Alarm, AlarmAction, AlarmTrigger, Attendee, Event, Participation, Role, Status,
        Transparency, Visibility,
    },
    recurrence::describe,
    when::When,
};

/// The field in words; empty where it says nothing. `zone` is the reader's.
#[must_use]
pub fn show(event: &Event, field: Field, zone: &TimeZone) -> String {
    match field {
        Field::Title => event.summary.clone(),
        Field::Time => time(event, zone),
        Field::Recurrence => recurrence(event, zone),
        Field::Location => event.location.clone(),
        Field::Notes => event.description.clone(),
        Field::Guests => joined(event.attendees.iter().map(guest)),
        Field::GuestRights => rights(event),
        Field::Conference => conference(event),
        Field::Reminders if event.shared.default_alarms => "As the calendar says".into(),
        Field::Reminders => joined(event.alarms.iter().map(|one| alarm(one, zone))),
        Field::Color => event.color.clone().unwrap_or_default(),
        Field::Busy => match event.transparency {
            Transparency::Opaque => "Busy",
            Transparency::Transparent => "Free",
        }
        .into(),
        Field::Visibility => match event.visibility {
            Visibility::Default => "As the calendar",
            Visibility::Public => "Public",
            Visibility::Private => "Private",
            Visibility::Confidential => "Confidential",
        }
        .into(),
        Field::Status => match event.status {
            Status::Confirmed => "Confirmed",
            Status::Tentative => "Tentative",
            Status::Cancelled => "Cancelled",
        }
        .into(),
        Field::Response => compare::me(event).map(response).unwrap_or_default(),
        Field::Attachments => {
            joined(
                event.shared.attachments.iter().map(|one| {
                    if one.title.is_empty() { one.url.clone() } else { one.title.clone() }
                }),
            )
        }
    }
}

fn joined(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

/// `Fri 20 Nov 2026, 10:00–11:00 Europe/Berlin`; the event's own zone where it is another one.
fn time(event: &Event, zone: &TimeZone) -> String {
    let (start, end) = (&event.start, &event.end);
    match (start, end) {
        (When::Date(first), _) => {
            let last = end.local().date().checked_sub(1.day()).unwrap_or(*first).max(*first);
            let last_day = last.strftime("%a %-d %b %Y");
            if last == *first {
                last_day.to_string()
            } else {
                format!("{} – {last_day}", first.strftime("%a %-d %b %Y"))
            }
        }
        (When::Floating(local), _) => span(*local, end.local()),
        (When::Zoned(_, own), _) => {
            let here = |when: &When| zone.to_datetime(when.resolve(&TimeZone::UTC));
            let name = zone.iana_name().unwrap_or("");
            let mut text = format!("{} {name}", span(here(start), here(end)));
            if own.time_zone() != zone {
                let there = start.local().strftime("%H:%M");
                text.push_str(&format!(" ({there} {})", own.id()));
            }
            text
        }
    }
}

fn span(start: DateTime, end: DateTime) -> String {
    let from = start.strftime("%a %-d %b %Y, %H:%M");
    if start == end {
        from.to_string()
    } else if start.date() == end.date() {
        format!("{from}–{}", end.strftime("%H:%M"))
    } else {
        format!("{from} – {}", end.strftime("%a %-d %b %Y, %H:%M"))
    }
}

fn recurrence(event: &Event, zone: &TimeZone) -> String {
    let recurrence = &event.recurrence;
    if recurrence.is_empty() {
        return "Does not repeat".into();
    }
    let mut parts: Vec<String> = recurrence
        .rules
        .iter()
        .map(|rule| describe(rule, &event.start))
        .filter(|text| !text.is_empty())
        .collect();
    let day = |when: &When| match when {
        When::Date(date) => date.strftime("%-d %b %Y").to_string(),
        When::Floating(local) => local.strftime("%-d %b %Y").to_string(),
        When::Zoned(..) => {
            zone.to_datetime(when.resolve(&TimeZone::UTC)).strftime("%-d %b %Y").to_string()
        }
    };
    if !recurrence.dates.is_empty() {
        parts.push(format!("also {}", joined(recurrence.dates.iter().map(|one| day(&one.start)))));
    }
    if !recurrence.excluded.is_empty() {
        parts.push(format!("not on {}", joined(recurrence.excluded.iter().map(day))));
    }
    parts.join("; ")
}

fn guest(guest: &Attendee) -> String {
    let person = &guest.person;
    let mut text = match (person.name.is_empty(), person.email.is_empty()) {
        (true, _) => person.email.clone(),
        (false, true) => person.name.clone(),
        (false, false) => format!("{} <{}>", person.name, person.email),
    };
    if guest.role == Role::Optional {
        text.push_str(" (optional)");
    }
    text
}

fn rights(event: &Event) -> String {
    let rights = event.shared.guests;
    let may: Vec<&str> = [
        (rights.see_others, "see each other"),
        (rights.invite_others, "invite others"),
        (rights.modify, "change the event"),
    ]
    .into_iter()
    .filter_map(|(may, what)| may.then_some(what))
    .collect();
    if may.is_empty() {
        "Guests may do nothing".into()
    } else {
        format!("Guests may {}", may.join(", "))
    }
}

fn conference(event: &Event) -> String {
    if let Some(first) = event.conferences.first() {
        return first.uri.clone();
    }
    if event.shared.conference_request.is_some() {
        return "A new conference".into();
    }
    String::new()
}

fn alarm(alarm: &Alarm, zone: &TimeZone) -> String {
    let moment = |at: Timestamp| zone.to_datetime(at).strftime("%a %-d %b %Y, %H:%M").to_string();
    let when = match alarm.trigger {
        AlarmTrigger::FromStart(span) => apart(span.as_secs(), "the start"),
        AlarmTrigger::FromEnd(span) => apart(span.as_secs(), "the end"),
        AlarmTrigger::At(at) => moment(at),
    };
    match alarm.action {
        AlarmAction::Email => format!("mail {when}"),
        AlarmAction::Display | AlarmAction::Audio => when,
    }
}

/// `10 minutes before the start`.
fn apart(seconds: i64, from: &str) -> String {
    let minutes = (seconds / 60).unsigned_abs();
    let (count, unit) = match minutes {
        0 => return format!("at {from}"),
        _ if minutes.is_multiple_of(10_080) => (minutes / 10_080, "week"),
        _ if minutes.is_multiple_of(1_440) => (minutes / 1_440, "day"),
        _ if minutes.is_multiple_of(60) => (minutes / 60, "hour"),
        _ => (minutes, "minute"),
    };
    let plural = if count == 1 { "" } else { "s" };
    let side = if seconds < 0 { "before" } else { "after" };
    format!("{count} {unit}{plural} {side} {from}")
}

fn response(me: &Attendee) -> String {
    let answer = match me.participation {
        Participation::NeedsAction => "Not answered",
        Participation::Accepted => "Yes",
        Participation::Declined => "No",
        Participation::Tentative => "Maybe",
        Participation::Delegated => "Delegated",
    };
    if me.comment.is_empty() { answer.into() } else { format!("{answer}: {}", me.comment) }
}
