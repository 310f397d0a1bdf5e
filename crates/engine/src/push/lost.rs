//! Whether something was not found because the account lost the calendar.

use kalends_remote::google::{GoogleError, Session};
use kalends_store::{Calendar, calendars, pending};

use super::entry::Entry;
use crate::{
    Engine, Error, Problem,
    google::held::{held, is_of_google},
};

/// Says why, when Google does not list the calendar any more in which something was not found: then
/// nothing was deleted, and the edit waits. The list of calendars is read anew to tell.
pub(super) async fn check(
    engine: &Engine,
    session: &Session,
    calendar: &Calendar,
    error: &GoogleError,
) -> Result<Result<(), GoogleError>, Error> {
    if !error.is_gone() {
        return Ok(Ok(()));
    }
    let account = engine.google_account(calendar.account_id).await?;
    match Box::pin(engine.refresh_list(&account, session, true)).await {
        Err(Error::Google(error)) => return Ok(Err(error)),
        listed => listed?,
    };
    let mut read = engine.inner.store.read().await?;
    let all = calendars::list(&mut read).await?;
    let now = all.iter().find(|one| one.id == calendar.id);
    match now.and_then(held).filter(is_about) {
        Some(problem) => Err(Error::Refused(problem)),
        None => Ok(Ok(())),
    }
}

/// Nothing of a try arrived; what was in doubt before it still is.
pub(super) async fn take_back(engine: &Engine, entry: &Entry) -> Result<(), Error> {
    let mut write = engine.inner.store.begin().await?;
    if let Some(mut pending) = pending::get(&mut write, entry.stored.id).await? {
        pending.mine.clone_from(&entry.pending.mine);
        pending.theirs_gone = entry.pending.theirs_gone;
        pending::put(&mut write, &pending).await?;
    }
    Ok(write.commit().await?)
}

/// Whether it is such a loss.
pub(super) fn is_lost(error: &Error) -> bool {
    matches!(error, Error::Refused(problem) if is_about(problem))
}

fn is_about(problem: &Problem) -> bool {
    is_of_google(&problem.kind)
}
