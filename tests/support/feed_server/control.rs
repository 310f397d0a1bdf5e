//! Changing what is served from outside the process, over a port of its own: that of the feeds
//! may be closed.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use super::{Answer, Command, Request, State, read_request, send};

/// Serves the control port until the process ends.
///
/// - `PUT /control/body/NAME`: the request's body is what `/NAME` serves from now on.
/// - `PUT /control/status/404`: every calendar answers so; 200 ends it.
/// - `PUT /control/stop` and `PUT /control/start`: the port of the feeds refuses connections, and
///   accepts them again.
/// - `GET /control/requests`: the requests since the last question, as JSON.
pub(super) fn start(
    state: Arc<Mutex<State>>,
    commands: mpsc::UnboundedSender<Command>,
) -> io::Result<SocketAddr> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("feed-control".to_owned()).spawn(move || {
        runtime.block_on(async {
            let Ok(listener) = TcpListener::from_std(listener) else { return };
            while let Ok((mut stream, _)) = listener.accept().await {
                // One at a time; a client that goes away is no fault of the server.
                if let Ok(Some(request)) = read_request(&mut stream).await {
                    let answer = carry_out(&request, &state, &commands);
                    let _ = answer.send(&request, &mut stream).await;
                    let _ = stream.shutdown().await;
                }
            }
        });
    })?;
    Ok(address)
}

fn carry_out(
    request: &Request,
    state: &Mutex<State>,
    commands: &mpsc::UnboundedSender<Command>,
) -> Answer {
    let Some(what) = request.path.strip_prefix("/control/") else { return Answer::status(404) };
    let (verb, argument) = what.split_once('/').unwrap_or((what, ""));
    let locked = || state.lock().unwrap_or_else(PoisonError::into_inner);
    let run = |command| match send(commands, command).map(|answer| answer.recv()) {
        Ok(Ok(Ok(()))) => Answer::status(204),
        Ok(Ok(Err(_)) | Err(_)) | Err(_) => Answer::status(500),
    };
    match (request.method.as_str(), verb) {
        ("PUT", "body") => {
            let calendar = Answer::calendar(request.body.clone());
            locked().answers.insert(format!("/{argument}"), calendar);
            Answer::status(204)
        }
        ("PUT", "status") => match argument.parse::<u16>() {
            Ok(status) => {
                locked().status = (status != 200).then_some(status);
                Answer::status(204)
            }
            Err(_) => Answer::status(400),
        },
        ("PUT", "stop") => run(Command::Close),
        ("PUT", "start") => run(Command::Open),
        ("GET", "requests") => {
            let requests = std::mem::take(&mut locked().requests);
            let rows = requests.into_iter().map(|request| {
                let headers: serde_json::Map<String, serde_json::Value> =
                    request.headers.into_iter().map(|(name, value)| (name, value.into())).collect();
                json!({"method": request.method, "path": request.path, "headers": headers})
            });
            Answer::json(&rows.collect())
        }
        _ => Answer::status(404),
    }
}
