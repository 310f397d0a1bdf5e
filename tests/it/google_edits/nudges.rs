//! An invitation nobody answered: from the note on the desktop to the answer at Google.

use std::{sync::Arc, time::Duration};

use kalends_engine::{Clock, EngineEvent, QueueOp};
use kalends_notify::DesktopNotifier;
use serde_json::json;
use support::{
    desk::instant,
    google::{ANA, MIA},
};

use super::desk::{Place, sync, waiting};
use crate::notifications::{
    bus::Bus,
    service::{ALL, Manner, Service},
};

/// Ana's invitation of noon is unanswered two days later: its button is pressed.
async fn answer(button: &str) -> String {
    let (mut place, engine) = Place::with_mia().await;
    let more = json!({"attendees": [{"email": MIA}]});
    let id = place.add(ANA, "Review", "2026-11-24T13:00:00", more);
    sync(&engine).await;
    engine.close().await;
    place.log();
    let later = instant("2026-11-22T11:00:00Z");
    place.server.freeze(Some(later));
    // One that waits for the clock, as the loop that shows must.
    place.desk.config.clock = Clock::manual(later);
    let engine = place.desk.open().await.unwrap();

    let bus = Bus::start();
    let service = Service::start(&bus, &ALL, Manner::Plain).await;
    let notifier = Arc::new(DesktopNotifier::on_bus(bus.address.clone(), |_| {}));
    let mut told = engine.subscribe();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = engine.clone();
    let runner = tokio::spawn(async move {
        let stopped = async {
            stopped.await.ok();
        };
        running.run_reminders(notifier, stopped).await
    });
    let is_it = |note: &crate::notifications::service::Shown| note.summary == "Review";
    let kept = service.until("the note", |kept| kept.shown.iter().any(is_it)).await;
    let note = kept.shown.iter().find(|note| is_it(note)).unwrap().clone();
    assert_eq!(note.actions, ["accept", "maybe", "decline", "default"]);
    assert!(note.body.starts_with("No answer yet · Tue 24 Nov, 13:00"), "{}", note.body);
    assert!(place.writes().is_empty(), "nothing is sent before it was chosen");

    service.press(&note, button).await;
    let queued = async { while told.recv().await.unwrap() != EngineEvent::QueueChanged {} };
    tokio::time::timeout(Duration::from_secs(20), queued).await.expect("the answer is queued");
    assert_eq!(waiting(&engine).await.op, QueueOp::Respond);
    service.until("its end", |kept| kept.closed.contains(&note.number)).await;
    sync(&engine).await;
    let seen = place.get(ANA, &id);
    assert_eq!(place.writes().len(), 1);
    assert!(place.mailed().is_empty());
    place.assert_no_violations();
    stop.send(()).unwrap();
    runner.await.unwrap().unwrap();
    assert_eq!(service.kept().shown.iter().filter(|note| is_it(note)).count(), 1);
    seen["attendees"][0]["responseStatus"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_24_an_answer_chosen_on_a_note_reaches_google() {
    for (button, answered) in
        [("accept", "accepted"), ("maybe", "tentative"), ("decline", "declined")]
    {
        assert_eq!(answer(button).await, answered);
    }
}
