//! The fields of an event that are read, as the API's schema names them.

use serde::Deserialize;

use super::lax::{Lax, Object, Text};

/// Any number of objects.
pub(super) type Many<T> = Lax<Vec<Lax<Object<T>>>>;

/// `Event`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub(super) struct RawEvent<'a> {
    pub(super) id: Lax<Text<'a>>,
    pub(super) etag: Lax<Text<'a>>,
    pub(super) status: Lax<Text<'a>>,
    pub(super) created: Lax<Text<'a>>,
    pub(super) updated: Lax<Text<'a>>,
    pub(super) summary: Lax<Text<'a>>,
    pub(super) description: Lax<Text<'a>>,
    pub(super) location: Lax<Text<'a>>,
    pub(super) color_id: Lax<Text<'a>>,
    pub(super) organizer: Lax<Object<RawPerson<'a>>>,
    pub(super) start: Lax<Object<RawTime<'a>>>,
    pub(super) end: Lax<Object<RawTime<'a>>>,
    pub(super) end_time_unspecified: Lax<bool>,
    pub(super) recurrence: Lax<Vec<Lax<Text<'a>>>>,
    pub(super) recurring_event_id: Lax<Text<'a>>,
    pub(super) original_start_time: Lax<Object<RawTime<'a>>>,
    pub(super) transparency: Lax<Text<'a>>,
    pub(super) visibility: Lax<Text<'a>>,
    #[serde(rename = "iCalUID")]
    pub(super) ical_uid: Lax<Text<'a>>,
    pub(super) sequence: Lax<i64>,
    pub(super) attendees: Many<RawAttendee<'a>>,
    pub(super) attendees_omitted: Lax<bool>,
    pub(super) hangout_link: Lax<Text<'a>>,
    pub(super) conference_data: Lax<Object<RawConference<'a>>>,
    pub(super) guests_can_invite_others: Lax<bool>,
    pub(super) guests_can_modify: Lax<bool>,
    pub(super) guests_can_see_other_guests: Lax<bool>,
    pub(super) private_copy: Lax<bool>,
    pub(super) reminders: Lax<Object<RawReminders<'a>>>,
    pub(super) source: Lax<Object<RawSource<'a>>>,
    pub(super) attachments: Many<RawAttachment<'a>>,
    pub(super) event_type: Lax<Text<'a>>,
}

/// `EventDateTime`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub(super) struct RawTime<'a> {
    pub(super) date: Lax<Text<'a>>,
    pub(super) date_time: Lax<Text<'a>>,
    pub(super) time_zone: Lax<Text<'a>>,
}

/// `Event.organizer`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub(super) struct RawPerson<'a> {
    pub(super) email: Lax<Text<'a>>,
    pub(super) display_name: Lax<Text<'a>>,
    #[serde(rename = "self")]
    pub(super) is_self: Lax<bool>,
}

/// `EventAttendee`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub(super) struct RawAttendee<'a> {
    pub(super) email: Lax<Text<'a>>,
    pub(super) display_name: Lax<Text<'a>>,
    pub(super) response_status: Lax<Text<'a>>,
    pub(super) comment: Lax<Text<'a>>,
    pub(super) additional_guests: Lax<i64>,
    pub(super) optional: Lax<bool>,
    pub(super) organizer: Lax<bool>,
    pub(super) resource: Lax<bool>,
    #[serde(rename = "self")]
    pub(super) is_self: Lax<bool>,
}

/// `ConferenceData`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub(super) struct RawConference<'a> {
    pub(super) entry_points: Many<RawEntryPoint<'a>>,
    pub(super) conference_solution: Lax<Object<RawSolution<'a>>>,
    pub(super) create_request: Lax<Object<RawCreateRequest<'a>>>,
}

/// `EntryPoint`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub(super) struct RawEntryPoint<'a> {
    pub(super) entry_point_type: Lax<Text<'a>>,
    pub(super) uri: Lax<Text<'a>>,
    pub(super) label: Lax<Text<'a>>,
    pub(super) pin: Lax<Text<'a>>,
}

/// `ConferenceSolution`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct RawSolution<'a> {
    pub(super) name: Lax<Text<'a>>,
}

/// `CreateConferenceRequest`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub(super) struct RawCreateRequest<'a> {
    pub(super) request_id: Lax<Text<'a>>,
    pub(super) status: Lax<Object<RawRequestStatus<'a>>>,
}

/// `ConferenceRequestStatus`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub(super) struct RawRequestStatus<'a> {
    pub(super) status_code: Lax<Text<'a>>,
}

/// `Event.reminders`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub(super) struct RawReminders<'a> {
    pub(super) use_default: Lax<bool>,
    pub(super) overrides: Many<RawReminder<'a>>,
}

/// `EventReminder`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct RawReminder<'a> {
    pub(super) method: Lax<Text<'a>>,
    pub(super) minutes: Lax<i64>,
}

/// `Event.source`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct RawSource<'a> {
    pub(super) url: Lax<Text<'a>>,
}

/// `EventAttachment`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub(super) struct RawAttachment<'a> {
    pub(super) file_url: Lax<Text<'a>>,
    pub(super) title: Lax<Text<'a>>,
    pub(super) mime_type: Lax<Text<'a>>,
}
