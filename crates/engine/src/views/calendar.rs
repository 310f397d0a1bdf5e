//! Calendars as the sidebar shows them.

use serde::Serialize;

use super::FeedView;
use crate::{AccountId, CalendarId, Hue};

/// What stands behind an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountKind {
    /// A Google account.
    Google,
    /// Calendar links and files.
    Feed,
    /// Calendars that live on this computer alone.
    Local,
    /// Generated calendars to look around with.
    Sample,
}

/// A calendar in the sidebar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CalendarView {
    /// Stable as long as the calendar exists.
    pub id: CalendarId,
    /// The account it belongs to.
    pub account_id: AccountId,
    /// What stands behind that account.
    pub account_kind: AccountKind,
    /// The account's name.
    pub account_name: String,
    /// The calendar's name.
    pub name: String,
    /// Its colour.
    pub hue: Hue,
    /// Whether its events are shown.
    pub visible: bool,
    /// Whether it is synced at all.
    pub selected: bool,
    /// Whether it refuses edits.
    pub read_only: bool,
    /// Set where a feed fills it.
    pub feed: Option<FeedView>,
}

/// What to change about a calendar; none leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct CalendarChange {
    /// The name.
    pub name: Option<String>,
    /// The colour.
    pub hue: Option<Hue>,
    /// Whether its events are shown.
    pub visible: Option<bool>,
    /// Whether it is synced at all.
    pub selected: Option<bool>,
}
