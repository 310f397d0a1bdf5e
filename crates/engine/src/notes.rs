//! Notes from outside become HTML that is safe to show, and nothing else of them does.

use std::collections::HashSet;

use linkify::{LinkFinder, LinkKind};

/// HTML brought down to `p br a b i u ul ol li` with links to https, http, mailto and tel. All
/// other tags are dropped, scripts and styles with their content. Addresses in the text become
/// links, and lines stay lines where no tag parts them.
pub(crate) fn sanitize(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let parted = ["<br", "<p>", "<p ", "<div", "<li"].iter().any(|tag| lower.contains(tag));
    let html = if parted { html.to_owned() } else { html.replace('\n', "<br>") };
    clean(&link_text(&clean(&html)))
}

fn clean(html: &str) -> String {
    ammonia::Builder::empty()
        .tags(HashSet::from(["p", "br", "a", "b", "i", "u", "ul", "ol", "li"]))
        .clean_content_tags(HashSet::from(["script", "style", "title", "head"]))
        .tag_attributes([("a", HashSet::from(["href"]))].into_iter().collect())
        .url_schemes(HashSet::from(["https", "http", "mailto", "tel"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        .clean(html)
        .to_string()
}

/// Makes links of addresses in clean HTML, outside of links that are there.
fn link_text(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    let mut in_link = false;
    let mut rest = html;
    while !rest.is_empty() {
        // Clean HTML has no angle bracket but those of its tags.
        let text_end = rest.find('<').unwrap_or(rest.len());
        let (text, tag) = rest.split_at(text_end);
        if in_link {
            out.push_str(text)
        } else {
            push_linked(&mut out, text)
        }
        let tag_end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(tag_end);
        in_link = (in_link || tag.starts_with("<a")) && !tag.starts_with("</a");
        out.push_str(tag);
        rest = after;
    }
    out
}

/// Adds escaped text, its addresses as links.
fn push_linked(out: &mut String, text: &str) {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    for part in finder.spans(text) {
        let shown = part.as_str();
        let scheme = match part.kind() {
            Some(LinkKind::Url) if is_web(shown) => "",
            Some(LinkKind::Email) => "mailto:",
            Some(_) | None => {
                out.push_str(shown);
                continue;
            }
        };
        out.push_str(&format!("<a href=\"{scheme}{shown}\">{shown}</a>"));
    }
}

/// Plain text as HTML: escaped, lines kept, addresses made links.
pub(crate) fn from_text(text: &str) -> String {
    let text = text.trim().replace("\r\n", "\n");
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let paragraphs: String = escaped
        .split("\n\n")
        .map(|paragraph| paragraph.trim_matches('\n'))
        .filter(|paragraph| !paragraph.trim().is_empty())
        .map(|paragraph| format!("<p>{}</p>", paragraph.replace('\n', "<br>")))
        .collect();
    sanitize(&paragraphs)
}

fn is_web(link: &str) -> bool {
    let link = link.to_ascii_lowercase();
    link.starts_with("https://") || link.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_loses_all_that_could_act() {
        let table = [
            ("<p>Hi <b>you</b></p>", "<p>Hi <b>you</b></p>"),
            ("<script>alert(1)</script>x", "x"),
            ("<style>p{}</style>x", "x"),
            ("<a href=\"javascript:alert(1)\">x</a>", "<a rel=\"noopener noreferrer\">x</a>"),
            ("<a href=\"/x\">x</a>", "<a rel=\"noopener noreferrer\">x</a>"),
            ("<p onclick=\"x()\" style=\"color:red\">x</p>", "<p>x</p>"),
            ("<img src=\"https://tracker.example/1.gif\">x", "x"),
            ("<div>a</div><div>b</div>", "ab"),
            ("<b>a</b>\nb", "<b>a</b><br>b"),
            ("<iframe src=\"https://x.example\"></iframe>", ""),
            (
                "<a href=\"https://x.example/\" target=\"_blank\">x</a>",
                "<a href=\"https://x.example/\" rel=\"noopener noreferrer\">x</a>",
            ),
        ];
        for (html, safe) in table {
            assert_eq!(sanitize(html), safe, "{html}");
        }
    }

    #[test]
    fn text_keeps_its_lines_and_its_links() {
        let link = |to: &str, shown: &str| {
            format!("<a href=\"{to}\" rel=\"noopener noreferrer\">{shown}</a>")
        };
        let web = link("https://x.example/a?b=1&amp;c=2", "https://x.example/a?b=1&amp;c=2");
        let table = [
            ("", String::new()),
            ("a\nb", "<p>a<br>b</p>".into()),
            ("a\n\nb", "<p>a</p><p>b</p>".into()),
            ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>".into()),
            ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>".into()),
            ("See https://x.example/a?b=1&c=2.", format!("<p>See {web}.</p>")),
            ("ann@x.example", format!("<p>{}</p>", link("mailto:ann@x.example", "ann@x.example"))),
            (
                "javascript://x.example/%0aalert(1)",
                "<p>javascript://x.example/%0aalert(1)</p>".into(),
            ),
        ];
        for (text, html) in table {
            assert_eq!(from_text(text), html, "{text}");
        }
    }
}
