//! The way to the stand-in of Google, on which a request or its answer can be made to wait, and
//! answers can be changed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kalends_remote::google::{
    BoxFuture, Request, Response, Transport, TransportError, WebOptions, WebTransport,
};
use tokio::sync::oneshot;

/// Which requests are meant: a method, and a part of the path.
type Which = (&'static str, String);
/// What becomes of an answer on its way.
type Change = Box<dyn Fn(&Request, Response) -> Response + Send + Sync>;

/// A stop on the way.
struct Stop {
    which: Which,
    /// Before the request goes on; else before its answer does.
    is_request: bool,
    arrived: oneshot::Sender<()>,
    go: oneshot::Receiver<()>,
}

/// One request that waits, or will.
pub struct Held {
    arrived: oneshot::Receiver<()>,
    go: oneshot::Sender<()>,
}

impl Held {
    /// Returns once it waits.
    ///
    /// # Panics
    /// When the engine is gone.
    pub async fn arrives(&mut self) {
        assert!((&mut self.arrived).await.is_ok(), "the request never came");
    }

    /// Lets it go on.
    pub fn release(self) {
        // Whoever waited may have given up.
        let _ = self.go.send(());
    }
}

/// The way to the stand-in.
pub struct Gate {
    web: WebTransport,
    stops: Mutex<Vec<Stop>>,
    change: Mutex<Option<Change>>,
}

impl Gate {
    /// Open.
    #[must_use]
    pub fn new() -> Arc<Self> {
        let web = WebTransport::new(WebOptions::default());
        Arc::new(Self { web, stops: Mutex::default(), change: Mutex::default() })
    }

    /// The next request of this method to a path with this in it waits before it goes out.
    pub fn hold_request(&self, method: &'static str, path: &str) -> Held {
        self.hold(method, path, true)
    }

    /// The answer to the next such request waits before it comes back.
    pub fn hold_answer(&self, method: &'static str, path: &str) -> Held {
        self.hold(method, path, false)
    }

    /// Every answer from now on is changed so.
    pub fn change(&self, change: impl Fn(&Request, Response) -> Response + Send + Sync + 'static) {
        *lock(&self.change) = Some(Box::new(change));
    }

    /// Answers come as they are.
    pub fn change_nothing(&self) {
        *lock(&self.change) = None;
    }

    fn hold(&self, method: &'static str, path: &str, is_request: bool) -> Held {
        let ((arrived, waits), (release, go)) = (oneshot::channel(), oneshot::channel());
        let which = (method, path.to_owned());
        lock(&self.stops).push(Stop { which, is_request, arrived, go });
        Held { arrived: waits, go: release }
    }

    async fn wait(&self, request: &Request, is_request: bool) {
        let stop = {
            let mut stops = lock(&self.stops);
            let found = stops.iter().position(|stop| {
                stop.is_request == is_request
                    && request.method.as_str() == stop.which.0
                    && request.url.path().contains(&stop.which.1)
            });
            found.map(|at| stops.remove(at))
        };
        if let Some(Stop { arrived, go, .. }) = stop {
            let _ = arrived.send(());
            let _ = go.await;
        }
    }
}

impl Transport for Gate {
    fn send<'a>(&'a self, request: Request) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            self.wait(&request, true).await;
            let answer = self.web.send(request.clone()).await?;
            self.wait(&request, false).await;
            Ok(match &*lock(&self.change) {
                Some(change) => change(&request, answer),
                None => answer,
            })
        })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
