//! Calendar links over HTTP and from files, Google Calendar, and the keychain.
//!
//! The only network and the only secrets. This crate asks no clock and knows no database: bodies
//! come back as spooled files with their hash, faults as values that say what to do. An address
//! never leaves it but through [`FeedAddress::expose`].

mod address;
mod fetch;
pub mod google;
mod network;
mod secrets;

pub use address::{AddressError, FeedAddress};
pub use fetch::{
    FeedBody, FetchError, Fetched, Fetcher, FetcherOptions, Limits, Spool, Timeouts, Validators,
};
pub use network::{NetworkFault, RetryAfter, TimedOut, TlsFault, has_route};
pub use secrecy::{ExposeSecret, SecretString};
pub use secrets::{KeychainOptions, Secrets, SecretsError, WorkFactor};
