//! Asking a link or a file for its calendar: one body, spooled and hashed, or why there is none.

mod error;
mod local;
mod redirect;
mod spool;
mod web;

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::address::FeedAddress;
use crate::network::{ClientOptions, Clients, NetworkFault, TimedOut};

pub use error::FetchError;
pub use spool::Spool;

const USER_AGENT: &str = concat!("Kalends/", env!("CARGO_PKG_VERSION"));

/// What a server said about the version it sent, to be sent back with the next request. For a
/// file the tag is made of its length and the time it was last written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// `ETag` (RFC 9110 §8.8.3), as it came, weakness mark and quotes included.
    pub etag: Option<String>,
    /// `Last-Modified` (RFC 9110 §8.8.2), as it came.
    pub last_modified: Option<String>,
}

/// What a source answered.
#[derive(Debug)]
pub enum Fetched {
    /// It still has what the validators describe.
    NotModified {
        /// As in [`FeedBody::moved_to`].
        moved_to: Option<FeedAddress>,
    },
    /// It sent a body.
    Body(FeedBody),
}

/// A body that arrived whole, within all limits, and is not a web page. Whether it is a calendar
/// is for its reader to say.
#[derive(Debug)]
pub struct FeedBody {
    /// The unpacked bytes.
    pub spool: Spool,
    /// How many they are.
    pub len: u64,
    /// BLAKE3 of the unpacked bytes.
    pub body_hash: [u8; 32],
    /// What to send with the next request.
    pub validators: Validators,
    /// The media type without parameters, in lower case; `None` for files and silent servers.
    pub content_type: Option<String>,
    /// The `charset` parameter of the content type, in lower case.
    pub charset: Option<String>,
    /// Where the source lives from now on: set when redirects were followed and each of them was
    /// permanent (301 or 308).
    pub moved_to: Option<FeedAddress>,
}

/// How much a source may send. Passing a limit is an error of its own.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes after unpacking.
    pub unpacked_bytes: u64,
    /// How many times larger than its packed form a body may be…
    pub ratio: u64,
    /// …once it has this many bytes.
    pub ratio_from_bytes: u64,
    /// Redirects followed.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { unpacked_bytes: 200_000_000, ratio: 100, ratio_from_bytes: 10_000_000, redirects: 5 }
    }
}

/// How long a source may take.
#[derive(Clone, Debug)]
pub struct Timeouts {
    /// Until a connection stands, name look-up and TLS included.
    pub connect: Duration,
    /// Without a byte, before the answer and between its parts.
    pub idle: Duration,
    /// From the first request to the last byte, redirects included.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            total: Duration::from_secs(300),
        }
    }
}

/// How a [`Fetcher`] behaves; the default is what the product uses.
#[derive(Clone, Debug, Default)]
pub struct FetcherOptions {
    /// How much a source may send.
    pub limits: Limits,
    /// How long it may take.
    pub timeouts: Timeouts,
    /// Certificates (DER) trusted in addition to those of the operating system.
    pub extra_roots: Vec<Vec<u8>>,
}

/// Reads sources. Made once and shared: it keeps connections open and, on first need of TLS,
/// reads the operating system's certificates.
#[derive(Debug)]
pub struct Fetcher {
    options: FetcherOptions,
    clients: Clients,
}

impl Fetcher {
    /// A fetcher; opens nothing yet.
    pub fn new(options: FetcherOptions) -> Self {
        let clients = Clients::new(ClientOptions {
            user_agent: USER_AGENT,
            connect: options.timeouts.connect,
            plain_is_local: false,
            extra_roots: options.extra_roots.clone(),
        });
        Self { options, clients }
    }

    /// Reads a source whole into a nameless temporary file in `spool_dir`.
    ///
    /// Asks for changes only, as far as `validators` go; the default ones ask for the body
    /// unconditionally. Memory use does not depend on the size of the body. Nothing is left in
    /// `spool_dir`, whatever happens. There are no retries here.
    pub async fn fetch(
        &self,
        address: &FeedAddress,
        validators: &Validators,
        spool_dir: &Path,
    ) -> Result<Fetched, FetchError> {
        let total = self.options.timeouts.total;
        let fetch = async {
            match (address.as_url(), address.as_file()) {
                (Some(url), _) => web::fetch(self, url, validators, spool_dir).await,
                (None, Some(path)) => {
                    local::fetch(path, validators, spool_dir, &self.options.limits).await
                }
                (None, None) => Err(FetchError::FileMissing),
            }
        };
        tokio::time::timeout(total, Box::pin(fetch))
            .await
            .unwrap_or(Err(NetworkFault::Timeout(TimedOut::Total).into()))
    }
}
