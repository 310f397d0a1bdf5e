//! Ids of events and of the occurrences of series.

use std::fmt::Write as _;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::when::{When, Zone};

/// The id of an occurrence: that of its series and the original start, in UTC or as a date.
///
/// A floating start, which Google does not have, is written as if it were UTC.
#[must_use]
pub fn instance_id(series_id: &str, original: &When) -> String {
    match original {
        When::Date(date) => format!("{series_id}_{}", date.strftime("%Y%m%d")),
        When::Floating(_) | When::Zoned(..) => {
            let utc = TimeZone::UTC.to_datetime(original.resolve(&TimeZone::UTC));
            format!("{series_id}_{}", utc.strftime("%Y%m%dT%H%M%SZ"))
        }
    }
}

/// The series and the original start that an occurrence's id tells; none for any other id, that
/// of a split-off series (`…_R20260704T090000`) among them.
#[must_use]
pub fn split_instance_id(id: &str) -> Option<(&str, When)> {
    let (series, stamp) = id.rsplit_once('_')?;
    if series.is_empty() {
        return None;
    }
    let digits = |from: usize, to: usize| {
        let part = stamp.get(from..to)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i16>().ok())?
    };
    let small = |from: usize| digits(from, from + 2).and_then(|n| i8::try_from(n).ok());
    let date = Date::new(digits(0, 4)?, small(4)?, small(6)?).ok()?;
    match stamp.as_bytes().get(8..)? {
        [] => Some((series, When::Date(date))),
        [b'T', time @ .., b'Z'] if time.len() == 6 => {
            let (hour, minute, second) = (small(9)?, small(11)?, small(13)?);
            let time = jiff::civil::Time::new(hour, minute, second, 0).ok()?;
            Some((series, When::Zoned(DateTime::from_parts(date, time), Zone::utc())))
        }
        _ => None,
    }
}

/// An id for an event of ours: 32 letters that are base32hex, as the API asks of clients' ids.
#[must_use]
pub fn client_id(uuid: &[u8; 16]) -> String {
    uuid.iter().fold(String::with_capacity(32), |mut id, byte| {
        let _ = write!(id, "{byte:02x}");
        id
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn rule_9_an_occurrence_s_id_is_its_series_and_its_original_start() {
        let chicago = Zone::named("America/Chicago").unwrap();
        let timed = When::Zoned(date(2025, 3, 28).at(10, 0, 0, 0), chicago);
        let id = instance_id("72o12msae3t6au1lim41i8tu6j", &timed);
        assert_eq!(id, "72o12msae3t6au1lim41i8tu6j_20250328T150000Z");
        let utc = When::Zoned(date(2025, 3, 28).at(15, 0, 0, 0), Zone::utc());
        assert_eq!(split_instance_id(&id), Some(("72o12msae3t6au1lim41i8tu6j", utc)));
        let day = When::Date(date(2025, 3, 28));
        assert_eq!(instance_id("a_b", &day), "a_b_20250328");
        assert_eq!(split_instance_id("a_b_20250328"), Some(("a_b", day)));
    }

    #[test]
    fn rule_14_the_id_of_a_split_off_series_is_no_occurrence_s() {
        for id in [
            "68k0p6ackplecqs9fuvbs1fju0_R20250326T123000",
            "68k0p6ackplecqs9fuvbs1fju0",
            "a_20250328T150000",
            "a_2025032",
            "a_20251328",
            "a_2025+328",
            "a_20250328T15ü000Z",
            "_20250328",
            "event-id_2022113",
            "",
        ] {
            assert_eq!(split_instance_id(id), None, "{id}");
        }
    }

    #[test]
    fn rule_18_client_ids_are_base32hex() {
        let id = client_id(&[0, 1, 0x7f, 0x80, 0xff, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
        assert_eq!(id, "00017f80ff05060708090a0b0c0d0e0f");
    }
}
