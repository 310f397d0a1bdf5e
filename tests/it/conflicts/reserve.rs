//! Slots are booked once.

use jiff::SignedDuration;
use kalends_engine::{Ask, Engine, Reservation, ReserveWhen, Reserved};
use support::desk::zone;

use super::{Board, HOUR, NOTHING, instant, meeting, slot_line, slots};

fn at(local: &str) -> Reservation {
    Reservation {
        title: "Focus {weekday} {start}–{end}".into(),
        duration: HOUR,
        when: ReserveWhen::At(instant(local)),
        zone: zone("Europe/Berlin"),
        calendar: None,
        buffer: None,
        hours: None,
        calendars: None,
        location: String::new(),
        notes: String::new(),
        accept_unknown: false,
        ask: Ask::WhenStale,
    }
}

async fn titles(engine: &Engine) -> Vec<String> {
    let day = support::desk::days("2026-11-23", "2026-11-30");
    let found = engine.list_occurrences(&day, &kalends_engine::Scope::All).await.unwrap();
    found.into_iter().map(|one| one.title).collect()
}

#[tokio::test]
async fn a_free_slot_is_booked_and_a_taken_one_has_alternatives() {
    let board = Board::new(&[meeting("Plan", "2026-11-23T10:00")]).await;
    let booked = board.engine.reserve(&at("2026-11-23T11:00")).await.unwrap();
    let Reserved::Booked { title, slot, .. } = booked else { panic!("{booked:?}") };
    assert_eq!(title, "Focus Monday 11:00–12:00");
    assert_eq!(slots(&[slot]), ["Mon 11:00 – Mon 12:00"]);
    assert_eq!(titles(&board.engine).await, ["Plan", "Focus Monday 11:00–12:00"]);
    let taken = board.engine.reserve(&at("2026-11-23T10:30")).await.unwrap();
    let Reserved::Taken { by, busy, unknown, alternatives } = taken else { panic!("{taken:?}") };
    let names: Vec<String> = by.iter().map(slot_line).collect();
    assert_eq!(names, ["High Overlap Plan", "High Overlap Focus Monday 11:00–12:00"]);
    assert_eq!((busy.len(), unknown.len()), (1, 0));
    let expected = ["Mon 12:00 – Mon 13:00", "Mon 13:00 – Mon 14:00", "Mon 14:00 – Mon 15:00"];
    assert_eq!(slots(&alternatives), expected);
    // The buffer counts on both sides.
    let buffer = Some(SignedDuration::from_mins(5));
    let near = Reservation { buffer, ..at("2026-11-23T09:00") };
    let taken = board.engine.reserve(&near).await.unwrap();
    let Reserved::Taken { by, .. } = taken else { panic!("{taken:?}") };
    assert_eq!(by.iter().map(slot_line).collect::<Vec<_>>(), ["Low Buffer Plan"]);
    assert_eq!(titles(&board.engine).await.len(), 2);
}

#[tokio::test]
async fn the_first_free_slot_of_a_span_is_booked() {
    let board = Board::new(&[meeting("Plan", "2026-11-23T09:00")]).await;
    let (from, to) = (instant("2026-11-21T00:00"), instant("2026-11-23T12:00"));
    let first = Reservation { when: ReserveWhen::First { from, to }, ..at("2026-11-23T09:00") };
    for expected in ["Mon 10:00 – Mon 11:00", "Mon 11:00 – Mon 12:00"] {
        let booked = board.engine.reserve(&first).await.unwrap();
        let Reserved::Booked { slot, .. } = booked else { panic!("{booked:?}") };
        assert_eq!(slots(&[slot]), [expected]);
    }
    let taken = board.engine.reserve(&first).await.unwrap();
    let Reserved::Taken { alternatives, .. } = taken else { panic!("{taken:?}") };
    assert_eq!(slots(&alternatives[..1]), ["Mon 12:00 – Mon 13:00"]);
}

#[tokio::test]
async fn a_calendar_that_takes_no_events_is_refused_and_nothing_is_changed() {
    let board = Board::new(&[]).await;
    let nowhere = NOTHING.parse().unwrap();
    let wrong = Reservation { calendar: Some(nowhere), ..at("2026-11-23T09:00") };
    assert_eq!(board.engine.reserve(&wrong).await.unwrap_err().kind(), "not_found");
    let short = Reservation { duration: SignedDuration::ZERO, ..at("2026-11-23T09:00") };
    assert_eq!(board.engine.reserve(&short).await.unwrap_err().kind(), "invalid");
    let over = at("2026-11-20T11:59");
    assert_eq!(board.engine.reserve(&over).await.unwrap_err().kind(), "invalid");
    assert!(titles(&board.engine).await.is_empty());
}

/// Two engines on one data folder, as the app and a script are.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_want_a_slot_at_once_exactly_one_gets_it() {
    let board = Board::new(&[]).await;
    let other = board.desk.open().await.unwrap();
    for round in 0..24 {
        let hour = format!("2026-11-{:02}T{:02}:00", 23 + round / 8, 9 + round % 8);
        let reservation = at(&hour);
        let engines = [board.engine.clone(), other.clone()];
        let tasks: Vec<_> = (0..4)
            .map(|n| {
                let (engine, reservation) = (engines[n % 2].clone(), reservation.clone());
                tokio::spawn(async move { engine.reserve(&reservation).await.unwrap() })
            })
            .collect();
        let mut booked = 0;
        for task in tasks {
            match task.await.unwrap() {
                Reserved::Booked { .. } => booked += 1,
                Reserved::Taken { by, alternatives, .. } => {
                    assert_eq!(by.len(), 1, "the one who won");
                    assert!(!alternatives.is_empty());
                }
            }
        }
        assert_eq!(booked, 1, "round {round}");
    }
    assert_eq!(titles(&board.engine).await.len(), 24);
}
