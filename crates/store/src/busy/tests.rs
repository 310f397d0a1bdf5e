use std::collections::BTreeSet;

use jiff::{Timestamp, tz::TimeZone};
use kalends_calendar::{Event, Participation, Status, Transparency};
use proptest::prelude::*;

use super::*;
use crate::{
    EventWrite, Expansion, OccurrenceSpan, events, occurrences,
    testing::{TestStore, calendar, change, event, series, when, write},
};

fn window(from: &str, to: &str) -> Window {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let instant = |text: &str| when(text).resolve(&zone);
    Window { start: instant(from), end: instant(to), zone: zone.clone() }
}

async fn titles(store: &TestStore, window: &Window) -> Vec<String> {
    let mut read = store.read().await.unwrap();
    let busy = list(&mut read, window, &[store.calendar]).await.unwrap();
    let numbers: Vec<i64> = busy.rows.iter().map(|row| row.event_no).collect();
    let events = list_events(&mut read, &numbers).await.unwrap();
    let mut found: Vec<String> =
        numbers.iter().map(|no| events.get(no).unwrap().title.clone()).collect();
    found.sort();
    found
}

#[tokio::test]
async fn what_blocks_no_time_is_left_out() {
    let store = TestStore::new().await;
    let at = |uid: &str| event(uid, "20261118T100000;UTC", "20261118T110000;UTC");
    let others = [
        Event { status: Status::Cancelled, ..at("cancelled") },
        Event { transparency: Transparency::Transparent, ..at("transparent") },
        event("no length", "20261118T100000;UTC", "20261118T100000;UTC"),
        event("before", "20261118T080000;UTC", "20261118T090000;UTC"),
        at("deleted"),
        Event { status: Status::Tentative, ..at("tentative") },
        at("busy"),
    ];
    let ids = store.put(&others).await;
    let answers = [
        ("declined", Some(Participation::Declined)),
        ("unanswered", Some(Participation::NeedsAction)),
    ];
    let mut tx = store.begin().await.unwrap();
    events::soft_delete(&mut tx, store.calendar, &ids[4..5], crate::testing::now()).await.unwrap();
    for (uid, my_response) in answers {
        let event = at(uid);
        let id = crate::EventId(uuid::Uuid::now_v7());
        let write = EventWrite { my_response, ..write(id, store.calendar, &event) };
        events::write(&mut tx, &[write]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let hours = window("20261118T103000;UTC", "20261118T120000;UTC");
    assert_eq!(titles(&store, &hours).await, ["busy", "tentative", "unanswered"]);
}

#[tokio::test]
async fn a_row_tells_what_conflicts_need_and_its_event_the_rest() {
    let store = TestStore::new().await;
    let master = series(
        "s@x",
        "20261102T090000;Europe/Berlin",
        "20261102T100000;Europe/Berlin",
        "FREQ=WEEKLY",
    );
    let moved = Event {
        status: Status::Tentative,
        location: "Room".into(),
        ..change(
            "s@x",
            "20261116T090000;Europe/Berlin",
            "20261117T090000;Europe/Berlin",
            "20261117T100000;Europe/Berlin",
        )
    };
    let ids = store.put(&[master, moved, event("day", "20261118", "20261119")]).await;
    let week = window("20261116", "20261123");
    let mut read = store.read().await.unwrap();
    let busy = list(&mut read, &week, &[store.calendar]).await.unwrap();
    assert_eq!(busy.unfilled.len(), 1, "the series was not filled");
    let [day] = busy.rows.iter().filter(|row| row.all_day).collect::<Vec<_>>()[..] else {
        panic!("{busy:?}")
    };
    assert!(day.is_local && day.is_single);
    drop(read);

    let start = when("20261116T090000;Europe/Berlin").seconds();
    let expansion = Expansion {
        series: ids[0],
        from: i64::MIN,
        to: i64::MAX,
        spans: vec![],
        originals: vec![],
    };
    let mut tx = store.begin().await.unwrap();
    occurrences::write_expansions(&mut tx, &[expansion]).await.unwrap();
    let busy = list(&mut tx, &week, &[store.calendar]).await.unwrap();
    assert_eq!(busy.unfilled, []);
    let row = *busy.rows.iter().find(|row| !row.all_day).unwrap();
    let expected = BusyRow {
        start: start + 86_400,
        end: start + 90_000,
        is_local: false,
        all_day: false,
        original: start,
        event_no: row.event_no,
        calendar: 0,
        status: Status::Tentative,
        my_response: None,
        is_single: false,
    };
    assert_eq!(row, expected);
    let events = list_events(&mut tx, &[row.event_no, 999]).await.unwrap();
    let expected = BusyEvent {
        id: ids[0],
        calendar_id: store.calendar,
        uid: "s@x".into(),
        title: "s@x".into(),
        location: "Room".into(),
        zone: "Europe/Berlin".into(),
        recurring: true,
    };
    assert_eq!(events.into_iter().collect::<Vec<_>>(), [(row.event_no, expected)]);
}

#[tokio::test]
async fn only_the_calendars_asked_for_block_time_and_each_says_which_it_is() {
    let store = TestStore::new().await;
    store.put(&[event("one", "20261118T100000;UTC", "20261118T110000;UTC")]).await;
    let mut tx = store.begin().await.unwrap();
    let account = crate::accounts::list(&mut tx).await.unwrap()[0].id;
    let other = calendar(account, "Other");
    crate::calendars::insert(&mut tx, &other).await.unwrap();
    let theirs = event("two", "20261118T100000;UTC", "20261118T110000;UTC");
    let repeated = series("three", "20261118T100000;UTC", "20261118T110000;UTC", "FREQ=DAILY");
    for event in [&theirs, &repeated] {
        let id = crate::EventId(uuid::Uuid::now_v7());
        events::write(&mut tx, &[write(id, other.id, event)]).await.unwrap();
    }
    let day = window("20261118", "20261119");
    let places = async |tx: &mut crate::Write, calendars: &[CalendarId]| {
        let busy = list(tx, &day, calendars).await.unwrap();
        let places: BTreeSet<usize> = busy.rows.iter().map(|row| row.calendar).collect();
        (places.into_iter().collect::<Vec<_>>(), busy.unfilled.len())
    };
    assert_eq!(places(&mut tx, &[]).await, (vec![], 0));
    assert_eq!(places(&mut tx, &[store.calendar]).await, (vec![0], 0));
    assert_eq!(places(&mut tx, &[other.id, store.calendar]).await, (vec![0, 1], 1));
}

#[derive(Clone, Debug)]
struct Sample {
    start: i64,
    length: i64,
    kind: u8,
    free: bool,
}

fn samples() -> impl Strategy<Value = Vec<Sample>> {
    let length =
        prop_oneof![0_i64..7_200, Just(86_400), 86_000_i64..700_000, 5_500_000_i64..90_000_000];
    let one = (-3_000_000_i64..3_000_000, length, 0_u8..3, prop::bool::weighted(0.2))
        .prop_map(|(start, length, kind, free)| Sample { start, length, kind, free });
    prop::collection::vec(one, 1..30)
}

fn sample(one: &Sample, number: usize) -> Event {
    let base = 1_795_176_000 + one.start;
    let written = |seconds: i64| {
        let local = TimeZone::UTC.to_datetime(Timestamp::from_second(seconds).unwrap());
        match one.kind {
            0 => local.strftime("%Y%m%d").to_string(),
            1 => local.strftime("%Y%m%dT%H%M%S").to_string(),
            _ => local.strftime("%Y%m%dT%H%M%S;UTC").to_string(),
        }
    };
    let transparency = if one.free { Transparency::Transparent } else { Transparency::Opaque };
    let event = event(&number.to_string(), &written(base), &written(base + one.length));
    Event { transparency, ..event }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What the query of a window finds and blocks time is found here too, and of times in a zone
    /// nothing else.
    #[test]
    fn all_that_blocks_time_in_a_window_is_found(all in samples(), from in -2_000_000_i64..2_000_000, length in 1_i64..900_000) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = TestStore::new().await;
            let events: Vec<Event> = all.iter().enumerate().map(|(n, one)| sample(one, n)).collect();
            store.put(&events).await;
            let zone = TimeZone::get("Europe/Berlin").unwrap();
            let start = Timestamp::from_second(1_795_176_000 + from).unwrap();
            let end = Timestamp::from_second(1_795_176_000 + from + length).unwrap();
            let window = Window { start, end, zone };
            let mut read = store.read().await.unwrap();
            let rows = list(&mut read, &window, &[store.calendar]).await.unwrap().rows;
            let instant = |seconds: i64, is_local: bool| {
                let at = Timestamp::from_second(seconds).unwrap();
                if is_local {
                    let local = TimeZone::UTC.to_datetime(at);
                    window.zone.to_ambiguous_timestamp(local).compatible().unwrap()
                } else {
                    at
                }
            };
            let mut found: Vec<(i64, i64, bool)> = rows
                .iter()
                .filter(|row| instant(row.start, row.is_local) < window.end && instant(row.end, row.is_local) > window.start)
                .map(|row| (row.start, row.end, row.all_day))
                .collect();
            let shown = occurrences::list(&mut read, &window, &Filter::default()).await.unwrap();
            let mut expected: Vec<(i64, i64, bool)> = shown
                .occurrences
                .iter()
                .filter(|one| one.drawn.transparency == Transparency::Opaque)
                .map(|one| (one.start.seconds(), one.end.seconds(), one.start.is_date()))
                .filter(|(start, end, _)| start < end)
                .collect();
            found.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn series_that_were_not_filled_have_no_rows_of_their_own() {
    let store = TestStore::new().await;
    let ids = store
        .put(&[series("s", "20261102T090000;UTC", "20261102T100000;UTC", "FREQ=WEEKLY")])
        .await;
    let start = when("20261116T090000;UTC").seconds();
    let span = OccurrenceSpan { original: start, start, end: start + 3_600, drawn_by: None };
    let filled = |to: i64| Expansion {
        series: ids[0],
        from: i64::MIN,
        to,
        spans: vec![span],
        originals: vec![],
    };
    let week = window("20261116", "20261123");
    for (to, rows, unfilled) in [(i64::MAX, 1, 0), (start + 3_600, 0, 1)] {
        let mut tx = store.begin().await.unwrap();
        occurrences::write_expansions(&mut tx, &[filled(to)]).await.unwrap();
        let busy = list(&mut tx, &week, &[store.calendar]).await.unwrap();
        assert_eq!((busy.rows.len(), busy.unfilled.len()), (rows, unfilled));
        tx.commit().await.unwrap();
    }
}
