//! The line a series counts its seconds on, and the way there from wall-clock time.

use jiff::{Timestamp, tz::TimeZone};

use super::civil::datetime_of;
use crate::when::{When, Zone};

/// What the points of a series are.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Line {
    /// Whole days, counted by their midnights.
    Dates,
    /// Wall-clock times without a zone.
    Floating,
    /// Wall-clock times in a zone, counted as instants.
    Zoned(Zone),
}

impl Line {
    pub(super) fn of(when: &When) -> Self {
        match when {
            When::Date(_) => Self::Dates,
            When::Floating(_) => Self::Floating,
            When::Zoned(_, zone) => Self::Zoned(zone.clone()),
        }
    }

    /// The point at a second of this line.
    pub(super) fn point(&self, second: i64) -> When {
        match self {
            Self::Dates => When::Date(datetime_of(second).date()),
            Self::Floating => When::Floating(datetime_of(second)),
            Self::Zoned(zone) => {
                When::Zoned(datetime_of(second + offset_at(zone.time_zone(), second)), zone.clone())
            }
        }
    }

    /// The wall-clock second at a second of this line.
    pub(super) fn local(&self, second: i64) -> i64 {
        match self {
            Self::Dates | Self::Floating => second,
            Self::Zoned(zone) => second + offset_at(zone.time_zone(), second),
        }
    }
}

/// Turns wall-clock seconds into seconds of a line, and remembers the offset it met last: the
/// occurrences of a window mostly share one.
pub(super) struct Resolver<'a> {
    zone: Option<&'a TimeZone>,
    /// The wall-clock seconds that surely have `offset`.
    from: i64,
    until: i64,
    offset: i64,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(line: &'a Line) -> Self {
        let (from, until) = (i64::MIN, i64::MAX);
        match line {
            Line::Dates | Line::Floating => Self { zone: None, from, until, offset: 0 },
            Line::Zoned(zone) => {
                let zone = zone.time_zone();
                match zone.to_fixed_offset() {
                    Ok(fixed) => Self { zone: None, from, until, offset: fixed.seconds().into() },
                    Err(_) => Self { zone: Some(zone), from: 0, until: 0, offset: 0 },
                }
            }
        }
    }

    /// The second on the line. A skipped local time takes the offset before the gap, an
    /// ambiguous one its first meaning (RFC 5545 §3.3.5).
    pub(super) fn second(&mut self, local: i64) -> i64 {
        self.resolve(local).0
    }

    /// The second on the line, and the wall-clock second that it has: another one than was asked
    /// for where that was skipped.
    pub(super) fn resolve(&mut self, local: i64) -> (i64, i64) {
        if self.from <= local && local < self.until {
            return (local - self.offset, local);
        }
        let Some(zone) = self.zone else { return (local - self.offset, local) };
        let instant = zone
            .to_ambiguous_timestamp(datetime_of(local))
            .compatible()
            .unwrap_or(if local < 0 { Timestamp::MIN } else { Timestamp::MAX });
        let offset = i64::from(zone.to_offset(instant).seconds());
        let second = instant.as_second();
        if second + offset == local {
            self.offset = offset;
            self.from = local;
            // Before the next change, local times are plain up to where a fold would begin.
            self.until = zone.following(instant).next().map_or(i64::MAX, |change| {
                let after = i64::from(change.offset().seconds());
                change.timestamp().as_second() + offset.min(after)
            });
        }
        (second, second + offset)
    }
}

fn offset_at(zone: &TimeZone, second: i64) -> i64 {
    let clamped = second.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    let instant = Timestamp::from_second(clamped).unwrap_or(Timestamp::UNIX_EPOCH);
    zone.to_offset(instant).seconds().into()
}
