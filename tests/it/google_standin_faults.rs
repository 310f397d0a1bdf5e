//! Faults on demand, on a real socket.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};
use support::google::{Fault, GoogleServer, MIA, Matcher, Plenty, Refusal};

use crate::google_standin::{google, mia};

/// One request over a connection of its own: status, headers and body, as far as they came.
fn ask(address: SocketAddr, head: &str, body: &str) -> Option<(u16, String, Vec<u8>)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let length = body.len();
    let text = format!("{head}\r\nhost: x\r\ncontent-length: {length}\r\n\r\n{body}");
    stream.write_all(text.as_bytes()).ok()?;
    stream.shutdown(std::net::Shutdown::Write).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, head, answer.split_off(end + 4)))
}

struct Place {
    server: GoogleServer,
    token: String,
}

impl Place {
    fn new() -> Self {
        let mut google = google();
        let (token, _) = google.sign_in(MIA, &["calendar"]);
        let server = GoogleServer::start(google).unwrap();
        server.freeze(Some("2025-03-23T11:00:00Z".parse().unwrap()));
        Self { server, token }
    }

    fn ask(&self, method: &str, target: &str, more: &str) -> Option<(u16, String, Vec<u8>)> {
        let token = &self.token;
        let head = format!(
            "{method} /calendar/v3/{target} HTTP/1.1\r\nauthorization: Bearer {token}{more}"
        );
        ask(self.server.address(), &head, "")
    }

    fn list(&self) -> Option<(u16, String, Vec<u8>)> {
        self.ask("GET", "calendars/primary/events", "")
    }
}

const INSERT: &str = r#"{"summary":"x","id":"abcde12345","start":{"date":"2025-03-24"},"end":{"date":"2025-03-25"}}"#;

fn insert(place: &Place) -> Option<u16> {
    let token = &place.token;
    let head = format!(
        "POST /calendar/v3/calendars/primary/events HTTP/1.1\r\nauthorization: Bearer {token}"
    );
    ask(place.server.address(), &head, INSERT).map(|(status, _, _)| status)
}

#[test]
fn any_status_and_reason_with_the_time_to_wait() {
    let place = Place::new();
    let mut refusal = Refusal::new(403, "rateLimitExceeded", "Rate Limit Exceeded");
    refusal.retry_after = Some(7);
    place.server.control().fail(Matcher::event_lists(), Fault::Refuse(refusal), 1);
    let (status, head, body) = place.list().unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(status, 403);
    assert!(head.contains("retry-after: 7"), "{head}");
    assert_eq!(body.pointer("/error/errors/0/domain"), Some(&json!("usageLimits")));
    assert_eq!(body.pointer("/error/errors/0/reason"), Some(&json!("rateLimitExceeded")));
    assert_eq!(place.list().unwrap().0, 200, "once");
}

#[test]
fn a_write_is_dropped_before_it_is_done_amid_the_answer_or_after() {
    for (fault, done) in
        [(Fault::DropBefore, false), (Fault::DropAmid, true), (Fault::DropAfter, true)]
    {
        let place = Place::new();
        place.server.control().fail(Matcher::of("POST", "/events"), fault.clone(), 1);
        let first = insert(&place);
        assert!(first.is_none() || fault == Fault::DropAmid, "{fault:?}: {first:?}");
        assert_eq!(insert(&place), Some(if done { 409 } else { 200 }), "{fault:?}");
    }
}

#[test]
fn somebody_in_between_answers_with_a_page_or_leads_away() {
    let place = Place::new();
    place.server.control().fail(Matcher::any(), Fault::CaptivePage, 1);
    let (status, head, _) = place.list().unwrap();
    assert_eq!((status, head.contains("text/html")), (200, true));
    place.server.control().fail(Matcher::any(), Fault::CaptiveRedirect, 1);
    assert_eq!(place.list().unwrap().0, 302);
    place.server.control().fail(Matcher::any(), Fault::Truncate(20), 1);
    assert_eq!(place.list().unwrap().2.len(), 20);
    place.server.control().fail(Matcher::any(), Fault::ExpiredAccess, 1);
    assert_eq!(place.list().unwrap().0, 401);
    assert_eq!(place.list().unwrap().0, 401, "until it is refreshed");
}

#[test]
fn the_port_closes_and_opens_again() {
    let place = Place::new();
    place.server.close().unwrap();
    assert!(place.list().is_none());
    place.server.open().unwrap();
    assert_eq!(place.list().unwrap().0, 200);
}

#[test]
fn odd_and_empty_pages_on_demand_and_gzip_where_welcome() {
    let place = Place::new();
    place.server.control().foreign_items.push(json!({"id": 7, "start": "rubbish"}));
    let (_, _, body) = place.list().unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body.pointer("/items/0/start"), Some(&json!("rubbish")));
    mia(
        &mut place.server.control(),
        "POST",
        "calendars/primary/events",
        crate::google_standin::meeting("x"),
    );
    let (_, head, _) =
        place.ask("GET", "calendars/primary/events", "\r\naccept-encoding: gzip").unwrap();
    assert!(head.contains("content-encoding: gzip"), "{head}");
    place.server.control().lists_nothing = true;
    let body: Value = serde_json::from_slice(&place.list().unwrap().2).unwrap();
    assert_eq!(body.pointer("/items"), Some(&json!([])));
    let log = place.server.control().take_log();
    assert_eq!(log.iter().map(|seen| seen.gzip).collect::<Vec<_>>(), [false, true, false]);
}

#[test]
fn the_control_port_changes_and_tells() {
    let place = Place::new();
    let control = place.server.start_control().unwrap();
    let put = |path: &str, body: &str| {
        ask(control, &format!("PUT /control/{path} HTTP/1.1"), body).unwrap()
    };
    let fault =
        r#"{"fault": "refuse", "status": 429, "reason": "rateLimitExceeded", "retryAfter": 3}"#;
    assert_eq!(put("fail", fault).0, 204);
    assert_eq!(place.list().unwrap().0, 429);
    assert_eq!(put("stop", "").0, 204);
    assert!(place.list().is_none());
    assert_eq!(put("start", "").0, 204);
    let path = format!("as/{MIA}/calendar/v3/calendars/primary/events");
    let (status, _, _) = ask(control, &format!("POST /control/{path} HTTP/1.1"), INSERT).unwrap();
    assert_eq!(status, 200);
    assert_eq!(insert(&place), Some(409));
    let (_, _, rows) = ask(control, "GET /control/requests HTTP/1.1", "").unwrap();
    let rows: Value = serde_json::from_slice(&rows).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 2, "{rows}");
}

#[test]
fn plenty_is_the_same_for_the_same_seed() {
    let make = || {
        let mut google = google();
        google.generate(MIA, Plenty { calendars: 2, events: 100 });
        let list = crate::google_standin::get(
            &mut google,
            "calendars/made0@group.calendar.google.com/events?maxResults=2500",
        );
        list.get("items").cloned().unwrap()
    };
    let items = make();
    assert_eq!(items.as_array().unwrap().len(), 50);
    assert_eq!(items, make());
}
