//! What could not be read is kept for people to see, until it is read or gone.

use kalends_store::{SetAside, SqliteConnection, SyncState, set_aside};

use super::apply::Applied;
use crate::Error;

/// Reasons that are kept; all are counted.
const MOST: usize = 100;

/// Brings the list of a calendar up to date after a page: what the page has again goes, what could
/// not be read comes. The first page of a full reading begins a new list.
pub(super) async fn note(
    write: &mut SqliteConnection,
    state: &mut SyncState,
    first: bool,
    page: &Applied,
) -> Result<(), Error> {
    let nothing = page.odd.is_empty() && state.set_aside_count == 0 && !first;
    if nothing {
        return Ok(());
    }
    let before = set_aside::list(write, state.calendar_id).await?;
    let mut list: Vec<SetAside> = if first { Vec::new() } else { before.clone() };
    let known = list.len();
    list.retain(|one| !id_of(&one.excerpt).is_some_and(|id| page.ids.contains(id)));
    let gone = known - list.len();
    for odd in &page.odd {
        if list.len() < MOST {
            list.push(SetAside { reason: odd.reason.clone(), excerpt: excerpt(odd) });
        }
    }
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    state.set_aside_count = (state.set_aside_count - count(gone) + count(page.odd.len())).max(0);
    if list != before {
        set_aside::replace(write, state.calendar_id, &list).await?;
    }
    Ok(())
}

fn excerpt(odd: &super::page::Odd) -> String {
    if odd.id.is_empty() { odd.excerpt.clone() } else { format!("{} [{}]", odd.excerpt, odd.id) }
}

fn id_of(excerpt: &str) -> Option<&str> {
    excerpt.strip_suffix(']')?.rsplit_once(" [").map(|(_, id)| id)
}
