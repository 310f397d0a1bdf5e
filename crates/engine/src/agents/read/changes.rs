//! What changed since an agent last asked.

use std::collections::HashSet;

use kalends_store::changes;

use super::event::Versions;
use crate::{
    AgentChange, AgentChanges, AgentSession, Error, Problem, Sight, Target, TargetId, Untrusted,
    agents::{Admitted, Sights, cursor, token},
};

const PURPOSE: &str = "changes";
/// Changes that are looked at at once.
const PAGE: u32 = 200;
const LONGEST_TITLE: usize = 500;

impl AgentSession {
    /// What changed since `cursor`, in the order in which it did, deletions included. Without a
    /// cursor nothing but the place to go on from. Cursors survive restarts and last for ever, until
    /// the user changes what may be seen or puts a backup back: the answer then says `reset`.
    ///
    /// # Errors
    /// Of kind `cursor` for what is no cursor of this agent.
    pub async fn list_changes(&self, cursor: Option<&str>) -> Result<AgentChanges, Error> {
        self.answered(self.known_changes(cursor)).await
    }

    async fn known_changes(&self, cursor: Option<&str>) -> Result<(AgentChanges, Sights), Error> {
        let (mut read, admitted) = self.read().await?;
        let key = &admitted.agent.cursor_key;
        let (last, epoch) = changes::last(&mut read).await?;
        let seen = fingerprint(key, &admitted.sights);
        let asked = match cursor {
            None => None,
            Some(text) => Some(cursor::open::<3>(key, PURPOSE, text).ok_or_else(no_cursor)?),
        };
        let after = match asked {
            Some([after, then, saw]) if (then, saw) == (epoch, seen) && after <= last => after,
            _ => {
                let cursor = cursor::seal(key, PURPOSE, token::nonce()?, &[last, epoch, seen]);
                let none = AgentChanges { changes: Vec::new(), cursor, more: false, reset: true };
                return Ok((none, admitted.sights));
            }
        };
        let known = admitted.sights.at_least(Sight::Busy);
        let found = changes::list(&mut read, after, &known, PAGE).await?;
        let more = found.len() >= PAGE as usize;
        let to = if more { found.last().map_or(last, |one| one.seq) } else { last };
        let changes = tell(&mut read, &admitted, found).await?;
        let cursor = cursor::seal(key, PURPOSE, token::nonce()?, &[to, epoch, seen]);
        Ok((AgentChanges { changes, cursor, more, reset: false }, admitted.sights))
    }
}

/// Each event once, at its last place; of calendars whose busy times alone are seen, that these
/// changed.
async fn tell(
    conn: &mut kalends_store::SqliteConnection,
    admitted: &Admitted,
    found: Vec<changes::Change>,
) -> Result<Vec<AgentChange>, Error> {
    let mut told = HashSet::new();
    let mut out = Vec::new();
    let mut versions = Versions::new(admitted);
    for one in found.into_iter().rev() {
        let titled = admitted.sights.of(one.calendar_id) >= Sight::Titles;
        if !told.insert((one.calendar_id, titled.then_some(one.event_id))) {
            continue;
        }
        let target = Target { event_id: one.event_id, original: None };
        let here = titled && !one.gone;
        out.push(AgentChange {
            calendar_id: one.calendar_id,
            event_id: titled.then_some(TargetId(target)),
            deleted: titled && one.gone,
            title: here.then(|| Untrusted::new(&one.title, LONGEST_TITLE)),
            base_version: if here { versions.of(conn, target).await? } else { None },
        });
    }
    out.reverse();
    Ok(out)
}

/// What the agent sees, in one number: places hold while it is the same.
fn fingerprint(key: &[u8; 32], sights: &Sights) -> i64 {
    let mut hasher = blake3::Hasher::new_keyed(key);
    let mut known: Vec<_> = sights.known().map(|(one, sight)| (one.id, sight)).collect();
    known.sort_unstable();
    for (id, sight) in known {
        hasher.update(id.0.as_bytes());
        hasher.update(sight.as_str().as_bytes());
    }
    let mut bytes = [0; 8];
    hasher.finalize_xof().fill(&mut bytes);
    i64::from_be_bytes(bytes)
}

fn no_cursor() -> Error {
    Error::Refused(Problem::new(
        "cursor",
        "the cursor is none of this agent's",
        "Leave it out to get a new one; hand cursors back unchanged.",
    ))
}
