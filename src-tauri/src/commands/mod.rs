//! What the page may ask for. Each command converts, calls the engine once, and converts.

mod accounts;
mod agents;
mod background;
mod calendars;
mod conflicts;
mod edits;
mod events;
mod feeds;
mod imports;
mod outside;
mod proposals;
mod queue;
mod reminders;
mod samples;
mod start;
mod sync;

// The bindings name each command by this path, and its hidden companions with it.
pub(crate) use accounts::*;
pub(crate) use agents::*;
pub(crate) use background::*;
pub(crate) use calendars::*;
pub(crate) use conflicts::*;
pub(crate) use edits::*;
pub(crate) use events::*;
pub(crate) use feeds::*;
pub(crate) use imports::*;
pub(crate) use outside::*;
pub(crate) use proposals::*;
pub(crate) use queue::*;
pub(crate) use reminders::*;
pub(crate) use samples::*;
pub(crate) use start::*;
pub(crate) use sync::*;

use tauri::State;

use crate::{shell::Shell, wire::Problem};

/// What a command gives.
pub(crate) type Answer<T> = Result<T, Problem>;

/// What every command is given.
pub(crate) type Given<'a> = State<'a, Shell>;

/// An id as the page holds it: text the engine once gave.
pub(crate) fn parse_id<Id: std::str::FromStr>(text: &str) -> Answer<Id> {
    text.parse().map_err(|_| {
        Problem::new("invalid", format!("“{text}” is not an id."), "Open the window anew.")
    })
}
