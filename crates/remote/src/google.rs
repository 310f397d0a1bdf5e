//! Google: signing in, and Calendar v3.
//!
//! Answers come back as the server's own bytes; what an event in them means is for the calendar
//! crate to say. Nothing here retries but a request whose access token had run out, and nothing
//! waits but for the [`Limiter`]. Tokens, the client's secret, authorisation codes and PKCE
//! verifiers appear in no `Debug`, no error and no log line.

mod api;
mod classify;
mod client_id;
mod error;
mod fields;
mod limiter;
mod oauth;
mod pace;
mod places;
mod scopes;
mod session;
mod sign_in;
#[cfg(test)]
mod testing;
mod tokens;
mod transport;
mod web;

pub use api::{
    Busy, CalendarEntry, CalendarPage, DefaultReminder, EventPage, FreeBusyCalendar, ListCalendars,
    ListEvents, ListInstances, RawEvent, SendUpdates, Setting, WriteOptions,
};
pub use client_id::GoogleClientId;
pub use error::GoogleError;
pub use limiter::{Limiter, Quota};
pub use pace::Pace;
pub use places::{Places, PlacesError};
pub use scopes::{Scopes, scope};
pub use session::{Keeper, Session};
pub use sign_in::{SignIn, SignInError};
pub use tokens::{AccessToken, Tokens};
pub use transport::{Request, Response, Transport, TransportError};
pub use web::{WebOptions, WebTransport};

pub use futures_util::future::BoxFuture;
pub use reqwest::Method;
pub use reqwest::header::{self, HeaderMap, HeaderValue};
pub use serde_json::value::RawValue;
