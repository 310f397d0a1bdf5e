//! Reminders of events that change under them.

use kalends_engine::{
    EditScope, EventChange, NoteAction, Notify, Occurrence, Scope, Target, calendar::When,
};
use support::desk::days;

use super::{Board, meeting};

const NONE: [&str; 0] = [];

async fn first(board: &Board) -> Occurrence {
    let window = days("2026-11-20", "2026-11-27");
    board.engine.list_occurrences(&window, &Scope::All).await.unwrap().remove(0)
}

fn moved(one: &Occurrence, minutes: i64) -> EventChange {
    let by = |when: &When| {
        let When::Zoned(local, zone) = when else { unreachable!() };
        When::Zoned(*local + jiff::SignedDuration::from_mins(minutes), zone.clone())
    };
    EventChange { time: Some((by(&one.start), by(&one.end))), ..EventChange::default() }
}

async fn edit(board: &Board, one: &Occurrence, change: EventChange, scope: EditScope) -> u64 {
    let original = one.recurring.then(|| one.original.seconds());
    let target = Target { event_id: one.event_id, original };
    board.engine.edit_event(target, change, scope, Notify::None).await.unwrap().undo
}

#[tokio::test]
async fn a_moved_event_reminds_at_its_new_time_and_its_note_goes() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    assert_eq!(board.at("14:50").await.len(), 1);
    let one = first(&board).await;
    let undo = edit(&board, &one, moved(&one, 60), EditScope::This).await;
    assert_eq!(board.look().await, NONE);
    assert_eq!(board.notes.titles(), NONE);
    assert_eq!(board.lines().await, ["15:50 Plan Coming"]);
    assert_eq!(board.at("15:50").await.len(), 1);
    // Back at a time it was shown for, it does not come again.
    board.engine.undo(undo, Notify::None).await.unwrap();
    assert_eq!(board.look().await, NONE);
    assert_eq!(board.notes.titles(), NONE);
    assert_eq!(board.lines().await, ["14:50 Plan Shown"]);
}

#[tokio::test]
async fn an_edit_that_leaves_the_time_shows_nothing_again() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    assert_eq!(board.at("14:50").await.len(), 1);
    board.press("Plan", NoteAction::Dismiss).await;
    let one = first(&board).await;
    let title = EventChange { title: Some("Plans".into()), ..EventChange::default() };
    edit(&board, &one, title, EditScope::This).await;
    assert_eq!(board.look().await, NONE);
}

#[tokio::test]
async fn a_deleted_event_takes_its_note_along_and_an_undone_deletion_does_not_remind_twice() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10, 5])]).await;
    assert_eq!(board.at("14:50").await.len(), 1);
    let one = first(&board).await;
    let target = Target { event_id: one.event_id, original: None };
    let deleted = board.engine.delete_event(target, EditScope::This, Notify::None).await.unwrap();
    assert_eq!(board.look().await, NONE);
    assert_eq!(board.notes.titles(), NONE);
    assert_eq!(board.lines().await, NONE);
    board.engine.undo(deleted.undo, Notify::None).await.unwrap();
    assert_eq!(board.at("14:51").await, NONE);
    assert_eq!(board.at("14:55").await.len(), 1);
}

#[tokio::test]
async fn a_cut_series_keeps_what_is_known_of_its_reminders() {
    let series = meeting("Daily", "15:00", &[10, 1_450]).line("RRULE:FREQ=DAILY;COUNT=5");
    let mut board = Board::new(&[series]).await;
    // The first one's, and tomorrow's long before.
    assert_eq!(board.at("14:50").await.len(), 2);
    board.press("Daily", NoteAction::Dismiss).await;
    board.press("Daily", NoteAction::Dismiss).await;
    let window = days("2026-11-21", "2026-11-22");
    let second = board.engine.list_occurrences(&window, &Scope::All).await.unwrap().remove(0);
    let own = board.engine.set_own_reminders(second.event_id, None, &[3]).await;
    own.unwrap();
    let title = EventChange { title: Some("Later".into()), ..EventChange::default() };
    let undo = edit(&board, &second, title, EditScope::Following).await;
    assert_eq!(board.look().await, NONE);
    let later = board.engine.list_occurrences(&window, &Scope::All).await.unwrap().remove(0);
    assert_ne!(later.uid, second.uid);
    assert_eq!(board.engine.own_reminders(later.event_id, None).await.unwrap(), [3]);
    // What the user sees to afterwards is known when the cut is taken back.
    let shown = board.at("2026-11-21T14:50").await;
    assert_eq!(shown.iter().filter(|line| line.starts_with("Later |")).count(), 2, "{shown:?}");
    board.press("Later", NoteAction::Dismiss).await;
    board.press("Later", NoteAction::Dismiss).await;
    board.engine.undo(undo, Notify::None).await.unwrap();
    assert_eq!(board.look().await, NONE);
    assert_eq!(board.at("2026-11-21T14:57").await, ["Daily | in 3 min · 15:00 – 16:00"]);
}

#[tokio::test]
async fn a_calendar_that_is_read_anew_reminds_of_nothing_twice() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10, 5])]).await;
    assert_eq!(board.at("14:50").await.len(), 1);
    board.press("Plan", NoteAction::Dismiss).await;
    board.engine.remove_calendar(board.calendar).await.unwrap();
    assert_eq!(board.look().await, NONE);
    board.calendar = board.engine.add_local_calendar("Again", None).await.unwrap().id;
    board.import(&[meeting("Plan", "15:00", &[10, 5])]).await;
    assert_eq!(board.look().await, NONE);
    assert_eq!(board.at("14:55").await.len(), 1);
}
