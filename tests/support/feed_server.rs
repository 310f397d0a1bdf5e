//! A stand-in for servers that publish calendars: real sockets, scripted answers.
//!
//! It runs on a thread of its own, so that tests with and without a runtime use it alike, and
//! ends when it is dropped. Each connection serves one request.

mod answer;
mod certificate;
mod control;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::mpsc as blocking;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

pub use answer::{Answer, Packing};
pub use certificate::Certificate;

/// A request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`.
    pub method: String,
    /// With the query.
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// Empty for GET.
    pub body: Vec<u8>,
}

impl Request {
    /// The first header of that (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What the server knows; shared with its thread.
#[derive(Default)]
struct State {
    answers: HashMap<String, Answer>,
    folder: Option<PathBuf>,
    /// Answers every request for a calendar while set.
    status: Option<u16>,
    requests: Vec<Request>,
}

enum Command {
    Open(blocking::Sender<io::Result<()>>),
    Close(blocking::Sender<io::Result<()>>),
}

/// The stand-in.
pub struct FeedServer {
    address: SocketAddr,
    scheme: &'static str,
    root: Vec<u8>,
    state: Arc<Mutex<State>>,
    commands: mpsc::UnboundedSender<Command>,
}

impl FeedServer {
    /// Serves plain HTTP on a free port of 127.0.0.1; knows no path yet.
    pub fn start() -> io::Result<Self> {
        Self::begin(0, None)
    }

    /// As [`FeedServer::start`], on this port.
    pub fn start_on(port: u16) -> io::Result<Self> {
        Self::begin(port, None)
    }

    /// Serves HTTPS with a certificate of its own authority, see [`FeedServer::root`].
    pub fn start_tls(certificate: Certificate) -> io::Result<Self> {
        Self::begin(0, Some(certificate))
    }

    /// The whole address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate (DER) to trust for HTTPS; empty for HTTP.
    pub fn root(&self) -> Vec<u8> {
        self.root.clone()
    }

    /// Answers a path (query included) from now on.
    pub fn serve(&self, path: &str, answer: Answer) {
        self.state().answers.insert(path.to_owned(), answer);
    }

    /// Serves the files of a folder, read anew for each request, on paths that have no answer.
    pub fn serve_folder(&self, folder: PathBuf) {
        self.state().folder = Some(folder);
    }

    /// Answers every request with this status; `None` goes back to the answers.
    pub fn force_status(&self, status: Option<u16>) {
        self.state().status = status;
    }

    /// The requests since the last call.
    pub fn take_requests(&self) -> Vec<Request> {
        std::mem::take(&mut self.state().requests)
    }

    /// Refuses connections and ends those that are open.
    pub fn close(&self) -> io::Result<()> {
        self.command(Command::Close)
    }

    /// Accepts connections again, on the same port.
    pub fn open(&self) -> io::Result<()> {
        self.command(Command::Open)
    }

    /// Opens a port through which other processes change what is served: `PUT
    /// /control/body/NAME`, `/control/status/404`, `/control/stop`, `/control/start`, `GET
    /// /control/requests`. It lasts as long as the process.
    pub fn start_control(&self) -> io::Result<SocketAddr> {
        control::start(Arc::clone(&self.state), self.commands.clone())
    }

    fn begin(port: u16, certificate: Option<Certificate>) -> io::Result<Self> {
        let (tls, root) = match certificate {
            Some(certificate) => {
                let (acceptor, root) = certificate::make(certificate)?;
                (Some(acceptor), root)
            }
            None => (None, Vec::new()),
        };
        let listener = std::net::TcpListener::bind(("127.0.0.1", port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let state = Arc::<Mutex<State>>::default();
        let (commands, incoming) = mpsc::unbounded_channel();
        let shared = Arc::clone(&state);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new().name("feed-server".to_owned()).spawn(move || {
            runtime.block_on(async {
                // Ends when the last command sender, which is the server's handle, is gone.
                let _ = run(listener, incoming, tls, shared).await;
            });
        })?;
        Ok(Self { address, scheme, root, state, commands })
    }

    fn command(&self, command: fn(blocking::Sender<io::Result<()>>) -> Command) -> io::Result<()> {
        send(&self.commands, command)?.recv().map_err(io::Error::other)?
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn send(
    commands: &mpsc::UnboundedSender<Command>,
    command: fn(blocking::Sender<io::Result<()>>) -> Command,
) -> io::Result<blocking::Receiver<io::Result<()>>> {
    let (done, answer) = blocking::channel();
    commands.send(command(done)).map_err(|_| io::Error::other("the server has ended"))?;
    Ok(answer)
}

async fn run(
    listener: std::net::TcpListener,
    mut incoming: mpsc::UnboundedReceiver<Command>,
    tls: Option<TlsAcceptor>,
    state: Arc<Mutex<State>>,
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
            command = incoming.recv() => match command {
                None => return Ok(()),
                Some(Command::Close(done)) => {
                    listener = None;
                    connections.shutdown().await;
                    let _ = done.send(Ok(()));
                }
                Some(Command::Open(done)) => {
                    let opened = if listener.is_some() {
                        Ok(())
                    } else {
                        TcpListener::bind(address).await.map(|fresh| listener = Some(fresh))
                    };
                    let _ = done.send(opened);
                }
            },
            Ok((stream, _)) = accepted => {
                let (tls, state) = (tls.clone(), Arc::clone(&state));
                connections.spawn(async move {
                    // A client that goes away is no fault of the server.
                    let _ = match tls {
                        None => serve(stream, &state).await,
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => serve(stream, &state).await,
                            Err(error) => Err(error),
                        },
                    };
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    state: &Mutex<State>,
) -> io::Result<()> {
    let request = match read_request(&mut stream).await {
        Ok(Some(request)) => request,
        Ok(None) => return Ok(()),
        Err(error) => {
            // As servers do that are spoken to in TLS on their plain port.
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n").await?;
            return Err(error);
        }
    };
    choose(&request, state).send(&request, &mut stream).await?;
    stream.flush().await?;
    stream.shutdown().await
}

/// What is scripted for the path, else the file of that name, else 404.
fn choose(request: &Request, state: &Mutex<State>) -> Answer {
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    state.requests.push(request.clone());
    if let Some(status) = state.status {
        return Answer::status(status);
    }
    if let Some(answer) = state.answers.get(&request.path) {
        return answer.clone();
    }
    let name = request.path.split('?').next().unwrap_or_default().trim_start_matches('/');
    let file = state.folder.as_ref().filter(|_| !name.contains("..")).map(|at| at.join(name));
    match file.map(std::fs::read) {
        Some(Ok(body)) => Answer::calendar(body),
        Some(Err(_)) | None => Answer::status(404),
    }
}

/// `None` when the client went away first; an error also when it does not speak HTTP.
pub(crate) async fn read_request(
    stream: &mut (impl AsyncRead + Unpin),
) -> io::Result<Option<Request>> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
        if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
            return Err(io::ErrorKind::InvalidData.into());
        }
    };
    let mut body = bytes.split_off(head_end + 4);
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ').map(str::to_owned);
    let method = first.next().unwrap_or_default();
    let path = first.next().unwrap_or_default();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let mut request = Request { method, path, headers, body: Vec::new() };
    let length = request.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    while body.len() < length && stream.read_buf(&mut body).await? > 0 {}
    request.body = body;
    Ok(Some(request))
}

/// Tells bodies apart.
fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}
