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
}

/// What is asked for, and how.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ask {
    pub(super) action: ProposedAction,
    pub(super) scope: EditScope,
    pub(super) notify: Notify,
}

/// Names what is shown: the request, both versions of the event (as last looked at and as it is), and
/// every line of the card. How old the data are is not in it, for that changes by itself.
pub(super) fn hash(
    ask: &Ask,
    looked_at: &str,
    version: &str,
    shown: &Shown,
) -> Result<String, Error> {
    let shown = Shown { freshness: Freshness::default(), ..shown.clone() };
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
