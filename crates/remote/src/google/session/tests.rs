//! How a session lives: renewals, one at a time, and what ends it.

use std::sync::atomic::AtomicU32;

use futures_util::future::join_all;
use serde_json::json;

use super::*;
use crate::google::api::ListEvents;
use crate::google::scopes::scope;
use crate::google::testing::{
    self, Hand, REFRESH, SECRET, Script, bearer, parameter, refusal, response, token_answer,
    with_header,
};
use crate::network::{NetworkFault, RetryAfter};

const EVENTS: &str = "/calendar/v3/calendars/c/events";

fn page() -> Response {
    testing::json(200, &json!({ "items": [], "nextSyncToken": "s" }))
}

/// A Google whose token address counts, and whose API takes only its newest token.
fn counting() -> Arc<Script> {
    let issued = AtomicU32::new(0);
    Script::new(move |request| {
        if request.url.path() == "/token" {
            return Ok(token_answer(issued.fetch_add(1, Ordering::Relaxed) + 1));
        }
        let newest = format!("Bearer ACCESS-TOKEN-{}", issued.load(Ordering::Relaxed));
        Ok(if bearer(request) == newest { page() } else { refusal(401, "authError") })
    })
}

/// A Google whose token address says this.
fn token_says(answer: Response) -> Arc<Script> {
    Script::new(move |request| {
        Ok(if request.url.path() == "/token" { answer.clone() } else { page() })
    })
}

async fn list(session: &Session) -> Result<(), GoogleError> {
    session.list_events("c", &ListEvents::default()).await.map(|_| ())
}

#[tokio::test]
async fn a_renewal_sends_what_google_wants_and_nothing_else() {
    let (script, pace) = (counting(), Hand::still());
    list(&testing::session(&script, &pace)).await.unwrap();
    let renewal = script.seen().swap_remove(0);
    assert_eq!(renewal.method, Method::POST);
    assert_eq!(renewal.url.as_str(), "http://127.0.0.1:9/token");
    assert!(renewal.headers.get(AUTHORIZATION).is_none());
    let mut form: Vec<(String, String)> =
        url::form_urlencoded::parse(&renewal.body).into_owned().collect();
    form.sort();
    let expected = [
        ("client_id", "client.example"),
        ("client_secret", SECRET),
        ("grant_type", "refresh_token"),
        ("refresh_token", REFRESH),
    ];
    assert_eq!(form, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn rule_45_a_token_is_renewed_five_minutes_before_its_end() {
    let (script, pace) = (counting(), Hand::still());
    let session = testing::session(&script, &pace);
    list(&session).await.unwrap();
    pace.advance(3600 - 301);
    list(&session).await.unwrap();
    assert_eq!(script.count("/token"), 1);
    pace.advance(1);
    list(&session).await.unwrap();
    assert_eq!(script.count("/token"), 2);
    assert_eq!(script.count(EVENTS), 3, "no request was spent on an old token");
}

#[tokio::test]
async fn rule_45_many_callers_share_one_renewal() {
    let (script, pace) = (counting(), Hand::still());
    let session = testing::session(&script, &pace);
    let results = join_all((0..10).map(|_| list(&session))).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!((script.count("/token"), script.count(EVENTS)), (1, 10));
    // Also when a token turns out to be dead under all of them.
    session.access.lock().await.token.as_mut().unwrap().secret = SecretString::from("OLD");
    let results = join_all((0..10).map(|_| list(&session))).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(script.count("/token"), 2);
}

#[tokio::test]
async fn rule_45_many_callers_share_one_failure() {
    let (script, pace) = (token_says(response(503, "")), Hand::still());
    let session = testing::session(&script, &pace);
    let results = join_all((0..10).map(|_| list(&session))).await;
    assert!(results.iter().all(|result| matches!(result, Err(GoogleError::Unavailable { .. }))));
    assert_eq!(script.count("/token"), 1);
    // Whoever comes later tries anew.
    assert!(list(&session).await.is_err());
    assert_eq!(script.count("/token"), 2);
}

#[tokio::test]
async fn rule_45_a_401_renews_once_and_repeats_once() {
    let (script, pace) = (counting(), Hand::still());
    let session = testing::session(&script, &pace);
    list(&session).await.unwrap();
    session.access.lock().await.token.as_mut().unwrap().secret = SecretString::from("OLD");
    list(&session).await.unwrap();
    assert_eq!(script.paths(), ["/token", EVENTS, EVENTS, "/token", EVENTS]);
}

#[tokio::test]
async fn rule_45_a_second_401_is_final() {
    let script = Script::google(|_| Ok(refusal(401, "authError")));
    let session = testing::session(&script, &Hand::still());
    assert_eq!(list(&session).await, Err(GoogleError::Unauthorized));
    assert_eq!(script.paths(), ["/token", EVENTS, "/token", EVENTS]);
}

#[tokio::test]
async fn rule_44_invalid_grant_signs_out_and_asks_no_more_until_there_is_another_token() {
    let script = Script::new(|request| {
        Ok(match parameter(&request.body, "refresh_token").as_deref() {
            Some(REFRESH) => testing::json(400, &json!({ "error": "invalid_grant" })),
            Some(_) => token_answer(1),
            None => page(),
        })
    });
    let session = testing::session(&script, &Hand::still());
    for _ in 0..3 {
        assert_eq!(list(&session).await, Err(GoogleError::SignedOut));
    }
    assert_eq!(script.paths(), ["/token"]);
    session.resume(SecretString::from("REFRESH-TOKEN-2")).await;
    assert_eq!(list(&session).await, Ok(()));
}

#[tokio::test]
async fn rule_44_what_the_token_address_says_and_what_it_means() {
    let error = |status: u16, word: &str| {
        let body = json!({ "error": word, "error_description": REFRESH });
        (format!("{status} {word}"), testing::json(status, &body))
    };
    let mut table = String::new();
    for (name, answer) in [
        error(400, "invalid_grant"),
        error(401, "invalid_client"),
        error(400, "unauthorized_client"),
        error(401, "deleted_client"),
        error(400, "invalid_request"),
        error(400, "admin_policy_enforced"),
        error(400, "temporarily_unavailable"),
        error(429, "rate_limit_exceeded"),
        ("500".to_owned(), response(500, "")),
        ("502 page".to_owned(), response(502, "<html>")),
        ("503 invalid_grant".to_owned(), error(503, "invalid_grant").1),
        ("302".to_owned(), response(302, "")),
        ("200 page".to_owned(), response(200, "<!doctype html>")),
        ("400 page".to_owned(), response(400, "<!doctype html>")),
        ("200 nothing".to_owned(), response(200, "")),
        ("200 cut".to_owned(), response(200, "{\"access_token\":\"ACC")),
        ("200 other JSON".to_owned(), response(200, "{\"hello\":1}")),
        ("400 other JSON".to_owned(), response(400, "{\"hello\":1}")),
    ] {
        let script = token_says(answer);
        let session = testing::session(&script, &Hand::still());
        let error = list(&session).await.unwrap_err();
        let again = list(&session).await.unwrap_err();
        assert_eq!(error, again, "{name}");
        let told = format!("{error:?} {error}");
        assert!(!told.contains(REFRESH) && !told.contains("ACC\""), "{told}");
        let asked = if script.count("/token") == 1 { ", asks no more" } else { "" };
        table += &format!("{name}: {}{asked}\n", error.kind());
        assert_eq!(script.count(EVENTS), 0, "{name}");
    }
    insta::assert_snapshot!(table, @"
    400 invalid_grant: signed_out, asks no more
    401 invalid_client: client_refused
    400 unauthorized_client: client_refused
    401 deleted_client: client_refused
    400 invalid_request: client_refused
    400 admin_policy_enforced: client_refused
    400 temporarily_unavailable: unavailable
    429 rate_limit_exceeded: rate_limited
    500: unavailable
    502 page: unavailable
    503 invalid_grant: unavailable
    302: captive
    200 page: captive
    400 page: captive
    200 nothing: unreadable
    200 cut: truncated
    200 other JSON: unreadable
    400 other JSON: unreadable
    ");
}

#[tokio::test]
async fn rule_44_a_token_in_its_last_minutes_survives_a_fault_of_the_token_address() {
    let script = Script::new({
        let asked = AtomicU32::new(0);
        move |request| match request.url.path() {
            "/token" if asked.fetch_add(1, Ordering::Relaxed) == 0 => Ok(token_answer(1)),
            "/token" => Err(NetworkFault::Disconnected.into()),
            _ => Ok(page()),
        }
    });
    let pace = Hand::still();
    let session = testing::session(&script, &pace);
    list(&session).await.unwrap();
    pace.advance(3600 - 60);
    list(&session).await.unwrap();
    assert_eq!(script.count("/token"), 2);
    pace.advance(60);
    assert_eq!(list(&session).await, Err(GoogleError::Network(NetworkFault::Disconnected)));
}

#[tokio::test]
async fn a_clock_that_jumps_back_makes_no_token_eternal() {
    let (script, pace) = (counting(), Hand::still());
    let session = testing::session(&script, &pace);
    list(&session).await.unwrap();
    pace.advance(-86_400);
    list(&session).await.unwrap();
    assert_eq!(script.count("/token"), 2, "a token from tomorrow is renewed");
    // And forward again: the renewed one is long over.
    pace.advance(86_400);
    list(&session).await.unwrap();
    assert_eq!(script.count("/token"), 3);
}

#[tokio::test]
async fn short_lived_tokens_are_used_for_half_their_life() {
    let body = json!({ "access_token": "A", "expires_in": 60, "token_type": "Bearer" });
    let script = token_says(testing::json(200, &body));
    let pace = Hand::still();
    let session = testing::session(&script, &pace);
    for (seconds, renewals) in [(0, 1), (29, 1), (1, 2)] {
        pace.advance(seconds);
        list(&session).await.unwrap();
        assert_eq!(script.count("/token"), renewals);
    }
}

#[derive(Default)]
struct Chain(Mutex<Vec<String>>);

impl Keeper for Chain {
    fn keep(&self, refresh: SecretString) -> BoxFuture<'_, ()> {
        self.0.lock().unwrap().push(refresh.expose_secret().to_owned());
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn a_new_refresh_token_is_kept_and_used() {
    let script = Script::new(|request| {
        Ok(match parameter(&request.body, "refresh_token") {
            Some(token) => {
                let next = if token == REFRESH { "REFRESH-TOKEN-2" } else { token.as_str() };
                let body = json!({ "access_token": "A", "expires_in": 3600,
                    "token_type": "Bearer", "refresh_token": next });
                testing::json(200, &body)
            }
            None => page(),
        })
    });
    let (pace, chain) = (Hand::still(), Arc::new(Chain::default()));
    let session = testing::session(&script, &pace).with_keeper(chain.clone());
    for _ in 0..3 {
        list(&session).await.unwrap();
        pace.advance(3600);
    }
    assert_eq!(*chain.0.lock().unwrap(), ["REFRESH-TOKEN-2"]);
    let last = script.seen().into_iter().rfind(|request| request.url.path() == "/token").unwrap();
    assert_eq!(parameter(&last.body, "refresh_token").unwrap(), "REFRESH-TOKEN-2");
}

#[tokio::test]
async fn rule_42_scopes_follow_what_the_token_address_says_last() {
    let said = Arc::new(Mutex::new(Some(format!("{} {}", scope::EVENTS, scope::USERINFO_EMAIL))));
    let script = Script::new({
        let said = said.clone();
        move |request| {
            let mut body =
                json!({ "access_token": "A", "expires_in": 3600, "token_type": "Bearer" });
            if let Some(scopes) = &*said.lock().unwrap() {
                body["scope"] = scopes.as_str().into();
            }
            let token = request.url.path() == "/token";
            Ok(if token { testing::json(200, &body) } else { page() })
        }
    });
    let pace = Hand::still();
    let session = testing::session(&script, &pace);
    assert_eq!(session.scopes(), None);
    list(&session).await.unwrap();
    let scopes = session.scopes().unwrap();
    assert!(scopes.can_write_events() && !scopes.can_list_calendars());
    assert!(scopes.iter().any(|name| name == scope::EMAIL));
    // An answer without scopes changes none.
    *said.lock().unwrap() = None;
    pace.advance(3600);
    list(&session).await.unwrap();
    assert_eq!(session.scopes(), Some(scopes));
    *said.lock().unwrap() = Some(scope::READONLY.to_owned());
    pace.advance(3600);
    list(&session).await.unwrap();
    let scopes = session.scopes().unwrap();
    assert!(scopes.can_read_events() && scopes.can_list_calendars() && !scopes.can_write_events());
}

#[tokio::test]
async fn a_sign_ins_own_access_token_is_used_first() {
    let (script, pace) = (Script::google(|_| Ok(page())), Hand::still());
    let access =
        AccessToken::new(SecretString::from("FIRST"), pace.now(), Duration::from_secs(3600));
    let session = testing::session(&script, &pace).with_access(access, Scopes::wanted());
    list(&session).await.unwrap();
    assert_eq!(script.paths(), [EVENTS]);
    assert_eq!(bearer(&script.seen()[0]), "Bearer FIRST");
    assert_eq!(session.scopes(), Some(Scopes::wanted()));
}

#[tokio::test]
async fn revoking_posts_the_token_and_signs_out() {
    for (status, expected) in [
        (200, Ok(())),
        (400, Ok(())),
        (503, Err(GoogleError::Unavailable { status: 503, retry_after: None })),
        (302, Err(GoogleError::Captive)),
    ] {
        let script = Script::new(move |request| {
            Ok(if request.url.path() == "/revoke" { response(status, "{}") } else { page() })
        });
        let session = testing::session(&script, &Hand::still());
        assert_eq!(session.revoke().await, expected);
        let seen = script.seen().swap_remove(0);
        assert_eq!((seen.method, seen.url.query()), (Method::POST, None));
        assert_eq!(parameter(&seen.body, "token").unwrap(), REFRESH);
        if expected.is_ok() {
            assert_eq!(list(&session).await, Err(GoogleError::SignedOut));
        }
    }
}

#[tokio::test]
async fn rule_35_a_rate_limit_slows_the_session_down() {
    let script = Script::google(|request| {
        Ok(if request.url.path() == EVENTS {
            with_header(refusal(403, "userRateLimitExceeded"), "retry-after", "30")
        } else {
            page()
        })
    });
    let pace = Hand::jumping();
    let session = testing::session(&script, &pace);
    let begin = pace.now();
    let error = list(&session).await.unwrap_err();
    let retry_after = Some(RetryAfter::Seconds(30));
    assert_eq!(error, GoogleError::RateLimited { retry_after, whole_project: false });
    assert_eq!(pace.now(), begin, "the refusal itself waits for nothing");
    session.list_events("d", &ListEvents::default()).await.unwrap();
    assert!(pace.now().duration_since(begin).as_secs() >= 30);
}

#[tokio::test]
async fn faults_of_the_network_keep_their_kind() {
    for fault in [NetworkFault::Offline, NetworkFault::Truncated, NetworkFault::Disconnected] {
        let answer = fault.clone();
        let script = Script::google(move |_| Err(answer.clone().into()));
        let session = testing::session(&script, &Hand::still());
        assert_eq!(list(&session).await, Err(GoogleError::Network(fault)));
        assert_eq!(script.count(EVENTS), 1, "nothing is retried");
    }
}
