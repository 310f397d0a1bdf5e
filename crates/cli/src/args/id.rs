//! Ids as arguments. What is none is told where ids are listed.

use std::str::FromStr;

use kalends_engine::{AccountId, CalendarId, EventId, ProposalId};

pub(super) fn account(text: &str) -> Result<AccountId, String> {
    parse(text, "account list")
}

pub(super) fn calendar(text: &str) -> Result<CalendarId, String> {
    parse(text, "calendar list")
}

pub(super) fn feed(text: &str) -> Result<CalendarId, String> {
    parse(text, "feed list")
}

pub(super) fn event(text: &str) -> Result<EventId, String> {
    parse(text, "agenda")
}

pub(super) fn queued(text: &str) -> Result<EventId, String> {
    parse(text, "queue list")
}

pub(super) fn proposal(text: &str) -> Result<ProposalId, String> {
    parse(text, "proposals list")
}

fn parse<T: FromStr>(text: &str, list: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("“{text}” is not an id; `kalends {list}` shows them"))
}
