//! Single events, masters of series and overrides, each with its source text.

mod details;
mod json;
#[cfg(test)]
mod json_tests;
mod known;
mod marks;
mod read;
mod remote;
#[cfg(test)]
mod remote_tests;
mod remove;
mod row;
mod series;
#[cfg(test)]
mod tests;
mod unanswered;
mod write;

use jiff::Timestamp;
use kalends_calendar::{Event, Participation};

use crate::{CalendarId, EventId};

pub(crate) use details::{read_alarms, read_recurrence};
pub use json::{decode, encode};
pub use known::{Known, list_known};
pub(crate) use marks::{LOCKS, UNSENT};
pub use marks::{Lock, Role, Unsent};
pub use read::{get, get_master, list, list_overrides};
pub use remote::{
    KnownRemote, Remote, forget_versions, get_by_remote, list_known_remote, list_of_remote_series,
    list_unseen, mark_seen, set_calendar, set_remote,
};
pub use remove::{delete, purge_deleted, set_deleted, soft_delete};
pub(crate) use row::{PARTICIPATIONS, STATUSES, TRANSPARENCIES, VISIBILITIES, read_flags};
pub use unanswered::{Unanswered, list_unanswered};
pub use write::{set_flags, write};
#[cfg(test)]
pub(crate) use {
    known::KNOWN,
    remote::{KNOWN_REMOTE, OF_SERIES},
    series::BY_REMOTE,
    unanswered::UNANSWERED,
};

/// What tells one reading of an event from another: the first 16 bytes of a hash the caller
/// chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ContentHash(pub [u8; 16]);

/// An event to be written, in the place of the one with the same id if there is one.
#[derive(Clone, Copy, Debug)]
pub struct EventWrite<'a> {
    /// Stable across syncs; made by the caller for a new event.
    pub id: EventId,
    /// Where it is.
    pub calendar_id: CalendarId,
    /// What it means.
    pub event: &'a Event,
    /// The source's own text, kept verbatim.
    pub source: &'a [u8],
    /// Compared by the next plan.
    pub content_hash: ContentHash,
    /// The owner's answer; none where the owner is not invited.
    pub my_response: Option<Participation>,
    /// Whether a single event or an override takes place at all: one that does not (a cancelled
    /// override) gets no occurrence. Nothing to a master.
    pub occurs: bool,
    /// Of a master: the start of the first and the end of the last occurrence, in seconds of the
    /// start's line; none where it goes on for ever. Nothing to others.
    pub span: Option<(i64, Option<i64>)>,
    /// What the source calls it; [`Remote::NONE`] where sources have no ids.
    pub remote: Remote<'a>,
    /// Now, for what comes from a source; none for what is made here. Only the first writing of an
    /// event keeps it.
    pub arrived_at: Option<Timestamp>,
}

/// An event as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEvent {
    /// Its id.
    pub id: EventId,
    /// Where it is.
    pub calendar_id: CalendarId,
    /// Of an override: its series, where the calendar has it.
    pub master_id: Option<EventId>,
    /// What it means.
    pub event: Event,
    /// The source's own text.
    pub source: Vec<u8>,
    /// As it was written.
    pub content_hash: ContentHash,
    /// The owner's answer; none where the owner is not invited.
    pub my_response: Option<Participation>,
    /// Since when it is gone from its source, or deleted here; none for a live one.
    pub deleted_at: Option<Timestamp>,
    /// Its id at the source, or empty.
    pub remote_id: String,
    /// The ETag of the source text, or empty.
    pub etag: String,
    /// Of an override: the id of its series at the source, or empty.
    pub series_remote_id: String,
    /// The full reading that saw it last.
    pub seen_generation: i64,
    /// Whether an edit of it waits in `pending`.
    pub unsent: Unsent,
}

impl StoredEvent {
    /// What the source calls it, to write it again with.
    #[must_use]
    pub fn remote(&self) -> Remote<'_> {
        Remote {
            id: &self.remote_id,
            etag: &self.etag,
            series_id: &self.series_remote_id,
            generation: self.seen_generation,
        }
    }
}
