//! Where Google is. One base address replaces all of its addresses, for tests and for a stand-in.

use url::Url;

/// The environment variable with the base address of a stand-in.
const BASE_VARIABLE: &str = "KALENDS_GOOGLE_URL";

/// All addresses this program asks of Google.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Where the browser goes to ask for permission.
    pub(crate) auth: Url,
    /// Where codes and refresh tokens become access tokens.
    pub(crate) token: Url,
    /// Where tokens are revoked.
    pub(crate) revoke: Url,
    /// Who signed in (OpenID Connect).
    pub(crate) userinfo: Url,
    /// Calendar v3.
    pub(crate) api: Url,
}

/// Why a base address cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlacesError {
    /// Not an address, or not one of the web.
    #[error("{BASE_VARIABLE} is not an http or https address")]
    NotAnAddress,
    /// Plain http to another computer: tokens would travel in the open.
    #[error("{BASE_VARIABLE} leads to another computer without encryption; use https")]
    Insecure,
}

impl Places {
    /// Google's own.
    #[expect(clippy::expect_used, reason = "constant addresses, all of them built by a test")]
    pub fn google() -> Self {
        let place = |text: &str| Url::parse(text).expect("a constant address");
        Self {
            auth: place("https://accounts.google.com/o/oauth2/v2/auth"),
            token: place("https://oauth2.googleapis.com/token"),
            revoke: place("https://oauth2.googleapis.com/revoke"),
            userinfo: place("https://openidconnect.googleapis.com/v1/userinfo"),
            api: place("https://www.googleapis.com/calendar/v3"),
        }
    }

    /// A stand-in under one base address: `{base}/o/oauth2/v2/auth`, `/token`, `/revoke`,
    /// `/oauth2/v3/userinfo` and `/calendar/v3`. Plain http is accepted for this computer only.
    pub fn under(base: &Url) -> Result<Self, PlacesError> {
        if !matches!(base.scheme(), "http" | "https") || !base.has_host() {
            return Err(PlacesError::NotAnAddress);
        }
        if !is_safe(base) {
            return Err(PlacesError::Insecure);
        }
        let place = |path: &[&str]| {
            let mut url = base.clone();
            url.set_query(None);
            url.set_fragment(None);
            url.path_segments_mut()
                .map_err(|()| PlacesError::NotAnAddress)?
                .pop_if_empty()
                .extend(path);
            Ok(url)
        };
        Ok(Self {
            auth: place(&["o", "oauth2", "v2", "auth"])?,
            token: place(&["token"])?,
            revoke: place(&["revoke"])?,
            userinfo: place(&["oauth2", "v3", "userinfo"])?,
            api: place(&["calendar", "v3"])?,
        })
    }

    /// [`Places::under`] what `KALENDS_GOOGLE_URL` says; Google's own when it is unset or empty.
    pub fn from_environment() -> Result<Self, PlacesError> {
        match std::env::var(BASE_VARIABLE) {
            Ok(base) if !base.trim().is_empty() => {
                let base = Url::parse(base.trim()).map_err(|_| PlacesError::NotAnAddress)?;
                Self::under(&base)
            }
            Ok(_) | Err(_) => Ok(Self::google()),
        }
    }

    /// True for Google itself, false for a stand-in.
    pub fn is_google(&self) -> bool {
        *self == Self::google()
    }

    /// An address of the API; each segment is percent-encoded. `None` when a segment is empty or
    /// would climb (`.`, `..`).
    pub(crate) fn api(&self, segments: &[&str]) -> Option<Url> {
        let climbs = |segment: &&str| matches!(*segment, "" | "." | "..");
        if segments.iter().any(climbs) {
            return None;
        }
        let mut url = self.api.clone();
        url.path_segments_mut().ok()?.extend(segments);
        Some(url)
    }
}

/// True when nobody on the way can read along: https, or a host that is this computer.
pub(crate) fn is_safe(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => match url.host() {
            Some(url::Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn googles_own_places_are_what_they_should_be() {
        let places = Places::google();
        assert!(places.is_google());
        for (url, text) in [
            (&places.auth, "https://accounts.google.com/o/oauth2/v2/auth"),
            (&places.token, "https://oauth2.googleapis.com/token"),
            (&places.revoke, "https://oauth2.googleapis.com/revoke"),
            (&places.userinfo, "https://openidconnect.googleapis.com/v1/userinfo"),
            (&places.api, "https://www.googleapis.com/calendar/v3"),
        ] {
            assert_eq!(url.as_str(), text);
        }
    }

    #[test]
    fn one_base_replaces_them_all() {
        for base in ["http://127.0.0.1:8080", "http://127.0.0.1:8080/", "https://h.example/g/?x#y"]
        {
            let places = Places::under(&Url::parse(base).unwrap()).unwrap();
            let root = base.split(['?', '#']).next().unwrap().trim_end_matches('/');
            assert_eq!(places.auth.as_str(), format!("{root}/o/oauth2/v2/auth"));
            assert_eq!(places.token.as_str(), format!("{root}/token"));
            assert_eq!(places.revoke.as_str(), format!("{root}/revoke"));
            assert_eq!(places.userinfo.as_str(), format!("{root}/oauth2/v3/userinfo"));
            assert_eq!(places.api.as_str(), format!("{root}/calendar/v3"));
            assert!(!places.is_google());
        }
    }

    #[test]
    fn plain_http_goes_to_this_computer_only() {
        for (base, expected) in [
            ("http://localhost:1", Ok(())),
            ("http://127.9.9.9:1", Ok(())),
            ("http://[::1]:1", Ok(())),
            ("https://h.example", Ok(())),
            ("http://h.example", Err(PlacesError::Insecure)),
            ("http://localhost.h.example", Err(PlacesError::Insecure)),
            ("http://192.168.0.1", Err(PlacesError::Insecure)),
            ("ftp://localhost", Err(PlacesError::NotAnAddress)),
            ("data:x", Err(PlacesError::NotAnAddress)),
        ] {
            let places = Places::under(&Url::parse(base).unwrap());
            assert_eq!(places.map(|_| ()), expected, "{base}");
        }
    }

    #[test]
    fn ids_become_one_segment_each() {
        let places = Places::google();
        for (id, expected) in [
            (
                "en.usa#holiday@group.v.calendar.google.com",
                Some("en.usa%23holiday@group.v.calendar.google.com"),
            ),
            ("a/b?c=d&e%f g", Some("a%2Fb%3Fc=d&e%25f%20g")),
            ("änn@h.example", Some("%C3%A4nn@h.example")),
            ("..", None),
            (".", None),
            ("", None),
        ] {
            let url = places.api(&["calendars", id, "events"]);
            let expected = expected.map(|segment| {
                format!("https://www.googleapis.com/calendar/v3/calendars/{segment}/events")
            });
            assert_eq!(url.map(String::from), expected, "{id}");
        }
    }
}
