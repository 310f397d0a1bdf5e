//! Whose account it is.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::error::SignInError;
use crate::google::classify::{Asked, accept};
use crate::google::error::GoogleError;
use crate::google::oauth::Granted;
use crate::google::places::Places;
use crate::google::scopes::Scopes;
use crate::google::tokens::Tokens;
use crate::google::transport::{Request, Transport};

/// The claims used of an id token, and of the userinfo address (OpenID Connect Core §5.1).
#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    email: String,
    #[serde(default)]
    name: String,
}

/// The tokens with a name to them, when they last.
pub(super) async fn complete(
    transport: &dyn Transport,
    places: &Places,
    granted: Granted,
    wanted: Scopes,
) -> Result<Tokens, SignInError> {
    let Granted { access, refresh, scopes, id_token } = granted;
    let refresh = refresh.ok_or(SignInError::NoRefreshToken)?;
    let claims = match id_token.as_ref().and_then(read_id_token) {
        Some(claims) => claims,
        None => ask(transport, places, &access.secret).await.map_err(SignInError::Google)?,
    };
    if claims.email.is_empty() {
        return Err(SignInError::NoAddress);
    }
    Ok(Tokens {
        refresh,
        access,
        // An answer that names no scopes grants what was asked for (RFC 6749 §5.1).
        scopes: scopes.unwrap_or(wanted),
        email: claims.email,
        name: claims.name,
    })
}

/// Reads the middle part of a JSON Web Token. Its signature is not looked at: the token comes
/// straight from the token address, over TLS (OpenID Connect Core §3.1.3.7, 6).
fn read_id_token(token: &SecretString) -> Option<Claims> {
    let payload = token.expose_secret().split('.').nth(1)?;
    let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    let claims: Claims = serde_json::from_slice(&payload).ok()?;
    (!claims.email.is_empty()).then_some(claims)
}

async fn ask(
    transport: &dyn Transport,
    places: &Places,
    access: &SecretString,
) -> Result<Claims, GoogleError> {
    let mut headers = HeaderMap::new();
    let mut authorization = HeaderValue::from_str(&format!("Bearer {}", access.expose_secret()))
        .map_err(|_| GoogleError::Unreadable)?;
    authorization.set_sensitive(true);
    headers.insert(AUTHORIZATION, authorization);
    let request =
        Request { method: Method::GET, url: places.userinfo.clone(), headers, body: Bytes::new() };
    let response = accept(transport.send(request).await?, Asked::Plain)?;
    serde_json::from_slice(&response.body).map_err(|_| GoogleError::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_id_token_or_nothing() {
        let token = |payload: &str| {
            SecretString::from(format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(payload)))
        };
        let claims = |token: SecretString| read_id_token(&token).map(|c| (c.email, c.name));
        let ann = Some(("ann@h.example".to_owned(), "Änn".to_owned()));
        assert_eq!(claims(token(r#"{"sub":"1","email":"ann@h.example","name":"Änn"}"#)), ann);
        assert_eq!(claims(token(r#"{"sub":"1"}"#)), None);
        assert_eq!(claims(token("[]")), None);
        for text in ["", "e30", "e30.%%%.x", ".."] {
            assert_eq!(claims(SecretString::from(text)), None, "{text}");
        }
    }
}
