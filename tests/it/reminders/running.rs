//! The loop that shows reminders by itself.

use std::{sync::Arc, time::Duration};

use jiff::SignedDuration;
use kalends_engine::{EditScope, NoteAction, Notify, Sight, Target, Trigger};
use support::notes::Notes;
use tokio::{sync::oneshot, task::JoinHandle, time::timeout};

use super::{
    Board, meeting,
    zones::{Place, changes, remind_at_six},
};
use crate::proposals::hands::{agent, create, event};

/// A loop on a task of its own, and what ends it.
struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    async fn begin(engine: &kalends_engine::Engine, notes: &Arc<Notes>) -> Self {
        let (stop, stopped) = oneshot::channel::<()>();
        let (engine, notes) = (engine.clone(), Arc::clone(notes));
        let task = tokio::spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            engine.run_reminders(notes, stopped).await.unwrap();
        });
        Self { stop, task }
    }

    async fn end(self) {
        let _ = self.stop.send(());
        self.task.await.unwrap();
    }
}

/// Returns when it is so; time moves on by half seconds meanwhile, as the loop waits by the clock.
async fn until(board: &Board, notes: &Notes, is: impl Fn(&support::notes::Screen) -> bool) {
    let moving = async {
        loop {
            tokio::time::sleep(Duration::from_millis(10)).await;
            board.desk.config.clock.advance(SignedDuration::from_millis(500));
        }
    };
    let waiting = timeout(Duration::from_secs(20), notes.until(is));
    tokio::select! {
        outcome = waiting => outcome.expect("it became so"),
        () = moving => {}
    }
}

#[tokio::test]
async fn it_follows_edits_and_does_what_is_chosen() {
    let board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    board.set("14:49:59");
    let running = Running::begin(&board.engine, &board.notes).await;
    until(&board, &board.notes, |screen| screen.open.len() == 1).await;
    // An event that is made is seen.
    let text = support::event::calendar(&[meeting("New", "15:00", &[10])]);
    board.engine.import(std::io::Cursor::new(text), board.calendar).await.unwrap();
    until(&board, &board.notes, |screen| screen.open.len() == 2).await;
    // One that goes takes its note along.
    let view = board.list().await.into_iter().find(|one| one.title == "New").unwrap();
    let target = Target { event_id: view.event_id, original: None };
    board.engine.delete_event(target, EditScope::This, Notify::None).await.unwrap();
    until(&board, &board.notes, |screen| screen.open.len() == 1).await;
    // A button is heard.
    let mut told = board.engine.subscribe();
    board.notes.presses("Plan", NoteAction::Dismiss).unwrap();
    while told.recv().await.unwrap() != kalends_engine::EngineEvent::RemindersChanged {}
    assert_eq!(board.lines().await, [""; 0]);
    running.end().await;
}

#[tokio::test]
async fn of_two_processes_one_shows_and_the_other_takes_over() {
    let board = Board::new(&[meeting("A", "15:00", &[10]), meeting("B", "15:30", &[10])]).await;
    let other = board.desk.open().await.unwrap();
    let others: Arc<Notes> = Arc::default();
    board.set("14:49:59");
    let first = Running::begin(&board.engine, &board.notes).await;
    until(&board, &board.notes, |screen| screen.open.len() == 1).await;
    let second = Running::begin(&other, &others).await;
    board.set("14:55");
    first.end().await;
    assert!(others.screen().shown.is_empty());
    // The other one replaces what the first left, and shows what comes.
    until(&board, &others, |screen| screen.shown.iter().any(|note| note.title == "A")).await;
    board.set("15:20");
    until(&board, &others, |screen| screen.shown.iter().any(|note| note.title == "B")).await;
    assert!(!board.notes.screen().shown.iter().any(|note| note.title == "B"));
    second.end().await;
}

#[tokio::test]
async fn a_machine_that_wakes_up_is_looked_at_at_once() {
    let board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    let running = Running::begin(&board.engine, &board.notes).await;
    // The clock jumps; nothing else happens until the platform tells.
    board.set("14:55");
    board.engine.note_moment(Trigger::Wake);
    timeout(Duration::from_secs(20), board.notes.until(|screen| screen.open.len() == 1))
        .await
        .unwrap();
    running.end().await;
}

#[tokio::test]
async fn a_reader_who_travels_is_noticed_though_the_loop_waits() {
    let trip = support::event::EventBuilder::new("Trip", "2026-11-22");
    let (board, place) = Place::board(&[trip]).await;
    remind_at_six(&board).await;
    board.set("2026-11-21T12:00");
    let mut told = board.engine.subscribe();
    let running = Running::begin(&board.engine, &board.notes).await;
    place.go("Asia/Tokyo");
    // Long before it would have been due in Berlin.
    until(&board, &board.notes, |screen| screen.open.len() == 1).await;
    assert_eq!(changes(&mut told), 1);
    running.end().await;
}

#[tokio::test]
async fn a_reminder_seen_to_by_another_process_goes_from_the_screen() {
    let board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    board.set("14:50");
    let running = Running::begin(&board.engine, &board.notes).await;
    until(&board, &board.notes, |screen| screen.open.len() == 1).await;
    let other = board.desk.open().await.unwrap();
    let view = other.list_reminders(board.desk.config.clock.now()).await.unwrap().remove(0);
    other.dismiss_reminder(&view.id).await.unwrap();
    until(&board, &board.notes, |screen| screen.open.is_empty()).await;
    running.end().await;
}

#[tokio::test]
async fn a_clock_that_is_set_back_is_seen_though_the_loop_waits() {
    let board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    // An hour ahead, as after another system wrote its local time into the machine's clock.
    board.set("15:40");
    let running = Running::begin(&board.engine, &board.notes).await;
    let shown = |count: usize| {
        timeout(
            Duration::from_secs(20),
            board.notes.until(move |screen| screen.shown.len() == count),
        )
    };
    shown(1).await.unwrap();
    // It has nothing more to do and waits for its next look, half a minute on.
    tokio::time::sleep(Duration::from_millis(300)).await;
    board.set("14:40");
    board.set("14:50");
    shown(2).await.expect("it is shown when it is due");
    assert!(board.notes.take()[1].starts_with("Plan | in 10 min"));
    running.end().await;
}

#[tokio::test]
async fn what_could_not_be_shown_is_shown_as_soon_as_a_service_comes() {
    let board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    board.notes.screen().is_away = true;
    board.set("14:50");
    let running = Running::begin(&board.engine, &board.notes).await;
    let state = async {
        while board.lines().await != ["14:50 Plan Shown"] {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(20), state).await.expect("it was tried");
    // The clock stands: nobody looks by itself.
    board.notes.comes();
    timeout(Duration::from_secs(20), board.notes.until(|screen| screen.open.len() == 1))
        .await
        .unwrap();
    running.end().await;
}

#[tokio::test]
async fn without_its_lock_it_waits_and_begins_once_it_can_be_had() {
    let board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    board.set("14:50");
    let lock = board.desk.config.data_dir.join("reminders.lock");
    std::fs::create_dir(&lock).unwrap();
    let running = Running::begin(&board.engine, &board.notes).await;
    tokio::task::yield_now().await;
    std::fs::remove_dir(&lock).unwrap();
    until(&board, &board.notes, |screen| screen.open.len() == 1).await;
    running.end().await;
}

#[tokio::test]
async fn a_proposal_is_told_as_it_comes_and_one_of_a_pause_at_its_end() {
    let board = Board::new(&[]).await;
    let running = Running::begin(&board.engine, &board.notes).await;
    let claude = agent(&board.engine, "Claude", &[(board.calendar, Sight::Full)]).await;
    let wish = |title| create(board.calendar, event(title, "2026-11-23T12:30", "2026-11-23T13:30"));
    let open = async |titles: &'static [&str]| {
        let is = move |screen: &support::notes::Screen| {
            screen.open.values().map(|note| note.title.as_str()).eq(titles.iter().copied())
        };
        // The clock stands still: nothing waits for another look.
        timeout(Duration::from_secs(20), board.notes.until(is)).await.expect("it became so");
    };
    let first = claude.propose(wish("Dentist")).await.unwrap();
    open(&["Claude wants to add “Dentist”"]).await;
    board.engine.reject_proposal(first.id, "").await.unwrap();
    open(&[]).await;

    let end = board.desk.config.clock.now() + SignedDuration::from_hours(1);
    board.engine.pause_reminders(Some(end)).await.unwrap();
    let mut told = board.engine.subscribe();
    claude.propose(wish("Haircut")).await.unwrap();
    while told.recv().await.unwrap() != kalends_engine::EngineEvent::ProposalsChanged {}
    tokio::time::sleep(Duration::from_millis(300)).await;
    open(&[]).await;
    board.desk.config.clock.set(end);
    open(&["Claude wants to add “Haircut”"]).await;
    running.end().await;
}
