//! Day numbers and local seconds: the plain integers that all arithmetic here is done in.
//!
//! A *day* counts from 1970-01-01, a *local second* from its midnight on some wall clock. Neither
//! knows of zones.

use jiff::civil::DateTime;

/// Seconds in a day of the wall clock.
pub(super) const DAY: i64 = 86_400;

/// The last local second that a rule may reach: the end of the year 9999.
pub(super) const LAST_SECOND: i64 = 253_402_300_799;

/// The first local second that can be written: the year -9999 begins.
pub(super) const FIRST_SECOND: i64 = -377_705_116_800;

/// The day of a proleptic Gregorian date; `month` and `day` count from 1.
pub(super) const fn day_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of the month of a day.
pub(super) const fn date_of(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

/// Monday is 0.
pub(super) const fn weekday_of(day: i64) -> u8 {
    (day + 3).rem_euclid(7) as u8
}

/// Whether the year has a 29 February.
pub(super) const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days in the year.
pub(super) const fn year_length(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

/// Days in the month.
pub(super) const fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + is_leap(year) as i64,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day on which the first week of a year begins: the first week, starting on `week_start`,
/// that has at least four days in that year (RFC 5545 §3.3.10, BYWEEKNO).
pub(super) const fn first_week(year: i64, week_start: u8) -> i64 {
    let first = day_of(year, 1, 1);
    let into_week = (weekday_of(first) as i64 - week_start as i64).rem_euclid(7);
    if into_week <= 3 { first - into_week } else { first - into_week + 7 }
}

/// Local seconds of a wall-clock time; fractions are dropped.
pub(super) fn seconds_of(local: DateTime) -> i64 {
    day_of(local.year().into(), local.month().into(), local.day().into()) * DAY
        + i64::from(local.hour()) * 3_600
        + i64::from(local.minute()) * 60
        + i64::from(local.second())
}

/// The wall-clock time of local seconds, clamped to the years that can be written.
pub(super) fn datetime_of(seconds: i64) -> DateTime {
    let clamped = seconds.clamp(FIRST_SECOND, LAST_SECOND);
    let (year, month, day) = date_of(clamped.div_euclid(DAY));
    let of_day = clamped.rem_euclid(DAY);
    // Each part is in its range by construction, so the casts keep their values.
    DateTime::new(
        year as i16,
        month as i8,
        day as i8,
        (of_day / 3_600) as i8,
        (of_day / 60 % 60) as i8,
        (of_day % 60) as i8,
        0,
    )
    .unwrap_or(DateTime::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan, civil::date};

    use super::*;

    #[test]
    fn days_agree_with_jiff() {
        let epoch = date(1970, 1, 1);
        let mut day = -800_000;
        while day < 2_900_000 {
            let there = epoch.checked_add(day.days()).unwrap();
            let (y, m, d) = date_of(day);
            assert_eq!((y, m, d), (there.year().into(), there.month().into(), there.day().into()));
            assert_eq!(day_of(y, m, d), day);
            assert_eq!(weekday_of(day), there.weekday().to_monday_zero_offset() as u8);
            assert_eq!(month_length(y, m), i64::from(there.days_in_month()));
            assert_eq!(year_length(y), i64::from(there.days_in_year()));
            day += 13;
        }
    }

    #[test]
    fn seconds_go_there_and_back() {
        for seconds in [-62_000_000_001, -1, 0, 1, 951_782_399, 951_782_400, LAST_SECOND] {
            assert_eq!(seconds_of(datetime_of(seconds)), seconds);
        }
        assert_eq!(
            datetime_of(i64::MAX),
            DateTime::MAX.with().subsec_nanosecond(0).build().unwrap()
        );
        assert_eq!(datetime_of(i64::MIN).year(), -9999);
    }

    #[test]
    fn first_weeks_are_iso() {
        assert_eq!(first_week(2021, 0), day_of(2021, 1, 4));
        assert_eq!(first_week(2020, 0), day_of(2019, 12, 30));
        assert_eq!(first_week(2024, 6), day_of(2023, 12, 31));
    }
}
