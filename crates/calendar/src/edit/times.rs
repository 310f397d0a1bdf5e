//! From when to when, and how long.

use jiff::{SignedDuration, civil::DateTime, tz::TimeZone};

use crate::when::When;

/// From when to when something lasts; of one kind, the end exclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// First moment.
    pub start: When,
    /// First moment after.
    pub end: When,
}

/// The end of what begins at `start` and lasts as long as `like`: on the wall clock, or on the
/// stopwatch where start and end are in different zones.
pub(super) fn lasting(like: &Times, start: &When) -> When {
    if let (When::Zoned(_, a), When::Zoned(_, b), When::Zoned(..)) = (&like.start, &like.end, start)
        && a != b
    {
        let length = like.end.seconds() - like.start.seconds();
        let end = start
            .resolve(&TimeZone::UTC)
            .checked_add(SignedDuration::from_secs(length.max(0)))
            .unwrap_or(jiff::Timestamp::MAX);
        return When::Zoned(b.time_zone().to_datetime(end), b.clone());
    }
    let length = between(like.start.local(), like.end.local());
    let end = start.local().checked_add(length).unwrap_or(DateTime::MAX);
    match start {
        When::Date(_) => When::Date(end.date()),
        When::Floating(_) => When::Floating(end),
        When::Zoned(_, zone) => When::Zoned(end, zone.clone()),
    }
}

/// Wall-clock time from one to the other.
pub(super) fn between(from: DateTime, to: DateTime) -> SignedDuration {
    from.duration_until(to)
}
