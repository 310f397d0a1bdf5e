//! Reminders as the page lists them, and how the user wants to be reminded.

use jiff::{civil::Time, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize};
use specta::Type;

use super::{Problem, Seconds, count::minutes, mirror::mirror};
use crate::day;

mirror! {
    /// What is reminded of: an event that begins, or an invitation that waits for an answer.
    ReminderKind = kalends_engine::ReminderKind, "lowercase" { Alarm, Rsvp }
}

mirror! {
    /// What became of a reminder.
    ReminderState = kalends_engine::ReminderState, "lowercase" {
        Coming,
        /// Shown, and its event has not ended or did so lately.
        Shown,
        Snoozed,
        /// Due while nobody could be told.
        Missed,
        Dismissed,
    }
}

/// One reminder of one occurrence, placed in the display zone like an occurrence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReminderView {
    pub id: String,
    pub kind: ReminderKind,
    pub state: ReminderState,
    /// When it was to come at first.
    pub due: String,
    /// When a snoozed one comes back.
    pub until: Option<String>,
    pub event_id: String,
    pub original_start: Seconds,
    pub calendar_id: String,
    pub title: String,
    pub location: String,
    pub all_day: bool,
    pub start_day: i32,
    pub start_minute: i32,
    pub end_day: i32,
    pub end_minute: i32,
    pub join_url: Option<String>,
}

/// A reminder of an all-day event: so many days before it begins, at this minute of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AllDayReminder {
    /// Zero is the first day itself.
    pub days_before: u16,
    pub minute: u16,
}

/// Minutes of the day; over midnight when `to` is before `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct QuietHours {
    pub from: u16,
    pub to: u16,
}

/// How the user wants to be reminded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReminderSettings {
    pub on: bool,
    /// Notes stay until they are acted on.
    pub persistent: bool,
    pub hide_titles: bool,
    pub quiet: Option<QuietHours>,
    /// Whether tentative events remind.
    pub tentative: bool,
    /// Whether invitations without an answer remind.
    pub invitations: bool,
    /// For all-day events of calendars that say nothing themselves.
    pub all_day: Vec<AllDayReminder>,
    /// Nothing is shown before. Set by `pause_reminders`.
    pub paused_until: Option<String>,
}

/// What to change of it; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct ReminderChange {
    #[specta(optional, type = bool)]
    pub on: Option<bool>,
    #[specta(optional, type = bool)]
    pub persistent: Option<bool>,
    #[specta(optional, type = bool)]
    pub hide_titles: Option<bool>,
    /// Null is no quiet hours.
    #[serde(deserialize_with = "given")]
    #[specta(optional, type = Option<QuietHours>)]
    pub quiet: Option<Option<QuietHours>>,
    #[specta(optional, type = bool)]
    pub tentative: Option<bool>,
    #[specta(optional, type = bool)]
    pub invitations: Option<bool>,
    #[specta(optional, type = Vec<AllDayReminder>)]
    pub all_day: Option<Vec<AllDayReminder>>,
}

/// Tells null from what is left out.
fn given<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<QuietHours>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// What the user chose for one calendar; null is what its source says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CalendarReminders {
    pub muted: bool,
    /// Minutes before the start, for timed events that say nothing themselves.
    pub timed: Option<Vec<i32>>,
    pub all_day: Option<Vec<AllDayReminder>>,
}

/// What answered a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TestNote {
    /// The name of the notification service.
    pub server: String,
    /// Whether it shows buttons.
    pub actions: bool,
}

impl ReminderView {
    /// The reminder on the wall clock of `zone`.
    pub(crate) fn new(reminder: kalends_engine::ReminderView, zone: &TimeZone) -> Self {
        let (start_day, start_minute) = day::point(kalends_engine::local(&reminder.start, zone));
        let (end_day, end_minute) = day::point(kalends_engine::local(&reminder.end, zone));
        Self {
            id: reminder.id.0,
            kind: reminder.kind.into(),
            state: reminder.state.into(),
            due: reminder.due.to_string(),
            until: reminder.until.map(|until| until.to_string()),
            event_id: reminder.event_id.to_string(),
            original_start: Seconds(reminder.original.seconds()),
            calendar_id: reminder.calendar_id.to_string(),
            title: reminder.title,
            location: reminder.location,
            all_day: reminder.all_day,
            start_day,
            start_minute,
            end_day,
            end_minute,
            join_url: reminder.join_url,
        }
    }
}

impl ReminderChange {
    /// The change itself, once all of it is known to be sound.
    pub(crate) fn read(
        self,
    ) -> Result<impl FnOnce(&mut kalends_engine::ReminderSettings) + Send, Problem> {
        let quiet = |hours: QuietHours| {
            Ok::<_, Problem>(kalends_engine::QuietHours {
                from: time_of(hours.from)?,
                to: time_of(hours.to)?,
            })
        };
        let quiet = self.quiet.map(|hours| hours.map(quiet).transpose()).transpose()?;
        let all_day = self.all_day.map(all_of).transpose()?;
        Ok(move |kept: &mut kalends_engine::ReminderSettings| {
            kept.on = self.on.unwrap_or(kept.on);
            kept.persistent = self.persistent.unwrap_or(kept.persistent);
            kept.hide_titles = self.hide_titles.unwrap_or(kept.hide_titles);
            kept.quiet = quiet.unwrap_or(kept.quiet);
            kept.tentative = self.tentative.unwrap_or(kept.tentative);
            kept.invitations = self.invitations.unwrap_or(kept.invitations);
            if let Some(all_day) = all_day {
                kept.all_day = all_day;
            }
        })
    }
}

impl From<kalends_engine::ReminderSettings> for ReminderSettings {
    fn from(settings: kalends_engine::ReminderSettings) -> Self {
        Self {
            on: settings.on,
            persistent: settings.persistent,
            hide_titles: settings.hide_titles,
            quiet: settings
                .quiet
                .map(|hours| QuietHours { from: minute_of(hours.from), to: minute_of(hours.to) }),
            tentative: settings.tentative,
            invitations: settings.invitations,
            all_day: settings.all_day.into_iter().map(Into::into).collect(),
            paused_until: settings.paused_until.map(|until| until.to_string()),
        }
    }
}

impl From<kalends_engine::AllDayReminder> for AllDayReminder {
    fn from(reminder: kalends_engine::AllDayReminder) -> Self {
        Self { days_before: reminder.days_before, minute: minute_of(reminder.at) }
    }
}

impl TryFrom<AllDayReminder> for kalends_engine::AllDayReminder {
    type Error = Problem;

    fn try_from(reminder: AllDayReminder) -> Result<Self, Problem> {
        Ok(Self { days_before: reminder.days_before, at: time_of(reminder.minute)? })
    }
}

impl From<kalends_engine::CalendarReminders> for CalendarReminders {
    fn from(reminders: kalends_engine::CalendarReminders) -> Self {
        let kalends_engine::CalendarReminders { muted, timed, all_day } = reminders;
        Self {
            muted,
            timed: timed.map(|timed| timed.into_iter().map(minutes).collect()),
            all_day: all_day.map(|all_day| all_day.into_iter().map(Into::into).collect()),
        }
    }
}

impl TryFrom<CalendarReminders> for kalends_engine::CalendarReminders {
    type Error = Problem;

    fn try_from(reminders: CalendarReminders) -> Result<Self, Problem> {
        let CalendarReminders { muted, timed, all_day } = reminders;
        Ok(Self {
            muted,
            timed: timed.map(|timed| timed.into_iter().map(i64::from).collect()),
            all_day: all_day.map(all_of).transpose()?,
        })
    }
}

impl From<kalends_engine::Abilities> for TestNote {
    fn from(abilities: kalends_engine::Abilities) -> Self {
        Self { server: abilities.server, actions: abilities.actions }
    }
}

fn all_of(reminders: Vec<AllDayReminder>) -> Result<Vec<kalends_engine::AllDayReminder>, Problem> {
    reminders.into_iter().map(TryInto::try_into).collect()
}

fn minute_of(time: Time) -> u16 {
    u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs())
}

fn time_of(minute: u16) -> Result<Time, Problem> {
    let hour = i8::try_from(minute / 60).unwrap_or(i8::MAX);
    let rest = i8::try_from(minute % 60).unwrap_or(i8::MAX);
    Time::new(hour, rest, 0, 0)
        .map_err(|_| Problem::new("invalid", format!("A day has no minute {minute}."), ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_of_the_day_is_a_time_and_back() {
        for minute in 0..1440 {
            assert_eq!(minute_of(time_of(minute).unwrap()), minute);
        }
        assert!(time_of(1440).is_err());
        assert!(time_of(u16::MAX).is_err());
    }

    #[test]
    fn what_the_page_does_not_set_stays() {
        let night = kalends_engine::QuietHours {
            from: time_of(22 * 60).unwrap(),
            to: time_of(7 * 60).unwrap(),
        };
        let kept = kalends_engine::ReminderSettings {
            paused_until: Some("2026-11-20T12:00:00Z".parse().unwrap()),
            quiet: Some(night),
            keep_in_tray: false,
            tray_told: true,
            ..Default::default()
        };
        let changed = |json: &str| {
            let change: ReminderChange = serde_json::from_str(json).unwrap();
            let mut settings = kept.clone();
            change.read().unwrap()(&mut settings);
            settings
        };
        assert_eq!(changed("{}"), kept);
        let off = kalends_engine::ReminderSettings { on: false, ..kept.clone() };
        assert_eq!(changed(r#"{"on": false}"#), off);
        let loud = kalends_engine::ReminderSettings { quiet: None, ..kept.clone() };
        assert_eq!(changed(r#"{"quiet": null}"#), loud);
        let later = kalends_engine::QuietHours { from: time_of(23 * 60).unwrap(), ..night };
        let later = kalends_engine::ReminderSettings { quiet: Some(later), ..kept.clone() };
        assert_eq!(changed(r#"{"quiet": {"from": 1380, "to": 420}}"#), later);
        let beyond = ReminderChange {
            quiet: Some(Some(QuietHours { from: 1440, to: 0 })),
            ..Default::default()
        };
        assert!(beyond.read().is_err());
    }
}
