//! What an agent reads: each answer is cut down here to what it may see.

mod calendars;
mod changes;
mod context;
mod event;
mod events;
mod free;
mod search;
mod time;
