//! Small words of the command line that stand for values: people and reminders.

use jiff::{SignedDuration, civil::Time};
use kalends_engine::{
    AllDayReminder, Guest, QuietHours,
    calendar::{Alarm, AlarmAction, AlarmTrigger},
};

use crate::args::{AllDay, Quiet, Timed};

/// One `--reminder`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reminder {
    /// As the calendar says.
    Default,
    /// Not at all.
    None,
    /// At this time.
    At(Alarm),
}

/// Reads `10m`, `2h`, `1d`, `1w`, `0`, with `mail:` before it for a mail, `default` or `none`.
pub(crate) fn reminder(text: &str) -> Result<Reminder, String> {
    let wrong =
        || "it is a length such as 10m, 2h, 1d or 1w, mail:10m, default, or none".to_owned();
    let (action, length) = match (text, text.split_once(':')) {
        ("default", _) => return Ok(Reminder::Default),
        ("none", _) => return Ok(Reminder::None),
        (_, Some(("mail" | "email", length))) => (AlarmAction::Email, length),
        (_, Some(("popup", length))) => (AlarmAction::Display, length),
        (_, Some(_)) => return Err(wrong()),
        (text, None) => (AlarmAction::Display, text),
    };
    let minutes = minutes(length).ok_or_else(wrong)?;
    Ok(Reminder::At(Alarm {
        action,
        trigger: AlarmTrigger::FromStart(SignedDuration::from_mins(-minutes)),
        repeat: 0,
        interval: None,
    }))
}

/// Minutes of `90`, `90m`, `2h`, `1d` or `1w`.
fn minutes(text: &str) -> Option<i64> {
    let (number, unit) = match text.find(|letter: char| !letter.is_ascii_digit()) {
        Some(at) => text.split_at_checked(at)?,
        None => (text, "m"),
    };
    let unit = match unit {
        "m" | "min" => 1,
        "h" => 60,
        "d" => 24 * 60,
        "w" => 7 * 24 * 60,
        _ => return None,
    };
    let minutes = number.parse::<i64>().ok()?.checked_mul(unit)?;
    // Five years: what is more was not meant.
    (minutes <= 5 * 366 * 24 * 60).then_some(minutes)
}

/// Reads a length, in minutes: `10m`, `2h`, `1d`, `1w`.
pub(crate) fn length(text: &str) -> Result<i64, String> {
    minutes(text).ok_or_else(|| "it is a length such as 10m, 2h, 1d or 1w".into())
}

/// Reads for how long a reminder is put off, in minutes: at least one, at most a day.
pub(crate) fn snooze(text: &str) -> Result<u16, String> {
    let minutes = minutes(text).and_then(|minutes| u16::try_from(minutes).ok());
    minutes
        .filter(|minutes| (1..=1_440).contains(minutes))
        .ok_or_else(|| "it is a length from 1m to 1d".into())
}

/// Reads `22:00-07:00` or `off`.
pub(crate) fn quiet(text: &str) -> Result<Quiet, String> {
    if text == "off" {
        return Ok(Quiet::Off);
    }
    let hours = text
        .split_once('-')
        .and_then(|(from, to)| Some(QuietHours { from: time_of_day(from)?, to: time_of_day(to)? }));
    let hours = hours.filter(|hours| hours.from != hours.to);
    hours.map(Quiet::Hours).ok_or_else(|| "it is two times such as 22:00-07:00, or off".into())
}

/// Reads `1d@18:00`, `09:00` for the day itself, `source` or `none`.
pub(crate) fn all_day(text: &str) -> Result<AllDay, String> {
    let wrong = || "it is a time such as 1d@18:00, or 09:00 on the day itself, or none".to_owned();
    match text {
        "none" => return Ok(AllDay::None),
        "source" => return Ok(AllDay::Source),
        _ => {}
    }
    let (days, at) = text.split_once('@').unwrap_or(("0d", text));
    let days = days.strip_suffix('d').filter(|days| days.chars().all(|one| one.is_ascii_digit()));
    let days_before = days.and_then(|days| days.parse().ok()).filter(|days| *days <= 60);
    let reminder = days_before
        .zip(time_of_day(at))
        .map(|(days_before, at)| AllDay::At(AllDayReminder { days_before, at }));
    reminder.ok_or_else(wrong)
}

/// Reads `10m`, `source` or `none`.
pub(crate) fn timed(text: &str) -> Result<Timed, String> {
    match text {
        "none" => Ok(Timed::None),
        "source" => Ok(Timed::Source),
        _ => minutes(text)
            .map(Timed::Before)
            .ok_or_else(|| "it is a length such as 10m, 2h or 1d, source, or none".into()),
    }
}

/// As [`all_day`] reads it.
pub(crate) fn all_day_word(reminder: AllDayReminder) -> String {
    format!("{}d@{}", reminder.days_before, reminder.at.strftime("%H:%M"))
}

fn time_of_day(text: &str) -> Option<Time> {
    Time::strptime("%H:%M", text.trim()).ok()
}

/// Reads `address` or `Name <address>`. Whether the address is one is for the engine to say; here
/// it only has to look like one.
pub(crate) fn guest(text: &str) -> Result<Guest, String> {
    let text = text.trim();
    let (name, email) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        Some((name, email)) => (name.trim().trim_matches('"'), email.trim()),
        None => ("", text),
    };
    let looks_right =
        email.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty())
            && !email.contains(|letter: char| letter.is_whitespace() || "<>,;".contains(letter));
    if !looks_right {
        return Err("it is a mail address, or Name <address>".into());
    }
    Ok(Guest { email: email.to_owned(), name: name.to_owned(), optional: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_is_a_length_before_the_start() {
        let table = [
            ("10m", Some((AlarmAction::Display, 10))),
            ("90", Some((AlarmAction::Display, 90))),
            ("0", Some((AlarmAction::Display, 0))),
            ("2h", Some((AlarmAction::Display, 120))),
            ("1d", Some((AlarmAction::Display, 1_440))),
            ("1w", Some((AlarmAction::Display, 10_080))),
            ("mail:1d", Some((AlarmAction::Email, 1_440))),
            ("popup:5m", Some((AlarmAction::Display, 5))),
            ("", None),
            ("m", None),
            ("-5m", None),
            ("5x", None),
            ("5µ", None),
            ("sms:5m", None),
            ("99999999999999999999m", None),
            ("9999999w", None),
        ];
        for (text, expected) in table {
            let read = reminder(text).ok().map(|read| match read {
                Reminder::At(Alarm {
                    action, trigger: AlarmTrigger::FromStart(offset), ..
                }) => (action, -offset.as_mins()),
                other @ (Reminder::Default | Reminder::None | Reminder::At(_)) => {
                    panic!("{text}: {other:?}")
                }
            });
            assert_eq!(read, expected, "{text}");
        }
        assert_eq!(reminder("default"), Ok(Reminder::Default));
        assert_eq!(reminder("none"), Ok(Reminder::None));
    }

    #[test]
    fn words_about_reminding_are_read() {
        let all_day = |text: &str| match super::all_day(text) {
            Ok(AllDay::At(one)) => all_day_word(one),
            other => format!("{other:?}"),
        };
        let table = [
            ("1d@18:00", "1d@18:00"),
            ("09:00", "0d@09:00"),
            ("0d@9:30", "0d@09:30"),
            ("60d@00:00", "60d@00:00"),
            ("none", "Ok(None)"),
            ("source", "Ok(Source)"),
        ];
        for (text, expected) in table {
            assert_eq!(all_day(text), expected, "{text}");
        }
        for text in ["", "1d", "1d@", "1d@24:00", "61d@18:00", "+1d@18:00", "1h@18:00", "18"] {
            assert!(super::all_day(text).is_err(), "{text}");
        }
        let quiet = |text: &str| match super::quiet(text) {
            Ok(Quiet::Hours(hours)) => format!("{} {}", hours.from, hours.to),
            other => format!("{other:?}"),
        };
        assert_eq!(quiet("22:00-07:00"), "22:00:00 07:00:00");
        assert_eq!(quiet("off"), "Ok(Off)");
        for text in ["", "22:00", "22-7", "22:00-22:00", "on"] {
            assert!(super::quiet(text).is_err(), "{text}");
        }
        assert_eq!((snooze("1m"), snooze("1d")), (Ok(1), Ok(1_440)));
        for text in ["0m", "25h", "soon", "-5m"] {
            assert!(snooze(text).is_err(), "{text}");
        }
        assert_eq!((timed("2h"), timed("none")), (Ok(Timed::Before(120)), Ok(Timed::None)));
        assert!(timed("often").is_err());
    }

    #[test]
    fn a_guest_is_an_address_with_or_without_a_name() {
        let table = [
            ("a@example.com", Some(("", "a@example.com"))),
            ("Jane Doe <a@example.com>", Some(("Jane Doe", "a@example.com"))),
            ("\"Doe, Jane\" <a@example.com>", Some(("Doe, Jane", "a@example.com"))),
            ("<a@example.com>", Some(("", "a@example.com"))),
            ("Jane", None),
            ("a@", None),
            ("@b", None),
            ("a@b, c@d", None),
            ("a b@c", None),
            ("", None),
        ];
        for (text, expected) in table {
            let read = guest(text).ok();
            let read = read.as_ref().map(|one| (one.name.as_str(), one.email.as_str()));
            assert_eq!(read, expected, "{text}");
        }
    }
}
