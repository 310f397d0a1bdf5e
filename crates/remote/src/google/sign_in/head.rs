//! The head of a request of the browser: as much of HTTP as a redirect needs.

use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};

use super::error::SignInError;
use crate::google::classify::word;

/// A redirect of Google's has some hundred bytes, its head with all cookies some thousand.
pub(super) const LIMIT: usize = 32 * 1024;

/// What a request is to the sign-in.
#[derive(Debug)]
pub(super) enum Call {
    /// A code, with the right state.
    Code(SecretString),
    /// Google's refusal, with the right state.
    Error(SignInError),
    /// The redirect's path, with another state or none.
    WrongState,
    /// Another path, such as the icon's.
    NotFound,
    /// Not a GET.
    WrongMethod,
    /// Not HTTP.
    Bad,
}

/// True when the head is complete.
pub(super) fn is_complete(head: &[u8]) -> bool {
    head.windows(4).any(|end| end == b"\r\n\r\n")
}

/// Judges the first line of a head (RFC 9112 §3).
pub(super) fn judge(head: &[u8], state: &SecretString) -> Call {
    let line = head.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let Ok(line) = std::str::from_utf8(line) else { return Call::Bad };
    let mut parts = line.split(' ');
    let (Some(method), Some(target), Some(version), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Call::Bad;
    };
    if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
        return Call::Bad;
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if path != "/" {
        return Call::NotFound;
    }
    if method != "GET" {
        return Call::WrongMethod;
    }
    let value = |wanted: &str| -> Option<Cow<'_, str>> {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs.find(|(name, value)| name == wanted && !value.is_empty()).map(|(_, value)| value)
    };
    if value("state").as_deref() != Some(state.expose_secret()) {
        return Call::WrongState;
    }
    match (value("error"), value("code")) {
        (Some(error), _) => Call::Error(SignInError::of_redirect(word(&error))),
        (None, Some(code)) => Call::Code(SecretString::from(code.as_ref())),
        (None, None) => Call::WrongState,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_40_only_the_redirect_with_the_right_state_counts() {
        let state = SecretString::from("s+t");
        let seen = |line: &str| match judge(format!("{line}\r\nHost: h\r\n\r\n").as_bytes(), &state)
        {
            Call::Code(code) => format!("code {}", code.expose_secret()),
            Call::Error(error) => error.kind().to_owned(),
            Call::WrongState => "wrong state".to_owned(),
            Call::NotFound => "not found".to_owned(),
            Call::WrongMethod => "wrong method".to_owned(),
            Call::Bad => "bad".to_owned(),
        };
        for (line, expected) in [
            ("GET /?state=s%2Bt&code=4%2F0A&scope=x HTTP/1.1", "code 4/0A"),
            ("GET /?code=c&state=s%2Bt HTTP/1.0", "code c"),
            ("GET /?state=s+t&code=c HTTP/1.1", "wrong state"),
            ("GET /?state=&code=c HTTP/1.1", "wrong state"),
            ("GET /?code=c HTTP/1.1", "wrong state"),
            ("GET / HTTP/1.1", "wrong state"),
            ("GET /?state=s%2Bt HTTP/1.1", "wrong state"),
            ("GET /?state=s%2Bt&code= HTTP/1.1", "wrong state"),
            ("GET /?state=other&error=access_denied HTTP/1.1", "wrong state"),
            ("GET /?state=s%2Bt&error=access_denied HTTP/1.1", "denied"),
            ("GET /?state=s%2Bt&error=access_denied&code=c HTTP/1.1", "denied"),
            ("GET /?state=s%2Bt&error=admin_policy_enforced HTTP/1.1", "refused_by_google"),
            ("GET /?state=s%2Bt&error=server_error HTTP/1.1", "unavailable"),
            ("GET /favicon.ico HTTP/1.1", "not found"),
            ("GET /favicon.ico?state=s%2Bt&code=c HTTP/1.1", "not found"),
            ("GET //?state=s%2Bt&code=c HTTP/1.1", "not found"),
            ("POST /?state=s%2Bt&code=c HTTP/1.1", "wrong method"),
            ("HEAD /?state=s%2Bt&code=c HTTP/1.1", "wrong method"),
            ("OPTIONS / HTTP/1.1", "wrong method"),
            ("GET http://h/?state=s%2Bt&code=c HTTP/1.1", "bad"),
            ("GET /?state=s%2Bt&code=c", "bad"),
            ("GET /?state=s%2Bt&code=c HTTP/2.0", "bad"),
            ("GET  /?state=s%2Bt&code=c HTTP/1.1", "bad"),
            ("\u{16}\u{3}\u{1}", "bad"),
            ("", "bad"),
        ] {
            assert_eq!(seen(line), expected, "{line}");
        }
    }
}
