//! The life beside the window: tray, start at login, the keys that work everywhere.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Problem;

/// What this desktop offers and what the user chose of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Background {
    /// Whether there is an icon in a tray.
    pub tray: bool,
    /// Why there is none.
    pub tray_reason: Option<String>,
    /// Whether closing the window keeps the program running.
    pub close_to_tray: bool,
    pub start_at_login: bool,
    /// The keys that open quick add from anywhere, for people to read.
    pub shortcut: Option<String>,
    /// Why there are none.
    pub shortcut_reason: Option<String>,
    /// Why reminders cannot be shown on this desktop.
    pub notifications: Option<Problem>,
}

/// What to change; what is left out stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct BackgroundChange {
    #[specta(optional, type = bool)]
    pub close_to_tray: Option<bool>,
    #[specta(optional, type = bool)]
    pub start_at_login: Option<bool>,
}
