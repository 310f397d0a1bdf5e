//! The edge at which answers are handed to an agent: while it still may have them, and without a word
//! of what went wrong inside.

use kalends_store::SqliteConnection;

use super::{session::AgentSession, sight::Sights};
use crate::{Error, Problem};

impl AgentSession {
    /// Hands over what came of a reading, made with these sights, unless the user paused or revoked
    /// the agent meanwhile, or lets it see less.
    ///
    /// # Errors
    /// As of the reading; of kind `agent_denied`, `agent_paused` or `agent_revoked`; of kind
    /// `sight_changed`.
    pub(super) async fn answered<T>(
        &self,
        reading: impl Future<Output = Result<(T, Sights), Error>> + Send,
    ) -> Result<T, Error> {
        let (answer, sights) = Box::pin(reading).await.map_err(veiled)?;
        let mut read =
            self.engine.inner.store.read().await.map_err(|error| veiled(error.into()))?;
        self.check_still(&mut read, &sights).await.map_err(veiled)?;
        Ok(answer)
    }

    async fn check_still(&self, conn: &mut SqliteConnection, sights: &Sights) -> Result<(), Error> {
        let now = self.admit(conn).await?.sights;
        if now.at_least_as(sights) {
            return Ok(());
        }
        Err(Error::Refused(Problem::new(
            "sight_changed",
            "the user changed what you may see while this was answered",
            "Ask again.",
        )))
    }
}

/// A failure inside, without a word of what it was about: the value that could not be read may be of
/// what the agent must not see.
pub(crate) fn veiled(error: Error) -> Error {
    match error {
        Error::CalendarNotFound(_)
        | Error::EventNotFound(_)
        | Error::ProposalNotFound(_)
        | Error::Invalid(_)
        | Error::Refused(_) => return error,
        Error::Store(_)
        | Error::File { .. }
        | Error::ReminderNotFound(_)
        | Error::NotAFeed(_)
        | Error::NotSynced(_)
        | Error::ReadOnly(_)
        | Error::Address(_)
        | Error::Fetch(_)
        | Error::Text(_)
        | Error::Secrets(_)
        | Error::AddressMissing(_)
        | Error::TooManyEvents { .. }
        | Error::AccountNotFound(_)
        | Error::AgentNotFound(_)
        | Error::Google(_)
        | Error::SignIn(_)
        | Error::Busy(_)
        | Error::Cancelled(_) => {}
    }
    tracing::error!(%error, "an agent could not be answered");
    Error::Refused(Problem::new(
        "database",
        "the calendars could not be read",
        "Try again; ask the user to run `kalends doctor` if it lasts.",
    ))
}
