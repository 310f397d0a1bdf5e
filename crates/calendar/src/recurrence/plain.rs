//! Arithmetic for the shapes that nearly all rules have: no search, no memory.

use super::{
    civil::{DAY, date_of, day_of, weekday_of},
    month,
    rule::{Frequency, Rule},
};

/// A settled rule reduced to numbers. Local seconds throughout.
#[derive(Clone, Debug)]
pub(super) enum Plain {
    /// One occurrence each `step` seconds from `first`, which may lie before DTSTART.
    Steps { first: i64, step: i64 },
    /// Days of the week in each `interval`-th week. Bit 0 of `days` is the day `first`.
    Weeks { first: i64, interval: i64, days: u8, of_day: i64 },
    /// Days of the month in each `interval`-th month, counted from year 0.
    Months { first: i64, interval: i64, of_day: i64 },
    /// Days of the months in each `interval`-th year.
    Years { first: i64, interval: i64, of_day: i64 },
}

impl Plain {
    /// The shape of a settled rule begun at `start`, where it is one of these.
    pub(super) fn of(rule: &Rule, start: i64) -> Option<Self> {
        let interval = i64::from(rule.interval);
        let searched = !rule.year_days.is_empty()
            || !rule.week_numbers.is_empty()
            || !rule.positions.is_empty();
        if searched {
            return None;
        }
        let on_days = rule.months != 0
            || rule.month_days | rule.month_days_back != 0
            || rule.weekdays != 0
            || !rule.nth_weekdays.is_empty();
        let unit = match rule.frequency {
            Frequency::Secondly => 1,
            Frequency::Minutely => 60,
            Frequency::Hourly => 3_600,
            Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly => DAY,
        };
        let of_unit = unit_offset(rule, unit)?;
        if unit < DAY {
            if on_days {
                return None;
            }
            let first = start - start.rem_euclid(unit) + of_unit;
            return Some(Self::Steps { first, step: unit * interval });
        }
        let day = start.div_euclid(DAY);
        let (year, month, _) = date_of(day);
        match rule.frequency {
            Frequency::Daily if !on_days => {
                Some(Self::Steps { first: day * DAY + of_unit, step: interval * DAY })
            }
            Frequency::Daily if interval != 1 => None,
            Frequency::Weekly | Frequency::Daily
                if rule.months == 0 && rule.month_days | rule.month_days_back == 0 =>
            {
                Some(Self::weeks(rule, day, of_unit))
            }
            Frequency::Weekly => None,
            // Every day of a month that passes is what every month of such days is.
            Frequency::Daily | Frequency::Monthly => {
                Some(Self::Months { first: year * 12 + month - 1, interval, of_day: of_unit })
            }
            Frequency::Yearly => Some(Self::Years { first: year, interval, of_day: of_unit }),
            Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => None,
        }
    }

    fn weeks(rule: &Rule, day: i64, of_day: i64) -> Self {
        let week_start = i64::from(rule.week_start);
        let first = day - (i64::from(weekday_of(day)) - week_start).rem_euclid(7);
        let interval = i64::from(rule.interval);
        let days = (0..7)
            .filter(|at| rule.weekdays >> ((week_start + at) % 7) & 1 == 1)
            .fold(0_u8, |set, at| set | 1 << at);
        if days.count_ones() == 1 {
            let first = (first + i64::from(days.trailing_zeros())) * DAY + of_day;
            return Self::Steps { first, step: interval * 7 * DAY };
        }
        Self::Weeks { first, interval, days, of_day }
    }

    /// Gives each occurrence in `lo..hi`, in order, until `give` answers false.
    pub(super) fn walk(&self, rule: &Rule, lo: i64, hi: i64, give: &mut impl FnMut(i64) -> bool) {
        match *self {
            Self::Steps { first, step } => {
                let behind = (lo - first).max(0);
                let mut at = first + (behind + step - 1) / step * step;
                while at < hi && give(at) {
                    at += step;
                }
            }
            Self::Weeks { first, interval, days, of_day } => {
                let step = interval * 7;
                let mut week = first + (lo.div_euclid(DAY) - first).max(0) / step * step;
                while week * DAY < hi {
                    if !give_bits(days.into(), week, of_day, lo, hi, give) {
                        return;
                    }
                    week += step;
                }
            }
            Self::Months { first, interval, of_day } => {
                let (year, month, _) = date_of(lo.div_euclid(DAY));
                let behind = (year * 12 + month - 1 - first).max(0);
                let mut at = first + behind / interval * interval;
                loop {
                    let (year, month) = (at.div_euclid(12), at.rem_euclid(12) + 1);
                    let day = day_of(year, month, 1);
                    if day * DAY >= hi {
                        return;
                    }
                    let set = month::days(rule, year, month);
                    if !give_bits(set, day, of_day, lo, hi, give) {
                        return;
                    }
                    at += interval;
                }
            }
            Self::Years { first, interval, of_day } => {
                let (year, month, _) = date_of(lo.div_euclid(DAY));
                let behind = (year - first).max(0);
                let mut at = first + behind / interval * interval;
                let mut month = if at == year { month } else { 1 };
                while day_of(at, month, 1) * DAY < hi {
                    let set = month::days(rule, at, month);
                    if set != 0 && !give_bits(set, day_of(at, month, 1), of_day, lo, hi, give) {
                        return;
                    }
                    month += 1;
                    if month > 12 {
                        (at, month) = (at + interval, 1);
                    }
                }
            }
        }
    }

    /// The `count`-th occurrence at or after `start`, where that takes no walk.
    pub(super) fn nth(&self, start: i64, count: i64) -> Option<i64> {
        match *self {
            Self::Steps { first, step } => {
                let skipped = ((start - first).max(0) + step - 1) / step;
                Some(first.saturating_add(step.saturating_mul(skipped + count - 1)))
            }
            Self::Weeks { first, interval, days, of_day } => {
                let given = |at: i64| (first + at) * DAY + of_day >= start;
                let each = i64::from(days.count_ones());
                let missed = (0..7).filter(|at| days >> at & 1 == 1 && !given(*at)).count() as i64;
                let index = missed + count - 1;
                let day = (0..7).filter(|at| days >> at & 1 == 1).nth((index % each) as usize)?;
                let weeks = (index / each).checked_mul(interval * 7)?;
                (first + day).checked_add(weeks)?.checked_mul(DAY)?.checked_add(of_day)
            }
            Self::Months { .. } | Self::Years { .. } => None,
        }
    }
}

/// The one offset in a unit that the settled parts leave, or none when they leave several or
/// limit what is longer than the unit.
fn unit_offset(rule: &Rule, unit: i64) -> Option<i64> {
    let single = |set: u64| (set.count_ones() == 1).then(|| i64::from(set.trailing_zeros()));
    let absent = |set: u64| (set == 0).then_some(0);
    let hours = rule.hours.into();
    Some(match unit {
        1 => absent(hours)? + absent(rule.minutes)? + absent(rule.seconds)?,
        60 => absent(hours)? + absent(rule.minutes)? + single(rule.seconds)?,
        3_600 => absent(hours)? + single(rule.minutes)? * 60 + single(rule.seconds)?,
        _ => single(hours)? * 3_600 + single(rule.minutes)? * 60 + single(rule.seconds)?,
    })
}

fn give_bits(
    mut set: u32,
    first: i64,
    of_day: i64,
    lo: i64,
    hi: i64,
    give: &mut impl FnMut(i64) -> bool,
) -> bool {
    while set != 0 {
        let at = (first + i64::from(set.trailing_zeros())) * DAY + of_day;
        if at >= hi || (at >= lo && !give(at)) {
            return false;
        }
        set &= set - 1;
    }
    true
}
