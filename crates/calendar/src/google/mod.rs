//! Events as Google's Calendar API v3 writes them, to and from [`Event`]. Pure conversion: it
//! knows no address, no token and no request.
//!
//! Reading is lenient: what is odd about an event is a [`Flag`](crate::Flag) on it, and only what
//! has no id or no start is [`Unreadable`]. Writing is strict: every body holds what the API's
//! schema names and nothing else.

mod color;
mod id;
mod lax;
mod people;
mod raw;
mod read;
mod things;
mod time;
mod write;

pub use color::{color_hex, color_id};
pub use id::{client_id, instance_id, split_instance_id};
pub use read::read_item;
pub use write::{pin, write_insert, write_patch};

use crate::{
    event::{Event, Participation},
    when::{When, Zone},
};

/// What reading an event depends on besides itself.
#[derive(Clone, Debug)]
pub struct Context {
    /// The calendar's zone, for times that name none.
    pub calendar_zone: Zone,
    /// The calendar's mail address: whose answers are [`me`](crate::Attendee::me).
    pub owner: String,
}

/// One item of an event list.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// An event.
    Live(Box<Live>),
    /// An event, or one occurrence of a series, that was deleted.
    Cancelled(Cancelled),
}

/// An event as the server has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Live {
    /// Its id in the calendar.
    pub id: String,
    /// Its version, quotes included; empty where the server sent none.
    pub etag: String,
    /// The series that it is an exception of.
    pub series_id: Option<String>,
    /// What it says.
    pub event: Event,
    /// The answer of the calendar's owner, where they are invited.
    pub my_response: Option<Participation>,
}

/// A tombstone; or a cancelled occurrence, when `series_id` is set or `original` is.
///
/// A cancelled occurrence beyond the end of its shortened series comes without the series' id
/// (`series_id` is none then); its own id still tells both through [`split_instance_id`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// Its id in the calendar.
    pub id: String,
    /// Its version, quotes included; empty where the server sent none.
    pub etag: String,
    /// The series that it is an exception of.
    pub series_id: Option<String>,
    /// The original start of the cancelled occurrence.
    pub original: Option<When>,
}

/// An item that must be set aside.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the event cannot be read: {reason}")]
pub struct Unreadable {
    /// Its id, where it has one.
    pub id: Option<String>,
    /// What is wrong with it.
    pub reason: String,
}
