//! What the user does with notes and in the list.

use kalends_engine::{NoteAction, NoteEvent, Opening, ReminderId, ReminderState, Snooze};

use super::{Board, meeting};

const NONE: [&str; 0] = [];

async fn shown() -> Board {
    let link = meeting("Plan", "15:00", &[10]).line("CONFERENCE;VALUE=URI:https://meet.example/a");
    let mut board = Board::new(&[link]).await;
    assert_eq!(board.at("14:50").await.len(), 1);
    board
}

#[tokio::test]
async fn open_shows_the_event_and_join_the_link() {
    let mut board = shown().await;
    let view = board.list().await.remove(0);
    board.press("Plan", NoteAction::Open).await;
    let opened = std::mem::take(&mut board.notes.screen().opened);
    let event = Opening::Event { event_id: view.event_id, original: view.original };
    assert_eq!(opened, [event]);
    assert_eq!(board.lines().await, NONE);

    let mut board = shown().await;
    board.press("Plan", NoteAction::Join).await;
    let opened = std::mem::take(&mut board.notes.screen().opened);
    assert_eq!(opened, [Opening::Link("https://meet.example/a".into())]);
    assert_eq!(board.look().await, NONE);
}

#[tokio::test]
async fn a_snoozed_reminder_comes_again_until_its_event_is_over() {
    let mut board = shown().await;
    board.press("Plan", NoteAction::Snooze(Snooze::Minutes(5))).await;
    assert_eq!(board.lines().await, ["14:50 Plan Snoozed"]);
    assert_eq!(board.at("14:54").await, NONE);
    assert_eq!(board.at("14:55").await, ["Plan | in 5 min · 15:00 – 16:00"]);
    board.press("Plan", NoteAction::Snooze(Snooze::UntilStart)).await;
    assert_eq!(board.at("14:59").await, NONE);
    assert_eq!(board.at("15:00").await, ["Plan | now · 15:00 – 16:00"]);
    board.press("Plan", NoteAction::Snooze(Snooze::Minutes(15))).await;
    assert_eq!(board.at("16:10").await, ["1 reminder was missed | 15:00 Plan"]);
}

#[tokio::test]
async fn what_the_user_closed_is_done_and_what_ran_out_stays_in_the_list() {
    let mut board = shown().await;
    board.does("Plan", NoteEvent::Expired).await;
    assert_eq!(board.lines().await, ["14:50 Plan Shown"]);
    assert_eq!(board.at("14:52").await, NONE);
    board.restart().await;
    assert_eq!(board.at("14:53").await, NONE);

    let mut board = shown().await;
    board.does("Plan", NoteEvent::ClosedByUser).await;
    assert_eq!(board.lines().await, NONE);
    board.restart().await;
    assert_eq!(board.at("14:53").await, NONE);
}

#[tokio::test]
async fn dismissed_in_the_window_its_note_goes() {
    let mut board = shown().await;
    let view = board.list().await.remove(0);
    board.engine.dismiss_reminder(&view.id).await.unwrap();
    assert_eq!(board.look().await, NONE);
    assert_eq!(board.notes.titles(), NONE);
    assert_eq!(board.lines().await, NONE);
    // The same by a process of its own, while nobody shows.
    let mut board = shown().await;
    let other = board.desk.open().await.unwrap();
    other.dismiss_reminder(&view.id).await.unwrap();
    board.restart().await;
    assert_eq!(board.look().await, NONE);
    assert_eq!(board.notes.titles(), NONE);
}

#[tokio::test]
async fn snoozed_in_the_window_its_note_goes_until_then() {
    let mut board = shown().await;
    let view = board.list().await.remove(0);
    let snoozed = board.engine.snooze_reminder(&view.id, Snooze::Minutes(5)).await.unwrap();
    assert_eq!(snoozed.state, ReminderState::Snoozed);
    assert_eq!(
        snoozed.until,
        Some(board.desk.config.clock.now() + jiff::SignedDuration::from_mins(5))
    );
    assert_eq!(board.look().await, NONE);
    assert_eq!(board.notes.titles(), NONE);
    assert_eq!(board.at("14:55").await.len(), 1);
    board.set("15:01");
    for by in [Snooze::UntilStart, Snooze::Minutes(0), Snooze::Minutes(1441)] {
        let refused = board.engine.snooze_reminder(&view.id, by).await.unwrap_err();
        assert_eq!(refused.kind(), "invalid", "{by:?}");
    }
}

#[tokio::test]
async fn one_that_is_still_to_come_can_be_dismissed_but_does_not_come_sooner() {
    let mut board = Board::new(&[meeting("A", "15:00", &[10]), meeting("B", "15:00", &[10])]).await;
    let list = board.list().await;
    board.engine.dismiss_reminder(&list[0].id).await.unwrap();
    let snoozed = board.engine.snooze_reminder(&list[1].id, Snooze::Minutes(5)).await.unwrap();
    assert_eq!(snoozed.until, Some(list[1].due));
    assert_eq!(board.at("12:10").await, NONE);
    assert_eq!(board.at("14:50").await, ["B | in 10 min · 15:00 – 16:00"]);
}

#[tokio::test]
async fn a_note_for_many_opens_the_list_which_keeps_them() {
    let names = ["A", "B", "C", "D"];
    let mut board = Board::new(&names.map(|name| meeting(name, "15:00", &[10]))).await;
    board.at("14:50").await;
    board.press("4 reminders", NoteAction::Open).await;
    assert_eq!(board.notes.screen().opened, [Opening::Reminders]);
    assert_eq!(board.lines().await.len(), 4);
    assert_eq!(board.look().await, NONE);
    let mut board = Board::new(&names.map(|name| meeting(name, "15:00", &[10]))).await;
    board.at("14:50").await;
    board.press("4 reminders", NoteAction::Dismiss).await;
    assert_eq!(board.lines().await, NONE);
}

#[tokio::test]
async fn an_id_that_names_nothing_is_not_found() {
    let board = Board::new(&[]).await;
    for id in ["", "x", "alarm.1.2.none@example.org", "rsvp.0.0.none"] {
        let id = ReminderId(id.into());
        assert_eq!(board.engine.dismiss_reminder(&id).await.unwrap_err().kind(), "not_found");
        let snooze = board.engine.snooze_reminder(&id, Snooze::Minutes(5)).await;
        assert_eq!(snooze.unwrap_err().kind(), "not_found");
    }
}

#[tokio::test]
async fn a_test_note_says_plainly_when_no_service_answers() {
    let board = Board::new(&[]).await;
    let abilities = board.engine.send_test_note(&*board.notes).await.unwrap();
    assert_eq!((abilities.server.as_str(), board.notes.titles().len()), ("stand-in 1", 1));
    board.notes.screen().is_away = true;
    let error = board.engine.send_test_note(&*board.notes).await.unwrap_err();
    assert_eq!((error.kind(), error.remedy().as_str()), ("notifications", "Start one."));
}

#[tokio::test]
async fn put_off_until_a_start_months_ahead_it_comes_then() {
    const DAY: i64 = 24 * 60;
    let mut board = Board::new(&[meeting("Exam", "2027-03-01T15:00", &[100 * DAY])]).await;
    let shown = board.at("2026-11-21T15:00").await;
    assert_eq!(shown, ["Exam | in 100 days · Mon 1 Mar 2027, 15:00 – 16:00"]);
    board.press("Exam", NoteAction::Snooze(Snooze::UntilStart)).await;
    // Weeks go by, and what became of old reminders is forgotten.
    for week in ["2026-12-21", "2027-01-15", "2027-02-01", "2027-02-28"] {
        assert_eq!(board.at(&format!("{week}T12:00")).await, NONE);
        board.restart().await;
    }
    assert_eq!(board.at("2027-03-01T15:00").await, ["Exam | now · 15:00 – 16:00"]);
}
