//! Content hashes of raw components, to tell changed ones from those that only look new.

use super::lines::span_at;

/// A BLAKE3 hash.
pub type Hash = [u8; 32];

/// Which lines of a component take part in its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// All but DTSTAMP, which many servers renew at each fetch.
    Kept,
    /// All but DTSTAMP, UID, SEQUENCE, CREATED and LAST-MODIFIED: what the event is, whatever it
    /// is called. Tells the same event in feeds whose UIDs change at each fetch.
    Left,
}

/// The hash of a component's bytes, as they are but for the lines left out.
#[must_use]
pub fn content_hash(raw: &[u8], identity: Identity) -> Hash {
    let mut hasher = blake3::Hasher::new();
    let mut from = 0;
    let mut run = 0;
    while let Some(span) = span_at(raw, from) {
        from = span.next;
        if is_volatile(raw.get(span.start..span.end).unwrap_or_default(), identity) {
            hasher.update(raw.get(run..span.start).unwrap_or_default());
            run = span.next;
        }
    }
    hasher.update(raw.get(run..).unwrap_or_default());
    *hasher.finalize().as_bytes()
}

fn is_volatile(line: &[u8], identity: Identity) -> bool {
    let names: &[&[u8]] = match identity {
        Identity::Kept => &[b"DTSTAMP"],
        Identity::Left => &[b"DTSTAMP", b"UID", b"SEQUENCE", b"CREATED", b"LAST-MODIFIED"],
    };
    if !matches!(
        line.first(),
        Some(b'D' | b'd' | b'U' | b'u' | b'S' | b's' | b'C' | b'c' | b'L' | b'l')
    ) {
        return false;
    }
    names.iter().any(|name| {
        line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && matches!(line.get(name.len()), Some(b':' | b';'))
    })
}

#[cfg(test)]
mod tests {
    use super::{Identity, content_hash};

    #[test]
    fn what_counts() {
        let hash = |text: &str, identity| content_hash(text.as_bytes(), identity);
        let plain = "BEGIN:VEVENT\nUID:1\nDTSTAMP:1\nSUMMARY:a\nEND:VEVENT";
        let stamped = "BEGIN:VEVENT\nUID:1\nDTSTAMP;X=Y:2\n 2\nSUMMARY:a\nEND:VEVENT";
        let renamed = "BEGIN:VEVENT\nUID:2\nSUMMARY:a\nSEQUENCE:3\nEND:VEVENT";
        let other = "BEGIN:VEVENT\nUID:1\nDTSTAMP:1\nSUMMARY:b\nEND:VEVENT";
        assert_eq!(hash(plain, Identity::Kept), hash(stamped, Identity::Kept));
        assert_ne!(hash(plain, Identity::Kept), hash(renamed, Identity::Kept));
        assert_eq!(hash(plain, Identity::Left), hash(renamed, Identity::Left));
        assert_ne!(hash(plain, Identity::Left), hash(other, Identity::Left));
    }
}
