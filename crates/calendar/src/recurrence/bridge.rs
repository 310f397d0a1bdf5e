//! The `rrule` crate, kept to what it answers rightly.
//!
//! It is given zone-less time (its UTC stands for the wall clock), rules that leave nothing to
//! its guesses, and a start at the beginning of a period near the window.

use chrono::{Month, TimeZone as _, Weekday};
use rrule::{NWeekday, RRule, RRuleSet, Tz};

use super::{
    civil::{DAY, LAST_SECOND, date_of, day_of, weekday_of},
    rule::{Frequency, Rule},
};

/// Whether `rrule` answers a settled rule rightly, and without a long search: it must meet an
/// occurrence in nearly every period, since it looks through 100,000 empty ones before it stops.
///
/// Not given to it: rules that repeat within a day (silently empty with some BY-parts), parts that
/// it refuses, BYWEEKNO with INTERVAL (wrong across years), several limits at once.
pub(super) fn answers(rule: &Rule) -> bool {
    let by_weekday = rule.weekdays != 0 && rule.nth_weekdays.is_empty();
    let by_nth = !rule.nth_weekdays.is_empty();
    let by_month_day = rule.month_days | rule.month_days_back != 0;
    let (by_year_day, by_week) = (!rule.year_days.is_empty(), !rule.week_numbers.is_empty());
    let one_kind = [by_weekday && !by_week, by_nth, by_month_day, by_year_day, by_week]
        .iter()
        .filter(|kind| **kind)
        .count()
        <= 1;
    let near = rule.positions.iter().all(|position| position.abs() <= 4);
    let positions_meet = rule.positions.is_empty() || (by_weekday && !by_week && near);
    // A date may lie in none of the months, or of the years that INTERVAL leaves.
    let dated = by_month_day || by_nth || by_year_day || by_week;
    if !one_kind || !positions_meet || (dated && (rule.months != 0 || rule.interval != 1)) {
        return false;
    }
    match rule.frequency {
        // Every year has weeks 1 to 52; of -53 `rrule` finds none.
        Frequency::Yearly => {
            rule.interval <= 100 && rule.week_numbers.iter().all(|week| (-52..=52).contains(week))
        }
        Frequency::Monthly => rule.interval == 1 && !by_year_day && !by_week,
        Frequency::Weekly | Frequency::Daily => {
            rule.interval == 1
                && rule.positions.is_empty()
                && !(by_month_day && rule.frequency == Frequency::Weekly)
                && !by_year_day
                && !by_week
        }
        Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => false,
    }
}

/// Gives each occurrence in `lo..hi`, in order, until `give` answers false. Returns whether the
/// crate gave up, or none where it refuses the rule.
pub(super) fn walk(
    rule: &Rule,
    start: i64,
    (lo, hi): (i64, i64),
    give: &mut impl FnMut(i64) -> bool,
) -> Option<bool> {
    let begin = period_start(rule, start.div_euclid(DAY), lo.div_euclid(DAY));
    let begin = Tz::UTC.timestamp_opt(begin * DAY, 0).single()?;
    let set = RRuleSet::new(begin).rrule(translate(rule)?.validate(begin).ok()?).limit();
    let mut reached = i64::MIN;
    for at in &set {
        reached = at.timestamp();
        if reached >= hi || (reached >= lo && !give(reached)) {
            return Some(false);
        }
    }
    // It also ends where its years do, which is no giving up.
    Some(reached < LAST_SECOND - 200 * 366 * DAY)
}

/// The first day of the last period that begins at or before a day and is a whole number of
/// intervals after the start's.
fn period_start(rule: &Rule, start: i64, near: i64) -> i64 {
    let interval = i64::from(rule.interval);
    let aligned = |first: i64, near: i64, step: i64| first + (near - first).max(0) / step * step;
    let ((year, month, _), (near_year, near_month, _)) = (date_of(start), date_of(near));
    match rule.frequency {
        Frequency::Yearly => day_of(aligned(year, near_year, interval), 1, 1),
        Frequency::Monthly => {
            let at = aligned(year * 12 + month - 1, near_year * 12 + near_month - 1, interval);
            day_of(at.div_euclid(12), at.rem_euclid(12) + 1, 1)
        }
        Frequency::Weekly => {
            let into = i64::from(weekday_of(start)) - i64::from(rule.week_start);
            aligned(start - into.rem_euclid(7), near, interval * 7)
        }
        Frequency::Daily | Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => {
            aligned(start, near, interval)
        }
    }
}

fn translate(rule: &Rule) -> Option<RRule<rrule::Unvalidated>> {
    let frequency = match rule.frequency {
        Frequency::Yearly => rrule::Frequency::Yearly,
        Frequency::Monthly => rrule::Frequency::Monthly,
        Frequency::Weekly => rrule::Frequency::Weekly,
        Frequency::Daily => rrule::Frequency::Daily,
        Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => return None,
    };
    let months: Vec<Month> =
        values(rule.months.into()).filter_map(|month: u8| Month::try_from(month).ok()).collect();
    let mut month_days: Vec<i8> = values(rule.month_days.into()).collect();
    month_days.extend(values::<i8>(rule.month_days_back.into()).map(|day| -day));
    Some(
        RRule::new(frequency)
            .interval(u16::try_from(rule.interval).ok()?)
            .week_start(weekday(rule.week_start)?)
            .by_month(&months)
            .by_month_day(month_days)
            .by_year_day(rule.year_days.clone())
            .by_week_no(rule.week_numbers.clone())
            .by_weekday(weekdays(rule)?)
            .by_hour(values(rule.hours.into()).collect())
            .by_minute(values(rule.minutes).collect())
            .by_second(values(rule.seconds).collect())
            .by_set_pos(rule.positions.clone()),
    )
}

/// Beside an ordinal, `rrule` passes over the weekdays that have none, so these get all theirs.
fn weekdays(rule: &Rule) -> Option<Vec<NWeekday>> {
    let most = if rule.frequency == Frequency::Monthly || rule.months != 0 { 5 } else { 53 };
    let mut days = Vec::new();
    for plain in values(rule.weekdays.into()) {
        let plain = weekday(plain)?;
        if rule.nth_weekdays.is_empty() {
            days.push(NWeekday::Every(plain));
        } else {
            days.extend((1..=most).map(|nth| NWeekday::Nth(nth, plain)));
        }
    }
    for (nth, named) in &rule.nth_weekdays {
        days.push(NWeekday::Nth(i16::from(*nth), weekday(*named)?));
    }
    Some(days)
}

fn weekday(monday_is_0: u8) -> Option<Weekday> {
    Weekday::try_from(monday_is_0).ok()
}

/// The numbers of the bits that are set.
fn values<T: TryFrom<u8>>(set: u64) -> impl Iterator<Item = T> {
    (0..64_u8).filter(move |at| set >> at & 1 == 1).filter_map(|at| T::try_from(at).ok())
}
