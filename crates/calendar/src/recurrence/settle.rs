//! What a rule means once its DTSTART is known: gaps filled, parts that do not apply dropped.
//!
//! RFC 5545 §3.3.10: information that is not contained in the rule is derived from DTSTART.

use super::{
    civil::{DAY, date_of, weekday_of},
    rule::{Frequency, Rule},
};

/// The rule with everything said that its start leaves implicit. `start` is in local seconds;
/// `is_date` tells that the series has no times of day.
pub(super) fn settle(rule: &Rule, start: i64, is_date: bool) -> Rule {
    let mut rule = rule.clone();
    let day = start.div_euclid(DAY);
    let of_day = start.rem_euclid(DAY);
    let (_, month, month_day) = date_of(day);
    if is_date {
        // "BYSECOND, BYMINUTE and BYHOUR MUST NOT be specified when DTSTART is a DATE" and are
        // ignored where they are.
        (rule.hours, rule.minutes, rule.seconds) = (0, 0, 0);
    }
    // BYSETPOS "MUST only be used in conjunction with another BYxxx rule part".
    if !has_by_part(&rule) {
        rule.positions.clear();
    }
    // An ordinal "MUST NOT be specified" but with MONTHLY and YEARLY, nor beside BYWEEKNO: the
    // weekday alone then holds, as every Monday for `WEEKLY;BYDAY=1MO`.
    if rule.frequency < Frequency::Monthly || !rule.week_numbers.is_empty() {
        for (_, weekday) in rule.nth_weekdays.drain(..) {
            rule.weekdays |= 1 << weekday;
        }
    }
    let no_day_part = rule.month_days | rule.month_days_back == 0
        && rule.year_days.is_empty()
        && rule.weekdays == 0
        && rule.nth_weekdays.is_empty();
    if no_day_part {
        let numbered = !rule.week_numbers.is_empty();
        match rule.frequency {
            Frequency::Yearly if numbered => rule.weekdays = 1 << weekday_of(day),
            Frequency::Yearly => {
                if rule.months == 0 {
                    rule.months = 1 << month;
                }
                rule.month_days = 1 << month_day;
            }
            Frequency::Monthly if !numbered => rule.month_days = 1 << month_day,
            Frequency::Weekly if !numbered => rule.weekdays = 1 << weekday_of(day),
            Frequency::Monthly
            | Frequency::Weekly
            | Frequency::Daily
            | Frequency::Hourly
            | Frequency::Minutely
            | Frequency::Secondly => {}
        }
    }
    if rule.hours == 0 && rule.frequency >= Frequency::Daily {
        rule.hours = 1 << (of_day / 3_600);
    }
    if rule.minutes == 0 && rule.frequency >= Frequency::Hourly {
        rule.minutes = 1 << (of_day / 60 % 60);
    }
    if rule.seconds == 0 && rule.frequency >= Frequency::Minutely {
        rule.seconds = 1 << (of_day % 60);
    }
    rule
}

fn has_by_part(rule: &Rule) -> bool {
    rule.months != 0
        || rule.month_days | rule.month_days_back != 0
        || rule.weekdays != 0
        || rule.hours != 0
        || rule.minutes | rule.seconds != 0
        || !rule.year_days.is_empty()
        || !rule.week_numbers.is_empty()
        || !rule.nth_weekdays.is_empty()
}
