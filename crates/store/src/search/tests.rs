//! What is found, in which order, and at what cost.

use kalends_calendar::{Event, Person};

use super::*;
use crate::testing::{TestStore, change, event, now, series};

async fn found(store: &TestStore, text: &str) -> Vec<String> {
    let mut read = store.read().await.unwrap();
    let hits = search(&mut read, text, now(), 50).await.unwrap();
    hits.into_iter().map(|hit| hit.title).collect()
}

fn named(title: &str) -> Event {
    Event { summary: title.into(), ..event(title, "20261118T100000;UTC", "20261118T110000;UTC") }
}

#[tokio::test]
async fn letters_are_folded_on_both_sides() {
    let store = TestStore::new().await;
    store
        .put(&[
            named("Überprüfung naïve"),
            named("Čtvrtletní schůzka"),
            named("会議 sync"),
            named("STRASSE"),
        ])
        .await;
    let table = [
        ("uberprufung", "Überprüfung naïve"),
        ("ÜBERPRÜFUNG", "Überprüfung naïve"),
        ("U\u{308}berpru\u{308}fung", "Überprüfung naïve"),
        ("naive", "Überprüfung naïve"),
        ("schuz", "Čtvrtletní schůzka"),
        ("ctvrt", "Čtvrtletní schůzka"),
        ("会", "会議 sync"),
        ("strasse", "STRASSE"),
    ];
    for (text, title) in table {
        assert_eq!(found(&store, text).await, [title], "{text}");
    }
}

#[tokio::test]
async fn every_word_has_to_be_there_and_nothing_is_an_operator() {
    let store = TestStore::new().await;
    store.put(&[named("budget review"), named("budget"), named("NOT a test")]).await;
    assert_eq!(found(&store, "review budget").await, ["budget review"]);
    assert_eq!(found(&store, "not").await, ["NOT a test"]);
    let odd = ["\"", "*", "a OR b", "title:budget", "NEAR(", "^", "-", "bud\" OR \"x", "a\0b"];
    for text in odd {
        let mut read = store.read().await.unwrap();
        search(&mut read, text, now(), 10).await.unwrap();
    }
    assert_eq!(found(&store, "").await, Vec::<String>::new());
    assert_eq!(found(&store, "…!").await, Vec::<String>::new());
}

#[tokio::test]
async fn places_notes_and_people_are_searched() {
    let store = TestStore::new().await;
    let person = Person { name: "Zoë Müller".into(), email: "zoe.m@example.com".into() };
    let one = Event {
        location: "Café Central".into(),
        description: "One two three four five six agenda seven\nCall in: +43".into(),
        organizer: Some(person),
        ..named("Lunch")
    };
    store.put(&[one]).await;
    for text in ["cafe", "agenda", "muller", "zoe example", "lunch central"] {
        assert_eq!(found(&store, text).await, ["Lunch"], "{text}");
    }
    let mut read = store.read().await.unwrap();
    let hits = search(&mut read, "agen", now(), 10).await.unwrap();
    assert_eq!(hits[0].snippet, "…three four five six agenda seven Call in: +43");
    let hits = search(&mut read, "muller", now(), 10).await.unwrap();
    assert_eq!(hits[0].snippet, "Zoë Müller zoe.m@example.com");
    let hits = search(&mut read, "cafe", now(), 10).await.unwrap();
    assert_eq!(hits[0].snippet, "");
}

#[tokio::test]
async fn the_title_counts_most_and_the_near_comes_before_the_far() {
    let store = TestStore::new().await;
    let day = |title: &str, date: &str| Event { summary: title.into(), ..event(title, date, date) };
    let noted = Event { description: "standup".into(), ..day("elsewhere", "20261120") };
    let weekly = Event {
        summary: "standup, weekly".into(),
        ..series("weekly", "20200101", "20200102", "FREQ=WEEKLY")
    };
    store
        .put(&[
            noted,
            day("standup, long ago", "20160101"),
            day("standup, next week", "20261127"),
            weekly,
        ])
        .await;
    assert_eq!(
        found(&store, "standup").await,
        ["standup, weekly", "standup, next week", "standup, long ago", "elsewhere"]
    );
}

#[tokio::test]
async fn an_override_is_known_by_its_series() {
    let store = TestStore::new().await;
    let ids = store
        .put(&[
            series("s", "20261102T090000;UTC", "20261102T100000;UTC", "FREQ=WEEKLY"),
            Event {
                summary: "farewell".into(),
                ..change("s", "20261116T090000;UTC", "20261117T090000;UTC", "20261117T100000;UTC")
            },
        ])
        .await;
    let mut read = store.read().await.unwrap();
    let hits = search(&mut read, "farewell", now(), 10).await.unwrap();
    assert_eq!(hits[0].event_id, ids[0]);
    assert_eq!(hits[0].original, crate::testing::at("20261116T090000;UTC"));
    assert!(hits[0].recurring);
}
