//! What a sync says of the account as a whole.

use std::time::Instant;

use jiff::Timestamp;
use kalends_remote::google::{GoogleError, Session};
use kalends_store::{Account, Calendar, accounts};

use super::Wanted;
use crate::{
    AccountId, Engine, EngineEvent, Error, Problem, RunResult, RunView,
    google::{ABOUT_ACCOUNT, list::derive_all},
};

/// Kinds of problems that a calendar has by itself.
const OF_CALENDAR: [&str; 11] = [
    "calendar_gone",
    "direction",
    "endless",
    "empty_list",
    "forbidden",
    "full_sync_required",
    "gone",
    "invalid",
    "not_found",
    "role",
    "too_large",
];

impl Engine {
    /// The account as a whole fails: it says so itself, once, and every calendar that was to be
    /// synced has its line.
    pub(super) async fn note_account(
        &self,
        account: &Account,
        targets: &[Calendar],
        wanted: &Wanted,
        begun: (Timestamp, Instant),
        error: &Error,
    ) -> Result<Vec<RunView>, Error> {
        let problem = error.problem();
        tracing::warn!(account = %account.id, kind = problem.kind, "an account failed: {problem}");
        let mut write = self.inner.store.begin().await?;
        let mut stored = accounts::get(&mut write, account.id).await?;
        let is_new = stored.problem.as_ref().is_none_or(|before| before.kind != problem.kind);
        // Somebody who signed out meanwhile is not asked to sign in.
        if stored.signed_in && is_new {
            stored.problem = Some(problem.into());
            accounts::update(&mut write, &stored).await?;
        }
        write.commit().await?;
        if matches!(error, Error::Google(GoogleError::SignedOut)) {
            self.inner.google.forget(account.id);
        }
        if is_new {
            self.tell(EngineEvent::AccountsChanged);
        }
        let mut views = Vec::new();
        for calendar in targets {
            views.push(self.note_failure(calendar.id, wanted.trigger, begun, error).await?);
        }
        Ok(views)
    }

    /// The account can be used: what was wrong with it is over, or `problem` now, and what it allows
    /// may have changed.
    pub(super) async fn note_well(
        &self,
        id: AccountId,
        session: &Session,
        problem: Option<Problem>,
    ) -> Result<(), Error> {
        let problem = problem.map(kalends_store::Problem::from);
        let allowed = session.scopes().map(|scopes| scopes.to_text());
        let is_same = |account: &Account| {
            account.problem == problem && allowed.as_ref().is_none_or(|it| *it == account.scopes)
        };
        {
            let mut read = self.inner.store.read().await?;
            if is_same(&accounts::get(&mut read, id).await?) {
                return Ok(());
            }
        }
        let mut write = self.inner.store.begin().await?;
        let mut account = accounts::get(&mut write, id).await?;
        if is_same(&account) || !account.signed_in {
            return Ok(());
        }
        account.problem = problem;
        if let Some(allowed) = allowed {
            account.scopes = allowed;
        }
        accounts::update(&mut write, &account).await?;
        derive_all(&mut write, &account).await?;
        write.commit().await?;
        self.tell(EngineEvent::AccountsChanged);
        Ok(())
    }
}

/// What all calendars of a run failed of, when it is the same and not their own.
pub(super) fn in_common(views: &[RunView]) -> Option<Problem> {
    let first = views.first()?.problem.as_ref()?;
    let is_same = |view: &RunView| {
        let kind = view.problem.as_ref().map(|problem| problem.kind.as_str());
        view.result == RunResult::Failed && kind == Some(first.kind.as_str())
    };
    (views.iter().all(is_same) && !OF_CALENDAR.contains(&first.kind.as_str()))
        .then(|| first.clone())
}

/// Whether the fault is the account's, not a calendar's.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others are about other things")]
pub(super) fn is_about_account(error: &Error) -> bool {
    match error {
        Error::Google(error) => matches!(
            error,
            GoogleError::SignedOut
                | GoogleError::Unauthorized
                | GoogleError::ClientRefused { .. }
                | GoogleError::ApiDisabled
                | GoogleError::Insecure
        ),
        Error::Secrets(_) => true,
        Error::Refused(problem) => ABOUT_ACCOUNT.contains(&problem.kind.as_str()),
        _ => false,
    }
}
