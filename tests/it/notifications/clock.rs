//! Suspend, as a clock that jumps: the engine with a clock of its own, the real adapter, a bus.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use kalends_engine::{
    Engine, EventChange, Notify, Opening, ReminderState, Reminders,
    calendar::{Alarm, AlarmAction, AlarmTrigger, When, Zone},
};
use kalends_notify::DesktopNotifier;
use support::desk::{Desk, instant, zone};

use super::{
    bus::Bus,
    service::{ALL, Manner, Service},
};

/// An hour long, reminding ten minutes before.
async fn add(engine: &Engine, title: &str, start: &str) {
    let start = instant(start);
    let end = start.checked_add(SignedDuration::from_hours(1)).unwrap();
    let local = |at: Timestamp| When::Zoned(at.to_zoned(zone("UTC")).datetime(), Zone::utc());
    let alarm = Alarm {
        action: AlarmAction::Display,
        trigger: AlarmTrigger::FromStart(SignedDuration::from_mins(-10)),
        repeat: 0,
        interval: None,
    };
    let change = EventChange {
        title: Some(title.into()),
        time: Some((local(start), local(end))),
        location: Some(format!("https://meet.google.com/{title}")),
        reminders: Some(Reminders::Own(vec![alarm])),
        ..EventChange::default()
    };
    engine.create_event(change, Notify::None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_sleep_what_is_still_on_is_shown_and_the_rest_is_one_summary() {
    let bus = Bus::start();
    let service = Service::start(&bus, &ALL, Manner::Plain).await;
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    engine.add_local_calendar("Home", None).await.unwrap();
    for (title, start) in [
        ("present", "2026-11-20T11:05:00Z"),
        ("early", "2026-11-20T12:00:00Z"),
        ("late", "2026-11-20T13:00:00Z"),
        ("running", "2026-11-20T14:50:00Z"),
    ] {
        add(&engine, title, start).await;
    }
    let mut changes = engine.subscribe();
    let (told, mut opened) = tokio::sync::mpsc::unbounded_channel();
    let open = move |what: Opening| {
        told.send(what).ok();
    };
    let notifier = Arc::new(DesktopNotifier::on_bus(bus.address.clone(), open));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = engine.clone();
    let runner = tokio::spawn(async move {
        let stopped = async {
            stopped.await.ok();
        };
        running.run_reminders(notifier, stopped).await
    });
    assert_eq!(service.shown(1).await.summary, "present");
    desk.set_time("2026-11-20T15:00:00Z");
    let kept = service.until("two notes more", |kept| kept.shown.len() >= 3).await;
    let running = kept.shown.iter().find(|note| note.summary == "running").unwrap().clone();
    assert!(running.body.starts_with("started 10 min ago"), "{}", running.body);
    let summary = kept.shown.iter().skip(1).find(|note| note.summary != "running").unwrap();
    assert!(summary.summary.contains("2 reminders"), "{}", summary.summary);

    service.press(summary, "default").await;
    let next = tokio::time::timeout(Duration::from_secs(20), opened.recv());
    assert_eq!(next.await.expect("the list opens"), Some(Opening::Reminders));
    service.press(&running, "join").await;
    let next = tokio::time::timeout(Duration::from_secs(20), opened.recv());
    let link = Opening::Link("https://meet.google.com/running".into());
    assert_eq!(next.await.expect("the link opens"), Some(link));

    let until = instant("2026-11-20T20:00:00Z");
    let missed = ReminderState::Missed;
    let expected = [("present", ReminderState::Shown), ("early", missed), ("late", missed)];
    let left = async {
        loop {
            let left = engine.list_reminders(until).await.unwrap();
            let states: Vec<_> = left.iter().map(|one| (one.title.as_str(), one.state)).collect();
            if states == expected {
                return;
            }
            changes.recv().await.ok();
        }
    };
    tokio::time::timeout(Duration::from_secs(20), left).await.expect("the one joined is seen to");
    assert_eq!(service.kept().shown.len(), 3);
    stop.send(()).unwrap();
    runner.await.unwrap().unwrap();
    engine.close().await;
}
