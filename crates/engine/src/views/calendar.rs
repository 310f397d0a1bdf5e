//! Calendars as the sidebar shows them.

use jiff::Timestamp;
use serde::Serialize;

use super::{FeedState, FeedView};
use crate::{AccountId, CalendarId, Every, Hue, Problem};

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
    /// Set where it is a calendar of an account.
    pub mirror: Option<MirrorView>,
    /// Which way changes go.
    pub direction: Direction,
    /// Whether it is left out of lists.
    pub hidden: bool,
    /// Its zone, as an IANA name, or empty.
    pub zone: String,
    /// Minutes before the start at which its events remind, unless they say otherwise.
    pub default_alarms: Vec<i64>,
}

/// How a calendar of an account is doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MirrorView {
    /// What the account may do with it.
    pub role: Role,
    /// The account's own calendar, which bears its mail address.
    pub primary: bool,
    /// How often it is asked, at the least.
    pub every_minutes: Every,
    /// Where it stands.
    pub state: FeedState,
    /// When its data was last known to be true.
    pub last_good: Option<Timestamp>,
    /// When it is asked next, unless paused.
    pub next_try: Option<Timestamp>,
    /// Why it fails, if it does.
    pub problem: Option<Problem>,
    /// Events held.
    pub events: u64,
    /// Events that could not be read.
    pub set_aside: u64,
    /// Edits that wait.
    pub unsent: u64,
}

/// Which way changes go between a calendar and its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the source to here.
    #[default]
    Read,
    /// From here to the source.
    Write,
    /// Both ways.
    Both,
}

/// What an account may do with a calendar (Calendar API, `accessRole`), the least first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// See when somebody is busy, nothing else.
    FreeBusyReader,
    /// See all but private events.
    #[default]
    Reader,
    /// Change all but private events, which stay unseen.
    WriterWithoutPrivateAccess,
    /// Change events.
    Writer,
    /// Change events and who may do what.
    Owner,
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
    /// Whether it is left out of lists.
    pub hidden: Option<bool>,
    /// Which way changes go.
    pub direction: Option<Direction>,
    /// How often its source is asked, at the least.
    pub every: Option<Every>,
}
