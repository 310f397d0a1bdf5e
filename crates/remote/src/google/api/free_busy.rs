//! freebusy.query: when calendars are taken, also those whose events may not be read.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;

use super::{address, parse};
use crate::google::classify::{Asked, word};
use crate::google::error::GoogleError;
use crate::google::fields;
use crate::google::session::{Ask, Session};

/// The most calendars of one request (Calendar v3, `calendarExpansionMax`).
const CALENDARS: usize = 50;

/// The longest span of one request.
const SPAN: SignedDuration = SignedDuration::from_hours(90 * 24);

/// When one calendar is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreeBusyCalendar {
    /// As asked.
    pub id: String,
    /// In order of their starts.
    pub busy: Vec<Busy>,
    /// Why it is not, or not wholly, known: Google's words, such as `notFound`, and `missing` for
    /// a calendar the answer passes over. Unknown is not free.
    pub errors: Vec<String>,
}

/// A span of time that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Busy {
    /// Its first instant.
    pub start: Timestamp,
    /// The instant after its last.
    pub end: Timestamp,
}

#[derive(Deserialize)]
struct Answer {
    calendars: BTreeMap<String, Part>,
}

#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    busy: Vec<Span>,
    #[serde(default)]
    errors: Vec<Fault>,
}

#[derive(Deserialize)]
struct Span {
    start: Timestamp,
    end: Timestamp,
}

#[derive(Deserialize)]
struct Fault {
    #[serde(default)]
    reason: String,
}

impl Session {
    /// When `calendars` are taken between `from` and `to`, in the order asked. Long lists and long
    /// spans are asked for in parts; spans that touch come as one.
    pub async fn free_busy(
        &self,
        calendars: &[String],
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<FreeBusyCalendar>, GoogleError> {
        let mut whole = Vec::with_capacity(calendars.len());
        for part in calendars.chunks(CALENDARS) {
            let mut known: Vec<FreeBusyCalendar> = part
                .iter()
                .map(|id| FreeBusyCalendar { id: id.clone(), ..FreeBusyCalendar::default() })
                .collect();
            let mut start = from;
            while start < to {
                let end = start.checked_add(SPAN).unwrap_or(to).min(to);
                let mut answer = self.query_free_busy(part, start, end).await?;
                for calendar in &mut known {
                    calendar.take(answer.calendars.remove(&calendar.id));
                }
                start = end;
            }
            whole.append(&mut known);
        }
        Ok(whole)
    }

    async fn query_free_busy(
        &self,
        calendars: &[String],
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Answer, GoogleError> {
        let items: Vec<_> = calendars.iter().map(|id| json!({ "id": id })).collect();
        let body = json!({
            "timeMin": from.to_string(),
            "timeMax": to.to_string(),
            "calendarExpansionMax": CALENDARS,
            "items": items,
        });
        let ask = Ask {
            name: "freebusy.query",
            method: Method::POST,
            url: address(&self.places, &["freeBusy"], &[("fields", fields::FREE_BUSY)])?,
            body: body.to_string().into(),
            if_match: None,
            asked: Asked::Plain,
        };
        parse(&self.call(ask).await?)
    }
}

impl FreeBusyCalendar {
    /// Adds what one answer says of it, which may be nothing.
    fn take(&mut self, part: Option<Part>) {
        let Some(part) = part else {
            self.fail("missing".to_owned());
            return;
        };
        for fault in part.errors {
            self.fail(word(&fault.reason));
        }
        for Span { start, end } in part.busy {
            match self.busy.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => self.busy.push(Busy { start, end }),
            }
        }
    }

    fn fail(&mut self, reason: String) {
        if !self.errors.contains(&reason) {
            self.errors.push(reason);
        }
    }
}
