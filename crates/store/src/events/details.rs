//! The parts of an event that are lists, as JSON in a column.

use jiff::{SignedDuration, Timestamp};
use kalends_calendar::{
    Alarm, AlarmAction, AlarmTrigger, Attendee, Conference, Event, Person, Recurrence,
    RecurrenceDate, Shared,
    remind::{EventAlarms, reach},
};
use serde::{Deserialize, Serialize};

use super::Role;
use crate::{
    Result,
    columns::{self, Zones, from_json, to_json},
};

/// The column `event_texts.details`. What is empty is left out.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Details<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) organizer: Option<std::borrow::Cow<'a, Person>>,
    #[serde(skip_serializing_if = "<[Attendee]>::is_empty")]
    pub(super) attendees: std::borrow::Cow<'a, [Attendee]>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) categories: std::borrow::Cow<'a, [String]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alarms: Vec<AlarmJson>,
    #[serde(skip_serializing_if = "<[Conference]>::is_empty")]
    pub(super) conferences: std::borrow::Cow<'a, [Conference]>,
    #[serde(skip_serializing_if = "is_plain")]
    pub(super) shared: std::borrow::Cow<'a, Shared>,
}

fn is_plain(shared: &Shared) -> bool {
    *shared == Shared::default()
}

#[derive(Serialize, Deserialize)]
struct AlarmJson {
    action: AlarmAction,
    #[serde(flatten)]
    trigger: TriggerJson,
    #[serde(default, skip_serializing_if = "is_zero")]
    repeat: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    interval_s: Option<i64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TriggerJson {
    FromStartS(i64),
    FromEndS(i64),
    At(Timestamp),
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl<'a> Details<'a> {
    pub(super) fn of(event: &'a Event) -> Self {
        use std::borrow::Cow;
        Self {
            organizer: event.organizer.as_ref().map(Cow::Borrowed),
            attendees: Cow::Borrowed(&event.attendees),
            categories: Cow::Borrowed(&event.categories),
            alarms: event.alarms.iter().map(alarm_json).collect(),
            conferences: Cow::Borrowed(&event.conferences),
            shared: Cow::Borrowed(&event.shared),
        }
    }

    pub(super) fn alarms(&self) -> Vec<Alarm> {
        self.alarms.iter().map(alarm).collect()
    }
}

fn alarm_json(alarm: &Alarm) -> AlarmJson {
    AlarmJson {
        action: alarm.action,
        trigger: match alarm.trigger {
            AlarmTrigger::FromStart(offset) => TriggerJson::FromStartS(offset.as_secs()),
            AlarmTrigger::FromEnd(offset) => TriggerJson::FromEndS(offset.as_secs()),
            AlarmTrigger::At(at) => TriggerJson::At(at),
        },
        repeat: alarm.repeat,
        interval_s: alarm.interval.map(|interval| interval.as_secs()),
    }
}

fn alarm(json: &AlarmJson) -> Alarm {
    Alarm {
        action: json.action,
        trigger: match json.trigger {
            TriggerJson::FromStartS(s) => AlarmTrigger::FromStart(SignedDuration::from_secs(s)),
            TriggerJson::FromEndS(s) => AlarmTrigger::FromEnd(SignedDuration::from_secs(s)),
            TriggerJson::At(at) => AlarmTrigger::At(at),
        },
        repeat: json.repeat,
        interval: json.interval_s.map(SignedDuration::from_secs),
    }
}

/// The column `events.alarms` where the calendar's reminders hold.
const DEFAULT: &str = "\"default\"";

/// The columns `events.alarms` and `events.alarm_reach`.
pub(super) fn write_alarms(event: &Event) -> Result<(String, i64)> {
    match EventAlarms::of(event) {
        EventAlarms::None => Ok((String::new(), 0)),
        EventAlarms::Default => Ok((DEFAULT.to_owned(), 0)),
        EventAlarms::Own(alarms) => {
            let start_s = event.start.seconds();
            let end_s = super::row::end_seconds(event).max(start_s);
            let repeats = Role::of(event) == Role::Master;
            let json: Vec<AlarmJson> = alarms.iter().map(alarm_json).collect();
            Ok((to_json(&json)?, reach(&alarms, start_s, end_s, repeats)))
        }
    }
}

/// Reads back what [`write_alarms`] wrote.
pub(crate) fn read_alarms(text: &str) -> Result<EventAlarms> {
    match text {
        "" => Ok(EventAlarms::None),
        DEFAULT => Ok(EventAlarms::Default),
        list => {
            let list: Vec<AlarmJson> = from_json(list, "alarms")?;
            Ok(EventAlarms::Own(list.iter().map(alarm).collect()))
        }
    }
}

/// The column `events.recurrence`.
#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct RecurrenceJson {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rules: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    excluded_rules: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dates: Vec<(String, Option<String>)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    excluded: Vec<String>,
}

impl RecurrenceJson {
    pub(super) fn of(recurrence: &Recurrence) -> Self {
        let date = |date: &RecurrenceDate| {
            (columns::from_when(&date.start), date.end.as_ref().map(columns::from_when))
        };
        Self {
            rules: recurrence.rules.clone(),
            excluded_rules: recurrence.excluded_rules.clone(),
            dates: recurrence.dates.iter().map(date).collect(),
            excluded: recurrence.excluded.iter().map(columns::from_when).collect(),
        }
    }

    pub(super) fn read(self, zones: &mut Zones) -> Result<Recurrence> {
        let mut dates = Vec::with_capacity(self.dates.len());
        for (start, end) in self.dates {
            dates.push(RecurrenceDate {
                start: columns::to_when(&start, zones)?,
                end: end.map(|end| columns::to_when(&end, zones)).transpose()?,
            });
        }
        let excluded = self.excluded.iter().map(|text| columns::to_when(text, zones));
        Ok(Recurrence {
            rules: self.rules,
            excluded_rules: self.excluded_rules,
            dates,
            excluded: excluded.collect::<Result<_>>()?,
        })
    }
}

/// Empty for an event that does not repeat and excludes nothing.
pub(super) fn write_recurrence(recurrence: &Recurrence) -> Result<String> {
    if *recurrence == Recurrence::default() {
        return Ok(String::new());
    }
    to_json(&RecurrenceJson::of(recurrence))
}

/// Reads back what [`write_recurrence`] wrote.
pub(crate) fn read_recurrence(text: &str, zones: &mut Zones) -> Result<Recurrence> {
    if text.is_empty() {
        return Ok(Recurrence::default());
    }
    from_json::<RecurrenceJson>(text, "recurrence")?.read(zones)
}
