//! Which occurrences may remind.

use jiff::{SignedDuration, Timestamp, civil::time};
use kalends_calendar::{Alarm, AlarmAction, AlarmTrigger, Event, remind::CalendarReminders};
use uuid::Uuid;

use super::{
    support::{before, due, fill, google_calendar},
    *,
};
use crate::{
    Calendar, calendars, events,
    testing::{TestStore, at, berlin, change, event, now, series, when, write},
};

fn with(alarms: &[Alarm], event: Event) -> Event {
    Event { alarms: alarms.to_vec(), ..event }
}

fn by_default(mut event: Event) -> Event {
    event.shared.default_alarms = true;
    event
}

/// A meeting at ten in Berlin.
fn meeting(uid: &str, day: &str) -> Event {
    let at = |hour: &str| format!("{day}T{hour}0000;Europe/Berlin");
    event(uid, &at("10"), &at("11"))
}

fn all_day(uid: &str, day: &str) -> Event {
    let next = when(day).local().date().tomorrow().unwrap();
    event(uid, day, &next.strftime("%Y%m%d").to_string())
}

fn span(from: &str, to: &str) -> Window {
    let at = |text: &str| when(text).resolve(&berlin());
    Window { start: at(from), end: at(to), zone: berlin() }
}

async fn put_in(store: &TestStore, calendar: CalendarId, all: &[Event]) {
    let mut tx = store.begin().await.unwrap();
    for one in all {
        let id = EventId(Uuid::now_v7());
        events::write(&mut tx, &[write(id, calendar, one)]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn change_calendar(store: &TestStore, id: CalendarId, by: impl FnOnce(&mut Calendar)) {
    let mut tx = store.begin().await.unwrap();
    let mut one = calendars::get(&mut tx, id).await.unwrap();
    by(&mut one);
    calendars::update(&mut tx, &one).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_day_s_reminders_are_found_whatever_their_lead() {
    let store = TestStore::new().await;
    let google = google_calendar(&store, &[30]).await;
    let at_end = Alarm { trigger: AlarmTrigger::FromEnd(SignedDuration::ZERO), ..before(0) };
    let instant = "2026-11-20T09:30:00Z".parse().unwrap();
    let fixed = Alarm { trigger: AlarmTrigger::At(instant), ..before(0) };
    let mail = Alarm { action: AlarmAction::Email, ..before(15) };
    let silent = Alarm { repeat: 2, interval: Some(SignedDuration::from_hours(24)), ..before(15) };
    store
        .put(&[
            with(&[before(15)], meeting("in 15 min", "20261120")),
            with(&[before(15)], meeting("another day", "20261121")),
            with(&[before(1440)], meeting("a day before", "20261121")),
            with(&[before(28 * 1440)], meeting("four weeks before", "20261218")),
            with(&[before(400 * 1440)], meeting("400 days before", "20271225")),
            with(&[silent], meeting("again each day", "20261118")),
            with(std::slice::from_ref(&mail), meeting("mail alone", "20261120")),
            with(std::slice::from_ref(&at_end), event("ends", "20261115", "20261120")),
            with(&[fixed], meeting("at an instant", "20261219")),
            with(&[before(360)], all_day("the eve", "20261121")),
            with(&[before(0)], event("floating", "20261120T233000", "20261120T235900")),
            meeting("says nothing", "20261120"),
            Event {
                status: kalends_calendar::Status::Cancelled,
                ..with(&[before(15)], meeting("cancelled", "20261120"))
            },
        ])
        .await;
    put_in(
        &store,
        google,
        &[
            by_default(meeting("default", "20261120")),
            with(&[before(5)], meeting("own", "20261120")),
            meeting("none by will", "20261120"),
            by_default(all_day("default day", "20261121")),
        ],
    )
    .await;
    let friday = span("20261120", "20261121");
    insta::assert_snapshot!(due(&store, &friday, &[]).await.join("\n"), @r"
    400 days before 11-20 10:00
    a day before 11-20 10:00
    again each day 11-20 09:45
    at an instant 11-20 10:30
    default 11-20 09:30
    ends 11-20 00:00
    floating 11-20 23:30
    four weeks before 11-20 10:00
    in 15 min 11-20 09:45
    own 11-20 09:55
    the eve 11-20 18:00
    ");
}

#[tokio::test]
async fn what_the_user_chose_for_a_calendar_holds_for_what_says_nothing() {
    let store = TestStore::new().await;
    let id = store.calendar;
    store
        .put(&[
            meeting("says nothing", "20261120"),
            with(&[before(15)], meeting("own", "20261120")),
            all_day("day", "20261127"),
        ])
        .await;
    let friday = span("20261120", "20261121");
    assert_eq!(due(&store, &friday, &[]).await, ["own 11-20 09:45"]);
    let eve = |days_before| AllDayReminder { days_before, at: time(18, 0, 0, 0) };
    assert_eq!(due(&store, &friday, &[eve(7)]).await, ["day 11-20 18:00", "own 11-20 09:45"]);

    let chosen = CalendarReminders { timed: Some(vec![10, 50]), ..CalendarReminders::default() };
    change_calendar(&store, id, |one| one.reminders = chosen.clone()).await;
    let expected = ["own 11-20 09:45", "says nothing 11-20 09:10", "says nothing 11-20 09:50"];
    assert_eq!(due(&store, &friday, &[]).await, expected);
    let weeks = CalendarReminders { all_day: Some(vec![eve(7)]), ..chosen };
    change_calendar(&store, id, |one| one.reminders = weeks).await;
    assert_eq!(due(&store, &friday, &[]).await.len(), 4);

    type Hush = fn(&mut Calendar);
    let quiet: [(&str, Hush); 5] = [
        ("not drawn", |one| one.visible = false),
        ("not synced", |one| one.selected = false),
        ("not listed", |one| one.hidden = true),
        ("gone", |one| one.gone = true),
        ("mute", |one| one.reminders.muted = true),
    ];
    let mut read = store.read().await.unwrap();
    let loud = calendars::get(&mut read, id).await.unwrap();
    drop(read);
    for (name, hush) in quiet {
        change_calendar(&store, id, hush).await;
        assert_eq!(due(&store, &friday, &[eve(7)]).await, [""; 0], "{name}");
        change_calendar(&store, id, |one| *one = loud.clone()).await;
        assert_eq!(due(&store, &friday, &[]).await.len(), 4, "{name}");
    }
}

async fn set_own(store: &TestStore, meeting: &str, original: Option<&str>, minutes: &[i64]) {
    let mut tx = store.begin().await.unwrap();
    let seconds: Vec<i64> = minutes.iter().map(|minutes| minutes * 60).collect();
    let original = original.map(when);
    own_alarms::set(&mut tx, meeting, original.as_ref(), &seconds, now()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn of_a_mute_calendar_what_the_user_added_is_found_and_nothing_else() {
    let store = TestStore::new().await;
    let id = store.calendar;
    let weekly = series(
        "weekly",
        "20261106T100000;Europe/Berlin",
        "20261106T110000;Europe/Berlin",
        "FREQ=WEEKLY",
    );
    store
        .put(&[
            with(&[before(15)], meeting("wanted", "20261120")),
            with(&[before(15), before(1440)], meeting("unwanted", "20261120")),
            with(&[before(28 * 1440)], meeting("from afar", "20261218")),
            with(&[before(15)], weekly),
        ])
        .await;
    change_calendar(&store, id, |one| one.reminders.muted = true).await;
    let friday = span("20261120", "20261121");
    let mut read = store.read().await.unwrap();
    let found = list_alarmed(&mut read, &friday, &[]).await.unwrap();
    drop(read);
    let titles: Vec<&str> =
        found.occurrences.iter().map(|one| one.occurrence.drawn.title.as_str()).collect();
    assert_eq!((titles, found.unfilled), (vec!["from afar"], vec![]), "the afar are few");
    assert_eq!(due(&store, &friday, &[]).await, [""; 0]);
    set_own(&store, "wanted", None, &[10]).await;
    set_own(&store, "weekly", None, &[5]).await;
    assert_eq!(due(&store, &friday, &[]).await, ["wanted 11-20 09:50", "weekly 11-20 09:55"]);
}

#[tokio::test]
async fn reminders_the_user_added_find_their_meeting() {
    let store = TestStore::new().await;
    let google = google_calendar(&store, &[]).await;
    let weekly = |uid: &str| {
        series(uid, "20261106T100000;Europe/Berlin", "20261106T110000;Europe/Berlin", "FREQ=WEEKLY")
    };
    put_in(
        &store,
        google,
        &[
            meeting("single@example.com", "20261120"),
            Event {
                summary: "split off".into(),
                ..meeting("m_R20261120T100000@google.com", "20261120")
            },
            Event { summary: "not split".into(), ..meeting("m_R2026112@google.com", "20261120") },
            Event { summary: "base".into(), ..meeting("m@google.com", "20261120") },
            weekly("weekly"),
        ],
    )
    .await;
    let friday = span("20261120", "20261121");
    assert_eq!(due(&store, &friday, &[]).await, [""; 0]);
    set_own(&store, "single@example.com", None, &[10, 10, -30]).await;
    set_own(&store, "m@google.com", None, &[20]).await;
    set_own(&store, "weekly", Some("20261127T100000;Europe/Berlin"), &[7 * 1440]).await;
    let mut read = store.read().await.unwrap();
    let found = list_alarmed(&mut read, &friday, &[]).await.unwrap();
    drop(read);
    let mut titles: Vec<&str> =
        found.occurrences.iter().map(|one| one.occurrence.drawn.title.as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["base", "single@example.com", "split off"], "found by the meeting");
    let expected = [
        "base 11-20 09:40",
        "single@example.com 11-20 09:50",
        "single@example.com 11-20 10:30",
        "split off 11-20 09:40",
        "weekly 11-20 10:00",
    ];
    assert_eq!(due(&store, &friday, &[]).await, expected);
    set_own(&store, "single@example.com", None, &[]).await;
    set_own(&store, "weekly", None, &[5]).await;
    set_own(&store, "m@google.com", None, &[]).await;
    assert_eq!(due(&store, &friday, &[]).await, ["weekly 11-20 09:55", "weekly 11-20 10:00"]);
}

/// A series with a change of one occurrence and one of all from one on, each with reminders of its
/// own, filled and not.
#[tokio::test]
async fn a_series_reminds_the_same_whether_its_rows_are_there_or_not() {
    let store = TestStore::new().await;
    let alarms = [before(10)];
    let ten = |day: &str, hour: &str| format!("{day}T{hour}0000;Europe/Berlin");
    let weekly = with(
        &alarms,
        series("w", &ten("20261106", "10"), &ten("20261106", "11"), "FREQ=WEEKLY;COUNT=6"),
    );
    let moved = with(
        &[before(10), before(3 * 1440)],
        change("w", &ten("20261113", "10"), &ten("20261114", "15"), &ten("20261114", "16")),
    );
    let mut later = with(
        &[before(20), before(2 * 1440)],
        change("w", &ten("20261127", "10"), &ten("20261127", "12"), &ten("20261127", "13")),
    );
    later.recurrence_id.as_mut().unwrap().this_and_future = true;
    later.summary = "later".into();
    let ids = store.put(&[weekly, moved, later]).await;
    let all = span("20261101", "20270101");
    let before_filling = due(&store, &all, &[]).await;
    insta::assert_snapshot!(before_filling.join("\n"), @r"
    later 11-25 12:00
    later 11-27 11:40
    later 12-02 12:00
    later 12-04 11:40
    later 12-09 12:00
    later 12-11 11:40
    w 11-06 09:50
    w 11-11 15:00
    w 11-14 14:50
    w 11-20 09:50
    ");

    let mut tx = store.begin().await.unwrap();
    fill(&mut tx, ids[0]).await;
    tx.commit().await.unwrap();
    let mut read = store.read().await.unwrap();
    assert_eq!(list_alarmed(&mut read, &all, &[]).await.unwrap().unfilled, []);
    drop(read);
    assert_eq!(due(&store, &all, &[]).await, before_filling);
}

#[tokio::test]
async fn series_that_remind_of_nothing_are_not_to_be_expanded() {
    let store = TestStore::new().await;
    let weekly = |uid: &str| {
        series(uid, "20261106T100000;Europe/Berlin", "20261106T110000;Europe/Berlin", "FREQ=WEEKLY")
    };
    store
        .put(&[
            weekly("silent"),
            with(&[before(10)], weekly("loud")),
            with(&[before(30 * 1440)], weekly("from afar")),
        ])
        .await;
    let mut read = store.read().await.unwrap();
    let found = list_alarmed(&mut read, &span("20261120", "20261121"), &[]).await.unwrap();
    let mut told: Vec<(&str, i64)> = found
        .unfilled
        .iter()
        .map(|one| {
            let ahead = one.window.end.as_second() - at("20261121T000000;Europe/Berlin");
            (one.series.drawn.title.as_str(), ahead / 86_400)
        })
        .collect();
    told.sort_unstable();
    assert_eq!(told, [("from afar", 30), ("loud", 1)], "and as far as they reach");
}

#[tokio::test]
async fn nothing_stored_reminds_of_nothing() {
    let store = TestStore::new().await;
    let ever = Window { start: Timestamp::MIN, end: Timestamp::MAX, zone: berlin() };
    let mut read = store.read().await.unwrap();
    let found = list_alarmed(&mut read, &ever, &[]).await.unwrap();
    assert_eq!((found.occurrences, found.unfilled, found.own), (vec![], vec![], vec![]));
    assert_eq!(found.calendars.len(), 1);
}
