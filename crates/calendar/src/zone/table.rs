//! Zones that have no IANA name, and the ids they are stored under.
//!
//! A fixed offset in whole hours is `Etc/GMT…`; what one POSIX rule says is that rule; anything
//! else is its transitions written out: `@first;second=offset;…;rule`.

use std::fmt::Write as _;

use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};

use crate::when::Zone;

/// A zone that is always `seconds` east of Greenwich.
pub(crate) fn fixed(seconds: i32) -> Zone {
    if seconds == 0 {
        return Zone::utc();
    }
    let hours = seconds / 3600;
    let named = (seconds % 3600 == 0 && (-12..=14).contains(&hours))
        .then(|| TimeZone::get(&format!("Etc/GMT{:+}", -hours)).ok())
        .flatten();
    named
        .or_else(|| TimeZone::posix(&posix_fixed(seconds)).ok())
        .unwrap_or_else(|| TimeZone::fixed(Offset::from_seconds(seconds).unwrap_or(Offset::UTC)))
        .into()
}

/// The POSIX rule of a fixed offset, such as `<-0530>5:30`.
pub(crate) fn posix_fixed(seconds: i32) -> String {
    format!("{}{}", abbreviation(seconds), posix_offset(seconds))
}

/// `<+0530>`.
pub(super) fn abbreviation(seconds: i32) -> String {
    let (sign, all) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    let (hours, minutes) = (all / 3600, all / 60 % 60);
    if minutes == 0 {
        format!("<{sign}{hours:02}>")
    } else {
        format!("<{sign}{hours:02}{minutes:02}>")
    }
}

/// POSIX counts west: `-5:30` for five and a half hours east.
pub(super) fn posix_offset(seconds: i32) -> String {
    posix_time(-seconds)
}

/// `h[:mm[:ss]]`.
pub(super) fn posix_time(seconds: i32) -> String {
    let (sign, all) = (if seconds < 0 { "-" } else { "" }, seconds.abs());
    match (all / 3600, all / 60 % 60, all % 60) {
        (hours, 0, 0) => format!("{sign}{hours}"),
        (hours, minutes, 0) => format!("{sign}{hours}:{minutes:02}"),
        (hours, minutes, rest) => format!("{sign}{hours}:{minutes:02}:{rest:02}"),
    }
}

/// The id of a zone with these transitions (instant, offset), in order, and this rule after them.
pub(super) fn id(first: i32, transitions: &[(i64, i32)], rule: &str) -> String {
    let mut id = format!("@{first}");
    for (at, offset) in transitions {
        let _ = write!(id, ";{at}={offset}");
    }
    let _ = write!(id, ";{rule}");
    id
}

/// The zone that [`id`] names; none for any other text.
pub(crate) fn of_id(id: &str) -> Option<TimeZone> {
    let (first, rest) = id.strip_prefix('@')?.split_once(';')?;
    let first: i32 = first.parse().ok()?;
    let mut transitions = Vec::new();
    let mut parts = rest.split(';').peekable();
    let mut rule = "";
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            rule = part;
        } else {
            let (at, offset) = part.split_once('=')?;
            transitions.push((at.parse().ok()?, offset.parse().ok()?));
        }
    }
    TimeZone::tzif(id, &tzif(first, &transitions, rule)?).ok()
}

/// A kind of local time: offset, whether it is daylight saving time, abbreviation.
type Kind = (i32, bool, String);

/// A version 2 TZif file (RFC 9636) with all of it in the 64-bit block.
fn tzif(first: i32, transitions: &[(i64, i32)], rule: &str) -> Option<Vec<u8>> {
    let tail = TimeZone::posix(rule).ok()?;
    // The last kind must be the one that the rule goes on from, to the letter.
    let kind = |at: i64, offset: i32| -> Option<Kind> {
        let info = tail.to_offset_info(Timestamp::from_second(at).ok()?);
        let same = info.offset().seconds() == offset;
        let name = if same { info.abbreviation().to_owned() } else { plain_name(offset) };
        Some((offset, same && info.dst().is_dst(), name))
    };
    let mut kinds: Vec<Kind> = vec![(first, false, plain_name(first))];
    let mut used = Vec::with_capacity(transitions.len());
    for (at, offset) in transitions {
        let kind = kind(*at, *offset)?;
        let known = kinds.iter().position(|other| *other == kind);
        used.push(u8::try_from(known.unwrap_or(kinds.len())).ok()?);
        if known.is_none() {
            kinds.push(kind);
        }
    }
    let names: String = kinds.iter().map(|(_, _, name)| format!("{name}\0")).collect();
    let count = |length: usize| u32::try_from(length).ok();
    // The empty 32-bit block still needs one type.
    let mut out = header(0, 1, 4);
    out.extend(b"\0\0\0\0\0\0LMT\0");
    out.extend(header(count(transitions.len())?, count(kinds.len())?, count(names.len())?));
    out.extend(transitions.iter().flat_map(|(at, _)| at.to_be_bytes()));
    out.extend(used);
    let mut name_at = 0;
    for (offset, summer, name) in &kinds {
        out.extend(offset.to_be_bytes());
        out.extend([u8::from(*summer), u8::try_from(name_at).ok()?]);
        name_at += name.len() + 1;
    }
    out.extend(names.as_bytes());
    out.extend(format!("\n{rule}\n").as_bytes());
    Some(out)
}

fn header(times: u32, types: u32, name_bytes: u32) -> Vec<u8> {
    let mut out = b"TZif2".to_vec();
    out.extend([0; 15]);
    out.extend([0, 0, 0, times, types, name_bytes].iter().flat_map(|count| count.to_be_bytes()));
    out
}

/// `+0530`.
fn plain_name(offset: i32) -> String {
    abbreviation(offset).trim_matches(['<', '>']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{fixed, id, of_id};
    use crate::when::Zone;

    #[test]
    fn written_out_transitions_come_back() {
        let id = id(3600, &[(1_000_000_000, 7200), (1_100_000_000, 5400)], "<+0130>-1:30");
        let zone = of_id(&id).unwrap();
        let offset =
            |second| zone.to_offset(jiff::Timestamp::from_second(second).unwrap()).seconds();
        assert_eq!([999_999_999, 1_000_000_000, 1_200_000_000].map(offset), [3600, 7200, 5400]);
        assert_eq!(Zone::named(&id).unwrap().id(), id);
    }

    #[test]
    fn fixed_offsets() {
        for (seconds, id) in [(0, "UTC"), (3600, "Etc/GMT-1"), (-19_800, "<-0530>5:30")] {
            assert_eq!(fixed(seconds).id(), id);
            assert_eq!(Zone::named(id), Some(fixed(seconds)));
        }
    }
}
