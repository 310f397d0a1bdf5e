//! Accounts of Google through the engine's face, against the stand-in on a real socket.

mod agents;
mod calendars;
mod desk;
mod faults;
mod free_busy;
mod masking;
mod mirror;
mod odd;
mod on_the_way;
mod schedule;
mod sign_in;
mod unsent;
