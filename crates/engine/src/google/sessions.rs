//! The sessions of this process, one for each account: access tokens live in them and nowhere else.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use kalends_remote::{
    ExposeSecret as _, SecretString, Secrets,
    google::{
        AccessToken, BoxFuture, GoogleClientId, Keeper, Limiter, Pace, Scopes, Session, Transport,
        WebOptions, WebTransport,
    },
};

use super::{
    TOKEN_MISSING, WRONG_PLACE,
    gate::Gate,
    pace::EnginePace,
    sign_in::SignIns,
    token::{self, Kept},
};
use crate::{AccountId, Config, Engine, Error, Problem};

/// What this process has open towards Google.
pub(crate) struct Google {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) pace: Arc<dyn Pace>,
    limiter: Arc<Limiter>,
    sessions: Mutex<HashMap<AccountId, Open>>,
    gates: Mutex<HashMap<AccountId, Arc<Gate>>>,
    pub(crate) sign_ins: SignIns,
}

struct Open {
    session: Arc<Session>,
    /// What it was opened with, to notice when another process signed in again.
    refresh: SecretString,
}

impl Google {
    pub(crate) fn new(config: &Config) -> Self {
        let pace: Arc<dyn Pace> = Arc::new(EnginePace::of(config));
        let transport = config.google.transport.clone().unwrap_or_else(|| {
            let extra_roots = config.extra_roots.clone();
            Arc::new(WebTransport::new(WebOptions { extra_roots, ..WebOptions::default() }))
        });
        Self {
            transport,
            limiter: Limiter::google(Arc::clone(&pace)),
            pace,
            sessions: Mutex::default(),
            gates: Mutex::default(),
            sign_ins: SignIns::default(),
        }
    }

    /// Opens a session in the place of the one before; with the access token and the permissions of
    /// a sign-in, where there was one.
    pub(crate) fn open(
        &self,
        engine: &Engine,
        account: AccountId,
        kept: Kept,
        granted: Option<(AccessToken, Scopes)>,
    ) -> Arc<Session> {
        let refresh = kept.refresh.clone();
        let keeper =
            Keeping { secrets: engine.inner.secrets.clone(), account, client: kept.client.clone() };
        let mut session = Session::new(
            Arc::clone(&self.transport),
            Arc::clone(&self.pace),
            engine.inner.config.google.places.clone(),
            kept.client,
            kept.refresh,
            &self.limiter,
        )
        .with_keeper(Arc::new(keeper));
        if let Some((access, scopes)) = granted {
            session = session.with_access(access, scopes);
        }
        let session = Arc::new(session);
        let open = Open { session: Arc::clone(&session), refresh };
        lock(&self.sessions).insert(account, open);
        session
    }

    /// Forgets the session of an account: the next one begins with what is among the secrets.
    pub(crate) fn forget(&self, account: AccountId) {
        lock(&self.sessions).remove(&account);
    }

    /// What keeps the work on an account in order.
    pub(crate) fn gate(&self, config: &Config, account: AccountId) -> Arc<Gate> {
        let mut gates = lock(&self.gates);
        let gate = gates.entry(account);
        Arc::clone(gate.or_insert_with(|| Arc::new(Gate::new(&config.data_dir, account))))
    }
}

/// Puts a token that Google replaced among the secrets.
struct Keeping {
    secrets: Secrets,
    account: AccountId,
    client: GoogleClientId,
}

impl Keeper for Keeping {
    fn keep(&self, refresh: SecretString) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let kept = Kept { refresh, client: self.client.clone() };
            if let Err(error) = token::set(&self.secrets, self.account, &kept).await {
                tracing::error!(account = %self.account, "a new token could not be kept: {error}");
            }
        })
    }
}

/// The session of an account, opened with the token among the secrets at the first call.
///
/// # Errors
/// `token_missing` when the secrets have none; what the keychain says when it does not answer.
pub(crate) async fn session(engine: &Engine, account: AccountId) -> Result<Arc<Session>, Error> {
    let google = &engine.inner.google;
    if let Some(open) = lock(&google.sessions).get(&account) {
        return Ok(Arc::clone(&open.session));
    }
    check_places(engine)?;
    let kept = token::get(&engine.inner.secrets, account).await?.ok_or_else(token_missing)?;
    Ok(google.open(engine, account, kept, None))
}

/// Whether the secrets have another token than the open session uses: another process signed in
/// again.
pub(crate) async fn is_stale(engine: &Engine, account: AccountId) -> Result<bool, Error> {
    let kept = token::get(&engine.inner.secrets, account).await?;
    let sessions = lock(&engine.inner.google.sessions);
    let open = sessions.get(&account).map(|open| open.refresh.expose_secret());
    Ok(kept.is_some_and(|kept| Some(kept.refresh.expose_secret()) != open))
}

/// # Errors
/// When `KALENDS_GOOGLE_URL` cannot be used: Google itself is not asked in its stead.
pub(crate) fn check_places(engine: &Engine) -> Result<(), Error> {
    let Some(problem) = &engine.inner.config.google.places_problem else { return Ok(()) };
    let remedy = "Correct KALENDS_GOOGLE_URL, or unset it to talk to Google.";
    Err(Error::Refused(Problem::new(WRONG_PLACE, problem.as_str(), remedy)))
}

fn token_missing() -> Error {
    Error::Refused(Problem::new(
        TOKEN_MISSING,
        "the account's token is not among the secrets",
        "Sign in again; calendars and unsent edits are kept.",
    ))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
