//! What the product does: feeds, sync, agenda, search, backup.
//!
//! [`Engine`] is the only way to the data. It never calls up into a face, and takes the time,
//! chance and places it works with from [`Config`].

mod chance;
mod clock;
mod config;
mod engine;
mod error;
mod every;
mod hue;
mod id;
mod policy;
mod problem;
mod settings;
mod sync;
mod views;

pub use chance::Chance;
pub use clock::Clock;
pub use config::{Config, SecretsMode};
pub use engine::{Engine, Opened};
pub use error::Error;
pub use every::Every;
pub use hue::Hue;
pub use id::{AccountId, CalendarId, EventId};
pub use kalends_calendar as calendar;
pub use problem::Problem;
pub use settings::{Density, Settings, Theme, TimeFormat, WeekStart};
pub use views::*;
