//! Finds the link to take part from afar.

use memchr::memmem;
use url::Url;

use crate::event::Conference;

/// The link to join: the first https address among the conferences, then a known meeting service
/// in the place, the event's address or the notes, then any https address in the place. Always
/// https, else none.
#[must_use]
pub fn find(
    conferences: &[Conference],
    location: &str,
    url: Option<&str>,
    description: &str,
) -> Option<String> {
    let stated = || {
        let mut https = conferences.iter().filter_map(|conference| https(conference.uri.trim()));
        https.next().map(String::from)
    };
    let meeting = |text| addresses(text).find(is_meeting).map(String::from);
    stated()
        .or_else(|| meeting(location))
        .or_else(|| url.and_then(meeting))
        .or_else(|| meeting(description))
        .or_else(|| addresses(location).next().map(String::from))
}

/// Whether the address is one at which a known service holds a meeting.
#[must_use]
pub fn is_meeting(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let path = url.path();
    let under = |domain: &str| {
        host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let at = |starts: &[&str]| starts.iter().any(|start| path.starts_with(start));
    let room = path.len() > 1;
    match host {
        "meet.google.com" | "meet.jit.si" | "8x8.vc" | "whereby.com" => room,
        "teams.live.com" | "teams.microsoft.com" | "teams.microsoft.us" => {
            at(&["/l/meetup-join/", "/meet/", "/l/meeting/"])
        }
        "g.co" => at(&["/meet/"]),
        "hangouts.google.com" => at(&["/hangouts/_/"]),
        _ if under("zoom.us") || under("zoomgov.com") || under("zoom.com") => {
            at(&["/j/", "/my/", "/w/", "/s/", "/wc/"])
        }
        _ if under("teams.microsoft.com") || under("cloud.microsoft") => {
            at(&["/l/meetup-join/", "/meet/"])
        }
        _ if under("webex.com") => {
            at(&["/meet/", "/join/", "/wbxmjs/"])
                || path.contains("/j.php")
                || path.contains("/meet/")
        }
        _ if under("whereby.com") => room,
        _ => host.starts_with("jitsi.") && room,
    }
}

/// Addresses longer than this are no links to a meeting.
const LONGEST: usize = 2048;

/// The https addresses written in a text, in order.
fn addresses(text: &str) -> impl Iterator<Item = Url> {
    memmem::find_iter(text.as_bytes(), b"https://").take(200).filter_map(|at| {
        let rest = text.get(at..)?;
        let mut near = rest.char_indices().take(LONGEST);
        let end = near.find(|(_, c)| ends_address(*c)).map(|(end, _)| end);
        let end = end.or_else(|| (rest.len() < LONGEST).then_some(rest.len()))?;
        https(trimmed(rest.get(..end)?))
    })
}

fn ends_address(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "<>\"`{}|\\^".contains(c)
}

/// Without the punctuation that ends a sentence or closes a bracket around the address.
fn trimmed(address: &str) -> &str {
    let mut address = address;
    loop {
        let closes = |open: char, close: char| {
            address.ends_with(close)
                && address.matches(close).count() > address.matches(open).count()
        };
        if address.ends_with(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '”', '’', '»'])
            || closes('(', ')')
            || closes('[', ']')
        {
            let mut chars = address.chars();
            chars.next_back();
            address = chars.as_str();
        } else {
            return address;
        }
    }
}

fn https(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    (plain && url.host_str().is_some_and(|host| host.contains('.'))).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::event::Conference;

    #[test]
    fn links_in_text() {
        for (location, description, expect) in [
            (
                "",
                "Join: https://meet.google.com/abc-defg-hij.",
                Some("https://meet.google.com/abc-defg-hij"),
            ),
            (
                "Room 4",
                "<https://us02web.zoom.us/j/123?pwd=x>",
                Some("https://us02web.zoom.us/j/123?pwd=x"),
            ),
            ("https://intra.example.com/room (2nd)", "", Some("https://intra.example.com/room")),
            (
                "https://maps.example.com/x",
                "https://teams.microsoft.com/l/meetup-join/19%3ameeting_a",
                Some("https://teams.microsoft.com/l/meetup-join/19%3ameeting_a"),
            ),
            ("", "(https://acme.webex.com/meet/jane)", Some("https://acme.webex.com/meet/jane")),
            (
                "",
                "https://meet.jit.si/Standup and https://whereby.com/x",
                Some("https://meet.jit.si/Standup"),
            ),
            ("", "https://team.whereby.com/x", Some("https://team.whereby.com/x")),
            ("", "see https://example.com/agenda", None),
            ("http://meet.google.com/abc", "", None),
            ("", "https://meet.google.com.evil.example/abc", None),
            ("", "https://evilzoom.us/j/1", None),
            ("", "https://meet.google.com@evil.example/", None),
        ] {
            assert_eq!(
                find(&[], location, None, description).as_deref(),
                expect,
                "{location} {description}"
            );
        }
    }

    #[test]
    fn the_event_s_own_address_counts_where_it_is_a_meeting() {
        let meeting = Some("https://zoom.us/j/1");
        assert_eq!(find(&[], "", meeting, "").as_deref(), meeting);
        assert_eq!(find(&[], "", Some("https://example.com/agenda"), ""), None);
    }

    #[test]
    fn a_stated_conference_comes_first() {
        let conference = |uri: &str| Conference { uri: uri.into(), label: String::new() };
        let found = find(
            &[conference("tel:+49123"), conference("https://video.example.com/r")],
            "https://meet.google.com/abc",
            None,
            "",
        );
        assert_eq!(found.as_deref(), Some("https://video.example.com/r"));
    }
}
