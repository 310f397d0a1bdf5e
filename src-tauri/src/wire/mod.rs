//! What crosses between the shell and the page, as plain data.
//!
//! The page's TypeScript is generated from these types (`ui/src/lib/ipc/bindings.ts`). Days are
//! whole days since 1970-01-01 in the display zone, minutes are 0..1440 of that local day, and
//! instants are RFC 3339 text.

mod calendar;
mod count;
mod event;
mod feed;
mod mirror;
mod occurrence;
mod problem;
mod pushed;
mod run;
mod seconds;
mod settings;

pub(crate) use calendar::{CalendarChange, CalendarView, Hue};
pub(crate) use event::{EventDetails, Status};
pub(crate) use feed::{FeedChange, FeedTest, FeedView, NewFeed};
pub(crate) use occurrence::{OccurrenceView, SearchHit};
pub(crate) use problem::Problem;
pub(crate) use pushed::{CalendarsChanged, DataChanged, DayChanged, SyncStateChanged};
pub(crate) use run::{RunView, SyncState};
pub(crate) use seconds::Seconds;
pub(crate) use settings::{Settings, StartUp, Theme};
