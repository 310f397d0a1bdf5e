//! When an occurrence reminds, and by what a reminder is known again.
//!
//! Pure: which alarms hold is told by what the event, its calendar and the user say; when they are
//! due by the occurrence and the reader's zone. What became of a reminder is kept elsewhere, under
//! its [`AlarmKey`].

mod due;
mod key;
mod source;

pub use due::{MOST_ALARMS, MOST_REACH, MOST_REPEATS, Remind, reach, reminders_of, shown};
pub use key::{AlarmKey, meeting_uid};
pub use source::{AllDayReminder, CalendarAlarms, CalendarReminders, EventAlarms, alarms_of};
