//! Reminders in words.

use kalends_engine::{
    Reminders,
    calendar::{Alarm, AlarmAction, AlarmTrigger},
};

/// When an event reminds, of a calendar that does so `by_default` minutes before the start.
pub(super) fn text(reminders: &Reminders, by_default: &[i64]) -> String {
    match reminders {
        Reminders::Default if by_default.is_empty() => "as the calendar says: never".into(),
        Reminders::Default => {
            let all: Vec<String> = by_default.iter().copied().map(before).collect();
            format!("as the calendar says: {}", all.join(", "))
        }
        Reminders::Own(alarms) if alarms.is_empty() => "never".into(),
        Reminders::Own(alarms) => alarms.iter().map(alarm).collect::<Vec<_>>().join(", "),
    }
}

fn alarm(alarm: &Alarm) -> String {
    let at = match &alarm.trigger {
        AlarmTrigger::FromStart(offset) => before(-offset.as_mins()),
        AlarmTrigger::FromEnd(_) => "by its end".into(),
        AlarmTrigger::At(at) => at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    };
    if alarm.action == AlarmAction::Email { format!("{at} by mail") } else { at }
}

/// Minutes before the start, in the largest unit that fits.
pub(crate) fn before(minutes: i64) -> String {
    const UNITS: [(i64, &str); 3] = [(7 * 24 * 60, "w"), (24 * 60, "d"), (60, "h")];
    match minutes {
        0 => return "at the start".into(),
        late if late < 0 => return format!("{}m after the start", -late),
        _ => {}
    }
    let fits = UNITS.iter().find(|(unit, _)| minutes % unit == 0);
    let (number, unit) = fits.map_or((minutes, "m"), |(unit, name)| (minutes / unit, *name));
    format!("{number}{unit} before")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn reminders_are_told_as_they_are_given() {
        let own = |given: &[&str]| {
            let alarms = given.iter().map(|one| match words::reminder(one).unwrap() {
                words::Reminder::At(alarm) => alarm,
                words::Reminder::Default | words::Reminder::None => panic!("{one}"),
            });
            text(&Reminders::Own(alarms.collect()), &[30])
        };
        assert_eq!(own(&["10m", "mail:1d", "0"]), "10m before, 1d before by mail, at the start");
        assert_eq!(own(&["2h", "90m", "1w"]), "2h before, 90m before, 1w before");
        assert_eq!(own(&[]), "never");
        assert_eq!(
            text(&Reminders::Default, &[10, 60]),
            "as the calendar says: 10m before, 1h before"
        );
        assert_eq!(text(&Reminders::Default, &[]), "as the calendar says: never");
    }
}
