//! Following redirects by hand: which ones are refused, and which ones are worth remembering.

use url::Url;

use super::error::FetchError;
use crate::address::FeedAddress;

/// The way from the address somebody gave to the one that answers.
pub(super) struct Hops {
    current: Url,
    seen: Vec<Url>,
    all_permanent: bool,
    limit: usize,
}

impl Hops {
    pub(super) fn start(url: &Url, limit: usize) -> Self {
        Self { current: url.clone(), seen: vec![url.clone()], all_permanent: true, limit }
    }

    /// Where to ask now. Userinfo in it belongs to this server.
    pub(super) fn current(&self) -> &Url {
        &self.current
    }

    /// The new address, when every redirect followed says it is for good.
    pub(super) fn moved_to(&self) -> Option<FeedAddress> {
        (self.seen.len() > 1 && self.all_permanent)
            .then(|| FeedAddress::from_url(self.current.clone()))
    }

    /// Takes one redirect. Userinfo goes along only to the same scheme, host and port.
    pub(super) fn follow(&mut self, status: u16, location: Option<&str>) -> Result<(), FetchError> {
        let location = location.ok_or(FetchError::BadRedirect)?;
        let mut next = self.current.join(location.trim()).map_err(|_| FetchError::BadRedirect)?;
        if matches!(next.scheme(), "webcal" | "webcals") {
            next = FeedAddress::parse(next.as_str())
                .ok()
                .and_then(|address| address.as_url().cloned())
                .ok_or(FetchError::BadRedirect)?;
        }
        match (self.current.scheme(), next.scheme()) {
            ("https", "http") => return Err(FetchError::InsecureRedirect),
            (_, "http" | "https") => {}
            _ => return Err(FetchError::BadRedirect),
        }
        next.set_fragment(None);
        if next.origin() == self.current.origin() && next.username().is_empty() {
            let _ = next.set_username(self.current.username());
            let _ = next.set_password(self.current.password());
        }
        if self.seen.contains(&next) {
            return Err(FetchError::RedirectLoop);
        }
        if self.seen.len() > self.limit {
            return Err(FetchError::TooManyRedirects);
        }
        self.all_permanent &= matches!(status, 301 | 308);
        self.seen.push(next.clone());
        self.current = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    /// Follows `hops` from `start` and says where it ends and what is remembered.
    fn walk(start: &str, hops: &[(u16, &str)]) -> Result<(String, Option<String>), &'static str> {
        let mut way = Hops::start(&Url::parse(start).unwrap(), 5);
        for (status, location) in hops {
            way.follow(*status, Some(location)).map_err(|error| error.kind())?;
        }
        let moved = way.moved_to().map(|to| to.expose().expose_secret().to_owned());
        Ok((way.current().to_string(), moved))
    }

    #[test]
    fn follows_and_remembers() {
        let own = "https://ann:pw@h.example/a/b";
        for (start, hops, end, moved) in [
            (own, &[][..], own, false),
            (own, &[(301, "c")], "https://ann:pw@h.example/a/c", true),
            (own, &[(308, "//h.example/c")], "https://ann:pw@h.example/c", true),
            (own, &[(302, "/c")], "https://ann:pw@h.example/c", false),
            (own, &[(301, "/c"), (307, "/d")], "https://ann:pw@h.example/d", false),
            (own, &[(301, "/c"), (308, "/d")], "https://ann:pw@h.example/d", true),
            (own, &[(301, "https://other.example/c#x")], "https://other.example/c", true),
            (own, &[(301, "https://h.example:444/c")], "https://h.example:444/c", true),
            ("http://h.example/a", &[(301, "https://h.example/a")], "https://h.example/a", true),
            ("http://h.example/a", &[(301, "webcal://h.example/a")], "https://h.example/a", true),
        ] {
            let moved = moved.then(|| end.to_owned());
            assert_eq!(walk(start, hops), Ok((end.to_owned(), moved)), "{start} {hops:?}");
        }
    }

    #[test]
    fn refuses() {
        let far: Vec<(u16, &str)> =
            ["/1", "/2", "/3", "/4", "/5", "/6"].into_iter().map(|to| (302, to)).collect();
        for (start, hops, kind) in [
            ("https://h.example/a", &[(301, "http://h.example/a")][..], "insecure_redirect"),
            ("https://h.example/a", &[(302, "/b"), (302, "/a")], "redirect_loop"),
            ("https://h.example/a", &[(302, "")], "redirect_loop"),
            ("https://h.example/a", &[(302, "file:///etc/passwd")], "bad_redirect"),
            ("https://h.example/a", &[(302, "ftp://h.example/")], "bad_redirect"),
            ("https://h.example/a", &[(302, "https://")], "bad_redirect"),
            ("https://h.example/a", &far, "too_many_redirects"),
        ] {
            assert_eq!(walk(start, hops), Err(kind), "{hops:?}");
        }
        let mut way = Hops::start(&Url::parse("https://h.example/").unwrap(), 5);
        assert!(matches!(way.follow(302, None), Err(FetchError::BadRedirect)));
    }
}
