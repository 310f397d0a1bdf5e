//! One account's access to the API: access tokens in memory, renewed before they end, one renewal
//! at a time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, IF_MATCH};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::classify::{Asked, accept};
use super::client_id::GoogleClientId;
use super::error::GoogleError;
use super::limiter::{Limiter, Share};
use super::oauth;
use super::pace::Pace;
use super::places::Places;
use super::scopes::Scopes;
use super::tokens::AccessToken;
use super::transport::{Request, Response, Transport};

/// Whoever keeps refresh tokens.
pub trait Keeper: Send + Sync {
    /// Google replaced the refresh token: this one belongs in the keychain instead. The request
    /// that brought it goes on when this returns.
    fn keep(&self, refresh: SecretString) -> BoxFuture<'_, ()>;
}

/// One account's access to the API. Shared by reference; callers run side by side.
pub struct Session {
    transport: Arc<dyn Transport>,
    pace: Arc<dyn Pace>,
    pub(crate) places: Places,
    client: GoogleClientId,
    share: Share,
    keeper: Option<Arc<dyn Keeper>>,
    access: tokio::sync::Mutex<Access>,
    /// How many renewals were tried.
    renewals: AtomicU64,
    scopes: Mutex<Option<Scopes>>,
}

struct Access {
    refresh: SecretString,
    token: Option<AccessToken>,
    /// Grows with every new access token.
    generation: u64,
    /// The refresh token is dead; nothing is asked before there is another.
    signed_out: bool,
    /// How the last renewal failed.
    failure: Option<GoogleError>,
}

/// A request of the API before it has a token.
#[derive(Clone)]
pub(crate) struct Ask {
    /// For the log: the method's name in Google's reference.
    pub(crate) name: &'static str,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) body: Bytes,
    pub(crate) if_match: Option<String>,
    pub(crate) asked: Asked,
}

impl Session {
    /// A session that knows the refresh token only. Asks nothing yet.
    pub fn new(
        transport: Arc<dyn Transport>,
        pace: Arc<dyn Pace>,
        places: Places,
        client: GoogleClientId,
        refresh: SecretString,
        limiter: &Arc<Limiter>,
    ) -> Self {
        let access =
            Access { refresh, token: None, generation: 0, signed_out: false, failure: None };
        Self {
            transport,
            pace,
            places,
            client,
            share: limiter.share(),
            keeper: None,
            access: tokio::sync::Mutex::new(access),
            renewals: AtomicU64::new(0),
            scopes: Mutex::new(None),
        }
    }

    /// With whoever is told of a new refresh token.
    #[must_use]
    pub fn with_keeper(mut self, keeper: Arc<dyn Keeper>) -> Self {
        self.keeper = Some(keeper);
        self
    }

    /// With the access token of a sign-in, and what was allowed then.
    #[must_use]
    pub fn with_access(mut self, access: AccessToken, scopes: Scopes) -> Self {
        self.access.get_mut().token = Some(access);
        *self.scopes.get_mut().unwrap_or_else(PoisonError::into_inner) = Some(scopes);
        self
    }

    /// What the account allows, as the token address said last; `None` before it said anything.
    /// It may shrink or grow: users change it in their Google account.
    pub fn scopes(&self) -> Option<Scopes> {
        self.scopes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Signs in again with the refresh token of another sign-in.
    pub async fn resume(&self, refresh: SecretString) {
        let mut access = self.access.lock().await;
        access.refresh = refresh;
        access.token = None;
        access.signed_out = false;
        access.failure = None;
    }

    /// Revokes the refresh token and all access tokens of it. From then on the session is signed
    /// out. Done when the token was dead already.
    pub async fn revoke(&self) -> Result<(), GoogleError> {
        let mut access = self.access.lock().await;
        oauth::revoke(&*self.transport, &self.places, &access.refresh).await?;
        access.signed_out = true;
        access.token = None;
        Ok(())
    }

    /// One request, with a token, within the quota. A 401 renews the token and asks once more.
    pub(crate) async fn call(&self, ask: Ask) -> Result<Response, GoogleError> {
        let mut renewed = false;
        loop {
            let (token, generation) = self.token().await?;
            self.share.take().await;
            let response = self.transport.send(request(&ask, &token)?).await?;
            tracing::debug!(
                request = ask.name,
                status = response.status,
                bytes = response.body.len(),
                "Google answered"
            );
            let answer = accept(response, ask.asked);
            match &answer {
                Err(GoogleError::Unauthorized) => {
                    self.reject(generation).await;
                    if !renewed {
                        renewed = true;
                        continue;
                    }
                }
                Err(error @ GoogleError::RateLimited { whole_project, .. }) => {
                    let hold = error.retry_after(self.pace.now()).unwrap_or(Duration::ZERO);
                    self.share.narrow(*whole_project, hold);
                }
                Ok(_) | Err(_) => {}
            }
            return answer;
        }
    }

    /// An access token that will last for the request, and which one it is.
    async fn token(&self) -> Result<(SecretString, u64), GoogleError> {
        let renewals = self.renewals.load(Ordering::Acquire);
        let mut access = self.access.lock().await;
        if access.signed_out {
            return Err(GoogleError::SignedOut);
        }
        if let Some(token) = access.token.as_ref().filter(|token| token.is_fresh(self.pace.now())) {
            return Ok((token.secret.clone(), access.generation));
        }
        // Who waited here while somebody else's renewal failed shares that failure.
        let waited = self.renewals.load(Ordering::Acquire) != renewals;
        let failure = match access.failure.clone().filter(|_| waited) {
            Some(failure) => Err(failure),
            None => self.renew(&mut access).await,
        };
        match (failure, &access.token) {
            (Ok(()), Some(token)) => Ok((token.secret.clone(), access.generation)),
            (Ok(()), None) => Err(GoogleError::Unreadable),
            // In its last minutes a token is still good.
            (Err(error), Some(token))
                if !error.is_permanent() && token.is_alive(self.pace.now()) =>
            {
                Ok((token.secret.clone(), access.generation))
            }
            (Err(error), _) => Err(error),
        }
    }

    async fn renew(&self, access: &mut Access) -> Result<(), GoogleError> {
        let now = self.pace.now();
        let answer =
            oauth::refresh(&*self.transport, &self.places, &self.client, &access.refresh, now)
                .await;
        self.renewals.fetch_add(1, Ordering::AcqRel);
        match answer {
            Ok(granted) => {
                access.token = Some(granted.access);
                access.generation += 1;
                access.failure = None;
                if let Some(scopes) = granted.scopes {
                    let mut known = self.scopes.lock().unwrap_or_else(PoisonError::into_inner);
                    *known = Some(scopes);
                }
                if let Some(refresh) = granted.refresh
                    && refresh.expose_secret() != access.refresh.expose_secret()
                {
                    access.refresh = refresh.clone();
                    if let Some(keeper) = &self.keeper {
                        keeper.keep(refresh).await;
                    }
                }
                Ok(())
            }
            Err(error) => {
                access.signed_out = error == GoogleError::SignedOut;
                access.failure = Some(error.clone());
                Err(error)
            }
        }
    }

    /// Forgets a token the API did not take, unless somebody renewed it in the meantime.
    async fn reject(&self, generation: u64) {
        let mut access = self.access.lock().await;
        if access.generation == generation {
            access.token = None;
        }
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("scopes", &self.scopes()).finish_non_exhaustive()
    }
}

fn request(ask: &Ask, token: &SecretString) -> Result<Request, GoogleError> {
    let mut headers = HeaderMap::new();
    let mut authorization = header(&format!("Bearer {}", token.expose_secret()))?;
    authorization.set_sensitive(true);
    headers.insert(AUTHORIZATION, authorization);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    if !ask.body.is_empty() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if let Some(etag) = &ask.if_match {
        headers.insert(IF_MATCH, header(etag)?);
    }
    Ok(Request {
        method: ask.method.clone(),
        url: ask.url.clone(),
        headers,
        body: ask.body.clone(),
    })
}

fn header(value: &str) -> Result<HeaderValue, GoogleError> {
    HeaderValue::from_str(value).map_err(|_| GoogleError::Unreadable)
}

#[cfg(test)]
mod tests;
