//! The stand-in on a socket of 127.0.0.1.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::mpsc as blocking;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_compression::{Level, tokio::write::GzipEncoder};
use jiff::Timestamp;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::{
    Google,
    message::{Fate, Request, Response},
    token::digest,
};
use crate::feed_server::read_request;

/// Answers this large are packed once: measurements ask for the same ones again and again.
const LARGE: usize = 100_000;
/// How many of them are kept.
const KEPT: usize = 64;

/// What the server and its handles share.
pub(super) struct Shared {
    google: Mutex<Google>,
    settings: Mutex<Settings>,
    /// Large bodies as they were packed, by their digests.
    packed: Mutex<HashMap<u64, Arc<[u8]>>>,
}

/// How the socket behaves.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Settings {
    /// Before every answer.
    pub(super) delay: Duration,
    /// The time it is, where it is not the computer's.
    pub(super) frozen: Option<Timestamp>,
}

/// Opens or closes the port.
pub(super) struct Switch {
    pub(super) open: bool,
    pub(super) done: blocking::Sender<io::Result<()>>,
}

/// [`Google`] on a free port; it ends when this is dropped.
pub struct GoogleServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    switch: mpsc::UnboundedSender<Switch>,
}

impl GoogleServer {
    /// Serves on a free port.
    pub fn start(google: Google) -> io::Result<Self> {
        Self::start_on(google, 0)
    }

    /// As [`GoogleServer::start`], on this port.
    pub fn start_on(google: Google, port: u16) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            google: Mutex::new(google),
            settings: Mutex::default(),
            packed: Mutex::default(),
        });
        let (switch, incoming) = mpsc::unbounded_channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let served = Arc::clone(&shared);
        std::thread::Builder::new().name("google".to_owned()).spawn(move || {
            runtime.block_on(async {
                // Ends when the last switch, which is the server's handle, is gone.
                let _ = run(listener, incoming, served).await;
            });
        })?;
        Ok(Self { address, shared, switch })
    }

    /// The base address, for `KALENDS_GOOGLE_URL`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The stand-in itself, to look into and to change; requests wait meanwhile.
    pub fn control(&self) -> MutexGuard<'_, Google> {
        self.shared.google()
    }

    /// Waits so long before every answer.
    pub fn set_delay(&self, delay: Duration) {
        self.shared.settings().delay = delay;
    }

    /// The time stands from now on; `None` lets it run with the computer's clock.
    pub fn freeze(&self, at: Option<Timestamp>) {
        self.shared.settings().frozen = at;
    }

    /// Opens a port through which other processes change how this one behaves, see
    /// `control.rs`. It lasts as long as the process.
    pub fn start_control(&self) -> io::Result<SocketAddr> {
        super::control::start(Arc::clone(&self.shared), self.switch.clone())
    }

    /// Refuses connections and ends those that are open.
    pub fn close(&self) -> io::Result<()> {
        turn(&self.switch, false)
    }

    /// Accepts connections again, on the same port.
    pub fn open(&self) -> io::Result<()> {
        turn(&self.switch, true)
    }
}

/// Opens or closes the port, and waits until it is.
pub(super) fn turn(switch: &mpsc::UnboundedSender<Switch>, open: bool) -> io::Result<()> {
    let (done, turned) = blocking::channel();
    let ended = || io::Error::other("the server has ended");
    switch.send(Switch { open, done }).map_err(|_| ended())?;
    turned.recv().map_err(|_| ended())?
}

impl Shared {
    pub(super) fn google(&self) -> MutexGuard<'_, Google> {
        self.google.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn settings(&self) -> MutexGuard<'_, Settings> {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn answer(&self, request: &Request) -> Response {
        let settings = *self.settings();
        let mut google = self.google();
        google.now = settings.frozen.unwrap_or_else(Timestamp::now);
        let mut answer = google.answer(request);
        answer.delay += settings.delay;
        answer
    }

    /// A body as gzip.
    async fn pack(&self, body: &[u8]) -> io::Result<Arc<[u8]>> {
        let large = (body.len() >= LARGE).then(|| digest(body));
        let packed = || self.packed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = large.and_then(|key| packed().get(&key).cloned()) {
            return Ok(known);
        }
        let mut encoder = GzipEncoder::with_quality(Vec::new(), Level::Fastest);
        encoder.write_all(body).await?;
        encoder.shutdown().await?;
        let whole: Arc<[u8]> = encoder.into_inner().into();
        if let Some(key) = large {
            let mut packed = packed();
            if packed.len() >= KEPT {
                packed.clear();
            }
            packed.insert(key, Arc::clone(&whole));
        }
        Ok(whole)
    }
}

async fn run(
    listener: std::net::TcpListener,
    mut incoming: mpsc::UnboundedReceiver<Switch>,
    shared: Arc<Shared>,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    let mut listener = Some(TcpListener::from_std(listener)?);
    let mut connections = JoinSet::new();
    loop {
        let accepted = async {
            match &listener {
                Some(listener) => listener.accept().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            switch = incoming.recv() => {
                let Some(switch) = switch else { return Ok(()) };
                let turned = match (switch.open, &listener) {
                    (true, None) => {
                        TcpListener::bind(address).await.map(|fresh| listener = Some(fresh))
                    }
                    (true, Some(_)) => Ok(()),
                    (false, _) => {
                        listener = None;
                        connections.shutdown().await;
                        Ok(())
                    }
                };
                let _ = switch.done.send(turned);
            },
            Ok((stream, _)) = accepted => {
                let shared = Arc::clone(&shared);
                connections.spawn(async move {
                    // A client that goes away is no fault of the server.
                    let _ = serve(stream, &shared).await;
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// One connection, request after request.
async fn serve(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    while let Some(raw) = read_request(&mut stream).await? {
        let mut request = Request::new(&raw.method, &raw.path);
        (request.headers, request.body) = (raw.headers, raw.body);
        let answer = shared.answer(&request);
        tokio::time::sleep(answer.delay).await;
        if !send(&request, &answer, &mut stream, shared).await? {
            break;
        }
    }
    stream.shutdown().await
}

/// Writes an answer; whether the connection goes on.
pub(super) async fn send(
    request: &Request,
    answer: &Response,
    stream: &mut TcpStream,
    shared: &Shared,
) -> io::Result<bool> {
    if answer.fate == Fate::Lost {
        return Ok(false);
    }
    let packs = request.get_header("accept-encoding").is_some_and(|all| all.contains("gzip"));
    let packs = packs && answer.body.len() > 200;
    let mut head = format!("HTTP/1.1 {} Stand-in\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let packed = if packs {
        head.push_str("content-encoding: gzip\r\nvary: accept-encoding\r\n");
        shared.pack(&answer.body).await?
    } else {
        Arc::from(answer.body.as_slice())
    };
    if !matches!(answer.status, 204 | 304) {
        head.push_str(&format!("content-length: {}\r\n", packed.len()));
    }
    head.push_str("\r\n");
    let cut = match answer.fate {
        Fate::Cut(at) => Some(at.min(packed.len() / 2)),
        Fate::Whole | Fate::Lost => None,
    };
    let mut whole = head.into_bytes();
    whole.extend_from_slice(packed.get(..cut.unwrap_or(packed.len())).unwrap_or_default());
    stream.write_all(&whole).await?;
    stream.flush().await?;
    Ok(cut.is_none())
}
