//! What agents are answered, as schemas and as values.
//!
//! What is not known, or may not be seen, is left out rather than null. Text that others wrote is
//! under the names that `untrusted_fields` lists.

mod proposal;
mod read;

pub(crate) use proposal::{BatchReply, ProposalReply, ProposalsReply};
pub(crate) use read::{
    CalendarsReply, ChangesReply, ContextReply, EventReply, EventsReply, FreeBusyReply,
    SearchReply, SlotsReply,
};

/// The names of the fields that hold text of others, for an answer to carry.
pub(crate) fn untrusted_fields() -> Vec<&'static str> {
    kalends_engine::UNTRUSTED_FIELDS.to_vec()
}
