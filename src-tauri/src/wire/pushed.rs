//! What the shell tells the page unasked.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

use super::{NowNext, OpenTarget, SyncState};

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

/// Something proposed came, went or stands differently.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct ProposalsChanged {}

/// What collides changed.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct ConflictsChanged {}

/// Agents came, went, were seen or stand differently.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct AgentsChanged {}

/// Syncing stands differently.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct SyncStateChanged(pub SyncState);

/// Another day began in the display zone.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct DayChanged {
    pub today: i32,
}

/// The display zone, which may be another one than before: a page of another zone begins anew.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct ZoneChanged {
    pub zone: String,
}

/// The list of reminders, or how the user wants to be reminded, changed.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct RemindersChanged {}

/// Other meetings are around this moment, or they stand differently.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct NowNextChanged(pub NowNext);

/// A tray came or went, or what the user chose about the life beside the window changed.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct BackgroundChanged {}

/// The window is to show something. Comes once the page has painted, never before.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct OpenRequested {
    pub target: OpenTarget,
}

/// The program ends: the page makes final what can still be taken back, and answers with `settled`.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct QuitRequested {}

/// Something that is said once, as a passing notice.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct Told {
    pub message: String,
}
