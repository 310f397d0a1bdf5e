//! A recurrence rule in words, where it is a plain one.

use kalends_calendar::{
    Rule,
    recurrence::{Frequency, Until},
};

const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WORKDAYS: u8 = 0b001_1111;

/// The rule as a phrase such as `Every 2 weeks on Tuesday, 10 times`; none for rules that a phrase
/// would only blur.
pub(crate) fn in_words(rule: &str) -> Option<String> {
    let rule = Rule::parse(rule).ok()?;
    let plain = rule.year_days.is_empty()
        && rule.week_numbers.is_empty()
        && rule.positions.is_empty()
        && rule.hours.count_ones() <= 1
        && rule.minutes.count_ones() <= 1
        && rule.seconds.count_ones() <= 1;
    if !plain {
        return None;
    }
    let every = |one: &str, many: &str| match rule.interval {
        1 => format!("Every {one}"),
        number => format!("Every {number} {many}"),
    };
    let nothing_else = rule.months == 0 && rule.month_days == 0 && rule.month_days_back == 0;
    let mut phrase = match rule.frequency {
        Frequency::Daily if nothing_else && rule.nth_weekdays.is_empty() => {
            with_weekdays(every("day", "days"), rule.weekdays)
        }
        Frequency::Weekly if nothing_else && rule.nth_weekdays.is_empty() => {
            with_weekdays(every("week", "weeks"), rule.weekdays)
        }
        Frequency::Monthly if rule.months == 0 => with_month_day(every("month", "months"), &rule)?,
        Frequency::Yearly if rule.months.count_ones() <= 1 && rule.weekdays == 0 => {
            let month = MONTHS.get(rule.months.trailing_zeros().wrapping_sub(1) as usize);
            let year = every("year", "years");
            match month {
                Some(month) => with_month_day(format!("{year} in {month}"), &rule)?,
                None => with_month_day(year, &rule)?,
            }
        }
        Frequency::Secondly
        | Frequency::Minutely
        | Frequency::Hourly
        | Frequency::Daily
        | Frequency::Weekly
        | Frequency::Monthly
        | Frequency::Yearly => return None,
    };
    match (rule.count, rule.until) {
        (Some(1), _) => phrase.push_str(", once"),
        (Some(count), _) => phrase.push_str(&format!(", {count} times")),
        (None, Some(Until::Local(until) | Until::Utc(_, until))) => {
            phrase.push_str(&format!(", until {}", until.date().strftime("%-d %B %Y")));
        }
        (None, None) => {}
    }
    Some(phrase)
}

fn with_weekdays(phrase: String, weekdays: u8) -> String {
    match weekdays {
        0 => phrase,
        WORKDAYS if phrase == "Every week" || phrase == "Every day" => {
            "Every weekday, Monday to Friday".into()
        }
        _ => {
            let days: Vec<&str> = (0..7)
                .filter(|day| weekdays >> day & 1 == 1)
                .filter_map(|day| DAYS.get(day).copied())
                .collect();
            format!("{phrase} on {}", and(&days))
        }
    }
}

fn with_month_day(phrase: String, rule: &Rule) -> Option<String> {
    if rule.weekdays != 0 {
        return None;
    }
    let days: Vec<u32> = (1..=31).filter(|day| rule.month_days >> day & 1 == 1).collect();
    match (days.as_slice(), rule.month_days_back, rule.nth_weekdays.as_slice()) {
        ([], 0, []) => Some(phrase),
        ([day], 0, []) => Some(format!("{phrase} on day {day}")),
        ([], 0b10, []) => Some(format!("{phrase} on the last day")),
        ([], 0, [(nth, day)]) => {
            let day = DAYS.get(usize::from(*day))?;
            let nth = match nth {
                1 => "first",
                2 => "second",
                3 => "third",
                4 => "fourth",
                5 => "fifth",
                -1 => "last",
                -2 => "last but one",
                _ => return None,
            };
            Some(format!("{phrase} on the {nth} {day}"))
        }
        _ => None,
    }
}

fn and(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).into(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_rules_are_said_in_words() {
        let table = [
            ("FREQ=DAILY", Some("Every day")),
            ("FREQ=DAILY;INTERVAL=3;COUNT=5", Some("Every 3 days, 5 times")),
            ("FREQ=WEEKLY;BYDAY=MO,WE,FR", Some("Every week on Monday, Wednesday and Friday")),
            ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", Some("Every weekday, Monday to Friday")),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", Some("Every 2 weeks on Tuesday")),
            ("FREQ=MONTHLY;BYDAY=2TU", Some("Every month on the second Tuesday")),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", Some("Every month on the last day")),
            ("FREQ=MONTHLY;BYMONTHDAY=15", Some("Every month on day 15")),
            ("FREQ=YEARLY", Some("Every year")),
            (
                "FREQ=YEARLY;BYMONTH=11;BYDAY=-1SU",
                Some("Every year in November on the last Sunday"),
            ),
            ("FREQ=WEEKLY;UNTIL=20301231T235959Z", Some("Every week, until 31 December 2030")),
            ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", None),
            ("FREQ=HOURLY", None),
            ("nonsense", None),
        ];
        for (rule, words) in table {
            assert_eq!(in_words(rule).as_deref(), words, "{rule}");
        }
    }
}
