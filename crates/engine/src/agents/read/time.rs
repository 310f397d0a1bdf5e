//! Times as agents read them.

use jiff::{Timestamp, tz::TimeZone};
use kalends_calendar::When;

/// RFC 3339 in this zone, to the second.
pub(super) fn instant(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A date as it is; all else as an instant in this zone.
pub(super) fn when(when: &When, zone: &TimeZone) -> String {
    match when {
        When::Date(date) => date.to_string(),
        When::Floating(_) | When::Zoned(..) => instant(when.resolve(zone), zone),
    }
}

/// The zone a time is kept in, where it is kept in one.
pub(super) fn zone_of(when: &When) -> Option<String> {
    match when {
        When::Date(_) | When::Floating(_) => None,
        When::Zoned(_, zone) => Some(zone.id()),
    }
}
