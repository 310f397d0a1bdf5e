//! Sign-in: consent, codes with PKCE, access and refresh tokens, revocation.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    Google,
    message::{Request, Response},
    refusal::Refusal,
};

/// A client that is always known.
pub const CLIENT_ID: &str = "1014-standin.apps.googleusercontent.com";
/// Its secret.
pub const CLIENT_SECRET: &str = "GOCSPX-stand-in";

const PREFIX: &str = "https://www.googleapis.com/auth/";

/// What becomes of a request for consent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Consent {
    /// A page asks.
    #[default]
    Ask,
    /// Given at once, by this user (else the hinted one, else the first), for these scopes (else
    /// all).
    Give {
        /// Who.
        user: Option<String>,
        /// What stays ticked.
        scopes: Option<Vec<String>>,
    },
    /// Refused at once.
    Refuse,
}

/// What an access token allows.
#[derive(Clone, Debug)]
pub(super) struct Access {
    pub(super) user: String,
    pub(super) scopes: BTreeSet<String>,
    expires: i64,
    client: String,
}

impl Access {
    /// Whatever a user may do.
    pub(super) fn whole(user: &str) -> Self {
        let scopes = BTreeSet::from([format!("{PREFIX}calendar")]);
        Self { user: user.to_owned(), scopes, expires: i64::MAX, client: CLIENT_ID.to_owned() }
    }

    /// Whether one of these scopes (without their prefix) was granted.
    pub(super) fn need(&self, scopes: &[&str]) -> Result<(), Refusal> {
        let granted = |scope: &&str| self.scopes.contains(&format!("{PREFIX}{scope}"));
        if scopes.iter().any(granted) { Ok(()) } else { Err(Refusal::scope()) }
    }
}

#[derive(Clone, Debug)]
struct Code {
    user: String,
    client: String,
    redirect: String,
    challenge: String,
    scopes: BTreeSet<String>,
    expires: i64,
}

#[derive(Clone, Debug)]
struct Grant {
    user: String,
    client: String,
    scopes: BTreeSet<String>,
}

/// Clients, codes and tokens.
#[derive(Clone, Debug)]
pub(super) struct Oauth {
    pub(super) clients: BTreeMap<String, String>,
    codes: BTreeMap<String, Code>,
    access: BTreeMap<String, Access>,
    refresh: BTreeMap<String, Grant>,
}

impl Default for Oauth {
    fn default() -> Self {
        Self {
            clients: BTreeMap::from([(CLIENT_ID.to_owned(), CLIENT_SECRET.to_owned())]),
            codes: BTreeMap::new(),
            access: BTreeMap::new(),
            refresh: BTreeMap::new(),
        }
    }
}

fn refused(status: u16, error: &str, description: &str) -> Response {
    Response::json(status, &json!({"error": error, "error_description": description}))
}

/// The scopes of a request, as answers spell them.
pub(super) fn scopes_of(text: &str) -> BTreeSet<String> {
    let spell = |scope: &str| match scope {
        "email" | "profile" => format!("{PREFIX}userinfo.{scope}"),
        _ => scope.to_owned(),
    };
    text.split_whitespace().map(spell).collect()
}

/// Whether a scope only tells who somebody is; nobody can untick such a scope.
pub(super) fn only_signs_in(scope: &str) -> bool {
    scope == "openid" || scope.contains("userinfo.")
}

impl Google {
    /// One more OAuth client.
    pub fn add_client(&mut self, id: &str, secret: &str) {
        self.oauth.clients.insert(id.to_owned(), secret.to_owned());
    }

    /// Ends every grant of a user: refreshing says `invalid_grant`, access tokens are refused.
    pub fn revoke_user(&mut self, user: &str) {
        self.oauth.refresh.retain(|_, grant| grant.user != user);
        self.oauth.access.retain(|_, access| access.user != user);
    }

    /// Every access token is refused from now on; refreshing works.
    pub fn expire_access(&mut self) {
        self.oauth.access.clear();
    }

    /// How many refresh tokens of a user are good.
    pub fn count_grants(&self, user: &str) -> usize {
        self.oauth.refresh.values().filter(|grant| grant.user == user).count()
    }

    /// Signs a user in without any page: an access token and a refresh token for these scopes
    /// (with or without their prefix), of the client [`CLIENT_ID`].
    pub fn sign_in(&mut self, user: &str, scopes: &[&str]) -> (String, String) {
        let spell = |scope: &&str| match scope.contains("://") || only_signs_in(scope) {
            true => (*scope).to_owned(),
            false => format!("{PREFIX}{scope}"),
        };
        let mut scopes: BTreeSet<String> = scopes.iter().map(spell).collect();
        scopes.extend(scopes_of("openid email"));
        let grant = Grant { user: user.to_owned(), client: CLIENT_ID.to_owned(), scopes };
        let refresh = format!("1//0{}", self.make_id(40));
        self.oauth.refresh.insert(refresh.clone(), grant.clone());
        (self.make_access(&grant), refresh)
    }

    fn make_access(&mut self, grant: &Grant) -> String {
        let token = format!("ya29.a0{}", self.make_id(60));
        let access = Access {
            user: grant.user.clone(),
            scopes: grant.scopes.clone(),
            expires: self.now.as_second() + self.token_seconds,
            client: grant.client.clone(),
        };
        self.oauth.access.insert(token.clone(), access);
        token
    }

    /// Who asks.
    pub(super) fn access(&self, request: &Request) -> Result<Access, Refusal> {
        let header = request.get_header("authorization").unwrap_or_default();
        let token = header.strip_prefix("Bearer ").unwrap_or_default();
        let access = self.oauth.access.get(token);
        let access = access.filter(|access| access.expires > self.now.as_second());
        access.cloned().ok_or_else(Refusal::unauthenticated)
    }

    /// The code for a consent that was given.
    pub(super) fn make_code(
        &mut self,
        request: &Request,
        user: &str,
        scopes: BTreeSet<String>,
    ) -> String {
        let mut scopes = scopes;
        let client = request.get("client_id").unwrap_or_default().to_owned();
        if request.is("include_granted_scopes") {
            let before = self.oauth.refresh.values();
            let before = before.filter(|grant| grant.user == user && grant.client == client);
            scopes.extend(before.flat_map(|grant| grant.scopes.clone()).collect::<Vec<_>>());
        }
        let code = format!("4/0A{}", self.make_id(40));
        let made = Code {
            user: user.to_owned(),
            client,
            redirect: request.get("redirect_uri").unwrap_or_default().to_owned(),
            challenge: request.get("code_challenge").unwrap_or_default().to_owned(),
            scopes,
            expires: self.now.as_second() + 600,
        };
        self.oauth.codes.insert(code.clone(), made);
        code
    }

    /// The token endpoint (RFC 6749 §4.1.3, §6; RFC 7636).
    pub(super) fn give_tokens(&mut self, request: &Request) -> Response {
        let fields: BTreeMap<String, String> = request.fields().into_iter().collect();
        let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        // RFC 6749 §2.3.1: the client may also say who it is in a header.
        let basic = request.get_header("authorization").and_then(|all| all.strip_prefix("Basic "));
        let basic =
            basic.and_then(|text| base64::engine::general_purpose::STANDARD.decode(text).ok());
        let basic = basic.and_then(|bytes| String::from_utf8(bytes).ok());
        let (client, secret) = match basic.as_deref().and_then(|pair| pair.split_once(':')) {
            Some((client, secret)) => (client.to_owned(), secret.to_owned()),
            None => (field("client_id").to_owned(), field("client_secret").to_owned()),
        };
        match self.oauth.clients.get(&client) {
            None => return refused(401, "invalid_client", "The OAuth client was not found."),
            Some(known) if *known != secret => {
                return match secret.as_str() {
                    "" => refused(400, "invalid_request", "client_secret is missing."),
                    _ => refused(401, "invalid_client", "Unauthorized"),
                };
            }
            Some(_) => {}
        }
        match field("grant_type") {
            "authorization_code" => {
                let grant = match self.redeem(&client, &field) {
                    Ok(grant) => grant,
                    Err(answer) => return answer,
                };
                let refresh = format!("1//0{}", self.make_id(40));
                self.oauth.refresh.insert(refresh.clone(), grant.clone());
                self.tokens(&grant, Some(refresh))
            }
            "refresh_token" => {
                let given = field("refresh_token").to_owned();
                let grant = self.oauth.refresh.get(&given).filter(|one| one.client == client);
                let Some(grant) = grant.cloned() else {
                    let description = "Token has been expired or revoked.";
                    return refused(400, "invalid_grant", description);
                };
                let next = self.rotates.then(|| format!("1//0{}", self.make_id(40)));
                if let Some(next) = &next {
                    self.oauth.refresh.remove(&given);
                    self.oauth.refresh.insert(next.clone(), grant.clone());
                }
                self.tokens(&grant, next)
            }
            other => {
                refused(400, "unsupported_grant_type", &format!("Invalid grant_type: {other}"))
            }
        }
    }

    /// Takes a code, once.
    fn redeem<'a>(
        &mut self,
        client: &str,
        field: &impl Fn(&str) -> &'a str,
    ) -> Result<Grant, Response> {
        let code = self.oauth.codes.remove(field("code"));
        let code = code.filter(|code| code.client == client && code.expires > self.now.as_second());
        let Some(code) = code else { return Err(refused(400, "invalid_grant", "Bad Request")) };
        if code.redirect != field("redirect_uri") {
            return Err(refused(400, "redirect_uri_mismatch", "Bad Request"));
        }
        let verifier = field("code_verifier");
        if verifier.is_empty() {
            return Err(refused(400, "invalid_grant", "Missing code verifier."));
        }
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        if challenge != code.challenge || !(43..=128).contains(&verifier.len()) {
            return Err(refused(400, "invalid_grant", "Invalid code verifier."));
        }
        Ok(Grant { user: code.user, client: code.client, scopes: code.scopes })
    }

    fn tokens(&mut self, grant: &Grant, refresh: Option<String>) -> Response {
        let access = self.make_access(grant);
        let scopes: Vec<&str> = grant.scopes.iter().map(String::as_str).collect();
        let mut answer = json!({
            "access_token": access,
            "expires_in": self.token_seconds,
            "scope": scopes.join(" "),
            "token_type": "Bearer",
        });
        if let Some(answer) = answer.as_object_mut() {
            if let Some(refresh) = refresh {
                answer.insert("refresh_token".into(), refresh.into());
            }
            if grant.scopes.contains("openid") {
                answer.insert("id_token".into(), self.id_token(grant).into());
            }
        }
        Response::json(200, &answer).header("cache-control", "no-cache, no-store")
    }

    /// Unsigned: nothing here verifies it.
    fn id_token(&self, grant: &Grant) -> String {
        let now = self.now.as_second();
        let mut claims = json!({
            "iss": "https://accounts.google.com",
            "aud": grant.client,
            "azp": grant.client,
            "sub": subject(&grant.user),
            "iat": now,
            "exp": now + 3600,
        });
        if let (Some(claims), Some(user)) = (claims.as_object_mut(), self.users.get(&grant.user)) {
            if grant.scopes.contains(&format!("{PREFIX}userinfo.email")) {
                claims.insert("email".into(), user.email.clone().into());
                claims.insert("email_verified".into(), true.into());
            }
            if grant.scopes.contains(&format!("{PREFIX}userinfo.profile")) {
                claims.insert("name".into(), user.name.clone().into());
            }
        }
        let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.", part(&json!({"alg": "none", "typ": "JWT"})), part(&claims))
    }

    /// Ends a grant by its refresh or access token (RFC 7009).
    pub(super) fn revoke(&mut self, request: &Request) -> Response {
        let fields = request.fields();
        let field = fields.iter().find(|(name, _)| name == "token").map(|(_, token)| token);
        let token = field.map(String::as_str).or_else(|| request.get("token")).unwrap_or_default();
        let grant = self.oauth.refresh.get(token).map(|one| (one.user.clone(), one.client.clone()));
        let access = self.oauth.access.get(token).map(|one| (one.user.clone(), one.client.clone()));
        let Some((user, client)) = grant.or(access) else {
            return refused(400, "invalid_token", "Token expired or revoked");
        };
        self.oauth.refresh.retain(|_, one| one.user != user || one.client != client);
        self.oauth.access.retain(|_, one| one.user != user || one.client != client);
        Response::json(200, &json!({}))
    }

    /// OpenID Connect's userinfo.
    pub(super) fn tell_user(&mut self, request: &Request) -> Response {
        let access = match self.access(request) {
            Ok(access) => access,
            Err(refusal) => return refusal.response(),
        };
        if let Err(refusal) = access.need(&["userinfo.email", "userinfo.profile"]) {
            return refusal.response();
        }
        let Some(user) = self.users.get(&access.user) else { return Response::status(404) };
        let told = json!({
            "sub": subject(&user.email),
            "email": user.email,
            "email_verified": true,
            "name": user.name,
        });
        Response::json(200, &told)
    }
}

/// The number of an account: 21 digits.
fn subject(user: &str) -> String {
    format!("1{:020}", super::token::digest(user))
}
