//! When reminders are shown, and which.

use kalends_engine::{AllDayReminder, CalendarChange, CalendarReminders, ReminderSettings};
use support::event::EventBuilder;

use super::{Board, meeting, move_to};

const NONE: [&str; 0] = [];

#[tokio::test]
async fn a_reminder_is_shown_when_it_is_due_and_once() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10])]).await;
    assert_eq!(board.at("14:49").await, NONE);
    assert_eq!(board.at("14:50").await, ["Plan | in 10 min · 15:00 – 16:00"]);
    assert_eq!(board.at("14:51").await, NONE);
    assert_eq!(board.at("18:00").await, NONE);
    assert_eq!(board.lines().await, ["14:50 Plan Shown"]);
}

#[tokio::test]
async fn the_next_look_is_when_the_next_one_is_due() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[10, 30])]).await;
    let mut told = Vec::new();
    for time in ["12:00", "14:30", "14:50"] {
        board.set(time);
        board.reminding.forget();
        let next = board.reminding.look().await.unwrap().unwrap();
        told.push(next.to_zoned(board.desk.config.zone.get()).strftime("%d %H:%M").to_string());
    }
    // With nothing left the reminders are read anew before those that are known end.
    assert_eq!(told, ["20 14:30", "20 14:50", "21 14:50"]);
}

#[tokio::test]
async fn after_a_sleep_what_goes_on_is_shown_and_the_rest_is_one_summary() {
    let events = [
        meeting("Over", "13:00", &[10]),
        meeting("Over too", "13:30", &[10, 5]),
        meeting("On", "15:00", &[10]),
    ];
    let mut board = Board::new(&events).await;
    assert_eq!(
        board.at("15:10").await,
        [
            "On | started 10 min ago · 15:00 – 16:00",
            "3 reminders were missed | 13:00 Over\n13:30 Over too\n13:30 Over too",
        ]
    );
    assert_eq!(board.at("15:11").await, NONE);
    let missed = ["12:50 Over Missed", "13:20 Over too Missed", "13:25 Over too Missed"];
    assert_eq!(board.lines().await, [&missed[..], &["14:50 On Shown"]].concat());
    assert_eq!(board.engine.dismiss_missed().await.unwrap(), 3);
    assert_eq!(board.look().await, NONE);
    assert_eq!(board.notes.titles(), ["On"]);
    assert_eq!(board.lines().await, ["14:50 On Shown"]);
}

#[tokio::test]
async fn what_was_due_longer_than_two_weeks_ago_is_not_told() {
    let mut board = Board::new(&[meeting("Old", "13:00", &[10])]).await;
    assert_eq!(board.at("2026-12-05T12:00").await, NONE);
    assert_eq!(board.lines().await, NONE);
}

#[tokio::test]
async fn reminders_of_one_occurrence_share_a_note() {
    let mut board = Board::new(&[meeting("Plan", "15:00", &[30, 10, 5])]).await;
    assert_eq!(board.at("14:30").await.len(), 1);
    assert_eq!(board.at("14:50").await, ["Plan | in 10 min · 15:00 – 16:00"]);
    assert_eq!(board.notes.titles(), ["Plan"]);
    board.press("Plan", kalends_engine::NoteAction::Dismiss).await;
    assert_eq!(board.lines().await, ["14:55 Plan Coming"]);
}

#[tokio::test]
async fn more_than_three_are_one_note_that_lists_them() {
    let names = ["A", "B", "C", "D", "E", "F"];
    let mut board = Board::new(&names.map(|name| meeting(name, "15:00", &[10]))).await;
    let shown = board.at("14:50").await;
    assert_eq!(shown, ["6 reminders | 15:00 A\n15:00 B\n15:00 C\n15:00 D\n15:00 E\nand 1 more"]);
    assert_eq!(board.lines().await.len(), 6);
    let mut board = Board::new(
        &names[..3].to_vec().iter().map(|name| meeting(name, "15:00", &[10])).collect::<Vec<_>>(),
    )
    .await;
    assert_eq!(board.at("14:50").await.len(), 3);
}

#[tokio::test]
async fn what_comes_by_a_sync_when_it_is_due_already_is_shown_unless_it_is_over() {
    let mut board = Board::new(&[]).await;
    assert_eq!(board.at("14:55").await, NONE);
    let events = [
        meeting("On", "15:00", &[10]),
        meeting("Over", "13:00", &[10]),
        EventBuilder::new("Long", "2026-11-18T09:00")
            .minutes(4 * 1_440)
            .line("BEGIN:VALARM")
            .line("ACTION:DISPLAY")
            .line("TRIGGER:PT0S")
            .line("END:VALARM"),
    ];
    board.import(&events).await;
    assert_eq!(board.look().await, ["On | in 5 min · 15:00 – 16:00"]);
    assert_eq!(board.lines().await, ["14:50 On Shown"]);
}

#[tokio::test]
async fn what_is_cancelled_hidden_or_mute_is_silent_and_tentative_as_set() {
    let events = [
        meeting("Yes", "15:00", &[10]),
        meeting("Off", "15:00", &[10]).line("STATUS:CANCELLED"),
        meeting("Maybe", "15:00", &[10]).line("STATUS:TENTATIVE"),
    ];
    let titles = |shown: Vec<String>| -> Vec<String> {
        shown.iter().map(|line| line.split(" |").next().unwrap_or_default().to_owned()).collect()
    };
    let mut board = Board::new(&events).await;
    assert_eq!(titles(board.at("14:50").await), ["Maybe", "Yes"]);

    let mut board = Board::new(&events).await;
    let settings = ReminderSettings { tentative: false, ..ReminderSettings::default() };
    board.engine.set_reminder_settings(&settings).await.unwrap();
    assert_eq!(titles(board.at("14:50").await), ["Yes"]);

    let mut board = Board::new(&events).await;
    let hide = CalendarChange { visible: Some(false), ..CalendarChange::default() };
    board.engine.change_calendar(board.calendar, hide).await.unwrap();
    assert_eq!(board.at("14:50").await, NONE);

    let mut board = Board::new(&events).await;
    let mute = CalendarReminders { muted: true, ..CalendarReminders::default() };
    board.engine.set_calendar_reminders(board.calendar, &mute).await.unwrap();
    assert_eq!(board.at("14:50").await, NONE);
    assert_eq!(board.engine.calendar_reminders(board.calendar).await.unwrap(), mute);
}

#[tokio::test]
async fn a_calendar_and_an_event_can_be_given_reminders_here() {
    let events = [meeting("Says nothing", "15:00", &[]), meeting("Says", "15:00", &[20])];
    let mut board = Board::new(&events).await;
    let chosen = CalendarReminders { timed: Some(vec![30]), ..CalendarReminders::default() };
    board.engine.set_calendar_reminders(board.calendar, &chosen).await.unwrap();
    assert_eq!(board.at("14:30").await, ["Says nothing | in 30 min · 15:00 – 16:00"]);
    let id = board.list().await[0].event_id;
    board.engine.set_own_reminders(id, None, &[5, 2]).await.unwrap();
    assert_eq!(board.engine.own_reminders(id, None).await.unwrap(), [5, 2]);
    let lines = board.lines().await;
    assert_eq!(
        lines,
        [
            "14:30 Says nothing Shown",
            "14:40 Says Coming",
            "14:55 Says nothing Coming",
            "14:58 Says nothing Coming"
        ]
    );
    board.engine.set_own_reminders(id, None, &[]).await.unwrap();
    assert_eq!(board.lines().await.len(), 2);
    let far = board.engine.set_own_reminders(id, None, &[1_000_000]).await.unwrap_err();
    assert_eq!(far.kind(), "invalid");
}

#[tokio::test]
async fn an_own_reminder_comes_though_its_calendar_is_mute() {
    let mut board =
        Board::new(&[meeting("Plan", "15:00", &[30]), meeting("B", "15:00", &[5])]).await;
    let id = board.list().await[0].event_id;
    let mute = CalendarReminders { muted: true, ..CalendarReminders::default() };
    board.engine.set_calendar_reminders(board.calendar, &mute).await.unwrap();
    board.engine.set_own_reminders(id, None, &[10]).await.unwrap();
    assert_eq!(board.lines().await, ["14:50 Plan Coming"]);
    assert_eq!(board.at("14:50").await, ["Plan | in 10 min · 15:00 – 16:00"]);
    assert_eq!(board.at("14:56").await, NONE);
}

#[tokio::test]
async fn an_own_reminder_can_be_for_one_occurrence() {
    let series = meeting("Daily", "15:00", &[]).line("RRULE:FREQ=DAILY;COUNT=3");
    let board = Board::new(&[series]).await;
    let window = support::desk::days("2026-11-20", "2026-11-23");
    let all = board.engine.list_occurrences(&window, &kalends_engine::Scope::All).await.unwrap();
    let second = &all[1];
    let own = board.engine.set_own_reminders(second.event_id, Some(&second.original), &[10]).await;
    own.unwrap();
    let until = board.engine.config().clock.now() + jiff::SignedDuration::from_hours(72);
    let coming = board.engine.list_reminders(until).await.unwrap();
    let starts: Vec<_> = coming.iter().map(|one| one.start.clone()).collect();
    assert_eq!(starts, std::slice::from_ref(&second.start));
    assert_eq!(coming[0].original, second.original);
    let whole = board.engine.own_reminders(second.event_id, None).await.unwrap();
    assert_eq!(whole, NONE.map(|_| 0));
}

#[tokio::test]
async fn an_all_day_event_reminds_at_a_local_time_wherever_one_is() {
    let mut board = Board::new(&[EventBuilder::new("Trip", "2026-11-22")]).await;
    let at = "18:00".parse().unwrap();
    let all_day = vec![AllDayReminder { days_before: 1, at }];
    let settings = ReminderSettings { all_day, ..ReminderSettings::default() };
    board.engine.set_reminder_settings(&settings).await.unwrap();
    assert_eq!(board.at("2026-11-21T17:59").await, NONE);
    assert_eq!(board.at("2026-11-21T18:00").await, ["Trip | tomorrow · Sun 22 Nov"]);
    // The same reminder, so that it does not come again further west.
    board.press("Trip", kalends_engine::NoteAction::Dismiss).await;
    move_to(&mut board, "America/New_York");
    board.restart().await;
    assert_eq!(board.at("2026-11-21T18:00").await, NONE);
}

#[tokio::test]
async fn the_same_meeting_on_two_calendars_reminds_once() {
    let event = meeting("Plan", "15:00", &[10]);
    let mut board = Board::new(std::slice::from_ref(&event)).await;
    board.calendar = board.engine.add_local_calendar("Other", None).await.unwrap().id;
    board.import(&[event]).await;
    assert_eq!(board.at("14:50").await.len(), 1);
    assert_eq!(board.lines().await, ["14:50 Plan Shown"]);
}

#[tokio::test]
async fn titles_are_hidden_on_request_and_notes_stay() {
    let mut board = Board::new(&[meeting("Secret", "15:00", &[10]).line("LOCATION:Room")]).await;
    let settings =
        ReminderSettings { hide_titles: true, persistent: true, ..ReminderSettings::default() };
    board.engine.set_reminder_settings(&settings).await.unwrap();
    assert_eq!(board.at("14:50").await, ["Event | in 10 min · 15:00 – 16:00"]);
    assert!(board.notes.screen().open.values().all(|note| note.persistent));
}

#[tokio::test]
async fn the_samples_remind_like_any_calendar() {
    let mut board = Board::new(&[]).await;
    board.engine.add_samples().await.unwrap();
    let until = board.engine.config().clock.now() + jiff::SignedDuration::from_hours(24 * 7);
    let coming = board.engine.list_reminders(until).await.unwrap();
    println!("{} of the samples' events remind", coming.len());
    if let Some(first) = coming.first() {
        board.desk.config.clock.set(first.due);
        assert!(!board.look().await.is_empty());
    }
}
