//! Kills, restarts, backups and clocks that are set.

use kalends_engine::{Engine, NoteAction, NoteEvent, Snooze};
use kalends_store::Store;

use super::{Board, meeting};

const NONE: [&str; 0] = [];

/// What is kept of reminders cannot be written, as on a full disk; or can be again.
async fn fill_disk(board: &Board, is_full: bool) {
    let store = Store::open(&board.desk.config.data_dir, board.desk.config.clock.now()).await;
    let store = store.unwrap();
    let mut write = store.begin().await.unwrap();
    for event in ["INSERT", "UPDATE"] {
        let sql = match is_full {
            true => format!(
                "CREATE TRIGGER full_{event} BEFORE {event} ON alarms
                 BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            ),
            false => format!("DROP TRIGGER full_{event}"),
        };
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *write).await.unwrap();
    }
    write.commit().await.unwrap();
    store.close().await;
}

/// A look that dies after so many steps of the service.
async fn die_after(board: &mut Board, steps: usize) {
    board.reminding.forget();
    board.notes.die_after(Some(steps));
    let notes = board.notes.clone();
    tokio::select! {
        _ = board.reminding.look() => panic!("it was not killed"),
        () = notes.died() => {}
    }
    board.notes.die_after(None);
    board.restart().await;
}

#[tokio::test]
async fn killed_before_it_was_shown_it_is_shown() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    board.set("14:50");
    die_after(&mut board, 0).await;
    assert_eq!(board.notes.take(), NONE);
    assert_eq!(board.at("14:52").await, ["Plan | in 8 min · 15:00 – 16:00"]);
}

#[tokio::test]
async fn killed_after_it_was_shown_it_is_replaced_not_doubled() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    board.set("14:50");
    die_after(&mut board, 1).await;
    assert_eq!(board.notes.take().len(), 1);
    assert_eq!(board.at("14:52").await, ["Plan | in 8 min · 15:00 – 16:00"]);
    assert_eq!(board.notes.titles(), ["Plan"]);
    board.press("Plan", NoteAction::Dismiss).await;
    board.restart().await;
    assert_eq!(board.at("14:53").await, NONE);
}

#[tokio::test]
async fn a_summary_that_was_not_shown_is_told_after_a_kill() {
    let mut board = Board::new(&[meeting("Over", "13:00", &[10])]).await;
    board.set("15:00");
    die_after(&mut board, 0).await;
    assert_eq!(board.look().await, ["1 reminder was missed | 13:00 Over"]);
    board.restart().await;
    assert_eq!(board.look().await, NONE);
}

#[tokio::test]
async fn after_a_start_what_is_on_the_screen_is_replaced_so_that_its_buttons_work() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    board.at("14:50").await;
    let number = *board.notes.screen().open.keys().next().unwrap();
    board.restart().await;
    board.at("14:55").await;
    assert_eq!(board.notes.screen().open.values().next().unwrap().replaces, Some(number));
    board.press("Plan", NoteAction::Dismiss).await;
    assert_eq!(board.lines().await, NONE);
    // What is over by then is taken away: its buttons would do nothing.
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    board.at("14:50").await;
    board.restart().await;
    assert_eq!(board.at("16:30").await, NONE);
    assert_eq!(board.notes.titles(), NONE);
    assert_eq!(board.lines().await, ["14:50 Plan Shown"]);
}

#[tokio::test]
async fn a_restored_backup_does_not_remind_twice() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    let backup = board.engine.back_up().await.unwrap();
    board.at("14:50").await;
    board.press("Plan", NoteAction::Dismiss).await;
    board.engine.clone().close().await;
    Engine::restore(&board.desk.config, &backup.name).await.unwrap();
    board.restart().await;
    assert_eq!(board.at("14:52").await, NONE);
}

#[tokio::test]
async fn a_clock_that_was_wrong_makes_nothing_go_missing() {
    let events = [meeting("Plan", "15:00", &[10]), meeting("Seen", "17:00", &[130])];
    let mut board = Board::new(&events).await;
    // Two days ahead by mistake: both are told as missed, one is seen to.
    let shown = board.at("2026-11-22T12:00").await;
    assert_eq!(shown.len(), 1);
    let list = board.list().await;
    let seen = list.iter().find(|one| one.title == "Seen").unwrap();
    board.engine.dismiss_reminder(&seen.id).await.unwrap();
    assert_eq!(board.at("2027-11-22T12:00").await, NONE);
    assert_eq!(board.at("12:30").await, NONE);
    assert_eq!(board.at("14:50").await, ["Plan | in 10 min · 15:00 – 16:00"]);
}

#[tokio::test]
async fn a_clock_put_right_by_seconds_shows_nothing_again() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    assert_eq!(board.at("14:50:02").await.len(), 1);
    assert_eq!(board.at("14:49:58").await, NONE);
    assert_eq!(board.at("14:50:01").await, NONE);
    board.restart().await;
    board.notes.does("Plan", kalends_engine::NoteEvent::ClosedByUser);
    assert_eq!(board.at("14:49:58").await.len(), 1, "it was open when the other process died");
}

#[tokio::test]
async fn on_a_full_disk_a_reminder_comes_once_and_again_when_it_can_be_kept() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    board.at("14:49").await;
    fill_disk(&board, true).await;
    board.set("14:50");
    for _ in 0..3 {
        board.reminding.forget();
        board.reminding.look().await.unwrap_err();
    }
    assert_eq!(board.notes.take(), ["Plan | in 10 min · 15:00 – 16:00"]);
    // What the user does with it cannot be kept either; it does not come every half a minute.
    let act = board.notes.does("Plan", NoteEvent::ClosedByUser).unwrap();
    board.reminding.act(&act).await.unwrap();
    board.reminding.forget();
    board.reminding.look().await.unwrap_err();
    assert_eq!(board.notes.take(), NONE);
    fill_disk(&board, false).await;
    assert_eq!(board.at("14:55").await, ["Plan | in 5 min · 15:00 – 16:00"]);
    board.press("Plan", NoteAction::Dismiss).await;
    assert_eq!(board.at("14:56").await, NONE);
}

#[tokio::test]
async fn a_choice_that_could_not_be_kept_leaves_the_note_to_choose_again() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    board.at("14:50").await;
    board.notes.take();
    fill_disk(&board, true).await;
    let snooze = NoteEvent::Chosen(NoteAction::Snooze(Snooze::Minutes(5)));
    let act = board.notes.does("Plan", snooze).unwrap();
    board.reminding.act(&act).await.unwrap_err();
    fill_disk(&board, false).await;
    assert_eq!(board.at("14:51").await, ["Plan | in 9 min · 15:00 – 16:00"]);
    board.does("Plan", snooze).await;
    assert_eq!(board.lines().await, ["14:50 Plan Snoozed"]);
}
