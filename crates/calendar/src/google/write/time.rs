//! `EventDateTime` and `recurrence`.
//!
//! A series needs a zone with an IANA name. Where its zone has none (an offset, the rules of a
//! VTIMEZONE that no place has), it is written in a place of the same offset, else in UTC.

use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};
use serde_json::{Map, Value, json};

use crate::{
    event::{Event, Recurrence},
    text::stamp_of,
    when::{When, Zone},
};

/// Names the floating times of an event in a zone, as a server needs it that has no floating
/// times.
pub fn pin(event: &mut Event, zone: &Zone) {
    let name = |when: &mut When| {
        if let When::Floating(local) = when {
            *when = When::Zoned(*local, zone.clone());
        }
    };
    name(&mut event.start);
    name(&mut event.end);
    if let Some(id) = &mut event.recurrence_id {
        name(&mut id.original);
    }
    event.recurrence.excluded.iter_mut().for_each(name);
    for added in &mut event.recurrence.dates {
        name(&mut added.start);
        added.end.iter_mut().for_each(name);
    }
}

/// A point of an event that is inserted.
pub(super) fn point(when: &When, series: bool) -> Value {
    Value::Object(fields(when, series))
}

/// A point that takes the place of another: what only that one had goes.
pub(super) fn point_patch(before: &When, when: &When, series: bool) -> Value {
    let mut body = fields(when, series);
    let gone: &[&str] = match (before.is_date(), when.is_date()) {
        (false, true) => &["dateTime", "timeZone"],
        (true, false) => &["date"],
        (true, true) => &[],
        (false, false) => &["timeZone"],
    };
    for key in gone {
        body.entry(*key).or_insert(Value::Null);
    }
    Value::Object(body)
}

/// Whether a series that begins like this must have its times written in another zone.
pub(super) fn lacks_zone(event: &Event) -> bool {
    match &event.start {
        When::Date(_) => false,
        When::Floating(_) => true,
        When::Zoned(_, zone) => iana_name(zone).is_none(),
    }
}

fn fields(when: &When, series: bool) -> Map<String, Value> {
    let mut fields = Map::new();
    let zone = match when {
        When::Date(date) => {
            let text = format!("{:04}-{:02}-{:02}", date.year().max(1), date.month(), date.day());
            fields.insert("date".to_owned(), text.into());
            return fields;
        }
        When::Floating(_) => Zone::utc(),
        When::Zoned(_, zone) => zone.clone(),
    };
    let name = iana_name(&zone);
    let zone = if series && name.is_none() { place_of(&zone) } else { zone };
    let instant = when.resolve(&TimeZone::UTC);
    let offset = zone.time_zone().to_offset(instant);
    // RFC 3339 has no seconds in offsets, as zones had before there were zones.
    let offset = if offset.seconds() % 60 == 0 { offset } else { Offset::UTC };
    let local = offset.to_datetime(instant);
    let text = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}",
        local.year().max(1),
        local.month(),
        local.day(),
        local.hour(),
        local.minute(),
        local.second(),
        numeric(offset)
    );
    fields.insert("dateTime".to_owned(), text.into());
    if let Some(name) = iana_name(&zone) {
        fields.insert("timeZone".to_owned(), name.into());
    }
    fields
}

fn numeric(offset: Offset) -> String {
    let seconds = offset.seconds();
    if seconds == 0 {
        return "Z".into();
    }
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn iana_name(zone: &Zone) -> Option<&str> {
    zone.time_zone().iana_name().filter(|name| !name.starts_with('@'))
}

/// A zone with a name that always has the offset of this one, else UTC.
fn place_of(zone: &Zone) -> Zone {
    /// Offsets that are no whole hours, in minutes, and a place that has them all year.
    const PLACES: [(i32, &str); 8] = [
        (-570, "Pacific/Marquesas"),
        (210, "Asia/Tehran"),
        (270, "Asia/Kabul"),
        (330, "Asia/Kolkata"),
        (345, "Asia/Kathmandu"),
        (390, "Asia/Yangon"),
        (525, "Australia/Eucla"),
        (570, "Australia/Darwin"),
    ];
    let some_day = Timestamp::UNIX_EPOCH;
    if zone.time_zone().following(some_day).next().is_some() {
        return Zone::utc();
    }
    let offset = zone.time_zone().to_offset(some_day);
    let whole = crate::zone::fixed(offset.seconds());
    if iana_name(&whole).is_some() {
        return whole;
    }
    let place = PLACES.iter().find(|(minutes, _)| minutes * 60 == offset.seconds());
    place.and_then(|(_, name)| Zone::named(name)).unwrap_or_else(Zone::utc)
}

/// The lines of `recurrence`; rules as they were written.
pub(super) fn recurrence(event: &Event) -> Value {
    let Recurrence { rules, excluded_rules, dates, excluded } = &event.recurrence;
    let named = |name: &str, rule: &String| {
        let rule = rule.trim();
        let known = rule
            .get(..name.len() + 1)
            .is_some_and(|start| start.eq_ignore_ascii_case(&format!("{name}:")));
        if known { rule.to_owned() } else { format!("{name}:{rule}") }
    };
    let mut lines: Vec<String> = rules.iter().map(|rule| named("RRULE", rule)).collect();
    lines.extend(excluded_rules.iter().map(|rule| named("EXRULE", rule)));
    for date in dates {
        let (params, start) = value(&date.start, event);
        match &date.end {
            Some(end) if !date.start.is_date() => {
                let (_, start) = value(&in_utc(&date.start), event);
                let (_, end) = value(&in_utc(end), event);
                lines.push(format!("RDATE;VALUE=PERIOD:{start}/{end}"));
            }
            Some(_) | None => join(&mut lines, &format!("RDATE{params}:"), &start),
        }
    }
    for when in excluded {
        let (params, value) = value(when, event);
        join(&mut lines, &format!("EXDATE{params}:"), &value);
    }
    json!(lines)
}

/// Adds a value to the last line where that begins the same way, else a line.
fn join(lines: &mut Vec<String>, begin: &str, value: &str) {
    match lines.last_mut() {
        Some(last) if last.starts_with(begin) => {
            last.push(',');
            last.push_str(value);
        }
        Some(_) | None => lines.push(format!("{begin}{value}")),
    }
}

/// Parameters and value of a date or time.
fn value(when: &When, event: &Event) -> (String, String) {
    let when = match (when, &event.start) {
        (When::Floating(local), When::Zoned(_, zone)) => When::Zoned(*local, zone.clone()),
        (When::Floating(_) | When::Zoned(..), When::Date(_)) => When::Date(when.local().date()),
        (When::Date(_) | When::Floating(_) | When::Zoned(..), _) => when.clone(),
    };
    let params = match &when {
        When::Date(_) => ";VALUE=DATE".to_owned(),
        When::Floating(_) => String::new(),
        When::Zoned(_, zone) if *zone == Zone::utc() => String::new(),
        When::Zoned(_, zone) => match iana_name(zone) {
            Some(name) => format!(";TZID={name}"),
            None => return (String::new(), stamp_of(&in_utc(&when))),
        },
    };
    (params, stamp_of(&when))
}

fn in_utc(when: &When) -> When {
    match when {
        When::Date(_) | When::Floating(_) => when.clone(),
        When::Zoned(..) => {
            let utc = TimeZone::UTC.to_datetime(when.resolve(&TimeZone::UTC));
            When::Zoned(utc, Zone::utc())
        }
    }
}
