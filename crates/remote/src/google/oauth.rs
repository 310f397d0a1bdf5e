//! The token address: codes and refresh tokens become access tokens (RFC 6749, RFC 7636).

use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
    BasicTokenType,
};
use oauth2::{
    AsyncHttpClient, AuthType, AuthUrl, AuthorizationCode, Client, ClientId, ClientSecret,
    CsrfToken, EndpointNotSet, EndpointSet, ExtraTokenFields, HttpRequest, HttpResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope,
    StandardRevocableToken, StandardTokenResponse, TokenResponse, TokenUrl,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;

use super::classify::{is_foreign, retry_after, word};
use super::client_id::GoogleClientId;
use super::error::GoogleError;
use super::places::Places;
use super::scopes::Scopes;
use super::tokens::AccessToken;
use super::transport::{Request, Transport};
use crate::network::NetworkFault;

/// How long an access token lives when the answer does not say. Google's live an hour.
const LIFETIME: Duration = Duration::from_secs(3600);

/// What the token address gave.
#[derive(Clone, Debug)]
pub(crate) struct Granted {
    pub(crate) access: AccessToken,
    /// Set after a sign-in, and when the old one was replaced.
    pub(crate) refresh: Option<SecretString>,
    /// `None` when the answer does not say: then what was asked for.
    pub(crate) scopes: Option<Scopes>,
    /// Who signed in; only after a sign-in.
    pub(crate) id_token: Option<SecretString>,
}

/// What the browser has to be sent to, and what has to be remembered until it is back.
pub(crate) struct Question {
    pub(crate) url: Url,
    pub(crate) state: SecretString,
    pub(crate) verifier: SecretString,
}

/// Google's part of a token answer beside RFC 6749.
#[derive(Deserialize, Serialize)]
struct GoogleFields {
    #[serde(default)]
    id_token: Option<String>,
}

impl std::fmt::Debug for GoogleFields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GoogleFields").finish_non_exhaustive()
    }
}

impl ExtraTokenFields for GoogleFields {}

type Answer = StandardTokenResponse<GoogleFields, BasicTokenType>;

type OAuth<Auth, Token> = Client<
    BasicErrorResponse,
    Answer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    Auth,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    Token,
>;

fn oauth(places: &Places, client: &GoogleClientId) -> OAuth<EndpointSet, EndpointSet> {
    let mut oauth = Client::new(ClientId::new(client.id.clone()))
        .set_auth_uri(AuthUrl::from_url(places.auth.clone()))
        .set_token_uri(TokenUrl::from_url(places.token.clone()))
        // In the body, as Google's guide for desktop programs has it.
        .set_auth_type(AuthType::RequestBody);
    let secret = client.secret.expose_secret();
    if !secret.is_empty() {
        oauth = oauth.set_client_secret(ClientSecret::new(secret.to_owned()));
    }
    oauth
}

/// The address of the consent page: a code for `redirect`, PKCE with S256, a random state, and a
/// refresh token each time.
pub(crate) fn question(
    places: &Places,
    client: &GoogleClientId,
    redirect: &Url,
    scopes: &Scopes,
    hint: Option<&str>,
) -> Question {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let oauth = oauth(places, client).set_redirect_uri(RedirectUrl::from_url(redirect.clone()));
    let mut request = oauth
        .authorize_url(CsrfToken::new_random)
        .add_scopes(scopes.iter().map(|scope| Scope::new(scope.to_owned())))
        .set_pkce_challenge(challenge)
        .add_extra_param("access_type", "offline")
        // Google gives a refresh token only with the first consent, unless consent is asked anew.
        .add_extra_param("prompt", "consent")
        .add_extra_param("include_granted_scopes", "true");
    if let Some(hint) = hint {
        request = request.add_extra_param("login_hint", hint);
    }
    let (url, state) = request.url();
    Question {
        url,
        state: SecretString::from(state.into_secret()),
        verifier: SecretString::from(verifier.into_secret()),
    }
}

/// Exchanges the code of a sign-in.
///
/// Boxed, as [`refresh`] is: the generic client within keeps the compiler from seeing that the
/// future may change threads.
pub(crate) fn exchange_code<'a>(
    transport: &'a dyn Transport,
    places: &'a Places,
    client: &'a GoogleClientId,
    redirect: &'a Url,
    code: &'a SecretString,
    verifier: &'a SecretString,
    now: Timestamp,
) -> BoxFuture<'a, Result<Granted, GoogleError>> {
    Box::pin(async move {
        let oauth = oauth(places, client).set_redirect_uri(RedirectUrl::from_url(redirect.clone()));
        let wire = Wire(transport);
        let answer = oauth
            .exchange_code(AuthorizationCode::new(code.expose_secret().to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose_secret().to_owned()))
            .request_async(&wire)
            .await;
        answer.map(|answer| granted(&answer, now)).map_err(fault)
    })
}

/// Asks for a new access token.
pub(crate) fn refresh<'a>(
    transport: &'a dyn Transport,
    places: &'a Places,
    client: &'a GoogleClientId,
    token: &'a SecretString,
    now: Timestamp,
) -> BoxFuture<'a, Result<Granted, GoogleError>> {
    Box::pin(async move {
        let oauth = oauth(places, client);
        let wire = Wire(transport);
        let token = RefreshToken::new(token.expose_secret().to_owned());
        let answer = oauth.exchange_refresh_token(&token).request_async(&wire).await;
        answer.map(|answer| granted(&answer, now)).map_err(fault)
    })
}

/// Revokes a token and all that came from it. One that is dead already is as good as revoked.
pub(crate) async fn revoke(
    transport: &dyn Transport,
    places: &Places,
    token: &SecretString,
) -> Result<(), GoogleError> {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("token", token.expose_secret())
        .finish();
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert(
        reqwest::header::CONTENT_TYPE,
        reqwest::header::HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    let request = Request {
        method: reqwest::Method::POST,
        url: places.revoke.clone(),
        headers,
        body: body.into(),
    };
    let response = transport.send(request).await?;
    match response.status {
        200..=299 if !is_foreign(&response) => Ok(()),
        // RFC 7009 §2.2: `invalid_token` to a token that is no longer known.
        400 if !is_foreign(&response) => Ok(()),
        status @ (408 | 429 | 500..=599) => {
            Err(GoogleError::Unavailable { status, retry_after: retry_after(&response) })
        }
        _ => Err(GoogleError::Captive),
    }
}

fn granted(answer: &Answer, now: Timestamp) -> Granted {
    let access = SecretString::from(answer.access_token().secret().as_str());
    let lifetime = answer.expires_in().unwrap_or(LIFETIME);
    Granted {
        access: AccessToken::new(access, now, lifetime),
        refresh: answer.refresh_token().map(|token| SecretString::from(token.secret().as_str())),
        scopes: answer.scopes().map(|scopes| {
            let names: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
            Scopes::parse(&names.join(" "))
        }),
        id_token: answer.extra_fields().id_token.as_deref().map(SecretString::from),
    }
}

/// Our transport, as the OAuth client wants one.
struct Wire<'t>(&'t dyn Transport);

impl<'c> AsyncHttpClient<'c> for Wire<'_> {
    type Error = GoogleError;
    type Future = BoxFuture<'c, Result<HttpResponse, GoogleError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(send(self.0, request))
    }
}

/// What the transport brings, as far as it is the token address that speaks: success, and
/// refusals in the form of RFC 6749 §5.2.
async fn send(
    transport: &dyn Transport,
    request: HttpRequest,
) -> Result<HttpResponse, GoogleError> {
    let (parts, body) = request.into_parts();
    let url = Url::parse(&parts.uri.to_string()).map_err(|_| GoogleError::Unreadable)?;
    let request = Request { method: parts.method, url, headers: parts.headers, body: body.into() };
    let response = transport.send(request).await?;
    let status = response.status;
    tracing::debug!(status, "token address answered");
    match status {
        408 | 425 | 500..=510 | 512..=599 => {
            return Err(GoogleError::Unavailable { status, retry_after: retry_after(&response) });
        }
        429 => {
            return Err(GoogleError::RateLimited {
                retry_after: retry_after(&response),
                whole_project: false,
            });
        }
        300..=399 | 407 | 511 => return Err(GoogleError::Captive),
        _ if is_foreign(&response) => return Err(GoogleError::Captive),
        _ if response.body.is_empty() => return Err(GoogleError::Unreadable),
        _ => {}
    }
    let mut answer = HttpResponse::new(response.body.to_vec());
    *answer.status_mut() =
        reqwest::StatusCode::from_u16(status).map_err(|_| GoogleError::Unreadable)?;
    *answer.headers_mut() = response.headers;
    Ok(answer)
}

/// Neither the answer nor the description in it goes on: both may quote what was sent.
fn fault(error: RequestTokenError<GoogleError, BasicErrorResponse>) -> GoogleError {
    match error {
        RequestTokenError::Request(error) => error,
        RequestTokenError::ServerResponse(refusal) => {
            let reason = word(refusal.error().as_ref());
            match reason.as_str() {
                "invalid_grant" => GoogleError::SignedOut,
                "temporarily_unavailable" | "server_error" | "internal_failure" => {
                    GoogleError::Unavailable { status: 503, retry_after: None }
                }
                "slow_down" | "rate_limit_exceeded" => {
                    GoogleError::RateLimited { retry_after: None, whole_project: false }
                }
                _ => GoogleError::ClientRefused { reason },
            }
        }
        RequestTokenError::Parse(error, _) if error.inner().is_eof() => {
            GoogleError::Network(NetworkFault::Truncated)
        }
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => GoogleError::Unreadable,
    }
}
