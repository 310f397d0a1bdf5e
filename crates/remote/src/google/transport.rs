//! One request out, one answer back: the seam where a simulation takes the network's place.

use bytes::Bytes;
use futures_util::future::BoxFuture;
use reqwest::Method;
use reqwest::header::HeaderMap;
use url::Url;

use crate::network::NetworkFault;

/// Sends requests. Follows no redirect, retries nothing, gives bodies unpacked and whole.
pub trait Transport: Send + Sync {
    /// One request. Any status is an answer; an error means that no whole answer came, and that
    /// the request may or may not have been carried out.
    fn send<'a>(&'a self, request: Request) -> BoxFuture<'a, Result<Response, TransportError>>;
}

/// What goes out. Its `Debug` shows the method and the place, never headers, query or body.
#[derive(Clone)]
pub struct Request {
    /// GET, POST, PATCH or DELETE.
    pub method: Method,
    /// Where to.
    pub url: Url,
    /// Without those the transport adds itself (host, lengths, packing, user agent).
    pub headers: HeaderMap,
    /// Empty for GET and DELETE.
    pub body: Bytes,
}

/// What came back. Its `Debug` shows the status and the length of the body.
#[derive(Clone)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// As they came.
    pub headers: HeaderMap,
    /// Unpacked and whole.
    pub body: Bytes,
}

/// Why no whole answer came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The way there or back failed.
    #[error(transparent)]
    Network(#[from] NetworkFault),
    /// More bytes than anyone should send.
    #[error("the answer is larger than {} MB", limit_bytes / 1_000_000)]
    TooLarge {
        /// The limit it passed, in bytes after unpacking.
        limit_bytes: u64,
    },
    /// Plain http to another computer. Nothing was sent.
    #[error("the address leads to another computer without encryption")]
    Insecure,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("path", &self.url.path())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
