//! One STANDARD or DAYLIGHT of a VTIMEZONE (RFC 5545 §3.6.5): when it begins, year by year.

use jiff::{
    civil::{Date, DateTime, Weekday},
    tz::TimeZone,
};

use super::table::posix_time;

/// The years whose onsets are worked out; before and after them the rules are taken as they stand.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1969..=2037;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Observance {
    /// DTSTART, on the clock before the change.
    pub(super) first: DateTime,
    /// TZOFFSETFROM in seconds.
    pub(super) from: i32,
    /// TZOFFSETTO in seconds.
    pub(super) to: i32,
    pub(super) rule: Option<Yearly>,
    /// RDATE, on the clock before the change.
    pub(super) dates: Vec<DateTime>,
}

impl Observance {
    /// The instants (Unix seconds) at which it begins, in no order. Of a rule, only [`YEARS`].
    pub(super) fn onsets(&self) -> impl Iterator<Item = i64> {
        let start = self.first.year().max(*YEARS.start());
        let yearly = self.rule.iter().flat_map(move |rule| {
            (start..=*YEARS.end()).filter_map(move |year| {
                let local = rule.date(year)?.to_datetime(self.first.time());
                let at = self.instant(local)?;
                (local >= self.first && rule.until.is_none_or(|until| at <= until)).then_some(at)
            })
        });
        let first = self.first.year() >= *YEARS.start() || self.rule.is_none();
        let single = first.then_some(&self.first).into_iter().chain(&self.dates);
        single.filter_map(|local| self.instant(*local)).chain(yearly)
    }

    fn instant(&self, local: DateTime) -> Option<i64> {
        let utc = TimeZone::UTC.to_timestamp(local).ok()?;
        Some(utc.as_second() - i64::from(self.from))
    }

    /// Whether it begins anew every year without end.
    pub(super) fn endless(&self) -> bool {
        self.rule.as_ref().is_some_and(|rule| rule.until.is_none())
    }

    /// `Mm.w.d/time` for a POSIX rule; none where POSIX cannot say it.
    pub(super) fn posix_date(&self) -> Option<String> {
        let time = self.first.time();
        let seconds = i32::from(time.hour()) * 3600
            + i32::from(time.minute()) * 60
            + i32::from(time.second());
        let date = self.rule.as_ref()?.posix()?;
        Some(format!("{date}/{}", posix_time(seconds)))
    }
}

/// A yearly rule, in the shapes that time zones use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Yearly {
    month: i8,
    day: Day,
    /// The last instant it may give, in Unix seconds.
    until: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    /// `BYDAY=2SU`, `BYDAY=-1SU`.
    Nth(Weekday, i8),
    /// `BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14`.
    OnOrAfter(Weekday, i8),
    /// `BYMONTHDAY=1`, or DTSTART's day.
    Fixed(i8),
}

impl Yearly {
    /// Reads an RRULE; none where it is not a yearly rule of these shapes.
    pub(super) fn parse(text: &str, first: DateTime, from: i32) -> Option<Self> {
        let text = text.to_ascii_uppercase();
        let part = |name: &str| {
            text.split(';').find_map(|part| {
                let (key, value) = part.split_once('=')?;
                (key.trim() == name).then(|| value.trim())
            })
        };
        if part("FREQ")? != "YEARLY" || part("INTERVAL").is_some_and(|every| every != "1") {
            return None;
        }
        let month = part("BYMONTH").map_or(Some(first.month()), |month| month.parse().ok())?;
        let days = part("BYMONTHDAY")
            .map(|days| days.split(',').filter_map(|day| day.trim().parse::<i8>().ok()).min());
        let day = match (part("BYDAY"), days) {
            (None, None) => Day::Fixed(first.day()),
            (None, Some(day)) => Day::Fixed(day?),
            (Some(byday), days) => {
                let (nth, weekday) = byday.split_at_checked(byday.len().checked_sub(2)?)?;
                let weekday = weekday_named(weekday)?;
                match (days.flatten(), nth) {
                    (Some(day), "") => Day::OnOrAfter(weekday, day),
                    (_, nth) => Day::Nth(weekday, nth.trim_start_matches('+').parse().ok()?),
                }
            }
        };
        let mut rule = Self { month, day, until: None };
        if let Some(until) = part("UNTIL") {
            let until = crate::text::moment_seconds(until.as_bytes(), from)?;
            rule.until = Some(until);
        } else if let Some(count) = part("COUNT") {
            let last = first.year().checked_add(count.parse::<i16>().ok()?.max(1) - 1)?;
            let end = Date::new(last, 12, 31).ok()?.to_datetime(first.time());
            rule.until = Some(TimeZone::UTC.to_timestamp(end).ok()?.as_second());
        }
        Some(rule)
    }

    fn date(&self, year: i16) -> Option<Date> {
        let month = Date::new(year, self.month, 1).ok()?;
        match self.day {
            Day::Nth(weekday, nth) => month.nth_weekday_of_month(nth, weekday).ok(),
            Day::OnOrAfter(weekday, day) => {
                let before = Date::new(year, self.month, day).ok()?.yesterday().ok()?;
                before.nth_weekday(1, weekday).ok()
            }
            Day::Fixed(day) => Date::new(year, self.month, day).ok(),
        }
    }

    fn posix(&self) -> Option<String> {
        let month = self.month;
        let week = |week: i8, weekday: Weekday| {
            Some(format!("M{month}.{week}.{}", weekday.to_sunday_zero_offset()))
        };
        match self.day {
            Day::Nth(weekday, -1) => week(5, weekday),
            Day::Nth(weekday, nth) => (1..=4).contains(&nth).then(|| week(nth, weekday))?,
            Day::OnOrAfter(weekday, day) => {
                let last = Date::new(2023, month, 1).ok()?.days_in_month();
                if day == last - 6 && month != 2 {
                    week(5, weekday)
                } else {
                    (day % 7 == 1 && day < 28).then(|| week(day / 7 + 1, weekday))?
                }
            }
            Day::Fixed(day) => {
                Some(format!("J{}", Date::new(2023, month, day).ok()?.day_of_year()))
            }
        }
    }
}

fn weekday_named(name: &str) -> Option<Weekday> {
    Some(match name {
        "SU" => Weekday::Sunday,
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        _ => return None,
    })
}
