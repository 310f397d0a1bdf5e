//! Free time out of what is stored here.

use jiff::SignedDuration;
use kalends_engine::{Ask, FreeBusyQuery, FreeQuery, SlotState, Target};
use support::desk::zone;

use super::{Board, HOUR, NOTHING, instant, meeting, shown, slots};

fn query(from: &str, to: &str) -> FreeQuery {
    FreeQuery::new(HOUR, instant(from), instant(to), zone("Europe/Berlin"))
}

#[tokio::test]
async fn free_time_lies_in_working_hours_between_what_is_taken() {
    let board = Board::new(&[
        meeting("Plan", "2026-11-18T10:00"),
        meeting("Free", "2026-11-18T13:00").line("TRANSP:TRANSPARENT"),
        meeting("Late", "2026-11-18T16:30"),
    ])
    .await;
    let other = board.add("Other", &[meeting("Theirs", "2026-11-18T14:00")]).await;
    let wednesday = query("2026-11-18T00:00", "2026-11-19T00:00");
    let found = board.engine.find_free(&wednesday).await.unwrap();
    let expected = ["Wed 09:00 – Wed 10:00", "Wed 11:00 – Wed 14:00", "Wed 15:00 – Wed 16:30"];
    assert_eq!(slots(&found.slots), expected);
    assert!(found.unknown.is_empty() && !found.stale);
    let mine = FreeQuery { calendars: Some(vec![board.calendar]), ..wednesday.clone() };
    let found = board.engine.find_free(&mine).await.unwrap();
    assert_eq!(slots(&found.slots), ["Wed 09:00 – Wed 10:00", "Wed 11:00 – Wed 16:30"]);
    let buffered = FreeQuery {
        buffer: Some(SignedDuration::from_mins(10)),
        step: Some(SignedDuration::from_mins(30)),
        limit: Some(2),
        ..wednesday
    };
    let found = board.engine.find_free(&buffered).await.unwrap();
    assert_eq!(slots(&found.slots), ["Wed 11:30 – Wed 12:30", "Wed 12:30 – Wed 13:30"]);

    let busy = FreeBusyQuery {
        from: instant("2026-11-18T00:00"),
        to: instant("2026-11-18T14:30"),
        calendars: None,
        ask: Ask::Never,
    };
    let found = board.engine.free_busy(&busy).await.unwrap();
    let told: Vec<_> = found
        .busy
        .iter()
        .map(|one| (format!("{} – {}", shown(one.from), shown(one.to)), one.calendars.clone()))
        .collect();
    let expected = [
        ("Wed 10:00 – Wed 11:00".to_owned(), vec![board.calendar]),
        ("Wed 14:00 – Wed 14:30".to_owned(), vec![other]),
    ];
    assert_eq!(told, expected);
    let unknown = NOTHING.parse().unwrap();
    let asked = FreeBusyQuery { calendars: Some(vec![unknown]), ..busy };
    assert_eq!(board.engine.free_busy(&asked).await.unwrap_err().kind(), "not_found");
}

#[tokio::test]
async fn one_slot_is_free_or_taken() {
    let board = Board::new(&[meeting("Plan", "2026-11-18T10:00")]).await;
    for (from, to, expected) in [
        ("2026-11-18T09:00", "2026-11-18T10:00", SlotState::Free),
        ("2026-11-18T09:00", "2026-11-18T10:01", SlotState::Busy),
        ("2026-11-18T10:30", "2026-11-18T10:45", SlotState::Busy),
        ("2026-11-18T11:00", "2026-11-18T12:00", SlotState::Free),
    ] {
        let (start, end) = (instant(from), instant(to));
        let check = board.engine.check_slot(start, end, None, Ask::WhenStale).await.unwrap();
        assert_eq!(check.state, expected, "{from}");
    }
}

#[tokio::test]
async fn another_time_is_proposed_that_suits_and_does_not_mind_the_event_itself() {
    let board = Board::new(&[
        meeting("Plan", "2026-11-23T09:00").repeats("FREQ=DAILY;COUNT=2"),
        meeting("Review", "2026-11-23T09:30"),
    ])
    .await;
    let (from, to) = (instant("2026-11-23T00:00"), instant("2026-11-24T00:00"));
    let found = board.engine.list_conflicts(from, to, false).await.unwrap();
    let review = found[0].b.target();
    let times = board.engine.find_other_times(review, 3).await.unwrap();
    let expected = ["Mon 10:00 – Mon 11:00", "Mon 11:00 – Mon 12:00", "Mon 12:00 – Mon 13:00"];
    assert_eq!(slots(&times.slots), expected);
    let plan = found[0].a.target();
    let times = board.engine.find_other_times(plan, 1).await.unwrap();
    assert_eq!(slots(&times.slots), ["Mon 10:30 – Mon 11:30"]);
    let nothing = Target { event_id: NOTHING.parse().unwrap(), original: None };
    let refused = board.engine.find_other_times(nothing, 1).await.unwrap_err();
    assert_eq!(refused.kind(), "not_found");
}
