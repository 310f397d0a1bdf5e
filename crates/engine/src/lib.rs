//! What the product does: feeds, sync, agenda, search, backup.
//!
//! [`Engine`] is the only way to the data. It never calls up into a face, and takes the time,
//! chance and places it works with from [`Config`].

mod accounts;
mod agents;
mod backup;
mod calendars;
mod chance;
mod clock;
mod config;
mod conflicts;
mod details;
mod doctor;
mod edits;
mod engine;
mod error;
mod every;
mod export;
mod feeds;
mod fill;
mod free;
mod google;
mod hue;
mod ids;
mod import;
mod moments;
mod notes;
mod occurrences;
mod owner;
mod policy;
mod problem;
mod proposals;
mod push;
mod queue;
mod reminders;
mod runs;
mod samples;
mod schedule;
mod search;
mod settings;
mod sync;
mod views;
mod watch;
mod zone;

pub use agents::{AgentSession, TOKEN_VARIABLE};
pub use chance::Chance;
pub use clock::Clock;
pub use config::{Config, GoogleConfig, SecretsMode, data_folder};
pub use engine::{Engine, Opened};
pub use error::Error;
pub use every::Every;
pub use futures_util::future::BoxFuture;
pub use hue::Hue;
pub use kalends_calendar as calendar;
pub use kalends_store::{AccountId, AgentId, BatchId, CalendarId, EventId, ProposalId};
pub use problem::Problem;
pub use reminders::{Reminding, proposal_note, proposal_note_key};
pub use settings::{Density, Settings, Theme, TimeFormat, WeekStart};
pub use views::*;
pub use zone::HomeZone;
