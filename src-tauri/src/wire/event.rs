//! One event in full, for the details pane.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    AttachmentView, EventKind, Hue, QueueEntry, Rights, Seconds, Visibility, count::minutes,
    mirror::mirror,
};

mirror! {
    /// RFC 5545 §3.8.1.11, for events.
    Status = kalends_engine::calendar::Status, "lowercase" { Confirmed, Tentative, Cancelled }
}

mirror! {
    /// RFC 5545 §3.2.12, for events.
    Participation = kalends_engine::calendar::Participation, "kebab-case" {
        NeedsAction,
        Accepted,
        Declined,
        Tentative,
        Delegated,
    }
}

mirror! {
    /// RFC 5545 §3.2.16.
    Role = kalends_engine::calendar::Role, "kebab-case" { Required, Optional, Chair, Informed }
}

/// A person named by an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonView {
    /// May be empty.
    pub name: String,
    pub email: String,
    pub participation: Participation,
    pub role: Role,
    /// A room or a thing rather than a person.
    pub resource: bool,
    /// The reader.
    pub me: bool,
    /// What they wrote with their answer, or empty.
    pub comment: String,
}

/// A span as a clock in one zone shows it: local ISO text without an offset, or dates (end
/// exclusive) for a whole-day event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ZonedText {
    pub zone: String,
    pub abbreviation: String,
    pub start: String,
    pub end: String,
}

/// One occurrence with everything known about its event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventDetails {
    pub event_id: String,
    pub original_start: Seconds,
    pub calendar_id: String,
    pub calendar_name: String,
    pub hue: Hue,
    pub title: String,
    pub all_day: bool,
    /// In the display zone.
    pub here: ZonedText,
    /// In the event's own zone, when that differs at that time.
    pub there: Option<ZonedText>,
    pub location: String,
    pub join_url: Option<String>,
    pub organizer: Option<PersonView>,
    pub people: Vec<PersonView>,
    /// Sanitised: only p, br, a, b, i, ul, ol, li, and links the shell would open.
    pub notes_html: String,
    /// The rule as written.
    pub repeats: Option<String>,
    /// The rule in words.
    pub repeats_text: Option<String>,
    pub status: Status,
    pub busy: bool,
    /// Masked address, file name, or "On this computer".
    pub source: String,
    pub url: Option<String>,
    /// What was odd about its text.
    pub flags: Vec<String>,
    pub updated: Option<String>,
    /// Minutes before the start.
    pub alarms: Vec<i32>,
    pub recurring: bool,
    /// The reader's own answer, if invited.
    pub my_response: Option<Participation>,
    pub rights: Rights,
    /// The list of people is not whole.
    pub people_hidden: bool,
    pub kind: EventKind,
    pub attachments: Vec<AttachmentView>,
    pub visibility: Visibility,
    /// Its edits that wait.
    pub queued: Option<QueueEntry>,
}

impl From<kalends_engine::calendar::Attendee> for PersonView {
    fn from(attendee: kalends_engine::calendar::Attendee) -> Self {
        Self {
            name: attendee.person.name,
            email: attendee.person.email,
            participation: attendee.participation.into(),
            role: attendee.role.into(),
            resource: attendee.resource,
            me: attendee.me,
            comment: attendee.comment,
        }
    }
}

impl PersonView {
    /// Who invites: in the chair, and coming unless said otherwise among the invited.
    fn organizer(person: kalends_engine::calendar::Person) -> Self {
        Self {
            name: person.name,
            email: person.email,
            participation: Participation::Accepted,
            role: Role::Chair,
            resource: false,
            me: false,
            comment: String::new(),
        }
    }
}

impl From<kalends_engine::ZonedTime> for ZonedText {
    fn from(time: kalends_engine::ZonedTime) -> Self {
        let text = |local: DateTime| {
            if time.all_day { local.date().to_string() } else { local.to_string() }
        };
        Self {
            start: text(time.start),
            end: text(time.end),
            zone: time.zone,
            abbreviation: time.abbreviation,
        }
    }
}

impl From<kalends_engine::EventDetails> for EventDetails {
    fn from(details: kalends_engine::EventDetails) -> Self {
        let occurrence = details.occurrence;
        Self {
            event_id: occurrence.event_id.to_string(),
            original_start: Seconds(occurrence.original.seconds()),
            calendar_id: occurrence.calendar_id.to_string(),
            calendar_name: details.calendar_name,
            hue: details.hue.into(),
            all_day: occurrence.all_day(),
            title: occurrence.title,
            here: details.here.into(),
            there: details.there.map(Into::into),
            location: occurrence.location,
            join_url: occurrence.join_url,
            organizer: details.organizer.map(PersonView::organizer),
            people: details.people.into_iter().map(Into::into).collect(),
            notes_html: details.notes_html,
            repeats: details.repeats,
            repeats_text: details.repeats_text,
            status: occurrence.status.into(),
            busy: occurrence.busy,
            source: details.source,
            url: details.url,
            flags: occurrence.flags.into_iter().map(flag).collect(),
            updated: details.updated.map(|at| at.to_string()),
            alarms: details.alarms.into_iter().map(minutes).collect(),
            recurring: occurrence.recurring,
            my_response: occurrence.my_response.map(Into::into),
            rights: details.rights.into(),
            people_hidden: details.people_hidden,
            kind: details.kind.into(),
            attachments: details.attachments.into_iter().map(Into::into).collect(),
            visibility: details.visibility.into(),
            queued: details.queued.map(Into::into),
        }
    }
}

/// The flag's stable name, such as `unknown-zone`.
fn flag(flag: kalends_engine::calendar::Flag) -> String {
    match serde_json::to_value(flag) {
        Ok(serde_json::Value::String(name)) => name,
        Ok(_) | Err(_) => String::new(),
    }
}
