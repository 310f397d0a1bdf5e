//! What takes the network's place: requests wait here until the driver decides about them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use kalends_remote::NetworkFault;
use kalends_remote::google::{
    BoxFuture, HeaderMap, HeaderValue, Request, Response, Transport, TransportError, header,
};
use support::google::{self, Fate, Google};
use tokio::sync::{Notify, oneshot};

type Answer = Result<Response, TransportError>;

/// A request that waits for its answer.
pub(crate) struct Held {
    pub(crate) request: google::Request,
    answer: oneshot::Sender<Answer>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    offline: bool,
    /// Requests are answered at once and well, as while a device is set up.
    open: bool,
}

/// One device's way to the stand-in.
#[derive(Clone)]
pub(crate) struct Wire {
    state: Arc<Mutex<State>>,
    google: Arc<Mutex<Google>>,
    /// Something came to a halt: a request, or a sync.
    pub(crate) halted: Arc<Notify>,
}

impl Wire {
    pub(crate) fn new(google: Arc<Mutex<Google>>, halted: Arc<Notify>) -> Self {
        Self { state: Arc::default(), google, halted }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_open(&self, open: bool) {
        self.lock().open = open;
    }

    pub(crate) fn set_offline(&self, offline: bool) {
        self.lock().offline = offline;
    }

    pub(crate) fn is_offline(&self) -> bool {
        self.lock().offline
    }

    pub(crate) fn is_held(&self) -> bool {
        self.lock().held.is_some()
    }

    pub(crate) fn take(&self) -> Option<Held> {
        self.lock().held.take()
    }

    /// Lets a request through, and its answer back. Gives the status, or 0 for none.
    pub(crate) fn release(&self, held: Held) -> u16 {
        let answer = ask(&self.google, &held.request);
        let status = answer.as_ref().map_or(0, |answer| answer.status);
        let _ = held.answer.send(answer);
        status
    }
}

/// The stand-in's answer, as far as it arrives.
fn ask(google: &Mutex<Google>, request: &google::Request) -> Answer {
    let answer = google.lock().unwrap_or_else(PoisonError::into_inner).answer(request);
    match answer.fate {
        Fate::Lost => return Err(NetworkFault::Disconnected.into()),
        Fate::Cut(_) => return Err(NetworkFault::Truncated.into()),
        Fate::Whole => {}
    }
    let mut headers = HeaderMap::new();
    for (name, value) in &answer.headers {
        let name = header::HeaderName::from_bytes(name.as_bytes()).unwrap();
        headers.insert(name, HeaderValue::from_str(value).unwrap());
    }
    Ok(Response { status: answer.status, headers, body: Bytes::from(answer.body) })
}

/// The stand-in's form of a request.
fn of(request: &Request) -> google::Request {
    let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let target = format!("{}{query}", request.url.path());
    let mut asked = google::Request::new(request.method.as_str(), &target);
    for (name, value) in &request.headers {
        asked = asked.header(name.as_str(), value.to_str().unwrap());
    }
    asked.body = request.body.to_vec();
    asked
}

impl Transport for Wire {
    fn send<'a>(&'a self, request: Request) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            let request = of(&request);
            let answer = {
                let mut state = self.lock();
                if state.offline {
                    return Err(NetworkFault::Offline.into());
                }
                if state.open {
                    drop(state);
                    return ask(&self.google, &request);
                }
                let (sender, answer) = oneshot::channel();
                assert!(state.held.is_none(), "two requests of one device at a time");
                state.held = Some(Held { request, answer: sender });
                answer
            };
            self.halted.notify_one();
            answer.await.unwrap_or(Err(NetworkFault::Disconnected.into()))
        })
    }
}
