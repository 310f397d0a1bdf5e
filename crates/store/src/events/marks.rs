//! Small numbers in the row of an event.

use kalends_calendar::{Event, EventKind};
use serde::{Deserialize, Serialize};

/// What a row of `events` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// An event that does not repeat.
    Single = 0,
    /// A series.
    Master = 1,
    /// The change of one occurrence of a series.
    Override = 2,
}

impl Role {
    /// Told by RECURRENCE-ID and the rules.
    #[must_use]
    pub const fn of(event: &Event) -> Self {
        if event.recurrence_id.is_some() {
            Self::Override
        } else if event.recurrence.rules.is_empty() && event.recurrence.dates.is_empty() {
            Self::Single
        } else {
            Self::Master
        }
    }
}

/// Whether an edit of an event waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unsent {
    /// The source has what the user wants.
    #[default]
    None,
    /// To be sent.
    Waiting,
    /// Refused, or in conflict: the user decides.
    Problem,
}

/// What of an event can never be changed here, whatever the calendar allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lock {
    /// Nothing.
    #[default]
    Free,
    /// Somebody else organises it and does not let guests change it.
    Foreign,
    /// Its kind does not allow it: made from a mail.
    Fixed,
}

impl Lock {
    /// Told by what the source says of the event.
    #[must_use]
    pub const fn of(event: &Event) -> Self {
        match event.shared.kind {
            EventKind::FromMail => Self::Fixed,
            EventKind::Default
            | EventKind::OutOfOffice
            | EventKind::FocusTime
            | EventKind::WorkingLocation
            | EventKind::Birthday => {
                if event.shared.foreign && !event.shared.guests.modify {
                    Self::Foreign
                } else {
                    Self::Free
                }
            }
        }
    }
}

/// The numbers of `events.role`.
pub(crate) const ROLES: [Role; 3] = [Role::Single, Role::Master, Role::Override];
/// The numbers of `events.unsent`.
pub(crate) const UNSENT: [Unsent; 3] = [Unsent::None, Unsent::Waiting, Unsent::Problem];
/// The numbers of `events.lock`.
pub(crate) const LOCKS: [Lock; 3] = [Lock::Free, Lock::Foreign, Lock::Fixed];
