//! `Retry-After` (RFC 9110 §10.2.3): a number of seconds or a date.

use std::time::Duration;

use jiff::Timestamp;

/// The longest wish that is granted: a source must not silence itself for months by a slip.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// When a server wants to be asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// After so many seconds.
    Seconds(u64),
    /// Not before.
    At(Timestamp),
}

impl RetryAfter {
    /// Reads the header's value; anything else gives `None`.
    pub fn parse(value: &str) -> Option<Self> {
        let value = value.trim();
        if let Ok(seconds) = value.parse::<u64>() {
            return Some(Self::Seconds(seconds));
        }
        let at = httpdate::parse_http_date(value).ok()?;
        Timestamp::try_from(at).ok().map(Self::At)
    }

    /// The wait from `now` on; zero for a moment that has passed, at most one day.
    pub fn from(&self, now: Timestamp) -> Duration {
        let wait = match self {
            Self::Seconds(seconds) => Duration::from_secs(*seconds),
            Self::At(at) => Duration::try_from(at.duration_since(now)).unwrap_or(Duration::ZERO),
        };
        wait.min(LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_seconds_and_the_three_forms_of_a_date() {
        let now: Timestamp = "1994-11-06T08:49:00Z".parse().unwrap();
        for (value, seconds) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("99999999", Some(86_400)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(37)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(37)),
            ("Sun Nov  6 08:49:37 1994", Some(37)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("Sun, 06 Nov 2044 08:00:00 GMT", Some(86_400)),
            ("-5", None),
            ("soon", None),
            ("", None),
        ] {
            let wait = RetryAfter::parse(value).map(|after| after.from(now).as_secs());
            assert_eq!(wait, seconds, "{value:?}");
        }
    }
}
