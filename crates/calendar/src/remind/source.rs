//! Who says which alarms an occurrence has: its event, its calendar, the user.

use jiff::{SignedDuration, civil::Time};
use serde::{Deserialize, Serialize};

use super::due::shown;
use crate::event::{Alarm, AlarmAction, AlarmTrigger, Event};

/// What an event itself says of its reminders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EventAlarms {
    /// Nothing.
    #[default]
    None,
    /// Those of its calendar hold (Google's `reminders.useDefault`).
    Default,
    /// These; none of them a mail, never empty.
    Own(Vec<Alarm>),
}

impl EventAlarms {
    /// What is shown of the event's own: one with nothing but mails has none.
    #[must_use]
    pub fn of(event: &Event) -> Self {
        if event.shared.default_alarms {
            return Self::Default;
        }
        let own = shown(&event.alarms);
        if own.is_empty() { Self::None } else { Self::Own(own) }
    }
}

/// A reminder of an all-day event at a local time: the day before at 18:00 is `{1, 18:00}`, on the
/// day at 9:00 `{0, 09:00}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AllDayReminder {
    /// How many days before the first day.
    pub days_before: u16,
    /// When on that day, in the zone of the reader.
    pub at: Time,
}

impl AllDayReminder {
    /// As an alarm of an all-day event.
    #[must_use]
    pub fn alarm(&self) -> Alarm {
        let at = Time::midnight().duration_until(self.at).as_secs();
        alarm(at - i64::from(self.days_before) * 86_400)
    }
}

/// What the user chose for a calendar, here and nowhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CalendarReminders {
    /// Nothing of this calendar reminds, whatever it or its events say: only what the user added to
    /// single events.
    #[serde(skip_serializing_if = "is_false")]
    pub muted: bool,
    /// Minutes before the start of events at a time; none for what the source says, empty for no
    /// reminder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timed: Option<Vec<i64>>,
    /// Of all-day events, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_day: Option<Vec<AllDayReminder>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// What a calendar gives its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarAlarms {
    /// What the user chose.
    pub chosen: CalendarReminders,
    /// The source's own defaults that are shown: minutes before the start of events at a time.
    pub source: Vec<i64>,
    /// Events of this source say themselves when their calendar's reminders hold: one that says
    /// nothing has none. Elsewhere an event that says nothing has its calendar's.
    pub explicit: bool,
}

impl CalendarAlarms {
    /// The calendar's reminders of an event that has none of its own; none when it is muted.
    /// `otherwise` is what all-day events have where the user chose nothing for this calendar: the
    /// minutes of its source are meant for a time of day, and counted from midnight they would come
    /// at night.
    #[must_use]
    pub fn defaults(&self, all_day: bool, otherwise: &[AllDayReminder]) -> Vec<Alarm> {
        let chosen = &self.chosen;
        let before = |minutes: &[i64]| -> Vec<Alarm> {
            minutes.iter().map(|minutes| alarm(minutes.saturating_mul(-60))).collect()
        };
        let on_days = |days: &[AllDayReminder]| days.iter().map(AllDayReminder::alarm).collect();
        if chosen.muted {
            return Vec::new();
        }
        match (all_day, &chosen.timed, &chosen.all_day) {
            (false, Some(minutes), _) => before(minutes),
            (false, None, _) => before(&self.source),
            (true, _, Some(days)) => on_days(days),
            (true, _, None) => on_days(otherwise),
        }
    }
}

/// The alarms of an occurrence. `own` are the user's extra ones for it, in seconds before the
/// start; they come beside whatever else holds, on a muted calendar alone.
#[must_use]
pub fn alarms_of(
    event: &EventAlarms,
    calendar: &CalendarAlarms,
    all_day: bool,
    otherwise: &[AllDayReminder],
    own: &[i64],
) -> Vec<Alarm> {
    let mut alarms: Vec<Alarm> = own.iter().map(|before| alarm(before.saturating_neg())).collect();
    if calendar.chosen.muted {
        return alarms;
    }
    match event {
        EventAlarms::Own(list) => alarms.extend(list.iter().cloned()),
        EventAlarms::None if calendar.explicit => {}
        EventAlarms::None | EventAlarms::Default => {
            alarms.extend(calendar.defaults(all_day, otherwise));
        }
    }
    alarms
}

/// An alarm so many seconds after the start.
fn alarm(after: i64) -> Alarm {
    Alarm {
        action: AlarmAction::Display,
        trigger: AlarmTrigger::FromStart(SignedDuration::from_secs(after)),
        repeat: 0,
        interval: None,
    }
}
