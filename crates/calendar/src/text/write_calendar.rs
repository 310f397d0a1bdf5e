//! Events and stored texts together as one VCALENDAR.

use std::{collections::BTreeMap, ops::ControlFlow};

use jiff::Timestamp;

use super::{
    lines::Lines, patch::zoned_text, property::Property, render::Written, value::decode,
    write::write_event, write_zone::write_time_zone,
};
use crate::{
    event::Event,
    when::{When, Zone},
    zone,
};

/// One event to be written.
#[derive(Clone, Copy, Debug)]
pub struct Export<'a> {
    /// What it says.
    pub event: &'a Event,
    /// The VEVENT it was read from, to be kept byte for byte; none for an event of our own.
    pub source: Option<&'a [u8]>,
}

/// A whole VCALENDAR with CRLF around its components, and a VTIMEZONE for each zone they name.
///
/// A source text stays as it is but for one case: times that had no zone of their own and were
/// read in their calendar's X-WR-TIMEZONE are given that zone.
#[must_use]
pub fn write_calendar(name: Option<&str>, events: &[Export<'_>], now: Timestamp) -> Vec<u8> {
    let mut body = Vec::new();
    let mut zones = Zones::default();
    for Export { event, source } in events {
        match source {
            Some(raw) => {
                let text = zoned_text(raw, event, now);
                zones.see_text(&text, event);
                body.extend_from_slice(&text);
                if !text.ends_with(b"\n") {
                    body.extend_from_slice(b"\r\n");
                }
            }
            None => {
                zones.see_event(event);
                body.extend_from_slice(write_event(event, now).as_bytes());
            }
        }
    }
    let mut head = vec![
        Written::text("VERSION", "2.0"),
        Written::text("PRODID", "-//Kalends//Kalends//EN"),
        Written::text("CALSCALE", "GREGORIAN"),
    ];
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        head.push(Written::text("NAME", name));
        head.push(Written::text("X-WR-CALNAME", name));
    }
    let head: String = head.iter().map(Written::print).collect();
    let mut out = format!("BEGIN:VCALENDAR\r\n{head}").into_bytes();
    for (tzid, (zone, year)) in &zones.named {
        out.extend_from_slice(write_time_zone(tzid, zone.time_zone(), *year).as_bytes());
    }
    out.extend_from_slice(&body);
    out.extend_from_slice(b"END:VCALENDAR\r\n");
    out
}

/// The zones by the TZID they are written under, each with the first year it is needed for.
#[derive(Default)]
struct Zones {
    named: BTreeMap<String, (Zone, i16)>,
}

impl Zones {
    fn add(&mut self, tzid: String, zone: &Zone, year: i16) {
        let (_, first) = self.named.entry(tzid).or_insert_with(|| (zone.clone(), year));
        *first = year.min(*first);
    }

    fn see_event(&mut self, event: &Event) {
        visit(event, &mut |when| {
            if let When::Zoned(local, zone) = when
                && *zone != Zone::utc()
            {
                self.add(zone.id(), zone, local.year() - 1);
            }
            ControlFlow::Continue(())
        });
    }

    /// The TZIDs a source text names; one that no name resolves means the event's own zone.
    fn see_text(&mut self, raw: &[u8], event: &Event) {
        let year = event.start.local().year() - 1;
        let mut lines = Lines::new(raw);
        while let Some(line) = lines.next() {
            let Some(property) = Property::parse(line.bytes) else { continue };
            let Some(written) = property.raw_param(b"TZID") else { continue };
            let tzid = decode(written).trim_matches('"').trim().to_owned();
            if tzid.is_empty() || self.named.contains_key(&tzid) {
                if let Some((_, first)) = self.named.get_mut(&tzid) {
                    *first = year.min(*first);
                }
                continue;
            }
            if let Some(zone) = zone::resolve(&tzid, None).or_else(|| own_zone(event)) {
                self.add(tzid, &zone, year);
            }
        }
    }
}

/// The first zone other than UTC that the event names.
fn own_zone(event: &Event) -> Option<Zone> {
    let mut found = None;
    visit(event, &mut |when| match when {
        When::Zoned(_, zone) if *zone != Zone::utc() => {
            found = Some(zone.clone());
            ControlFlow::Break(())
        }
        When::Date(_) | When::Floating(_) | When::Zoned(..) => ControlFlow::Continue(()),
    });
    found
}

/// Shows every date and time of an event, until the visitor has seen enough.
fn visit(event: &Event, visitor: &mut dyn FnMut(&When) -> ControlFlow<()>) {
    let original = event.recurrence_id.iter().map(|id| &id.original);
    let added = event.recurrence.dates.iter().map(|date| &date.start);
    let all = [&event.start, &event.end].into_iter().chain(original).chain(added);
    let _ = all.chain(&event.recurrence.excluded).try_for_each(visitor);
}
