//! A reader who travels while the program runs.

use std::sync::{Arc, Mutex};

use jiff::tz::TimeZone;
use kalends_engine::{
    AllDayReminder, EngineEvent, HomeZone, NoteAction, QuietHours, ReminderSettings,
};
use support::{
    desk::{Desk, zone},
    event::EventBuilder,
};
use tokio::sync::broadcast::{Receiver, error::TryRecvError};

use super::{Board, meeting};

const NONE: [&str; 0] = [];

/// Where the reader is.
pub(super) struct Place(Arc<Mutex<TimeZone>>);

impl Place {
    /// A board whose reader is in Berlin and may go elsewhere.
    pub(super) async fn board(events: &[EventBuilder]) -> (Board, Self) {
        let place = Arc::new(Mutex::new(zone("Europe/Berlin")));
        let mut desk = Desk::new().unwrap();
        let asked = Arc::clone(&place);
        desk.config.zone = HomeZone::Given(Arc::new(move || asked.lock().unwrap().clone()));
        (Board::on(desk, events).await, Self(place))
    }

    pub(super) fn go(&self, name: &str) {
        *self.0.lock().unwrap() = zone(name);
    }
}

/// Of a whole day, at six in the evening before.
pub(super) async fn remind_at_six(board: &Board) {
    let all_day = vec![AllDayReminder { days_before: 1, at: "18:00".parse().unwrap() }];
    let settings = ReminderSettings { all_day, ..ReminderSettings::default() };
    board.engine.set_reminder_settings(&settings).await.unwrap();
}

/// Looks as the loop does that waited: nothing but the zone may be another than before.
async fn waits(board: &mut Board, local: &str) -> Vec<String> {
    board.set(local);
    board.reminding.look().await.unwrap();
    board.notes.take()
}

/// How often another zone was told.
pub(super) fn changes(told: &mut Receiver<EngineEvent>) -> usize {
    let mut count = 0;
    loop {
        match told.try_recv() {
            Ok(event) => count += usize::from(event == EngineEvent::ZoneChanged),
            Err(TryRecvError::Empty) => return count,
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn an_all_day_reminder_comes_once_at_the_wall_clock_of_where_one_is() {
    let (mut board, place) = Place::board(&[EventBuilder::new("Trip", "2026-11-22")]).await;
    remind_at_six(&board).await;
    assert_eq!(board.at("2026-11-21T12:00").await, NONE);
    let planned = board.list().await.remove(0);
    let mut told = board.engine.subscribe();

    place.go("America/New_York");
    assert_eq!(waits(&mut board, "2026-11-21T12:00").await, NONE);
    assert_eq!(changes(&mut told), 1);
    assert_eq!(board.lines().await, ["18:00 Trip Coming"]);
    let moved = board.list().await.remove(0);
    assert_eq!(moved.id, planned.id);
    assert_eq!(moved.due.duration_since(planned.due).as_hours(), 6);
    assert_eq!(waits(&mut board, "2026-11-21T17:59").await, NONE);
    assert_eq!(waits(&mut board, "2026-11-21T18:00").await, ["Trip | tomorrow · Sun 22 Nov"]);
    board.press("Trip", NoteAction::Dismiss).await;

    // Six o'clock comes again further west, the reminder does not.
    place.go("Pacific/Honolulu");
    assert_eq!(waits(&mut board, "2026-11-21T13:30").await, NONE);
    assert_eq!(waits(&mut board, "2026-11-21T18:00").await, NONE);
    assert_eq!(changes(&mut told), 1);
}

#[tokio::test]
async fn what_was_due_earlier_where_one_comes_to_is_told_at_once() {
    let (mut board, place) = Place::board(&[EventBuilder::new("Trip", "2026-11-22")]).await;
    remind_at_six(&board).await;
    assert_eq!(board.at("2026-11-21T12:00").await, NONE);
    place.go("Asia/Tokyo");
    assert_eq!(waits(&mut board, "2026-11-21T20:01").await, ["Trip | tomorrow · Sun 22 Nov"]);
    assert_eq!(waits(&mut board, "2026-11-21T20:02").await, NONE);
}

#[tokio::test]
async fn quiet_hours_are_those_of_where_one_is() {
    let events = [meeting("Night", "23:00", &[10]), meeting("Dawn", "2026-11-21T05:00", &[10])];
    let (mut board, place) = Place::board(&events).await;
    let quiet = QuietHours { from: "22:00".parse().unwrap(), to: "07:00".parse().unwrap() };
    let settings = ReminderSettings { quiet: Some(quiet), ..ReminderSettings::default() };
    board.engine.set_reminder_settings(&settings).await.unwrap();
    assert_eq!(board.at("22:50").await, NONE);
    place.go("America/New_York");
    assert_eq!(waits(&mut board, "16:50").await, ["Night | in 10 min · 17:00 – 18:00"]);
    // Ten to five in Berlin, and quiet here as well.
    assert_eq!(waits(&mut board, "22:50").await, NONE);
    place.go("Asia/Kolkata");
    assert_eq!(waits(&mut board, "2026-11-21T09:21").await, ["Dawn | in 9 min · 09:30 – 10:30"]);
}
