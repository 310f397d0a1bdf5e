//! Whole sign-ins: a real port on this computer, a browser of raw bytes, a token address that
//! checks what it is sent.

mod listening;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;
use crate::google::error::GoogleError;
use crate::google::scopes::scope;
use crate::google::testing::{self, Hand, SECRET, Script, parameter, places, response};
use crate::google::transport::{Request, Response};
use crate::network::NetworkFault;

pub(super) const CODE: &str = "4/0A-CODE";
pub(super) const REFRESH: &str = "1//REFRESH";
pub(super) const ACCESS: &str = "ya29.ACCESS";

pub(super) fn begin() -> SignIn {
    SignIn::begin(&places(), &testing::client(), &Scopes::wanted(), None).unwrap()
}

fn query(url: &Url) -> BTreeMap<String, String> {
    url.query_pairs().into_owned().collect()
}

/// Where to knock, and the state to bring along.
pub(super) fn way_back(sign_in: &SignIn) -> (SocketAddr, String) {
    let query = query(sign_in.url());
    let redirect = Url::parse(&query["redirect_uri"]).unwrap();
    let address = (Ipv4Addr::LOCALHOST, redirect.port().unwrap()).into();
    (address, url::form_urlencoded::byte_serialize(query["state"].as_bytes()).collect())
}

/// Sends bytes and reads until the other side is done.
pub(super) async fn knock(address: SocketAddr, bytes: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

pub(super) async fn visit(address: SocketAddr, target: &str) -> String {
    knock(address, &format!("GET {target} HTTP/1.1\r\nHost: {address}\r\nCookie: a=b\r\n\r\n"))
        .await
}

fn id_token(claims: &Value) -> String {
    format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

fn answer() -> Value {
    json!({
        "access_token": ACCESS, "expires_in": 3599, "refresh_token": REFRESH,
        "token_type": "Bearer", "scope": Scopes::wanted().to_text(),
        "id_token": id_token(&json!({ "email": "ann@h.example", "name": "Ann" })),
    })
}

/// A token address that takes the code only with everything a strict server wants to see.
pub(super) fn token_address(sign_in: &SignIn, answer: Response) -> Arc<Script> {
    let asked = query(sign_in.url());
    Script::new(move |request: &Request| {
        let form = |name: &str| parameter(&request.body, name).unwrap_or_default();
        assert_eq!(request.url.as_str(), "http://127.0.0.1:9/token");
        assert_eq!(form("grant_type"), "authorization_code");
        assert_eq!(form("code"), CODE);
        assert_eq!(form("redirect_uri"), asked["redirect_uri"]);
        assert_eq!(
            (form("client_id"), form("client_secret")),
            ("client.example".to_owned(), SECRET.to_owned())
        );
        let verifier = form("code_verifier");
        assert!((43..=128).contains(&verifier.len()), "{}", verifier.len());
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        assert_eq!(challenge, asked["code_challenge"]);
        Ok(answer.clone())
    })
}

/// A sign-in whose browser comes back at once, and whose token address says this.
async fn sign_in(answer: Response) -> (Result<Tokens, SignInError>, String) {
    let sign_in = begin();
    let script = token_address(&sign_in, answer);
    finish(sign_in, script).await
}

async fn finish(sign_in: SignIn, script: Arc<Script>) -> (Result<Tokens, SignInError>, String) {
    let (address, state) = way_back(&sign_in);
    let pace = Hand::still();
    let target = format!("/?state={state}&code={CODE}&scope=email");
    let (result, page) = tokio::join!(
        sign_in.finish(&*script, &*pace, std::future::pending()),
        visit(address, &target),
    );
    (result, page)
}

#[test]
fn rules_40_43_the_consent_page_is_asked_for_everything_it_needs() {
    let hint = Some("ann@h.example");
    let sign_in = SignIn::begin(&places(), &testing::client(), &Scopes::wanted(), hint).unwrap();
    let other = begin();
    assert!(sign_in.url().as_str().starts_with("http://127.0.0.1:9/o/oauth2/v2/auth?"));
    let (mut asked, others) = (query(sign_in.url()), query(other.url()));
    for (name, least) in [("state", 22), ("code_challenge", 43)] {
        assert!(asked[name].len() >= least && asked[name] != others[name], "{name} is random");
        asked.remove(name);
    }
    let redirect = Url::parse(&asked.remove("redirect_uri").unwrap()).unwrap();
    assert_eq!((redirect.scheme(), redirect.host_str()), ("http", Some("127.0.0.1")));
    assert!(redirect.port().unwrap() >= 1024 && redirect.path() == "/");
    assert_eq!(&redirect, sign_in.redirect());
    let scopes = asked.remove("scope").unwrap();
    assert_eq!(Scopes::parse(&scopes), Scopes::wanted());
    let mut names: Vec<&str> =
        scopes.split(' ').map(|name| name.rsplit('/').next().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "calendar.calendarlist.readonly",
            "calendar.events",
            "calendar.events.readonly",
            "calendar.freebusy",
            "calendar.settings.readonly",
            "email",
            "openid",
            "profile"
        ]
    );
    let rest: Vec<String> = asked.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(
        rest,
        [
            "access_type=offline",
            "client_id=client.example",
            "code_challenge_method=S256",
            "include_granted_scopes=true",
            "login_hint=ann@h.example",
            "prompt=consent",
            "response_type=code"
        ]
    );
    assert!(!query(other.url()).contains_key("login_hint"));
}

#[tokio::test]
async fn rule_40_a_sign_in_that_works() {
    let sign_in = begin();
    let (address, _) = way_back(&sign_in);
    let script = token_address(&sign_in, testing::json(200, &answer()));
    let (tokens, page) = finish(sign_in, script.clone()).await;
    let tokens = tokens.unwrap();
    assert_eq!(tokens.refresh.expose_secret(), REFRESH);
    assert_eq!(tokens.access.secret.expose_secret(), ACCESS);
    assert_eq!((tokens.email.as_str(), tokens.name.as_str()), ("ann@h.example", "Ann"));
    assert!(tokens.scopes.is_complete());
    assert_eq!(script.paths(), ["/token"], "the id token says who it is");
    assert!(
        page.starts_with("HTTP/1.1 200 OK\r\n") && page.contains("You are signed in"),
        "{page}"
    );
    for line in ["Cache-Control: no-store\r\n", "Connection: close\r\n", "default-src 'none'"] {
        assert!(page.contains(line), "{line}");
    }
    for secret in [CODE, REFRESH, ACCESS, "http:", "https:", "src="] {
        assert!(!page.contains(secret), "{secret}");
    }
    assert!(page.contains("light-dark("));
    assert!(TcpStream::connect(address).await.is_err(), "the port is given back");
}

#[tokio::test]
async fn rule_42_unticked_boxes_show_in_the_scopes() {
    let mut body = answer();
    body["scope"] = format!("openid {} {}", scope::USERINFO_EMAIL, scope::EVENTS_READONLY).into();
    let tokens = sign_in(testing::json(200, &body)).await.0.unwrap();
    assert!(tokens.scopes.can_read_events());
    assert!(!tokens.scopes.can_write_events() && !tokens.scopes.can_list_calendars());
    assert!(!tokens.scopes.is_complete());
    // An answer that names none grants what was asked for.
    body.as_object_mut().unwrap().remove("scope");
    let tokens = sign_in(testing::json(200, &body)).await.0.unwrap();
    assert_eq!(tokens.scopes, Scopes::wanted());
}

#[tokio::test]
async fn without_an_id_token_userinfo_says_who_it_is() {
    let mut body = answer();
    body.as_object_mut().unwrap().remove("id_token");
    for (userinfo, expected) in [
        (testing::json(200, &json!({ "sub": "1", "email": "ann@h.example" })), Ok("ann@h.example")),
        (testing::json(200, &json!({ "sub": "1" })), Err("no_address")),
        (response(503, ""), Err("unavailable")),
        (response(200, "<html>"), Err("captive")),
    ] {
        let sign_in = begin();
        let token = testing::json(200, &body);
        let script = Script::new(move |request| {
            if request.url.path() != "/oauth2/v3/userinfo" {
                return Ok(token.clone());
            }
            assert_eq!(testing::bearer(request), format!("Bearer {ACCESS}"));
            Ok(userinfo.clone())
        });
        let (result, _) = finish(sign_in, script).await;
        let result = result.map(|tokens| tokens.email).map_err(|error| error.kind());
        assert_eq!(result, expected.map(str::to_owned));
    }
}

#[tokio::test]
async fn what_the_token_address_says_and_what_to_do() {
    let error = |status: u16, word: &str| {
        let body = json!({ "error": word, "error_description": format!("no {CODE}") });
        (format!("{status} {word}"), testing::json(status, &body))
    };
    let mut without_refresh = answer();
    without_refresh.as_object_mut().unwrap().remove("refresh_token");
    let mut table = String::new();
    for (name, answer) in [
        error(401, "invalid_client"),
        error(400, "unauthorized_client"),
        error(400, "redirect_uri_mismatch"),
        error(400, "invalid_grant"),
        ("503".to_owned(), response(503, "")),
        ("429".to_owned(), response(429, "")),
        ("page".to_owned(), response(200, "<html>log in")),
        ("rubbish".to_owned(), response(200, "{}")),
        ("no refresh token".to_owned(), testing::json(200, &without_refresh)),
    ] {
        let (result, page) = sign_in(answer).await;
        let error = result.unwrap_err();
        table += &format!("{name} -> {}: {error}\n    {}\n", error.kind(), error.remedy());
        assert!(page.contains("You are not signed in") && page.contains(error.remedy()), "{page}");
        let told = format!("{error:?} {error} {page}");
        assert!(!told.contains(CODE) && !told.contains(ACCESS), "{told}");
    }
    let script = Script::new(|_| Err(NetworkFault::Offline.into()));
    let (result, _) = finish(begin(), script).await;
    let offline = SignInError::Google(GoogleError::Network(NetworkFault::Offline));
    assert_eq!(result.unwrap_err(), offline);
    insta::assert_snapshot!(table, @r#"
    401 invalid_client -> client_refused: Google does not accept the client id or its secret (invalid_client)
        Check client id and secret: both come from the same client of the type "Desktop app".
    400 unauthorized_client -> client_refused: Google does not accept the client id or its secret (unauthorized_client)
        Check client id and secret: both come from the same client of the type "Desktop app".
    400 redirect_uri_mismatch -> redirect_refused: Google does not let this client come back to this computer
        The client must be of the type "Desktop app": create one in the Google Cloud console and enter its id and secret.
    400 invalid_grant -> code_refused: Google does not accept the code of this sign-in any more
        Check this computer's clock, then sign in again.
    503 -> unavailable: Google has a fault of its own (503)
        Sign in again in a few minutes.
    429 -> rate_limited: Google was asked too often in a short time
        Sign in again in a few minutes.
    page -> captive: the answer is not Google's, as on a guest network before logging in
        Open any web page in the browser and log in to the network, then sign in again.
    rubbish -> unreadable: the answer of Google could not be read
        Sign in again; if it lasts, report it.
    no refresh token -> no_refresh_token: Google gave no lasting permission
        Remove this program's access at myaccount.google.com/permissions, then sign in again.
    "#);
}

#[tokio::test]
async fn the_others_say_what_to_do_as_well() {
    let mut table = String::new();
    for error in [
        SignInError::Listen(std::io::ErrorKind::PermissionDenied),
        SignInError::Denied,
        SignInError::WrongState,
        SignInError::TimedOut,
        SignInError::Cancelled,
        SignInError::Refused { reason: "admin_policy_enforced".to_owned() },
        SignInError::NoAddress,
        SignInError::Google(GoogleError::Network(NetworkFault::Offline)),
    ] {
        table += &format!("{}: {error}\n    {}\n", error.kind(), error.remedy());
    }
    insta::assert_snapshot!(table, @"
    listen: this computer gives no port for the browser to come back to
        Check whether a firewall or a sandbox forbids programs to listen on 127.0.0.1, then sign in again.
    denied: the permission was not given
        Sign in again and choose Continue on Google's page; nothing is read or changed without it.
    wrong_state: the answer in the browser belongs to another sign-in
        Close older sign-in pages in the browser, then sign in again and use the page that opens.
    timed_out: nothing came back from the browser within five minutes
        Sign in again and finish within five minutes; if no browser opened, copy the address into one on this computer.
    cancelled: the sign-in was cancelled
        Sign in again whenever you like.
    refused_by_google: Google ended the sign-in (admin_policy_enforced)
        Ask the administrator of the account to allow this client, or sign in with another account.
    no_address: Google did not say whose account this is
        Sign in again and leave the box for the mail address ticked.
    offline: this computer is offline
        Check the network, then sign in again.
    ");
}

/// Everything a sign-in and a session can show, and everything they log.
#[tokio::test]
async fn secrets_show_nowhere() {
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // For the whole process: what tests beside this one log is looked at as well.
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let first = begin();
    let client = testing::client();
    let mut shown = format!("{first:?} {client:?}");
    let state = first.state.expose_secret().to_owned();
    let verifier = first.verifier.expose_secret().to_owned();
    let script = token_address(&first, testing::json(200, &answer()));
    let tokens = finish(first, script.clone()).await.0.unwrap();
    shown += &format!("{tokens:?} {:?}", script.seen());
    let api = Script::google(|_| Ok(testing::refusal(403, "forbidden")));
    let pace = Hand::still();
    let session = testing::session(&api, &pace).with_access(tokens.access, tokens.scopes);
    let list = crate::google::ListEvents {
        sync_token: Some("SYNC=".to_owned()),
        ..crate::google::ListEvents::default()
    };
    let error = session.list_events("c", &list).await.unwrap_err();
    pace.advance(7200);
    let _ = session.get_event("c", "e").await;
    shown += &format!("{session:?} {error:?} {error} {:?}", api.seen());
    let lost = sign_in(testing::json(400, &json!({ "error": "invalid_grant" }))).await.0;
    shown += &format!("{lost:?}");
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("Google answered") && logged.contains("token address answered"));
    for secret in
        [CODE, REFRESH, ACCESS, SECRET, &state, &verifier, testing::REFRESH, "ACCESS-TOKEN", "SYNC"]
    {
        assert!(!shown.contains(secret), "{secret} in {shown}");
        assert!(!logged.contains(secret), "{secret} in {logged}");
    }
}
