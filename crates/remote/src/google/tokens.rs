//! What a sign-in yields.

use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;

use super::scopes::Scopes;

/// A token this long before its end is renewed.
const MARGIN: Duration = Duration::from_secs(5 * 60);

/// Opens the API for an hour. Lives in memory only.
#[derive(Clone, Debug)]
pub struct AccessToken {
    pub(crate) secret: SecretString,
    pub(crate) issued_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

impl AccessToken {
    /// A token asked for at `issued_at` that lives for `lifetime`.
    pub(crate) fn new(secret: SecretString, issued_at: Timestamp, lifetime: Duration) -> Self {
        let expires_at = issued_at.saturating_add(lifetime).unwrap_or(Timestamp::MAX);
        Self { secret, issued_at, expires_at }
    }

    /// True when it can be used at `now` without a thought: it was issued before, and does not end
    /// within five minutes (within half its life, if that is shorter). A clock that was set back
    /// makes no token live longer: one from the future is renewed.
    pub(crate) fn is_fresh(&self, now: Timestamp) -> bool {
        let life = Duration::try_from(self.expires_at.duration_since(self.issued_at));
        let margin = MARGIN.min(life.unwrap_or_default() / 2);
        let renew_at = self.expires_at.saturating_sub(margin).unwrap_or(Timestamp::MIN);
        self.issued_at <= now && now < renew_at
    }

    /// True when the server would still take it, if the clock is right.
    pub(crate) fn is_alive(&self, now: Timestamp) -> bool {
        self.issued_at <= now && now < self.expires_at
    }
}

/// What a sign-in yields. The refresh token belongs in the keychain, the access token in a
/// session.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Lives until it is revoked or unused for six months.
    pub refresh: SecretString,
    /// For the first hour.
    pub access: AccessToken,
    /// What was allowed, which may be less than what was asked for.
    pub scopes: Scopes,
    /// The account's mail address: its identity.
    pub email: String,
    /// The name of its owner; empty when Google did not say.
    pub name: String,
}
