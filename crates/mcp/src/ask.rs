//! What agents send: the arguments of every tool, as their schemas and as values.

mod propose;
mod read;
mod time;

pub(crate) use propose::{
    BATCH_MOST, Batch, BatchItem, Create, Delete, Guest, Patch, Reminders, Respond, Status, Update,
    Withdraw,
};
pub(crate) use read::{Events, FindFree, FreeBusy, GetEvent, Hours, ListChanges, Nothing, Search};
pub(crate) use time::{Length, Taken, instant, minutes, time_of_day, when, zone};
