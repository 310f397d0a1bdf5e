//! events.list, events.instances and events.get: masters and exceptions, as they came.

use jiff::Timestamp;
use serde_json::value::RawValue;

use super::calendars::{DefaultReminder, read_reminders};
use super::writes::RawEvent;
use super::{RawPage, get};
use crate::google::classify::Asked;
use crate::google::error::GoogleError;
use crate::google::fields;
use crate::google::session::Session;
use crate::google::transport::Response;

/// The most Google gives at once.
const MAX_RESULTS: u32 = 2500;

/// Where a listing goes on. Every page of it, and every later listing with its sync token, must
/// be asked for with the same `max_results`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListEvents {
    /// What the last listing ended with; `None` lists everything.
    pub sync_token: Option<String>,
    /// What the page before ended with.
    pub page_token: Option<String>,
    /// Events per page, at most 2500, which is the default.
    pub max_results: Option<u32>,
}

/// Which instances of a series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListInstances {
    /// That end after this instant.
    pub from: Option<Timestamp>,
    /// That start before this instant.
    pub to: Option<Timestamp>,
    /// What the page before ended with.
    pub page_token: Option<String>,
}

/// One page of events. It may be short or empty although another follows.
#[derive(Debug, Default)]
pub struct EventPage {
    /// Each one as it came, byte for byte; whether it is an event is for its reader to say.
    pub items: Vec<Box<RawValue>>,
    /// Set when another page follows.
    pub next_page: Option<String>,
    /// Set on the last page only.
    pub next_sync: Option<String>,
    /// The calendar's; IANA.
    pub time_zone: Option<String>,
    /// The calendar's reminders for events that ask for them.
    pub default_reminders: Option<Vec<DefaultReminder>>,
    /// The account's right to the calendar.
    pub access_role: Option<String>,
}

impl EventPage {
    fn read(response: &Response) -> Result<Self, GoogleError> {
        let page = RawPage::read(response)?;
        Ok(Self {
            items: page.items.unwrap_or_default(),
            next_page: page.next_page_token,
            next_sync: page.next_sync_token,
            time_zone: page.time_zone,
            default_reminders: page.default_reminders.map(|reminders| {
                read_reminders(serde_json::from_str(reminders.get()).ok().as_ref())
            }),
            access_role: page.access_role,
        })
    }
}

impl Session {
    /// One page of a calendar's events: masters, single events and exceptions; with a sync token,
    /// what changed since, deleted ones included.
    ///
    /// `showDeleted` is never sent: without a token its default leaves out what is long gone but
    /// keeps cancelled exceptions, and with one deleted events come anyway.
    pub async fn list_events(
        &self,
        calendar: &str,
        list: &ListEvents,
    ) -> Result<EventPage, GoogleError> {
        let max_results = list.max_results.unwrap_or(MAX_RESULTS).clamp(1, MAX_RESULTS).to_string();
        let mut query = vec![
            ("maxResults", max_results.as_str()),
            ("singleEvents", "false"),
            ("fields", fields::EVENTS),
        ];
        query.extend(list.sync_token.as_deref().map(|token| ("syncToken", token)));
        query.extend(list.page_token.as_deref().map(|token| ("pageToken", token)));
        let mut ask = get("events.list", &self.places, &["calendars", calendar, "events"], &query)?;
        if list.sync_token.is_some() || list.page_token.is_some() {
            ask.asked = Asked::WithToken;
        }
        EventPage::read(&self.call(ask).await?)
    }

    /// One page of a series' instances as Google expands it, cancelled ones left out.
    pub async fn list_instances(
        &self,
        calendar: &str,
        event: &str,
        list: &ListInstances,
    ) -> Result<EventPage, GoogleError> {
        let max_results = MAX_RESULTS.to_string();
        let from = list.from.map(|from| from.to_string());
        let to = list.to.map(|to| to.to_string());
        let mut query = vec![("maxResults", max_results.as_str()), ("fields", fields::EVENTS)];
        query.extend(from.as_deref().map(|from| ("timeMin", from)));
        query.extend(to.as_deref().map(|to| ("timeMax", to)));
        query.extend(list.page_token.as_deref().map(|token| ("pageToken", token)));
        let segments = ["calendars", calendar, "events", event, "instances"];
        let mut ask = get("events.instances", &self.places, &segments, &query)?;
        if list.page_token.is_some() {
            ask.asked = Asked::WithToken;
        }
        EventPage::read(&self.call(ask).await?)
    }

    /// One event, or one instance of a series.
    pub async fn get_event(&self, calendar: &str, event: &str) -> Result<RawEvent, GoogleError> {
        let segments = ["calendars", calendar, "events", event];
        let ask = get("events.get", &self.places, &segments, &[("fields", fields::EVENT)])?;
        RawEvent::read(self.call(ask).await?)
    }
}
