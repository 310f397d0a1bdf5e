//! One conditional GET, its redirects followed, its body spooled.

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Response;
use reqwest::header::{self, HeaderMap, HeaderName};
use tokio::sync::mpsc;
use url::Url;

use super::error::FetchError;
use super::redirect::Hops;
use super::spool::{Spool, Spooling};
use super::{FeedBody, Fetched, Fetcher, FetcherOptions, Limits, Timeouts, Validators, local};
use crate::network::{
    ACCEPTED, Body, NetworkFault, RetryAfter, TimedOut, parse_codings, request_fault,
};

const ACCEPT: &str = "text/calendar, text/plain;q=0.5, */*;q=0.1";

/// Pieces on their way from the network to the disk at any time.
const PIECES_AHEAD: usize = 8;

/// Asks the server; see [`Fetcher::fetch`].
pub(super) async fn fetch(
    fetcher: &Fetcher,
    url: &Url,
    validators: &Validators,
    spool_dir: &Path,
) -> Result<Fetched, FetchError> {
    let options = &fetcher.options;
    let mut hops = Hops::start(url, options.limits.redirects);
    loop {
        let response = send(fetcher, hops.current(), validators).await?;
        let status = response.status().as_u16();
        match status {
            200 | 203 => return receive(response, &hops, options, spool_dir).await,
            301 | 302 | 303 | 307 | 308 => {
                hops.follow(status, text(response.headers(), &header::LOCATION).as_deref())?;
            }
            304 if *validators != Validators::default() => {
                return Ok(Fetched::NotModified { moved_to: hops.moved_to() });
            }
            _ => return Err(refusal(status, response.headers())),
        }
    }
}

async fn send(
    fetcher: &Fetcher,
    url: &Url,
    validators: &Validators,
) -> Result<Response, FetchError> {
    let mut request = fetcher
        .clients
        .get(url)?
        // Userinfo in the link leaves it here and goes out as Basic authorisation.
        .get(url.clone())
        .header(header::ACCEPT, ACCEPT)
        .header(header::ACCEPT_ENCODING, ACCEPTED);
    if let Some(etag) = validators.etag.as_deref().filter(|etag| !local::is_file_tag(etag)) {
        request = request.header(header::IF_NONE_MATCH, etag);
    }
    if let Some(date) = &validators.last_modified {
        request = request.header(header::IF_MODIFIED_SINCE, date);
    }
    let Timeouts { connect, idle, total: _ } = &fetcher.options.timeouts;
    tokio::time::timeout(*connect + *idle, request.send())
        .await
        .map_err(|_| NetworkFault::Timeout(TimedOut::Idle))?
        .map_err(|error| request_fault(&error).into())
}

async fn receive(
    response: Response,
    hops: &Hops,
    options: &FetcherOptions,
    spool_dir: &Path,
) -> Result<Fetched, FetchError> {
    let headers = response.headers();
    let (content_type, charset) = media_type(headers);
    let validators = Validators {
        etag: text(headers, &header::ETAG),
        last_modified: text(headers, &header::LAST_MODIFIED),
    };
    let codings = parse_codings(&text(headers, &header::CONTENT_ENCODING).unwrap_or_default())?;
    let body = Body::new(response, &codings);
    let (spool, len, body_hash) =
        spool(body, options.timeouts.idle, spool_dir, options.limits.clone()).await?;
    let moved_to = hops.moved_to();
    Ok(Fetched::Body(FeedBody {
        spool,
        len,
        body_hash,
        validators,
        content_type,
        charset,
        moved_to,
    }))
}

/// Writes the body on a thread for blocking work, which also hashes it: the network is never
/// held up by the disk for longer than a few pieces.
async fn spool(
    mut body: Body,
    idle: Duration,
    spool_dir: &Path,
    limits: Limits,
) -> Result<(Spool, u64, [u8; 32]), FetchError> {
    let (pieces, mut incoming) = mpsc::channel::<Option<(Bytes, Option<u64>)>>(PIECES_AHEAD);
    let directory = spool_dir.to_owned();
    let writer = tokio::task::spawn_blocking(move || {
        let mut spooling = Spooling::begin(&directory, limits)?;
        while let Some(piece) = incoming.blocking_recv() {
            match piece {
                Some((bytes, packed)) => spooling.push(&bytes, packed)?,
                None => return spooling.finish(),
            }
        }
        // The sender went away without an end: it has the reason.
        Err(NetworkFault::Truncated.into())
    });
    loop {
        let piece = tokio::time::timeout(idle, body.next())
            .await
            .map_err(|_| NetworkFault::Timeout(TimedOut::Idle))??;
        let done = piece.is_none();
        // A writer that stopped early says why below.
        if pieces.send(piece).await.is_err() || done {
            break;
        }
    }
    drop(body);
    writer.await.unwrap_or_else(|error| Err(FetchError::Spool(std::io::Error::other(error))))
}

fn refusal(status: u16, headers: &HeaderMap) -> FetchError {
    let retry_after =
        || text(headers, &header::RETRY_AFTER).and_then(|value| RetryAfter::parse(&value));
    match status {
        204 | 205 => FetchError::Empty,
        401 => FetchError::Unauthorized,
        403 => FetchError::Forbidden,
        404 => FetchError::NotFound,
        410 => FetchError::Gone,
        429 => FetchError::TooManyRequests { retry_after: retry_after() },
        500..=599 => FetchError::ServerFault { status, retry_after: retry_after() },
        _ => FetchError::UnexpectedStatus { status },
    }
}

/// A header as text; `None` when it is absent or not UTF-8.
fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    std::str::from_utf8(value.as_bytes()).ok().map(str::to_owned)
}

/// The media type and its charset, both in lower case.
fn media_type(headers: &HeaderMap) -> (Option<String>, Option<String>) {
    let Some(value) = text(headers, &header::CONTENT_TYPE) else { return (None, None) };
    let value = value.to_ascii_lowercase();
    let mut parts = value.split(';').map(str::trim);
    let media_type = parts.next().filter(|text| !text.is_empty()).map(str::to_owned);
    let charset = parts
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim() == "charset")
        .map(|(_, value)| value.trim().trim_matches(['"', '\'']).to_owned())
        .filter(|charset| !charset.is_empty());
    (media_type, charset)
}
