//! What the user chose about looks and habits, on this computer.

use kalends_store::settings;
use serde::{Deserialize, Serialize};

use crate::{Engine, Error};

/// The window's settings. Unknown or missing fields read as their defaults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// How times of day are written.
    pub time_format: TimeFormat,
    /// The first day of a week.
    pub week_start: WeekStart,
    /// The IANA zone of a second time column.
    pub second_zone: Option<String>,
    /// Whether single letters are shortcuts (WCAG 2.2, 2.1.4).
    pub single_keys: bool,
    /// The height of an hour.
    pub density: Density,
    /// Takes new events; none is the first calendar that takes any.
    pub default_calendar: Option<crate::CalendarId>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            time_format: TimeFormat::default(),
            week_start: WeekStart::default(),
            second_zone: None,
            single_keys: true,
            density: Density::default(),
            default_calendar: None,
        }
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the desktop says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// How times of day are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeFormat {
    /// As the locale says.
    #[default]
    Auto,
    /// 3:00 PM.
    H12,
    /// 15:00.
    H24,
}

/// The first day of a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "day names")]
pub enum WeekStart {
    /// As the locale says.
    #[default]
    Auto,
    Monday,
    Saturday,
    Sunday,
}

/// The height of an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// More hours on the screen.
    Compact,
    /// The usual.
    #[default]
    Normal,
    /// Taller hours.
    Roomy,
}

const KEY: &str = "window";

impl Engine {
    /// The user's settings; the defaults before the user chose any.
    pub async fn get_settings(&self) -> Result<Settings, Error> {
        let mut read = self.inner.store.read().await?;
        Ok(settings::get(&mut read, KEY).await?.unwrap_or_default())
    }

    /// Keeps the user's settings.
    pub async fn set_settings(&self, chosen: &Settings) -> Result<(), Error> {
        let mut write = self.inner.store.begin().await?;
        settings::set(&mut write, KEY, chosen).await?;
        Ok(write.commit().await?)
    }
}
