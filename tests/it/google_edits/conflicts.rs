//! Both sides change the same event.

use kalends_engine::{EditScope, Engine, Notify, QueueState, Resolution};
use serde_json::{Value, json};
use support::google::MIA;

use super::desk::*;

#[tokio::test]
async fn rule_19_changes_of_different_fields_are_merged() {
    let (place, engine) = Place::with_mia().await;
    let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
    sync(&engine).await;
    let target = find(&engine, "Lunch", "2026-11-20").await;
    edit(&engine, target, titled("Dinner"), EditScope::This).await;
    place.change(MIA, &id, json!({"location": "Roof"}));
    sync(&engine).await;
    let there = place.get(MIA, &id);
    assert_eq!((&there["summary"], &there["location"]), (&json!("Dinner"), &json!("Roof")));
    let here = engine.get_editable(target).await.unwrap();
    assert_eq!((here.title.as_str(), here.location.as_str()), ("Dinner", "Roof"));
    assert!(queue(&engine).await.is_empty());
}

/// Mia says Dinner in the garden, somebody else Brunch at seven: only the title collides.
async fn collide() -> (Place, Engine, String, kalends_engine::EventId) {
    let (place, engine) = Place::with_mia().await;
    let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
    sync(&engine).await;
    let target = find(&engine, "Lunch", "2026-11-20").await;
    let mine = kalends_engine::EventChange { location: Some("Garden".into()), ..titled("Dinner") };
    edit(&engine, target, mine, EditScope::This).await;
    place.change(MIA, &id, json!({"summary": "Brunch", "description": "at seven"}));
    sync(&engine).await;
    let entry = waiting(&engine).await;
    assert_eq!(entry.state, QueueState::Conflict);
    let title = &entry.fields[0];
    assert_eq!(
        (title.name.as_str(), title.base.as_str(), title.mine.as_str(), title.theirs.as_str()),
        ("title", "Lunch", "Dinner", "Brunch")
    );
    assert!(title.conflict && entry.fields.iter().filter(|field| field.conflict).count() == 1);
    (place, engine, id, entry.id)
}

fn facts(event: &Value) -> [String; 3] {
    ["summary", "location", "description"]
        .map(|key| event[key].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_conflict_shows_both_sides_and_each_decision_is_carried_out() {
    let fields = |mine: &[&str]| Resolution::Fields {
        mine: mine.iter().map(|name| (*name).to_owned()).collect(),
    };
    let decisions = [
        (Resolution::Mine, "Dinner", "Garden"),
        (Resolution::Theirs, "Brunch", "Garden"),
        (fields(&["title"]), "Dinner", "Garden"),
        (fields(&[]), "Brunch", "Garden"),
    ];
    for (how, title, location) in decisions {
        let (place, engine, id, entry) = collide().await;
        engine.resolve_queue(entry, how.clone()).await.unwrap();
        sync(&engine).await;
        assert_eq!(facts(&place.get(MIA, &id)), [title, location, "at seven"], "{how:?}");
        assert!(queue(&engine).await.is_empty(), "{how:?}");
        assert_eq!(place.titles(MIA), [title]);
        place.assert_no_violations();
    }
}

#[tokio::test]
async fn keeping_both_makes_a_copy_of_ones_own() {
    let (place, engine, id, entry) = collide().await;
    engine.resolve_queue(entry, Resolution::Both).await.unwrap();
    sync(&engine).await;
    assert_eq!(facts(&place.get(MIA, &id)), ["Brunch", "", "at seven"]);
    assert_eq!(place.titles(MIA), ["Brunch", "Dinner"]);
    assert!(place.mailed().is_empty() && queue(&engine).await.is_empty());
}

#[tokio::test]
async fn an_unknown_field_is_refused_and_decides_nothing() {
    let (_place, engine, _, entry) = collide().await;
    let how = Resolution::Fields { mine: vec!["colour".into()] };
    assert_eq!(engine.resolve_queue(entry, how).await.unwrap_err().kind(), "invalid");
    assert_eq!(waiting(&engine).await.state, QueueState::Conflict);
}

#[tokio::test]
async fn a_conflict_holds_no_other_edit_up_and_survives_a_restart() {
    let (place, engine, _, _) = collide().await;
    create(&engine, "Other", "2026-11-20T16:00:00").await;
    sync(&engine).await;
    assert!(place.titles(MIA).contains(&"Other".to_owned()));
    engine.close().await;
    let engine = place.desk.open().await.unwrap();
    assert_eq!(waiting(&engine).await.state, QueueState::Conflict);
}

#[tokio::test]
async fn changed_here_and_deleted_there_is_a_question() {
    for (how, left) in [(Resolution::Mine, vec!["Dinner"]), (Resolution::Theirs, vec![])] {
        let (place, engine) = Place::with_mia().await;
        let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
        sync(&engine).await;
        let target = find(&engine, "Lunch", "2026-11-20").await;
        edit(&engine, target, titled("Dinner"), EditScope::This).await;
        place.delete(MIA, &id);
        sync(&engine).await;
        let entry = waiting(&engine).await;
        assert_eq!((entry.state, entry.fields[0].name.as_str()), (QueueState::Conflict, "deleted"));
        assert_eq!(shown(&engine, "2026-11-20", "2026-11-21").await.len(), 1);
        engine.resolve_queue(entry.id, how).await.unwrap();
        sync(&engine).await;
        assert_eq!(place.titles(MIA), left);
        assert_eq!(shown(&engine, "2026-11-20", "2026-11-21").await.len(), left.len());
        assert!(queue(&engine).await.is_empty());
    }
}

#[tokio::test]
async fn deleted_here_and_changed_there_is_a_question() {
    for (how, left) in [(Resolution::Mine, vec![]), (Resolution::Theirs, vec!["Brunch"])] {
        let (place, engine) = Place::with_mia().await;
        let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
        sync(&engine).await;
        let target = find(&engine, "Lunch", "2026-11-20").await;
        engine.delete_event(target, EditScope::This, Notify::None).await.unwrap();
        place.change(MIA, &id, json!({"summary": "Brunch"}));
        sync(&engine).await;
        let entry = waiting(&engine).await;
        assert_eq!(entry.state, QueueState::Conflict);
        assert_eq!(
            shown(&engine, "2026-11-20", "2026-11-21").await,
            ["2026-11-20 13:00 to 14:00 Brunch"]
        );
        engine.resolve_queue(entry.id, how).await.unwrap();
        sync(&engine).await;
        assert_eq!(place.titles(MIA), left);
        assert_eq!(shown(&engine, "2026-11-20", "2026-11-21").await.len(), left.len());
        assert!(queue(&engine).await.is_empty());
    }
}

#[tokio::test]
async fn both_sides_deleting_is_no_conflict() {
    let (place, engine) = Place::with_mia().await;
    let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
    sync(&engine).await;
    let target = find(&engine, "Lunch", "2026-11-20").await;
    engine.delete_event(target, EditScope::This, Notify::None).await.unwrap();
    place.delete(MIA, &id);
    sync(&engine).await;
    assert!(queue(&engine).await.is_empty());
    assert!(shown(&engine, "2026-11-20", "2026-11-21").await.is_empty());
}
