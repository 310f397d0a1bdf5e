//! What reading links and talking to Google have in common: connections, unpacking, and what can
//! go wrong on the way.

mod classify;
mod client;
mod decode;
mod fault;
mod retry_after;
mod sniff;

pub use classify::has_route;
pub use fault::{NetworkFault, TimedOut, TlsFault};
pub use retry_after::RetryAfter;

pub(crate) use classify::request_fault;
pub(crate) use client::{ClientOptions, Clients};
pub(crate) use decode::{ACCEPTED, Body, parse_codings};
pub(crate) use sniff::{HEAD, web_page};
