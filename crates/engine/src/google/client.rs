//! Which OAuth client asks: the environment's, the user's own, or the one that is compiled in.

use kalends_remote::google::GoogleClientId;

use super::token;
use crate::{Engine, Error, GoogleClientSource, GoogleClientView, Problem};

/// Characters of an id that are shown.
const SHOWN: usize = 12;

impl Engine {
    /// The strongest client there is, and where it comes from.
    pub(crate) async fn find_google_client(
        &self,
    ) -> Result<Option<(GoogleClientId, GoogleClientSource)>, Error> {
        let config = &self.inner.config.google;
        if let Some(client) = &config.environment_client {
            return Ok(Some((client.clone(), GoogleClientSource::Environment)));
        }
        if let Some(client) = token::get_client(&self.inner.secrets).await? {
            return Ok(Some((client, GoogleClientSource::Settings)));
        }
        let built_in = config.built_in_client.clone();
        Ok(built_in.map(|client| (client, GoogleClientSource::BuiltIn)))
    }

    /// # Errors
    /// `no_client` when there is none.
    pub(crate) async fn need_google_client(&self) -> Result<GoogleClientId, Error> {
        let found = self.find_google_client().await?;
        found.map(|(client, _)| client).ok_or_else(|| {
            Error::Refused(Problem::new(
                "no_client",
                "no client id for Google is known",
                "Enter one under Accounts in the settings, or set KALENDS_GOOGLE_CLIENT_ID; the \
                 guide in docs/google.md shows how to get it.",
            ))
        })
    }

    /// Which client id is used for Google.
    pub async fn google_client(&self) -> Result<GoogleClientView, Error> {
        Ok(match self.find_google_client().await? {
            Some((client, source)) => {
                GoogleClientView { source, id: client.id.chars().take(SHOWN).collect() }
            }
            None => GoogleClientView { source: GoogleClientSource::None, id: String::new() },
        })
    }

    /// Keeps a client id and secret that the user entered, in the keychain; an empty id forgets it.
    /// Accounts that are signed in go on with the client that they signed in with.
    pub async fn set_google_client(&self, id: &str, secret: &str) -> Result<(), Error> {
        let client = GoogleClientId::given(id, secret);
        if client.is_none() && !id.trim().is_empty() {
            return Err(Error::Invalid("a client id has no blanks in it".into()));
        }
        token::set_client(&self.inner.secrets, client.as_ref()).await
    }
}
