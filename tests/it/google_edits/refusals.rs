//! What Google, a role or the user does not allow.

use kalends_engine::{EditScope, EventChange, Notify, QueueState, Role as CalendarRole};
use serde_json::json;
use support::{
    desk::instant,
    google::{Fault, MIA, Matcher, PROJECTS, ROOMS, Refusal, Role},
};

use super::desk::*;

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
    assert_eq!(entry.reason, "", "`next_try` says it");
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
