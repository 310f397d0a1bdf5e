//! Taking edits back, before and after they were sent.

use kalends_engine::{Consequences, EditScope, EventChange, Notify, Target};
use serde_json::json;
use support::google::{ANA, MIA};

use super::desk::*;

#[tokio::test]
async fn before_sending_an_undone_edit_never_existed() {
    let (place, engine) = Place::with_mia().await;
    place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
    sync(&engine).await;
    place.log();
    let target = find(&engine, "Lunch", "2026-11-20").await;
    let edited = edit(&engine, target, titled("Dinner"), EditScope::This).await;
    engine.undo(edited.undo, Notify::None).await.unwrap();
    let made = create(&engine, "New", "2026-11-20T15:00:00").await;
    engine.undo(made.undo, Notify::None).await.unwrap();
    let gone = engine.delete_event(target, EditScope::This, Notify::All).await.unwrap();
    engine.undo(gone.undo, Notify::None).await.unwrap();
    assert!(queue(&engine).await.is_empty());
    assert_eq!(
        shown(&engine, "2026-11-20", "2026-11-21").await,
        ["2026-11-20 13:00 to 14:00 Lunch"]
    );
    sync(&engine).await;
    assert!(place.writes().is_empty());
    assert_eq!(engine.undo(gone.undo, Notify::None).await.unwrap_err().kind(), "nothing_to_undo");
}

#[tokio::test]
async fn after_sending_an_undone_edit_is_undone_there_and_mails_nobody() {
    let (place, engine) = Place::with_mia().await;
    let more = json!({"attendees": [{"email": ANA}]});
    let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", more);
    sync(&engine).await;
    let target = find(&engine, "Lunch", "2026-11-20").await;
    let edited = edit(&engine, target, titled("Dinner"), EditScope::This).await;
    sync(&engine).await;
    engine.undo(edited.undo, Notify::None).await.unwrap();
    sync(&engine).await;
    assert_eq!(place.get(MIA, &id)["summary"], "Lunch");

    let made = create(&engine, "New", "2026-11-20T15:00:00").await;
    sync(&engine).await;
    engine.undo(made.undo, Notify::None).await.unwrap();
    sync(&engine).await;
    assert_eq!(place.titles(MIA), ["Lunch"]);
    assert!(place.mailed().is_empty() && queue(&engine).await.is_empty());
}

#[tokio::test]
async fn rule_23_guests_who_were_mailed_about_an_edit_are_told_of_its_undoing_when_asked_for() {
    let (place, engine) = Place::with_mia().await;
    let more = json!({"attendees": [{"email": ANA}]});
    let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", more);
    sync(&engine).await;
    let target = find(&engine, "Lunch", "2026-11-20").await;
    let dinner = |notify| engine.edit_event(target, titled("Dinner"), EditScope::This, notify);

    // What was not sent takes its mail along, and there is nobody to ask about.
    let edited = dinner(Notify::All).await.unwrap();
    assert_eq!(engine.preview_undo(edited.undo).await.unwrap(), Consequences::default());
    engine.undo(edited.undo, Notify::None).await.unwrap();
    sync(&engine).await;
    assert!(place.mailed().is_empty() && queue(&engine).await.is_empty());

    // Of a silent edit nobody needs to hear.
    let edited = dinner(Notify::None).await.unwrap();
    sync(&engine).await;
    assert_eq!(engine.preview_undo(edited.undo).await.unwrap(), Consequences::default());
    engine.undo(edited.undo, Notify::None).await.unwrap();
    sync(&engine).await;
    assert!(place.mailed().is_empty());

    // Ana heard of it: she is told that it is undone, or not, as the user says.
    for (notify, mails) in [(Notify::All, 2), (Notify::None, 3)] {
        let edited = dinner(Notify::All).await.unwrap();
        sync(&engine).await;
        let told = engine.preview_undo(edited.undo).await.unwrap();
        assert_eq!((told.inside, told.outside), (vec![ANA.to_owned()], Vec::new()));
        engine.undo(edited.undo, notify).await.unwrap();
        sync(&engine).await;
        assert_eq!(place.get(MIA, &id)["summary"], "Lunch");
        assert_eq!(place.mailed().len(), mails);
    }
}

#[tokio::test]
async fn a_deletion_that_was_sent_is_restored_as_a_new_event() {
    let (place, engine) = Place::with_mia().await;
    let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({"location": "Mensa"}));
    sync(&engine).await;
    let target = find(&engine, "Lunch", "2026-11-20").await;
    let gone = engine.delete_event(target, EditScope::This, Notify::None).await.unwrap();
    sync(&engine).await;
    engine.undo(gone.undo, Notify::None).await.unwrap();
    assert_eq!(shown(&engine, "2026-11-20", "2026-11-21").await.len(), 1);
    sync(&engine).await;
    sync(&engine).await;
    let all = place.list(MIA);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["location"], "Mensa");
    assert_ne!(all[0]["id"], json!(id));
    assert_eq!(shown(&engine, "2026-11-20", "2026-11-21").await.len(), 1);
    assert!(queue(&engine).await.is_empty());
}

#[tokio::test]
async fn what_others_changed_since_stays_and_is_never_overwritten() {
    let (place, engine) = Place::with_mia().await;
    let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
    sync(&engine).await;
    let target = find(&engine, "Lunch", "2026-11-20").await;
    let edited = edit(&engine, target, titled("Dinner"), EditScope::This).await;
    sync(&engine).await;
    place.change(MIA, &id, json!({"location": "Roof"}));
    sync(&engine).await;
    engine.undo(edited.undo, Notify::None).await.unwrap();
    sync(&engine).await;
    let there = place.get(MIA, &id);
    assert_eq!((&there["summary"], &there["location"]), (&json!("Lunch"), &json!("Roof")));

    let edited = edit(&engine, target, titled("Dinner"), EditScope::This).await;
    sync(&engine).await;
    place.change(MIA, &id, json!({"summary": "Brunch"}));
    sync(&engine).await;
    assert_eq!(engine.undo(edited.undo, Notify::None).await.unwrap_err().kind(), "changed_since");
    assert_eq!(place.get(MIA, &id)["summary"], "Brunch");
}

#[tokio::test]
async fn series_edits_are_taken_back_whole() {
    for sent in [false, true] {
        for scope in [EditScope::This, EditScope::Following, EditScope::All] {
            let (place, engine) = Place::with_mia().await;
            let more = json!({"recurrence": ["RRULE:FREQ=DAILY"]});
            place.add(MIA, "Dishes", "2026-11-16T09:00:00", more);
            sync(&engine).await;
            let master = find(&engine, "Dishes", "2026-11-16").await;
            let on = |day: &str| Target {
                original: Some(at(&format!("{day}T09:00:00")).seconds()),
                ..master
            };
            edit(&engine, on("2026-11-19"), titled("Thursday"), EditScope::This).await;
            sync(&engine).await;
            let before = shown(&engine, "2026-11-16", "2026-11-21").await;
            let change =
                EventChange { time: hour("2026-11-18T11:00:00"), ..EventChange::default() };
            let edited = edit(&engine, on("2026-11-18"), change, scope).await;
            assert_ne!(shown(&engine, "2026-11-16", "2026-11-21").await, before);
            if sent {
                sync(&engine).await;
                sync(&engine).await;
            }
            engine.undo(edited.undo, Notify::None).await.unwrap();
            assert_eq!(
                shown(&engine, "2026-11-16", "2026-11-21").await,
                before,
                "{scope:?} {sent}"
            );
            sync(&engine).await;
            sync(&engine).await;
            assert_eq!(
                shown(&engine, "2026-11-16", "2026-11-21").await,
                before,
                "{scope:?} {sent}"
            );
            assert!(
                queue(&engine).await.is_empty(),
                "{scope:?} {sent}: {:?}",
                queue(&engine).await
            );
        }
    }
}
