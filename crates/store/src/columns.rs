//! How values that SQLite does not know lie in columns.

use jiff::{Timestamp, civil::DateTime};
use kalends_calendar::{When, Zone};
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// Unix seconds; 0 for none.
pub(crate) fn from_timestamp(at: Option<Timestamp>) -> i64 {
    at.map_or(0, Timestamp::as_second)
}

/// Reads back what [`from_timestamp`] wrote.
pub(crate) fn to_timestamp(seconds: i64) -> Option<Timestamp> {
    if seconds == 0 { None } else { Timestamp::from_second(seconds).ok() }
}

/// Empty for none.
pub(crate) fn to_option(text: String) -> Option<String> {
    if text.is_empty() { None } else { Some(text) }
}

/// `20261120`, `20261120T101500` or `20261120T101500;Europe/Berlin`.
pub(crate) fn from_when(when: &When) -> String {
    match when {
        When::Date(date) => date.strftime("%Y%m%d").to_string(),
        When::Floating(local) => local.strftime("%Y%m%dT%H%M%S").to_string(),
        When::Zoned(local, zone) => format!("{};{}", local.strftime("%Y%m%dT%H%M%S"), zone.id()),
    }
}

/// Reads back what [`from_when`] wrote.
pub(crate) fn to_when(text: &str, zones: &mut Zones) -> Result<When> {
    let unreadable = || Error::Unreadable { what: "time", value: text.to_owned() };
    let (written, zone) = match text.split_once(';') {
        Some((written, zone)) => (written, Some(zone)),
        None => (text, None),
    };
    if !written.contains('T') {
        let date = jiff::civil::Date::strptime("%Y%m%d", written).map_err(|_| unreadable())?;
        return Ok(When::Date(date));
    }
    let local = DateTime::strptime("%Y%m%dT%H%M%S", written).map_err(|_| unreadable())?;
    Ok(match zone {
        None => When::Floating(local),
        Some(id) => When::Zoned(local, zones.get(id)),
    })
}

/// Zones by name, each looked up once.
#[derive(Debug, Default)]
pub(crate) struct Zones(Vec<(String, Zone)>);

impl Zones {
    /// The zone of this name. One that this computer's time zone data does not have (any more) is
    /// read as UTC: the stored seconds, which place the event, stay right.
    pub(crate) fn get(&mut self, id: &str) -> Zone {
        if let Some((_, zone)) = self.0.iter().find(|(known, _)| known == id) {
            return zone.clone();
        }
        let zone = Zone::named(id).unwrap_or_else(Zone::utc);
        self.0.push((id.to_owned(), zone.clone()));
        zone
    }
}

/// Which line the seconds of a time are on, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Date,
    Floating,
    Zoned,
}

impl Kind {
    pub(crate) const fn of(when: &When) -> Self {
        match when {
            When::Date(_) => Self::Date,
            When::Floating(_) => Self::Floating,
            When::Zoned(..) => Self::Zoned,
        }
    }

    pub(crate) const fn to_column(self) -> i64 {
        match self {
            Self::Date => 0,
            Self::Floating => 1,
            Self::Zoned => 2,
        }
    }

    pub(crate) fn from_column(value: i64) -> Result<Self> {
        match value {
            0 => Ok(Self::Date),
            1 => Ok(Self::Floating),
            2 => Ok(Self::Zoned),
            other => Err(Error::Unreadable { what: "kind of time", value: other.to_string() }),
        }
    }

    /// 0 for instants, 1 for local seconds.
    pub(crate) const fn line(self) -> i64 {
        match self {
            Self::Date | Self::Floating => 1,
            Self::Zoned => 0,
        }
    }
}

/// The time that lies at these seconds of its line.
pub(crate) fn at_seconds(kind: Kind, seconds: i64, zone: &Zone) -> When {
    let instant = Timestamp::from_second(seconds).unwrap_or(if seconds < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    });
    let local = |zone: &Zone| zone.time_zone().to_datetime(instant);
    match kind {
        Kind::Date => When::Date(local(&Zone::utc()).date()),
        Kind::Floating => When::Floating(local(&Zone::utc())),
        Kind::Zoned => When::Zoned(local(zone), zone.clone()),
    }
}

/// An enum whose variants are numbers in a column, by the order of `all`.
pub(crate) fn to_number<T: PartialEq>(all: &[T], value: &T) -> i64 {
    all.iter().position(|known| known == value).and_then(|at| i64::try_from(at).ok()).unwrap_or(0)
}

/// Reads back what [`to_number`] wrote.
pub(crate) fn from_number<T: Copy>(all: &[T], value: i64, what: &'static str) -> Result<T> {
    usize::try_from(value)
        .ok()
        .and_then(|at| all.get(at).copied())
        .ok_or_else(|| Error::Unreadable { what, value: value.to_string() })
}

/// A value as JSON text.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| Error::Unreadable { what: "value", value: error.to_string() })
}

/// A value from the JSON text of a column, or of an answer that SQLite put together.
pub(crate) fn from_json<'t, T: Deserialize<'t>>(text: &'t str, what: &'static str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Unreadable { what, value: error.to_string() })
}
