//! Series: this occurrence, this and following, all.

use kalends_engine::{EditScope, EventChange, Notify, QueueOp, Target};
use serde_json::{Value, json};
use support::google::{ANA, MIA};

use super::desk::*;

/// Every day at nine from Monday, 16 November.
async fn daily(more: Value) -> (Place, kalends_engine::Engine, String) {
    let (place, engine) = Place::with_mia().await;
    let mut all = json!({"recurrence": ["RRULE:FREQ=DAILY"]});
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let id = place.add(MIA, "Dishes", "2026-11-16T09:00:00", all);
    sync(&engine).await;
    place.log();
    (place, engine, id)
}

async fn week(engine: &kalends_engine::Engine) -> Vec<String> {
    shown(engine, "2026-11-16", "2026-11-21").await
}

fn wednesday(target: Target) -> Target {
    Target { original: Some(at("2026-11-18T09:00:00").seconds()), ..target }
}

async fn target(engine: &kalends_engine::Engine) -> Target {
    wednesday(find(engine, "Dishes", "2026-11-16").await)
}

#[tokio::test]
async fn rule_9_this_occurrence_is_changed_by_its_own_id() {
    let (place, engine, id) = daily(json!({})).await;
    let target = target(&engine).await;
    let change = EventChange { time: hour("2026-11-18T11:00:00"), ..titled("Dishes, late") };
    edit(&engine, target, change, EditScope::This).await;
    let expected = [
        "2026-11-16 09:00 to 10:00 Dishes",
        "2026-11-17 09:00 to 10:00 Dishes",
        "2026-11-18 11:00 to 12:00 Dishes, late",
        "2026-11-19 09:00 to 10:00 Dishes",
        "2026-11-20 09:00 to 10:00 Dishes",
    ];
    assert_eq!(week(&engine).await, expected);
    let entry = waiting(&engine).await;
    assert_eq!((entry.event_id, entry.original), (target.event_id, target.original));
    sync(&engine).await;
    let instance = place.get(MIA, &format!("{id}_20261118T080000Z"));
    assert_eq!(instance["summary"], "Dishes, late");
    assert_eq!(place.get(MIA, &id)["summary"], "Dishes");
    sync(&engine).await;
    assert_eq!(week(&engine).await, expected);
    assert!(queue(&engine).await.is_empty());

    // Changed again, it is still the one exception.
    edit(&engine, target, placed("Kitchen"), EditScope::This).await;
    sync(&engine).await;
    assert_eq!(place.list(MIA).len(), 2);
    assert_eq!(week(&engine).await, expected);
    place.assert_no_violations();
}

#[tokio::test]
async fn an_occurrence_edited_and_edited_back_offline_leaves_nothing_behind() {
    let (place, engine, _) = daily(json!({})).await;
    let target = target(&engine).await;
    edit(&engine, target, titled("x"), EditScope::This).await;
    edit(&engine, target, titled("Dishes"), EditScope::This).await;
    assert!(queue(&engine).await.is_empty());
    sync(&engine).await;
    assert!(place.writes().is_empty());
    assert_eq!(week(&engine).await.len(), 5);
}

#[tokio::test]
async fn rule_11_deleting_an_occurrence_cancels_it() {
    let (place, engine, id) = daily(json!({})).await;
    let target = target(&engine).await;
    engine.delete_event(target, EditScope::This, Notify::None).await.unwrap();
    assert_eq!(week(&engine).await.len(), 4);
    assert_eq!(waiting(&engine).await.op, QueueOp::Delete);
    sync(&engine).await;
    assert_eq!(week(&engine).await.len(), 4);
    assert_eq!(place.get(MIA, &format!("{id}_20261118T080000Z"))["status"], "cancelled");
    sync(&engine).await;
    assert_eq!(week(&engine).await.len(), 4);
    assert!(queue(&engine).await.is_empty());
}

#[tokio::test]
async fn rule_14_this_and_following_ends_the_series_and_begins_another() {
    let (place, engine, id) = daily(json!({})).await;
    let target = target(&engine).await;
    let preview = engine.preview_edit(Some(target), Some(&titled("x")), EditScope::Following).await;
    assert_eq!(preview.unwrap().scopes, [EditScope::This, EditScope::Following, EditScope::All]);
    let edited = edit(&engine, target, titled("Sponge"), EditScope::Following).await;
    assert_ne!(edited.target.event_id, target.event_id);
    let expected = [
        "2026-11-16 09:00 to 10:00 Dishes",
        "2026-11-17 09:00 to 10:00 Dishes",
        "2026-11-18 09:00 to 10:00 Sponge",
        "2026-11-19 09:00 to 10:00 Sponge",
        "2026-11-20 09:00 to 10:00 Sponge",
    ];
    assert_eq!(week(&engine).await, expected);
    place.log();
    sync(&engine).await;
    let methods: Vec<String> = place.writes().into_iter().map(|seen| seen.method).collect();
    assert_eq!(methods, ["PATCH", "POST"]);
    let head = place.get(MIA, &id)["recurrence"][0].as_str().unwrap().to_owned();
    assert!(head.contains("UNTIL=2026111"), "{head}");
    let tail = place.get(MIA, &edited.target.event_id.0.simple().to_string());
    assert_eq!(tail["recurrence"], json!(["RRULE:FREQ=DAILY"]));
    sync(&engine).await;
    assert_eq!(week(&engine).await, expected);
    assert!(queue(&engine).await.is_empty());
    place.assert_no_violations();
}

#[tokio::test]
async fn changed_and_cancelled_occurrences_go_over_to_the_new_series() {
    let (place, engine, id) = daily(json!({})).await;
    let master = find(&engine, "Dishes", "2026-11-16").await;
    let on =
        |day: &str| Target { original: Some(at(&format!("{day}T09:00:00")).seconds()), ..master };
    edit(&engine, on("2026-11-19"), titled("Thursday"), EditScope::This).await;
    engine.delete_event(on("2026-11-20"), EditScope::This, Notify::None).await.unwrap();
    sync(&engine).await;
    edit(&engine, on("2026-11-18"), placed("Kitchen"), EditScope::Following).await;
    let expected = [
        "2026-11-16 09:00 to 10:00 Dishes",
        "2026-11-17 09:00 to 10:00 Dishes",
        "2026-11-18 09:00 to 10:00 Dishes",
        "2026-11-19 09:00 to 10:00 Thursday",
    ];
    assert_eq!(week(&engine).await, expected);
    sync(&engine).await;
    sync(&engine).await;
    assert_eq!(week(&engine).await, expected);
    assert_eq!(place.titles(MIA), ["Dishes", "Dishes", "Thursday"]);
    assert!(queue(&engine).await.is_empty());
    let _ = id;
    place.assert_no_violations();
}

#[tokio::test]
async fn rule_13_deleting_this_and_following_shortens_the_series() {
    let (place, engine, id) = daily(json!({})).await;
    let target = target(&engine).await;
    engine.delete_event(target, EditScope::Following, Notify::None).await.unwrap();
    assert_eq!(week(&engine).await.len(), 2);
    sync(&engine).await;
    sync(&engine).await;
    assert_eq!(week(&engine).await.len(), 2);
    assert!(place.get(MIA, &id)["recurrence"][0].as_str().unwrap().contains("UNTIL="));
    assert!(queue(&engine).await.is_empty());
}

#[tokio::test]
async fn rule_12_deleting_all_is_one_request() {
    let (place, engine, _) = daily(json!({})).await;
    let target = target(&engine).await;
    edit(&engine, target, titled("Late"), EditScope::This).await;
    sync(&engine).await;
    place.log();
    engine.delete_event(target, EditScope::All, Notify::None).await.unwrap();
    assert!(week(&engine).await.is_empty());
    sync(&engine).await;
    assert_eq!(place.writes().len(), 1);
    sync(&engine).await;
    assert!(week(&engine).await.is_empty() && place.titles(MIA).is_empty());
}

#[tokio::test]
async fn all_changes_exceptions_too_as_google_does() {
    let (place, engine, id) = daily(json!({})).await;
    let target = target(&engine).await;
    edit(&engine, target, titled("Edited just this one"), EditScope::This).await;
    sync(&engine).await;
    edit(&engine, target, titled("Sponge"), EditScope::All).await;
    assert!(week(&engine).await.iter().all(|line| line.ends_with("Sponge")));
    sync(&engine).await;
    sync(&engine).await;
    assert_eq!(place.titles(MIA), ["Sponge", "Sponge"]);
    assert!(week(&engine).await.iter().all(|line| line.ends_with("Sponge")));
    assert!(queue(&engine).await.is_empty());
    let _ = id;
}

#[tokio::test]
async fn moving_one_for_all_moves_the_series() {
    let (place, engine, id) = daily(json!({})).await;
    let target = target(&engine).await;
    let master = Target { original: Some(at("2026-11-20T09:00:00").seconds()), ..target };
    engine.delete_event(master, EditScope::This, Notify::None).await.unwrap();
    let change = EventChange { time: hour("2026-11-18T10:30:00"), ..EventChange::default() };
    edit(&engine, target, change, EditScope::All).await;
    let expected = [
        "2026-11-16 10:30 to 11:30 Dishes",
        "2026-11-17 10:30 to 11:30 Dishes",
        "2026-11-18 10:30 to 11:30 Dishes",
        "2026-11-19 10:30 to 11:30 Dishes",
    ];
    assert_eq!(week(&engine).await, expected);
    sync(&engine).await;
    sync(&engine).await;
    assert_eq!(week(&engine).await, expected);
    assert!(place.get(MIA, &id)["start"]["dateTime"].as_str().unwrap().contains("T10:30"));
    assert!(queue(&engine).await.is_empty());
    place.assert_no_violations();
}

#[tokio::test]
async fn rules_can_be_given_changed_and_taken() {
    let (place, engine) = Place::with_mia().await;
    let made = create(&engine, "Gym", "2026-11-16T18:00:00").await;
    sync(&engine).await;
    let rules = |rules: &[&str]| EventChange {
        rules: Some(rules.iter().map(|rule| (*rule).to_owned()).collect()),
        ..EventChange::default()
    };
    edit(&engine, made.target, rules(&["FREQ=DAILY;COUNT=3"]), EditScope::This).await;
    assert_eq!(week(&engine).await.len(), 3);
    sync(&engine).await;
    let id = made.target.event_id.0.simple().to_string();
    assert_eq!(place.get(MIA, &id)["recurrence"], json!(["RRULE:FREQ=DAILY;COUNT=3"]));
    let second = Target { original: Some(at("2026-11-17T18:00:00").seconds()), ..made.target };
    edit(&engine, second, rules(&["FREQ=DAILY;COUNT=5"]), EditScope::All).await;
    sync(&engine).await;
    assert_eq!(week(&engine).await.len(), 5);
    edit(&engine, second, rules(&[]), EditScope::All).await;
    sync(&engine).await;
    sync(&engine).await;
    assert_eq!(week(&engine).await, ["2026-11-17 18:00 to 19:00 Gym"]);
    assert_eq!(place.get(MIA, &id).get("recurrence"), None);
    assert!(queue(&engine).await.is_empty());
    place.assert_no_violations();
}

#[tokio::test]
async fn a_series_made_offline_is_sent_before_its_occurrences() {
    let (place, engine) = Place::with_mia().await;
    place.offline();
    let change = EventChange {
        time: hour("2026-11-16T09:00:00"),
        rules: Some(vec!["FREQ=DAILY".into()]),
        ..titled("Dishes")
    };
    let made = engine.create_event(change, Notify::None).await.unwrap();
    let target = wednesday(made.target);
    edit(&engine, target, titled("Late"), EditScope::This).await;
    let reasons: Vec<String> = queue(&engine).await.into_iter().map(|one| one.reason).collect();
    assert_eq!(reasons, ["", "Waits for “Dishes” to be sent first"]);
    place.online();
    sync(&engine).await;
    sync(&engine).await;
    assert_eq!(place.titles(MIA), ["Dishes", "Late"]);
    assert_eq!(week(&engine).await.len(), 5);
    assert!(queue(&engine).await.is_empty());
}

#[tokio::test]
async fn discarding_one_half_of_a_cut_series_gives_up_both() {
    let (place, engine, _) = daily(json!({})).await;
    let target = target(&engine).await;
    edit(&engine, target, titled("Sponge"), EditScope::Following).await;
    for at in [0, 1] {
        let entry = queue(&engine).await.remove(at);
        engine.discard_queue(entry.id).await.unwrap();
        assert!(queue(&engine).await.is_empty());
        assert!(week(&engine).await.iter().all(|line| line.ends_with("Dishes")));
        assert_eq!(week(&engine).await.len(), 5);
        edit(&engine, target, titled("Sponge"), EditScope::Following).await;
    }
    drop(place);
}

#[tokio::test]
async fn rule_24_a_series_of_somebody_elses_is_never_cut() {
    let (place, engine) = Place::with_mia().await;
    let more = json!({"recurrence": ["RRULE:FREQ=DAILY"], "attendees": [{"email": MIA}],
        "guestsCanModify": true});
    place.add(ANA, "Dishes", "2026-11-16T09:00:00", more);
    sync(&engine).await;
    let target = target(&engine).await;
    let refused = engine.edit_event(target, titled("x"), EditScope::Following, Notify::None).await;
    assert_eq!(refused.unwrap_err().kind(), "foreign");
    let preview = engine.preview_edit(Some(target), None, EditScope::This).await.unwrap();
    assert_eq!(preview.scopes, [EditScope::This, EditScope::All]);
}
