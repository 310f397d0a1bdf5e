//! One logical line taken apart: name, parameters, value (RFC 5545 §3.1), leniently.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3, memrchr};

use super::value::decode;

/// A property name in upper case.
#[derive(Clone, Copy)]
pub(super) struct Name {
    bytes: [u8; 48],
    length: usize,
}

impl Name {
    /// None where the bytes cannot be a name. A name too long to be known is cut.
    fn new(name: &[u8]) -> Option<Self> {
        let token = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/');
        if name.is_empty() || !name.iter().all(token) {
            return None;
        }
        let mut bytes = [0; 48];
        for (to, from) in bytes.iter_mut().zip(name) {
            *to = from.to_ascii_uppercase();
        }
        Some(Self { bytes, length: name.len().min(48) })
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// One property.
#[derive(Clone, Copy)]
pub(super) struct Property<'a> {
    /// Upper case.
    pub(super) name: Name,
    /// The name as written.
    pub(super) written: &'a [u8],
    params: &'a [u8],
    /// Raw: neither decoded nor unescaped.
    pub(super) value: &'a [u8],
}

impl<'a> Property<'a> {
    /// Takes an unfolded line apart; none where it has no name or no colon.
    pub(super) fn parse(line: &'a [u8]) -> Option<Self> {
        let end = memchr2(b':', b';', line)?;
        let (written, rest) = line.split_at(end);
        let written = written.trim_ascii();
        let name = Name::new(written)?;
        if let Some(value) = rest.strip_prefix(b":") {
            return Some(Self { name, written, params: b"", value });
        }
        let colon = value_colon(name.as_bytes(), rest)?;
        let (params, value) = (rest.get(1..colon)?, rest.get(colon + 1..)?);
        Some(Self { name, written, params, value })
    }

    /// The first parameter of this upper-case name: quotes, escapes (RFC 6868) and outer blanks
    /// undone. Empty ones count as absent.
    pub(super) fn param(&self, name: &[u8]) -> Option<Cow<'a, str>> {
        self.raw_param(name).and_then(param_value)
    }

    /// As [`Self::param`], for the bytes as written between `=` and the next parameter.
    pub(super) fn raw_param(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.params()
            .filter_map(split_param)
            .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value))
    }

    /// The parameters as written, without the `;` between them.
    pub(super) fn params(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let mut rest = self.params;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let end = separator(rest, b';').unwrap_or(rest.len());
            let (param, tail) = rest.split_at(end);
            rest = tail.get(1..).unwrap_or_default();
            Some(param)
        })
    }

    /// Whether a parameter has this value, in any letter case.
    pub(super) fn param_is(&self, name: &[u8], value: &[u8]) -> bool {
        self.raw_param(name).is_some_and(|found| unquote(found).eq_ignore_ascii_case(value))
    }
}

/// Name and value of a parameter, blanks around them gone.
pub(super) fn split_param(param: &[u8]) -> Option<(&[u8], &[u8])> {
    let (key, value) = param.split_at(memchr(b'=', param)?);
    Some((key.trim_ascii(), value.get(1..)?.trim_ascii()))
}

/// Where the value's colon is in `rest`, which starts with the first `;`.
fn value_colon(name: &[u8], rest: &[u8]) -> Option<usize> {
    let first = separator(rest, b':').or_else(|| memchr(b':', rest))?;
    let value = rest.get(first + 1..)?;
    let later = match name {
        // `TZID=(UTC-05:00) Eastern Time:2026…`: the colon before what reads as a time.
        b"DTSTART" | b"DTEND" | b"RECURRENCE-ID" | b"EXDATE" | b"RDATE" | b"DUE" => {
            let plausible = value.trim_ascii_start().iter().take(8).all(u8::is_ascii_digit);
            if plausible { None } else { memrchr(b':', value).filter(|at| starts_date(value, *at)) }
        }
        // An unquoted colon in a CN.
        b"ATTENDEE" | b"ORGANIZER" if !starts_with(value, b"mailto:") => {
            memchr::memmem::find(&value.to_ascii_lowercase(), b":mailto:")
        }
        _ => None,
    };
    Some(later.map_or(first, |at| first + 1 + at))
}

/// In any letter case.
pub(super) fn starts_with(value: &[u8], prefix: &[u8]) -> bool {
    value.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn starts_date(value: &[u8], colon: usize) -> bool {
    let date = value.get(colon + 1..).unwrap_or_default().trim_ascii_start();
    date.len() >= 8 && date.iter().take(8).all(u8::is_ascii_digit)
}

/// The first `wanted` (`:` or `;`) that is neither quoted nor escaped.
///
/// A quote opens only right after `=` or `,`, and only where it is closed again.
fn separator(text: &[u8], wanted: u8) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr3(wanted, b'"', b'\\', text.get(at..)?)?;
        match text.get(at)? {
            b'"' => {
                let before = text.get(..at)?.trim_ascii_end().last();
                if matches!(before, Some(b'=' | b','))
                    && let Some(length) = memchr(b'"', text.get(at + 1..)?)
                {
                    at += length + 1;
                }
            }
            b'\\' => at += usize::from(matches!(text.get(at + 1), Some(b';' | b','))),
            _ => return Some(at),
        }
        at += 1;
    }
}

/// A value with its outer quotes off.
pub(super) fn unquote(value: &[u8]) -> &[u8] {
    match value {
        [b'"', inner @ .., b'"'] => inner,
        _ => value,
    }
}

/// Decoded as [`Property::param`] says; none where nothing is left.
pub(super) fn param_value(raw: &[u8]) -> Option<Cow<'_, str>> {
    let quoted = unquote(raw).len() < raw.len();
    let text = decode(unquote(raw));
    if text.is_empty() {
        return None;
    }
    if memchr2(b'^', b'\\', text.as_bytes()).is_none() {
        return Some(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let (replaced, taken) = match (c, chars.peek()) {
            ('^', Some('n')) => ('\n', true),
            ('^', Some('^')) => ('^', true),
            ('^', Some('\'')) => ('"', true),
            ('\\', Some(next @ (';' | ','))) if !quoted => (*next, true),
            _ => (c, false),
        };
        out.push(replaced);
        if taken {
            chars.next();
        }
    }
    Some(Cow::Owned(out))
}
