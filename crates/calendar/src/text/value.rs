//! Text values: decoding of bytes, and the escapes of RFC 5545 §3.3.11.

use std::borrow::Cow;

/// UTF-8 where it is, Windows-1252 where it is not. Nothing is dropped.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(decode_mixed(bytes)),
    }
}

/// Byte runs that are UTF-8 stay; each other byte is a Windows-1252 letter.
fn decode_mixed(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|byte| windows_1252(*byte)));
    }
    out
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{FFFD}'),
        _ => char::from(byte),
    }
}

/// A TEXT value with its escapes undone. An escape that is none keeps its backslash.
pub(super) fn text(bytes: &[u8]) -> String {
    let text = decode(bytes);
    if memchr::memchr(b'\\', text.as_bytes()).is_none() {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        let (replaced, used) = match after.as_bytes().first() {
            Some(b'n' | b'N') => ("\n", 1),
            Some(b'\\' | b';' | b',' | b':' | b'"') => (after.get(..1).unwrap_or_default(), 1),
            Some(_) | None => ("\\", 0),
        };
        out.push_str(replaced);
        rest = after.get(used..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The parts of a list value, split at unescaped commas, blanks around them gone, empties left out.
pub(super) fn list(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut escaped = false;
        let end = text.iter().position(|b| {
            let here = *b == b',' && !escaped;
            escaped = *b == b'\\' && !escaped;
            here
        });
        let (part, tail) = match end {
            Some(end) => (text.get(..end), text.get(end + 1..)),
            None => (Some(text), None),
        };
        rest = tail;
        part
    })
    .map(<[u8]>::trim_ascii)
    .filter(|part| !part.is_empty())
}

/// A whole number, blanks around it allowed.
pub(super) fn number(bytes: &[u8]) -> Option<i64> {
    std::str::from_utf8(bytes).ok()?.trim().parse().ok()
}

/// Undoes quoted-printable (vCalendar 1.0), soft line breaks included.
pub(super) fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        let code = tail
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        rest = match (first, code) {
            (b'=', Some(byte)) => {
                out.push(byte);
                tail.get(2..).unwrap_or_default()
            }
            (b'=', None) if tail.is_empty() => tail,
            _ => {
                out.push(*first);
                tail
            }
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{decode, list, quoted_printable, text};

    #[test]
    fn text_undoes_escapes() {
        for (from, to) in [
            (r"a\, b\; c\\ d\ne\Nf", "a, b; c\\ d\ne\nf"),
            (r"C:\Temp\x", "C:\\Temp\\x"),
            (r"end\", "end\\"),
            ("plain", "plain"),
        ] {
            assert_eq!(text(from.as_bytes()), to);
        }
    }

    #[test]
    fn bytes_that_are_no_utf8_are_windows_1252() {
        assert_eq!(decode(b"Caf\xE9 \x80 \xC3\xBC"), "Café € ü");
    }

    #[test]
    fn lists_split_at_bare_commas() {
        let parts: Vec<_> = list(br"a\,b, c,,d").collect();
        assert_eq!(parts, [br"a\,b".as_slice(), b"c", b"d"]);
    }

    #[test]
    fn quoted_printable_is_undone() {
        assert_eq!(quoted_printable(b"B=C3=BCro=3D1="), "Büro=1".as_bytes());
    }
}
