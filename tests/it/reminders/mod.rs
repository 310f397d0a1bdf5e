//! Reminders through the engine: a notification service that remembers, a clock moved by hand.

mod acts;
mod due;
mod edits;
mod holds;
mod invitations;
mod now_next;
mod running;
mod survive;
mod zones;

use std::{io::Cursor, sync::Arc};

use jiff::{SignedDuration, civil::DateTime};
use kalends_engine::{CalendarId, Engine, NoteAction, NoteEvent, ReminderView, Reminding};
use support::{
    desk::{Desk, zone},
    event::{EventBuilder, calendar},
    notes::Notes,
};

/// An engine at noon of Friday, 20 November 2026, in Berlin, with one calendar and somebody who
/// shows reminders.
struct Board {
    desk: Desk,
    engine: Engine,
    calendar: CalendarId,
    notes: Arc<Notes>,
    reminding: Reminding,
}

impl Board {
    /// With these events, before anybody looked.
    async fn new(events: &[EventBuilder]) -> Self {
        Self::on(Desk::new().unwrap(), events).await
    }

    /// On a desk that was made before.
    async fn on(desk: Desk, events: &[EventBuilder]) -> Self {
        let engine = desk.open().await.unwrap();
        let calendar = engine.add_local_calendar("Mine", None).await.unwrap().id;
        let notes: Arc<Notes> = Arc::default();
        let reminding = engine.reminding(Arc::clone(&notes) as _);
        let mut board = Self { desk, engine, calendar, notes, reminding };
        assert_eq!(board.look().await, [""; 0]);
        board.import(events).await;
        board
    }

    async fn import(&mut self, events: &[EventBuilder]) {
        let text = calendar(events);
        self.engine.import(Cursor::new(text), self.calendar).await.unwrap();
    }

    fn set(&self, local: &str) {
        let local = if local.contains('T') { local.into() } else { format!("2026-11-20T{local}") };
        let local: DateTime = local.parse().unwrap();
        let now = local.to_zoned(self.desk.config.zone.get()).unwrap().timestamp();
        self.desk.config.clock.set(now);
    }

    /// Looks, as the loop does after a change, and gives what was shown.
    async fn look(&mut self) -> Vec<String> {
        self.reminding.forget();
        self.reminding.look().await.unwrap();
        self.notes.take()
    }

    /// Looks at a local time of that Friday.
    async fn at(&mut self, local: &str) -> Vec<String> {
        self.set(local);
        self.look().await
    }

    /// The process dies, and another begins in its place.
    async fn restart(&mut self) {
        self.engine = self.desk.open().await.unwrap();
        self.reminding = self.engine.reminding(Arc::clone(&self.notes) as _);
    }

    /// The user presses a button of a note.
    async fn press(&mut self, title: &str, action: NoteAction) {
        self.does(title, NoteEvent::Chosen(action)).await;
    }

    async fn does(&mut self, title: &str, what: NoteEvent) {
        let act = self.notes.does(title, what).expect("the note is on the screen");
        assert!(self.reminding.act(&act).await.unwrap());
    }

    async fn list(&self) -> Vec<ReminderView> {
        let until = self.engine.config().clock.now() + SignedDuration::from_hours(24);
        self.engine.list_reminders(until).await.unwrap()
    }

    /// The list, a line for each: local due time, title and state.
    async fn lines(&self) -> Vec<String> {
        let zone = &self.desk.config.zone.get();
        let line = |one: &ReminderView| {
            let due = one.due.to_zoned(zone.clone()).strftime("%H:%M");
            format!("{due} {} {:?}", one.title, one.state)
        };
        self.list().await.iter().map(line).collect()
    }
}

/// A meeting of an hour at this local time, which reminds so many minutes before.
fn meeting(name: &str, start: &str, minutes: &[i64]) -> EventBuilder {
    let start = if start.len() == 5 { format!("2026-11-20T{start}") } else { start.into() };
    let event = EventBuilder::new(name, &start);
    minutes.iter().fold(event, |event, minutes| {
        event
            .line("BEGIN:VALARM")
            .line("ACTION:DISPLAY")
            .line("DESCRIPTION:x")
            .line(&format!("TRIGGER:-PT{minutes}M"))
            .line("END:VALARM")
    })
}

/// The same desk, its reader in another zone.
fn move_to(board: &mut Board, name: &str) {
    board.desk.config.zone = zone(name).into();
}
