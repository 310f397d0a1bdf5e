//! Points in time as the API writes them.

use jiff::{Timestamp, civil, tz::TimeZone};
use serde_json::{Value, json};

use super::{
    message::{Object, text},
    refusal::Refusal,
};

/// `2025-03-23T10:41:35.252Z`.
pub(super) fn stamp(micros: i64) -> String {
    let at = Timestamp::from_microsecond(micros).unwrap_or_default();
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// `2025-03-23T10:41:35.000Z`.
pub(super) fn stamp_of_second(micros: i64) -> String {
    let at = Timestamp::from_microsecond(micros).unwrap_or_default();
    at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

/// A start or end of an event.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Point {
    Date(civil::Date),
    At(Timestamp, TimeZone),
}

impl Point {
    /// Reads `start`, `end` or `originalStartTime`. `zone` is the calendar's, which holds where
    /// the event names none; `repeats` makes a zone of its own necessary.
    pub(super) fn read(
        value: &Object,
        what: &str,
        zone: &TimeZone,
        repeats: bool,
    ) -> Result<Self, Refusal> {
        let invalid = || Refusal::invalid(&format!("Invalid {what} time."));
        let (date, at, named) =
            (text(value, "date"), text(value, "dateTime"), text(value, "timeZone"));
        if !date.is_empty() && !at.is_empty() {
            return Err(invalid());
        }
        if !date.is_empty() {
            return date.parse().map(Self::Date).map_err(|_| invalid());
        }
        let own = match named {
            "" if repeats => {
                let message = format!("Missing time zone definition for {what} time.");
                return Err(Refusal::new(400, "required", &message));
            }
            "" => zone.clone(),
            name => TimeZone::get(name).map_err(|_| {
                Refusal::invalid(&format!("Invalid time zone definition for {what} time."))
            })?,
        };
        if let Ok(at) = at.parse::<Timestamp>() {
            return Ok(Self::At(at, own));
        }
        if named.is_empty() {
            let message = format!("Missing time zone definition for {what} time.");
            return Err(Refusal::new(400, "required", &message));
        }
        let local: civil::DateTime = at.parse().map_err(|_| invalid())?;
        let at = own.to_ambiguous_timestamp(local).compatible().map_err(|_| invalid())?;
        Ok(Self::At(at, own))
    }

    /// As answers have it: the offset is the calendar's, the zone the event's.
    pub(super) fn write(&self, zone: &TimeZone) -> Value {
        match self {
            Self::Date(date) => json!({"date": date.to_string()}),
            Self::At(at, own) => json!({
                "dateTime": local_text(*at, zone),
                "timeZone": own.iana_name().unwrap_or("UTC"),
            }),
        }
    }

    /// The instant; a date begins in this zone.
    pub(super) fn instant(&self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Date(date) => {
                date.to_zoned(zone.clone()).map(|at| at.timestamp()).unwrap_or_default()
            }
            Self::At(at, _) => *at,
        }
    }

    pub(super) const fn is_date(&self) -> bool {
        matches!(self, Self::Date(_))
    }
}

/// `2025-03-24T07:30:00-05:00`, with `Z` for no offset.
pub(super) fn local_text(at: Timestamp, zone: &TimeZone) -> String {
    let zoned = at.to_zoned(zone.clone());
    let local = zoned.strftime("%Y-%m-%dT%H:%M:%S");
    match zoned.offset().seconds() {
        0 => format!("{local}Z"),
        _ => format!("{local}{}", zoned.strftime("%:z")),
    }
}

/// The zone of that name, UTC for none.
pub(super) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// Writes the times of an event as a calendar of this zone has them.
pub(super) fn write_times(body: &mut Object, zone: &TimeZone) {
    for name in ["start", "end", "originalStartTime"] {
        let point = body.get(name).and_then(Value::as_object);
        let point = point.and_then(|point| Point::read(point, name, zone, false).ok());
        if let Some(point) = point {
            body.insert(name.to_owned(), point.write(zone));
        }
    }
}
