//! The small tables: what is put in comes back.

use jiff::Timestamp;
use kalends_calendar::remind::{AllDayReminder, CalendarReminders};
use uuid::Uuid;

use crate::{
    Account, AccountKind, Calendar, CalendarId, DefaultAlarm, Direction, Error, Feed, NewRun,
    Problem, RunResult, SetAside, SyncState, accounts, calendars, feeds, set_aside, settings,
    sync_runs, sync_state,
    testing::{TestStore, account, calendar, now},
};

#[tokio::test]
async fn accounts_and_calendars_come_back_in_the_users_order() {
    let store = TestStore::new().await;
    let mut tx = store.begin().await.unwrap();
    let google = Account { kind: AccountKind::Google, position: -1, ..account() };
    accounts::insert(&mut tx, &google).await.unwrap();
    let listed = accounts::list(&mut tx).await.unwrap();
    assert_eq!(listed[0], google);
    assert_eq!(listed.len(), 2);
    let feed = accounts::get_by_kind(&mut tx, AccountKind::Feed).await.unwrap().unwrap();
    assert_eq!(feed, listed[1]);
    assert_eq!(accounts::get_by_kind(&mut tx, AccountKind::Local).await.unwrap(), None);

    let second = Calendar { position: 2, ..calendar(google.id, "second") };
    let first = Calendar { position: 1, ..calendar(google.id, "first") };
    for one in [&second, &first] {
        calendars::insert(&mut tx, one).await.unwrap();
    }
    let names: Vec<String> =
        calendars::list(&mut tx).await.unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["first", "second", "Work"]);

    let changed = Calendar {
        name: "Renamed".into(),
        hue: "sky".into(),
        visible: false,
        selected: false,
        hidden: true,
        read_only: false,
        direction: Direction::Both,
        zone: "UTC".into(),
        remote_id: "r@example.com".into(),
        role: "writerWithoutPrivateAccess".into(),
        is_primary: true,
        default_alarms: vec![DefaultAlarm { method: "popup".into(), minutes: 30 }],
        hue_chosen: true,
        name_chosen: true,
        gone: true,
        reminders: CalendarReminders {
            muted: true,
            timed: Some(vec![10]),
            all_day: Some(vec![AllDayReminder {
                days_before: 1,
                at: jiff::civil::time(18, 0, 0, 0),
            }]),
        },
        ..first
    };
    calendars::update(&mut tx, &changed).await.unwrap();
    assert_eq!(calendars::get(&mut tx, changed.id).await.unwrap(), changed);

    let signed_in = Account {
        name: "Jane".into(),
        email: "jane@example.com".into(),
        position: 4,
        signed_in: true,
        scopes: "openid email".into(),
        client_id: "1234".into(),
        list_cursor: "c=".into(),
        list_full_at: Some(now()),
        problem: Some(Problem { kind: "signed_out".into(), ..Problem::default() }),
        ..google
    };
    accounts::update(&mut tx, &signed_in).await.unwrap();
    assert_eq!(accounts::get(&mut tx, signed_in.id).await.unwrap(), signed_in);
    let google = signed_in;

    assert!(accounts::delete(&mut tx, google.id).await.unwrap());
    for gone in [
        accounts::get(&mut tx, google.id).await.map(drop),
        accounts::update(&mut tx, &google).await,
    ] {
        assert!(matches!(gone, Err(Error::AccountNotFound(id)) if id == google.id));
    }
    assert!(!accounts::delete(&mut tx, google.id).await.unwrap());
    let gone = calendars::get(&mut tx, changed.id).await.unwrap_err();
    assert!(matches!(gone, Error::CalendarNotFound(id) if id == changed.id));
    let gone = calendars::update(&mut tx, &changed).await.unwrap_err();
    assert!(matches!(gone, Error::CalendarNotFound(_)));
}

#[tokio::test]
async fn a_sync_state_comes_back_and_is_replaced_whole() {
    let store = TestStore::new().await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(sync_state::get(&mut tx, store.calendar).await.unwrap(), None);
    let new = SyncState::new(store.calendar, 300);
    sync_state::put(&mut tx, &new).await.unwrap();
    assert_eq!(sync_state::get(&mut tx, store.calendar).await.unwrap(), Some(new.clone()));
    let state = SyncState {
        interval_s: 600,
        suggested_interval_s: Some(3_600),
        paused: true,
        next_run_at: Some(now()),
        failures: 3,
        last_run_at: Some(now()),
        last_good_at: Some(now()),
        problem: Some(Problem {
            kind: "gone".into(),
            message: "the link is gone".into(),
            remedy: "ask for a new one".into(),
        }),
        cursor: "c".into(),
        etag: "\"e\"".into(),
        last_modified: "Fri, 20 Nov 2026 12:00:00 GMT".into(),
        body_hash: vec![1, 2],
        context_hash: vec![3],
        generation: 4,
        event_count: 5,
        set_aside_count: 6,
        page_token: "p=".into(),
        full_running: true,
        ..new
    };
    sync_state::put(&mut tx, &state).await.unwrap();
    assert_eq!(sync_state::list(&mut tx).await.unwrap(), [state]);
    let lost = SyncState::new(CalendarId(Uuid::now_v7()), 300);
    assert!(sync_state::put(&mut tx, &lost).await.is_err(), "a state has a calendar");
}

#[tokio::test]
async fn what_is_due_is_neither_paused_nor_out_of_sync_nor_later() {
    let store = TestStore::new().await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(sync_state::get_next_due(&mut tx).await.unwrap(), None);
    let account_id = accounts::list(&mut tx).await.unwrap()[0].id;
    let seconds = |offset: i64| Timestamp::from_second(now().as_second() + offset).ok();
    let mut ids = Vec::new();
    for (next_run_at, paused, selected) in [
        (seconds(-10), false, true),
        (None, false, true),
        (seconds(0), false, true),
        (seconds(1), false, true),
        (seconds(-10), true, true),
        (seconds(-10), false, false),
    ] {
        let one = Calendar { selected, ..calendar(account_id, "one") };
        calendars::insert(&mut tx, &one).await.unwrap();
        let state = SyncState { next_run_at, paused, ..SyncState::new(one.id, 300) };
        sync_state::put(&mut tx, &state).await.unwrap();
        ids.push(one.id);
    }
    let due = sync_state::list_due(&mut tx, now()).await.unwrap();
    assert_eq!(due, [ids[1], ids[0], ids[2]]);
    assert_eq!(sync_state::get_next_due(&mut tx).await.unwrap(), Some(Timestamp::UNIX_EPOCH));
}

#[tokio::test]
async fn feeds_and_what_was_set_aside_go_with_their_calendar() {
    let store = TestStore::new().await;
    let mut tx = store.begin().await.unwrap();
    let feed = Feed {
        calendar_id: store.calendar,
        address_masked: "example.com/abcd…".into(),
        network: true,
        insecure: true,
        moved_at: Some(now()),
    };
    feeds::put(&mut tx, &feed).await.unwrap();
    let feed = Feed { network: false, ..feed };
    feeds::put(&mut tx, &feed).await.unwrap();
    assert_eq!(feeds::get(&mut tx, store.calendar).await.unwrap(), Some(feed.clone()));
    assert_eq!(feeds::list(&mut tx).await.unwrap(), [feed]);
    let aside = |reason: &str| SetAside { reason: reason.into(), excerpt: "BEGIN".into() };
    set_aside::replace(&mut tx, store.calendar, &[aside("a"), aside("b")]).await.unwrap();
    set_aside::replace(&mut tx, store.calendar, &[aside("c")]).await.unwrap();
    assert_eq!(set_aside::list(&mut tx, store.calendar).await.unwrap(), [aside("c")]);
    calendars::delete(&mut tx, store.calendar).await.unwrap();
    assert_eq!(feeds::list(&mut tx).await.unwrap(), []);
    assert_eq!(set_aside::list(&mut tx, store.calendar).await.unwrap(), []);
}

#[tokio::test]
async fn settings_are_json_by_key() {
    let store = TestStore::new().await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(settings::get::<String>(&mut tx, "theme").await.unwrap(), None);
    settings::set(&mut tx, "theme", &"dark").await.unwrap();
    settings::set(&mut tx, "theme", &"light").await.unwrap();
    assert_eq!(settings::get(&mut tx, "theme").await.unwrap(), Some("light".to_owned()));
    let error = settings::get::<i64>(&mut tx, "theme").await.unwrap_err();
    assert!(matches!(error, Error::Unreadable { what: "setting", .. }));
}

#[tokio::test]
async fn the_log_is_newest_first_outlives_its_calendar_and_is_pruned() {
    let store = TestStore::new().await;
    let mut tx = store.begin().await.unwrap();
    let run = |calendar_id, created| NewRun {
        calendar_id,
        calendar_name: "Work".into(),
        trigger: "manual".into(),
        result: RunResult::Failed,
        started_at: now(),
        duration_ms: 12,
        pulled: 1,
        created,
        updated: 3,
        deleted: 4,
        pushed: 5,
        conflicts: 6,
        set_aside: 7,
        problem: Some(Problem { kind: "html".into(), ..Problem::default() }),
    };
    for number in 0..4 {
        sync_runs::insert(&mut tx, &run(Some(store.calendar), number)).await.unwrap();
    }
    sync_runs::insert(&mut tx, &run(None, 9)).await.unwrap();
    calendars::delete(&mut tx, store.calendar).await.unwrap();
    let created = async |tx: &mut crate::Write, calendar, limit| -> Vec<i64> {
        let runs = sync_runs::list(tx, calendar, limit).await.unwrap();
        runs.into_iter().map(|one| one.run.created).collect()
    };
    assert_eq!(created(&mut tx, None, 3).await, [9, 3, 2]);
    assert_eq!(created(&mut tx, Some(store.calendar), 9).await, [3, 2, 1, 0]);
    let newest = sync_runs::list(&mut tx, None, 1).await.unwrap();
    assert_eq!(newest[0].run, run(None, 9));
    assert_eq!(sync_runs::prune(&mut tx, 2).await.unwrap(), 2);
    assert_eq!(created(&mut tx, None, 9).await, [9, 3, 2]);
}
