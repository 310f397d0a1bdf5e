//! Reminders as the faces list them, and how the user wants to be reminded.

use jiff::{Timestamp, civil::Time};
use kalends_calendar::{When, remind::AllDayReminder};
use serde::{Deserialize, Serialize};

use crate::{CalendarId, EventId};

/// Names a reminder across restarts, restores and syncs. Opaque; without spaces or quotes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReminderId(pub String);

impl std::fmt::Display for ReminderId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What is reminded of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReminderKind {
    /// An event that begins.
    Alarm,
    /// An invitation that waits for an answer.
    Rsvp,
}

/// What became of a reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReminderState {
    /// Its time has not come, or it is held back until quiet hours or a pause end.
    Coming,
    /// It was shown.
    Shown,
    /// It comes again.
    Snoozed,
    /// Its event ended before it could be shown.
    Missed,
    /// The user has seen to it.
    Dismissed,
}

/// A reminder in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct ReminderView {
    /// Its name.
    pub id: ReminderId,
    /// What is reminded of.
    pub kind: ReminderKind,
    /// What became of it.
    pub state: ReminderState,
    /// When it was to come at first.
    pub due: Timestamp,
    /// When it comes again, if it was snoozed.
    pub until: Option<Timestamp>,
    /// The event, or the series.
    pub event_id: EventId,
    /// Its calendar.
    pub calendar_id: CalendarId,
    /// The event's title.
    pub title: String,
    /// The place, or empty.
    pub location: String,
    /// First moment.
    pub start: When,
    /// First moment after.
    pub end: When,
    /// The start before anyone moved it: with `event_id`, the occurrence.
    pub original: When,
    /// Where to join.
    pub join_url: Option<String>,
    /// Whether it takes whole days.
    pub all_day: bool,
}

/// For how long a reminder is put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Snooze {
    /// So many minutes from now: 1 to 1,440.
    Minutes(u16),
    /// Until the event starts.
    UntilStart,
}

/// How the user wants to be reminded. Unknown or missing fields read as their defaults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReminderSettings {
    /// Whether anything is shown at all.
    pub on: bool,
    /// A note stays until the user acts on it.
    pub persistent: bool,
    /// Notes say when and nothing else.
    pub hide_titles: bool,
    /// When nothing is shown; what falls into them is shown when they end.
    pub quiet: Option<QuietHours>,
    /// Whether tentative events remind.
    pub tentative: bool,
    /// Whether invitations without an answer remind.
    pub invitations: bool,
    /// For all-day events of calendars that say nothing themselves.
    pub all_day: Vec<AllDayReminder>,
    /// Nothing is shown before; what falls into it is shown then.
    pub paused_until: Option<Timestamp>,
    /// Closing the window keeps the program running.
    pub keep_in_tray: bool,
    /// The user was told that it does.
    pub tray_told: bool,
}

impl Default for ReminderSettings {
    fn default() -> Self {
        Self {
            on: true,
            persistent: false,
            hide_titles: false,
            quiet: None,
            tentative: true,
            invitations: true,
            all_day: Vec::new(),
            paused_until: None,
            keep_in_tray: true,
            tray_told: false,
        }
    }
}

/// A time of day in which nothing is shown; over midnight when `to` is before `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// The first quiet minute.
    pub from: Time,
    /// The first minute after.
    pub to: Time,
}

/// The meetings around this moment. All-day, declined, cancelled and transparent events are none.
#[derive(Clone, Debug, PartialEq)]
pub struct NowNext {
    /// Under way, by start.
    pub now: Vec<Meeting>,
    /// Those that begin first, when that is within 30 minutes.
    pub next: Vec<Meeting>,
    /// Ended less than 15 minutes ago, the latest first.
    pub recent: Vec<Meeting>,
    /// When this stops being true, events staying as they are.
    pub changes_at: Timestamp,
}

/// A meeting around this moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// The event, or the series.
    pub event_id: EventId,
    /// The start before anyone moved it: with `event_id`, the occurrence.
    pub original: When,
    /// Its calendar.
    pub calendar_id: CalendarId,
    /// The title.
    pub title: String,
    /// The place, or empty.
    pub location: String,
    /// First moment.
    pub start: When,
    /// First moment after.
    pub end: When,
    /// Where to join.
    pub join_url: Option<String>,
    /// There is a link, and it is 15 minutes before the start to 15 minutes after the end.
    pub can_join: bool,
}
