//! events.insert, patch, move and delete. Whom Google mails is said each time.

use bytes::Bytes;
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{address, parse};
use crate::google::classify::Asked;
use crate::google::error::GoogleError;
use crate::google::fields;
use crate::google::session::{Ask, Session};
use crate::google::transport::Response;

/// Whom Google mails about a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SendUpdates {
    /// Nobody.
    #[default]
    None,
    /// Guests who do not use Google Calendar.
    ExternalOnly,
    /// All guests.
    All,
}

impl SendUpdates {
    /// Google's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ExternalOnly => "externalOnly",
            Self::All => "all",
        }
    }
}

/// What goes along with every change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteOptions {
    /// Nobody, unless the user chose otherwise.
    pub send_updates: SendUpdates,
}

/// An event as Google answered it, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawEvent {
    /// A JSON object.
    pub json: Bytes,
    /// The event's id.
    pub id: String,
    /// For `If-Match`; empty when the answer has none.
    pub etag: String,
}

impl RawEvent {
    pub(super) fn read(response: Response) -> Result<Self, GoogleError> {
        #[derive(Deserialize)]
        struct Head {
            id: String,
            etag: Option<String>,
        }
        let Head { id, etag } = parse(&response)?;
        let from_header = || {
            let value = response.headers.get(reqwest::header::ETAG)?;
            Some(value.to_str().ok()?.to_owned())
        };
        let etag = etag.or_else(from_header).unwrap_or_default();
        Ok(Self { id, etag, json: response.body })
    }
}

impl Session {
    /// Creates an event. With an `id` of our own in `body` it is safe to repeat: the second time
    /// gives [`GoogleError::Duplicate`].
    pub async fn insert_event(
        &self,
        calendar: &str,
        body: &Map<String, Value>,
        options: WriteOptions,
    ) -> Result<RawEvent, GoogleError> {
        let ask = self.write(
            "events.insert",
            Method::POST,
            &["calendars", calendar, "events"],
            &content_query(options),
            Some(body),
        )?;
        RawEvent::read(self.call(ask).await?)
    }

    /// Changes the fields in `body`, null deletes. With an `etag` only if the event is still that
    /// one; otherwise [`GoogleError::PreconditionFailed`].
    pub async fn patch_event(
        &self,
        calendar: &str,
        event: &str,
        body: &Map<String, Value>,
        etag: Option<&str>,
        options: WriteOptions,
    ) -> Result<RawEvent, GoogleError> {
        let segments = ["calendars", calendar, "events", event];
        let query = content_query(options);
        let mut ask = self.write("events.patch", Method::PATCH, &segments, &query, Some(body))?;
        ask.if_match = etag.map(str::to_owned);
        RawEvent::read(self.call(ask).await?)
    }

    /// Deletes an event, or one instance of a series. With an `etag` as in
    /// [`Session::patch_event`]. An error that [`GoogleError::is_gone`] means that it is done.
    pub async fn delete_event(
        &self,
        calendar: &str,
        event: &str,
        etag: Option<&str>,
        options: WriteOptions,
    ) -> Result<(), GoogleError> {
        let segments = ["calendars", calendar, "events", event];
        let query = [("sendUpdates", options.send_updates.as_str())];
        let mut ask = self.write("events.delete", Method::DELETE, &segments, &query, None)?;
        ask.if_match = etag.map(str::to_owned);
        self.call(ask).await.map(|_| ())
    }

    /// Moves an event to another calendar of the account; it keeps its id. A repeated move gives
    /// [`GoogleError::NotFound`].
    pub async fn move_event(
        &self,
        calendar: &str,
        event: &str,
        destination: &str,
        options: WriteOptions,
    ) -> Result<RawEvent, GoogleError> {
        let segments = ["calendars", calendar, "events", event, "move"];
        let query = [
            ("destination", destination),
            ("sendUpdates", options.send_updates.as_str()),
            ("fields", fields::EVENT),
        ];
        let ask = self.write("events.move", Method::POST, &segments, &query, None)?;
        RawEvent::read(self.call(ask).await?)
    }

    fn write(
        &self,
        name: &'static str,
        method: Method,
        segments: &[&str],
        query: &[(&str, &str)],
        body: Option<&Map<String, Value>>,
    ) -> Result<Ask, GoogleError> {
        let body = match body {
            Some(body) => serde_json::to_vec(body).map_err(|_| GoogleError::Unreadable)?,
            None => Vec::new(),
        };
        Ok(Ask {
            name,
            method,
            url: address(&self.places, segments, query)?,
            body: body.into(),
            if_match: None,
            asked: Asked::Plain,
        })
    }
}

/// Without the two versions Google ignores conference data and attachments.
fn content_query(options: WriteOptions) -> [(&'static str, &'static str); 4] {
    [
        ("sendUpdates", options.send_updates.as_str()),
        ("conferenceDataVersion", "1"),
        ("supportsAttachments", "true"),
        ("fields", fields::EVENT),
    ]
}
