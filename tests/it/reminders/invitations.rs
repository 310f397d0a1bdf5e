//! Invitations without an answer.

use kalends_calendar::{Attendee, Event, Participation, Person, When, Zone};
use kalends_engine::{CalendarReminders, EventId, NoteAction, ReminderSettings, Scope};
use kalends_store::{ContentHash, EventWrite, Remote, Store, events};
use support::desk::{days, zone};

use super::Board;

const NONE: [&str; 0] = [];

/// An invitation for Tuesday of the week after, which arrives now.
async fn invited(start: &str) -> Board {
    let board = Board::new(&[]).await;
    let when = |text: &str| When::Zoned(text.parse().unwrap(), Zone::from(zone("Europe/Berlin")));
    let person = |email: &str| Person { email: email.into(), ..Person::default() };
    let me = Attendee {
        person: person("mia@northwind.example"),
        participation: Participation::NeedsAction,
        me: true,
        ..Attendee::default()
    };
    let mut event = Event {
        uid: "invitation@example.org".into(),
        start: when(start),
        end: when(&start.replace(":00", ":45")),
        summary: "Review".into(),
        organizer: Some(person("ana@northwind.example")),
        attendees: vec![me],
        ..Event::empty()
    };
    event.shared.foreign = true;
    let store = Store::open(&board.desk.config.data_dir, board.desk.config.clock.now()).await;
    let store = store.unwrap();
    let mut write = store.begin().await.unwrap();
    let row = EventWrite {
        id: id(),
        calendar_id: board.calendar,
        event: &event,
        source: b"",
        content_hash: ContentHash([7; 16]),
        my_response: Some(Participation::NeedsAction),
        occurs: true,
        span: None,
        remote: Remote::NONE,
        arrived_at: Some(board.desk.config.clock.now()),
    };
    events::write(&mut write, &[row]).await.unwrap();
    write.commit().await.unwrap();
    store.close().await;
    board
}

fn id() -> EventId {
    "01a1696e-9bf8-7000-88ff-57cbaae80e19".parse().unwrap()
}

async fn answer(board: &Board) -> Option<Participation> {
    let window = days("2026-11-20", "2026-12-20");
    let all = board.engine.list_occurrences(&window, &Scope::All).await.unwrap();
    all.iter().find(|one| one.title == "Review").unwrap().my_response
}

#[tokio::test]
async fn an_unanswered_invitation_reminds_once_after_two_days() {
    let mut board = invited("2026-11-27T15:00").await;
    assert_eq!(board.at("2026-11-22T11:59").await, NONE);
    let shown = board.at("2026-11-22T12:00").await;
    assert_eq!(shown, ["Review | No answer yet · Fri 27 Nov, 15:00 – 15:45"]);
    board.does("Review", kalends_engine::NoteEvent::ClosedByUser).await;
    assert_eq!(board.at("2026-11-26T15:00").await, NONE);
    board.restart().await;
    assert_eq!(board.at("2026-11-27T14:00").await, NONE);
}

#[tokio::test]
async fn its_buttons_answer_through_the_queue() {
    let table = [
        (NoteAction::Accept, Participation::Accepted),
        (NoteAction::Maybe, Participation::Tentative),
        (NoteAction::Decline, Participation::Declined),
    ];
    for (action, expected) in table {
        let mut board = invited("2026-11-24T15:00").await;
        assert_eq!(board.at("2026-11-22T12:00").await.len(), 1);
        board.press("Review", action).await;
        assert_eq!(answer(&board).await, Some(expected));
        assert_eq!(board.look().await, NONE);
        assert_eq!(board.notes.titles(), NONE);
    }
}

#[tokio::test]
async fn an_answer_given_elsewhere_takes_the_note_away() {
    let mut board = invited("2026-11-24T15:00").await;
    assert_eq!(board.at("2026-11-22T12:00").await.len(), 1);
    let target = kalends_engine::Target { event_id: id(), original: None };
    let scope = kalends_engine::EditScope::All;
    let none = kalends_engine::Notify::None;
    let accepted = Participation::Accepted;
    board.engine.respond(target, accepted, None, scope, none).await.unwrap();
    assert_eq!(board.look().await, NONE);
    assert_eq!(board.notes.titles(), NONE);
}

#[tokio::test]
async fn invitations_are_silent_when_the_user_wants_it() {
    let mut board = invited("2026-11-24T15:00").await;
    let mute = CalendarReminders { muted: true, ..CalendarReminders::default() };
    board.engine.set_calendar_reminders(board.calendar, &mute).await.unwrap();
    assert_eq!(board.at("2026-11-22T12:00").await, NONE);

    let mut board = invited("2026-11-24T15:00").await;
    let settings = ReminderSettings { invitations: false, ..ReminderSettings::default() };
    board.engine.set_reminder_settings(&settings).await.unwrap();
    assert_eq!(board.at("2026-11-22T12:00").await, NONE);
}
