//! Expansion of any rule, period by period: what a period lets through, then which of it counts.

use super::{
    civil::{DAY, date_of, day_of, first_week, weekday_of},
    month::{self, Days, week_number},
    rule::{Frequency, Rule},
    sink::{Next, Sink},
};

/// A settled rule with its times laid out.
#[derive(Clone, Debug)]
pub(super) struct Search {
    /// Seconds in the unit that the BY-parts on times give, ascending. The unit is the day, or
    /// the period of a rule that repeats within a day.
    times: Vec<i64>,
}

impl Search {
    pub(super) fn new(rule: &Rule) -> Self {
        let mut times = Vec::new();
        let hours = if rule.frequency >= Frequency::Daily { rule.hours.into() } else { 1 };
        let minutes = if rule.frequency >= Frequency::Hourly { rule.minutes } else { 1 };
        let seconds = if rule.frequency >= Frequency::Minutely { rule.seconds } else { 1 };
        for hour in ones(hours) {
            for minute in ones(minutes) {
                times.extend(ones(seconds).map(|second| hour * 3_600 + minute * 60 + second));
            }
        }
        Self { times }
    }

    /// Gives each occurrence in `lo..hi`, in order, until `give` answers false. Returns whether
    /// the rule was given up because it yielded nothing for too long.
    pub(super) fn walk(
        &self,
        rule: &Rule,
        start: i64,
        (lo, hi): (i64, i64),
        give: &mut impl FnMut(i64) -> bool,
    ) -> bool {
        let mut sink = Sink::new(lo, hi, &rule.positions, give);
        let from = lo.div_euclid(DAY);
        let start_day = start.div_euclid(DAY);
        match rule.frequency {
            Frequency::Yearly if !rule.week_numbers.is_empty() => {
                self.walk_week_years(rule, start_day, from, &mut sink)
            }
            Frequency::Yearly => self.walk_years(rule, start_day, from, &mut sink),
            Frequency::Monthly => self.walk_months(rule, start_day, from, &mut sink),
            Frequency::Weekly => {
                let into = i64::from(weekday_of(start_day)) - i64::from(rule.week_start);
                let first = start_day - into.rem_euclid(7);
                self.walk_days(rule, first, 7, from, &mut sink)
            }
            Frequency::Daily => self.walk_days(rule, start_day, 1, from, &mut sink),
            Frequency::Hourly => self.walk_units(rule, start, 3_600, &mut sink),
            Frequency::Minutely => self.walk_units(rule, start, 60, &mut sink),
            Frequency::Secondly => self.walk_units(rule, start, 1, &mut sink),
        }
    }

    fn walk_years(
        &self,
        rule: &Rule,
        start_day: i64,
        from: i64,
        sink: &mut Sink<'_, impl FnMut(i64) -> bool>,
    ) -> bool {
        let interval = i64::from(rule.interval);
        let first = date_of(start_day).0;
        let mut year = first + (date_of(from).0 - first).max(0) / interval * interval;
        let mut days = Vec::new();
        while day_of(year, 1, 1) * DAY < sink.hi {
            days.clear();
            for month in 1..=12 {
                let first = day_of(year, month, 1);
                days.extend(ones(month::days(rule, year, month).into()).map(|at| first + at));
            }
            match sink.take(&days, DAY, &self.times) {
                Next::Period => year += interval,
                Next::Enough => return false,
                Next::GivenUp => return true,
            }
        }
        false
    }

    /// With BYWEEKNO the period is the year that weeks belong to, so that INTERVAL counts the
    /// years in which the weeks are numbered.
    fn walk_week_years(
        &self,
        rule: &Rule,
        start_day: i64,
        from: i64,
        sink: &mut Sink<'_, impl FnMut(i64) -> bool>,
    ) -> bool {
        let interval = i64::from(rule.interval);
        let first = week_number(start_day, rule.week_start).0;
        let near = week_number(from, rule.week_start).0;
        let mut year = first + (near - first).max(0) / interval * interval;
        let by_day = Rule { week_numbers: Vec::new(), ..rule.clone() };
        let mut open = Days::new(&by_day);
        let (mut weeks, mut days) = (Vec::new(), Vec::new());
        loop {
            let begin = first_week(year, rule.week_start);
            if begin * DAY >= sink.hi {
                return false;
            }
            let count = (first_week(year + 1, rule.week_start) - begin) / 7;
            weeks.clear();
            weeks.extend(rule.week_numbers.iter().map(|week| match i64::from(*week) {
                week if week < 0 => count + week,
                week => week - 1,
            }));
            weeks.retain(|week| (0..count).contains(week));
            weeks.sort_unstable();
            weeks.dedup();
            days.clear();
            days.extend(
                weeks
                    .iter()
                    .flat_map(|week| (0..7).map(move |day| begin + week * 7 + day))
                    .filter(|day| open.has(*day)),
            );
            match sink.take(&days, DAY, &self.times) {
                Next::Period => year += interval,
                Next::Enough => return false,
                Next::GivenUp => return true,
            }
        }
    }

    fn walk_months(
        &self,
        rule: &Rule,
        start_day: i64,
        from: i64,
        sink: &mut Sink<'_, impl FnMut(i64) -> bool>,
    ) -> bool {
        let index = |day: i64| {
            let (year, month, _) = date_of(day);
            year * 12 + month - 1
        };
        let interval = i64::from(rule.interval);
        let first = index(start_day);
        let mut at = first + (index(from) - first).max(0) / interval * interval;
        let mut days = Vec::new();
        loop {
            let (year, month) = (at.div_euclid(12), at.rem_euclid(12) + 1);
            let begin = day_of(year, month, 1);
            if begin * DAY >= sink.hi {
                return false;
            }
            days.clear();
            days.extend(ones(month::days(rule, year, month).into()).map(|at| begin + at));
            match sink.take(&days, DAY, &self.times) {
                Next::Period => at += interval,
                Next::Enough => return false,
                Next::GivenUp => return true,
            }
        }
    }

    /// Weeks and days: periods of `length` days from the day `first` on.
    fn walk_days(
        &self,
        rule: &Rule,
        first: i64,
        length: i64,
        from: i64,
        sink: &mut Sink<'_, impl FnMut(i64) -> bool>,
    ) -> bool {
        let step = i64::from(rule.interval) * length;
        let mut begin = first + (from - first).max(0) / step * step;
        let mut open = Days::new(rule);
        let mut days = Vec::new();
        while begin * DAY < sink.hi {
            days.clear();
            days.extend((begin..begin + length).filter(|day| open.has(*day)));
            match sink.take(&days, DAY, &self.times) {
                Next::Period => begin += step,
                Next::Enough => return false,
                Next::GivenUp => return true,
            }
        }
        false
    }

    /// Hours, minutes and seconds: what lies outside a limiting part is leapt over whole.
    fn walk_units(
        &self,
        rule: &Rule,
        start: i64,
        unit: i64,
        sink: &mut Sink<'_, impl FnMut(i64) -> bool>,
    ) -> bool {
        let step = unit * i64::from(rule.interval);
        let first = start - start.rem_euclid(unit);
        // The first period that begins at or after a second.
        let at_or_after = |second: i64| first + ((second - first).max(0) + step - 1) / step * step;
        let mut at = first + (sink.lo - first).max(0) / step * step;
        let mut open = Days::new(rule);
        while at < sink.hi {
            let day = at.div_euclid(DAY);
            let of_day = at.rem_euclid(DAY);
            let minute_open = has(rule.minutes, of_day / 60 % 60) || unit > 60;
            let next = if !open.has(day) {
                (day + 1) * DAY
            } else if !has(rule.hours.into(), of_day / 3_600) {
                at - of_day % 3_600 + 3_600
            } else if !minute_open {
                at - of_day % 60 + 60
            } else if !has(rule.seconds, of_day % 60) && unit == 1 {
                at + 1
            } else {
                match sink.take(&[at], 1, &self.times) {
                    Next::Period => {}
                    Next::Enough => return false,
                    Next::GivenUp => return true,
                }
                at += step;
                continue;
            };
            if sink.nothing() {
                return true;
            }
            at = at_or_after(next);
        }
        false
    }
}

/// Whether a set lets a value through; an absent part lets everything through.
const fn has(set: u64, value: i64) -> bool {
    set == 0 || set >> value & 1 == 1
}

/// The numbers of the bits that are set, ascending.
fn ones(set: u64) -> impl Iterator<Item = i64> + Clone {
    (0..64).filter(move |at| set >> at & 1 == 1)
}
