//! A rule in plain English, for the details of an event.

use jiff::civil::Date;

use super::{
    civil::{DAY, datetime_of, seconds_of},
    parse::parse_rule,
    rule::{Frequency, Rule, Until},
    settle::settle,
};
use crate::when::When;

const WEEKDAYS: [&str; 7] =
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
const WORK_DAYS: u8 = 0b1_1111;
const ALL_DAYS: u8 = 0b111_1111;

/// One sentence without a full stop, such as "Every week on Monday and Wednesday until 3 Mar
/// 2027"; empty where the rule cannot be read.
#[must_use]
pub fn describe(rule: &str, start: &When) -> String {
    let Ok(read) = parse_rule(rule) else { return String::new() };
    let rule = settle(&read, seconds_of(start.local()), start.is_date());
    let mut text = every(&rule);
    for part in [days(&rule), weeks(&rule), year_days(&rule), months(&rule), times(&rule, &read)] {
        if !part.is_empty() {
            text.push(' ');
            text.push_str(&part);
        }
    }
    if !rule.positions.is_empty() {
        let listed = rule.positions.iter().map(|at| ordinal(i64::from(*at))).collect();
        text.push_str(&format!(", the {} of these", joined(listed)));
    }
    if let Some(until) = rule.until {
        text.push_str(&format!(" until {}", short(last_day(until, start))));
    }
    match rule.count {
        None => {}
        Some(0 | 1) => text.push_str(", once"),
        Some(count) => text.push_str(&format!(", {count} times")),
    }
    text
}

fn every(rule: &Rule) -> String {
    let (one, many) = match rule.frequency {
        Frequency::Secondly => ("second", "seconds"),
        Frequency::Minutely => ("minute", "minutes"),
        Frequency::Hourly => ("hour", "hours"),
        Frequency::Daily => ("day", "days"),
        Frequency::Weekly => ("week", "weeks"),
        Frequency::Monthly => ("month", "months"),
        Frequency::Yearly => ("year", "years"),
    };
    if rule.weekdays == WORK_DAYS
        && rule.interval == 1
        && matches!(rule.frequency, Frequency::Daily | Frequency::Weekly)
    {
        return "Every weekday".into();
    }
    match rule.interval {
        1 => format!("Every {one}"),
        2 => format!("Every other {one}"),
        interval => format!("Every {interval} {many}"),
    }
}

/// "on Monday and Wednesday", "on the second Tuesday", "on day 15 and the last day".
fn days(rule: &Rule) -> String {
    let mut listed = Vec::new();
    for (nth, weekday) in &rule.nth_weekdays {
        listed.push(format!("the {} {}", ordinal(i64::from(*nth)), weekday_name(*weekday)));
    }
    let said = matches!(rule.frequency, Frequency::Daily | Frequency::Weekly)
        && rule.interval == 1
        && rule.weekdays == WORK_DAYS;
    if rule.weekdays == ALL_DAYS && rule.frequency != Frequency::Daily {
        listed.push("every day".into());
    } else if rule.weekdays == WORK_DAYS && !said {
        listed.push("weekdays".into());
    } else if rule.weekdays != 0 && !said && rule.weekdays != ALL_DAYS {
        let named = (0..7).filter(|day| rule.weekdays >> day & 1 == 1);
        let plural = rule.frequency >= Frequency::Monthly;
        listed.extend(named.map(|day| {
            let name = weekday_name(day);
            if plural { format!("every {name}") } else { name.to_owned() }
        }));
    }
    let dated = rule.frequency == Frequency::Yearly && rule.months.count_ones() == 1;
    let month_days: Vec<i64> = (1..=31).filter(|day| rule.month_days >> day & 1 == 1).collect();
    if dated && listed.is_empty() && !month_days.is_empty() && rule.month_days_back == 0 {
        // "on 3 March" is said where the months are.
        return String::new();
    }
    if !month_days.is_empty() {
        let names = month_days.iter().map(ToString::to_string).collect();
        listed.push(format!("day {}", joined(names)));
    }
    for back in (1..=31).filter(|day| rule.month_days_back >> day & 1 == 1) {
        listed.push(format!("the {} day", ordinal(-back)));
    }
    if listed.is_empty() {
        return String::new();
    }
    if rule.month_days | rule.month_days_back != 0 && rule.weekdays != 0 {
        return format!("on {}", listed.join(" that is "));
    }
    format!("on {}", joined(listed))
}

fn weeks(rule: &Rule) -> String {
    if rule.week_numbers.is_empty() {
        return String::new();
    }
    let listed = rule.week_numbers.iter().map(|week| match week {
        -1 => "the last week".to_owned(),
        week if *week < 0 => format!("the {} week", ordinal(i64::from(*week))),
        week => format!("week {week}"),
    });
    format!("in {}", joined(listed.collect()))
}

fn year_days(rule: &Rule) -> String {
    if rule.year_days.is_empty() {
        return String::new();
    }
    let listed = rule.year_days.iter().map(|day| ordinal(i64::from(*day))).collect();
    format!("on the {} day of the year", joined(listed))
}

fn months(rule: &Rule) -> String {
    let listed: Vec<String> = MONTHS
        .iter()
        .zip(1..)
        .filter(|(_, month)| rule.months >> month & 1 == 1)
        .map(|(name, _)| (*name).to_owned())
        .collect();
    if listed.is_empty() {
        return String::new();
    }
    let days: Vec<String> =
        (1..=31).filter(|day| rule.month_days >> day & 1 == 1).map(|day| day.to_string()).collect();
    let dated = rule.frequency == Frequency::Yearly
        && listed.len() == 1
        && !days.is_empty()
        && rule.month_days_back == 0
        && rule.weekdays == 0
        && rule.nth_weekdays.is_empty();
    if dated {
        return format!("on {} {}", joined(days), joined(listed));
    }
    format!("in {}", joined(listed))
}

/// Only what the rule itself says: the start's time is shown elsewhere.
fn times(rule: &Rule, read: &Rule) -> String {
    if rule.frequency < Frequency::Daily || (read.hours == 0 && read.minutes == 0) {
        return String::new();
    }
    let hours = (0..24).filter(|hour| rule.hours >> hour & 1 == 1);
    let listed: Vec<String> = hours
        .flat_map(|hour| {
            let minutes = (0..60).filter(|minute| rule.minutes >> minute & 1 == 1);
            minutes.map(move |minute| format!("{hour:02}:{minute:02}"))
        })
        .collect();
    if listed.is_empty() || listed.len() > 6 {
        return String::new();
    }
    format!("at {}", joined(listed))
}

/// The last local day on which an occurrence may start.
fn last_day(until: Until, start: &When) -> Date {
    match (until, start) {
        (Until::Utc(instant, _), When::Zoned(_, zone)) => {
            zone.time_zone().to_datetime(instant).date()
        }
        (Until::Local(local) | Until::Utc(_, local), _) => {
            datetime_of(seconds_of(local).div_euclid(DAY) * DAY).date()
        }
    }
}

fn short(day: Date) -> String {
    let month = MONTHS.get(usize::try_from(day.month() - 1).unwrap_or(0)).copied().unwrap_or("");
    format!("{} {} {}", day.day(), month.get(..3).unwrap_or(month), day.year())
}

fn weekday_name(monday_is_0: u8) -> &'static str {
    WEEKDAYS.get(usize::from(monday_is_0)).copied().unwrap_or("")
}

fn ordinal(nth: i64) -> String {
    match nth {
        1 => "first".into(),
        2 => "second".into(),
        3 => "third".into(),
        4 => "fourth".into(),
        5 => "fifth".into(),
        -1 => "last".into(),
        nth if nth < 0 => format!("{}-to-last", ordinal(-nth)),
        nth => {
            let suffix = match (nth % 100, nth % 10) {
                (11..=13, _) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                (_, 3) => "rd",
                _ => "th",
            };
            format!("{nth}{suffix}")
        }
    }
}

/// "a", "a and b", "a, b and c".
fn joined(mut items: Vec<String>) -> String {
    let Some(last) = items.pop() else { return String::new() };
    if items.is_empty() { last } else { format!("{} and {last}", items.join(", ")) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::when::Zone;

    #[test]
    fn rules_read_as_sentences() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let start = When::Zoned(date(2026, 3, 3).at(9, 0, 0, 0), berlin);
        for (rule, sentence) in [
            ("FREQ=DAILY", "Every day"),
            ("FREQ=DAILY;INTERVAL=2;COUNT=5", "Every other day, 5 times"),
            ("FREQ=WEEKLY", "Every week on Tuesday"),
            (
                "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270303T225959Z",
                "Every week on Monday and Wednesday until 3 Mar 2027",
            ),
            ("FREQ=WEEKLY;UNTIL=20270303T230000Z", "Every week on Tuesday until 4 Mar 2027"),
            ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
            ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "Every other week on weekdays"),
            (
                "FREQ=WEEKLY;INTERVAL=3;BYDAY=SA,SU,FR",
                "Every 3 weeks on Friday, Saturday and Sunday",
            ),
            ("FREQ=MONTHLY", "Every month on day 3"),
            ("FREQ=MONTHLY;BYMONTHDAY=1,15,-1", "Every month on day 1 and 15 and the last day"),
            (
                "FREQ=MONTHLY;BYDAY=2TU,-1FR",
                "Every month on the second Tuesday and the last Friday",
            ),
            ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "Every month on every Friday that is day 13"),
            (
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                "Every month on weekdays, the last of these",
            ),
            ("FREQ=YEARLY", "Every year on 3 March"),
            ("FREQ=YEARLY;BYMONTH=6,7", "Every year on day 3 in June and July"),
            ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "Every year on the fourth Thursday in November"),
            ("FREQ=YEARLY;BYWEEKNO=20", "Every year on every Tuesday in week 20"),
            ("FREQ=YEARLY;BYYEARDAY=100,-1", "Every year on the last and 100th day of the year"),
            ("FREQ=YEARLY;BYDAY=-2SU;BYMONTH=5", "Every year on the second-to-last Sunday in May"),
            ("FREQ=DAILY;BYHOUR=9,17", "Every day at 09:00 and 17:00"),
            ("FREQ=HOURLY;INTERVAL=6", "Every 6 hours"),
            ("FREQ=DAILY;COUNT=1", "Every day, once"),
            ("FREQ=SOMETIMES", ""),
        ] {
            assert_eq!(describe(rule, &start), sentence, "{rule}");
        }
    }
}
