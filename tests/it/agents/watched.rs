//! What a client is told unasked, and that a client that begins anew is the same.

use std::time::Duration;

use jiff::SignedDuration;
use kalends_engine::{CalendarId, EditScope, Notify, Sight};
use serde_json::json;
use tokio::time::timeout;

use super::{client::Client, place::Place};
use crate::proposals::hands::{event, own, titled, update};

const UPDATED: &str = "notifications/resources/updated";

/// A calendar of which the agent sees everything.
async fn seen_as(place: &Place, name: &str) -> CalendarId {
    let home = place.engine.add_local_calendar(name, None).await.unwrap().id;
    place.engine.allow_agent(place.agent, home, Sight::Full).await.unwrap();
    home
}

#[tokio::test]
async fn a_client_that_begins_anew_has_used_what_it_used() {
    let place = Place::new().await;
    let mut client = Client::connect(&place).await;
    let mut answered = 0;
    loop {
        let answer = client.call("get_context", json!({})).await;
        if answer["result"]["isError"] == true {
            break;
        }
        answered += 1;
    }
    assert_eq!(answered, 240);
    let hello = json!({
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": { "name": "another", "version": "2" },
    });
    client.ask("initialize", hello).await;
    let refused = client.call("get_context", json!({})).await.to_string();
    assert!(refused.contains("240 reads within a minute"), "{refused}");
    client.close().await;
}

#[tokio::test]
async fn a_watched_proposal_is_told_when_its_event_changes_and_when_it_ends() {
    let place = Place::new().await;
    let home = seen_as(&place, "Home").await;
    let session = place.session().await;
    let target = own(&place.engine, home, event("Call", "2026-11-20T18:00", "2026-11-20T19:00"));
    let target = target.await;
    let proposal = session.propose(update(&session, target, titled("Talk")).await).await.unwrap();
    let mut client = Client::connect(&place).await;
    let uri = format!("calendar://proposals/{}", proposal.id);
    client.ask("resources/subscribe", json!({ "uri": uri })).await;
    // Once anything is told, everything has been looked at.
    client.ask("resources/subscribe", json!({ "uri": "calendar://calendars" })).await;
    for name in 0..100 {
        seen_as(&place, &format!("Other {name}")).await;
        if timeout(Duration::from_millis(500), client.told(UPDATED)).await.is_ok() {
            break;
        }
    }
    client.ask("resources/unsubscribe", json!({ "uri": "calendar://calendars" })).await;

    let edited = place.engine.edit_event(target, titled("Chat"), EditScope::This, Notify::None);
    edited.await.unwrap();
    let told = async { while client.told(UPDATED).await["uri"] != uri.as_str() {} };
    timeout(Duration::from_secs(30), told).await.unwrap();
    let status = json!({ "since": place.desk.config.clock.now().to_string() });
    let news = client.call("proposal_status", status).await;
    assert_eq!(news["result"]["structuredContent"]["proposals"][0]["state"], "out_of_date");

    // Nobody notes that it ended; the time alone tells.
    place.desk.config.clock.advance(SignedDuration::from_hours(6));
    let told = async { while client.told(UPDATED).await["uri"] != uri.as_str() {} };
    timeout(Duration::from_secs(30), told).await.unwrap();
    let read = client.ask("resources/read", json!({ "uri": uri })).await.to_string();
    assert!(read.contains("expired"), "{read}");
    client.close().await;
}
