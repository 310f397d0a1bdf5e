//! Notes from outside become HTML that is safe to show, and nothing else of them does.

use std::collections::HashSet;

use linkify::{LinkFinder, LinkKind};

/// HTML brought down to `p br a b i u ul ol li` with links to https, http, mailto and tel. All
/// other tags are dropped, scripts and styles with their content.
pub(crate) fn sanitize(html: &str) -> String {
    ammonia::Builder::empty()
        .tags(HashSet::from(["p", "br", "a", "b", "i", "u", "ul", "ol", "li"]))
        .clean_content_tags(HashSet::from(["script", "style", "title", "head"]))
        .tag_attributes([("a", HashSet::from(["href"]))].into_iter().collect())
        .url_schemes(HashSet::from(["https", "http", "mailto", "tel"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        .clean(&html.replace("<strong", "<b").replace("</strong", "</b").replace("<em>", "<i>"))
        .to_string()
}

/// Plain text as HTML: escaped, lines kept, addresses made links.
pub(crate) fn from_text(text: &str) -> String {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    let mut html = String::with_capacity(text.len() + text.len() / 4);
    for part in finder.spans(text.trim()) {
        let target = match part.kind() {
            Some(LinkKind::Url) if is_web(part.as_str()) => Some(part.as_str().to_owned()),
            Some(LinkKind::Email) => Some(format!("mailto:{}", part.as_str())),
            _ => None,
        };
        let shown = ammonia::clean_text(part.as_str()).replace("&#10;", "\n");
        match target {
            Some(target) => {
                html.push_str("<a href=\"");
                html.push_str(&ammonia::clean_text(&target));
                html.push_str("\">");
                html.push_str(&shown);
                html.push_str("</a>");
            }
            None => html.push_str(&shown),
        }
    }
    let html = html.replace("\r\n", "\n");
    let paragraphs: Vec<String> = html
        .split("\n\n")
        .map(|paragraph| paragraph.trim_matches('\n'))
        .filter(|paragraph| !paragraph.trim().is_empty())
        .map(|paragraph| format!("<p>{}</p>", paragraph.replace('\n', "<br>")))
        .collect();
    // The markup is ours, but one sanitiser stands before every face.
    sanitize(&paragraphs.concat())
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
