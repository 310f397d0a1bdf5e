//! Conflicts that come from outside are told once.

use std::sync::Arc;

use kalends_engine::{
    FreeTimeSettings, NoteAction, NoteEvent, Opening, ReminderSettings, Reminding, Trigger,
};
use support::{
    desk::feed,
    event::{EventBuilder, calendar},
    feed_server::{Answer, FeedServer},
    notes::Notes,
};

use super::{Board, meeting};

async fn look(reminding: &mut Reminding, notes: &Notes) -> Vec<String> {
    reminding.forget();
    reminding.look().await.unwrap();
    notes.take().into_iter().filter(|note| note.contains("onflict")).collect()
}

#[tokio::test]
async fn what_a_sync_brings_is_told_once_and_what_the_user_does_never() {
    let board = Board::new(&[
        meeting("Plan", "2026-11-23T10:00"),
        meeting("Old", "2026-11-23T10:15"),
        meeting("Alone", "2026-11-24T10:00"),
    ])
    .await;
    let text = |events: &[EventBuilder]| calendar(events);
    let server = FeedServer::start().unwrap();
    server.serve("/team.ics", Answer::calendar(text(&[meeting("Lunch", "2026-11-25T12:00")])));
    let feed = board.engine.add_feed(feed(&server.url("/team.ics"))).await.unwrap().id;
    let notes: Arc<Notes> = Arc::default();
    let mut reminding = board.engine.reminding(Arc::clone(&notes) as _);
    assert_eq!(look(&mut reminding, &notes).await, [""; 0], "what was there is known");

    board.create("Mine", "2026-11-24T10:30", "2026-11-24T11:30").await;
    board.import(board.calendar, &[meeting("File", "2026-11-25T12:30")]).await;
    assert_eq!(look(&mut reminding, &notes).await, [""; 0], "the user made them");

    let brought = [
        meeting("Lunch", "2026-11-25T12:00"),
        meeting("Review", "2026-11-24T10:45"),
        meeting("Far", "2027-06-01T10:00"),
        meeting("All day", "2026-11-24").line("X-A:1"),
    ];
    server.serve("/team.ics", Answer::calendar(text(&brought[..3])));
    board.engine.sync(Some(feed), Trigger::Manual, false).await.unwrap();
    let told = look(&mut reminding, &notes).await;
    let expected = "2 new conflicts | Tue 24 Nov, 10:45: Alone – Review\n\
                    Tue 24 Nov, 10:45: Mine – Review";
    assert_eq!(told, [expected]);
    assert_eq!(look(&mut reminding, &notes).await, [""; 0], "once");

    let act = notes.does("2 new conflicts", NoteEvent::Chosen(NoteAction::Open)).unwrap();
    assert!(reminding.act(&act).await.unwrap());
    assert_eq!(notes.screen().opened, [Opening::Conflicts]);

    // Another process goes on where this one ended.
    let engine = board.desk.open().await.unwrap();
    let mut reminding = engine.reminding(Arc::clone(&notes) as _);
    assert_eq!(look(&mut reminding, &notes).await, [""; 0]);
}

#[tokio::test]
async fn pauses_hold_conflicts_back_and_titles_can_be_hidden() {
    let board = Board::new(&[meeting("Plan", "2026-11-23T10:00")]).await;
    let server = FeedServer::start().unwrap();
    server.serve("/team.ics", Answer::calendar(calendar(&[meeting("Lunch", "2026-11-25T12:00")])));
    let feed = board.engine.add_feed(feed(&server.url("/team.ics"))).await.unwrap().id;
    let notes: Arc<Notes> = Arc::default();
    let mut reminding = board.engine.reminding(Arc::clone(&notes) as _);
    look(&mut reminding, &notes).await;
    let settings = ReminderSettings { hide_titles: true, ..ReminderSettings::default() };
    board.engine.set_reminder_settings(&settings).await.unwrap();
    let now = board.engine.config().clock.now();
    let end = now + jiff::SignedDuration::from_hours(1);
    board.engine.pause_reminders(Some(end)).await.unwrap();
    server.serve("/team.ics", Answer::calendar(calendar(&[meeting("Secret", "2026-11-23T10:30")])));
    board.engine.sync(Some(feed), Trigger::Manual, false).await.unwrap();
    assert_eq!(look(&mut reminding, &notes).await, [""; 0]);
    board.engine.config().clock.set(end);
    assert_eq!(look(&mut reminding, &notes).await, ["New conflict | Mon 23 Nov, 10:30"]);
}

#[tokio::test]
async fn a_setting_that_uncovers_conflicts_tells_none_of_them() {
    let board = Board::new(&[meeting("Plan", "2026-11-23T10:00")]).await;
    let other = board.add("Other", &[meeting("Theirs", "2026-11-23T10:00")]).await;
    let left_out = FreeTimeSettings { left_out: vec![other], ..FreeTimeSettings::default() };
    board.engine.set_free_time_settings(&left_out).await.unwrap();
    let notes: Arc<Notes> = Arc::default();
    let mut reminding = board.engine.reminding(Arc::clone(&notes) as _);
    assert_eq!(look(&mut reminding, &notes).await, [""; 0]);
    board.engine.set_free_time_settings(&FreeTimeSettings::default()).await.unwrap();
    assert_eq!(look(&mut reminding, &notes).await, [""; 0]);
}

/// A clock that was set tells nothing anew, and what a sync brings is told whatever it did before.
#[tokio::test]
async fn a_clock_that_is_set_ahead_and_back_makes_no_conflict_new() {
    let hours = jiff::SignedDuration::from_hours;
    for ahead in [hours(2), hours(23), hours(40 * 24), hours(90 * 24), hours(3 * 365 * 24)] {
        let board = Board::new(&[
            meeting("Over soon", "2026-11-20T12:00"),
            meeting("Beside it", "2026-11-20T12:30"),
            meeting("Plan", "2026-11-23T10:00"),
            meeting("Old", "2026-11-23T10:15"),
            meeting("Late", "2027-01-10T10:00"),
            meeting("Later", "2027-01-10T10:15"),
        ])
        .await;
        let server = FeedServer::start().unwrap();
        let lunch = meeting("Lunch", "2026-11-25T12:00");
        server.serve("/team.ics", Answer::calendar(calendar(std::slice::from_ref(&lunch))));
        let feed = board.engine.add_feed(feed(&server.url("/team.ics"))).await.unwrap().id;
        let notes: Arc<Notes> = Arc::default();
        let mut reminding = board.engine.reminding(Arc::clone(&notes) as _);
        let clock = board.engine.config().clock.clone();
        let now = clock.now();
        for begins in [now, now + ahead, now, now + ahead, now] {
            clock.set(begins);
            assert_eq!(look(&mut reminding, &notes).await, [""; 0], "{ahead:#}, at {begins}");
        }
        let brought = [lunch, meeting("Review", "2026-11-23T10:30")];
        server.serve("/team.ics", Answer::calendar(calendar(&brought)));
        board.engine.sync(Some(feed), Trigger::Manual, false).await.unwrap();
        let expected = "2 new conflicts | Mon 23 Nov, 10:30: Plan – Review\n\
                        Mon 23 Nov, 10:30: Old – Review";
        assert_eq!(look(&mut reminding, &notes).await, [expected], "{ahead:#}");
        assert_eq!(look(&mut reminding, &notes).await, [""; 0], "once");
    }
}

#[tokio::test]
async fn a_clock_that_was_ahead_at_the_first_look_makes_no_conflict_new() {
    for hours in [2, 23, 40 * 24, 90 * 24] {
        let board = Board::new(&[
            meeting("Over soon", "2026-11-20T12:00"),
            meeting("Beside it", "2026-11-20T12:30"),
            meeting("Plan", "2026-11-23T10:00"),
            meeting("Old", "2026-11-23T10:15"),
        ])
        .await;
        let notes: Arc<Notes> = Arc::default();
        let mut reminding = board.engine.reminding(Arc::clone(&notes) as _);
        let clock = board.engine.config().clock.clone();
        let now = clock.now();
        clock.set(now + jiff::SignedDuration::from_hours(hours));
        assert_eq!(look(&mut reminding, &notes).await, [""; 0], "{hours} h ahead");
        clock.set(now);
        assert_eq!(look(&mut reminding, &notes).await, [""; 0], "{hours} h back");
    }
}
