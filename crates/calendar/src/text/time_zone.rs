//! The lines of a VTIMEZONE, for the zone module to make rules of.

use jiff::civil::DateTime;

use super::{
    datetime::{moment, offset_seconds},
    lines::Lines,
    property::Property,
    value::{decode, list, number, text},
};

/// A line of a VTIMEZONE that says something, or one whole observance.
pub(crate) enum TimeZoneLine {
    Tzid(String),
    Location(String),
    Cdo(i64),
    Observance { first: DateTime, from: i32, to: i32, rule: Option<String>, dates: Vec<DateTime> },
}

#[derive(Default)]
struct Draft {
    first: Option<DateTime>,
    from: Option<i32>,
    to: Option<i32>,
    rule: Option<String>,
    dates: Vec<DateTime>,
}

/// More RDATEs than this in one observance are left out.
const MOST_DATES: usize = 1000;

pub(crate) fn read_time_zone(raw: &[u8]) -> Vec<TimeZoneLine> {
    let mut out = Vec::new();
    let mut lines = Lines::new(raw);
    let mut draft = Draft::default();
    while let Some(line) = lines.next() {
        let Some(property) = Property::parse(line.bytes) else { continue };
        let value = property.value;
        match property.name.as_bytes() {
            b"TZID" => out.push(TimeZoneLine::Tzid(text(value).trim().trim_matches('"').into())),
            b"X-LIC-LOCATION" => out.push(TimeZoneLine::Location(text(value))),
            b"X-MICROSOFT-CDO-TZID" => out.extend(number(value).map(TimeZoneLine::Cdo)),
            b"DTSTART" => draft.first = moment(value).map(|moment| moment.local()),
            b"TZOFFSETFROM" => draft.from = offset_seconds(value),
            b"TZOFFSETTO" => draft.to = offset_seconds(value),
            b"RRULE" => draft.rule = Some(decode(value).into_owned()),
            b"RDATE" => {
                let room = MOST_DATES.saturating_sub(draft.dates.len());
                let dates = list(value).filter_map(moment).map(|moment| moment.local());
                draft.dates.extend(dates.take(room));
            }
            b"BEGIN" => draft = Draft::default(),
            b"END" => {
                let Draft { first, from, to, rule, dates } = std::mem::take(&mut draft);
                if let (Some(first), Some(to)) = (first, to) {
                    let from = from.unwrap_or(to);
                    out.push(TimeZoneLine::Observance { first, from, to, rule, dates });
                }
            }
            _ => {}
        }
    }
    out
}

/// An UNTIL as Unix seconds; a local one lies `offset` seconds east of Greenwich.
pub(crate) fn moment_seconds(text: &[u8], offset: i32) -> Option<i64> {
    use super::datetime::Moment;
    let moment = moment(text)?;
    let seconds = moment.instant()?.as_second();
    match moment {
        Moment::Utc(_) => Some(seconds),
        Moment::Local(_) => Some(seconds - i64::from(offset)),
        Moment::Date(_) => Some(seconds - i64::from(offset) + 86_399),
    }
}
