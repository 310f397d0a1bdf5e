//! Events, time, recurrence and iCalendar text.
//!
//! Pure: this crate reads no file, opens no socket, asks no clock and never waits. Text and
//! instants come in as arguments, values go out.

pub mod conflicts;
pub mod edit;
pub mod event;
pub mod free;
pub mod google;
pub mod join;
pub mod merge;
pub mod recurrence;
pub mod remind;
pub mod text;
pub mod when;
pub mod zone;

pub use event::{
    Alarm, AlarmAction, AlarmTrigger, Attachment, Attendee, Conference, Event, EventKind, Flag,
    GuestRights, Participation, Person, Recurrence, RecurrenceDate, RecurrenceId, Role, Shared,
    Status, Transparency, Visibility,
};
pub use recurrence::{Expansion, Occurrence, Override, Rule, Series, Span};
pub use when::{When, Window, Zone};
