//! Finding the IANA zone that has the same rules as a VTIMEZONE in recent years.

use jiff::{Timestamp, tz::TimeZone};

use crate::when::Zone;

/// 2020-01-01 and 2031-01-01.
const START: i64 = 1_577_836_800;
const END: i64 = 1_924_992_000;

/// The zones that change their clocks, one for each set of rules, the common ones first.
const CANDIDATES: &[&str] = &[
    "America/New_York",
    "Europe/Berlin",
    "America/Los_Angeles",
    "America/Chicago",
    "Europe/London",
    "America/Denver",
    "Europe/Athens",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/Halifax",
    "America/Anchorage",
    "America/St_Johns",
    "Asia/Jerusalem",
    "America/Santiago",
    "Australia/Adelaide",
    "Europe/Chisinau",
    "Asia/Beirut",
    "Africa/Cairo",
    "America/Asuncion",
    "America/Havana",
    "America/Nuuk",
    "America/Miquelon",
    "America/Adak",
    "Atlantic/Azores",
    "Africa/Casablanca",
    "Asia/Gaza",
    "Pacific/Easter",
    "Pacific/Chatham",
    "Pacific/Norfolk",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
];

/// The zone whose offsets equal these from 2020 to 2030, or in that part of it which the block
/// speaks of: from its first change on, and without `endless` rules to its last one.
pub(super) fn matching(first: i32, transitions: &[(i64, i32)], endless: bool) -> Option<Zone> {
    let (earliest, _) = transitions.first()?;
    let (latest, _) = transitions.last()?;
    let start = START.max(*earliest - 1);
    let end = if endless { END } else { END.min(*latest + 1) };
    let before = transitions.iter().rfind(|(at, _)| *at <= start).map_or(first, |(_, to)| *to);
    let spoken: Vec<_> =
        transitions.iter().copied().filter(|(at, _)| *at > start && *at < end).collect();
    if spoken.len() < 4 {
        return None;
    }
    CANDIDATES.iter().find_map(|name| {
        let zone = TimeZone::get(name).ok()?;
        let same = offset(&zone, start)? == before
            && changes(&zone, start, end).eq(spoken.iter().copied());
        same.then(|| zone.into())
    })
}

/// Whether the zone makes these changes and, after the first of them, no others.
pub(super) fn says(zone: &TimeZone, transitions: &[(i64, i32)]) -> bool {
    let (Some((first, _)), Some((last, _))) = (transitions.first(), transitions.last()) else {
        return false;
    };
    changes(zone, first - 1, last + 1).eq(transitions.iter().copied())
}

fn offset(zone: &TimeZone, second: i64) -> Option<i32> {
    Some(zone.to_offset(Timestamp::from_second(second).ok()?).seconds())
}

fn changes(zone: &TimeZone, start: i64, end: i64) -> impl Iterator<Item = (i64, i32)> {
    let mut now = offset(zone, start);
    zone.following(Timestamp::from_second(start).unwrap_or(Timestamp::MAX))
        .map(|change| (change.timestamp().as_second(), change.offset().seconds()))
        .take_while(move |(at, _)| *at < end)
        .filter(move |(_, to)| now.replace(*to) != Some(*to))
}
