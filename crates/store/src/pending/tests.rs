//! The queue: what is put in comes back in order, and the mark of the event follows.

use jiff::Timestamp;
use kalends_calendar::Event;

use crate::{
    Account, AccountId, AccountKind, Error, EventId, Pending, Problem, Unsent, accounts, calendars,
    events,
    occurrences::{self, Filter},
    pending::{self, Notify, Op, PendingCount, State},
    testing::{TestStore, calendar, days, event, now},
};

fn later(seconds: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() + seconds).unwrap()
}

fn meeting(uid: &str) -> Event {
    event(uid, "20261116T090000;UTC", "20261116T100000;UTC")
}

fn edit(id: EventId) -> Pending {
    Pending::new(id, Op::Update, Some(meeting("base")), now())
}

async fn unsent(store: &TestStore, id: EventId) -> (Unsent, Vec<Unsent>) {
    let mut read = store.read().await.unwrap();
    let week = days("20261116", "20261123");
    let found = occurrences::list(&mut read, &week, &Filter::default()).await.unwrap();
    let drawn = found.occurrences.iter().filter(|one| one.event_id == id);
    let drawn = drawn.map(|one| one.drawn.unsent).collect();
    (events::get(&mut read, id).await.unwrap().unsent, drawn)
}

#[tokio::test]
async fn an_edit_comes_back_and_keeps_its_place() {
    let store = TestStore::new().await;
    let ids = store.put(&[meeting("a"), meeting("b")]).await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(pending::get(&mut tx, ids[0]).await.unwrap(), None);
    let first = edit(ids[0]);
    let seq = pending::put(&mut tx, &first).await.unwrap();
    let second = Pending { base: None, op: Op::Create, ..edit(ids[1]) };
    let second_seq = pending::put(&mut tx, &second).await.unwrap();
    assert!(second_seq > seq);
    let full = Pending {
        seq: 99,
        version: 3,
        op: Op::Move,
        base: Some(meeting("base 2")),
        theirs: Some(meeting("theirs")),
        theirs_gone: true,
        mine: Some(meeting("mine")),
        notify: Notify::External,
        notify_later: Notify::All,
        since: later(-60),
        attempts: 4,
        next_try_at: Some(later(60)),
        state: State::Conflict,
        problem: Some(Problem { kind: "k".into(), message: "m".into(), remedy: "r".into() }),
        from_calendar: Some(store.calendar),
        after: Some(ids[1]),
        ..first
    };
    assert_eq!(pending::put(&mut tx, &full).await.unwrap(), seq);
    let full = Pending { seq, ..full };
    let second = Pending { seq: second_seq, ..second };
    assert_eq!(pending::get(&mut tx, ids[0]).await.unwrap(), Some(full.clone()));
    assert_eq!(pending::list(&mut tx).await.unwrap(), [full, second]);
    assert!(pending::remove(&mut tx, ids[0]).await.unwrap());
    assert!(!pending::remove(&mut tx, ids[0]).await.unwrap());
    let again = pending::put(&mut tx, &edit(ids[0])).await.unwrap();
    assert!(again > second_seq, "an edit after the queue was empty of it comes last");
    let missing = EventId(uuid::Uuid::now_v7());
    let error = pending::put(&mut tx, &edit(missing)).await.unwrap_err();
    assert!(matches!(error, Error::EventNotFound(id) if id == missing));
}

#[tokio::test]
async fn every_word_of_the_queue_comes_back() {
    let store = TestStore::new().await;
    let id = store.put(&[meeting("a")]).await[0];
    let mut tx = store.begin().await.unwrap();
    let ops = [Op::Create, Op::Update, Op::Delete, Op::Move, Op::Respond];
    let states = [State::Waiting, State::Retrying, State::Refused, State::Conflict];
    let all = [Notify::None, Notify::External, Notify::All];
    for (number, op) in ops.into_iter().enumerate() {
        let state = states[number % states.len()];
        let notify = all[number % all.len()];
        pending::put(&mut tx, &Pending { op, state, notify, ..edit(id) }).await.unwrap();
        let got = pending::get(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((got.op, got.state, got.notify), (op, state, notify));
    }
}

#[tokio::test]
async fn the_mark_of_an_event_follows_its_edit() {
    let store = TestStore::new().await;
    let id = store.put(&[meeting("a")]).await[0];
    let table = [
        (State::Waiting, Unsent::Waiting),
        (State::Refused, Unsent::Problem),
        (State::Retrying, Unsent::Waiting),
        (State::Conflict, Unsent::Problem),
    ];
    assert_eq!(unsent(&store, id).await, (Unsent::None, vec![Unsent::None]));
    for (state, mark) in table {
        let mut tx = store.begin().await.unwrap();
        pending::put(&mut tx, &Pending { state, ..edit(id) }).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(unsent(&store, id).await, (mark, vec![mark]));
        // Writing the event does not touch the queue.
        store.put_as(&[id], &[meeting("b")]).await;
        assert_eq!(unsent(&store, id).await, (mark, vec![mark]));
    }
    let mut tx = store.begin().await.unwrap();
    pending::remove(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(unsent(&store, id).await, (Unsent::None, vec![Unsent::None]));
}

#[tokio::test]
async fn an_edit_that_was_not_committed_leaves_neither_row_nor_mark() {
    let store = TestStore::new().await;
    let id = store.put(&[meeting("a")]).await[0];
    let mut tx = store.begin().await.unwrap();
    pending::put(&mut tx, &edit(id)).await.unwrap();
    drop(tx);
    assert_eq!(unsent(&store, id).await.0, Unsent::None);
    assert_eq!(pending::list(&mut store.read().await.unwrap()).await.unwrap(), []);
}

#[tokio::test]
async fn what_is_due_waits_for_neither_the_user_nor_a_later_try() {
    let store = TestStore::new().await;
    let mut tx = store.begin().await.unwrap();
    let google = Account::new(AccountId(uuid::Uuid::now_v7()), AccountKind::Google, "G".into());
    accounts::insert(&mut tx, &google).await.unwrap();
    let theirs = calendar(google.id, "Theirs");
    calendars::insert(&mut tx, &theirs).await.unwrap();
    tx.commit().await.unwrap();
    let ids = store.put(&["a", "b", "c", "d", "e", "f"].map(meeting)).await;
    let mut tx = store.begin().await.unwrap();
    for id in &ids[..5] {
        events::set_calendar(&mut tx, *id, theirs.id).await.unwrap();
    }
    let states = [
        (State::Waiting, None),
        (State::Retrying, Some(later(0))),
        (State::Retrying, Some(later(5))),
        (State::Refused, None),
        (State::Conflict, None),
        (State::Waiting, None),
    ];
    for (id, (state, next_try_at)) in ids.iter().zip(states) {
        pending::put(&mut tx, &Pending { state, next_try_at, ..edit(*id) }).await.unwrap();
    }
    let due = async |tx: &mut crate::Write, at| -> Vec<EventId> {
        let due = pending::list_due(tx, google.id, at).await.unwrap();
        due.into_iter().map(|one| one.event_id).collect()
    };
    assert_eq!(due(&mut tx, now()).await, ids[..2]);
    assert_eq!(due(&mut tx, later(5)).await, ids[..3]);
    assert_eq!(pending::list_of_account(&mut tx, google.id).await.unwrap().len(), 5);
    let counts = pending::count_by_calendar(&mut tx).await.unwrap();
    let count = |unsent, problems| PendingCount { unsent, problems };
    let mut expected = [(theirs.id, count(5, 2)), (store.calendar, count(1, 0))];
    expected.sort_by_key(|(id, _)| *id);
    assert_eq!(counts, expected);

    let next = async |tx: &mut crate::Write| pending::get_next_try(tx, google.id).await.unwrap();
    assert_eq!(next(&mut tx).await, Some(Timestamp::UNIX_EPOCH), "at once");
    pending::remove(&mut tx, ids[0]).await.unwrap();
    pending::remove(&mut tx, ids[1]).await.unwrap();
    assert_eq!(next(&mut tx).await, Some(later(5)));
    pending::remove(&mut tx, ids[2]).await.unwrap();
    assert_eq!(next(&mut tx).await, None, "the rest waits for the user");
}

#[tokio::test]
async fn a_deletion_that_was_not_sent_is_never_purged() {
    let store = TestStore::new().await;
    let ids = store.put(&[meeting("waits"), meeting("sent")]).await;
    let mut tx = store.begin().await.unwrap();
    events::soft_delete(&mut tx, store.calendar, &ids, now()).await.unwrap();
    pending::put(&mut tx, &Pending { op: Op::Delete, ..edit(ids[0]) }).await.unwrap();
    assert_eq!(events::purge_deleted(&mut tx, later(1)).await.unwrap(), 1);
    assert_eq!(pending::list(&mut tx).await.unwrap().len(), 1);
    assert!(events::get(&mut tx, ids[0]).await.is_ok());
    pending::remove(&mut tx, ids[0]).await.unwrap();
    assert_eq!(events::purge_deleted(&mut tx, later(1)).await.unwrap(), 1);
}

#[tokio::test]
async fn an_edit_goes_with_its_event_and_stays_with_an_account_that_is_signed_out() {
    let store = TestStore::new().await;
    let ids = store.put(&[meeting("a"), meeting("b")]).await;
    let mut tx = store.begin().await.unwrap();
    for id in &ids {
        pending::put(&mut tx, &edit(*id)).await.unwrap();
    }
    events::delete(&mut tx, store.calendar, &ids[..1]).await.unwrap();
    let account = accounts::list(&mut tx).await.unwrap().remove(0);
    accounts::update(&mut tx, &Account { signed_in: false, ..account.clone() }).await.unwrap();
    let left = pending::list(&mut tx).await.unwrap();
    assert_eq!(left.iter().map(|one| one.event_id).collect::<Vec<_>>(), ids[1..]);
    accounts::delete(&mut tx, account.id).await.unwrap();
    assert_eq!(pending::list(&mut tx).await.unwrap(), []);
}
