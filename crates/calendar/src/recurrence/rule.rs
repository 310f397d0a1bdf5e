//! One recurrence rule, read from its text into bit sets.
//!
//! Reading is lenient about spelling and strict about meaning: unknown parts are passed over,
//! but a part that limits a rule and cannot be read makes the rule unreadable, since without it
//! the rule would yield too much.

use jiff::{Timestamp, civil::DateTime};

use super::parse;

/// RFC 5545 §3.3.10, FREQ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// SECONDLY.
    Secondly,
    /// MINUTELY.
    Minutely,
    /// HOURLY.
    Hourly,
    /// DAILY.
    Daily,
    /// WEEKLY.
    Weekly,
    /// MONTHLY.
    Monthly,
    /// YEARLY.
    Yearly,
}

/// RFC 5545 §3.3.10, UNTIL: the last moment at which an occurrence may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// A wall-clock time where the series is, that second included. A date is its last second.
    Local(DateTime),
    /// A UTC time, and the wall-clock time that was written.
    Utc(Timestamp, DateTime),
}

/// A recurrence rule (RFC 5545 §3.3.10).
///
/// Sets are bits: of `months`, `month_days` and `hours` the bit with the value's number is set; of
/// `weekdays` bit 0 is Monday. An empty set means the part is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// FREQ.
    pub frequency: Frequency,
    /// INTERVAL, at least 1.
    pub interval: u32,
    /// COUNT.
    pub count: Option<u32>,
    /// UNTIL.
    pub until: Option<Until>,
    /// WKST; Monday is 0.
    pub week_start: u8,
    /// BYMONTH.
    pub months: u16,
    /// BYMONTHDAY, positive values.
    pub month_days: u32,
    /// BYMONTHDAY, negative values: bit 1 is the last day of the month.
    pub month_days_back: u32,
    /// BYYEARDAY.
    pub year_days: Vec<i16>,
    /// BYWEEKNO.
    pub week_numbers: Vec<i8>,
    /// BYDAY without an ordinal.
    pub weekdays: u8,
    /// BYDAY with an ordinal, as (ordinal, weekday).
    pub nth_weekdays: Vec<(i8, u8)>,
    /// BYHOUR.
    pub hours: u32,
    /// BYMINUTE.
    pub minutes: u64,
    /// BYSECOND; 60 is read as 59.
    pub seconds: u64,
    /// BYSETPOS.
    pub positions: Vec<i32>,
}

/// Why a rule could not be read. The event keeps its first occurrence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// FREQ is missing or unknown.
    #[error("the rule has no frequency that is known")]
    Frequency,
    /// RFC 7529 is not implemented.
    #[error("the rule counts in a calendar scale (RSCALE), which is not supported")]
    Scale,
    /// A part that limits the rule has no value that can be read.
    #[error("the rule's {0} cannot be read")]
    Part(&'static str),
}

impl Rule {
    /// Reads the value of an RRULE or EXRULE.
    ///
    /// Letter case, blanks, empty and unknown parts do not matter. Values out of range are left
    /// out; an INTERVAL of 0 is 1.
    ///
    /// # Errors
    ///
    /// Where no frequency is known, where RSCALE asks for another calendar, and where a limiting
    /// part has no readable value.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        parse::parse_rule(text)
    }

    /// A rule with nothing but its frequency.
    #[must_use]
    pub const fn every(frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: 1,
            count: None,
            until: None,
            week_start: 0,
            months: 0,
            month_days: 0,
            month_days_back: 0,
            year_days: Vec::new(),
            week_numbers: Vec::new(),
            weekdays: 0,
            nth_weekdays: Vec::new(),
            hours: 0,
            minutes: 0,
            seconds: 0,
            positions: Vec::new(),
        }
    }
}
