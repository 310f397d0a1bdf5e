//! What goes over the wire, to the letter, and what is made of the answers.

mod free_busy;
mod lists;

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;

use super::*;
use crate::google::session::Session;
use crate::google::testing::{self, Hand, Script, refusal, response};
use crate::network::NetworkFault;

/// A session of a Google that answers everything with this.
fn answering(answer: Response) -> (Arc<Script>, Session) {
    let script = Script::google(move |_| Ok(answer.clone()));
    let session = testing::session(&script, &Hand::still());
    (script, session)
}

fn empty_page() -> Response {
    testing::json(200, &json!({ "items": [], "nextSyncToken": "s" }))
}

fn event() -> Response {
    response(200, r#"{ "id":"e1", "etag": "\"7\"",  "summary":"Tea" }"#)
}

/// Method, address, `If-Match` and body of the last request; the long field masks are cut.
fn last(script: &Script) -> String {
    let request = script.seen().pop().unwrap();
    let query: Vec<String> = request
        .url
        .query_pairs()
        .map(|(name, value)| {
            let value = if name == "fields" { "…".into() } else { value };
            format!("\n  {name} = {value}")
        })
        .collect();
    let if_match = request.headers.get("if-match").map(|etag| etag.to_str().unwrap().to_owned());
    let body = String::from_utf8(request.body.to_vec()).unwrap();
    format!(
        "{} {}{}{}{}",
        request.method,
        request.url.path(),
        query.concat(),
        if_match.map(|etag| format!("\n  If-Match: {etag}")).unwrap_or_default(),
        if body.is_empty() { String::new() } else { format!("\n  {body}") },
    )
}

#[tokio::test]
async fn what_every_method_asks() {
    let (script, session) = answering(event());
    let body = json!({ "summary": "Tea" }).as_object().unwrap().clone();
    let all = WriteOptions { send_updates: SendUpdates::All };
    let external = WriteOptions { send_updates: SendUpdates::ExternalOnly };
    let silent = WriteOptions::default();
    let mut asked = String::new();
    let mut note = |script: &Script| asked += &format!("{}\n", last(script));
    session.get_event("c@h.example", "e1").await.unwrap();
    note(&script);
    session.insert_event("c@h.example", &body, all).await.unwrap();
    note(&script);
    session.patch_event("c@h.example", "e1", &body, Some("\"7\""), external).await.unwrap();
    note(&script);
    session.patch_event("c@h.example", "e1", &body, None, silent).await.unwrap();
    note(&script);
    session.delete_event("c@h.example", "e1", Some("\"7\""), silent).await.unwrap();
    note(&script);
    session.move_event("c@h.example", "e1", "#d@h.example", all).await.unwrap();
    note(&script);
    session.get_colors().await.unwrap();
    note(&script);
    let (script, session) = answering(empty_page());
    session.list_calendars(&ListCalendars::default()).await.unwrap();
    note(&script);
    session.list_events("c#x@h.example", &ListEvents::default()).await.unwrap();
    note(&script);
    let instances = ListInstances {
        from: Some("2026-03-01T00:00:00Z".parse().unwrap()),
        to: Some("2026-04-01T00:00:00Z".parse().unwrap()),
        page_token: None,
    };
    session.list_instances("c@h.example", "e1", &instances).await.unwrap();
    note(&script);
    session.list_settings().await.unwrap();
    note(&script);
    insta::assert_snapshot!(asked, @r#"
    GET /calendar/v3/calendars/c@h.example/events/e1
      fields = …
    POST /calendar/v3/calendars/c@h.example/events
      sendUpdates = all
      conferenceDataVersion = 1
      supportsAttachments = true
      fields = …
      {"summary":"Tea"}
    PATCH /calendar/v3/calendars/c@h.example/events/e1
      sendUpdates = externalOnly
      conferenceDataVersion = 1
      supportsAttachments = true
      fields = …
      If-Match: "7"
      {"summary":"Tea"}
    PATCH /calendar/v3/calendars/c@h.example/events/e1
      sendUpdates = none
      conferenceDataVersion = 1
      supportsAttachments = true
      fields = …
      {"summary":"Tea"}
    DELETE /calendar/v3/calendars/c@h.example/events/e1
      sendUpdates = none
      If-Match: "7"
    POST /calendar/v3/calendars/c@h.example/events/e1/move
      destination = #d@h.example
      sendUpdates = all
      fields = …
    GET /calendar/v3/colors
    GET /calendar/v3/users/me/calendarList
      maxResults = 250
      showHidden = true
      fields = …
    GET /calendar/v3/calendars/c%23x@h.example/events
      maxResults = 2500
      singleEvents = false
      fields = …
    GET /calendar/v3/calendars/c@h.example/events/e1/instances
      maxResults = 2500
      fields = …
      timeMin = 2026-03-01T00:00:00Z
      timeMax = 2026-04-01T00:00:00Z
    GET /calendar/v3/users/me/settings
      maxResults = 250
      fields = …
    "#);
}

#[tokio::test]
async fn an_event_comes_back_byte_for_byte_with_its_tag() {
    let silent = WriteOptions::default();
    let body = serde_json::Map::new();
    for (answer, expected) in [
        (event(), Ok(("e1", "\"7\""))),
        (
            testing::with_header(response(200, r#"{"id":"e1"}"#), "etag", "\"8\""),
            Ok(("e1", "\"8\"")),
        ),
        (response(200, r#"{"id":"e1"}"#), Ok(("e1", ""))),
        (response(200, "{}"), Err("unreadable")),
        (response(200, ""), Err("unreadable")),
        (response(200, r#"{"id":"e1","su"#), Err("truncated")),
        (response(200, "<html>"), Err("captive")),
        (refusal(409, "duplicate"), Err("duplicate")),
    ] {
        let (_, session) = answering(answer.clone());
        let got = session.insert_event("c", &body, silent).await;
        match (&got, expected) {
            (Ok(event), Ok((id, etag))) => {
                assert_eq!((event.id.as_str(), event.etag.as_str()), (id, etag));
                assert_eq!(event.json, answer.body);
            }
            (Err(error), Err(kind)) => assert_eq!(error.kind(), kind),
            (Ok(_) | Err(_), _) => panic!("{got:?}, not {expected:?}"),
        }
    }
}

#[tokio::test]
async fn rules_18_19_22_writes_and_their_refusals() {
    let silent = WriteOptions::default();
    let body = serde_json::Map::new();
    let (_, session) = answering(refusal(409, "duplicate"));
    let insert = session.insert_event("c", &body, silent).await;
    assert_eq!(insert.unwrap_err(), GoogleError::Duplicate);
    let (_, session) = answering(refusal(412, "conditionNotMet"));
    let patch = session.patch_event("c", "e", &body, Some("\"1\""), silent).await;
    assert_eq!(patch.unwrap_err(), GoogleError::PreconditionFailed);
    for (status, reason) in [(404, "notFound"), (410, "deleted")] {
        let (_, session) = answering(refusal(status, reason));
        let delete = session.delete_event("c", "e", Some("\"1\""), silent).await;
        assert!(delete.unwrap_err().is_gone(), "{status}");
    }
    let (_, session) = answering(response(204, ""));
    assert_eq!(session.delete_event("c", "e", None, silent).await, Ok(()));
}

#[tokio::test]
async fn ids_that_are_none_are_refused_before_anything_is_sent() {
    let (script, session) = answering(event());
    for (calendar, event) in [("", "e"), ("c", ""), ("..", "e"), ("c", "..")] {
        let error = session.get_event(calendar, event).await.unwrap_err();
        assert_eq!(error.kind(), "invalid");
    }
    let error = session.delete_event("c", "", None, WriteOptions::default()).await.unwrap_err();
    assert_eq!(error.kind(), "invalid", "never DELETE …/events/");
    assert!(script.seen().is_empty());
}

#[test]
fn calls_can_run_on_any_thread() {
    fn is_send<T: Send>(_: &T) {}
    let (_, session) = answering(event());
    is_send(&session.list_events("c", &ListEvents::default()));
    is_send(&session.insert_event("c", &serde_json::Map::new(), WriteOptions::default()));
    is_send(&session.free_busy(&[], Timestamp::MIN, Timestamp::MAX));
}
