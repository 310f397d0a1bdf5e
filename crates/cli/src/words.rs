//! Small words of the command line that stand for values: people and reminders.

use jiff::SignedDuration;
use kalends_engine::{
    Guest,
    calendar::{Alarm, AlarmAction, AlarmTrigger},
};

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
