//! `EventDateTime`: a date, or a time with an offset, a zone or both.
//!
//! The offset of an answer is the calendar's, `timeZone` the event's: the instant is read from the
//! former and named in the latter.

use jiff::{
    Timestamp,
    civil::DateTime,
    fmt::temporal::Pieces,
    tz::{Offset, TimeZone},
};

use super::{Context, lax::Lax, raw::RawTime};
use crate::{
    event::Flag,
    when::{When, Zone},
    zone,
};

/// What a point belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// One event: the instant counts.
    Single,
    /// A series: the wall clock counts.
    Series,
}

/// Reads the point; none where it has neither a date nor a time that can be read.
pub(super) fn read(
    raw: RawTime<'_>,
    of: Of,
    context: &Context,
    flags: &mut Vec<Flag>,
) -> Option<When> {
    let RawTime { date, date_time, time_zone } = raw;
    if let Lax::Is(text) = date_time {
        let pieces = parse(&text)?;
        let local = pieces.date().to_datetime(pieces.time()?);
        let local = local.with().subsec_nanosecond(0).build().ok()?;
        let offset = pieces.to_numeric_offset();
        let name = match time_zone {
            Lax::Is(name) => Some(name).filter(|name| !name.trim().is_empty()),
            Lax::Absent => None,
            Lax::Odd => {
                flags.push(Flag::UnknownZone);
                None
            }
        };
        let zone = name.and_then(|name| {
            let zone = named(&name, context);
            if zone.is_none() {
                flags.push(Flag::UnknownZone);
            }
            zone
        });
        return Some(place(local, offset, zone, of, context, flags));
    }
    let Lax::Is(text) = date else { return None };
    Some(When::Date(parse(&text)?.date()))
}

/// RFC 3339 knows the years 1 to 9999.
fn parse(text: &str) -> Option<Pieces<'_>> {
    Pieces::parse(text.trim()).ok().filter(|pieces| pieces.date().year() > 0)
}

/// The zone, quickly where it is the calendar's.
fn named(name: &str, context: &Context) -> Option<Zone> {
    let own = &context.calendar_zone;
    if own.time_zone().iana_name() == Some(name) {
        return Some(own.clone());
    }
    zone::resolve(name, None)
}

fn place(
    local: DateTime,
    offset: Option<Offset>,
    zone: Option<Zone>,
    of: Of,
    context: &Context,
    flags: &mut Vec<Flag>,
) -> When {
    let Some(offset) = offset else {
        let zone = zone.unwrap_or_else(|| {
            flags.push(Flag::MissingZone);
            context.calendar_zone.clone()
        });
        return When::Zoned(local, zone);
    };
    // At the edge of what can be an instant, the local time is all there is.
    let Ok(instant) = offset.to_timestamp(local) else {
        return When::Zoned(local, zone.unwrap_or_else(|| context.calendar_zone.clone()));
    };
    let zone = zone.or_else(|| {
        let own = &context.calendar_zone;
        (own.time_zone().to_offset(instant) == offset).then(|| own.clone())
    });
    let Some(zone) = zone else { return When::Zoned(local, zone::fixed(offset.seconds())) };
    let when = in_zone(instant, zone);
    match of {
        Of::Single => once(when, instant),
        Of::Series => when,
    }
}

/// The instant on the zone's wall clock.
fn in_zone(instant: Timestamp, zone: Zone) -> When {
    When::Zoned(zone.time_zone().to_datetime(instant), zone)
}

/// A time that the wall clock shows twice, and that is meant the second time, is named in its
/// offset, since a local time in a zone always means the first.
fn once(when: When, instant: Timestamp) -> When {
    let When::Zoned(_, zone) = &when else { return when };
    if when.resolve(&TimeZone::UTC) == instant {
        return when;
    }
    let offset = zone.time_zone().to_offset(instant);
    in_zone(instant, zone::fixed(offset.seconds()))
}
