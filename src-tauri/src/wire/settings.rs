//! What the page needs to start, and what the user set.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{CalendarView, Problem, mirror::mirror};

mirror! {
    /// Light, dark, or as the desktop is.
    Theme = kalends_engine::Theme, "lowercase" { System, Light, Dark }
}

mirror! {
    /// 12 or 24 hours, or as the locale has it.
    TimeFormat = kalends_engine::TimeFormat, "lowercase" { Auto, H12, H24 }
}

mirror! {
    /// The first day of a week, or as the locale has it.
    WeekStart = kalends_engine::WeekStart, "lowercase" { Auto, Monday, Saturday, Sunday }
}

mirror! {
    /// How tall an hour is.
    Density = kalends_engine::Density, "lowercase" { Compact, Normal, Roomy }
}

/// What the user set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settings {
    pub theme: Theme,
    pub time_format: TimeFormat,
    pub week_start: WeekStart,
    /// An IANA zone for the second column of hours.
    pub second_zone: Option<String>,
    /// Whether single letters are keys (WCAG 2.2, 2.1.4).
    pub single_keys: bool,
    pub density: Density,
    /// Takes new events; null is the first that takes any.
    pub default_calendar: Option<String>,
}

impl From<kalends_engine::Settings> for Settings {
    fn from(settings: kalends_engine::Settings) -> Self {
        Self {
            theme: settings.theme.into(),
            time_format: settings.time_format.into(),
            week_start: settings.week_start.into(),
            second_zone: settings.second_zone,
            single_keys: settings.single_keys,
            density: settings.density.into(),
            default_calendar: settings.default_calendar.map(|id| id.to_string()),
        }
    }
}

impl From<Settings> for kalends_engine::Settings {
    fn from(settings: Settings) -> Self {
        Self {
            theme: settings.theme.into(),
            time_format: settings.time_format.into(),
            week_start: settings.week_start.into(),
            second_zone: settings.second_zone,
            single_keys: settings.single_keys,
            density: settings.density.into(),
            default_calendar: settings.default_calendar.and_then(|id| id.parse().ok()),
        }
    }
}

/// Everything the first picture needs, in one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StartUp {
    pub settings: Settings,
    /// BCP 47, from the operating system.
    pub locale: String,
    /// The display zone's IANA name.
    pub zone: String,
    pub today: i32,
    pub now_minute: i32,
    /// Nothing was ever added.
    pub first_run: bool,
    pub calendars: Vec<CalendarView>,
    /// What stands in the way: a damaged or newer database, no keychain.
    pub problem: Option<Problem>,
}
