//! The port the browser comes back to. Many may knock; one is let in.

use std::collections::VecDeque;
use std::net::TcpListener;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{AbortHandle, Abortable, BoxFuture};
use futures_util::stream::FuturesUnordered;
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::DEADLINE;
use super::error::SignInError;
use super::head::{self, Call};
use super::page::{self, Page};
use crate::google::pace::Pace;
use crate::google::tokens::Tokens;

/// Connections listened to at once; the oldest goes when there is one more.
const CONNECTIONS: usize = 32;

/// How long one connection may take to say what it wants, and to take its answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The browser's connection, which waits for its one answer.
pub(super) struct Browser(TcpStream);

impl Browser {
    /// Says how it went. A browser that is gone is not missed.
    pub(super) async fn answer(self, result: &Result<Tokens, SignInError>, pace: &dyn Pace) {
        let page = match result {
            Ok(_) => page::DONE,
            Err(error) => {
                Page { status: "200 OK", title: "You are not signed in", text: error.remedy() }
            }
        };
        answer(self.0, &page, pace).await;
    }
}

/// What one connection turned out to be.
enum Visit {
    Code(SecretString, Browser),
    Error(SignInError, Browser),
    WrongState,
    Stray,
}

/// Waits for the code of this sign-in.
pub(super) async fn wait(
    listener: TcpListener,
    state: &SecretString,
    pace: &dyn Pace,
) -> Result<(SecretString, Browser), SignInError> {
    let listener = tokio::net::TcpListener::from_std(listener)
        .map_err(|error| SignInError::Listen(error.kind()))?;
    let mut deadline = pace.sleep(DEADLINE);
    let mut wrong_state = false;
    let mut visits: FuturesUnordered<Abortable<BoxFuture<'_, Visit>>> = FuturesUnordered::new();
    let mut handles: VecDeque<AbortHandle> = VecDeque::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else {
                    // Out of file handles, perhaps: a moment later there may be one.
                    pace.sleep(Duration::from_millis(100)).await;
                    continue;
                };
                let (handle, registration) = AbortHandle::new_pair();
                if handles.len() >= CONNECTIONS && let Some(oldest) = handles.pop_front() {
                    oldest.abort();
                }
                handles.push_back(handle);
                visits.push(Abortable::new(Box::pin(visit(stream, state, pace)), registration));
            }
            Some(visit) = visits.next() => match visit {
                Ok(Visit::Code(code, browser)) => return Ok((code, browser)),
                Ok(Visit::Error(error, browser)) => {
                    let result = Err(error.clone());
                    browser.answer(&result, pace).await;
                    return Err(error);
                }
                Ok(Visit::WrongState) => wrong_state = true,
                Ok(Visit::Stray) | Err(_) => {}
            },
            () = &mut deadline => {
                return Err(if wrong_state { SignInError::WrongState } else { SignInError::TimedOut });
            }
        }
    }
}

/// Reads one request; answers all that are not this sign-in's.
async fn visit(mut stream: TcpStream, state: &SecretString, pace: &dyn Pace) -> Visit {
    let mut head = Vec::with_capacity(2048);
    let read = async {
        let mut piece = [0_u8; 2048];
        while !head::is_complete(&head) && head.len() <= head::LIMIT {
            match stream.read(&mut piece).await {
                Ok(0) | Err(_) => return false,
                Ok(length) => head.extend_from_slice(piece.get(..length).unwrap_or_default()),
            }
        }
        true
    };
    let whole = tokio::select! {
        whole = read => whole,
        () = pace.sleep(PATIENCE) => false,
    };
    if !whole {
        return Visit::Stray;
    }
    let (page, visit) = if head.len() > head::LIMIT {
        (page::TOO_LARGE, Visit::Stray)
    } else {
        match head::judge(&head, state) {
            Call::Code(code) => return Visit::Code(code, Browser(stream)),
            Call::Error(error) => return Visit::Error(error, Browser(stream)),
            Call::WrongState => (page::WRONG_STATE, Visit::WrongState),
            Call::NotFound => (page::NOT_FOUND, Visit::Stray),
            Call::WrongMethod => (page::WRONG_METHOD, Visit::Stray),
            Call::Bad => (page::BAD, Visit::Stray),
        }
    };
    answer(stream, &page, pace).await;
    visit
}

async fn answer(mut stream: TcpStream, page: &Page, pace: &dyn Pace) {
    let bytes = page::render(page);
    let send = async {
        stream.write_all(&bytes).await?;
        stream.shutdown().await
    };
    tokio::select! {
        _ = send => {}
        () = pace.sleep(PATIENCE) => {}
    }
}
