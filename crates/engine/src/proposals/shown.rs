//! What a card shows, as it is kept and as it is named by a hash.

use serde::{Deserialize, Serialize};

use super::words::write_action;
use crate::{
    CalendarId, DiffLine, EditScope, Error, Freshness, Notify, ProposalConflict, ProposalWarning,
    ProposedAction, ProposedTimes,
};

/// What is kept of a card: the event's version when the user last looked, and what they saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Empty for a new event.
    pub(super) version: String,
    pub(super) shown: Shown,
    /// What the user approved in the place of what was asked for; none where it is the same, or
    /// nothing was approved.
    #[serde(default)]
    pub(super) approved: Option<Approved>,
}

/// A request as the user made it, kept as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Approved {
    /// As [`write_action`] writes it.
    pub(super) action: serde_json::Value,
    pub(super) scope: EditScope,
    pub(super) notify: Notify,
}

impl Approved {
    pub(super) fn of(ask: &Ask) -> Result<Self, Error> {
        let action = serde_json::from_str(&write_action(&ask.action)?)
            .map_err(|error| Error::Invalid(format!("the proposal cannot be kept: {error}")))?;
        Ok(Self { action, scope: ask.scope, notify: ask.notify })
    }
}

/// All that an approval approves, beside what was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Shown {
    pub(super) title: String,
    pub(super) calendar_id: CalendarId,
    pub(super) diff: Vec<DiffLine>,
    pub(super) times: Option<ProposedTimes>,
    pub(super) times_now: Option<ProposedTimes>,
    pub(super) occurrences_affected: Option<u64>,
    pub(super) resets: u64,
    pub(super) mails_inside: Vec<String>,
    pub(super) mails_outside: Vec<String>,
    pub(super) conflicts: Vec<ProposalConflict>,
    pub(super) warnings: Vec<ProposalWarning>,
    #[serde(default)]
    pub(super) freshness: Freshness,
    /// The calendar that the event would move to; none where it stays.
    #[serde(default)]
    pub(super) moves_to: Option<CalendarId>,
    /// No part of the card.
    #[serde(default)]
    pub(super) agent: ForAgent,
}

/// What answers to its agent are made of, and nothing that the user is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct ForAgent {
    /// What it would collide with, found on the calendars that the agent knows alone.
    pub(super) conflicts: Vec<ProposalConflict>,
    /// What the agent's own request came to, where the user approved another version.
    pub(super) own: Option<Box<Shown>>,
}

/// What is asked for, and how.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ask {
    pub(super) action: ProposedAction,
    pub(super) scope: EditScope,
    pub(super) notify: Notify,
}

/// Names what is shown: the request, both versions of the event (as last looked at and as it is), and
/// every line of the card. How old the data are is not in it, for that changes by itself; nor is
/// what only the agent is told.
pub(super) fn hash(
    ask: &Ask,
    looked_at: &str,
    version: &str,
    shown: &Shown,
) -> Result<String, Error> {
    let (freshness, agent) = (Freshness::default(), ForAgent::default());
    let shown = Shown { freshness, agent, ..shown.clone() };
    let all = serde_json::to_vec(&(
        "kalends proposal 1",
        write_action(&ask.action)?,
        ask.scope,
        ask.notify,
        looked_at,
        version,
        shown,
    ))
    .map_err(|error| Error::Invalid(format!("the proposal cannot be read: {error}")))?;
    Ok(blake3::hash(&all).to_hex().to_string())
}
