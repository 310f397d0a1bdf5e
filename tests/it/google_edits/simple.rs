//! One event: made, changed, moved, deleted, answered.

use kalends_engine::{
    EditScope, EventChange, Notify, QueueOp, QueueState, Reminders, Role as CalendarRole, Scope,
    Trigger, Unsent,
    calendar::{Participation, Visibility},
};
use serde_json::json;
use support::{
    desk::{days, instant},
    google::{ANA, Fault, MIA, Matcher, PROJECTS, ROOMS, Refusal, Role, TEAM},
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
async fn rule_32_calendars_that_may_only_be_read_refuse_with_the_reason() {
    let (place, engine) = Place::with_mia().await;
    place.add(ROOMS, "Board", "2026-11-20T13:00:00", json!({}));
    place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
    sync(&engine).await;
    let target = find(&engine, "Board", "2026-11-20").await;
    let refused = engine.edit_event(target, titled("x"), EditScope::This, Notify::None).await;
    let error = refused.unwrap_err();
    assert_eq!(error.kind(), "read_only");
    assert!(error.to_string().contains("read it only"), "{error}");
    let rooms = calendar(&engine, "Rooms").await;
    assert_eq!(rooms.mirror.unwrap().role, CalendarRole::Reader);
    let change =
        EventChange { calendar: Some(rooms.id), time: hour("2026-11-20T13:00:00"), ..titled("x") };
    assert_eq!(engine.create_event(change, Notify::None).await.unwrap_err().kind(), "read_only");

    // A direction of the user's choice does the same.
    let mine = calendar(&engine, MIA).await.id;
    let change = kalends_engine::CalendarChange {
        direction: Some(kalends_engine::Direction::Read),
        ..kalends_engine::CalendarChange::default()
    };
    engine.change_calendar(mine, change).await.unwrap();
    let target = find(&engine, "Lunch", "2026-11-20").await;
    let error = engine.edit_event(target, titled("x"), EditScope::This, Notify::None).await;
    assert!(error.unwrap_err().to_string().contains("you chose"));
    assert!(place.writes().is_empty());
}

#[tokio::test]
async fn rule_36_a_refused_edit_shows_the_servers_state_keeps_the_users_and_blocks_nobody() {
    let (place, engine) = Place::with_mia().await;
    let id = place.add(PROJECTS, "Plan", "2026-11-20T13:00:00", json!({}));
    sync(&engine).await;
    let target = find(&engine, "Plan", "2026-11-20").await;
    edit(&engine, target, titled("Better plan"), EditScope::This).await;
    create(&engine, "Lunch", "2026-11-20T15:00:00").await;
    place.server.control().list_calendar(MIA, PROJECTS, Role::Reader, |_| ());
    try_sync(&engine).await;
    assert_eq!(place.titles(MIA), ["Lunch"]);
    let entry = waiting(&engine).await;
    assert_eq!((entry.state, entry.title.as_str()), (QueueState::Refused, "Better plan"));
    assert_eq!(
        (entry.fields[0].base.as_str(), entry.fields[0].mine.as_str()),
        ("Plan", "Better plan")
    );
    assert!(
        shown(&engine, "2026-11-20", "2026-11-21")
            .await
            .contains(&"2026-11-20 13:00 to 14:00 Plan".into())
    );

    // Allowed again, it can be tried again.
    place.server.control().list_calendar(MIA, PROJECTS, Role::Writer, |_| ());
    sync(&engine).await;
    assert_eq!(waiting(&engine).await.state, QueueState::Refused, "nothing goes unasked");
    assert_eq!(place.get(PROJECTS, &id)["summary"], "Plan");
    engine.retry_queue(None).await.unwrap();
    sync(&engine).await;
    assert_eq!(place.get(PROJECTS, &id)["summary"], "Better plan");
    assert!(queue(&engine).await.is_empty());

    // Refused and discarded, it is gone.
    edit(&engine, target, titled("Best plan"), EditScope::This).await;
    let refusal = Refusal::new(400, "invalid", "Invalid value");
    place.server.control().fail(Matcher::of("PATCH", "/events/"), Fault::Refuse(refusal), 1);
    try_sync(&engine).await;
    let entry = waiting(&engine).await;
    engine.discard_queue(entry.id).await.unwrap();
    assert!(queue(&engine).await.is_empty());
    sync(&engine).await;
    assert_eq!(place.get(PROJECTS, &id)["summary"], "Better plan");
    assert!(
        shown(&engine, "2026-11-20", "2026-11-21")
            .await
            .contains(&"2026-11-20 13:00 to 14:00 Better plan".into())
    );
}

#[tokio::test]
async fn rule_35_a_used_up_quota_stops_writes_for_hours_and_loses_none() {
    let (place, engine) = Place::with_mia().await;
    let refusal = Refusal::new(403, "quotaExceeded", "Calendar usage limits exceeded.");
    place.server.control().fail(Matcher::of("POST", "/events"), Fault::Refuse(refusal), 1);
    create(&engine, "One", "2026-11-20T13:00:00").await;
    create(&engine, "Two", "2026-11-20T14:00:00").await;
    engine.sync(None, kalends_engine::Trigger::Schedule, false).await.unwrap();
    assert_eq!(place.writes().len(), 1);
    let entry = queue(&engine).await.remove(0);
    assert_eq!(entry.problem.unwrap().kind, "quota_exceeded");
    let wait = entry.next_try.unwrap().duration_since(instant(support::desk::NOON));
    assert!(wait.as_hours() >= 3, "{wait}");
    engine.sync(None, kalends_engine::Trigger::Schedule, false).await.unwrap();
    assert!(place.writes().is_empty());
    place.desk.config.clock.advance(jiff::SignedDuration::from_hours(5));
    engine.sync(None, kalends_engine::Trigger::Schedule, false).await.unwrap();
    assert_eq!(place.titles(MIA), ["One", "Two"]);
    assert!(queue(&engine).await.is_empty());
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

#[tokio::test]
async fn rule_32_what_a_role_hid_is_read_again_when_the_role_rises_and_hidden_when_it_falls() {
    let (place, engine) = Place::with_mia().await;
    let private = json!({"visibility": "private"});
    place.add(PROJECTS, "Secret plan", "2026-11-20T13:00:00", private);
    let titles = async |role| {
        place.server.control().list_calendar(MIA, PROJECTS, role, |_| ());
        sync(&engine).await;
        shown(&engine, "2026-11-20", "2026-11-21").await
    };
    let (hidden, told) =
        (["2026-11-20 13:00 to 14:00 "], ["2026-11-20 13:00 to 14:00 Secret plan"]);
    assert_eq!(titles(Role::Reader).await, hidden);
    assert_eq!(titles(Role::Writer).await, told);
    assert_eq!(titles(Role::WriterWithoutPrivateAccess).await, hidden);
    assert_eq!(titles(Role::Owner).await, told);
}
