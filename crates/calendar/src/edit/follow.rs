//! How a rule follows when its series moves.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use super::{
    moves::Moves,
    rule_text::{get, with, without},
    shift::later,
};
use crate::{
    recurrence::{Frequency, Rule, Trace, Until},
    when::When,
};

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// A rule after the move.
pub(super) struct Followed {
    pub(super) rule: String,
    /// Every occurrence has moved by the same wall clock.
    pub(super) exact: bool,
}

/// The rule of a series that began at `start`; one that cannot be read stays as it is.
pub(super) fn follow(text: &str, start: &When, moves: &Moves) -> Followed {
    let Some(trace) = Trace::new(text, start) else {
        return Followed { rule: text.to_owned(), exact: true };
    };
    let rule = trace.rule();
    let several = trace.is_several_a_day();
    let mut followed = Followed { rule: text.to_owned(), exact: true };
    if let Some(until) = rule.until
        && moves.changes_anything()
    {
        let value = until_after(until, text, start, moves, several);
        followed.rule = with(&followed.rule, "UNTIL", &value);
    }
    follow_time(&mut followed, rule, moves);
    if moves.changes_kind() && several {
        followed.exact = false;
    }
    if moves.days() != 0 {
        follow_days(&mut followed, rule, start.local().date(), moves);
    }
    followed
}

/// BYHOUR, BYMINUTE and BYSECOND, which go before the time of the start.
fn follow_time(followed: &mut Followed, rule: &Rule, moves: &Moves) {
    let says = rule.hours != 0 || rule.minutes | rule.seconds != 0;
    if !says || moves.from.time() == moves.to.time() && !moves.changes_kind() {
        return;
    }
    let (from, bit) = (moves.from, |at: i8| 1_u64 << at.max(0));
    let restates = |set: u64, at: i8| set == 0 || set == bit(at);
    let all = restates(rule.hours.into(), from.hour())
        && restates(rule.minutes, from.minute())
        && restates(rule.seconds, from.second())
        && rule.frequency >= Frequency::Daily;
    if all {
        for name in ["BYHOUR", "BYMINUTE", "BYSECOND"] {
            followed.rule = without(&followed.rule, name);
        }
    } else {
        followed.exact = false;
    }
}

fn follow_days(followed: &mut Followed, rule: &Rule, start: Date, moves: &Moves) {
    let has_more = !rule.year_days.is_empty() || !rule.week_numbers.is_empty();
    let month_days = rule.month_days.count_ones() + rule.month_days_back.count_ones();
    let days = moves.days();
    match rule.frequency {
        Frequency::Secondly | Frequency::Minutely | Frequency::Hourly => {
            followed.exact &= rule.weekdays == 0 && month_days == 0 && rule.months == 0;
        }
        Frequency::Daily | Frequency::Weekly => {
            if rule.weekdays != 0 || !rule.nth_weekdays.is_empty() {
                rotate(followed, days);
            }
            // Where weeks are counted, and more than the start's own day in them matters.
            let own = 1 << start.weekday().to_monday_zero_offset();
            let counted = rule.interval > 1 && rule.weekdays != 0 && rule.weekdays != own;
            if rule.frequency == Frequency::Weekly && (counted || !rule.positions.is_empty()) {
                let week_start = rotated(rule.week_start, days);
                followed.rule = with(&followed.rule, "WKST", week_start);
            }
            followed.exact &= rule.months == 0 && month_days == 0;
        }
        Frequency::Monthly | Frequency::Yearly => {
            let (from, to) = (moves.from.date(), moves.to.date());
            let within = from.first_of_month() == to.first_of_month();
            if let [(nth, weekday)] = rule.nth_weekdays.as_slice()
                && rule.weekdays == 0
                && names(*nth, *weekday, from, rule)
            {
                let value = ordinal_day(*nth, to);
                followed.rule = with(&followed.rule, "BYDAY", &value);
                followed.exact = false;
            } else if rule.weekdays != 0 || !rule.nth_weekdays.is_empty() {
                followed.exact = false;
            }
            if month_days == 1 && rule.month_days == 1 << from.day() {
                followed.rule = with(&followed.rule, "BYMONTHDAY", &to.day().to_string());
            } else if month_days > 0 {
                followed.exact = false;
            }
            if !within && rule.months == 1 << from.month() {
                followed.rule = with(&followed.rule, "BYMONTH", &to.month().to_string());
            } else if !within && rule.months != 0 {
                followed.exact = false;
            }
            // Beyond day 28, months differ in what they have.
            let stays = from.day() <= 28 && to.day() <= 28 && within;
            let new_start = later(start.at(0, 0, 0, 0), SignedDuration::from_hours(24 * days));
            let plain = stays && new_start.date().first_of_month() == start.first_of_month();
            followed.exact &= plain && rule.positions.is_empty();
        }
    }
    followed.exact &= !has_more;
}

/// Moves all of BYDAY on, ordinals left alone (they mean nothing here).
fn rotate(followed: &mut Followed, days: i64) {
    let Some(written) = get(&followed.rule, "BYDAY") else { return };
    let moved: Vec<String> = written
        .split(',')
        .map(|item| {
            let item = item.trim();
            let name = item.get(item.len().saturating_sub(2)..).unwrap_or_default();
            let day = DAYS.iter().position(|day| name.eq_ignore_ascii_case(day));
            match day.and_then(|day| u8::try_from(day).ok()) {
                Some(day) => {
                    let ordinal = item.get(..item.len() - 2).unwrap_or_default();
                    format!("{ordinal}{}", rotated(day, days))
                }
                None => item.to_owned(),
            }
        })
        .collect();
    followed.rule = with(&followed.rule, "BYDAY", &moved.join(","));
}

fn rotated(day: u8, days: i64) -> &'static str {
    let at = (i64::from(day) + days).rem_euclid(7);
    usize::try_from(at).ok().and_then(|at| DAYS.get(at)).copied().unwrap_or("MO")
}

/// Whether a numbered weekday is this day, counted in its month.
fn names(nth: i8, weekday: u8, day: Date, rule: &Rule) -> bool {
    let counts_in_year = rule.frequency == Frequency::Yearly && rule.months == 0;
    !counts_in_year
        && i16::from(weekday) == i16::from(day.weekday().to_monday_zero_offset())
        && nth == nth_of(nth, day)
}

/// Which of its weekday a day is in its month, from the end where `like` counts from there.
fn nth_of(like: i8, day: Date) -> i8 {
    if like < 0 { -((day.days_in_month() - day.day()) / 7 + 1) } else { (day.day() - 1) / 7 + 1 }
}

fn ordinal_day(like: i8, day: Date) -> String {
    let weekday = u8::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
    // The fifth is not in every month: the last is.
    let nth = match nth_of(like, day) {
        5 => -1,
        nth => nth,
    };
    format!("{nth}{}", rotated(weekday, 0))
}

/// UNTIL after the move. The end of a day stays the end of a day where one day has but one
/// occurrence: to move the time of day alone then leaves it as it was.
fn until_after(until: Until, text: &str, start: &When, moves: &Moves, several: bool) -> String {
    let dated = get(text, "UNTIL").is_some_and(|value| value.len() == 8);
    let local = match (until, start) {
        (Until::Utc(instant, _), When::Zoned(_, zone)) => zone.time_zone().to_datetime(instant),
        (Until::Utc(_, local) | Until::Local(local), _) => local,
    };
    // The day itself is beyond the end where its occurrence would begin later.
    let early = moves.changes_kind() && !start.is_date() && local.time() < start.local().time();
    let local = if early { later(local, SignedDuration::from_hours(-24)) } else { local };
    let ends_day = (local.hour(), local.minute(), local.second()) == (23, 59, 59);
    let days = SignedDuration::from_hours(24 * moves.days());
    let whole = dated || start.is_date() || moves.changes_kind() || (ends_day && !several);
    let moved = if whole { later(local, days) } else { later(local, moves.by()) };
    if moved == local && !moves.changes_line() {
        return get(text, "UNTIL").unwrap_or_default().to_owned();
    }
    let end_of_day = moved.date().at(23, 59, 59, 0);
    match moves.place(moved) {
        When::Date(date) => date.strftime("%Y%m%d").to_string(),
        _ if dated && !moves.changes_kind() => moved.strftime("%Y%m%d").to_string(),
        When::Floating(_) => {
            let at = if start.is_date() { end_of_day } else { moved };
            at.strftime("%Y%m%dT%H%M%S").to_string()
        }
        When::Zoned(_, zone) => {
            let local = if start.is_date() { end_of_day } else { moved };
            let written_local = matches!(until, Until::Local(_)) && !start.is_date();
            if written_local { stamp(local) } else { format!("{}Z", stamp(utc(local, &zone))) }
        }
    }
}

fn utc(local: DateTime, zone: &crate::when::Zone) -> DateTime {
    let instant: Timestamp = When::Zoned(local, zone.clone()).resolve(&TimeZone::UTC);
    TimeZone::UTC.to_datetime(instant)
}

fn stamp(local: DateTime) -> String {
    local.strftime("%Y%m%dT%H%M%S").to_string()
}
