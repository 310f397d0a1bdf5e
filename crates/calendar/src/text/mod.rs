//! iCalendar text (RFC 5545, RFC 7986 and what vendors write) in and out.
//!
//! Reading a feed takes two passes over the same bytes:
//!
//! 1. [`Splitter`] yields header lines and whole components as raw bytes, in bounded memory. Give
//!    every item to a [`Survey`], and hash each component with [`content_hash`]; at the end
//!    [`Survey::finish`] gives the [`Context`] of each VCALENDAR, whose [`Context::hash`] covers
//!    everything outside a component that its meaning depends on.
//! 2. [`read_event`] turns a raw VEVENT and its context into an [`Event`](crate::Event), or says
//!    why it must be set aside. It is pure and may run on many threads at once. A component can
//!    be found again by its [`Component::offset`] and length.
//!
//! [`read_calendar`] does both for a text that is already in memory. Only an [`Error`] refuses a
//! text as a whole; an odd line is a flag on its event, an odd event a [`SetAside`].
//!
//! [`write_calendar`] makes text of events. An event that came as text is changed with
//! [`patch_event`], which leaves every byte alone that the change does not touch.

mod calendar;
mod context;
mod datetime;
mod digest;
mod draft;
mod duplicates;
mod error;
mod free_busy;
mod html;
mod lines;
mod nested;
mod patch;
mod person;
mod property;
mod prose;
mod read;
mod recurrence;
mod render;
mod scan;
mod span;
mod split;
mod time_zone;
mod value;
mod words;
mod write;
mod write_calendar;
mod write_zone;

pub use calendar::{Calendar, Entry, Other, Warning, read_calendar};
pub use context::{Context, Survey};
pub use digest::{Hash, Identity, content_hash};
pub use duplicates::newest_first;
pub use error::{Error, Limits, LooksLike, Reason, SetAside};
pub use free_busy::{BusyKind, BusyPeriod, FreeBusy, read_free_busy};
pub use lines::count_lines;
pub use patch::patch_event;
pub use read::read_event;
pub use split::{Component, Item, Kind, Splitter};
pub use write::write_event;
pub use write_calendar::{Export, write_calendar};

pub(crate) use datetime::offset_seconds;
pub(crate) use html::{looks_like as looks_like_html, to_text as html_to_text};
pub(crate) use recurrence::read_recurrence;
pub(crate) use render::stamp_of;
pub(crate) use span::span;
pub(crate) use time_zone::{TimeZoneLine, moment_seconds, read_time_zone};
