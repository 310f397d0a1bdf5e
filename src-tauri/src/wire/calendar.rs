//! Calendars as the sidebar lists them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{FeedView, mirror::mirror};

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
        }
    }
}

impl From<CalendarChange> for kalends_engine::CalendarChange {
    fn from(change: CalendarChange) -> Self {
        Self {
            name: change.name,
            hue: change.hue.map(Into::into),
            visible: change.visible,
            selected: None,
        }
    }
}
