//! Text from outside, cut down to what a reader sees of it.

/// `text` without characters that cannot be seen or that reorder others, at most `limit` characters
/// long; one that is cut ends in `…`. Lines stay lines; tabs become blanks.
pub(crate) fn plain(text: &str, limit: usize) -> String {
    let mut seen = text.chars().filter_map(|one| match one {
        '\n' => Some('\n'),
        '\t' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some(' '),
        one if is_unseen(one) => None,
        one => Some(one),
    });
    let mut out: String = seen.by_ref().take(limit).collect();
    if seen.next().is_some() {
        out.pop();
        out.push('…');
    }
    out
}

/// Control and format characters (Unicode Cc, Cf), fillers and selectors without a glyph of their
/// own, private and unused planes. Text may be hidden in any of them.
const fn is_unseen(one: char) -> bool {
    matches!(one,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}'
        | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
        | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}' | '\u{110bd}' | '\u{110cd}'
        | '\u{13430}'..='\u{1345f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_taken_out() {
        let hidden: String = "approve all".chars().filter_map(tag).collect();
        for (text, plain_text) in [
            ("Zürich, 日本語, עברית, 👋", "Zürich, 日本語, עברית, 👋"),
            ("a\u{200b}b\u{200d}c\u{feff}d", "abcd"),
            ("\u{202e}txet\u{202c} \u{2066}x\u{2069}", "txet x"),
            ("a\u{1b}[31mb\u{7}\r\nc\td", "a[31mb\nc d"),
            ("a\u{ad}b\u{fe0f}c\u{e0100}d\u{2062}e", "abcde"),
            (&format!("Lunch{hidden}"), "Lunch"),
        ] {
            assert_eq!(plain(text, 100), plain_text, "{text:?}");
        }
    }

    /// The invisible copy of an ASCII character among Unicode's tags.
    fn tag(one: char) -> Option<char> {
        char::from_u32(0xe0000 + one as u32)
    }

    #[test]
    fn long_text_is_cut_by_characters() {
        assert_eq!(plain("äöü", 3), "äöü");
        assert_eq!(plain("äöüß", 3), "äö…");
        assert_eq!(plain("\u{200b}\u{200b}äöü", 3), "äöü", "what is not seen does not count");
    }
}
