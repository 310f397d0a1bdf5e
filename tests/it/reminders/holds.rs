//! Pauses, quiet hours, no reminders at all, and no service.

use std::time::Duration;

use jiff::SignedDuration;
use kalends_engine::{EngineEvent, QuietHours, ReminderSettings};
use support::desk::Desk;
use tokio::time::timeout;

use super::{Board, meeting};

const NONE: [&str; 0] = [];

#[tokio::test]
async fn a_pause_holds_back_until_it_ends() {
    let events = [meeting("On", "15:00", &[10]), meeting("Over", "13:00", &[10])];
    let mut board = Board::new(&events).await;
    let until = board.desk.config.clock.now() + SignedDuration::from_hours(3);
    board.engine.pause_reminders(Some(until)).await.unwrap();
    assert_eq!(board.at("14:59").await, NONE);
    assert_eq!(board.lines().await, ["12:50 Over Coming", "14:50 On Coming"]);
    board.restart().await;
    assert_eq!(
        board.at("15:00").await,
        ["On | now · 15:00 – 16:00", "1 reminder was missed | 13:00 Over"]
    );
}

#[tokio::test]
async fn a_pause_can_be_ended() {
    let mut board = Board::new(&[meeting("On", "15:00", &[10])]).await;
    let until = board.desk.config.clock.now() + SignedDuration::from_hours(9);
    board.engine.pause_reminders(Some(until)).await.unwrap();
    assert_eq!(board.at("14:55").await, NONE);
    board.engine.pause_reminders(None).await.unwrap();
    assert_eq!(board.look().await.len(), 1);
}

#[tokio::test]
async fn quiet_hours_hold_back_and_tell_when_they_end() {
    let early = meeting("Early", "2026-11-21T06:30", &[30]).minutes(60);
    let night = meeting("Night", "2026-11-20T23:00", &[10]);
    let mut board = Board::new(&[early, night]).await;
    let quiet = QuietHours { from: "22:00".parse().unwrap(), to: "07:00".parse().unwrap() };
    let settings = ReminderSettings { quiet: Some(quiet), ..ReminderSettings::default() };
    board.engine.set_reminder_settings(&settings).await.unwrap();
    assert_eq!(board.at("22:50").await, NONE);
    assert_eq!(board.at("2026-11-21T06:00").await, NONE);
    assert_eq!(
        board.at("2026-11-21T07:00").await,
        [
            "Early | started 30 min ago · 06:30 – 07:30",
            "1 reminder was missed | Fri 20 Nov, 23:00 Night",
        ]
    );
}

#[tokio::test]
async fn switched_off_nothing_is_shown_nor_told_later() {
    let events = [meeting("Over", "13:00", &[10]), meeting("Next", "16:00", &[10])];
    let mut board = Board::new(&events).await;
    let off = ReminderSettings { on: false, ..ReminderSettings::default() };
    board.engine.set_reminder_settings(&off).await.unwrap();
    assert_eq!(board.at("14:30").await, NONE);
    board.engine.set_reminder_settings(&ReminderSettings::default()).await.unwrap();
    assert_eq!(board.at("14:31").await, NONE);
    assert_eq!(board.at("15:50").await, ["Next | in 10 min · 16:00 – 17:00"]);
}

#[tokio::test]
async fn without_a_service_it_is_tried_again_and_told_in_the_end() {
    let events = [meeting("Short", "15:00", &[10]).minutes(5), meeting("Long", "15:00", &[10])];
    let mut board = Board::new(&events).await;
    board.notes.screen().is_away = true;
    board.set("14:50");
    board.reminding.forget();
    // Soon at first, for a service that is away for a moment.
    let mut waits = Vec::new();
    for _ in 0..8 {
        let now = board.desk.config.clock.now();
        let next = board.reminding.look().await.unwrap().unwrap();
        waits.push(next.duration_since(now).as_secs());
        board.desk.config.clock.set(next);
    }
    assert_eq!(waits, [1, 2, 5, 10, 30, 60, 60, 60]);
    board.notes.screen().is_away = false;
    // By itself, and of what is over by then in the summary.
    board.set("15:10");
    board.reminding.look().await.unwrap();
    assert_eq!(
        board.notes.take(),
        ["Long | started 10 min ago · 15:00 – 16:00", "1 reminder was missed | 15:00 Short"]
    );
}

#[tokio::test]
async fn a_service_that_took_a_note_and_is_silent_is_not_asked_again_at_once() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    (board.notes.screen().is_away, board.notes.screen().is_silent) = (true, true);
    board.set("14:50");
    board.reminding.forget();
    let next = board.reminding.look().await.unwrap().unwrap();
    assert_eq!(next, board.desk.config.clock.now() + SignedDuration::from_secs(60));
}

#[tokio::test]
async fn what_could_not_be_told_before_quiet_hours_is_told_when_they_end() {
    let mut board = Board::new(&[meeting("Over", "20:00", &[10])]).await;
    let quiet = QuietHours { from: "22:00".parse().unwrap(), to: "07:00".parse().unwrap() };
    let settings = ReminderSettings { quiet: Some(quiet), ..ReminderSettings::default() };
    board.engine.set_reminder_settings(&settings).await.unwrap();
    board.notes.screen().is_away = true;
    assert_eq!(board.at("21:59:30").await, NONE);
    board.notes.screen().is_away = false;
    board.set("22:00:30");
    let next = board.reminding.look().await.unwrap().unwrap();
    assert_eq!(board.notes.take(), NONE);
    // By itself: nothing else is due until then.
    board.set("2026-11-21T07:00");
    assert_eq!(next, board.desk.config.clock.now());
    board.reminding.look().await.unwrap();
    let told = ["1 reminder was missed | Fri 20 Nov, 20:00 Over"];
    assert_eq!(board.notes.take(), told);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_process_set_is_told() {
    let desk = Desk::new().unwrap();
    let window = desk.open().await.unwrap();
    let mut told = window.subscribe();
    let watching = window.clone();
    let watching = tokio::spawn(async move { watching.watch_others().await });
    let other = desk.open().await.unwrap();
    let mut hides = false;
    let heard = async {
        // The watch has begun once it told of a first change.
        loop {
            hides = !hides;
            other.change_reminder_settings(|chosen| chosen.hide_titles = hides).await.unwrap();
            let event =
                async { while told.recv().await.unwrap() != EngineEvent::RemindersChanged {} };
            if timeout(Duration::from_secs(3), event).await.is_ok() {
                return;
            }
        }
    };
    timeout(Duration::from_secs(60), heard).await.expect("it is told");
    assert_eq!(window.reminder_settings().await.unwrap().hide_titles, hides);
    watching.abort();
}

#[tokio::test]
async fn a_change_leaves_what_another_process_set() {
    let desk = Desk::new().unwrap();
    let (window, other) = (desk.open().await.unwrap(), desk.open().await.unwrap());
    window.reminder_settings().await.unwrap();
    let pause = "2026-11-20T13:00:00Z".parse().unwrap();
    other.pause_reminders(Some(pause)).await.unwrap();
    let whole = window.change_reminder_settings(|chosen| chosen.tentative = false).await.unwrap();
    let expected = ReminderSettings {
        tentative: false,
        paused_until: Some(pause),
        ..ReminderSettings::default()
    };
    assert_eq!(whole, expected);
    assert_eq!(other.reminder_settings().await.unwrap(), expected);
}
