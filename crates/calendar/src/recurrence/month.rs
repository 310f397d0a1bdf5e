//! The days of one month that a rule lets through, as bits.

use super::{
    civil::{date_of, day_of, first_week, month_length, weekday_of, year_length},
    rule::{Frequency, Rule},
};

/// Bits 0, 7, 14, 21 and 28: one weekday through a month that begins with it.
const SEVENTHS: u32 = 0x1020_4081;

/// The days of the month that pass every BY-part on days; bit 0 is the first of the month.
///
/// Parts that expand and parts that limit a period give the same days in the end: those which
/// satisfy all parts (RFC 5545 §3.3.10, the table of BYxxx behaviour).
pub(super) fn days(rule: &Rule, year: i64, month: i64) -> u32 {
    if rule.months != 0 && rule.months >> month & 1 == 0 {
        return 0;
    }
    let first = day_of(year, month, 1);
    let length = month_length(year, month);
    let all = u32::MAX >> (32 - length);
    let mut set = all;
    if rule.month_days | rule.month_days_back != 0 {
        // Bit n of `month_days_back` is the n-th day from the end, which is bit `length - n`.
        let back = rule.month_days_back.reverse_bits() >> (31 - length);
        set &= rule.month_days >> 1 | back;
    }
    if rule.weekdays != 0 || !rule.nth_weekdays.is_empty() {
        set &= weekdays(rule, year, first, length);
    }
    if set != 0 && !rule.year_days.is_empty() {
        set &= year_days(rule, year, first, length);
    }
    if set != 0 && !rule.week_numbers.is_empty() {
        set &= numbered_weeks(rule, first, length);
    }
    set & all
}

/// Answers for single days, and remembers the month it met last.
pub(super) struct Days<'a> {
    rule: &'a Rule,
    /// The first day of the month, and the day after its last.
    month: (i64, i64),
    set: u32,
}

impl<'a> Days<'a> {
    pub(super) const fn new(rule: &'a Rule) -> Self {
        Self { rule, month: (0, 0), set: 0 }
    }

    /// Whether a day passes.
    pub(super) fn has(&mut self, day: i64) -> bool {
        if day < self.month.0 || day >= self.month.1 {
            let (year, month, month_day) = date_of(day);
            let first = day - month_day + 1;
            self.month = (first, first + month_length(year, month));
            self.set = days(self.rule, year, month);
        }
        self.set >> (day - self.month.0) & 1 == 1
    }
}

/// The number of the week that contains a day, and of how many weeks in that week's year.
pub(super) fn week_number(day: i64, week_start: u8) -> (i64, i64, i64) {
    let (year, _, _) = date_of(day);
    let year = if day >= first_week(year + 1, week_start) {
        year + 1
    } else if day < first_week(year, week_start) {
        year - 1
    } else {
        year
    };
    let first = first_week(year, week_start);
    (year, (day - first) / 7 + 1, (first_week(year + 1, week_start) - first) / 7)
}

fn weekdays(rule: &Rule, year: i64, first: i64, length: i64) -> u32 {
    let begins = weekday_of(first);
    let through = |weekday: u8| (weekday + 7 - begins) % 7;
    let mut set = (0..7)
        .filter(|weekday| rule.weekdays >> weekday & 1 == 1)
        .fold(0, |set, weekday| set | SEVENTHS << through(weekday));
    // "Within MONTHLY or YEARLY": with BYMONTH, a YEARLY ordinal counts in the month.
    let in_month = rule.frequency == Frequency::Monthly || rule.months != 0;
    let (from, span) =
        if in_month { (first, length) } else { (day_of(year, 1, 1), year_length(year)) };
    for (ordinal, weekday) in &rule.nth_weekdays {
        let ahead = (i64::from(*weekday) - i64::from(weekday_of(from))).rem_euclid(7);
        let nth = if *ordinal > 0 {
            i64::from(*ordinal) - 1
        } else {
            (span - 1 - ahead) / 7 + 1 + i64::from(*ordinal)
        };
        let at = from + ahead + 7 * nth;
        if nth >= 0 && at < from + span {
            set |= bit(at - first, length);
        }
    }
    set
}

fn year_days(rule: &Rule, year: i64, first: i64, length: i64) -> u32 {
    let new_year = day_of(year, 1, 1);
    rule.year_days.iter().fold(0, |set, listed| {
        let listed = i64::from(*listed);
        let days = year_length(year);
        let of_year = if listed > 0 { listed - 1 } else { days + listed };
        let inside = (0..days).contains(&of_year);
        if inside { set | bit(new_year + of_year - first, length) } else { set }
    })
}

fn numbered_weeks(rule: &Rule, first: i64, length: i64) -> u32 {
    let into_week = (i64::from(weekday_of(first)) - i64::from(rule.week_start)).rem_euclid(7);
    let mut set = 0;
    let mut at = first - into_week;
    while at < first + length {
        let (_, number, of) = week_number(at, rule.week_start);
        let listed = rule.week_numbers.iter().any(|week| {
            let week = i64::from(*week);
            week == number || week == number - of - 1
        });
        if listed {
            set |= (0..7).fold(0, |set, day| set | bit(at + day - first, length));
        }
        at += 7;
    }
    set
}

const fn bit(at: i64, length: i64) -> u32 {
    if at >= 0 && at < length { 1 << at } else { 0 }
}
