//! Times and reminders as a form holds them: days, minutes and a zone's name.

use jiff::{SignedDuration, civil::Time};
use kalends_engine::{
    Reminders,
    calendar::{Alarm, AlarmAction, AlarmTrigger, When, Zone},
};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Problem, edit::RemindersForm};
use crate::day;

/// Start and end on the wall clock of `zone`. Whole days have `endDay` exclusive, both minutes 0 and
/// no zone; without a zone a timed span is the same on every wall clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TimeForm {
    pub all_day: bool,
    /// An IANA name, or empty.
    pub zone: String,
    pub start_day: i32,
    pub start_minute: i32,
    pub end_day: i32,
    pub end_minute: i32,
}

impl TimeForm {
    /// The span as its own zone's clocks show it; an end in another zone is told in the start's.
    pub(crate) fn new(start: &When, end: &When) -> Self {
        let zone = match start {
            When::Zoned(_, zone) => Some(zone),
            When::Date(_) | When::Floating(_) => None,
        };
        let end = match (end, zone) {
            (When::Zoned(..), Some(zone)) => kalends_engine::local(end, zone.time_zone()),
            (When::Date(_) | When::Floating(_) | When::Zoned(..), _) => end.local(),
        };
        let (start_day, start_minute) = day::point(start.local());
        let (end_day, end_minute) = day::point(end);
        let zone = zone.map(Zone::id).unwrap_or_default();
        Self { all_day: start.is_date(), zone, start_day, start_minute, end_day, end_minute }
    }
}

impl TryFrom<TimeForm> for (When, When) {
    type Error = Problem;

    fn try_from(form: TimeForm) -> Result<Self, Problem> {
        let (start, end) = (day::date_of(form.start_day)?, day::date_of(form.end_day)?);
        if form.all_day {
            return Ok((When::Date(start), When::Date(end)));
        }
        let start = start.to_datetime(time(form.start_minute)?);
        let end = end.to_datetime(time(form.end_minute)?);
        if form.zone.is_empty() {
            return Ok((When::Floating(start), When::Floating(end)));
        }
        let zone = Zone::named(&form.zone).ok_or_else(|| {
            let message = format!("“{}” is not a time zone.", form.zone);
            Problem::new("invalid", message, "Choose one from the list.")
        })?;
        Ok((When::Zoned(start, zone.clone()), When::Zoned(end, zone)))
    }
}

pub(super) fn time(minute: i32) -> Result<Time, Problem> {
    let hour = i8::try_from(minute.div_euclid(60));
    let minute_of_hour = i8::try_from(minute.rem_euclid(60));
    hour.ok()
        .zip(minute_of_hour.ok())
        .and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok())
        .ok_or_else(|| {
            Problem::new("invalid", format!("Minute {minute} is not in a day."), "Give a time.")
        })
}

impl From<RemindersForm> for Reminders {
    fn from(form: RemindersForm) -> Self {
        if form.use_default {
            return Self::Default;
        }
        let alarm = |action, minutes: i32| Alarm {
            action,
            trigger: AlarmTrigger::FromStart(-SignedDuration::from_mins(minutes.into())),
            repeat: 0,
            interval: None,
        };
        let shown = form.minutes.into_iter().map(|minutes| alarm(AlarmAction::Display, minutes));
        let mailed = form.mails.into_iter().map(|minutes| alarm(AlarmAction::Email, minutes));
        Self::Own(shown.chain(mailed).collect())
    }
}

impl From<Reminders> for RemindersForm {
    fn from(reminders: Reminders) -> Self {
        let alarms = match reminders {
            Reminders::Default => {
                return Self { use_default: true, minutes: Vec::new(), mails: Vec::new() };
            }
            Reminders::Own(alarms) => alarms,
        };
        let minutes = |mailed: bool| {
            let mut minutes: Vec<i32> = alarms
                .iter()
                .filter(|alarm| (alarm.action == AlarmAction::Email) == mailed)
                .filter_map(|alarm| match alarm.trigger {
                    AlarmTrigger::FromStart(offset) => i32::try_from(-offset.as_mins()).ok(),
                    AlarmTrigger::FromEnd(_) | AlarmTrigger::At(_) => None,
                })
                .collect();
            minutes.sort_unstable();
            minutes
        };
        Self { use_default: false, minutes: minutes(false), mails: minutes(true) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(all_day: bool, zone: &str, start: (i32, i32), end: (i32, i32)) -> TimeForm {
        TimeForm {
            all_day,
            zone: zone.into(),
            start_day: start.0,
            start_minute: start.1,
            end_day: end.0,
            end_minute: end.1,
        }
    }

    #[test]
    fn a_form_comes_back_as_it_went() {
        let table = [
            form(true, "", (20777, 0), (20778, 0)),
            form(false, "", (20777, 540), (20777, 600)),
            form(false, "Europe/Berlin", (20777, 1380), (20778, 60)),
            form(false, "UTC", (20777, 0), (20777, 0)),
        ];
        for form in table {
            let (start, end): (When, When) = form.clone().try_into().unwrap();
            assert_eq!(TimeForm::new(&start, &end), form);
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        let table = [
            form(false, "", (20777, 1440), (20778, 0)),
            form(false, "", (20777, -1), (20778, 0)),
            form(false, "Mars/Olympus", (20777, 0), (20778, 0)),
            form(true, "", (i32::MAX, 0), (i32::MAX, 0)),
        ];
        for form in table {
            let times: Result<(When, When), Problem> = form.clone().try_into();
            assert!(times.is_err(), "{form:?}");
        }
    }

    #[test]
    fn reminders_keep_their_kinds() {
        let form = RemindersForm { use_default: false, minutes: vec![0, 10], mails: vec![1440] };
        assert_eq!(RemindersForm::from(Reminders::from(form.clone())), form);
        let form = RemindersForm { use_default: true, minutes: Vec::new(), mails: Vec::new() };
        assert_eq!(RemindersForm::from(Reminders::from(form.clone())), form);
    }
}
