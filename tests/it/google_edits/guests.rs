//! Events with guests: who is mailed, who may change what, and answers.

use kalends_engine::{EditScope, EventChange, Notify, QueueOp, calendar::Participation};
use serde_json::json;
use support::google::{ANA, MIA};

use super::desk::*;

#[tokio::test]
async fn rule_23_guests_are_mailed_once_and_only_when_the_user_says_so() {
    let (place, engine) = Place::with_mia().await;
    let change = EventChange {
        time: hour("2026-11-20T13:00:00"),
        guests: guests(&[ANA, "zoe@elsewhere.example"]),
        ..titled("Lunch")
    };
    engine.create_event(change, Notify::All).await.unwrap();
    sync(&engine).await;
    let mut mailed = place.mailed();
    mailed.sort();
    assert_eq!(mailed, [ANA, "zoe@elsewhere.example"]);
    assert!(place.titles(ANA).contains(&"Lunch".to_owned()));

    let target = find(&engine, "Lunch", "2026-11-20").await;
    edit(&engine, target, placed("Roof"), EditScope::This).await;
    sync(&engine).await;
    assert_eq!(place.mailed().len(), 2);
    engine.edit_event(target, titled("Brunch"), EditScope::This, Notify::External).await.unwrap();
    sync(&engine).await;
    assert_eq!(place.mailed().last().map(String::as_str), Some("zoe@elsewhere.example"));
    assert_eq!(place.mailed().len(), 3);
    assert!(place.titles(ANA).contains(&"Brunch".to_owned()));
}

#[tokio::test]
async fn rule_24_an_answer_changes_ones_own_entry_and_is_never_a_new_event() {
    let (place, engine) = Place::with_mia().await;
    let id =
        place.add(ANA, "Review", "2026-11-20T13:00:00", json!({"attendees": [{"email": MIA}]}));
    sync(&engine).await;
    place.log();
    let target = find(&engine, "Review", "2026-11-20").await;
    let editable = engine.get_editable(target).await.unwrap();
    assert!(editable.rights.respond && !editable.rights.shared && editable.rights.personal);
    engine
        .respond(
            target,
            Participation::Accepted,
            Some("with pleasure"),
            EditScope::This,
            Notify::None,
        )
        .await
        .unwrap();
    assert_eq!(waiting(&engine).await.op, QueueOp::Respond);
    sync(&engine).await;
    let writes = place.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    assert_eq!(writes[0].method, "PATCH");
    let seen = place.get(ANA, &id);
    assert_eq!(seen["attendees"][0]["responseStatus"], "accepted");
    assert_eq!(seen["attendees"][0]["comment"], "with pleasure");
    assert!(place.mailed().is_empty());

    // What all see is not Mia's to change; what only she sees is.
    let refused = engine.edit_event(target, titled("Mine"), EditScope::This, Notify::None).await;
    assert_eq!(refused.unwrap_err().kind(), "foreign");
    let change = EventChange { busy: Some(false), ..EventChange::default() };
    edit(&engine, target, change, EditScope::This).await;
    sync(&engine).await;
    assert_eq!(place.get(ANA, &id)["summary"], "Review");
    assert_eq!(place.titles(MIA), ["Review"]);
    place.assert_no_violations();
}

#[tokio::test]
async fn rule_25_a_list_of_guests_that_is_not_whole_is_never_written() {
    let (place, engine) = Place::with_mia().await;
    let more = json!({
        "attendees": [{"email": MIA}, {"email": "zoe@elsewhere.example"}],
        "guestsCanSeeOtherGuests": false,
        "guestsCanModify": true,
    });
    let id = place.add(ANA, "Secret", "2026-11-20T13:00:00", more);
    sync(&engine).await;
    let target = find(&engine, "Secret", "2026-11-20").await;
    assert!(engine.get_editable(target).await.unwrap().guests_hidden);
    let change = EventChange { guests: guests(&[MIA]), ..EventChange::default() };
    let refused = engine.edit_event(target, change, EditScope::This, Notify::None).await;
    assert!(refused.is_err() || place.get(ANA, &id)["attendees"].as_array().unwrap().len() == 2);
    engine
        .respond(target, Participation::Tentative, None, EditScope::This, Notify::None)
        .await
        .unwrap();
    edit(&engine, target, titled("Open secret"), EditScope::This).await;
    sync(&engine).await;
    let seen = place.get(ANA, &id);
    assert_eq!(seen["summary"], "Open secret");
    assert_eq!(seen["attendees"].as_array().unwrap().len(), 2, "{seen}");
    place.assert_no_violations();
}

#[tokio::test]
async fn a_preview_tells_who_could_be_mailed() {
    let (place, engine) = Place::with_mia().await;
    let change = EventChange {
        time: hour("2026-11-20T13:00:00"),
        guests: guests(&[MIA, ANA, "zoe@elsewhere.example"]),
        ..titled("Lunch")
    };
    let preview = engine.preview_edit(None, Some(&change), EditScope::This).await.unwrap();
    assert_eq!(preview.inside, [ANA]);
    assert_eq!(preview.outside, ["zoe@elsewhere.example"]);
    engine.create_event(change, Notify::None).await.unwrap();
    let target = find(&engine, "Lunch", "2026-11-20").await;
    let personal = EventChange { busy: Some(false), ..EventChange::default() };
    let preview =
        engine.preview_edit(Some(target), Some(&personal), EditScope::This).await.unwrap();
    assert_eq!((preview.inside.len(), preview.outside.len(), preview.scopes.len()), (0, 0, 0));
    let preview = engine.preview_edit(Some(target), None, EditScope::This).await.unwrap();
    assert_eq!(preview.outside, ["zoe@elsewhere.example"]);
    let ended = EventChange {
        time: Some((at("2026-11-20T13:00:00"), at("2026-11-20T12:00:00"))),
        ..EventChange::default()
    };
    let preview = engine.preview_edit(Some(target), Some(&ended), EditScope::This).await.unwrap();
    assert_eq!(preview.problem.unwrap().kind, "invalid");
    drop(place);
}
