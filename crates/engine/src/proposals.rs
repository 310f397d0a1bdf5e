//! What agents propose: kept, shown as of now, and done only once the user approved exactly what
//! was shown.
//!
//! A proposal is a request and nothing else. What it would do is planned anew on the rows as they
//! are whenever it is shown ([`look`]); the card is named by a hash ([`shown`]); an approval names
//! that hash and is checked and used up in the transaction of the edit ([`decide`]). What becomes
//! of the edit is followed through the queue ([`follow`]).

mod card;
mod close;
mod conflicts;
mod copied;
mod copies;
mod deadline;
mod decide;
mod diff;
mod follow;
mod list;
mod look;
mod memory;
mod news;
mod propose;
mod reach;
mod session;
mod shown;
mod times;
mod told;
mod undone;
mod veil;
mod words;

pub(crate) use follow::{arrived, refused};
pub(crate) use memory::Approvals;
