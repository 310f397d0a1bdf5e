//! Times as agents write them: a date, a local time with a zone beside it, or RFC 3339 with an
//! offset. What can be understood in two ways is answered with how it was taken.

use jiff::{
    SignedDuration, Timestamp, Zoned,
    civil::{Date, DateTime, Time},
    tz::{AmbiguousOffset, TimeZone},
};
use kalends_calendar::{When, Zone};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::fault::{Fault, quoted};

/// A time, and how it was taken where that is not plain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken<T> {
    /// The time.
    pub(crate) at: T,
    /// One sentence; none where there was nothing to choose.
    pub(crate) note: Option<String>,
}

/// A length of time: minutes, or text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Length {
    /// Whole minutes.
    Minutes(u32),
    /// ISO 8601, such as PT45M.
    Text(String),
}

enum Written {
    Date(Date),
    Local(DateTime),
    Instant(Timestamp),
}

/// The IANA zone of this name; none (aliases included) for anything else.
pub(crate) fn zone(name: &str) -> Result<TimeZone, Fault> {
    let wrong = || {
        Fault::invalid(format!(
            "`time_zone` {} is no IANA zone: give a name such as Europe/Berlin or UTC; get_context \
             tells the user's.",
            quoted(name)
        ))
    };
    TimeZone::get(name).map_err(|_| wrong())
}

/// An instant; a date is its midnight in `zone`.
pub(crate) fn instant(name: &str, text: &str, zone: &TimeZone) -> Result<Taken<Timestamp>, Fault> {
    match read(name, text)? {
        Written::Date(date) => {
            let zoned = date.to_zoned(zone.clone()).map_err(|_| too_far(name, text))?;
            Ok(Taken { at: zoned.timestamp(), note: None })
        }
        Written::Local(local) => {
            let Taken { at, note } = resolve(name, local, zone)?;
            Ok(Taken { at: at.timestamp(), note })
        }
        Written::Instant(at) => Ok(Taken { at, note: None }),
    }
}

/// When an event begins or ends: a date for whole days, else a local time in `zone`, which has to be
/// given then.
pub(crate) fn when(name: &str, text: &str, zone: Option<&TimeZone>) -> Result<Taken<When>, Fault> {
    let written = read(name, text)?;
    let zone = || {
        zone.ok_or_else(|| {
            Fault::invalid(
                "`time_zone` is missing: give an IANA name such as Europe/Berlin, the zone the \
                 event is kept in; only whole days need none.",
            )
        })
    };
    match written {
        Written::Date(date) => Ok(Taken { at: When::Date(date), note: None }),
        Written::Local(local) => {
            let zone = zone()?;
            let Taken { at, note } = resolve(name, local, zone)?;
            Ok(Taken { at: When::Zoned(at.datetime(), Zone::from(zone.clone())), note })
        }
        Written::Instant(instant) => {
            let zone = zone()?;
            let local = instant.to_zoned(zone.clone()).datetime();
            let at = When::Zoned(local, Zone::from(zone.clone()));
            let first = at.resolve(zone);
            let note = (first != instant).then(|| {
                format!(
                    "`{name}` {text} is the second {} of that day in {}; events are kept by local \
                     time, so it was taken as the first, {}.",
                    local.time(),
                    name_of(zone),
                    rfc3339(&first.to_zoned(zone.clone())),
                )
            });
            Ok(Taken { at, note })
        }
    }
}

/// A time of day such as 09:00.
pub(crate) fn time_of_day(name: &str, text: &str) -> Result<Time, Fault> {
    text.parse().map_err(|_| {
        Fault::invalid(format!(
            "`{name}` {} is no time of day: give one such as 09:00.",
            quoted(text)
        ))
    })
}

/// A length of at least a minute and at most 31 days, or of nothing where `zero` is allowed.
pub(crate) fn minutes(name: &str, length: &Length, zero: bool) -> Result<SignedDuration, Fault> {
    let wrong = |said: String| {
        Fault::invalid(format!(
            "`{name}` {said}: give whole minutes, such as 30, or an ISO 8601 duration, such as \
             PT1H30M."
        ))
    };
    let length = match length {
        Length::Minutes(minutes) => SignedDuration::from_mins(i64::from(*minutes)),
        Length::Text(text) => {
            text.parse().map_err(|_| wrong(format!("{} is no length of time", quoted(text))))?
        }
    };
    let least = SignedDuration::from_mins(i64::from(!zero));
    if length < least || length > SignedDuration::from_hours(31 * 24) {
        return Err(wrong("is not between one minute and 31 days".into()));
    }
    Ok(length)
}

fn read(name: &str, text: &str) -> Result<Written, Fault> {
    let wrong = || {
        Fault::invalid(format!(
            "`{name}` {} is no time: give 2026-11-20T15:30 (local to `time_zone`), RFC 3339 such \
             as 2026-11-20T15:30:00+01:00, or 2026-11-20 for a whole day.",
            quoted(text)
        ))
    };
    let Some((_, time)) = text.split_once(['T', 't', ' ']) else {
        return text.parse().map(Written::Date).map_err(|_| wrong());
    };
    if time.contains(['Z', 'z', '+', '-']) {
        text.parse().map(Written::Instant).map_err(|_| wrong())
    } else {
        text.parse().map(Written::Local).map_err(|_| wrong())
    }
}

/// A skipped local time takes the offset before the gap, one that comes twice its first meaning.
fn resolve(name: &str, local: DateTime, zone: &TimeZone) -> Result<Taken<Zoned>, Fault> {
    let ambiguous = zone.to_ambiguous_zoned(local);
    let offset = ambiguous.offset();
    let at = ambiguous.compatible().map_err(|_| too_far(name, &local.to_string()))?;
    let note = match offset {
        AmbiguousOffset::Unambiguous { .. } => None,
        AmbiguousOffset::Gap { .. } => Some(format!(
            "`{name}` {local} does not exist in {}, where clocks go forward then; it was taken as \
             {}.",
            name_of(zone),
            rfc3339(&at),
        )),
        AmbiguousOffset::Fold { .. } => Some(format!(
            "`{name}` {local} comes twice in {}, where clocks go back then; it was taken as the \
             first, {}.",
            name_of(zone),
            rfc3339(&at),
        )),
    };
    Ok(Taken { at, note })
}

fn too_far(name: &str, text: &str) -> Fault {
    Fault::invalid(format!(
        "`{name}` {} is outside the years that are known here: give a year between 1 and 9999.",
        quoted(text)
    ))
}

fn name_of(zone: &TimeZone) -> &str {
    zone.iana_name().unwrap_or("UTC")
}

fn rfc3339(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    #[test]
    fn times_are_taken_and_what_was_taken_is_said() {
        let table = [
            ("2026-11-20", "2026-11-19T23:00:00Z", ""),
            ("2026-11-20T15:30", "2026-11-20T14:30:00Z", ""),
            ("2026-11-20 15:30:10", "2026-11-20T14:30:10Z", ""),
            ("2026-11-20T14:30:00Z", "2026-11-20T14:30:00Z", ""),
            ("2026-11-20T09:30:00-05:00", "2026-11-20T14:30:00Z", ""),
            ("2026-03-29T02:30", "2026-03-29T01:30:00Z", "does not exist in Europe/Berlin"),
            ("2026-10-25T02:30", "2026-10-25T00:30:00Z", "comes twice in Europe/Berlin"),
            ("2026-10-25T00:30:00Z", "2026-10-25T00:30:00Z", ""),
            ("2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z", "is the second 02:30:00 of that day"),
        ];
        for (text, expected, said) in table {
            let Taken { at, note } = when("start", text, Some(&berlin())).unwrap();
            assert_eq!(at.resolve(&berlin()).to_string(), expected, "{text}");
            assert_eq!(note.is_some(), !said.is_empty(), "{text}: {note:?}");
            assert!(note.unwrap_or_default().contains(said), "{text}");
        }
        for text in ["tomorrow", "2026-13-01", "2026-11-20T25:00", "", "12:00"] {
            let fault = when("start", text, Some(&berlin())).unwrap_err();
            assert!(fault.text.contains("is no time: give 2026-11-20T15:30"), "{}", fault.text);
        }
    }

    #[test]
    fn whole_days_need_no_zone_and_times_do() {
        assert!(when("start", "2026-11-20", None).is_ok());
        for text in ["2026-11-20T15:30", "2026-11-20T15:30:00Z"] {
            let fault = when("start", text, None).unwrap_err();
            assert!(fault.text.starts_with("`time_zone` is missing"), "{}", fault.text);
        }
    }

    #[test]
    fn zones_are_iana_names() {
        for name in ["Europe/Berlin", "UTC", "america/new_york"] {
            assert!(zone(name).is_ok(), "{name}");
        }
        for name in ["", "CET-1CEST", "+01:00", "Mars/Olympus", "../../etc/passwd"] {
            assert!(zone(name).is_err(), "{name}");
        }
    }

    #[test]
    fn lengths_are_minutes_or_iso() {
        let of = |text: &str| minutes("duration", &serde_json::from_str(text).unwrap(), false);
        for (text, expected) in [("30", 30), ("\"PT1H30M\"", 90), ("\"45m\"", 45), ("1440", 1440)] {
            assert_eq!(of(text).unwrap(), SignedDuration::from_mins(expected), "{text}");
        }
        for text in ["0", "\"soon\"", "\"-PT1H\"", "4000000000", "\"PT99999H\""] {
            assert!(of(text).is_err(), "{text}");
        }
    }
}
