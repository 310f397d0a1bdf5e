//! What has become of reminders, the user's own, and invitations without an answer.

use jiff::Timestamp;
use kalends_calendar::{Event, Participation, remind::AlarmKey};
use uuid::Uuid;

use crate::{
    Account, AccountId, AccountKind, AlarmKind, AlarmState, Calendar, CalendarId, EventId,
    EventWrite, HandledAlarm, OwnAlarm, Unanswered, accounts, alarms, calendars, events,
    own_alarms,
    testing::{TestStore, calendar, change, event, now, series, when, write},
};

fn after(minutes: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() + 60 * minutes).unwrap()
}

fn key(meeting: &str, due: i64) -> AlarmKey {
    AlarmKey { meeting: meeting.into(), start: 1_000, due }
}

fn shown(meeting: &str, due: i64) -> HandledAlarm {
    HandledAlarm {
        key: key(meeting, due),
        kind: AlarmKind::Alarm,
        state: AlarmState::Shown,
        due_at: now(),
        handled_at: now(),
        until_at: None,
        note_id: 7,
        closed_at: None,
        by_user: false,
    }
}

#[tokio::test]
async fn what_became_of_a_reminder_is_kept_and_replaced() {
    let store = TestStore::new().await;
    let mut tx = store.begin().await.unwrap();
    let first = shown("a", 1);
    let states = [
        (AlarmState::Showing, HandledAlarm { note_id: 0, ..first.clone() }),
        (AlarmState::Shown, HandledAlarm { note_id: u32::MAX, ..first.clone() }),
        (AlarmState::Snoozed, HandledAlarm { until_at: Some(after(5)), ..first.clone() }),
        (AlarmState::Missed, HandledAlarm { closed_at: Some(after(6)), ..first.clone() }),
        (AlarmState::Dismissed, HandledAlarm { by_user: true, ..first.clone() }),
    ];
    for (state, row) in states {
        let row = HandledAlarm { state, ..row };
        alarms::put(&mut tx, &row).await.unwrap();
        let read = alarms::get(&mut tx, AlarmKind::Alarm, &first.key).await.unwrap();
        assert_eq!(read.as_ref(), Some(&row));
        assert_eq!(alarms::list(&mut tx, now()).await.unwrap(), [row]);
    }
    let rsvp = HandledAlarm { kind: AlarmKind::Rsvp, ..first.clone() };
    assert_eq!(alarms::get(&mut tx, AlarmKind::Rsvp, &first.key).await.unwrap(), None);
    alarms::put(&mut tx, &rsvp).await.unwrap();
    assert_eq!(alarms::list(&mut tx, now()).await.unwrap().len(), 2, "one of each sort");
    assert!(alarms::remove(&mut tx, AlarmKind::Alarm, &first.key).await.unwrap());
    assert!(!alarms::remove(&mut tx, AlarmKind::Alarm, &first.key).await.unwrap());
    assert_eq!(alarms::list(&mut tx, now()).await.unwrap(), [rsvp]);
}

#[tokio::test]
async fn old_ones_are_listed_and_kept_only_while_something_waits() {
    let store = TestStore::new().await;
    let mut tx = store.begin().await.unwrap();
    let of = |name: &str, state, until: Option<i64>| HandledAlarm {
        state,
        until_at: until.map(after),
        ..shown(name, 1)
    };
    for row in [
        of("dismissed", AlarmState::Dismissed, None),
        of("missed", AlarmState::Missed, None),
        of("showing", AlarmState::Showing, None),
        of("shown", AlarmState::Shown, None),
        HandledAlarm { closed_at: Some(after(3)), ..of("gone", AlarmState::Shown, None) },
        of("snoozed", AlarmState::Snoozed, Some(5)),
        of("snoozed for long", AlarmState::Snoozed, Some(500)),
        HandledAlarm { handled_at: after(20), ..of("handled late", AlarmState::Dismissed, None) },
        HandledAlarm { due_at: after(20), ..of("due late", AlarmState::Missed, None) },
    ] {
        alarms::put(&mut tx, &row).await.unwrap();
    }
    let names = |rows: Vec<HandledAlarm>| -> Vec<String> {
        rows.into_iter().map(|row| row.key.meeting).collect()
    };
    let listed = names(alarms::list(&mut tx, after(10)).await.unwrap());
    let waiting = ["missed", "showing", "shown", "snoozed", "snoozed for long", "due late"];
    assert_eq!(listed, waiting);
    assert_eq!(alarms::prune(&mut tx, after(10)).await.unwrap(), 6);
    let kept = names(alarms::list(&mut tx, Timestamp::MIN).await.unwrap());
    assert_eq!(kept, ["handled late", "snoozed for long", "due late"]);
}

#[tokio::test]
async fn a_series_that_goes_on_under_another_uid_takes_what_is_known_along() {
    let store = TestStore::new().await;
    let mut tx = store.begin().await.unwrap();
    let at = |start: i64| AlarmKey { start, ..key("old", start - 600) };
    for start in [1_000, 2_000, 3_000] {
        alarms::put(&mut tx, &HandledAlarm { key: at(start), ..shown("old", 0) }).await.unwrap();
    }
    let known = HandledAlarm {
        key: AlarmKey { meeting: "new".into(), ..at(3_000) },
        state: AlarmState::Dismissed,
        ..shown("new", 0)
    };
    alarms::put(&mut tx, &known).await.unwrap();
    alarms::copy(&mut tx, "old", "new", 2_000).await.unwrap();
    let rows = alarms::list(&mut tx, Timestamp::MIN).await.unwrap();
    let mut of_new: Vec<(i64, AlarmState)> = rows
        .iter()
        .filter(|row| row.key.meeting == "new")
        .map(|row| (row.key.start, row.state))
        .collect();
    of_new.sort_by_key(|row| row.0);
    assert_eq!(of_new, [(2_000, AlarmState::Shown), (3_000, AlarmState::Dismissed)]);

    let other = when("20261120T100000;Europe/Berlin");
    own_alarms::set(&mut tx, "old", None, &[600], now()).await.unwrap();
    own_alarms::set(&mut tx, "old", Some(&other), &[60], now()).await.unwrap();
    own_alarms::copy(&mut tx, "old", "new").await.unwrap();
    own_alarms::copy(&mut tx, "old", "new").await.unwrap();
    let copied = own_alarms::list_of(&mut tx, "new").await.unwrap();
    let expected = [(None, 600), (Some(other), 60)].map(|(original, before_s)| OwnAlarm {
        meeting: "new".into(),
        original,
        before_s,
        created_at: Some(now()),
    });
    assert_eq!(copied, expected);
}

#[tokio::test]
async fn own_reminders_are_of_one_occurrence_or_of_all() {
    let store = TestStore::new().await;
    let mut tx = store.begin().await.unwrap();
    let day = when("20261120");
    own_alarms::set(&mut tx, "a", Some(&day), &[60, 600, 60, -60], now()).await.unwrap();
    own_alarms::set(&mut tx, "a", None, &[5], now()).await.unwrap();
    own_alarms::set(&mut tx, "b", None, &[6], now()).await.unwrap();
    let seconds = |own: &[OwnAlarm]| own.iter().map(|one| one.before_s).collect::<Vec<_>>();
    let own = own_alarms::list_of(&mut tx, "a").await.unwrap();
    assert_eq!(seconds(&own), [5, 600, 60, -60]);
    let of = |original: i64| own.iter().filter(|one| one.is_for("a", original)).count();
    assert_eq!((of(day.seconds()), of(day.seconds() + 1)), (4, 1));
    assert!(!own[0].is_for("b", 0));
    own_alarms::set(&mut tx, "a", Some(&day), &[], now()).await.unwrap();
    assert_eq!(seconds(&own_alarms::list(&mut tx).await.unwrap()), [5, 6]);
}

#[tokio::test]
async fn an_event_has_arrived_when_it_was_written_first() {
    let store = TestStore::new().await;
    let id = EventId(Uuid::now_v7());
    let one = event("a", "20261120", "20261121");
    let mut tx = store.begin().await.unwrap();
    let arrived = async |tx: &mut crate::Write| -> i64 {
        sqlx::query_scalar("SELECT arrived_at FROM events").fetch_one(&mut **tx).await.unwrap()
    };
    let at = |minutes| EventWrite {
        arrived_at: Some(after(minutes)),
        ..write(id, store.calendar, &one)
    };
    events::write(&mut tx, &[at(0)]).await.unwrap();
    assert_eq!(arrived(&mut tx).await, now().as_second());
    events::write(&mut tx, &[at(5)]).await.unwrap();
    events::write(&mut tx, &[write(id, store.calendar, &one)]).await.unwrap();
    events::set_deleted(&mut tx, id, Some(after(6))).await.unwrap();
    events::set_deleted(&mut tx, id, None).await.unwrap();
    events::soft_delete(&mut tx, store.calendar, &[id], after(7)).await.unwrap();
    events::write(&mut tx, &[at(8)]).await.unwrap();
    assert_eq!(arrived(&mut tx).await, now().as_second(), "whatever became of it since");
}

async fn own_calendar(store: &TestStore) -> CalendarId {
    let mut tx = store.begin().await.unwrap();
    let id = AccountId(Uuid::now_v7());
    accounts::insert(&mut tx, &Account::new(id, AccountKind::Google, "me".into())).await.unwrap();
    let one = Calendar { read_only: false, ..calendar(id, "Mine") };
    calendars::insert(&mut tx, &one).await.unwrap();
    tx.commit().await.unwrap();
    one.id
}

fn invitation(mut event: Event) -> Event {
    event.shared.foreign = true;
    event
}

#[tokio::test]
async fn invitations_without_an_answer_are_found_while_they_are_ahead() {
    let store = TestStore::new().await;
    let mine = own_calendar(&store).await;
    let ask = Some(Participation::NeedsAction);
    let (ten, eleven) = ("20261125T100000;Europe/Berlin", "20261125T110000;Europe/Berlin");
    let lone = |uid: &str| change(uid, ten, ten, eleven);
    let weekly = |uid: &str| {
        let first = ("20261102T100000;Europe/Berlin", "20261102T110000;Europe/Berlin");
        series(uid, first.0, first.1, "FREQ=WEEKLY")
    };
    let cancelled = |event| Event { status: kalends_calendar::Status::Cancelled, ..event };
    let all = [
        (mine, ask, invitation(event("asked", ten, eleven))),
        (mine, ask, event("mine", ten, eleven)),
        (mine, Some(Participation::Tentative), invitation(event("answered", ten, eleven))),
        (mine, None, invitation(event("not invited", ten, eleven))),
        (mine, ask, invitation(event("over", "20261110", "20261111"))),
        (mine, ask, invitation(cancelled(event("cancelled", ten, eleven)))),
        (store.calendar, ask, invitation(event("only to be read", ten, eleven))),
        (mine, ask, invitation(weekly("series"))),
        (mine, ask, invitation(Event { summary: "of the series".into(), ..lone("series") })),
        (mine, ask, invitation(lone("lone occurrence"))),
    ];
    let mut tx = store.begin().await.unwrap();
    let mut ids = Vec::new();
    for (calendar, my_response, event) in &all {
        let id = EventId(Uuid::now_v7());
        let arrived_at = Some(after(-9));
        let one =
            EventWrite { my_response: *my_response, arrived_at, ..write(id, *calendar, event) };
        events::write(&mut tx, &[one]).await.unwrap();
        ids.push(id);
    }
    let found = events::list_unanswered(&mut tx, now()).await.unwrap();
    let titles: Vec<&str> = found.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["asked", "lone occurrence", "series"]);
    let expected = Unanswered {
        id: ids[0],
        calendar_id: mine,
        uid: "asked".into(),
        title: "asked".into(),
        location: String::new(),
        start: when(ten),
        end: when(eleven),
        recurring: false,
        arrived_at: Some(after(-9)),
    };
    assert_eq!(found[0], expected);
    assert_eq!(found[2].start, when("20261102T100000;Europe/Berlin"), "as far as is known");
    assert!(found[2].recurring);

    let next = when("20261123T100000;Europe/Berlin");
    let spans = ["20261116T100000;Europe/Berlin", "20261123T100000;Europe/Berlin"].map(|start| {
        let start = when(start).seconds();
        crate::OccurrenceSpan { original: start, start, end: start + 3_600, drawn_by: None }
    });
    let (from, to) = (i64::MIN, i64::MAX);
    let filled =
        crate::Expansion { series: ids[7], from, to, spans: spans.to_vec(), originals: vec![] };
    crate::occurrences::write_expansions(&mut tx, &[filled]).await.unwrap();
    let found = events::list_unanswered(&mut tx, now()).await.unwrap();
    assert_eq!(found[2].start, next, "the next that has not begun");
    events::soft_delete(&mut tx, mine, &[ids[0]], now()).await.unwrap();
    let mut hidden = calendars::get(&mut tx, mine).await.unwrap();
    assert_eq!(events::list_unanswered(&mut tx, now()).await.unwrap().len(), 2);
    hidden.visible = false;
    calendars::update(&mut tx, &hidden).await.unwrap();
    assert_eq!(events::list_unanswered(&mut tx, now()).await.unwrap(), []);
}
