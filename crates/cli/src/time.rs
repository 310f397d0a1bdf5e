//! Times as the command line takes and gives them: a date, a local time, or an RFC 3339 instant.

use jiff::{
    Timestamp, ToSpan as _, Zoned,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use kalends_engine::{
    Config,
    calendar::{When, Window},
};

use crate::{args::SpanArgs, failure::Failure};

/// The zone of this name, or the system's.
pub(crate) fn zone(name: Option<&str>, config: &Config) -> Result<TimeZone, Failure> {
    let Some(name) = name else { return Ok(config.zone.get()) };
    TimeZone::get(name).map_err(|_| {
        Failure::usage(
            format!("there is no time zone “{name}”"),
            "Give an IANA name, such as Europe/Berlin.",
        )
    })
}

/// One T as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// A date alone.
    Date(Date),
    /// A time without an offset.
    Local(DateTime),
    /// A time with one.
    Instant(Timestamp),
}

/// Reads one T.
pub(crate) fn read(text: &str) -> Result<Written, Failure> {
    let unreadable = || {
        Failure::usage(
            format!("“{text}” is no time"),
            "Give a date (2026-11-16), a local time (2026-11-16T09:15) or an instant \
             (2026-11-16T09:15:00+01:00).",
        )
    };
    let has_offset = text
        .split_once(['T', 't', ' '])
        .is_some_and(|(_, time)| time.contains(['Z', 'z', '+', '-']));
    if has_offset {
        return text.parse().map(Written::Instant).map_err(|_| unreadable());
    }
    match text.parse::<Date>() {
        Ok(date) if !text.contains(['T', 't', ' ']) => Ok(Written::Date(date)),
        _ => text.parse().map(Written::Local).map_err(|_| unreadable()),
    }
}

/// Reads one T as an instant. A date is its midnight, a local time is meant in `zone`.
pub(crate) fn parse(text: &str, zone: &TimeZone) -> Result<Zoned, Failure> {
    let local = match read(text)? {
        Written::Instant(at) => return Ok(at.to_zoned(zone.clone())),
        Written::Date(date) => date.to_datetime(jiff::civil::Time::midnight()),
        Written::Local(local) => local,
    };
    zone.to_ambiguous_zoned(local)
        .compatible()
        .map_err(|_| Failure::usage(format!("“{text}” is outside the years known here"), ""))
}

/// The window that the arguments name: a week from today without any, a week where one side is
/// missing.
pub(crate) fn window(span: &SpanArgs, config: &Config) -> Result<Window, Failure> {
    let zone = zone(span.zone.as_deref(), config)?;
    let side = |text: &Option<String>| text.as_deref().map(|text| parse(text, &zone)).transpose();
    let week = |from: &Zoned, weeks: i64| {
        from.checked_add(weeks.weeks())
            .map_err(|_| Failure::usage("that is outside the years known here", ""))
    };
    let (start, end) = match (side(&span.from)?, side(&span.to)?) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => (from.clone(), week(&from, 1)?),
        (None, Some(to)) => (week(&to, -1)?, to),
        (None, None) => {
            let today = config.clock.now().to_zoned(zone.clone());
            let today = today.start_of_day().unwrap_or(today);
            (today.clone(), week(&today, 1)?)
        }
    };
    if start >= end {
        return Err(Failure::usage(
            "--from is not before --to",
            "--to is exclusive: for one day give the day after it.",
        ));
    }
    Ok(Window { start: start.timestamp(), end: end.timestamp(), zone })
}

/// An instant with the offset of `zone`, to the second.
pub(crate) fn instant(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A date for whole days, else an instant with the offset of `zone`.
pub(crate) fn point(when: &When, zone: &TimeZone) -> String {
    match when {
        When::Date(date) => date.to_string(),
        When::Floating(_) | When::Zoned(..) => instant(when.resolve(zone), zone),
    }
}

/// An instant for people: the local date and time, to the minute.
pub(crate) fn local(at: Option<Timestamp>, zone: &TimeZone) -> String {
    at.map_or_else(
        || "never".to_owned(),
        |at| at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_date_a_local_time_or_an_instant() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let table = [
            ("2026-11-16", Some("2026-11-16T00:00:00+01:00")),
            ("2026-11-16T09:15", Some("2026-11-16T09:15:00+01:00")),
            ("2026-11-16 09:15:30", Some("2026-11-16T09:15:30+01:00")),
            ("2026-11-16T09:15:00Z", Some("2026-11-16T10:15:00+01:00")),
            ("2026-11-16T09:15:00-05:00", Some("2026-11-16T15:15:00+01:00")),
            // Skipped by the change to summer time: the offset before the gap.
            ("2026-03-29T02:30", Some("2026-03-29T03:30:00+02:00")),
            ("yesterday", None),
            ("2026-13-01", None),
            ("", None),
        ];
        for (text, expected) in table {
            let read = parse(text, &berlin).ok().map(|at| instant(at.timestamp(), &berlin));
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }
}
