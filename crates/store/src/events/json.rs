//! An event as JSON of the store's own, for `pending`: whole seconds, zones by name, and what is
//! empty left out. What an older version wrote can be read for ever.

use std::borrow::Cow;

use jiff::Timestamp;
use kalends_calendar::{Event, Flag, RecurrenceId, Status, Transparency, Visibility};
use serde::{Deserialize, Serialize};

use super::details::{Details, RecurrenceJson};
use crate::{
    Error, Result,
    columns::{Zones, from_when, to_when},
};

#[derive(Serialize, Deserialize)]
struct EventJson<'a> {
    uid: Cow<'a, str>,
    start: String,
    end: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    original: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    this_and_future: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    sequence: i64,
    #[serde(default, skip_serializing_if = "is_default")]
    last_modified: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "is_default")]
    created: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "is_default")]
    recurrence: RecurrenceJson,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    summary: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    description: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description_html: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    location: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    color: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "is_default")]
    status: Status,
    #[serde(default, skip_serializing_if = "is_default")]
    transparency: Transparency,
    #[serde(default, skip_serializing_if = "is_default")]
    visibility: Visibility,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    join_url: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "<[Flag]>::is_empty")]
    flags: Cow<'a, [Flag]>,
    #[serde(default)]
    details: Details<'a>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn borrowed(text: Option<&String>) -> Option<Cow<'_, str>> {
    text.map(|text| Cow::Borrowed(text.as_str()))
}

/// An event as [`decode`] reads it back.
///
/// # Errors
/// Never in practice: every event can be written.
pub fn encode(event: &Event) -> Result<Vec<u8>> {
    let json = EventJson {
        uid: Cow::Borrowed(&event.uid),
        start: from_when(&event.start),
        end: from_when(&event.end),
        original: event.recurrence_id.as_ref().map(|id| from_when(&id.original)),
        this_and_future: event.recurrence_id.as_ref().is_some_and(|id| id.this_and_future),
        sequence: event.sequence,
        last_modified: event.last_modified,
        created: event.created,
        recurrence: RecurrenceJson::of(&event.recurrence),
        summary: Cow::Borrowed(&event.summary),
        description: Cow::Borrowed(&event.description),
        description_html: borrowed(event.description_html.as_ref()),
        location: Cow::Borrowed(&event.location),
        url: borrowed(event.url.as_ref()),
        color: borrowed(event.color.as_ref()),
        status: event.status,
        transparency: event.transparency,
        visibility: event.visibility,
        join_url: borrowed(event.join_url.as_ref()),
        flags: Cow::Borrowed(&event.flags),
        details: Details::of(event),
    };
    serde_json::to_vec(&json)
        .map_err(|error| Error::Unreadable { what: "event", value: error.to_string() })
}

/// Reads back what [`encode`] wrote.
///
/// # Errors
/// [`Error::Unreadable`].
pub fn decode(bytes: &[u8]) -> Result<Event> {
    let json: EventJson<'_> = serde_json::from_slice(bytes)
        .map_err(|error| Error::Unreadable { what: "event", value: error.to_string() })?;
    let mut zones = Zones::default();
    let alarms = json.details.alarms();
    let recurrence_id = match &json.original {
        None => None,
        Some(original) => Some(RecurrenceId {
            original: to_when(original, &mut zones)?,
            this_and_future: json.this_and_future,
        }),
    };
    Ok(Event {
        uid: json.uid.into_owned(),
        recurrence_id,
        sequence: json.sequence,
        last_modified: json.last_modified,
        created: json.created,
        start: to_when(&json.start, &mut zones)?,
        end: to_when(&json.end, &mut zones)?,
        recurrence: json.recurrence.read(&mut zones)?,
        summary: json.summary.into_owned(),
        description: json.description.into_owned(),
        description_html: json.description_html.map(Cow::into_owned),
        location: json.location.into_owned(),
        url: json.url.map(Cow::into_owned),
        categories: json.details.categories.into_owned(),
        color: json.color.map(Cow::into_owned),
        status: json.status,
        transparency: json.transparency,
        visibility: json.visibility,
        organizer: json.details.organizer.map(Cow::into_owned),
        attendees: json.details.attendees.into_owned(),
        alarms,
        conferences: json.details.conferences.into_owned(),
        join_url: json.join_url.map(Cow::into_owned),
        flags: json.flags.into_owned(),
        shared: json.details.shared.into_owned(),
    })
}
