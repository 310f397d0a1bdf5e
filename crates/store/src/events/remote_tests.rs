//! Events whose source has ids: found by them, linked by them, kept from a sweep.

use kalends_calendar::{Event, EventKind, Shared};
use uuid::Uuid;

use super::*;
use crate::{
    Error, Pending,
    occurrences::{self, Filter},
    pending::{self, Op},
    testing::{TestStore, calendar, change, days, event, now, series, write as as_write},
};

const NINE: &str = "20261116T090000;UTC";

/// Writes one event and gives its id.
async fn put(store: &TestStore, event: &Event, remote: Remote<'_>) -> EventId {
    let id = EventId(Uuid::now_v7());
    let mut tx = store.begin().await.unwrap();
    let one = EventWrite { remote, ..as_write(id, store.calendar, event) };
    write(&mut tx, &[one]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn meeting() -> Event {
    event("m", "20261116T090000;UTC", "20261116T100000;UTC")
}

fn master() -> Event {
    series("s", "20261102T090000;UTC", "20261102T100000;UTC", "FREQ=WEEKLY")
}

fn moved(uid: &str) -> Event {
    change(uid, NINE, "20261117T090000;UTC", "20261117T100000;UTC")
}

async fn series_of(store: &TestStore, id: EventId) -> Option<EventId> {
    get(&mut store.read().await.unwrap(), id).await.unwrap().master_id
}

#[tokio::test]
async fn an_event_is_found_by_what_its_source_calls_it() {
    let store = TestStore::new().await;
    let remote = Remote { id: "r1", etag: "\"1\"", series_id: "", generation: 7 };
    let id = put(&store, &meeting(), remote).await;
    put(&store, &event("feed", "20261116", "20261117"), Remote::NONE).await;
    let mut tx = store.begin().await.unwrap();
    let stored = get_by_remote(&mut tx, store.calendar, "r1").await.unwrap().unwrap();
    assert_eq!((stored.id, stored.remote()), (id, remote));
    assert_eq!(get_by_remote(&mut tx, store.calendar, "r2").await.unwrap(), None);
    assert_eq!(get_by_remote(&mut tx, store.calendar, "").await.unwrap(), None);

    soft_delete(&mut tx, store.calendar, &[id], now()).await.unwrap();
    let known = list_known_remote(&mut tx, store.calendar, &["r2", "r1", ""]).await.unwrap();
    let expected = KnownRemote {
        event_id: id,
        remote_id: "r1".into(),
        etag: "\"1\"".into(),
        role: Role::Single,
        unsent: Unsent::None,
        deleted: true,
    };
    assert_eq!(known, [expected]);

    let other = calendar(crate::accounts::list(&mut tx).await.unwrap()[0].id, "Other");
    crate::calendars::insert(&mut tx, &other).await.unwrap();
    assert_eq!(get_by_remote(&mut tx, other.id, "r1").await.unwrap(), None);
}

#[tokio::test]
async fn a_remote_id_is_one_event_of_its_calendar() {
    let store = TestStore::new().await;
    let remote = Remote { id: "r1", ..Remote::NONE };
    put(&store, &meeting(), remote).await;
    let mut tx = store.begin().await.unwrap();
    let twice = meeting();
    let one = EventWrite { remote, ..as_write(EventId(Uuid::now_v7()), store.calendar, &twice) };
    assert!(write(&mut tx, &[one]).await.is_err());
}

/// Exceptions can precede their master (GOOGLE.md 15).
#[tokio::test]
async fn overrides_find_their_series_by_its_remote_id_in_any_order() {
    let store = TestStore::new().await;
    let of_series = |id| Remote { id, series_id: "s1", ..Remote::NONE };
    let early = put(&store, &moved("s"), of_series("s1_1")).await;
    let other_uid = put(&store, &moved("another uid"), of_series("s1_2")).await;
    let foreign = put(&store, &moved("s"), Remote { series_id: "s2", ..of_series("s2_1") }).await;
    assert_eq!(series_of(&store, early).await, None);

    let id = put(&store, &master(), Remote { id: "s1", ..Remote::NONE }).await;
    let late = put(&store, &moved("s"), of_series("s1_3")).await;
    let by_uid = put(&store, &moved("s"), Remote::NONE).await;
    for one in [early, other_uid, late, by_uid] {
        assert_eq!(series_of(&store, one).await, Some(id));
    }
    assert_eq!(series_of(&store, foreign).await, None, "the UID does not count against the id");

    let mut tx = store.begin().await.unwrap();
    assert_eq!(list_overrides(&mut tx, id).await.unwrap().len(), 4);
    soft_delete(&mut tx, store.calendar, &[id, late], now()).await.unwrap();
    let known = list_of_remote_series(&mut tx, store.calendar, "s1").await.unwrap();
    let mut ids: Vec<(EventId, bool)> =
        known.into_iter().map(|one| (one.event_id, one.deleted)).collect();
    ids.sort();
    assert_eq!(ids, [(early, false), (other_uid, false), (late, true)]);
}

#[tokio::test]
async fn an_override_that_comes_has_its_series_expanded_again() {
    let store = TestStore::new().await;
    let id = put(&store, &master(), Remote { id: "s1", ..Remote::NONE }).await;
    let expansion = crate::Expansion {
        series: id,
        from: i64::MIN,
        to: i64::MAX,
        spans: Vec::new(),
        originals: Vec::new(),
    };
    let mut tx = store.begin().await.unwrap();
    occurrences::write_expansions(&mut tx, &[expansion]).await.unwrap();
    tx.commit().await.unwrap();
    put(&store, &moved("x"), Remote { id: "s1_1", series_id: "s1", ..Remote::NONE }).await;
    let mut read = store.read().await.unwrap();
    let week = days("20261116", "20261123");
    let found = occurrences::list(&mut read, &week, &Filter::default()).await.unwrap();
    assert_eq!(found.unfilled[0].overrides.len(), 1);
}

#[tokio::test]
async fn a_new_remote_id_is_noted_and_nothing_else_changes() {
    let store = TestStore::new().await;
    let id = put(&store, &master(), Remote { id: "own", ..Remote::NONE }).await;
    let waiting = put(&store, &moved("s"), Remote { series_id: "s1", ..Remote::NONE }).await;
    let mut tx = store.begin().await.unwrap();
    let before = get(&mut tx, id).await.unwrap();
    set_remote(&mut tx, id, "s1", "\"2\"", b"{}").await.unwrap();
    let after = get(&mut tx, id).await.unwrap();
    let expected = StoredEvent {
        remote_id: "s1".into(),
        etag: "\"2\"".into(),
        source: b"{}".to_vec(),
        ..before
    };
    assert_eq!(after, expected);
    assert_eq!(get(&mut tx, waiting).await.unwrap().master_id, Some(id));
    let missing = EventId(Uuid::now_v7());
    let error = set_remote(&mut tx, missing, "x", "", b"").await.unwrap_err();
    assert!(matches!(error, Error::EventNotFound(id) if id == missing));
}

/// A resync removes what the last generation did not see, and nothing that waits (GOOGLE.md 4).
#[tokio::test]
async fn a_sweep_passes_over_what_was_seen_waits_or_is_not_remote() {
    let store = TestStore::new().await;
    let remote = |id, generation| Remote { id, generation, ..Remote::NONE };
    let unseen = put(&store, &meeting(), remote("unseen", 1)).await;
    let marked = put(&store, &meeting(), remote("marked", 1)).await;
    put(&store, &meeting(), remote("written", 2)).await;
    put(&store, &meeting(), Remote::NONE).await;
    let waits = put(&store, &meeting(), remote("waits", 1)).await;
    let deleted = put(&store, &meeting(), remote("deleted", 1)).await;
    let mut tx = store.begin().await.unwrap();
    pending::put(&mut tx, &Pending::new(waits, Op::Update, None, now())).await.unwrap();
    set_deleted(&mut tx, deleted, Some(now())).await.unwrap();
    mark_seen(&mut tx, &[marked], 2).await.unwrap();
    assert_eq!(list_unseen(&mut tx, store.calendar, 2).await.unwrap(), [unseen]);
    pending::remove(&mut tx, waits).await.unwrap();
    assert_eq!(list_unseen(&mut tx, store.calendar, 2).await.unwrap(), [unseen, waits]);
}

#[tokio::test]
async fn what_is_brought_back_is_as_it_was() {
    let store = TestStore::new().await;
    let week = days("20261116", "20261123");
    let series = put(&store, &master(), Remote { id: "s1", ..Remote::NONE }).await;
    let of_series = Remote { id: "s1_1", series_id: "s1", ..Remote::NONE };
    let changed = put(&store, &moved("s"), of_series).await;
    let single = put(&store, &meeting(), Remote::NONE).await;
    let cancelled = Event { status: kalends_calendar::Status::Cancelled, ..meeting() };
    let cancelled = put(&store, &cancelled, Remote::NONE).await;
    let all = [series, changed, single, cancelled];
    let mut tx = store.begin().await.unwrap();
    let before = occurrences::list(&mut tx, &week, &Filter::default()).await.unwrap();
    assert_eq!(before.occurrences.len(), 2);
    for id in all {
        set_deleted(&mut tx, id, Some(now())).await.unwrap();
        set_deleted(&mut tx, id, Some(now())).await.unwrap();
    }
    let gone = occurrences::list(&mut tx, &week, &Filter::default()).await.unwrap();
    assert_eq!(gone, occurrences::InWindow::default());
    for id in all {
        set_deleted(&mut tx, id, None).await.unwrap();
        set_deleted(&mut tx, id, None).await.unwrap();
    }
    let after = occurrences::list(&mut tx, &week, &Filter::default()).await.unwrap();
    let known = |found: &occurrences::InWindow| {
        let mut ids: Vec<_> =
            found.occurrences.iter().map(|one| (one.event_id, one.original)).collect();
        ids.sort_unstable();
        (ids, found.unfilled.clone())
    };
    assert_eq!(known(&after), known(&before));
}

#[tokio::test]
async fn a_series_moves_with_its_overrides() {
    let store = TestStore::new().await;
    let series = put(&store, &master(), Remote { id: "s1", ..Remote::NONE }).await;
    let of_series = Remote { id: "s1_1", series_id: "s1", ..Remote::NONE };
    let changed = put(&store, &moved("s"), of_series).await;
    let stays = put(&store, &meeting(), Remote::NONE).await;
    let mut tx = store.begin().await.unwrap();
    let other = calendar(crate::accounts::list(&mut tx).await.unwrap()[0].id, "Other");
    crate::calendars::insert(&mut tx, &other).await.unwrap();
    set_calendar(&mut tx, series, other.id).await.unwrap();
    let place = async |tx: &mut crate::Write, id| {
        let stored = get(tx, id).await.unwrap();
        (stored.calendar_id, stored.master_id)
    };
    assert_eq!(place(&mut tx, series).await, (other.id, None));
    assert_eq!(place(&mut tx, changed).await, (other.id, Some(series)));
    assert_eq!(place(&mut tx, stays).await, (store.calendar, None));
}

#[tokio::test]
async fn a_window_says_what_is_locked() {
    let store = TestStore::new().await;
    let shared = |kind, foreign, modify| {
        let guests = kalends_calendar::GuestRights { modify, ..Default::default() };
        Shared { kind, foreign, guests, ..Shared::default() }
    };
    let table = [
        (shared(EventKind::Default, false, false), Lock::Free),
        (shared(EventKind::Default, true, false), Lock::Foreign),
        (shared(EventKind::Default, true, true), Lock::Free),
        (shared(EventKind::FromMail, false, false), Lock::Fixed),
        (shared(EventKind::FromMail, true, true), Lock::Fixed),
        (shared(EventKind::FocusTime, false, false), Lock::Free),
    ];
    for (shared, lock) in table {
        put(&store, &Event { shared: shared.clone(), ..meeting() }, Remote::NONE).await;
        let mut tx = store.begin().await.unwrap();
        let week = days("20261116", "20261123");
        let found = occurrences::list(&mut tx, &week, &Filter::default()).await.unwrap();
        let [one] = found.occurrences.as_slice() else { panic!("{found:?}") };
        assert_eq!(one.drawn.lock, lock, "{shared:?}");
        delete(&mut tx, store.calendar, &[one.event_id]).await.unwrap();
        tx.commit().await.unwrap();
    }
}
