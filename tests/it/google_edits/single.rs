//! One event: made, changed, moved, deleted.

use kalends_engine::{
    EditScope, EventChange, Notify, QueueOp, QueueState, Reminders, Scope, Trigger, Unsent,
    calendar::Visibility,
};
use serde_json::json;
use support::{
    desk::days,
    google::{ANA, MIA, TEAM},
};

use super::desk::*;

#[tokio::test]
async fn rule_18_a_new_event_bears_our_own_id_and_mails_nobody() {
    let (place, engine) = Place::with_mia().await;
    let made = create(&engine, "Lunch", "2026-11-20T13:00:00").await;
    assert!(made.pending);
    let on_screen = engine.list_occurrences(&days("2026-11-20", "2026-11-21"), &Scope::All).await;
    let one = on_screen.unwrap().remove(0);
    assert_eq!((one.title.as_str(), one.unsent, one.editable), ("Lunch", Unsent::Waiting, true));
    assert_eq!(waiting(&engine).await.op, QueueOp::Create);

    sync(&engine).await;
    let writes = place.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    let query = |name: &str| {
        let found = writes[0].query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    };
    assert_eq!(query("sendUpdates"), Some("none"));
    assert_eq!(query("conferenceDataVersion"), Some("1"));
    let id = made.target.event_id.0.simple().to_string();
    assert_eq!(place.get(MIA, &id)["summary"], "Lunch");
    assert!(queue(&engine).await.is_empty());
    assert_eq!(
        shown(&engine, "2026-11-20", "2026-11-21").await,
        ["2026-11-20 13:00 to 14:00 Lunch"]
    );
    place.assert_no_violations();
}

#[tokio::test]
async fn rule_19_and_20_a_change_sends_what_differs_guarded_by_the_etag() {
    let (place, engine) = Place::with_mia().await;
    let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({"location": "Mensa"}));
    sync(&engine).await;
    place.log();
    let etag = place.get(MIA, &id)["etag"].as_str().unwrap().to_owned();
    let target = find(&engine, "Lunch", "2026-11-20").await;
    edit(&engine, target, titled("Dinner"), EditScope::This).await;
    sync(&engine).await;
    let writes = place.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    assert_eq!(
        (writes[0].method.as_str(), writes[0].if_match.as_deref()),
        ("PATCH", Some(etag.as_str()))
    );
    assert_eq!(writes[0].sent, r#"{"summary":"Dinner"}"#.len());
    assert_eq!(place.get(MIA, &id)["location"], "Mensa");
    // Nothing comes back as a change of somebody else's, and nothing is sent again.
    sync(&engine).await;
    assert!(place.writes().is_empty());
}

#[tokio::test]
async fn every_field_arrives() {
    let (place, engine) = Place::with_mia().await;
    let change = EventChange {
        time: hour("2026-11-20T13:00:00"),
        location: Some("Mensa".into()),
        notes: Some("Bring\nforks".into()),
        guests: guests(&[ANA]),
        conference: Some(true),
        reminders: Some(Reminders::Own(Vec::new())),
        color: Some(Some(kalends_engine::Hue::Tomato)),
        busy: Some(false),
        visibility: Some(Visibility::Private),
        tentative: Some(true),
        ..titled("Lunch")
    };
    let made = engine.create_event(change, Notify::None).await.unwrap();
    sync(&engine).await;
    let event = place.get(MIA, &made.target.event_id.0.simple().to_string());
    assert_eq!(event["location"], "Mensa");
    assert_eq!(event["description"], "Bring\nforks");
    assert_eq!(event["attendees"][0]["email"], ANA);
    assert!(event["conferenceData"].is_object(), "{event}");
    assert_eq!(event["reminders"], json!({"useDefault": false}));
    assert_eq!(event["colorId"], "11");
    assert_eq!(event["transparency"], "transparent");
    assert_eq!(event["visibility"], "private");
    assert_eq!(event["status"], "tentative");
    assert!(place.mailed().is_empty());
    place.assert_no_violations();

    // Another day-long shape, and back to the calendar's own reminders.
    let target = find(&engine, "Lunch", "2026-11-20").await;
    let change = EventChange {
        time: Some((day("2026-11-21"), day("2026-11-23"))),
        reminders: Some(Reminders::Default),
        ..EventChange::default()
    };
    edit(&engine, target, change, EditScope::This).await;
    sync(&engine).await;
    let event = place.get(MIA, &made.target.event_id.0.simple().to_string());
    assert_eq!(event["start"], json!({"date": "2026-11-21"}));
    assert_eq!(event["end"], json!({"date": "2026-11-23"}));
    assert_eq!(event["reminders"], json!({"useDefault": true}));
    assert_eq!(
        shown(&engine, "2026-11-20", "2026-11-24").await,
        ["2026-11-21 to 2026-11-23 Lunch"]
    );
    place.assert_no_violations();
}

#[tokio::test]
async fn several_offline_edits_are_one_request_and_a_pair_that_cancels_out_is_none() {
    let (place, engine) = Place::with_mia().await;
    let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
    sync(&engine).await;
    place.offline();
    let target = find(&engine, "Lunch", "2026-11-20").await;
    for title in ["A", "B", "C"] {
        edit(&engine, target, titled(title), EditScope::This).await;
    }
    edit(&engine, target, placed("Roof"), EditScope::This).await;
    let made = create(&engine, "New", "2026-11-20T15:00:00").await;
    edit(&engine, made.target, titled("Newer"), EditScope::This).await;
    let gone = create(&engine, "Never", "2026-11-20T16:00:00").await;
    engine.delete_event(gone.target, EditScope::This, Notify::None).await.unwrap();
    try_sync(&engine).await;
    let states: Vec<QueueState> = queue(&engine).await.iter().map(|one| one.state).collect();
    assert_eq!(states, [QueueState::Retrying, QueueState::Waiting]);
    place.online();
    place.log();
    sync(&engine).await;
    let methods: Vec<String> = place.writes().into_iter().map(|seen| seen.method).collect();
    assert_eq!(methods, ["PATCH", "POST"]);
    assert_eq!(place.get(MIA, &id)["summary"], "C");
    assert_eq!(place.titles(MIA), ["C", "Newer"]);

    let target = find(&engine, "C", "2026-11-20").await;
    edit(&engine, target, titled("D"), EditScope::This).await;
    edit(&engine, target, titled("C"), EditScope::This).await;
    assert!(queue(&engine).await.is_empty());
    sync(&engine).await;
    assert!(place.writes().is_empty());
}

#[tokio::test]
async fn a_deletion_arrives_and_stays() {
    let (place, engine) = Place::with_mia().await;
    place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
    sync(&engine).await;
    let target = find(&engine, "Lunch", "2026-11-20").await;
    engine.delete_event(target, EditScope::This, Notify::None).await.unwrap();
    assert!(shown(&engine, "2026-11-20", "2026-11-21").await.is_empty());
    assert_eq!(waiting(&engine).await.op, QueueOp::Delete);
    sync(&engine).await;
    assert!(place.titles(MIA).is_empty());
    sync(&engine).await;
    assert!(shown(&engine, "2026-11-20", "2026-11-21").await.is_empty());
    assert!(queue(&engine).await.is_empty());
}

#[tokio::test]
async fn an_event_moves_between_calendars_of_its_account_and_keeps_its_id() {
    let (place, engine) = Place::with_mia().await;
    let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
    sync(&engine).await;
    let team = calendar(&engine, "Team").await.id;
    let target = find(&engine, "Lunch", "2026-11-20").await;
    let change = EventChange { calendar: Some(team), ..titled("Team lunch") };
    let edited = edit(&engine, target, change, EditScope::This).await;
    assert_eq!(edited.calendar_id, team);
    assert_eq!(waiting(&engine).await.op, QueueOp::Move);
    place.log();
    sync(&engine).await;
    let methods: Vec<String> = place.writes().into_iter().map(|seen| seen.method).collect();
    assert_eq!(methods, ["POST", "PATCH"]);
    assert_eq!(place.get(TEAM, &id)["summary"], "Team lunch");
    assert!(place.titles(MIA).is_empty());
    sync(&engine).await;
    assert_eq!(shown(&engine, "2026-11-20", "2026-11-21").await.len(), 1);
    assert!(queue(&engine).await.is_empty());
    place.assert_no_violations();
}

#[tokio::test]
async fn edits_that_arrive_count_as_contact_as_much_as_a_reading_does() {
    let (place, engine) = Place::with_mia().await;
    let read = engine.sync_state().await.unwrap().last_good.unwrap();
    place.desk.config.clock.advance(jiff::SignedDuration::from_mins(7));
    create(&engine, "Lunch", "2026-11-20T13:00:00").await;
    engine.sync(None, Trigger::Edit, false).await.unwrap();
    assert_eq!(place.titles(MIA), ["Lunch"]);
    assert!(!place.log().iter().any(|seen| seen.method == "GET" && seen.path.ends_with("/events")));
    let sent = engine.sync_state().await.unwrap().last_good.unwrap();
    assert!(sent.duration_since(read) >= jiff::SignedDuration::from_mins(7), "{read} {sent}");
}
