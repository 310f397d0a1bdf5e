//! Reads one event out of a few lines.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::indexing_slicing)]

use kalends_calendar::{
    Event, When,
    text::{Calendar, read_calendar},
};

pub fn read(text: &str) -> Calendar {
    read_calendar(text.as_bytes()).unwrap()
}

/// The only event of a calendar with these header and event lines.
pub fn event_in(header: &str, lines: &str) -> Event {
    let text = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\n{header}BEGIN:VEVENT\nUID:1\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    let calendar = read(&text);
    assert_eq!(calendar.events.len(), 1, "{text}\n{:?}", calendar.set_aside);
    calendar.events[0].event.clone()
}

pub fn event(lines: &str) -> Event {
    event_in("", lines)
}

/// `2026-07-04`, `2026-07-04T09:00:00` or `2026-07-04T09:00:00 Europe/Berlin`.
pub fn show(when: &When) -> String {
    match when {
        When::Date(date) => date.to_string(),
        When::Floating(local) => local.to_string(),
        When::Zoned(local, zone) => format!("{local} {}", zone.id()),
    }
}

pub fn span(event: &Event) -> String {
    format!("{} / {}", show(&event.start), show(&event.end))
}

pub const START: &str = "DTSTART:20260704T090000Z";
