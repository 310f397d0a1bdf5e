//! What an event was when an agent read it, as a word to hand back with a proposal.

use kalends_calendar::Event;
use kalends_store::{SqliteConnection, StoredEvent, agents, events};

use crate::{AgentId, Error, Target};

/// The version of an event for this agent: 16 hexadecimal digits of a hash over what it is, not
/// over what a server calls that. Of one occurrence it is about the series and its own change, of a
/// series about all its changes. Keyed by the agent, so that it proves no guess at what may not be
/// seen.
///
/// # Errors
/// [`Error::EventNotFound`] for what is not there or was deleted.
pub(crate) async fn base_version(
    conn: &mut SqliteConnection,
    agent: AgentId,
    target: Target,
) -> Result<String, Error> {
    let not_found = || Error::EventNotFound(target.event_id.to_string());
    let agent = agents::get(conn, agent).await?;
    let agent = agent.ok_or_else(|| Error::AgentNotFound("of this proposal".into()))?;
    let stored = crate::edits::row::find(conn, target.event_id).await?;
    let stored = stored.filter(|stored| stored.deleted_at.is_none()).ok_or_else(not_found)?;
    let overrides = events::list_overrides(conn, stored.id).await?;
    of(&agent.cursor_key, &stored, &overrides, target.original)
}

/// As [`base_version`], of rows that were read already.
pub(super) fn of(
    key: &[u8; 32],
    stored: &StoredEvent,
    overrides: &[StoredEvent],
    original: Option<i64>,
) -> Result<String, Error> {
    let mut hasher = blake3::Hasher::new_keyed(key);
    let own = |change: &&StoredEvent| {
        let at = change.event.recurrence_id.as_ref().map(|id| id.original.seconds());
        change.deleted_at.is_none() && original.is_none_or(|original| at == Some(original))
    };
    for one in std::iter::once(stored).chain(overrides.iter().filter(own)) {
        let content = events::encode(&content(&one.event))?;
        hasher.update(one.id.0.as_bytes());
        hasher.update(one.calendar_id.0.as_bytes());
        hasher.update(&(content.len() as u64).to_be_bytes());
        hasher.update(&content);
    }
    Ok(hasher.finalize().to_hex().chars().take(16).collect())
}

/// An event without what changes when nothing of it does.
fn content(event: &Event) -> Event {
    let mut event = event.clone();
    (event.sequence, event.last_modified, event.created) = (0, None, None);
    event.flags.clear();
    event.shared.conference_request = None;
    event
}
