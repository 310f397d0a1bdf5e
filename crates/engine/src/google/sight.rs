//! How much of a calendar's events its role shows (GOOGLE.md 32). Nothing tells of each event that is
//! shown otherwise than before: when the role changes in that, all of them are read again.

use kalends_store::{Calendar, Write, events, sync_state};

use crate::Error;

/// How much a role shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    Times,
    Public,
    All,
}

fn sight(role: &str) -> Sight {
    match role {
        "freeBusyReader" => Sight::Times,
        "reader" | "writerWithoutPrivateAccess" => Sight::Public,
        _ => Sight::All,
    }
}

/// Whether a role shows more or less than another one that was known.
pub(super) fn differs(before: &Calendar, now: &Calendar) -> bool {
    !before.role.is_empty() && sight(&before.role) != sight(&now.role)
}

/// Whether the role shows more or less than before; then the next reading is a full one that
/// believes no version.
pub(super) async fn note(
    write: &mut Write,
    before: &Calendar,
    now: &Calendar,
) -> Result<bool, Error> {
    if !differs(before, now) {
        return Ok(false);
    }
    events::forget_versions(write, now.id).await?;
    if let Some(mut state) = sync_state::get(write, now.id).await? {
        state.cursor.clear();
        state.page_token.clear();
        // One under way begins anew.
        state.full_running = false;
        sync_state::put(write, &state).await?;
    }
    Ok(true)
}
