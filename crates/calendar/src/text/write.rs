//! An [`Event`] as new VEVENT text.

use jiff::{Timestamp, tz::TimeZone};

use super::{
    html,
    render::{Written, duration, escape, instant_stamp, stamp_of},
};
use crate::{
    event::{
        Alarm, AlarmAction, AlarmTrigger, Attendee, Event, Participation, Person, RecurrenceDate,
        Role, Status, Transparency, Visibility,
    },
    join,
    when::When,
};

/// The event as one VEVENT with CRLF line ends, the last one included.
///
/// Everything in [`Event`] is written but its flags. `now` becomes DTSTAMP, and LAST-MODIFIED where
/// the event has none. The zones it names still need their VTIMEZONEs: see
/// [`super::write_calendar`].
#[must_use]
pub fn write_event(event: &Event, now: Timestamp) -> String {
    let mut out = String::from("BEGIN:VEVENT\r\n");
    for field in Field::ALL {
        for property in field.write(event, now) {
            out.push_str(&property.print());
        }
    }
    for alarm in &event.alarms {
        out.push_str(&write_alarm(alarm, event));
    }
    out.push_str("END:VEVENT\r\n");
    out
}

/// What of an event is written, and patched, together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Uid,
    Stamp,
    Created,
    LastModified,
    Sequence,
    Start,
    End,
    RecurrenceId,
    Rules,
    ExcludedRules,
    Dates,
    Excluded,
    Summary,
    Location,
    Description,
    Url,
    Categories,
    Color,
    Status,
    Transparency,
    Visibility,
    Organizer,
    Attendees,
    Conferences,
}

impl Field {
    /// In the order they are written.
    pub(super) const ALL: [Self; 24] = [
        Self::Uid,
        Self::Stamp,
        Self::Created,
        Self::LastModified,
        Self::Sequence,
        Self::RecurrenceId,
        Self::Start,
        Self::End,
        Self::Rules,
        Self::ExcludedRules,
        Self::Dates,
        Self::Excluded,
        Self::Summary,
        Self::Location,
        Self::Description,
        Self::Url,
        Self::Categories,
        Self::Color,
        Self::Status,
        Self::Transparency,
        Self::Visibility,
        Self::Organizer,
        Self::Attendees,
        Self::Conferences,
    ];

    /// The field's lines; none where the event has nothing to say.
    pub(super) fn write(self, event: &Event, now: Timestamp) -> Vec<Written> {
        let text = |name, value: &str| (!value.is_empty()).then(|| Written::text(name, value));
        let one = match self {
            Self::Uid => Some(Written::text("UID", &event.uid)),
            Self::Stamp => Some(Written::raw("DTSTAMP", &instant_stamp(now))),
            Self::Created => {
                event.created.map(|created| Written::raw("CREATED", &instant_stamp(created)))
            }
            Self::LastModified => {
                let modified = event.last_modified.unwrap_or(now);
                Some(Written::raw("LAST-MODIFIED", &instant_stamp(modified)))
            }
            Self::Sequence => Some(Written::raw("SEQUENCE", &event.sequence.to_string())),
            Self::Start => Some(Written::when("DTSTART", &event.start)),
            Self::End => (event.end != event.start).then(|| Written::when("DTEND", &event.end)),
            Self::RecurrenceId => event.recurrence_id.as_ref().map(|id| {
                let range = if id.this_and_future { "THISANDFUTURE" } else { "" };
                Written::when("RECURRENCE-ID", &id.original).with("RANGE", range)
            }),
            Self::Summary => text("SUMMARY", &event.summary),
            Self::Location => text("LOCATION", &event.location),
            Self::Url => event.url.as_ref().map(|url| Written::raw("URL", url)),
            Self::Color => event.color.as_ref().map(|color| Written::text("COLOR", color)),
            Self::Categories => {
                let parts: Vec<_> = event.categories.iter().map(|part| escape(part)).collect();
                (!parts.is_empty()).then(|| Written::raw("CATEGORIES", &parts.join(",")))
            }
            Self::Status => Some(Written::text("STATUS", status(event.status))),
            Self::Transparency => Some(Written::text("TRANSP", transparency(event.transparency))),
            Self::Visibility => text("CLASS", visibility(event.visibility)),
            Self::Organizer => event.organizer.as_ref().map(|who| person("ORGANIZER", who)),
            Self::Rules => return rules("RRULE", &event.recurrence.rules),
            Self::ExcludedRules => return rules("EXRULE", &event.recurrence.excluded_rules),
            Self::Dates => return event.recurrence.dates.iter().map(added).collect(),
            Self::Excluded => {
                let excluded = event.recurrence.excluded.iter();
                return excluded.map(|when| Written::when("EXDATE", when)).collect();
            }
            Self::Description => return description(event),
            Self::Attendees => return event.attendees.iter().map(attendee).collect(),
            Self::Conferences => return conferences(event),
        };
        one.into_iter().collect()
    }
}

fn rules(name: &'static str, rules: &[String]) -> Vec<Written> {
    rules.iter().map(|rule| Written::raw(name, rule)).collect()
}

fn added(date: &RecurrenceDate) -> Written {
    let Some(end) = &date.end else { return Written::when("RDATE", &date.start) };
    let end = match (&date.start, end) {
        // Both ends of a PERIOD stand in one zone.
        (When::Zoned(_, zone), When::Zoned(_, other)) if zone != other => {
            let instant = end.resolve(&TimeZone::UTC);
            When::Zoned(zone.time_zone().to_datetime(instant), zone.clone())
        }
        _ => end.clone(),
    };
    Written::when("RDATE", &date.start).period(&stamp_of(&end))
}

fn description(event: &Event) -> Vec<Written> {
    let html = event.description_html.as_deref().filter(|html| !html.is_empty());
    let plain = match html {
        Some(html) if event.description.is_empty() => html::to_text(html),
        Some(_) | None => event.description.clone(),
    };
    // Words that look like tags must not be read back as HTML.
    let marked = html.is_none() && html::looks_like(&plain);
    let plain = (!plain.is_empty()).then(|| {
        let format = if marked { "text/plain" } else { "" };
        Written::text("DESCRIPTION", &plain).with("FMTTYPE", format)
    });
    let html = html.map(|html| Written::text("X-ALT-DESC", html).with("FMTTYPE", "text/html"));
    plain.into_iter().chain(html).collect()
}

/// The link to join that the event's other fields lead to.
pub(super) fn join_url(event: &Event) -> Option<String> {
    join::find(&event.conferences, &event.location, event.url.as_deref(), &event.description)
}

fn conferences(event: &Event) -> Vec<Written> {
    let mut out: Vec<_> = event
        .conferences
        .iter()
        .map(|conference| {
            Written::raw("CONFERENCE", &conference.uri)
                .with("VALUE", "URI")
                .with("LABEL", &conference.label)
        })
        .collect();
    let found = || join_url(event);
    if let Some(url) = &event.join_url
        && found().as_ref() != Some(url)
    {
        out.insert(0, Written::raw("CONFERENCE", url).with("VALUE", "URI"));
    }
    out
}

fn person(name: &'static str, person: &Person) -> Written {
    let email = person.email.trim();
    let address = if email.is_empty() {
        "invalid:nomail".to_owned()
    } else if email.contains('@') && !email.contains(':') {
        format!("mailto:{email}")
    } else {
        email.to_owned()
    };
    Written::raw(name, &address).with("CN", &person.name)
}

/// One ATTENDEE line.
pub(super) fn attendee(attendee: &Attendee) -> Written {
    let role = match attendee.role {
        Role::Required => "REQ-PARTICIPANT",
        Role::Optional => "OPT-PARTICIPANT",
        Role::Chair => "CHAIR",
        Role::Informed => "NON-PARTICIPANT",
    };
    person("ATTENDEE", &attendee.person)
        .with("CUTYPE", if attendee.resource { "RESOURCE" } else { "" })
        .with("PARTSTAT", participation(attendee.participation))
        .with("ROLE", role)
}

pub(super) const fn participation(participation: Participation) -> &'static str {
    match participation {
        Participation::NeedsAction => "NEEDS-ACTION",
        Participation::Accepted => "ACCEPTED",
        Participation::Declined => "DECLINED",
        Participation::Tentative => "TENTATIVE",
        Participation::Delegated => "DELEGATED",
    }
}

/// One VALARM with CRLF line ends.
pub(super) fn write_alarm(alarm: &Alarm, event: &Event) -> String {
    let words = if event.summary.is_empty() { "Reminder" } else { &event.summary };
    let action = match alarm.action {
        AlarmAction::Display => "DISPLAY",
        AlarmAction::Audio => "AUDIO",
        AlarmAction::Email => "EMAIL",
    };
    let trigger = match &alarm.trigger {
        AlarmTrigger::FromStart(offset) => Written::raw("TRIGGER", &duration(*offset)),
        AlarmTrigger::FromEnd(offset) => {
            Written::raw("TRIGGER", &duration(*offset)).with("RELATED", "END")
        }
        AlarmTrigger::At(instant) => {
            Written::raw("TRIGGER", &instant_stamp(*instant)).with("VALUE", "DATE-TIME")
        }
    };
    let mut lines = vec![Written::text("ACTION", action), trigger];
    if alarm.action != AlarmAction::Audio {
        lines.push(Written::text("DESCRIPTION", words));
    }
    if alarm.action == AlarmAction::Email {
        lines.push(Written::text("SUMMARY", words));
    }
    if let (Some(interval), 1..) = (alarm.interval, alarm.repeat) {
        lines.push(Written::raw("REPEAT", &alarm.repeat.to_string()));
        lines.push(Written::raw("DURATION", &duration(interval)));
    }
    let lines: String = lines.iter().map(Written::print).collect();
    format!("BEGIN:VALARM\r\n{lines}END:VALARM\r\n")
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "CONFIRMED",
        Status::Tentative => "TENTATIVE",
        Status::Cancelled => "CANCELLED",
    }
}

const fn transparency(transparency: Transparency) -> &'static str {
    match transparency {
        Transparency::Opaque => "OPAQUE",
        Transparency::Transparent => "TRANSPARENT",
    }
}

const fn visibility(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Default => "",
        Visibility::Public => "PUBLIC",
        Visibility::Private => "PRIVATE",
        Visibility::Confidential => "CONFIDENTIAL",
    }
}
