//! Notes that came as HTML, told apart and brought down to plain text.
//!
//! The plain text is for search, lists and the terminal. It is no sanitiser: the HTML itself must
//! go through one before it is shown.

/// Whether a text has tags that only HTML would have.
pub(crate) fn looks_like(text: &str) -> bool {
    const TAGS: [&str; 22] = [
        "html", "body", "p", "br", "a", "div", "span", "b", "i", "u", "ul", "ol", "li", "table",
        "strong", "em", "h1", "h2", "h3", "font", "head", "hr",
    ];
    let Some(last) = text.rfind('>') else { return false };
    text.match_indices('<').take_while(|(at, _)| *at < last).any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let closes = after.starts_with(['>', '/']) || after.starts_with(char::is_whitespace);
        closes && TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))
    })
}

/// The words of an HTML text: tags gone, blocks on lines of their own, entities undone.
pub(crate) fn to_text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_text(&mut out, rest.get(..at).unwrap_or_default());
        let tag = rest.get(at..).unwrap_or_default();
        let Some(end) = tag.find('>') else {
            push_text(&mut out, tag);
            rest = "";
            break;
        };
        let inner = tag.get(1..end).unwrap_or_default();
        rest = tag.get(end + 1..).unwrap_or_default();
        let close = inner.starts_with('/');
        let name = inner.trim_start_matches('/');
        let stop = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name.get(..stop).unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "style" | "script" | "head" | "title" if !close => rest = after_closing(rest, &name),
            "br" => out.push('\n'),
            "p" | "div" | "tr" | "table" | "ul" | "ol" | "h1" | "h2" | "h3" if !out.is_empty() => {
                end_line(&mut out);
            }
            "li" if !close => {
                end_line(&mut out);
                out.push_str("- ");
            }
            _ => {}
        }
    }
    push_text(&mut out, rest);
    out.trim().to_owned()
}

fn after_closing<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut closings = rest.match_indices("</");
    let end = closings.find(|(at, _)| {
        let found = rest.get(at + 2..at + 2 + name.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(name))
    });
    end.and_then(|(at, _)| rest.get(at..)).unwrap_or_default()
}

fn end_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let tail = rest.get(at..).unwrap_or_default();
        let entity = tail.bytes().take(12).position(|b| b == b';').and_then(|end| {
            let found = entity(tail.get(1..end)?)?;
            Some((found, tail.get(end + 1..)?))
        });
        let (c, after) = entity.unwrap_or(('&', tail.get(1..).unwrap_or_default()));
        out.push(c);
        rest = after;
    }
    out.push_str(rest);
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "ccedil" => 'ç',
        "ntilde" => 'ñ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{looks_like, to_text};

    #[test]
    fn telling_html() {
        for (text, expect) in [
            ("<p>Hello</p>", true),
            ("a<br/>b", true),
            ("see <a href=\"https://x.example\">x</a>", true),
            ("a < b and b > a", false),
            ("<https://teams.example/l>", false),
            ("<jane@example.com>", false),
        ] {
            assert_eq!(looks_like(text), expect, "{text}");
        }
    }

    #[test]
    fn plain_words() {
        let html = "<html><head><style>p{}</style></head><body><p>Caf&eacute; &amp; cake</p>\
                    <ul><li>one<li>two</ul>a<br>b &lt;c&gt; &unknown; &#8364;</body></html>";
        assert_eq!(to_text(html), "Café & cake\n- one\n- two\na\nb <c> &unknown; €");
    }
}
