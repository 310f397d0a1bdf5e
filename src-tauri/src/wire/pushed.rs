//! What the shell tells the page unasked.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

use super::SyncState;

/// Events of these calendars changed.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct DataChanged {
    pub calendars: Vec<String>,
}

/// The list of calendars, or something it shows, changed.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct CalendarsChanged {}

/// Accounts came, went or stand differently.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct AccountsChanged {}

/// Edits wait, were sent, or need the reader.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct QueueChanged {}

/// Syncing stands differently.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct SyncStateChanged(pub SyncState);

/// Another day began in the display zone.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct DayChanged {
    pub today: i32,
}
