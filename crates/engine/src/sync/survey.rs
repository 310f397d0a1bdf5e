//! The first pass over a feed: which components it has, and what tells one from another.

use std::io::Read;

use kalends_calendar::text::{Context, Identity, Item, Kind, Splitter, Survey, content_hash};

use super::plan::{Hash, Sight};
use crate::Error;

/// The most events a feed may have.
pub(crate) const EVENTS_MOST: usize = 1_000_000;

/// Which way components are read, as far as stored events depend on it. It is part of every content
/// hash: when it changes, everything is read anew.
pub(crate) const READING: &[u8] = b"1";

/// Where a component lies in the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Offset of its first byte.
    pub(crate) offset: u64,
    /// Its length in bytes.
    pub(crate) length: usize,
    /// Which VCALENDAR it is in.
    pub(crate) calendar: usize,
}

/// What the first pass found.
#[derive(Debug, Default)]
pub(crate) struct Surveyed {
    /// One for each VCALENDAR.
    pub(crate) contexts: Vec<Context>,
    /// Of each VEVENT, in the text's order.
    pub(crate) sights: Vec<Sight>,
    /// Where each VEVENT lies.
    pub(crate) places: Vec<Place>,
    /// Lines that belong nowhere.
    pub(crate) strays: usize,
    /// Components that are neither events nor zones.
    pub(crate) others: usize,
}

/// Reads a feed to its end. Nothing of it may be kept when this fails: it was not whole.
pub(crate) fn survey(source: impl Read) -> Result<Surveyed, Error> {
    let mut splitter = Splitter::new(source);
    let mut survey = Survey::default();
    let mut found = Surveyed::default();
    while let Some(item) = splitter.next()? {
        survey.see(&item);
        let Item::Component(component) = item else { continue };
        match component.kind {
            Kind::Event => {
                if found.sights.len() >= EVENTS_MOST {
                    return Err(Error::TooManyEvents { limit: EVENTS_MOST });
                }
                let content = short(content_hash(component.raw, Identity::Left));
                let (uid, version) = peek(component.raw);
                found.sights.push(Sight { content, uid, version });
                found.places.push(Place {
                    offset: component.offset,
                    length: component.raw.len(),
                    calendar: component.calendar,
                });
            }
            Kind::TimeZone => {}
            Kind::FreeBusy | Kind::ToDo | Kind::Journal | Kind::Other => found.others += 1,
        }
    }
    found.strays = survey.strays();
    found.contexts = survey.finish();
    let around: Vec<Hash> = found.contexts.iter().map(|context| short(context.hash())).collect();
    for (sight, place) in found.sights.iter_mut().zip(&found.places) {
        let around = around.get(place.calendar).copied().unwrap_or_default();
        sight.content = mix(&[&sight.content, &around, READING]);
    }
    Ok(found)
}

/// One hash of several parts.
pub(crate) fn mix(parts: &[&[u8]]) -> Hash {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    short(*hasher.finalize().as_bytes())
}

/// The hash of a UID.
pub(crate) fn uid_hash(uid: &[u8]) -> Hash {
    short(*blake3::hash(uid).as_bytes())
}

fn short(hash: [u8; 32]) -> Hash {
    let mut short = [0; 16];
    short.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    short
}

/// UID, SEQUENCE and LAST-MODIFIED at a glance. A wrong guess on odd text costs a reading, no data.
fn peek(raw: &[u8]) -> (Hash, (i64, i64)) {
    let mut uid = uid_hash(b"");
    let mut version = (0, 0);
    let mut rest = raw;
    while let Some(end) = memchr::memchr2(b'\n', b'\r', rest) {
        rest = rest.get(end + 1..).unwrap_or_default();
        match rest.first() {
            Some(b'U' | b'u') => {
                if let Some(value) = value(rest, b"UID") {
                    uid = uid_hash(&value);
                }
            }
            Some(b'S' | b's') => {
                if let Some(value) = value(rest, b"SEQUENCE") {
                    version.0 = number(&value);
                }
            }
            Some(b'L' | b'l') => {
                if let Some(value) = value(rest, b"LAST-MODIFIED") {
                    version.1 = number(&value);
                }
            }
            // Alarms have UIDs of their own.
            Some(b'B' | b'b') if name(rest, b"BEGIN") => break,
            _ => {}
        }
    }
    (uid, version)
}

fn name(line: &[u8], name: &[u8]) -> bool {
    line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && matches!(line.get(name.len()), Some(b':' | b';'))
}

/// The value of the line that `text` begins with, folds taken out, if it has this name.
fn value(text: &[u8], wanted: &[u8]) -> Option<Vec<u8>> {
    if !name(text, wanted) {
        return None;
    }
    let mut line = Vec::new();
    let mut rest = text;
    loop {
        let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        line.extend_from_slice(rest.get(..end).unwrap_or_default());
        let next = rest.get(end..).unwrap_or_default();
        let breaks = next.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        match next.get(breaks) {
            Some(b' ' | b'\t') => rest = next.get(breaks + 1..).unwrap_or_default(),
            _ => break,
        }
    }
    let colon = memchr::memchr(b':', &line)?;
    Some(line.get(colon + 1..)?.trim_ascii().to_vec())
}

fn number(value: &[u8]) -> i64 {
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).take(18);
    digits.fold(0, |number, digit| number * 10 + i64::from(digit - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(events: &str) -> String {
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
    }

    #[test]
    fn stamps_and_uids_do_not_change_a_content_but_zones_do() {
        let sight = |text: &str| survey(text.as_bytes()).unwrap().sights[0];
        let event = "BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260101T000000Z\r\nSEQUENCE:2\r\n\
                     LAST-MODIFIED:20260102T030405Z\r\nSUMMARY:x\r\nEND:VEVENT\r\n";
        let first = sight(&feed(event));
        assert_eq!(first.version, (2, 20_260_102_030_405));
        let other = sight(&feed(&event.replace("UID:a", "UID:b").replace("20260101", "20260201")));
        assert_eq!(first.content, other.content);
        assert_ne!(first.uid, other.uid);
        let zoned = sight(&feed(&format!("X-WR-TIMEZONE:Europe/Berlin\r\n{event}")));
        assert_ne!(first.content, zoned.content);
    }

    #[test]
    fn a_glance_unfolds_and_leaves_alarms_alone() {
        let raw = b"BEGIN:VEVENT\r\nuid;X=1:ab\r\n cd \r\nBEGIN:VALARM\r\nUID:z\r\nEND:VALARM\r\nEND:VEVENT";
        assert_eq!(peek(raw).0, uid_hash(b"abcd"));
        assert_eq!(peek(b"BEGIN:VEVENT\nSUMMARY:UID:x\nEND:VEVENT").0, uid_hash(b""));
    }

    #[test]
    fn a_feed_that_breaks_off_is_refused() {
        let whole = feed("BEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\n");
        for end in 0..whole.len() - "END:VCALENDAR\r\n".len() {
            assert!(survey(&whole.as_bytes()[..end]).is_err(), "{end}");
        }
    }
}
