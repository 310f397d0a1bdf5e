//! Which links leave the window.

use url::Url;

use crate::wire::Problem;

/// The schemes a calendar's links may have.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// The link, if it is one that the shell opens: text from outside names programs by their schemes.
fn parse_link(link: &str) -> Option<Url> {
    Url::parse(link).ok().filter(|url| SCHEMES.contains(&url.scheme()))
}

/// Opens a link of the web, a mail address or a telephone number with the system's program for it;
/// another one is refused.
pub(crate) fn open(link: &str) -> Result<(), Problem> {
    let refused = |why: &str| Problem::new("link", format!("The link was not opened: {why}."), "");
    let link = parse_link(link).ok_or_else(|| refused("only web, mail and telephone links are"))?;
    tauri_plugin_opener::open_url(link, None::<&str>).map_err(|error| refused(&error.to_string()))
}

/// Whether the shell opens such a link.
pub(crate) fn opens(link: &str) -> bool {
    parse_link(link).is_some()
}

/// Whether the window may go there: to its own page, and nowhere else.
pub(crate) fn is_own_page(url: &Url) -> bool {
    let own = url.scheme() == "tauri" && url.host_str() == Some("localhost");
    // Windows serves the page under this name.
    let own_on_windows = cfg!(windows) && url.host_str() == Some("tauri.localhost");
    let dev = cfg!(not(feature = "custom-protocol"))
        && url.host_str() == Some("localhost")
        && url.port() == Some(5173);
    own || own_on_windows || dev
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_for_the_web_mail_and_telephones_leave() {
        let table = [
            ("https://meet.example/abc", true),
            ("http://example.org", true),
            ("mailto:ada@example.org", true),
            ("tel:+4930123456", true),
            ("HTTPS://EXAMPLE.ORG", true),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
            ("data:text/html,<b>", false),
            ("ssh://example.org", false),
            ("smb://example.org/share", false),
            ("vscode://file/x", false),
            ("/etc/passwd", false),
            ("--help", false),
            ("", false),
        ];
        for (link, opens) in table {
            assert_eq!(parse_link(link).is_some(), opens, "{link}");
        }
    }

    #[test]
    fn the_window_stays_on_its_own_page() {
        let table = [
            ("tauri://localhost/index.html", true),
            ("tauri://localhost", true),
            ("https://example.org/", false),
            ("tauri://example.org/", false),
            ("file:///etc/passwd", false),
            ("about:blank", false),
            ("data:text/html,x", false),
        ];
        for (page, stays) in table {
            assert_eq!(is_own_page(&Url::parse(page).unwrap()), stays, "{page}");
        }
    }
}
