//! Edits made while an earlier state of the same event is on its way to the server.

use kalends_engine::{EditScope, Notify, QueueState};
use serde_json::json;
use support::{
    gate::Gate,
    google::{ANA, Fault, MIA, Matcher, Refusal},
};

use super::desk::*;

/// Mia with a lunch that Ana is invited to, her engine behind a gate, and another process of hers.
async fn lunch() -> (Place, std::sync::Arc<Gate>, [kalends_engine::Engine; 2], String) {
    let (mut place, engine) = Place::with_mia().await;
    engine.close().await;
    let gate = Gate::new();
    place.desk.config.google.transport = Some(gate.clone());
    let engines = [place.desk.open().await.unwrap(), place.desk.open().await.unwrap()];
    let guests = json!({"attendees": [{"email": ANA}]});
    let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", guests);
    sync(&engines[0]).await;
    (place, gate, engines, id)
}

#[tokio::test]
async fn rule_23_whom_to_mail_is_kept_for_each_edit_even_of_another_process() {
    let choices = [Notify::None, Notify::All];
    for by in [0, 1] {
        for (first, second) in choices.iter().flat_map(|one| choices.map(|two| (*one, two))) {
            let (place, gate, engines, id) = lunch().await;
            let [engine, _] = &engines;
            let target = find(engine, "Lunch", "2026-11-20").await;
            engine.edit_event(target, titled("Brunch"), EditScope::This, first).await.unwrap();
            let mut held = gate.hold_request("PATCH", "/events/");
            let (_, ()) = tokio::join!(sync(engine), async {
                held.arrives().await;
                let change = placed("Roof");
                engines[by].edit_event(target, change, EditScope::This, second).await.unwrap();
                held.release();
            });
            sync(engine).await;
            let there = place.get(MIA, &id);
            assert_eq!((&there["summary"], &there["location"]), (&json!("Brunch"), &json!("Roof")));
            let mailed = [first, second].iter().filter(|one| **one == Notify::All).count();
            assert_eq!(place.mailed(), vec![ANA; mailed], "{first:?}, {second:?} by {by}");
            assert!(queue(engine).await.is_empty());
        }
    }
}

#[tokio::test]
async fn what_was_refused_is_not_what_the_user_wants_by_now() {
    let (place, gate, [engine, _], id) = lunch().await;
    let target = find(&engine, "Lunch", "2026-11-20").await;
    edit(&engine, target, titled("Bad"), EditScope::This).await;
    let refusal = Refusal::new(400, "invalid", "Invalid value");
    place.server.control().fail(Matcher::of("PATCH", "/events/"), Fault::Refuse(refusal), 1);
    let mut held = gate.hold_request("PATCH", "/events/");
    let (_, ()) = tokio::join!(try_sync(&engine), async {
        held.arrives().await;
        edit(&engine, target, titled("Good"), EditScope::This).await;
        held.release();
    });
    assert_eq!(waiting(&engine).await.state, QueueState::Waiting);
    sync(&engine).await;
    assert_eq!(place.get(MIA, &id)["summary"], "Good");
    assert!(queue(&engine).await.is_empty());
}

#[tokio::test]
async fn an_event_deleted_or_taken_back_on_its_way_is_so_there_too() {
    for restored in [false, true] {
        let (place, gate, [engine, _], id) = lunch().await;
        let target = find(&engine, "Lunch", "2026-11-20").await;
        let brunch =
            engine.edit_event(target, titled("Brunch"), EditScope::This, Notify::None).await;
        let mut held = gate.hold_request("PATCH", "/events/");
        let (_, ()) = tokio::join!(sync(&engine), async {
            held.arrives().await;
            if restored {
                engine.undo(brunch.unwrap().undo, Notify::None).await.unwrap();
            } else {
                engine.delete_event(target, EditScope::This, Notify::None).await.unwrap();
            }
            held.release();
        });
        sync(&engine).await;
        let left = if restored { vec!["Lunch"] } else { vec![] };
        assert_eq!(place.titles(MIA), left);
        assert_eq!(shown(&engine, "2026-11-20", "2026-11-21").await.len(), left.len());
        assert!(queue(&engine).await.is_empty());
        assert!(place.mailed().is_empty());
        assert!(!id.is_empty());
    }
}
