//! Edits made here, sent to the stand-in of Google and merged with what others do there.

mod conflicts;
mod desk;
mod faults;
mod local;
mod series;
mod simple;
mod undo;
