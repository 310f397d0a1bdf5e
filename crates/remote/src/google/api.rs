//! The methods of Calendar v3, as methods of a session.

mod calendars;
mod events;
mod free_busy;
mod settings;
mod writes;

use bytes::Bytes;
use reqwest::Method;
use serde::Deserialize;
use serde_json::value::RawValue;
use url::Url;

use super::classify::Asked;
use super::error::GoogleError;
use super::places::Places;
use super::session::Ask;
use super::transport::Response;
use crate::network::NetworkFault;

pub use calendars::{CalendarEntry, CalendarPage, DefaultReminder, ListCalendars};
pub use events::{EventPage, ListEvents, ListInstances};
pub use free_busy::{Busy, FreeBusyCalendar};
pub use settings::Setting;
pub use writes::{RawEvent, SendUpdates, WriteOptions};

/// A GET of `segments` with `query`.
fn get(
    name: &'static str,
    places: &Places,
    segments: &[&str],
    query: &[(&str, &str)],
) -> Result<Ask, GoogleError> {
    Ok(Ask {
        name,
        method: Method::GET,
        url: address(places, segments, query)?,
        body: Bytes::new(),
        if_match: None,
        asked: Asked::Plain,
    })
}

/// Names and values are percent-encoded here, and only here.
fn address(places: &Places, segments: &[&str], query: &[(&str, &str)]) -> Result<Url, GoogleError> {
    let mut url = places.api(segments).ok_or_else(|| GoogleError::Invalid {
        reason: "id".to_owned(),
        message: "an id is empty or not one".to_owned(),
    })?;
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    Ok(url)
}

/// Reads an answer; one that ends too soon is a broken connection, not rubbish.
fn parse<'a, T: Deserialize<'a>>(response: &'a Response) -> Result<T, GoogleError> {
    serde_json::from_slice(&response.body).map_err(|error| {
        if error.is_eof() && !response.body.is_empty() {
            GoogleError::Network(NetworkFault::Truncated)
        } else {
            GoogleError::Unreadable
        }
    })
}

/// The common part of all lists. Items are not looked into.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawPage {
    items: Option<Vec<Box<RawValue>>>,
    next_page_token: Option<String>,
    next_sync_token: Option<String>,
    time_zone: Option<String>,
    access_role: Option<String>,
    default_reminders: Option<Box<RawValue>>,
}

impl RawPage {
    /// A page has items or says how it goes on; anything else is somebody else's JSON.
    fn read(response: &Response) -> Result<Self, GoogleError> {
        let mut page: Self = parse(response)?;
        // An empty token leads nowhere.
        page.next_page_token.take_if(|token| token.is_empty());
        page.next_sync_token.take_if(|token| token.is_empty());
        let says_something = page.items.is_some()
            || page.next_page_token.is_some()
            || page.next_sync_token.is_some();
        if says_something { Ok(page) } else { Err(GoogleError::Unreadable) }
    }
}

#[cfg(test)]
mod tests;
