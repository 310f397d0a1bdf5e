//! How often a source is asked.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// The intervals a user can choose from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u16", try_from = "u16")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Every {
    Minute,
    #[default]
    FiveMinutes,
    TenMinutes,
    FifteenMinutes,
    HalfHour,
    Hour,
}

impl Every {
    /// All of them, shortest first.
    pub const ALL: [Self; 6] = [
        Self::Minute,
        Self::FiveMinutes,
        Self::TenMinutes,
        Self::FifteenMinutes,
        Self::HalfHour,
        Self::Hour,
    ];

    /// Those that feeds have, shortest first.
    pub const FEEDS: [Self; 5] =
        [Self::Minute, Self::FiveMinutes, Self::TenMinutes, Self::HalfHour, Self::Hour];

    /// How often a calendar of an account is asked until the user chooses.
    pub const MIRROR: Self = Self::FifteenMinutes;

    /// Its length in minutes.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        match self {
            Self::Minute => 1,
            Self::FiveMinutes => 5,
            Self::TenMinutes => 10,
            Self::FifteenMinutes => 15,
            Self::HalfHour => 30,
            Self::Hour => 60,
        }
    }

    /// Its length.
    #[must_use]
    pub fn duration(self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.minutes()))
    }

    /// The interval of exactly so many minutes, or none.
    #[must_use]
    pub fn from_minutes(minutes: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|every| every.minutes() == minutes)
    }

    /// The interval of feeds that asks no more often than every `seconds`, as far as there is one.
    #[must_use]
    pub fn nearest(seconds: i64) -> Self {
        let long_enough = |every: &Self| every.duration().as_secs() >= seconds;
        Self::FEEDS.into_iter().find(long_enough).unwrap_or(Self::Hour)
    }

    /// Reads `1m`, `5m`, `10m`, `15m`, `30m`, `60m` or `1h`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(hours) = text.strip_suffix('h') {
            return Self::from_minutes(hours.parse::<u16>().ok()?.checked_mul(60)?);
        }
        Self::from_minutes(text.strip_suffix('m').unwrap_or(text).parse().ok()?)
    }
}

impl From<Every> for u16 {
    fn from(every: Every) -> Self {
        every.minutes()
    }
}

impl TryFrom<u16> for Every {
    type Error = String;

    fn try_from(minutes: u16) -> Result<Self, String> {
        Self::from_minutes(minutes)
            .ok_or_else(|| format!("{minutes} is none of 1, 5, 10, 15, 30 and 60 minutes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_offered_intervals_are_read() {
        let table = [
            ("1m", Some(Every::Minute)),
            ("5", Some(Every::FiveMinutes)),
            ("10m", Some(Every::TenMinutes)),
            ("15m", Some(Every::FifteenMinutes)),
            ("30m", Some(Every::HalfHour)),
            ("60m", Some(Every::Hour)),
            ("1h", Some(Every::Hour)),
            ("2h", None),
            ("7m", None),
            ("", None),
            ("h", None),
            ("-5m", None),
        ];
        for (text, every) in table {
            assert_eq!(Every::parse(text), every, "{text}");
        }
    }
}
