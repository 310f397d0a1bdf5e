//! What the desktop's adapter does on the bus.

use std::time::Duration;

use kalends_engine::{Note, NoteAct, NoteAction, NoteEvent, NoteKey, Notifier, Snooze};
use kalends_notify::DesktopNotifier;

use super::{
    bus::Bus,
    service::{ALL, Manner, Service},
};

fn notifier(bus: &Bus) -> DesktopNotifier {
    DesktopNotifier::on_bus(bus.address.clone(), |_| {})
}

fn note(key: &str) -> Note {
    Note {
        key: NoteKey(key.into()),
        replaces: None,
        title: "Standup".into(),
        body: "in 10 min · 09:15 – 09:30, Room <Ada>".into(),
        actions: vec![
            NoteAction::Open,
            NoteAction::Join,
            NoteAction::Snooze(Snooze::Minutes(5)),
            NoteAction::Snooze(Snooze::UntilStart),
        ],
        urgent: false,
        persistent: false,
        category: "x-kalends.reminder",
    }
}

async fn next(notifier: &DesktopNotifier) -> NoteAct {
    let next = tokio::time::timeout(Duration::from_secs(20), notifier.next_act());
    next.await.expect("something happened to a note")
}

#[tokio::test]
async fn every_button_and_every_end_of_a_note_is_told_once() {
    let bus = Bus::start();
    let service = Service::start(&bus, &ALL, Manner::Plain).await;
    let notifier = notifier(&bus);
    let abilities = notifier.abilities().await.unwrap();
    assert_eq!((abilities.server.as_str(), abilities.actions), ("scripted 1", true));
    let buttons = [
        ("default", NoteAction::Open),
        ("join", NoteAction::Join),
        ("snooze-5", NoteAction::Snooze(Snooze::Minutes(5))),
        ("snooze-start", NoteAction::Snooze(Snooze::UntilStart)),
        ("accept", NoteAction::Accept),
        ("maybe", NoteAction::Maybe),
        ("decline", NoteAction::Decline),
    ];
    for (count, (button, action)) in buttons.into_iter().enumerate() {
        let number = notifier.show(&note(button)).await.unwrap();
        let shown = service.shown(count + 1).await;
        assert_eq!(shown.number, number);
        service.press(&shown, button).await;
        let act = next(&notifier).await;
        assert_eq!((act.key.0.as_str(), act.number), (button, number));
        assert_eq!(act.what, NoteEvent::Chosen(action));
        // Its note is taken away, and that is no act of the user's.
        service.until("its end", |kept| kept.closed.contains(&number)).await;
    }
    for (reason, what) in
        [(1, NoteEvent::Expired), (2, NoteEvent::ClosedByUser), (3, NoteEvent::ClosedByUs)]
    {
        notifier.show(&note("ending")).await.unwrap();
        let shown = service.kept().shown.last().unwrap().clone();
        service.close(&shown, reason).await;
        assert_eq!(next(&notifier).await.what, what);
    }
    assert_eq!(service.kept().asked, 1, "the service is asked once what it can");
}

#[tokio::test]
async fn an_answer_that_overtakes_the_notes_number_is_heard() {
    let bus = Bus::start();
    let service = Service::start(&bus, &ALL, Manner::AtOnce("join")).await;
    let notifier = notifier(&bus);
    for key in ["a", "b", "c"] {
        let number = notifier.show(&note(key)).await.unwrap();
        let act = next(&notifier).await;
        assert_eq!((act.key.0.as_str(), act.number), (key, number));
        assert_eq!(act.what, NoteEvent::Chosen(NoteAction::Join));
        service.until("its end", |kept| kept.closed.contains(&number)).await;
    }
}

#[tokio::test]
async fn what_a_service_cannot_do_is_not_asked_of_it() {
    let bus = Bus::start();
    let service = Service::start(&bus, &["body"], Manner::Plain).await;
    let notifier = notifier(&bus);
    notifier.show(&note("plain")).await.unwrap();
    let shown = service.shown(1).await;
    assert_eq!(shown.actions, [""; 0]);
    assert_eq!(shown.body, "in 10 min · 09:15 – 09:30, Room <Ada>");
    service.end().await;
    let service = Service::start(&bus, &ALL, Manner::Plain).await;
    notifier.show(&note("able")).await.unwrap();
    let shown = service.shown(1).await;
    assert_eq!(shown.actions, ["default", "join", "snooze-5", "snooze-start"]);
    assert_eq!(shown.body, "in 10 min · 09:15 – 09:30, Room &lt;Ada&gt;");
}

#[tokio::test]
async fn a_restarted_service_is_asked_anew_and_loses_its_notes() {
    let bus = Bus::start();
    let first = Service::start(&bus, &ALL, Manner::Plain).await;
    let notifier = notifier(&bus);
    let number = notifier.show(&note("a")).await.unwrap();
    first.end().await;
    let act = next(&notifier).await;
    assert_eq!((act.key.0.as_str(), act.what), ("a", NoteEvent::Expired));
    let second = Service::start(&bus, &ALL, Manner::Plain).await;
    // The new service counts from one too: the old number is somebody else's by now.
    let again = Note { replaces: Some(number), ..note("a") };
    notifier.show(&again).await.unwrap();
    assert_eq!(second.shown(1).await.replaces, 0);
    assert_eq!(second.kept().asked, 1);
}

#[tokio::test]
async fn a_note_takes_the_place_of_the_one_with_its_key() {
    let bus = Bus::start();
    let service = Service::start(&bus, &ALL, Manner::Plain).await;
    let notifier = notifier(&bus);
    let number = notifier.show(&note("a")).await.unwrap();
    notifier.show(&note("b")).await.unwrap();
    assert_eq!(notifier.show(&note("a")).await.unwrap(), number);
    assert_eq!(service.shown(3).await.replaces, number);
    notifier.close(number).await.unwrap();
    notifier.close(number).await.unwrap();
    assert_eq!(notifier.show(&note("a")).await.unwrap(), 4, "a note that is gone is not replaced");
}

#[tokio::test]
async fn a_number_that_the_service_refuses_is_not_insisted_on() {
    let bus = Bus::start();
    let service = Service::start(&bus, &ALL, Manner::RefusesNumbers).await;
    let notifier = notifier(&bus);
    notifier.show(&note("a")).await.unwrap();
    notifier.show(&note("a")).await.unwrap();
    let kept = service.kept();
    assert_eq!(kept.shown.iter().map(|note| note.replaces).collect::<Vec<_>>(), [0, 0]);
    assert_eq!(kept.closed, [kept.shown[0].number], "the first does not stay beside the second");
}

#[tokio::test]
async fn another_program_cannot_press_a_button() {
    let bus = Bus::start();
    let service = Service::start(&bus, &ALL, Manner::Plain).await;
    let notifier = notifier(&bus);
    let number = notifier.show(&note("a")).await.unwrap();
    let shown = service.shown(1).await;
    let stranger = bus.connect().await;
    let body = &(number, "accept");
    let (path, name) = ("/org/freedesktop/Notifications", "org.freedesktop.Notifications");
    let to = Some(shown.sender.as_str());
    stranger.emit_signal(to, path, name, "ActionInvoked", body).await.unwrap();
    // The bus keeps the order of what one connection sends: the stranger asks to be sure.
    let proxy = zbus::fdo::DBusProxy::new(&stranger).await.unwrap();
    proxy.get_id().await.unwrap();
    service.press(&shown, "join").await;
    assert_eq!(next(&notifier).await.what, NoteEvent::Chosen(NoteAction::Join));
}

#[tokio::test]
async fn without_a_service_or_a_bus_it_is_said_what_to_do() {
    let bus = Bus::start();
    let nobody = notifier(&bus);
    let error = nobody.abilities().await.unwrap_err();
    assert!(error.message.contains("no notification service answers"), "{error:?}");
    assert!(error.remedy.contains("dunst"), "{error:?}");
    assert_eq!(error.problem().kind, "notifications");
    assert_eq!(nobody.show(&note("a")).await.unwrap_err(), error);
    assert!(!error.is_silent);
    // It is found as soon as it is there.
    let service = Service::start(&bus, &ALL, Manner::Plain).await;
    let came = tokio::time::timeout(Duration::from_secs(20), nobody.service_came());
    came.await.expect("it is told that a service came");
    nobody.show(&note("a")).await.unwrap();
    service.shown(1).await;

    let lost = DesktopNotifier::on_bus("unix:path=/nowhere/at/all", |_| {});
    let error = lost.show(&note("a")).await.unwrap_err();
    assert!(error.message.contains("no session bus"), "{error:?}");
    assert!(error.remedy.contains("DBUS_SESSION_BUS_ADDRESS"), "{error:?}");
}
