//! Telling a web page from a calendar by its first bytes.

/// How many bytes are looked at.
pub(crate) const HEAD: usize = 4096;

/// The title of a page is shown in one line.
const TITLE_CHARS: usize = 60;

/// `Some` when the body begins as a web page does, with the page's title where one is in sight.
/// Byte order marks, blanks, XML declarations and comments before it do not count.
pub(crate) fn web_page(head: &[u8]) -> Option<Option<String>> {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    loop {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?xml") {
            "?>"
        } else {
            break;
        };
        let (_, after) = rest.split_once(end)?;
        rest = after.trim_start();
    }
    ["<!doctype html", "<html", "<head", "<body", "<script", "<meta", "<title"]
        .iter()
        .any(|tag| rest.starts_with(tag))
        .then(|| title(&String::from_utf8_lossy(head)))
}

fn title(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower.get(start..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let text = page.get(start..end)?;
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String =
        words.join(" ").chars().filter(|c| !c.is_control()).take(TITLE_CHARS).collect();
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_a_page_by_its_beginning() {
        for (body, expected) in [
            ("BEGIN:VCALENDAR\r\n", None),
            ("\u{feff}BEGIN:VCALENDAR", None),
            ("", None),
            ("<?xml version=\"1.0\"?><calendar/>", None),
            ("<!-- never closed <html>", None),
            ("<!DOCTYPE html><html></html>", Some(None)),
            ("\u{feff} \r\n<HTML><head><Title lang=x>\n Sign\tin </title>", Some(Some("Sign in"))),
            ("<!-- hi --> <html>", Some(None)),
            ("<?xml version=\"1.0\"?>\n<!DOCTYPE HTML PUBLIC \"\">", Some(None)),
            ("SUMMARY:<html>", None),
        ] {
            let expected = expected.map(|title| title.map(str::to_owned));
            assert_eq!(web_page(body.as_bytes()), expected, "{body:?}");
        }
    }
}
