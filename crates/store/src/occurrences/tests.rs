//! What a window finds, by any road.

use kalends_calendar::{Event, Status, Window};
use uuid::Uuid;

use super::*;
use crate::{
    events,
    testing::{TestStore, at, calendar, change, days, event, now, series, when},
};

pub(super) async fn titles(store: &TestStore, window: &Window) -> Vec<String> {
    let mut read = store.read().await.unwrap();
    let inside = list(&mut read, window, &Filter::default()).await.unwrap();
    let mut titles: Vec<String> =
        inside.occurrences.iter().map(|one| one.drawn.title.clone()).collect();
    titles.sort();
    titles
}

#[tokio::test]
async fn a_window_holds_what_overlaps_it() {
    let store = TestStore::new().await;
    store
        .put(&[
            event(
                "ends at the start",
                "20261115T230000;Europe/Berlin",
                "20261116T000000;Europe/Berlin",
            ),
            event("reaches in", "20261115T230000;Europe/Berlin", "20261116T000001;Europe/Berlin"),
            event(
                "moment at the start",
                "20261116T000000;Europe/Berlin",
                "20261116T000000;Europe/Berlin",
            ),
            event("inside", "20261118T100000;UTC", "20261118T110000;UTC"),
            event("floating inside", "20261122T233000", "20261122T234500"),
            event("floating outside", "20261123T000000", "20261123T010000"),
            event("day before", "20261115", "20261116"),
            event("first day", "20261116", "20261117"),
            event("last day", "20261122", "20261123"),
            event("day after", "20261123", "20261124"),
            event("years around", "20200101", "20300101"),
            event("weeks around", "20261101", "20261201"),
            event(
                "begins at the end",
                "20261123T000000;Europe/Berlin",
                "20261123T010000;Europe/Berlin",
            ),
            event(
                "a second before the end",
                "20261122T235959;Europe/Berlin",
                "20261123T010000;Europe/Berlin",
            ),
        ])
        .await;
    assert_eq!(
        titles(&store, &days("20261116", "20261123")).await,
        [
            "a second before the end",
            "first day",
            "floating inside",
            "inside",
            "last day",
            "moment at the start",
            "reaches in",
            "weeks around",
            "years around",
        ]
    );
}

#[tokio::test]
async fn a_series_is_unfilled_until_its_expansion_covers_the_window() {
    let store = TestStore::new().await;
    let ids = store
        .put(&[
            series(
                "weekly",
                "20261102T090000;Europe/Berlin",
                "20261102T100000;Europe/Berlin",
                "FREQ=WEEKLY",
            ),
            change(
                "weekly",
                "20261116T090000;Europe/Berlin",
                "20261117T140000;Europe/Berlin",
                "20261117T150000;Europe/Berlin",
            ),
        ])
        .await;
    let week = days("20261116", "20261123");
    let mut read = store.read().await.unwrap();
    let before = list(&mut read, &week, &Filter::default()).await.unwrap();
    drop(read);
    let [unfilled] = before.unfilled.as_slice() else { panic!("{before:?}") };
    assert_eq!(unfilled.id, ids[0]);
    assert_eq!(unfilled.overrides.len(), 1);
    let [moved] = before.occurrences.as_slice() else { panic!("{before:?}") };
    assert_eq!(moved.event_id, ids[0], "an override is known by its series");
    assert_eq!(moved.drawn.id, ids[1]);
    assert_eq!(moved.original, at("20261116T090000;Europe/Berlin"));
    assert!(moved.recurring);

    let spans = [at("20261102T090000;Europe/Berlin"), at("20261123T090000;Europe/Berlin")]
        .map(|start| OccurrenceSpan { original: start, start, end: start + 3_600, drawn_by: None });
    let expansion = Expansion {
        series: ids[0],
        from: at("20261101"),
        to: at("20261201"),
        spans: spans.to_vec(),
        originals: Vec::new(),
    };
    let mut write = store.begin().await.unwrap();
    write_expansions(&mut write, &[expansion]).await.unwrap();
    write.commit().await.unwrap();

    let mut read = store.read().await.unwrap();
    let after = list(&mut read, &week, &Filter::default()).await.unwrap();
    assert_eq!(after.unfilled, []);
    assert_eq!(after.occurrences, before.occurrences);
    let next = list(&mut read, &days("20261123", "20261130"), &Filter::default()).await.unwrap();
    let [filled] = next.occurrences.as_slice() else { panic!("{next:?}") };
    assert_eq!(filled.start, when("20261123T090000;Europe/Berlin"));
    assert_eq!(filled.original_start, filled.start);
    assert!(filled.recurring);
    let beyond = list(&mut read, &days("20261130", "20261207"), &Filter::default()).await.unwrap();
    assert_eq!(beyond.unfilled.len(), 1, "the window reaches beyond what was filled");
    assert_eq!(beyond.occurrences, []);
}

#[tokio::test]
async fn a_changed_override_has_its_series_expanded_again() {
    let store = TestStore::new().await;
    let master = series("s", "20261102T090000;UTC", "20261102T100000;UTC", "FREQ=WEEKLY");
    let ids = store.put(&[master]).await;
    fill_everything(&store, ids[0]).await;
    let week = days("20261116", "20261123");
    let mut read = store.read().await.unwrap();
    assert_eq!(list(&mut read, &week, &Filter::default()).await.unwrap().unfilled, []);
    drop(read);
    let moved = change("s", "20261116T090000;UTC", "20261117T090000;UTC", "20261117T100000;UTC");
    let changes = store.put(&[moved]).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(list(&mut read, &week, &Filter::default()).await.unwrap().unfilled.len(), 1);
    drop(read);

    fill_everything(&store, ids[0]).await;
    let mut write = store.begin().await.unwrap();
    let gone = events::soft_delete(&mut write, store.calendar, &changes, now()).await.unwrap();
    assert_eq!(gone, 1);
    let after = list(&mut write, &week, &Filter::default()).await.unwrap();
    assert_eq!(after.unfilled.len(), 1);
    assert_eq!(after.unfilled[0].overrides, []);
    assert_eq!(after.occurrences, []);
}

#[tokio::test]
async fn an_override_without_its_series_stands_alone_until_the_series_comes() {
    let store = TestStore::new().await;
    let lone = change("s", "20261116T090000;UTC", "20261117T090000;UTC", "20261117T100000;UTC");
    let lone_id = store.put(&[lone]).await[0];
    let week = days("20261116", "20261123");
    let mut read = store.read().await.unwrap();
    let alone = list(&mut read, &week, &Filter::default()).await.unwrap();
    drop(read);
    assert_eq!(alone.occurrences[0].event_id, lone_id);
    assert!(!alone.occurrences[0].recurring);
    let master = series("s", "20261102T090000;UTC", "20261102T100000;UTC", "FREQ=WEEKLY");
    let master_id = store.put(&[master]).await[0];
    let mut read = store.read().await.unwrap();
    let joined = list(&mut read, &week, &Filter::default()).await.unwrap();
    assert_eq!(joined.occurrences[0].event_id, master_id);
    let changes = events::list_overrides(&mut read, master_id).await.unwrap();
    assert_eq!(changes[0].id, lone_id);
    assert_eq!(changes[0].master_id, Some(master_id));
}

#[tokio::test]
async fn the_filter_leaves_out_calendars() {
    let store = TestStore::new().await;
    store.put(&[event("drawn", "20261118T100000;UTC", "20261118T110000;UTC")]).await;
    let mut write = store.begin().await.unwrap();
    let account = crate::accounts::list(&mut write).await.unwrap()[0].id;
    let other = crate::Calendar { visible: false, ..calendar(account, "Other") };
    crate::calendars::insert(&mut write, &other).await.unwrap();
    let unseen = [
        event("unseen", "20261118T100000;UTC", "20261118T110000;UTC"),
        series("unseen series", "20261118T100000;UTC", "20261118T110000;UTC", "FREQ=DAILY"),
    ];
    for one in &unseen {
        let write_one = crate::testing::write(crate::EventId(Uuid::now_v7()), other.id, one);
        events::write(&mut write, &[write_one]).await.unwrap();
    }
    let week = days("20261116", "20261123");
    let count = async |conn: &mut sqlx::SqliteConnection, filter: Filter| {
        let inside = list(conn, &week, &filter).await.unwrap();
        (inside.occurrences.len(), inside.unfilled.len())
    };
    assert_eq!(count(&mut write, Filter::default()).await, (2, 1));
    let visible = Filter { visible_only: true, calendar: None };
    assert_eq!(count(&mut write, visible).await, (1, 0));
    let one = Filter { visible_only: false, calendar: Some(other.id) };
    assert_eq!(count(&mut write, one).await, (1, 1));
}

#[tokio::test]
async fn a_cancelled_override_leaves_a_hole() {
    let store = TestStore::new().await;
    let cancelled = Event {
        status: Status::Cancelled,
        ..change("s", "20261116T090000;UTC", "20261116T090000;UTC", "20261116T100000;UTC")
    };
    let master = series("s", "20261116T090000;UTC", "20261116T100000;UTC", "FREQ=YEARLY");
    store.put(&[master, cancelled]).await;
    let mut read = store.read().await.unwrap();
    let inside = list(&mut read, &days("20261116", "20261123"), &Filter::default()).await.unwrap();
    assert_eq!(inside.occurrences, []);
    assert!(inside.unfilled[0].overrides[0].cancelled);
}

#[tokio::test]
async fn forgotten_expansions_are_made_again() {
    let store = TestStore::new().await;
    let master = series("s", "20261102T090000;UTC", "20261102T100000;UTC", "FREQ=WEEKLY");
    let id = store.put(&[master]).await[0];
    fill_everything(&store, id).await;
    let mut write = store.begin().await.unwrap();
    forget_expansions(&mut write).await.unwrap();
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM occurrences")
        .fetch_one(&mut *write)
        .await
        .unwrap();
    assert_eq!(left, 0);
    let week = days("20261116", "20261123");
    let found = list_series_not_covering(&mut write, &week, &Filter::default(), 10).await.unwrap();
    assert_eq!(found.len(), 1);
}

async fn fill_everything(store: &TestStore, series: crate::EventId) {
    let start = at("20261102T090000;UTC");
    let span = OccurrenceSpan { original: start, start, end: start + 3_600, drawn_by: None };
    let expansion = Expansion {
        series,
        from: i64::MIN,
        to: i64::MAX,
        spans: vec![span],
        originals: Vec::new(),
    };
    let mut write = store.begin().await.unwrap();
    write_expansions(&mut write, &[expansion]).await.unwrap();
    write.commit().await.unwrap();
}
