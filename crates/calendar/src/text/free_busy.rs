//! VFREEBUSY as data (RFC 5545 §3.6.4).

use jiff::Timestamp;

use super::{
    Context, Reason, SetAside,
    datetime::{Moment, duration, moment},
    lines::Lines,
    person::person,
    property::Property,
    read::is_begin,
    value::{list, text},
};
use crate::{event::Person, when::When};

/// When somebody is busy, without saying with what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreeBusy {
    /// UID, or empty.
    pub uid: String,
    /// First instant it speaks of.
    pub start: Option<Timestamp>,
    /// First instant after what it speaks of.
    pub end: Option<Timestamp>,
    /// Whose time it is: ATTENDEE in a reply, else ORGANIZER.
    pub person: Option<Person>,
    /// The periods, in the text's order.
    pub periods: Vec<BusyPeriod>,
}

/// One period of a VFREEBUSY; never ends before it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BusyPeriod {
    /// First instant.
    pub start: Timestamp,
    /// First instant after.
    pub end: Timestamp,
    /// What kind of time it is.
    pub kind: BusyKind,
}

/// FBTYPE (RFC 5545 §3.2.9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BusyKind {
    /// FREE.
    Free,
    /// BUSY, and any type nobody knows.
    #[default]
    Busy,
    /// BUSY-UNAVAILABLE.
    Unavailable,
    /// BUSY-TENTATIVE.
    Tentative,
}

/// Reads one raw VFREEBUSY. Periods that cannot be read are left out.
///
/// # Errors
/// What is no VFREEBUSY at all is set aside.
pub fn read_free_busy(raw: &[u8], context: &Context) -> Result<FreeBusy, SetAside> {
    let mut lines = Lines::new(raw);
    if !lines.next().is_some_and(|line| is_begin(line.bytes, b"VFREEBUSY")) {
        return Err(SetAside { reason: Reason::NotFreeBusy, uid: None, summary: None });
    }
    let mut out = FreeBusy::default();
    let mut organizer = None;
    while let Some(line) = lines.next() {
        let Some(property) = Property::parse(line.bytes) else { continue };
        let value = property.value;
        match property.name.as_bytes() {
            b"UID" => out.uid = text(value).trim().to_owned(),
            b"DTSTART" => out.start = instant(&property, value, context),
            b"DTEND" => out.end = instant(&property, value, context),
            b"ATTENDEE" => out.person = person(&property),
            b"ORGANIZER" => organizer = person(&property),
            b"FREEBUSY" => {
                let kind = kind(&property);
                let periods = list(value).filter_map(|part| {
                    let (start, end) = part.split_at(memchr::memchr(b'/', part)?);
                    let start = instant(&property, start, context)?;
                    let end = end.get(1..)?;
                    let end = match duration(end) {
                        Some(length) => start.checked_add(length.exact()).ok()?,
                        None => instant(&property, end, context)?,
                    };
                    (start <= end).then_some(BusyPeriod { start, end, kind })
                });
                out.periods.extend(periods);
            }
            _ => {}
        }
    }
    out.person = out.person.or(organizer);
    Ok(out)
}

fn kind(property: &Property<'_>) -> BusyKind {
    let written = property.raw_param(b"FBTYPE").unwrap_or_default().to_ascii_uppercase();
    match written.as_slice() {
        b"FREE" => BusyKind::Free,
        b"BUSY-UNAVAILABLE" => BusyKind::Unavailable,
        b"BUSY-TENTATIVE" => BusyKind::Tentative,
        _ => BusyKind::Busy,
    }
}

/// UTC as it should be; a local time in its TZID, else in the calendar's zone.
fn instant(property: &Property<'_>, value: &[u8], context: &Context) -> Option<Timestamp> {
    let moment = moment(value)?;
    if let Moment::Utc(_) = moment {
        return moment.instant();
    }
    let zone = property.raw_param(b"TZID").and_then(|tzid| context.zone_of(tzid));
    match zone.or_else(|| context.fallback_zone().cloned()) {
        Some(zone) => Some(When::Floating(moment.local()).resolve(zone.time_zone())),
        None => moment.instant(),
    }
}
