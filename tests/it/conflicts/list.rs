//! What is in conflict, and what the user says of it.

use kalends_engine::{ConflictPair, EditScope, FreeTimeSettings, Notify, Slot, Target};

use super::{Board, NOTHING, instant, line, meeting, slot_line, when};

#[tokio::test]
async fn conflicts_are_told_with_their_severity_and_each_once() {
    let board = Board::new(&[
        meeting("Plan", "2026-11-18T10:00"),
        meeting("Review", "2026-11-18T10:30"),
        meeting("Maybe", "2026-11-18T11:15").line("STATUS:TENTATIVE"),
        meeting("Free", "2026-11-18T10:00").line("TRANSP:TRANSPARENT"),
        meeting("Off", "2026-11-18T10:00").line("STATUS:CANCELLED"),
        meeting("Alone", "2026-11-19T10:00"),
    ])
    .await;
    // The same meeting on another calendar is one meeting.
    board.add("Copy", &[meeting("Plan", "2026-11-18T10:00")]).await;
    let expected =
        ["Wed 10:30 High Overlap Plan, Review", "Wed 11:15 Medium Overlap Review, Maybe"];
    assert_eq!(board.week(false).await, expected);
    let (from, to) = (instant("2026-11-18T11:15"), instant("2026-11-19T00:00"));
    let later = board.engine.list_conflicts(from, to, false).await.unwrap();
    assert_eq!(later.iter().map(line).collect::<Vec<_>>(), expected[1..]);
    let refused = board.engine.list_conflicts(to, from, false).await.unwrap_err();
    assert_eq!(refused.kind(), "invalid");
}

#[tokio::test]
async fn a_series_is_ignored_by_occurrence_or_as_a_whole_and_heeded_again() {
    let board = Board::new(&[
        meeting("Daily", "2026-11-16T09:00").repeats("FREQ=DAILY;COUNT=3"),
        meeting("Course", "2026-11-16T09:30").repeats("FREQ=DAILY;COUNT=3"),
    ])
    .await;
    for filled in [false, true] {
        if filled {
            while board.engine.fill_some().await.unwrap() {}
        }
        let found = board
            .engine
            .list_conflicts(instant("2026-11-16T00:00"), instant("2026-11-23T00:00"), true)
            .await
            .unwrap();
        assert_eq!(found.len(), 3);
        let pair = found[1].pair();
        board.engine.ignore_conflict(&pair, false).await.unwrap();
        let expected = [
            "Mon 09:30 High Overlap Daily, Course",
            "Tue 09:30 High Overlap Daily, Course ignored",
            "Wed 09:30 High Overlap Daily, Course",
        ];
        assert_eq!(board.week(true).await, expected);
        assert_eq!(board.week(false).await.len(), 2);
        // In any order.
        let turned = ConflictPair { a: pair.b, b: pair.a };
        board.engine.ignore_conflict(&turned, true).await.unwrap();
        assert_eq!(board.week(false).await, [""; 0]);
        board.engine.heed_conflict(&pair).await.unwrap();
        assert_eq!(board.week(false).await.len(), 3);
    }
    let unknown = Target { event_id: NOTHING.parse().unwrap(), original: None };
    let pair = ConflictPair { a: unknown, b: unknown };
    let refused = board.engine.ignore_conflict(&pair, false).await.unwrap_err();
    assert_eq!(refused.kind(), "not_found");
}

#[tokio::test]
async fn gaps_count_where_the_user_wants_them_and_calendars_can_be_left_out() {
    let board = Board::new(&[
        meeting("Here", "2026-11-18T10:00").line("LOCATION:Mitte"),
        meeting("There", "2026-11-18T11:10").line("LOCATION:Airport"),
    ])
    .await;
    let other = board.add("Other", &[meeting("Theirs", "2026-11-18T10:00")]).await;
    let choose = async |settings: FreeTimeSettings| {
        board.engine.set_free_time_settings(&settings).await.unwrap();
        assert_eq!(board.engine.free_time_settings().await.unwrap(), settings);
        board.week(false).await
    };
    let plain = FreeTimeSettings { left_out: vec![other], ..FreeTimeSettings::default() };
    assert_eq!(choose(plain.clone()).await, [""; 0]);
    let buffer = FreeTimeSettings { buffer_minutes: 15, ..plain.clone() };
    assert_eq!(choose(buffer).await, ["Wed 11:00 Low Buffer Here, There"]);
    let travel = FreeTimeSettings { travel_minutes: Some(60), ..plain };
    assert_eq!(choose(travel).await, ["Wed 11:00 Low Travel Here, There"]);
    assert_eq!(
        choose(FreeTimeSettings::default()).await,
        ["Wed 10:00 High Overlap Here, Theirs"],
        "all calendars count unless they are left out"
    );
    let far = FreeTimeSettings { buffer_minutes: 100_000, ..FreeTimeSettings::default() };
    assert_eq!(board.engine.set_free_time_settings(&far).await.unwrap_err().kind(), "invalid");
}

#[tokio::test]
async fn a_slot_tells_what_it_would_collide_with_but_for_its_own_event() {
    let board = Board::new(&[
        meeting("Plan", "2026-11-18T10:00"),
        meeting("Maybe", "2026-11-18T10:15").line("STATUS:TENTATIVE"),
        meeting("Daily", "2026-11-17T10:30").repeats("FREQ=DAILY;COUNT=3"),
    ])
    .await;
    board.add("Copy", &[meeting("Plan", "2026-11-18T10:00")]).await;
    let slot = |not| Slot {
        start: when("2026-11-18T10:30"),
        end: when("2026-11-18T11:30"),
        calendar: Some(board.calendar),
        not,
        place: String::new(),
    };
    let told = async |slot: &Slot| {
        let found = board.engine.conflicts_of_slot(slot).await.unwrap();
        found.iter().map(slot_line).collect::<Vec<_>>()
    };
    let all = ["High Overlap Plan", "High Overlap Daily", "Medium Overlap Maybe"];
    assert_eq!(told(&slot(None)).await, all);
    let found = board.engine.conflicts_of_slot(&slot(None)).await.unwrap();
    let plan = found[0].with.target();
    assert_eq!(told(&slot(Some(plan))).await, all[1..], "nor its copy on another calendar");
    let daily = found[1].with.target();
    assert!(daily.original.is_some());
    assert_eq!(told(&slot(Some(daily))).await, [all[0], all[2]]);
    let whole = Target { original: None, ..daily };
    assert_eq!(told(&slot(Some(whole))).await, [all[0], all[2]]);
    let other_day = Target { original: daily.original.map(|at| at - 86_400), ..daily };
    assert_eq!(told(&slot(Some(other_day))).await, all, "another occurrence is in its way");
    let moved = kalends_engine::EventChange {
        time: Some((when("2026-11-18T15:00"), when("2026-11-18T16:00"))),
        ..kalends_engine::EventChange::default()
    };
    board.engine.edit_event(daily, moved, EditScope::This, Notify::None).await.unwrap();
    assert_eq!(told(&slot(None)).await, [all[0], all[2]]);
}
