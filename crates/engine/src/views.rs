//! What the engine answers: values for the faces to convert, no rows and no text formats.

mod calendar;
mod details;
mod feed;
mod occurrence;
mod run;
mod upkeep;

pub use calendar::{AccountKind, CalendarChange, CalendarView};
pub use details::{EventDetails, SearchHit, ZonedTime};
pub use feed::{FeedChange, FeedState, FeedTest, FeedView, NewFeed};
pub use occurrence::{Occurrence, Scope, local};
pub use run::{EngineEvent, RunResult, RunView, SyncState, Trigger};
pub use upkeep::{BackupView, Check, Health, ImportReport};
