//! When there is time.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_calendar::free::WorkingHours;
use serde::{Deserialize, Serialize};

use super::{Edited, SlotConflict};
use crate::{CalendarId, Problem};

/// What the user wants of free time and conflicts. Unknown or missing fields read as their
/// defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FreeTimeSettings {
    /// When the user works; Monday to Friday, 9:00 to 17:00, unless chosen otherwise.
    pub hours: WorkingHours,
    /// Minutes that are to lie between two events.
    pub buffer_minutes: u32,
    /// Minutes that are to lie between two events in different places; none where that is no
    /// matter.
    pub travel_minutes: Option<u32>,
    /// Calendars whose events are in nobody's way, such as a colleague's.
    pub left_out: Vec<CalendarId>,
}

/// Whether Google is asked when somebody is busy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// Never: the answer is what is known here.
    Never,
    /// Where nothing is known here, or what is known is old.
    #[default]
    WhenStale,
    /// Always.
    Now,
}

/// A question for when calendars are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeBusyQuery {
    /// First instant.
    pub from: Timestamp,
    /// First instant after.
    pub to: Timestamp,
    /// Which calendars. None are those that count: all that are mirrored and listed, and those of
    /// accounts that are not mirrored but the user's own, without the ones left out in
    /// [`FreeTimeSettings`].
    pub calendars: Option<Vec<CalendarId>>,
    /// Whether Google is asked.
    pub ask: Ask,
}

/// When calendars are taken, as far as that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreeBusy {
    /// In order; none overlaps another.
    pub busy: Vec<BusySpan>,
    /// Calendars of which nothing, or not all, is known. They are not free.
    pub unknown: Vec<Unknown>,
    /// As of when all of it is known: the age of the oldest part. None where nothing has an age.
    pub as_of: Option<Timestamp>,
    /// Whether a part of it is older than it should be.
    pub stale: bool,
    /// Why Google could not be asked though it should have been.
    pub problem: Option<Problem>,
}

/// A span that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusySpan {
    /// First instant.
    pub from: Timestamp,
    /// First instant after.
    pub to: Timestamp,
    /// Whose; in order.
    pub calendars: Vec<CalendarId>,
}

/// A calendar of which it is not known when it is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// Which one.
    pub calendar_id: CalendarId,
    /// Its name.
    pub name: String,
    /// Why, as half a sentence.
    pub reason: String,
}

/// A question for free time.
#[derive(Clone, Debug)]
pub struct FreeQuery {
    /// How long at least.
    pub duration: SignedDuration,
    /// First instant.
    pub from: Timestamp,
    /// First instant after.
    pub to: Timestamp,
    /// The zone of the working hours.
    pub zone: TimeZone,
    /// When; none are the hours of the settings.
    pub hours: Option<WorkingHours>,
    /// What is kept free around events; none is the buffer of the settings.
    pub buffer: Option<SignedDuration>,
    /// None gives each gap as a whole. A step gives slots of just the duration, which begin on a
    /// multiple of it after midnight.
    pub step: Option<SignedDuration>,
    /// No more than these; none for all.
    pub limit: Option<usize>,
    /// Which calendars, as in [`FreeBusyQuery`].
    pub calendars: Option<Vec<CalendarId>>,
    /// Whether Google is asked.
    pub ask: Ask,
}

impl FreeQuery {
    /// For time of this length between the two instants, by the user's settings.
    #[must_use]
    pub const fn new(
        duration: SignedDuration,
        from: Timestamp,
        to: Timestamp,
        zone: TimeZone,
    ) -> Self {
        Self {
            duration,
            from,
            to,
            zone,
            hours: None,
            buffer: None,
            step: None,
            limit: None,
            calendars: None,
            ask: Ask::WhenStale,
        }
    }
}

/// Free time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreeSlots {
    /// In order.
    pub slots: Vec<FreeSlot>,
    /// As in [`FreeBusy`]: these calendars may be taken.
    pub unknown: Vec<Unknown>,
    /// As in [`FreeBusy`].
    pub as_of: Option<Timestamp>,
    /// As in [`FreeBusy`].
    pub stale: bool,
    /// As in [`FreeBusy`].
    pub problem: Option<Problem>,
}

/// A span that is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreeSlot {
    /// First instant.
    pub from: Timestamp,
    /// First instant after.
    pub to: Timestamp,
}

/// Whether a span is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotState {
    /// Nothing is there.
    Free,
    /// Something is there.
    Busy,
    /// Nothing that is known is there, but not all is known.
    Unknown,
}

/// What is known of one span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotCheck {
    /// Whether it is free.
    pub state: SlotState,
    /// What is there, as in [`FreeBusy`].
    pub busy: Vec<BusySpan>,
    /// As in [`FreeBusy`].
    pub unknown: Vec<Unknown>,
    /// As in [`FreeBusy`].
    pub as_of: Option<Timestamp>,
    /// As in [`FreeBusy`].
    pub stale: bool,
    /// As in [`FreeBusy`].
    pub problem: Option<Problem>,
}

/// A slot to be booked, if it is still free.
#[derive(Clone, Debug)]
pub struct Reservation {
    /// The title. `{date}`, `{weekday}`, `{start}` and `{end}` in it become those of the slot, in
    /// `zone`.
    pub title: String,
    /// How long.
    pub duration: SignedDuration,
    /// Which slot.
    pub when: ReserveWhen,
    /// The zone of the event and of the working hours.
    pub zone: TimeZone,
    /// Into which calendar; none is the one for new events.
    pub calendar: Option<CalendarId>,
    /// What is kept free around other events; none is the buffer of the settings.
    pub buffer: Option<SignedDuration>,
    /// When alternatives, and the first free slot, may be; none are the hours of the settings.
    pub hours: Option<WorkingHours>,
    /// The calendars that must be free, as in [`FreeBusyQuery`].
    pub calendars: Option<Vec<CalendarId>>,
    /// The place, or empty.
    pub location: String,
    /// The notes, or empty.
    pub notes: String,
    /// Book although it is not known of all calendars whether they are free.
    pub accept_unknown: bool,
    /// Whether Google is asked.
    pub ask: Ask,
}

/// Which slot is to be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReserveWhen {
    /// The one that begins at this instant.
    At(Timestamp),
    /// The first free one of a span.
    First {
        /// First instant.
        from: Timestamp,
        /// First instant after: the slot ends before.
        to: Timestamp,
    },
}

/// What became of a reservation.
#[derive(Clone, Debug, PartialEq)]
pub enum Reserved {
    /// The event is made, and is sent like every edit.
    Booked {
        /// The edit.
        edited: Edited,
        /// The title as it was written.
        title: String,
        /// The slot.
        slot: FreeSlot,
    },
    /// Nothing was changed.
    Taken {
        /// What is in the way, where it is of this computer.
        by: Vec<SlotConflict>,
        /// When it is taken, by events here or elsewhere.
        busy: Vec<BusySpan>,
        /// Calendars that may be taken.
        unknown: Vec<Unknown>,
        /// The next free slots; none while calendars may be taken, unless that was accepted.
        alternatives: Vec<FreeSlot>,
    },
}
