//! From the text of a rule to a [`Rule`].

use jiff::{
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use super::rule::{Frequency, Rule, RuleError, Until};

/// Reads a rule; [`Rule::parse`] states the contract.
pub(super) fn parse_rule(text: &str) -> Result<Rule, RuleError> {
    let text = text.trim();
    let text = match text.split_once(':') {
        Some((name, rest)) if name.eq_ignore_ascii_case("RRULE") => rest,
        Some(_) | None => text,
    };
    let mut rule = Rule::every(Frequency::Daily);
    let mut frequency = None;
    for part in text.split(';') {
        let Some((name, value)) = part.split_once('=') else { continue };
        let (name, value) = (name.trim(), value.trim());
        if value.is_empty() {
            continue;
        }
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("FREQ") {
            frequency = Some(parse_frequency(value).ok_or(RuleError::Frequency)?);
        } else if is("INTERVAL") {
            rule.interval = number(value, 0, u32::MAX.into()).ok_or(RuleError::Part("INTERVAL"))?;
            rule.interval = rule.interval.max(1);
        } else if is("COUNT") {
            rule.count = Some(number(value, 0, u32::MAX.into()).ok_or(RuleError::Part("COUNT"))?);
        } else if is("UNTIL") {
            rule.until = Some(parse_until(value).ok_or(RuleError::Part("UNTIL"))?);
        } else if is("WKST") {
            rule.week_start = parse_weekday(value).unwrap_or(0);
        } else if is("BYMONTH") {
            rule.months = bits(value, 1, 12, "BYMONTH")? as u16;
        } else if is("BYMONTHDAY") {
            for day in numbers::<i8>(value, -31, 31, "BYMONTHDAY")? {
                let bit = 1 << day.unsigned_abs();
                if day > 0 {
                    rule.month_days |= bit;
                } else {
                    rule.month_days_back |= bit;
                }
            }
        } else if is("BYYEARDAY") {
            rule.year_days = numbers(value, -366, 366, "BYYEARDAY")?;
        } else if is("BYWEEKNO") {
            rule.week_numbers = numbers(value, -53, 53, "BYWEEKNO")?;
        } else if is("BYDAY") {
            parse_weekdays(value, &mut rule)?;
        } else if is("BYHOUR") {
            rule.hours = bits(value, 0, 23, "BYHOUR")? as u32;
        } else if is("BYMINUTE") {
            rule.minutes = bits(value, 0, 59, "BYMINUTE")?;
        } else if is("BYSECOND") {
            let seconds = bits(value, 0, 60, "BYSECOND")?;
            // RFC 5545 §3.3.12: without leap seconds, second 60 is second 59.
            rule.seconds = (seconds | (seconds >> 60) << 59) & ((1 << 60) - 1);
        } else if is("BYSETPOS") {
            rule.positions = numbers(value, i32::MIN.into(), i32::MAX.into(), "BYSETPOS")?;
        } else if is("RSCALE") {
            return Err(RuleError::Scale);
        }
    }
    rule.frequency = frequency.ok_or(RuleError::Frequency)?;
    Ok(rule)
}

fn parse_frequency(value: &str) -> Option<Frequency> {
    const NAMES: [(&str, Frequency); 7] = [
        ("WEEKLY", Frequency::Weekly),
        ("DAILY", Frequency::Daily),
        ("MONTHLY", Frequency::Monthly),
        ("YEARLY", Frequency::Yearly),
        ("HOURLY", Frequency::Hourly),
        ("MINUTELY", Frequency::Minutely),
        ("SECONDLY", Frequency::Secondly),
    ];
    NAMES.iter().find(|(name, _)| value.eq_ignore_ascii_case(name)).map(|(_, known)| *known)
}

/// Monday is 0.
fn parse_weekday(value: &str) -> Option<u8> {
    const NAMES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    NAMES.iter().position(|name| value.eq_ignore_ascii_case(name)).map(|at| at as u8)
}

/// `MO`, `-1SU`, `+2TU`; of several, those that can be read.
fn parse_weekdays(value: &str, rule: &mut Rule) -> Result<(), RuleError> {
    for item in value.split(',') {
        let item = item.trim();
        let Some(at) = item.len().checked_sub(2) else { continue };
        let Some((ordinal, name)) = item.split_at_checked(at) else { continue };
        let Some(weekday) = parse_weekday(name) else { continue };
        let ordinal = ordinal.trim();
        if ordinal.is_empty() {
            rule.weekdays |= 1 << weekday;
            continue;
        }
        match number::<i8>(ordinal, -53, 53) {
            Some(0) => rule.weekdays |= 1 << weekday,
            Some(nth) if !rule.nth_weekdays.contains(&(nth, weekday)) => {
                rule.nth_weekdays.push((nth, weekday));
            }
            Some(_) | None => {}
        }
    }
    if rule.weekdays == 0 && rule.nth_weekdays.is_empty() {
        return Err(RuleError::Part("BYDAY"));
    }
    Ok(())
}

/// A date, a local time or a UTC time, with or without the separators of ISO 8601.
pub(super) fn parse_until(value: &str) -> Option<Until> {
    let utc = value.ends_with(['Z', 'z']);
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    if value.chars().any(|c| !(c.is_ascii_digit() || "TtZz-: ".contains(c))) {
        return None;
    }
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<i8>().ok();
    let date = Date::new(digits.get(..4)?.parse().ok()?, part(4, 6)?, part(6, 8)?).ok()?;
    let (hour, minute, second) = match digits.len() {
        8 => return Some(Until::Local(date.at(23, 59, 59, 0))),
        10 => (part(8, 10)?, 0, 0),
        12 => (part(8, 10)?, part(10, 12)?, 0),
        14 => (part(8, 10)?, part(10, 12)?, part(12, 14)?.min(59)),
        _ => return None,
    };
    let local = if (hour, minute, second) == (24, 0, 0) {
        DateTime::from_parts(date.tomorrow().ok()?, Time::midnight())
    } else {
        DateTime::from_parts(date, Time::new(hour, minute, second, 0).ok()?)
    };
    if !utc {
        return Some(Until::Local(local));
    }
    TimeZone::UTC.to_timestamp(local).ok().map(|at| Until::Utc(at, local))
}

fn number<T: TryFrom<i64>>(text: &str, least: i64, most: i64) -> Option<T> {
    let value = text.trim().parse::<i64>().ok()?;
    if value < least || value > most { None } else { T::try_from(value).ok() }
}

/// Sorted and without doubles; 0 is never a value, since each of these lists counts from 1.
fn numbers<T: TryFrom<i64> + Ord + Default>(
    text: &str,
    least: i64,
    most: i64,
    part: &'static str,
) -> Result<Vec<T>, RuleError> {
    let mut values: Vec<T> = text
        .split(',')
        .filter_map(|item| number(item, least, most))
        .filter(|value| *value != T::default())
        .collect();
    values.sort_unstable();
    values.dedup();
    if values.is_empty() { Err(RuleError::Part(part)) } else { Ok(values) }
}

fn bits(text: &str, least: i64, most: i64, part: &'static str) -> Result<u64, RuleError> {
    let set = text
        .split(',')
        .filter_map(|item| number::<u8>(item, least, most))
        .fold(0, |set, value| set | 1 << value);
    if set == 0 { Err(RuleError::Part(part)) } else { Ok(set) }
}
