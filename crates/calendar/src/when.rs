//! The points a calendar can name, and the zones they are named in.
//!
//! A date is never an instant: only [`When::resolve`], told a zone, makes one of it.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    fmt::temporal::DateTimePrinter,
    tz::TimeZone,
};

use crate::zone::{of_id, posix_fixed};

/// A date, a floating local time, or a local time in a zone (UTC is such a zone).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// A whole day (RFC 5545 §3.3.4). As the end of an event it is exclusive.
    Date(Date),
    /// The same wall-clock time wherever the reader is (RFC 5545 §3.3.5, form 1).
    Floating(DateTime),
    /// A wall-clock time in a zone (RFC 5545 §3.3.5, forms 2 and 3).
    Zoned(DateTime, Zone),
}

impl When {
    /// The wall-clock time as written; a date is its midnight.
    #[must_use]
    pub fn local(&self) -> DateTime {
        match self {
            Self::Date(date) => date.to_datetime(Time::midnight()),
            Self::Floating(local) | Self::Zoned(local, _) => *local,
        }
    }

    /// The instant, with `floating` as the zone of dates and floating times.
    ///
    /// A local time that a gap skips takes the offset before the gap, an ambiguous one its first
    /// meaning. A time outside the years that can be instants is clamped to the nearest one.
    #[must_use]
    pub fn resolve(&self, floating: &TimeZone) -> Timestamp {
        let (local, zone) = match self {
            Self::Date(date) => (date.to_datetime(Time::midnight()), floating),
            Self::Floating(local) => (*local, floating),
            Self::Zoned(local, zone) => (*local, zone.time_zone()),
        };
        zone.to_ambiguous_timestamp(local).compatible().unwrap_or(if local.year() < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }

    /// Seconds on the value's own line: since the Unix epoch for a zoned time, since
    /// 1970-01-01T00:00 of the written local time for a floating time or a date.
    ///
    /// Two values of one series compare by it, and the store keeps it.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.resolve(&TimeZone::UTC).as_second()
    }

    /// Whether this names a whole day.
    #[must_use]
    pub const fn is_date(&self) -> bool {
        matches!(self, Self::Date(_))
    }
}

/// A time zone that calendars agree on: an IANA zone, or the rules of an interpreted VTIMEZONE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Coordinated Universal Time.
    #[must_use]
    pub const fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The zone with this IANA name (aliases and any letter case included), or none.
    ///
    /// A POSIX rule such as `CET-1CEST,M3.5.0,M10.5.0/3`, or the transitions that [`Zone::id`]
    /// writes out, are accepted too: they are how the rules of an interpreted VTIMEZONE are
    /// written down.
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        if id.starts_with('@') {
            return of_id(id).map(Self);
        }
        TimeZone::get(id).or_else(|_| TimeZone::posix(id)).ok().map(Self)
    }

    /// What [`Zone::named`] reads back: the IANA name, the POSIX rule, or the transitions of a
    /// zone that has neither.
    #[must_use]
    pub fn id(&self) -> String {
        if self.0 == TimeZone::UTC {
            return "UTC".into();
        }
        if let Some(name) = self.0.iana_name() {
            return name.into();
        }
        match self.0.to_fixed_offset() {
            Ok(offset) => posix_fixed(offset.seconds()),
            Err(_) => DateTimePrinter::new().time_zone_to_string(&self.0).unwrap_or_default(),
        }
    }

    /// The rules.
    #[must_use]
    pub const fn time_zone(&self) -> &TimeZone {
        &self.0
    }
}

impl From<TimeZone> for Zone {
    fn from(zone: TimeZone) -> Self {
        Self(zone)
    }
}

/// A half-open span of instants, and the zone in which dates and floating times are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// First instant inside.
    pub start: Timestamp,
    /// First instant after.
    pub end: Timestamp,
    /// The reader's zone.
    pub zone: TimeZone,
}
