//! Accounts: signing in, signing out, and how they do.

use crate::{AccountId, AccountView, Engine, Error, GoogleClientView, SignInStarted};

impl Engine {
    /// All accounts, in the order of the sidebar.
    pub async fn list_accounts(&self) -> Result<Vec<AccountView>, Error> {
        Ok(Vec::new())
    }

    /// Begins to sign in to Google: makes the page's address and waits for the answer on this
    /// computer for five minutes. `account` signs in again or asks for what is missing; `hint` is
    /// the mail address to suggest.
    pub async fn begin_sign_in(
        &self,
        _account: Option<AccountId>,
        _hint: Option<&str>,
    ) -> Result<SignInStarted, Error> {
        Err(Error::Invalid("signing in is not there yet".into()))
    }

    /// Waits until the user has answered in the browser, and keeps the account. Its calendars are
    /// listed and their first sync begins.
    pub async fn finish_sign_in(&self, _id: u64) -> Result<AccountView, Error> {
        Err(Error::Invalid("signing in is not there yet".into()))
    }

    /// Ends a sign-in: [`Engine::finish_sign_in`] then fails with the kind `cancelled`.
    pub fn cancel_sign_in(&self, _id: u64) {}

    /// Signs out: revokes the token and takes it out of the keychain. With `keep_events` the
    /// calendars stay readable and unsent edits wait for the account to come back; without, all of
    /// it goes.
    pub async fn remove_account(&self, _id: AccountId, _keep_events: bool) -> Result<(), Error> {
        Err(Error::Invalid("signing out is not there yet".into()))
    }

    /// Which client id is used for Google.
    pub async fn google_client(&self) -> Result<GoogleClientView, Error> {
        Err(Error::Invalid("signing in is not there yet".into()))
    }

    /// Keeps a client id and secret that the user entered, in the keychain; an empty id forgets it.
    pub async fn set_google_client(&self, _id: &str, _secret: &str) -> Result<(), Error> {
        Err(Error::Invalid("signing in is not there yet".into()))
    }
}
