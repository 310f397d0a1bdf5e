//! Events come back as they were written, and leave no trace when they go.

use jiff::{SignedDuration, Timestamp};
use kalends_calendar::{
    Alarm, AlarmAction, AlarmTrigger, Attachment, Attendee, Conference, Event, EventKind, Flag,
    GuestRights, Participation, Person, Recurrence, RecurrenceDate, RecurrenceId, Role, Shared,
    Status, Transparency, Visibility,
};
use uuid::Uuid;

use super::*;
use crate::{
    Error, search,
    testing::{TestStore, at, change, event, now, series, when, write as as_write},
};

fn everything() -> Event {
    let person = Person { name: "Doe, \"Jane\"".into(), email: "jane@example.com".into() };
    Event {
        uid: "full".into(),
        recurrence_id: None,
        sequence: 3,
        last_modified: Some(now()),
        created: Some(Timestamp::from_second(1_700_000_000).unwrap()),
        start: when("20261118T100000;Europe/Berlin"),
        end: when("20261118T110000;America/New_York"),
        recurrence: Recurrence {
            rules: vec!["FREQ=WEEKLY".into()],
            excluded_rules: vec!["FREQ=MONTHLY".into()],
            dates: vec![
                RecurrenceDate { start: when("20261120T100000;UTC"), end: None },
                RecurrenceDate {
                    start: when("20261121T100000"),
                    end: Some(when("20261121T120000")),
                },
            ],
            excluded: vec![when("20261125"), when("20261202T100000;Europe/Berlin")],
        },
        summary: "Überprüfung; 会議".into(),
        description: "line\nline".into(),
        description_html: Some("<p>line</p>".into()),
        location: "Room 4".into(),
        url: Some("https://example.com/e".into()),
        categories: vec!["a".into(), "b,c".into()],
        color: Some("tomato".into()),
        status: Status::Tentative,
        transparency: Transparency::Transparent,
        visibility: Visibility::Confidential,
        organizer: Some(person.clone()),
        attendees: vec![Attendee {
            person,
            participation: Participation::Delegated,
            role: Role::Chair,
            resource: true,
            comment: "late".into(),
            additional: 2,
            me: true,
        }],
        alarms: vec![
            Alarm {
                action: AlarmAction::Display,
                trigger: AlarmTrigger::FromStart(SignedDuration::from_mins(-15)),
                repeat: 2,
                interval: Some(SignedDuration::from_mins(5)),
            },
            Alarm {
                action: AlarmAction::Email,
                trigger: AlarmTrigger::At(now()),
                repeat: 0,
                interval: None,
            },
        ],
        conferences: vec![Conference { uri: "tel:+1".into(), label: "Phone".into() }],
        join_url: Some("https://meet.example.com/x".into()),
        flags: vec![Flag::UnknownZone, Flag::RuleCut],
        shared: Shared {
            kind: EventKind::FocusTime,
            foreign: true,
            guests: GuestRights { see_others: false, invite_others: false, modify: true },
            attendees_omitted: true,
            default_alarms: true,
            conference_request: Some("r1".into()),
            attachments: vec![Attachment {
                url: "https://example.com/a".into(),
                title: "a".into(),
                mime: "text/plain".into(),
            }],
        },
    }
}

#[tokio::test]
async fn an_event_comes_back_as_it_was_written() {
    let store = TestStore::new().await;
    let lone = Event {
        recurrence_id: Some(RecurrenceId { original: when("20261118"), this_and_future: true }),
        ..change("lone", "20261118", "20261118", "20261119")
    };
    let all = [everything(), event("bare", "20261118", "20261119"), lone];
    let ids: Vec<EventId> = all.iter().map(|_| EventId(Uuid::now_v7())).collect();
    let mut tx = store.begin().await.unwrap();
    for (id, event) in ids.iter().zip(&all) {
        let one = EventWrite {
            // Latin-1, as it came.
            source: b"BEGIN:VEVENT\nX: \xDF\n",
            content_hash: ContentHash([9; 16]),
            my_response: Some(Participation::Declined),
            ..as_write(*id, store.calendar, event)
        };
        write(&mut tx, &[one]).await.unwrap();
    }
    for (id, event) in ids.iter().zip(&all) {
        let stored = get(&mut tx, *id).await.unwrap();
        assert_eq!(
            stored,
            StoredEvent {
                id: *id,
                calendar_id: store.calendar,
                master_id: None,
                event: event.clone(),
                source: b"BEGIN:VEVENT\nX: \xDF\n".into(),
                content_hash: ContentHash([9; 16]),
                my_response: Some(Participation::Declined),
                deleted_at: None,
                remote_id: String::new(),
                etag: String::new(),
                series_remote_id: String::new(),
                seen_generation: 0,
                unsent: Unsent::None,
            }
        );
    }
    let missing = EventId(Uuid::now_v7());
    let error = get(&mut tx, missing).await.unwrap_err();
    assert!(matches!(error, Error::EventNotFound(id) if id == missing));
}

#[tokio::test]
async fn writing_again_takes_the_place_of_what_was_there() {
    let store = TestStore::new().await;
    let events: Vec<Event> = (0..120)
        .map(|n| event(&format!("e{n}"), "20261118T100000;UTC", "20261118T110000;UTC"))
        .collect();
    let ids = store.put(&events).await;
    let changed: Vec<Event> = events
        .iter()
        .map(|event| Event { summary: format!("new {}", event.uid), ..event.clone() })
        .collect();
    store.put_as(&ids, &changed).await;
    let mut read = store.read().await.unwrap();
    let count = async |read: &mut crate::Read, sql: &'static str| -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut **read).await.unwrap()
    };
    assert_eq!(count(&mut read, "SELECT count(*) FROM events").await, 120);
    assert_eq!(count(&mut read, "SELECT count(*) FROM event_texts").await, 120);
    assert_eq!(count(&mut read, "SELECT count(*) FROM occurrences").await, 120);
    assert_eq!(get(&mut read, ids[77]).await.unwrap().event.summary, "new e77");
    let found = search::search(&mut read, "new e77", now(), 10).await.unwrap();
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn a_single_event_that_becomes_a_series_loses_its_occurrence() {
    let store = TestStore::new().await;
    let ids = store.put(&[event("e", "20261118T100000;UTC", "20261118T110000;UTC")]).await;
    let master = series("e", "20261118T100000;UTC", "20261118T110000;UTC", "FREQ=DAILY");
    store.put_as(&ids, &[master]).await;
    let mut read = store.read().await.unwrap();
    let left: i64 =
        sqlx::query_scalar("SELECT count(*) FROM occurrences").fetch_one(&mut *read).await.unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_plan_knows_the_live_and_the_deleted() {
    let store = TestStore::new().await;
    let mut master = series("s", "20261102T090000;UTC", "20261102T100000;UTC", "FREQ=WEEKLY");
    master.sequence = 1;
    let ids = store
        .put(&[
            event("gone", "20261118T100000;UTC", "20261118T110000;UTC"),
            master,
            change("s", "20261116T090000;UTC", "20261117T090000;UTC", "20261117T100000;UTC"),
        ])
        .await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(soft_delete(&mut tx, store.calendar, &ids[..1], now()).await.unwrap(), 1);
    assert_eq!(soft_delete(&mut tx, store.calendar, &ids[..1], now()).await.unwrap(), 0);
    let known = list_known(&mut tx, store.calendar).await.unwrap();
    let brief: Vec<_> = known
        .iter()
        .map(|one| (one.id, one.uid.as_str(), one.recurrence_id, one.start, one.last, one.deleted))
        .collect();
    let (ten, nine) = (at("20261118T100000;UTC"), at("20261102T090000;UTC"));
    let moved = at("20261117T090000;UTC");
    assert_eq!(
        brief,
        [
            (ids[0], "gone", None, ten, ten + 3_600, true),
            (ids[1], "s", None, nine, i64::MAX, false),
            (ids[2], "s", Some(at("20261116T090000;UTC")), moved, moved + 3_600, false),
        ]
    );
    assert_eq!(known[0].content_hash, ContentHash([1; 16]));
}

#[tokio::test]
async fn what_was_soft_deleted_is_in_no_view_and_comes_back_when_written() {
    let store = TestStore::new().await;
    let one = event("e", "20261118T100000;UTC", "20261118T110000;UTC");
    let ids = store.put(std::slice::from_ref(&one)).await;
    let mut tx = store.begin().await.unwrap();
    soft_delete(&mut tx, store.calendar, &ids, now()).await.unwrap();
    assert_eq!(search::search(&mut tx, "e", now(), 10).await.unwrap(), []);
    assert_eq!(list(&mut tx, store.calendar, None, 10).await.unwrap(), []);
    assert_eq!(get(&mut tx, ids[0]).await.unwrap().deleted_at, Some(now()));
    write(&mut tx, &[as_write(ids[0], store.calendar, &one)]).await.unwrap();
    assert_eq!(search::search(&mut tx, "e", now(), 10).await.unwrap().len(), 1);
    assert_eq!(get(&mut tx, ids[0]).await.unwrap().deleted_at, None);
}

#[tokio::test]
async fn what_is_deleted_leaves_no_trace() {
    let store = TestStore::new().await;
    let ids = store
        .put(&[
            event("a", "20261118T100000;UTC", "20261118T110000;UTC"),
            event("b", "20261118T100000;UTC", "20261118T110000;UTC"),
            event("c", "20261118T100000;UTC", "20261118T110000;UTC"),
        ])
        .await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(delete(&mut tx, store.calendar, &ids[..1]).await.unwrap(), 1);
    soft_delete(&mut tx, store.calendar, &ids[1..2], now()).await.unwrap();
    let later = Timestamp::from_second(now().as_second() + 1).unwrap();
    assert_eq!(purge_deleted(&mut tx, now()).await.unwrap(), 0);
    assert_eq!(purge_deleted(&mut tx, later).await.unwrap(), 1);
    crate::calendars::delete(&mut tx, store.calendar).await.unwrap();
    for table in ["events", "event_texts", "occurrences"] {
        let sql = format!("SELECT count(*) FROM {table}");
        let left: i64 =
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(left, 0, "{table}");
    }
    sqlx::query("INSERT INTO events_fts (events_fts, rank) VALUES ('integrity-check', 1)")
        .execute(&mut *tx)
        .await
        .unwrap();
}

#[tokio::test]
async fn pages_follow_each_other() {
    let store = TestStore::new().await;
    let events: Vec<Event> =
        (0..5).map(|n| event(&format!("e{n}"), "20261118", "20261119")).collect();
    let ids = store.put(&events).await;
    let mut read = store.read().await.unwrap();
    let mut seen = Vec::new();
    loop {
        let page = list(&mut read, store.calendar, seen.last().copied(), 2).await.unwrap();
        if page.is_empty() {
            break;
        }
        seen.extend(page.into_iter().map(|stored| stored.id));
    }
    assert_eq!(seen, ids);
}
