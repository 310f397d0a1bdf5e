//! Conflicts, free time and reservations through the engine.

mod free;
mod list;
mod reserve;
mod told;

use std::io::Cursor;

use jiff::{SignedDuration, Timestamp, civil::DateTime};
use kalends_engine::{
    CalendarId, Conflict, Edited, Engine, EventChange, FreeSlot, Notify, SlotConflict,
    calendar::{When, Zone},
};
use support::{
    desk::{Desk, zone},
    event::{EventBuilder, calendar},
};

/// An engine at noon of Friday, 20 November 2026, in Berlin, with one calendar.
struct Board {
    desk: Desk,
    engine: Engine,
    calendar: CalendarId,
}

impl Board {
    async fn new(events: &[EventBuilder]) -> Self {
        let desk = Desk::new().unwrap();
        let engine = desk.open().await.unwrap();
        let calendar = engine.add_local_calendar("Mine", None).await.unwrap().id;
        let board = Self { desk, engine, calendar };
        board.import(board.calendar, events).await;
        board
    }

    /// Another calendar with these events.
    async fn add(&self, name: &str, events: &[EventBuilder]) -> CalendarId {
        let id = self.engine.add_local_calendar(name, None).await.unwrap().id;
        self.import(id, events).await;
        id
    }

    async fn import(&self, id: CalendarId, events: &[EventBuilder]) {
        self.engine.import(Cursor::new(calendar(events)), id).await.unwrap();
    }

    /// An event that the user makes: title, then local times.
    async fn create(&self, title: &str, from: &str, to: &str) -> Edited {
        let change = EventChange {
            calendar: Some(self.calendar),
            title: Some(title.into()),
            time: Some((when(from), when(to))),
            ..EventChange::default()
        };
        self.engine.create_event(change, Notify::None).await.unwrap()
    }

    /// Conflicts of a week from Monday, 16 November on, a line for each.
    async fn week(&self, ignored: bool) -> Vec<String> {
        let (from, to) = (instant("2026-11-16T00:00"), instant("2026-11-23T00:00"));
        let found = self.engine.list_conflicts(from, to, ignored).await.unwrap();
        found.iter().map(line).collect()
    }
}

/// A meeting of an hour.
fn meeting(title: &str, start: &str) -> EventBuilder {
    EventBuilder::new(title, start).title(title)
}

/// A local time in Berlin.
fn when(local: &str) -> When {
    When::Zoned(local.parse::<DateTime>().unwrap(), Zone::from(zone("Europe/Berlin")))
}

fn instant(local: &str) -> Timestamp {
    when(local).resolve(&zone("Europe/Berlin"))
}

fn shown(at: Timestamp) -> String {
    at.to_zoned(zone("Europe/Berlin")).strftime("%a %H:%M").to_string()
}

fn line(one: &Conflict) -> String {
    let ignored = if one.ignored { " ignored" } else { "" };
    format!(
        "{} {:?} {:?} {}, {}{ignored}",
        shown(one.from),
        one.severity,
        one.cause,
        one.a.title,
        one.b.title
    )
}

fn slot_line(one: &SlotConflict) -> String {
    format!("{:?} {:?} {}", one.severity, one.cause, one.with.title)
}

fn slots(found: &[FreeSlot]) -> Vec<String> {
    found.iter().map(|one| format!("{} – {}", shown(one.from), shown(one.to))).collect()
}

/// No id of anything.
const NOTHING: &str = "00000000-0000-7000-8000-000000000000";
const HOUR: SignedDuration = SignedDuration::from_hours(1);
