//! Calendars as the sidebar lists them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    EveryMinutes, FeedState, FeedView, Problem,
    count::{count, minutes},
    mirror::mirror,
};

mirror! {
    /// The eleven calendar colours; the page knows their shades.
    Hue = kalends_engine::Hue, "lowercase" {
        Tomato,
        Orange,
        Amber,
        Olive,
        Green,
        Teal,
        Sky,
        Blue,
        Violet,
        Pink,
        Slate,
    }
}

mirror! {
    /// Where an account's calendars come from.
    AccountKind = kalends_engine::AccountKind, "lowercase" { Google, Feed, Local, Sample }
}

/// One calendar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CalendarView {
    pub id: String,
    pub account_id: String,
    pub account_kind: AccountKind,
    pub account_name: String,
    pub name: String,
    pub hue: Hue,
    pub visible: bool,
    pub read_only: bool,
    /// Set for a calendar that follows a link or a file.
    pub feed: Option<FeedView>,
    /// Set for a calendar of an account.
    pub mirror: Option<MirrorView>,
    /// Which way changes go.
    pub direction: Direction,
    /// Synced at all.
    pub selected: bool,
    /// Left out of lists.
    pub hidden: bool,
    /// An IANA name, or empty.
    pub zone: String,
    /// Minutes before the start at which its events remind, unless they say otherwise.
    pub default_alarms: Vec<i32>,
}

mirror! {
    /// Which way changes go between a calendar and its source.
    Direction = kalends_engine::Direction, "lowercase" { Read, Write, Both }
}

mirror! {
    /// What an account may do with a calendar, the least first.
    CalendarRole = kalends_engine::Role, "camelCase" {
        FreeBusyReader,
        Reader,
        WriterWithoutPrivateAccess,
        Writer,
        Owner,
    }
}

/// The state of one calendar of an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MirrorView {
    pub role: CalendarRole,
    /// The account's own calendar.
    pub primary: bool,
    pub every_minutes: EveryMinutes,
    pub state: FeedState,
    pub last_good: Option<String>,
    pub next_try: Option<String>,
    pub problem: Option<Problem>,
    pub events: u32,
    /// Events that could not be read.
    pub set_aside: u32,
    /// Edits that wait.
    pub unsent: u32,
}

/// What to change about a calendar; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct CalendarChange {
    #[specta(optional, type = String)]
    pub name: Option<String>,
    #[specta(optional, type = Hue)]
    pub hue: Option<Hue>,
    #[specta(optional, type = bool)]
    pub visible: Option<bool>,
    #[specta(optional, type = bool)]
    pub selected: Option<bool>,
    #[specta(optional, type = bool)]
    pub hidden: Option<bool>,
    #[specta(optional, type = Direction)]
    pub direction: Option<Direction>,
    #[specta(optional, type = EveryMinutes)]
    pub every_minutes: Option<EveryMinutes>,
}

impl From<kalends_engine::CalendarView> for CalendarView {
    fn from(calendar: kalends_engine::CalendarView) -> Self {
        Self {
            id: calendar.id.to_string(),
            account_id: calendar.account_id.to_string(),
            account_kind: calendar.account_kind.into(),
            account_name: calendar.account_name,
            name: calendar.name,
            hue: calendar.hue.into(),
            visible: calendar.visible,
            read_only: calendar.read_only,
            feed: calendar.feed.map(Into::into),
            mirror: calendar.mirror.map(Into::into),
            direction: calendar.direction.into(),
            selected: calendar.selected,
            hidden: calendar.hidden,
            zone: calendar.zone,
            default_alarms: calendar.default_alarms.into_iter().map(minutes).collect(),
        }
    }
}

impl From<kalends_engine::MirrorView> for MirrorView {
    fn from(mirror: kalends_engine::MirrorView) -> Self {
        Self {
            role: mirror.role.into(),
            primary: mirror.primary,
            every_minutes: mirror.every_minutes.into(),
            state: mirror.state.into(),
            last_good: mirror.last_good.map(|at| at.to_string()),
            next_try: mirror.next_try.map(|at| at.to_string()),
            problem: mirror.problem.map(Into::into),
            events: count(mirror.events),
            set_aside: count(mirror.set_aside),
            unsent: count(mirror.unsent),
        }
    }
}

impl From<CalendarChange> for kalends_engine::CalendarChange {
    fn from(change: CalendarChange) -> Self {
        Self {
            name: change.name,
            hue: change.hue.map(Into::into),
            visible: change.visible,
            selected: change.selected,
            hidden: change.hidden,
            direction: change.direction.map(Into::into),
            every: change.every_minutes.map(Into::into),
        }
    }
}
