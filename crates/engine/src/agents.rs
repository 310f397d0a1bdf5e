//! Agents: who is registered, what each may see, what it is told, and the record of what it did.
//!
//! [`AgentSession`] is all that an agent has. What it may see is decided in here and nowhere else;
//! nothing in here changes an event.

mod answered;
mod audit;
mod client;
mod cursor;
mod read;
mod register;
mod session;
mod sight;
mod text;
mod token;
mod version;

pub(crate) use answered::veiled;
pub(crate) use audit::{Entry, record};
pub(crate) use session::Admitted;
pub(crate) use sight::Sights;
pub(crate) use text::plain;
pub(crate) use version::base_version;

pub use client::TOKEN_VARIABLE;
pub use session::AgentSession;
