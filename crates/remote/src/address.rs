//! Where a calendar link points, and how it may be shown.
//!
//! Addresses carry tokens: neither `Debug` nor `Display` nor an error ever reveals one.

use std::fmt;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use url::Url;

/// A calendar link or a file, read once from what somebody typed or pasted.
#[derive(Clone, PartialEq, Eq)]
pub struct FeedAddress(Place);

#[derive(Clone, PartialEq, Eq)]
enum Place {
    Web(Url),
    File(PathBuf),
}

/// Why a text is not an address. The text itself is never repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing but blanks.
    #[error("no address was given; paste a calendar link or name a file")]
    Empty,
    /// Neither a scheme nor a path.
    #[error(
        "the address has no scheme; write https:// before a link, or the whole path of a file \
         beginning with / or ~/"
    )]
    NoScheme,
    /// A scheme nobody here reads.
    #[error(
        "addresses that begin with {0}: cannot be read; use an https, http, webcal or webcals \
         link, or a file"
    )]
    UnsupportedScheme(String),
    /// The text after the scheme is not a link.
    #[error("the link is malformed ({0}); copy it again, whole")]
    Malformed(&'static str),
    /// `file://server/…`.
    #[error("the file is on another computer; give a path of this one, such as file:///home/…")]
    RemoteFile,
    /// `~/` without a home directory.
    #[error("there is no home directory to put in place of ~; write the whole path")]
    NoHome,
}

impl FeedAddress {
    /// Reads what somebody pasted.
    ///
    /// Blanks, invisible characters, quotes, angle brackets and a leading `URL:` around the
    /// address are dropped, and so is a fragment. `webcal` and `webcals` become `https`: webcal
    /// once meant plain HTTP, yet a link with a token in it should not go out in the clear
    /// because of its scheme, and the publishers in use all answer on HTTPS. `~/` is the home of
    /// the user who runs this process. The file of a path need not exist.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        Self::parse_in(text, std::env::home_dir().as_deref())
    }

    /// [`FeedAddress::parse`] with the home directory as an argument.
    pub fn parse_in(text: &str, home: Option<&Path>) -> Result<Self, AddressError> {
        let text = without_wrapping(text);
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if let Some(rest) = text.strip_prefix("~/") {
            let home = home.ok_or(AddressError::NoHome)?;
            return Ok(Self(Place::File(home.join(rest))));
        }
        if text.starts_with('/') || starts_with_drive(text) {
            return Ok(Self(Place::File(PathBuf::from(text))));
        }
        let (scheme, rest) = split_scheme(text).ok_or(AddressError::NoScheme)?;
        match scheme.as_str() {
            "https" | "webcal" | "webcals" => web("https", rest),
            "http" => web("http", rest),
            "file" => file(rest),
            _ => Err(AddressError::UnsupportedScheme(scheme)),
        }
    }

    /// The host, a `/`, the first four characters of the path and `…`; of a file its name only.
    /// A port is part of the host where it is not the scheme's own.
    pub fn masked(&self) -> String {
        match &self.0 {
            Place::Web(url) => {
                let head: String = url.path().trim_start_matches('/').chars().take(4).collect();
                format!("{}/{head}…", host_and_port(url))
            }
            Place::File(path) => path
                .file_name()
                .map_or_else(|| "file".to_owned(), |name| name.to_string_lossy().into_owned()),
        }
    }

    /// The whole address, for the keychain. [`FeedAddress::parse`] reads it back as the same.
    pub fn expose(&self) -> SecretString {
        match &self.0 {
            Place::Web(url) => url.as_str().into(),
            Place::File(path) => path.to_string_lossy().into_owned().into(),
        }
    }

    /// True for `http`: the link and the events travel readable by everyone on the way.
    pub fn is_insecure(&self) -> bool {
        match &self.0 {
            Place::Web(url) => url.scheme() == "http",
            Place::File(_) => false,
        }
    }

    /// The server, so that one host is asked one thing at a time. `None` for a file.
    pub fn host(&self) -> Option<String> {
        match &self.0 {
            Place::Web(url) => Some(host_and_port(url)),
            Place::File(_) => None,
        }
    }

    /// The path, when this is a file of this computer.
    pub fn as_file(&self) -> Option<&Path> {
        match &self.0 {
            Place::Web(_) => None,
            Place::File(path) => Some(path),
        }
    }

    /// The link with its userinfo, when this is one.
    pub(crate) fn as_url(&self) -> Option<&Url> {
        match &self.0 {
            Place::Web(url) => Some(url),
            Place::File(_) => None,
        }
    }

    /// The address of a link that was checked already.
    pub(crate) fn from_url(mut url: Url) -> Self {
        url.set_fragment(None);
        Self(Place::Web(url))
    }
}

impl fmt::Debug for FeedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FeedAddress({})", self.masked())
    }
}

impl fmt::Display for FeedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

fn web(scheme: &str, rest: &str) -> Result<FeedAddress, AddressError> {
    let mut url = Url::parse(&format!("{scheme}:{rest}")).map_err(|error| {
        AddressError::Malformed(match error {
            url::ParseError::EmptyHost => "it names no server",
            url::ParseError::InvalidPort => "its port is not a number",
            url::ParseError::IdnaError
            | url::ParseError::InvalidIpv4Address
            | url::ParseError::InvalidIpv6Address
            | url::ParseError::InvalidDomainCharacter => "its server's name is not one",
            url::ParseError::RelativeUrlWithoutBase
            | url::ParseError::RelativeUrlWithCannotBeABaseBase
            | url::ParseError::SetHostOnCannotBeABaseUrl
            | url::ParseError::Overflow
            | _ => "it cannot be taken apart",
        })
    })?;
    if !rest.starts_with("//") {
        return Err(AddressError::Malformed("// is missing after the scheme"));
    }
    // A fragment is never sent, so it must not make two addresses of one.
    url.set_fragment(None);
    Ok(FeedAddress(Place::Web(url)))
}

fn file(rest: &str) -> Result<FeedAddress, AddressError> {
    let url = Url::parse(&format!("file:{rest}"))
        .map_err(|_| AddressError::Malformed("it is not the address of a file"))?;
    if url.host_str().is_some_and(|host| host != "localhost") {
        return Err(AddressError::RemoteFile);
    }
    let path = url
        .to_file_path()
        .map_err(|()| AddressError::Malformed("it is not a path of this computer"))?;
    Ok(FeedAddress(Place::File(path)))
}

/// The text without what mail programs, chats and documents put around a link.
fn without_wrapping(text: &str) -> &str {
    let mut text = text;
    loop {
        let before = text;
        text = text.trim_matches(|c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(
                    c,
                    '\u{200b}'..='\u{200f}'
                        | '\u{202a}'..='\u{202e}'
                        | '\u{2060}'
                        | '\u{feff}'
                        | '<'
                        | '>'
                        | '"'
                        | '\''
                        | '`'
                        | '“'
                        | '”'
                        | '„'
                        | '‘'
                        | '’'
                        | '«'
                        | '»'
                )
        });
        // RFC 3986 appendix C: <URL:…>.
        if let Some(prefix) = text.get(..4)
            && prefix.eq_ignore_ascii_case("url:")
        {
            text = text.get(4..).unwrap_or_default();
        }
        if text == before {
            return text;
        }
    }
}

/// The lower-case scheme and what follows its colon (RFC 3986 §3.1).
fn split_scheme(text: &str) -> Option<(String, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    // `host:8080/feed.ics` is a link without its scheme.
    let is_port = rest
        .split('/')
        .next()
        .is_some_and(|port| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()));
    let is_scheme = scheme.len() <= 20
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-'));
    (is_scheme && !is_port).then(|| (scheme.to_ascii_lowercase(), rest))
}

fn starts_with_drive(text: &str) -> bool {
    matches!(text.as_bytes(), [drive, b':', b'\\' | b'/', ..] if drive.is_ascii_alphabetic())
}

fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use secrecy::ExposeSecret;

    use super::*;

    fn parse(text: &str) -> Result<FeedAddress, AddressError> {
        FeedAddress::parse_in(text, Some(Path::new("/home/ann")))
    }

    #[test]
    fn reads_what_people_paste() {
        for (text, whole, masked, insecure) in [
            (
                "https://calendar.example.com/private-abc/basic.ics",
                "https://calendar.example.com/private-abc/basic.ics",
                "calendar.example.com/priv…",
                false,
            ),
            (
                " \t<https://h.example/x.ics>\r\n",
                "https://h.example/x.ics",
                "h.example/x.ic…",
                false,
            ),
            ("“https://h.example/x.ics”", "https://h.example/x.ics", "h.example/x.ic…", false),
            ("<URL:https://h.example/x>", "https://h.example/x", "h.example/x…", false),
            ("\u{feff}https://h.example\u{200b}", "https://h.example/", "h.example/…", false),
            ("HTTP://H.Example:8080/a", "http://h.example:8080/a", "h.example:8080/a…", true),
            ("webcal://h.example/p?k=v#top", "https://h.example/p?k=v", "h.example/p…", false),
            ("webcals://h.example/p", "https://h.example/p", "h.example/p…", false),
            ("https://ann:pw@h.example/", "https://ann:pw@h.example/", "h.example/…", false),
            (
                "https://bücher.example/ä",
                "https://xn--bcher-kva.example/%C3%A4",
                "xn--bcher-kva.example/%C3%…",
                false,
            ),
            ("/tmp/my week.ics", "/tmp/my week.ics", "my week.ics", false),
            ("~/week.ics", "/home/ann/week.ics", "week.ics", false),
            ("file:///tmp/my%20week.ics", "/tmp/my week.ics", "my week.ics", false),
            ("file://localhost/tmp/a.ics", "/tmp/a.ics", "a.ics", false),
        ] {
            let address = parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
            assert_eq!(address.expose().expose_secret(), whole, "{text:?}");
            assert_eq!(address.masked(), masked, "{text:?}");
            assert_eq!(address.is_insecure(), insecure, "{text:?}");
            assert_eq!(parse(address.expose().expose_secret()).as_ref(), Ok(&address), "{text:?}");
        }
    }

    #[test]
    fn refuses_the_rest_with_a_reason() {
        use AddressError as E;
        for (text, error) in [
            ("", E::Empty),
            (" <> ", E::Empty),
            ("calendar.example.com/feed.ics", E::NoScheme),
            ("calendar.example.com:8080/feed.ics", E::NoScheme),
            ("feeds/week.ics", E::NoScheme),
            ("ftp://h.example/x", E::UnsupportedScheme("ftp".into())),
            ("javascript:alert(1)", E::UnsupportedScheme("javascript".into())),
            ("data:text/calendar,BEGIN", E::UnsupportedScheme("data".into())),
            ("https:h.example/x", E::Malformed("// is missing after the scheme")),
            ("https://", E::Malformed("it names no server")),
            ("https://h.example:port/", E::Malformed("its port is not a number")),
            ("file://server/share/a.ics", E::RemoteFile),
        ] {
            assert_eq!(parse(text), Err(error), "{text:?}");
        }
        assert_eq!(FeedAddress::parse_in("~/a.ics", None), Err(E::NoHome));
    }

    #[test]
    fn neither_debug_nor_display_reveals_an_address() {
        let address =
            parse("https://ann:hunter2@h.example/private-0123456789/basic.ics?token=abcdef")
                .unwrap();
        for shown in [format!("{address:?}"), format!("{address:#?}"), address.to_string()] {
            for secret in ["ann", "hunter2", "0123456789", "token", "abcdef", "basic"] {
                assert!(!shown.contains(secret), "{shown} shows {secret}");
            }
        }
        let file = parse("/home/ann/private/week.ics").unwrap();
        assert_eq!(format!("{file} {file:?}"), "week.ics FeedAddress(week.ics)");
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_reads_back_what_it_gives(text in "\\PC{0,60}") {
            if let Ok(address) = parse(&text) {
                let whole = address.expose();
                prop_assert_eq!(parse(whole.expose_secret()), Ok(address));
            }
        }

        #[test]
        fn at_most_four_characters_of_the_path_show(path in "[a-z0-9]{5,40}") {
            let masked = parse(&format!("https://h.example/{path}?k={path}")).unwrap().masked();
            prop_assert_eq!(masked, format!("h.example/{}…", &path[..4]));
        }
    }
}
