//! What goes wrong on the way: before, amid and after the server does it.

use kalends_engine::{EditScope, EventChange, Notify, QueueState};
use serde_json::json;
use support::google::{ANA, Fault, MIA, Matcher, Refusal};

use super::desk::*;

fn faults() -> Vec<(&'static str, Fault)> {
    vec![
        ("dropped before", Fault::DropBefore),
        ("dropped amid", Fault::DropAmid),
        ("dropped after", Fault::DropAfter),
        ("truncated", Fault::Truncate(9)),
        ("500", Fault::Status(500)),
        ("503", Fault::Status(503)),
        ("403 rate", Fault::Refuse(Refusal::new(403, "rateLimitExceeded", "Rate Limit Exceeded"))),
        ("429", Fault::Refuse(Refusal::new(429, "rateLimitExceeded", "Too many requests"))),
        ("expired access", Fault::ExpiredAccess),
        ("captive page", Fault::CaptivePage),
        ("captive redirect", Fault::CaptiveRedirect),
    ]
}

/// Rules 18, 19, 22 and 35: whatever happens to the first tries, in the end both sides are equal,
/// nothing is doubled, and the guests are mailed once.
#[tokio::test]
async fn rule_22_every_fault_of_a_write_ends_well() {
    for method in ["POST", "PATCH", "DELETE"] {
        for (name, fault) in faults() {
            let (place, engine) = Place::with_mia().await;
            let more = json!({"attendees": [{"email": ANA}]});
            let old = place.add(MIA, "Lunch", "2026-11-20T13:00:00", more);
            sync(&engine).await;
            let target = find(&engine, "Lunch", "2026-11-20").await;
            place.server.control().fail(Matcher::of(method, "/events"), fault, 2);
            match method {
                "POST" => {
                    let change = EventChange {
                        time: hour("2026-11-20T15:00:00"),
                        guests: guests(&[ANA]),
                        ..titled("New")
                    };
                    engine.create_event(change, Notify::All).await.unwrap();
                }
                "PATCH" => {
                    engine
                        .edit_event(target, titled("Dinner"), EditScope::This, Notify::All)
                        .await
                        .unwrap();
                }
                _ => {
                    engine.delete_event(target, EditScope::This, Notify::All).await.unwrap();
                }
            }
            for _ in 0..4 {
                try_sync(&engine).await;
                place.desk.config.clock.advance(jiff::SignedDuration::from_hours(1));
            }
            place.server.control().heal();
            sync(&engine).await;
            let said = format!("{method}, {name}");
            let expected: &[&str] = match method {
                "POST" => &["Lunch", "New"],
                "PATCH" => &["Dinner"],
                _ => &[],
            };
            assert_eq!(place.titles(MIA), expected, "{said}");
            let here = shown(&engine, "2026-11-20", "2026-11-21").await;
            assert_eq!(here.len(), expected.len(), "{said}: {here:?}");
            assert!(queue(&engine).await.is_empty(), "{said}: {:?}", queue(&engine).await);
            assert_eq!(place.mailed(), [ANA], "{said}");
            let _ = old;
        }
    }
}

/// The process dies after the server has done it and before the answer is written.
#[tokio::test]
async fn rule_18_a_kill_between_commit_and_answer_doubles_nothing() {
    for method in ["POST", "PATCH", "DELETE"] {
        let (place, engine) = Place::with_mia().await;
        place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
        sync(&engine).await;
        let target = find(&engine, "Lunch", "2026-11-20").await;
        place.server.control().fail(Matcher::of(method, "/events"), Fault::DropAfter, 1);
        match method {
            "POST" => {
                create(&engine, "New", "2026-11-20T15:00:00").await;
            }
            "PATCH" => {
                edit(&engine, target, titled("Dinner"), EditScope::This).await;
            }
            _ => {
                engine.delete_event(target, EditScope::This, Notify::None).await.unwrap();
            }
        }
        try_sync(&engine).await;
        engine.close().await;
        place.log();
        let engine = place.desk.open().await.unwrap();
        sync(&engine).await;
        let titles = place.titles(MIA);
        let expected: &[&str] = match method {
            "POST" => &["Lunch", "New"],
            "PATCH" => &["Dinner"],
            _ => &[],
        };
        assert_eq!(titles, expected, "{method}");
        assert!(queue(&engine).await.is_empty(), "{method}");
        sync(&engine).await;
        assert_eq!(shown(&engine, "2026-11-20", "2026-11-21").await.len(), expected.len());
    }
}

#[tokio::test]
async fn an_edit_on_top_of_one_whose_answer_was_lost_is_no_conflict() {
    let (place, engine) = Place::with_mia().await;
    let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
    sync(&engine).await;
    let target = find(&engine, "Lunch", "2026-11-20").await;
    edit(&engine, target, titled("Dinner"), EditScope::This).await;
    place.server.control().fail(Matcher::of("PATCH", "/events/"), Fault::DropAfter, 1);
    place.server.control().fail(Matcher::of("GET", "/events"), Fault::DropBefore, 100);
    try_sync(&engine).await;
    edit(&engine, target, titled("Supper"), EditScope::This).await;
    place.server.control().heal();
    sync(&engine).await;
    assert_eq!(place.get(MIA, &id)["summary"], "Supper");
    assert!(queue(&engine).await.is_empty());
}

#[tokio::test]
async fn an_edit_taken_back_after_a_lost_answer_is_taken_back_there_too() {
    let (place, engine) = Place::with_mia().await;
    let id = place.add(MIA, "Lunch", "2026-11-20T13:00:00", json!({}));
    sync(&engine).await;
    let target = find(&engine, "Lunch", "2026-11-20").await;
    let edited = edit(&engine, target, titled("Dinner"), EditScope::This).await;
    let made = create(&engine, "New", "2026-11-20T15:00:00").await;
    place.server.control().fail(Matcher::of("PATCH", "/events/"), Fault::DropAfter, 1);
    place.server.control().fail(Matcher::of("POST", "/events"), Fault::DropAfter, 1);
    place.server.control().fail(Matcher::of("GET", "/events"), Fault::DropBefore, 100);
    try_sync(&engine).await;
    try_sync(&engine).await;
    engine.undo(made.undo, Notify::None).await.unwrap();
    engine.undo(edited.undo, Notify::None).await.unwrap();
    place.server.control().heal();
    sync(&engine).await;
    sync(&engine).await;
    assert_eq!(place.get(MIA, &id)["summary"], "Lunch");
    assert_eq!(place.titles(MIA), ["Lunch"]);
    assert_eq!(shown(&engine, "2026-11-20", "2026-11-21").await.len(), 1);
    assert!(queue(&engine).await.is_empty());
}

#[tokio::test]
async fn rule_44_signed_out_edits_wait_and_are_sent_after_signing_in_again() {
    let (mut place, engine) = Place::with_mia().await;
    create(&engine, "Lunch", "2026-11-20T13:00:00").await;
    place.server.control().revoke_user(MIA);
    try_sync(&engine).await;
    let entry = waiting(&engine).await;
    assert_ne!(entry.state, QueueState::Refused);
    assert_eq!(entry.reason, "Sign in again to send");

    let account = engine.list_accounts().await.unwrap().remove(0);
    engine.close().await;
    let engine = place.sign_in(Some(account.id)).await;
    sync(&engine).await;
    assert_eq!(place.titles(MIA), ["Lunch"]);
    assert!(queue(&engine).await.is_empty());
}

#[tokio::test]
async fn offline_the_queue_says_so() {
    let (place, engine) = Place::with_mia().await;
    create(&engine, "Lunch", "2026-11-20T13:00:00").await;
    place.offline();
    try_sync(&engine).await;
    let entry = waiting(&engine).await;
    assert_eq!(entry.state, QueueState::Retrying);
    assert!(entry.next_try.is_some(), "{entry:?}");
    assert_eq!(entry.problem.unwrap().kind, "refused", "nobody listens there");
    place.online();
    engine.sync(None, kalends_engine::Trigger::Network, false).await.unwrap();
    assert_eq!(place.titles(MIA), ["Lunch"]);
}
