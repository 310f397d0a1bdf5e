//! What a full reading did not name, although edits of it wait for the user.

use kalends_store::{Calendar, Write, events, pending};

use crate::{Engine, Error, push};

/// Tells edits that wait for the user that what they are about is gone: nothing is sent of them that
/// would find that out. Edits that are yet to be sent find it out themselves. `generation` is that of
/// the full reading.
pub(super) async fn reconcile(
    engine: &Engine,
    write: &mut Write,
    calendar: &Calendar,
    generation: i64,
) -> Result<(), Error> {
    for edit in pending::list_of_account(write, calendar.account_id).await? {
        if !edit.state.needs_user() || edit.base.is_none() {
            continue;
        }
        let stored = events::get(write, edit.event_id).await?;
        // No list names an occurrence that was only asked for by its id.
        let seen = stored.seen_generation == generation || stored.seen_generation == 0;
        if stored.calendar_id != calendar.id || seen || stored.deleted_at.is_some() {
            continue;
        }
        push::reconcile(engine, write, calendar, &stored, edit, push::Theirs::Gone).await?;
    }
    Ok(())
}
