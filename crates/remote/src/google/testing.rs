//! A clock moved by hand, a Google made of a closure, and a session between them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::sync::watch;
use url::Url;

use super::client_id::GoogleClientId;
use super::limiter::{Limiter, Quota};
use super::pace::Pace;
use super::places::Places;
use super::session::Session;
use super::transport::{Request, Response, Transport, TransportError};

pub(crate) const REFRESH: &str = "REFRESH-TOKEN-1";
pub(crate) const SECRET: &str = "CLIENT-SECRET";

/// Time that stands still, or that jumps to the end of every sleep.
pub(crate) struct Hand {
    now: watch::Sender<Timestamp>,
    jumps: AtomicBool,
}

impl Hand {
    /// Stands still until it is moved.
    pub(crate) fn still() -> Arc<Self> {
        let start = "2026-03-01T09:00:00Z".parse().unwrap();
        Arc::new(Self { now: watch::Sender::new(start), jumps: AtomicBool::new(false) })
    }

    /// Every sleep is over at once, and moves the clock by its length.
    pub(crate) fn jumping() -> Arc<Self> {
        let hand = Self::still();
        hand.jumps.store(true, Ordering::Relaxed);
        hand
    }

    /// Moves the clock, in either direction.
    pub(crate) fn advance(&self, seconds: i64) {
        self.now.send_modify(|now| *now += jiff::SignedDuration::from_secs(seconds));
    }
}

impl Pace for Hand {
    fn now(&self) -> Timestamp {
        *self.now.borrow()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let end = self.now() + duration;
        Box::pin(async move {
            if self.jumps.load(Ordering::Relaxed) {
                tokio::task::yield_now().await;
                self.now.send_modify(|now| *now = end.max(*now));
            } else {
                let _ = self.now.subscribe().wait_for(|now| *now >= end).await;
            }
        })
    }

    fn fraction(&self) -> f64 {
        0.5
    }
}

type Answer = Result<Response, TransportError>;

/// A transport that asks a closure, and remembers what it was asked.
pub(crate) struct Script {
    answer: Box<dyn Fn(&Request) -> Answer + Send + Sync>,
    seen: Mutex<Vec<Request>>,
}

impl Script {
    pub(crate) fn new(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { answer: Box::new(answer), seen: Mutex::default() })
    }

    /// A Google whose token address works, and whose API answers as the closure says.
    pub(crate) fn google(api: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Arc<Self> {
        Self::new(
            move |request| {
                if request.url.path() == "/token" { Ok(token_answer(1)) } else { api(request) }
            },
        )
    }

    pub(crate) fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// The paths asked for so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.seen().iter().map(|request| request.url.path().to_owned()).collect()
    }

    pub(crate) fn count(&self, path: &str) -> usize {
        self.paths().iter().filter(|seen| *seen == path).count()
    }
}

impl Transport for Script {
    fn send<'a>(&'a self, request: Request) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            // Others may ask in the meantime.
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            let answer = (self.answer)(&request);
            self.seen.lock().unwrap().push(request);
            answer
        })
    }
}

pub(crate) fn response(status: u16, body: impl Into<String>) -> Response {
    let body: String = body.into();
    Response { status, headers: HeaderMap::new(), body: body.into() }
}

pub(crate) fn json(status: u16, body: &Value) -> Response {
    response(status, body.to_string())
}

/// An error in Google's form.
pub(crate) fn refusal(status: u16, reason: &str) -> Response {
    let causes = json!([{ "domain": "global", "reason": reason, "message": "Because." }]);
    json(status, &json!({ "error": { "code": status, "message": "Because.", "errors": causes } }))
}

pub(crate) fn with_header(mut response: Response, name: &'static str, value: &str) -> Response {
    response.headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
    response
}

/// What the token address says to a refresh; `n` tells the tokens apart.
pub(crate) fn token_answer(n: u32) -> Response {
    let token = format!("ACCESS-TOKEN-{n}");
    json(200, &json!({ "access_token": token, "expires_in": 3600, "token_type": "Bearer" }))
}

pub(crate) fn places() -> Places {
    Places::under(&Url::parse("http://127.0.0.1:9").unwrap()).unwrap()
}

pub(crate) fn client() -> GoogleClientId {
    GoogleClientId::given("client.example", SECRET).unwrap()
}

pub(crate) fn session(transport: &Arc<Script>, pace: &Arc<Hand>) -> Session {
    let limiter = Limiter::new(pace.clone(), Quota::USER, Quota::PROJECT);
    let refresh = SecretString::from(REFRESH);
    Session::new(transport.clone(), pace.clone(), places(), client(), refresh, &limiter)
}

/// The value of one parameter of a query or of a form.
pub(crate) fn parameter(text: &[u8], name: &str) -> Option<String> {
    url::form_urlencoded::parse(text)
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.into_owned())
}

pub(crate) fn bearer(request: &Request) -> String {
    request.headers.get("authorization").unwrap().to_str().unwrap().to_owned()
}
