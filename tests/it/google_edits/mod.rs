//! Edits made here, sent to the stand-in of Google and merged with what others do there.

mod conflicts;
mod desk;
mod faults;
mod guests;
mod imports;
mod in_flight;
mod local;
mod nudges;
mod proposals;
mod refusals;
mod series;
mod single;
mod undo;
