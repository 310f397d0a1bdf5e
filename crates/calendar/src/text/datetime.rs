//! Dates, times and durations as text writes them (RFC 5545 §3.3.4–3.3.6), leniently.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

/// A DATE or DATE-TIME before its zone is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Date(Date),
    Local(DateTime),
    Utc(DateTime),
}

impl Moment {
    pub(super) fn local(self) -> DateTime {
        match self {
            Self::Date(date) => date.to_datetime(Time::midnight()),
            Self::Local(local) | Self::Utc(local) => local,
        }
    }

    /// Read as an instant; what has no zone is taken for UTC.
    pub(super) fn instant(self) -> Option<Timestamp> {
        TimeZone::UTC.to_timestamp(self.local()).ok()
    }
}

fn digits(bytes: &[u8], from: usize, count: usize) -> Option<i16> {
    bytes
        .get(from..from + count)?
        .iter()
        .try_fold(0, |sum, b| b.is_ascii_digit().then(|| sum * 10 + i16::from(b - b'0')))
}

fn small(bytes: &[u8], from: usize) -> Option<i8> {
    digits(bytes, from, 2).and_then(|n| i8::try_from(n).ok())
}

/// `YYYYMMDD`, `YYYYMMDDTHHMM[SS][Z]`, the same with `-` and `:`, a UTC offset instead of Z, 24:00
/// and leap seconds. None for anything else.
pub(super) fn moment(bytes: &[u8]) -> Option<Moment> {
    let bytes = bytes.trim_ascii();
    let date = |y, m, d| Date::new(y, m, d).ok();
    if bytes.get(4) == Some(&b'-') {
        return moment(&compact(bytes));
    }
    let day = date(digits(bytes, 0, 4)?, small(bytes, 4)?, small(bytes, 6)?)?;
    let Some(rest) = bytes.get(8..).filter(|rest| !rest.is_empty()) else {
        return Some(Moment::Date(day));
    };
    if !matches!(rest.first(), Some(b'T' | b't' | b' ')) {
        return rest.eq_ignore_ascii_case(b"Z").then_some(Moment::Date(day));
    }
    if rest.contains(&b':') {
        return moment(&compact(bytes));
    }
    let (hour, minute) = (small(rest, 1)?, small(rest, 3)?);
    let (second, tail) = match small(rest, 5) {
        Some(second) => (second.min(59), rest.get(7..)?),
        None => (0, rest.get(5..)?),
    };
    let local = if (hour, minute, second) == (24, 0, 0) {
        day.tomorrow().ok()?.to_datetime(Time::midnight())
    } else {
        day.to_datetime(Time::new(hour, minute, second, 0).ok()?)
    };
    match tail {
        b"" => Some(Moment::Local(local)),
        b"Z" | b"z" => Some(Moment::Utc(local)),
        [b'.', fraction @ ..] => match fraction.trim_ascii_end().last() {
            Some(b'Z' | b'z') => Some(Moment::Utc(local)),
            _ => Some(Moment::Local(local)),
        },
        [b'+' | b'-', ..] => {
            let ahead = SignedDuration::from_secs(offset_seconds(tail)?.into());
            Some(Moment::Utc(local.checked_sub(ahead).ok()?))
        }
        _ => None,
    }
}

/// The extended form without its `-` in the date and its `:`.
fn compact(bytes: &[u8]) -> Vec<u8> {
    let keep = |(at, b): &(usize, &u8)| **b != b':' && !(**b == b'-' && *at < 10);
    bytes.iter().enumerate().filter(keep).map(|(_, b)| *b).collect()
}

/// A UTC-OFFSET (§3.3.14), with or without a colon: seconds east of UTC.
pub(crate) fn offset_seconds(bytes: &[u8]) -> Option<i32> {
    let text: Vec<u8> = bytes.trim_ascii().iter().filter(|b| **b != b':').copied().collect();
    let (sign, digits_at) = match text.first()? {
        b'-' => (-1, 1),
        b'+' => (1, 1),
        _ => (1, 0),
    };
    let field = |at: usize| small(&text, digits_at + at).map(i32::from);
    let hours = field(0).or_else(|| digits(&text, digits_at, 1).map(i32::from))?;
    let seconds = hours * 3600 + field(2).unwrap_or(0) * 60 + field(4).unwrap_or(0);
    (seconds < 26 * 3600).then_some(sign * seconds)
}

/// A DURATION: whole days are nominal, the rest is exact (§3.3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Length {
    pub(super) days: i64,
    pub(super) seconds: i64,
}

impl Length {
    /// With days of 24 hours.
    pub(super) fn exact(self) -> SignedDuration {
        SignedDuration::from_secs(self.days * 86_400 + self.seconds)
    }
}

/// `[+-]P…`; none for anything else or for what passes ten thousand years.
pub(super) fn duration(bytes: &[u8]) -> Option<Length> {
    let text = bytes.trim_ascii();
    let (sign, text) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    let [b'P' | b'p', rest @ ..] = text else { return None };
    let (mut days, mut seconds, mut number) = (0_i64, 0_i64, None::<i64>);
    for byte in rest {
        let factor = match byte.to_ascii_uppercase() {
            b'T' => continue,
            digit @ b'0'..=b'9' => {
                let digit = i64::from(digit - b'0');
                number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
                continue;
            }
            b'W' => (7, 0),
            b'D' => (1, 0),
            b'H' => (0, 3600),
            b'M' => (0, 60),
            b'S' => (0, 1),
            _ => return None,
        };
        let count = number.take()?;
        days = count.checked_mul(factor.0)?.checked_add(days)?;
        seconds = count.checked_mul(factor.1)?.checked_add(seconds)?;
    }
    let fits = days < 3_660_000 && seconds < 3_660_000 * 86_400;
    (number.is_none() && fits).then_some(Length { days: sign * days, seconds: sign * seconds })
}

#[cfg(test)]
mod tests {
    use super::{Length, Moment, duration, moment, offset_seconds};

    #[test]
    fn moments() {
        let shown = |text: &str| match moment(text.as_bytes()) {
            None => "none".into(),
            Some(Moment::Date(date)) => date.to_string(),
            Some(Moment::Local(local)) => local.to_string(),
            Some(Moment::Utc(local)) => format!("{local}Z"),
        };
        for (text, expect) in [
            ("20260704", "2026-07-04"),
            ("20260704T0930", "2026-07-04T09:30:00"),
            ("20260704T093015Z", "2026-07-04T09:30:15Z"),
            ("20260704T240000", "2026-07-05T00:00:00"),
            ("20260704T235960", "2026-07-04T23:59:59"),
            ("2026-07-04T09:30:15Z", "2026-07-04T09:30:15Z"),
            ("2026-07-04", "2026-07-04"),
            ("20260704T093000+0200", "2026-07-04T07:30:00Z"),
            ("20260704T093000.000Z", "2026-07-04T09:30:00Z"),
            ("20260732", "none"),
            ("20260704T9", "none"),
            ("tomorrow", "none"),
            ("", "none"),
        ] {
            assert_eq!(shown(text), expect, "{text}");
        }
    }

    #[test]
    fn durations() {
        let length = |days, seconds| Some(Length { days, seconds });
        for (text, expect) in [
            ("PT1H30M", length(0, 5400)),
            ("-P1DT2H", length(-1, -7200)),
            ("P2W", length(14, 0)),
            ("+PT0S", length(0, 0)),
            ("P", length(0, 0)),
            ("P1", None),
            ("1H", None),
            ("P99999999999999999999D", None),
        ] {
            assert_eq!(duration(text.as_bytes()), expect, "{text}");
        }
    }

    #[test]
    fn offsets() {
        for (text, expect) in [
            ("+0530", Some(19_800)),
            ("-05:00", Some(-18_000)),
            ("+005328", Some(3208)),
            ("x", None),
        ] {
            assert_eq!(offset_seconds(text.as_bytes()), expect, "{text}");
        }
    }
}
