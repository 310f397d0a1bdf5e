//! Which writes count as changes of an event, and in which order they are told.

use kalends_calendar::Event;
use uuid::Uuid;

use crate::{
    Agent, AgentId, AgentState, CalendarId, EventId, agents, calendars, changes, events,
    testing::{TestStore, calendar, change, event, now, series, write},
};

const FROM: &str = "20261120T100000;Europe/Berlin";
const TO: &str = "20261120T110000;Europe/Berlin";

async fn with_agent() -> TestStore {
    let store = TestStore::new().await;
    let agent = Agent {
        id: AgentId(Uuid::now_v7()),
        name: "scout".into(),
        token_hash: [1; 32],
        state: AgentState::Active,
        created_at: Some(now()),
        last_seen_at: None,
        client_label: String::new(),
        max_pending: 1,
        max_per_hour: 1,
        cursor_key: [1; 32],
        sight_version: 0,
        reads: 0,
    };
    let mut tx = store.begin().await.unwrap();
    agents::insert(&mut tx, &agent).await.unwrap();
    tx.commit().await.unwrap();
    store
}

/// Changes after a place: the event, whether it is gone, its title; and the last place.
async fn since(
    store: &TestStore,
    after: i64,
    calendars: &[CalendarId],
) -> (Vec<(EventId, bool, String)>, i64) {
    let mut read = store.read().await.unwrap();
    let found = changes::list(&mut read, after, calendars, 99).await.unwrap();
    let last = changes::last(&mut read).await.unwrap().0;
    (found.into_iter().map(|one| (one.event_id, one.gone, one.title)).collect(), last)
}

#[tokio::test]
async fn what_an_event_says_is_a_change_and_what_is_kept_about_it_is_none() {
    let store = with_agent().await;
    let here = [store.calendar];
    let [id] = store.put(&[event("a", FROM, TO)]).await.try_into().unwrap();
    let (told, last) = since(&store, 0, &here).await;
    assert_eq!(told, [(id, false, "a".to_owned())]);

    // Written again as it is, and its occurrences filled: nothing to tell.
    store.put_as(&[id], &[event("a", FROM, TO)]).await;
    let mut tx = store.begin().await.unwrap();
    sqlx::query("UPDATE events SET expanded_to = 5, flags = '', arrived_at = 9")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(since(&store, last, &here).await.0, []);

    let mut after = last;
    type Change = fn(&mut Event);
    let all: [Change; 4] = [
        |event| event.summary = "b".into(),
        |event| event.description = "notes".into(),
        |event| event.end = crate::testing::when("20261120T120000;Europe/Berlin"),
        |event| event.attendees.push(kalends_calendar::Attendee::default()),
    ];
    let mut now_is = event("a", FROM, TO);
    for (number, change) in all.into_iter().enumerate() {
        change(&mut now_is);
        store.put_as(&[id], std::slice::from_ref(&now_is)).await;
        let (told, last) = since(&store, after, &here).await;
        assert_eq!(told, [(id, false, now_is.summary.clone())], "{number}");
        after = last;
    }

    let mut tx = store.begin().await.unwrap();
    events::soft_delete(&mut tx, store.calendar, &[id], now()).await.unwrap();
    tx.commit().await.unwrap();
    let (told, last) = since(&store, after, &here).await;
    assert_eq!(told, [(id, true, String::new())]);
    let mut tx = store.begin().await.unwrap();
    events::delete(&mut tx, store.calendar, &[id]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(since(&store, last, &here).await.0, [(id, true, String::new())]);
    assert_eq!(since(&store, 0, &here).await.0.len(), 1, "one place for each event");
}

#[tokio::test]
async fn an_override_is_told_as_its_series() {
    let store = with_agent().await;
    let [id] = store.put(&[series("weekly", FROM, TO, "FREQ=WEEKLY")]).await.try_into().unwrap();
    let last = since(&store, 0, &[store.calendar]).await.1;
    let original = "20261127T100000;Europe/Berlin";
    let moved = change(
        "weekly",
        original,
        "20261127T150000;Europe/Berlin",
        "20261127T160000;Europe/Berlin",
    );
    store.put(&[moved]).await;
    let (told, _) = since(&store, last, &[store.calendar]).await;
    assert_eq!(told, [(id, false, "weekly".to_owned())]);
}

#[tokio::test]
async fn a_move_is_gone_here_and_new_there_and_removing_a_calendar_is_told() {
    let store = with_agent().await;
    let [id] = store.put(&[event("a", FROM, TO)]).await.try_into().unwrap();
    let mut tx = store.begin().await.unwrap();
    let account = calendars::get(&mut tx, store.calendar).await.unwrap().account_id;
    let other = calendar(account, "Other");
    calendars::insert(&mut tx, &other).await.unwrap();
    tx.commit().await.unwrap();
    let last = since(&store, 0, &[store.calendar]).await.1;
    let mut tx = store.begin().await.unwrap();
    events::write(&mut tx, &[write(id, other.id, &event("a", FROM, TO))]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(since(&store, last, &[store.calendar]).await.0, [(id, true, String::new())]);
    assert_eq!(since(&store, last, &[other.id]).await.0, [(id, false, "a".to_owned())]);
    let mut tx = store.begin().await.unwrap();
    calendars::delete(&mut tx, other.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(since(&store, last, &[other.id]).await.0, [(id, true, String::new())]);
}

#[tokio::test]
async fn without_an_agent_nothing_is_noted() {
    let store = TestStore::new().await;
    store.put(&[event("a", FROM, TO)]).await;
    assert_eq!(since(&store, 0, &[store.calendar]).await, (Vec::new(), 0));
}
