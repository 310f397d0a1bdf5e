//! The stand-in of Google answers as the contract and the recorded answers have it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use support::google::{
    ANA, CLIENT_ID, CLIENT_SECRET, Consent, Google, MIA, PROJECTS, ROOMS, Request, Response,
};

pub(crate) fn google() -> Google {
    Google::sample("2025-03-23T10:41:35.252630Z".parse().unwrap(), 1)
}

/// A request of Mia's with every scope.
pub(crate) fn mia(google: &mut Google, method: &str, target: &str, body: Value) -> Response {
    by(google, MIA, method, target, body)
}

pub(crate) fn by(
    google: &mut Google,
    user: &str,
    method: &str,
    target: &str,
    body: Value,
) -> Response {
    let mut request = Request::new(method, &format!("/calendar/v3/{target}"));
    if !body.is_null() {
        request = request.json(&body);
    }
    google.act(user, &request)
}

pub(crate) fn get(google: &mut Google, target: &str) -> Value {
    let answer = mia(google, "GET", target, Value::Null);
    assert_eq!(answer.status, 200, "{}", answer.value());
    answer.value()
}

pub(crate) fn reason(answer: &Response) -> (u16, String) {
    let value = answer.value();
    let reason = value.pointer("/error/errors/0/reason").and_then(Value::as_str);
    (answer.status, reason.unwrap_or_default().to_owned())
}

pub(crate) fn meeting(summary: &str) -> Value {
    json!({
        "summary": summary,
        "start": {"dateTime": "2025-03-24T09:00:00+01:00"},
        "end": {"dateTime": "2025-03-24T10:00:00+01:00"},
    })
}

mod sign_in {
    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const SCOPES: &str = "openid email https://www.googleapis.com/auth/calendar.events \
                          https://www.googleapis.com/auth/calendar.calendarlist.readonly";

    fn ask() -> Request {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER.as_bytes()));
        Request::new("GET", "/o/oauth2/v2/auth")
            .with("client_id", CLIENT_ID)
            .with("redirect_uri", "http://127.0.0.1:4567/")
            .with("response_type", "code")
            .with("scope", SCOPES)
            .with("state", "xyz")
            .with("code_challenge", &challenge)
            .with("code_challenge_method", "S256")
    }

    fn back(answer: &Response, name: &str) -> Option<String> {
        assert_eq!(answer.status, 302);
        let place = Request::new("GET", answer.get_header("location").unwrap());
        place.get(name).map(str::to_owned)
    }

    fn redeem(google: &mut Google, code: &str, verifier: &str) -> Response {
        google.answer(&Request::new("POST", "/token").form(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("client_id", CLIENT_ID),
            ("client_secret", CLIENT_SECRET),
            ("redirect_uri", "http://127.0.0.1:4567/"),
            ("code_verifier", verifier),
        ]))
    }

    fn refresh(google: &mut Google, token: &str) -> Response {
        google.answer(&Request::new("POST", "/token").form(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
            ("client_id", CLIENT_ID),
            ("client_secret", CLIENT_SECRET),
        ]))
    }

    fn text(value: &Value, key: &str) -> String {
        value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    #[test]
    fn a_code_gives_tokens_once_to_whoever_has_the_verifier() {
        let mut google = google();
        google.consent = Consent::Give { user: Some(MIA.into()), scopes: None };
        let answer = google.answer(&ask());
        assert_eq!(back(&answer, "state").as_deref(), Some("xyz"));
        let code = back(&answer, "code").unwrap();
        let wrong = redeem(&mut google, &code, &"x".repeat(43));
        assert_eq!(text(&wrong.value(), "error"), "invalid_grant");

        let code = back(&google.answer(&ask()), "code").unwrap();
        let tokens = redeem(&mut google, &code, VERIFIER).value();
        assert_eq!(text(&tokens, "token_type"), "Bearer");
        assert!(text(&tokens, "scope").contains("calendar.events"));
        assert_eq!(text(&redeem(&mut google, &code, VERIFIER).value(), "error"), "invalid_grant");

        let list = Request::new("GET", "/calendar/v3/users/me/calendarList")
            .header("Authorization", &format!("Bearer {}", text(&tokens, "access_token")));
        assert_eq!(google.answer(&list).status, 200);
        google.now += jiff::SignedDuration::from_secs(3600);
        assert_eq!(reason(&google.answer(&list)), (401, "authError".into()));
        let fresh = refresh(&mut google, &text(&tokens, "refresh_token")).value();
        assert_eq!(text(&fresh, "refresh_token"), "");
        let list = Request::new("GET", "/calendar/v3/users/me/calendarList")
            .header("Authorization", &format!("Bearer {}", text(&fresh, "access_token")));
        assert_eq!(google.answer(&list).status, 200);

        let token = text(&tokens, "refresh_token");
        let gone = google.answer(&Request::new("POST", "/revoke").form(&[("token", &token)]));
        assert_eq!(gone.status, 200);
        assert_eq!(text(&refresh(&mut google, &token).value(), "error"), "invalid_grant");
        assert_eq!(google.answer(&list).status, 401);
    }

    #[test]
    fn the_page_asks_for_each_scope_and_takes_no() {
        let mut google = google();
        let page = google.answer(&ask());
        let page = String::from_utf8(page.body).unwrap();
        assert_eq!(page.matches("type=checkbox").count(), 2);
        let mut answer = ask();
        answer.path = "/o/oauth2/v2/consent".into();
        let denied = google.answer(&answer.clone().with("answer", "deny").with("user", MIA));
        assert_eq!(back(&denied, "error").as_deref(), Some("access_denied"));
        let allowed = answer
            .with("answer", "allow")
            .with("user", ANA)
            .with("grant", "https://www.googleapis.com/auth/calendar.calendarlist.readonly");
        let allowed = google.answer(&allowed);
        let tokens = redeem(&mut google, &back(&allowed, "code").unwrap(), VERIFIER).value();
        assert!(!text(&tokens, "scope").contains("calendar.events"), "{tokens}");
        let write = Request::new("POST", "/calendar/v3/calendars/primary/events")
            .header("Authorization", &format!("Bearer {}", text(&tokens, "access_token")));
        assert_eq!(reason(&google.answer(&write)), (403, "insufficientPermissions".into()));
    }
}

#[test]
fn the_calendar_list_tells_roles_and_its_changes() {
    let mut google = google();
    let list = get(&mut google, "users/me/calendarList");
    let role = |list: &Value, id: &str| {
        let items = list.get("items").and_then(Value::as_array).unwrap();
        let found = items.iter().find(|item| item.get("id") == Some(&id.into()));
        found.and_then(|item| item.get("accessRole")).cloned().unwrap_or_default()
    };
    assert_eq!(role(&list, MIA), "owner");
    assert_eq!(role(&list, PROJECTS), "writer");
    let token = list.get("nextSyncToken").and_then(Value::as_str).unwrap();
    assert!(token.ends_with('='));
    google.unshare(MIA, ROOMS);
    let changes = get(&mut google, &format!("users/me/calendarList?syncToken={token}"));
    let items = changes.get("items").and_then(Value::as_array).unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items.first().and_then(|item| item.get("deleted")), Some(&Value::Bool(true)));
}

#[test]
fn an_event_is_made_changed_under_a_condition_and_deleted_once() {
    let mut google = google();
    let mut body = meeting("Plan");
    body.as_object_mut().unwrap().insert("id".into(), "0123456789abcdef".into());
    let made = mia(&mut google, "POST", "calendars/primary/events", body.clone());
    assert_eq!(made.status, 200, "{}", made.value());
    let again = mia(&mut google, "POST", "calendars/primary/events", body.clone());
    assert_eq!(reason(&again), (409, "duplicate".into()));
    let place = "calendars/primary/events/0123456789abcdef";
    let etag = made.get_header("etag").unwrap().to_owned();
    let patch = |etag: &str| {
        Request::new("PATCH", &format!("/calendar/v3/{place}"))
            .json(&json!({"summary": "Plan B"}))
            .header("If-Match", etag)
    };
    let changed = google.act(MIA, &patch(&etag));
    assert_eq!(changed.status, 200);
    assert_eq!(reason(&google.act(MIA, &patch(&etag))), (412, "conditionNotMet".into()));
    assert_eq!(mia(&mut google, "DELETE", place, Value::Null).status, 204);
    let twice = mia(&mut google, "DELETE", place, Value::Null);
    assert_eq!(reason(&twice), (410, "deleted".into()));
    let again = mia(&mut google, "POST", "calendars/primary/events", body);
    assert_eq!(reason(&again), (409, "duplicate".into()));
    assert_eq!(google.violations(), [] as [&str; 0]);
}
