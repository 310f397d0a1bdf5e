//! Which zone a TZID means.
//!
//! The ladder: IANA name or alias, vendor prefix stripped, Windows or Outlook name, the hints
//! inside the VTIMEZONE, its rules matched to an IANA zone, the block itself interpreted. What
//! comes after it (X-WR-TIMEZONE, the calendar's zone) is the reader's part, with a flag.

mod block;
mod display;
mod observance;
mod recent;
mod table;
mod windows;

pub use block::Block;
pub(crate) use table::{fixed, of_id, posix_fixed};

use jiff::tz::TimeZone;

use crate::when::Zone;

/// The zone a TZID names by itself, without its VTIMEZONE; none if it names none.
///
/// Accepts IANA names in any case, vendor prefixes (`/mozilla.org/20050126_1/Europe/Berlin`),
/// Windows names and Outlook's display names.
#[must_use]
pub fn named(tzid: &str) -> Option<Zone> {
    let tzid = tzid.trim().trim_matches('"').trim();
    iana(tzid)
        .or_else(|| without_prefix(tzid))
        .or_else(|| windows::windows(tzid).or_else(|| display::display(tzid)).and_then(iana))
}

/// The zone a TZID means in a calendar that has this VTIMEZONE for it, or none.
#[must_use]
pub fn resolve(tzid: &str, block: Option<&Block>) -> Option<Zone> {
    named(tzid)
        .or_else(|| written_rule(tzid))
        .or_else(|| block.and_then(Block::zone))
        .or_else(|| offset(tzid))
}

/// A zone that we wrote out ourselves under its [`Zone::id`]: `<+0630>-6:30<+0730>,M3.2.0,…`.
fn written_rule(tzid: &str) -> Option<Zone> {
    let rule = tzid.starts_with(['<', '@']) || tzid.contains(",M") || tzid.contains(",J");
    rule.then(|| Zone::named(tzid))?
}

fn iana(name: &str) -> Option<Zone> {
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let get = |name: &str| TimeZone::get(name).ok().filter(|zone| !zone.is_unknown());
    let zone = get(name).or_else(|| name.contains(' ').then(|| get(&name.replace(' ', "_")))?)?;
    Some(zone.into())
}

/// `/vendor/version/Area/City`, `tzone://Microsoft/Utc`: the longest tail that is a zone.
fn without_prefix(tzid: &str) -> Option<Zone> {
    tzid.match_indices('/').take(12).find_map(|(at, _)| iana(tzid.get(at + 1..)?))
}

/// `UTC+2`, `GMT-05:30`, `(UTC+01:00) Somewhere`, `+0100`: the sign is east of Greenwich, as
/// people write it, not as POSIX does.
fn offset(tzid: &str) -> Option<Zone> {
    let text = tzid.trim().trim_start_matches('(');
    let text = text.split(')').next()?.trim();
    let digits = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text);
    let digits = digits.trim().replace('.', ":");
    let shape = |c: char| c.is_ascii_digit() || c == ':';
    if !digits.starts_with(['+', '-']) || digits.len() > 9 || !digits.chars().skip(1).all(shape) {
        return None;
    }
    let seconds = crate::text::offset_seconds(digits.as_bytes())?;
    Some(table::fixed(seconds))
}

#[cfg(test)]
mod tests {
    use super::{named, resolve};

    #[test]
    fn names() {
        let id = |tzid: &str| resolve(tzid, None).map(|zone| zone.id());
        for (tzid, expect) in [
            ("Europe/Berlin", Some("Europe/Berlin")),
            ("america/new york", Some("America/New_York")),
            ("/mozilla.org/20050126_1/Europe/Berlin", Some("Europe/Berlin")),
            (
                "/freeassociation.sourceforge.net/America/Argentina/Ushuaia",
                Some("America/Argentina/Ushuaia"),
            ),
            ("tzone://Microsoft/Utc", Some("UTC")),
            ("tzone://Microsoft/Custom", None),
            ("W. Europe Standard Time", Some("Europe/Berlin")),
            ("(UTC-05:00) Eastern Time (US & Canada)", Some("America/New_York")),
            ("Customized Time Zone", None),
            ("", None),
            ("UTC+2", Some("Etc/GMT-2")),
            ("GMT-05:30", Some("<-0530>5:30")),
            ("CET-1CEST,M3.5.0,M10.5.0/3", Some("CET-1CEST,M3.5.0,M10.5.0/3")),
        ] {
            assert_eq!(id(tzid).as_deref(), expect, "{tzid}");
        }
        assert!(named("UTC+2").is_none());
    }
}
