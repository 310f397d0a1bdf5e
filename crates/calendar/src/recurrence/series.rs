//! The recurrence set of one series (RFC 5545 §3.8.5): its rules and added dates, less what is
//! excluded, with its overrides in place.
//!
//! Everything is reckoned on the wall clock; zones come last.

use super::{
    civil::{DAY, seconds_of},
    line::{Line, Resolver},
    pattern::Pattern,
    rule::{Frequency, Rule},
};
use crate::{
    event::{Flag, Recurrence, RecurrenceId},
    when::{When, Zone},
};

/// The change of one occurrence, or with THISANDFUTURE of all from one on.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// Which occurrence.
    pub recurrence_id: RecurrenceId,
    /// Its present start.
    pub start: When,
    /// Its present end.
    pub end: When,
    /// It does not take place.
    pub cancelled: bool,
}

/// A series made ready for expansion.
#[derive(Clone, Debug)]
pub struct Series {
    pub(super) line: Line,
    /// DTSTART in local seconds.
    pub(super) start: i64,
    pub(super) length: Length,
    /// The zone of DTEND, where it has another one.
    pub(super) end_zone: Option<Zone>,
    pub(super) rules: Vec<Pattern>,
    pub(super) excluded_rules: Vec<Pattern>,
    /// RDATE, sorted.
    pub(super) added: Vec<Added>,
    /// EXDATE as seconds of the line, sorted.
    pub(super) excluded: Vec<i64>,
    /// EXDATE as whole local days, sorted.
    pub(super) excluded_days: Vec<i64>,
    pub(super) overrides: Vec<Override>,
    /// The originals of the overrides with their index, sorted.
    pub(super) replaced: Vec<(i64, usize)>,
    /// THISANDFUTURE, by the original they begin at.
    pub(super) shifts: Vec<Shift>,
    flags: Vec<Flag>,
}

/// How long occurrences last.
///
/// RFC 5545 §3.8.5.3 asks for the same exact duration where DTEND was given and the same nominal
/// one for DURATION. Calendar programs keep the wall-clock end for both, and so does this: a night
/// shift from 22:00 to 06:00 ends at 06:00 also when clocks change. Where start and end are in
/// different zones, the exact duration holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// Seconds on the wall clock.
    Nominal(i64),
    /// Elapsed seconds.
    Exact(i64),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Added {
    /// Seconds of the line.
    pub(super) start: i64,
    /// Seconds of the line, where the RDATE was a period.
    pub(super) end: Option<i64>,
}

#[derive(Clone, Debug)]
pub(super) struct Shift {
    /// The first original it holds for, in seconds of the series' line.
    pub(super) from: i64,
    pub(super) index: usize,
    /// Wall-clock seconds that starts move by.
    pub(super) by: i64,
    /// What the moved points are.
    pub(super) line: Line,
    pub(super) length: Length,
    pub(super) end_zone: Option<Zone>,
}

/// What a point says to a series.
enum Place {
    /// A second of its line.
    Second(i64),
    /// A day of its wall clock.
    Day(i64),
}

impl Length {
    pub(super) fn between(start: &When, end: &When) -> Self {
        match (start, end) {
            (When::Zoned(_, a), When::Zoned(_, b)) if a != b => {
                Self::Exact((end.seconds() - start.seconds()).max(0))
            }
            (When::Date(_) | When::Floating(_) | When::Zoned(..), _) => {
                Self::Nominal((seconds_of(end.local()) - seconds_of(start.local())).max(0))
            }
        }
    }

    pub(super) const fn seconds(self) -> i64 {
        match self {
            Self::Nominal(seconds) | Self::Exact(seconds) => seconds,
        }
    }

    /// The end of what starts at `second` of the line, which reads `local` on the wall clock.
    pub(super) fn end(self, second: i64, local: i64, resolver: &mut Resolver<'_>) -> i64 {
        match self {
            Self::Nominal(seconds) => resolver.second(local + seconds).max(second),
            Self::Exact(seconds) => second + seconds,
        }
    }
}

impl Series {
    /// Reads the rules and lays out the set. A rule that cannot be read is left out and flagged;
    /// the first occurrence always remains.
    #[must_use]
    pub fn compile(
        start: &When,
        end: &When,
        recurrence: &Recurrence,
        overrides: &[Override],
    ) -> Self {
        let line = Line::of(start);
        let mut series = Self {
            start: seconds_of(start.local()),
            length: Length::between(start, end),
            end_zone: other_zone(start, end),
            rules: Vec::new(),
            excluded_rules: Vec::new(),
            added: Vec::new(),
            excluded: Vec::new(),
            excluded_days: Vec::new(),
            overrides: overrides.to_vec(),
            replaced: Vec::new(),
            shifts: Vec::new(),
            flags: Vec::new(),
            line,
        };
        series.rules = series.patterns(&recurrence.rules);
        series.excluded_rules = series.patterns(&recurrence.excluded_rules);
        for date in &recurrence.dates {
            let start = match series.place(&date.start) {
                Place::Second(second) => second,
                Place::Day(day) => series.second(day * DAY + series.start.rem_euclid(DAY)),
            };
            let end = date.end.as_ref().and_then(|end| match series.place(end) {
                Place::Second(second) => Some(second.max(start)),
                Place::Day(_) => None,
            });
            series.added.push(Added { start, end });
        }
        series.added.sort_by_key(|added| (added.start, added.end.is_none()));
        for excluded in &recurrence.excluded {
            match series.place(excluded) {
                Place::Second(second) => series.excluded.push(second),
                Place::Day(day) => series.excluded_days.push(day),
            }
        }
        series.excluded.sort_unstable();
        series.excluded_days.sort_unstable();
        series.place_overrides();
        series
    }

    /// What was odd about the rules: [`Flag::UnreadableRule`], or nothing.
    #[must_use]
    pub fn flags(&self) -> &[Flag] {
        &self.flags
    }

    /// Where a value of RECURRENCE-ID or EXDATE lies on the series' own line: the seconds that
    /// identify the occurrence. A date names the first occurrence on that local day of a timed
    /// series, and the time of day of DTSTART where there is none.
    #[must_use]
    pub fn original(&self, when: &When) -> i64 {
        match self.place(when) {
            Place::Second(second) => second,
            Place::Day(day) => {
                let (lo, hi) = (day * DAY, (day + 1) * DAY);
                let mut found = None;
                for rule in &self.rules {
                    rule.walk(&self.line, (lo, hi), |at| {
                        found = Some(found.map_or(at, |earlier: i64| earlier.min(at)));
                        false
                    });
                }
                if (lo..hi).contains(&self.start) {
                    found = Some(self.start);
                }
                self.second(found.unwrap_or(lo + self.start.rem_euclid(DAY)))
            }
        }
    }

    pub(super) fn second(&self, local: i64) -> i64 {
        Resolver::new(&self.line).second(local)
    }

    fn patterns(&mut self, texts: &[String]) -> Vec<Pattern> {
        let mut patterns = Vec::with_capacity(texts.len());
        for text in texts {
            match Rule::parse(text) {
                // A day has no hours to repeat in.
                Ok(rule) if self.line == Line::Dates && rule.frequency < Frequency::Daily => {
                    self.flag(Flag::UnreadableRule);
                }
                Ok(rule) => patterns.push(Pattern::new(&rule, self.start, &self.line)),
                Err(_) => self.flag(Flag::UnreadableRule),
            }
        }
        patterns
    }

    fn flag(&mut self, flag: Flag) {
        if !self.flags.contains(&flag) {
            self.flags.push(flag);
        }
    }

    fn place(&self, when: &When) -> Place {
        let local = seconds_of(when.local());
        match (&self.line, when) {
            (Line::Dates, _) => Place::Second(local.div_euclid(DAY) * DAY),
            (Line::Floating | Line::Zoned(_), When::Date(_)) => Place::Day(local.div_euclid(DAY)),
            (Line::Floating, When::Floating(_) | When::Zoned(..)) => Place::Second(local),
            (Line::Zoned(_), When::Floating(_)) => Place::Second(self.second(local)),
            (Line::Zoned(_), When::Zoned(..)) => Place::Second(when.seconds()),
        }
    }

    fn place_overrides(&mut self) {
        let mut replaced = Vec::with_capacity(self.overrides.len());
        let mut shifts = Vec::new();
        for (index, change) in self.overrides.iter().enumerate() {
            let from = self.original(&change.recurrence_id.original);
            replaced.push((from, index));
            if change.recurrence_id.this_and_future {
                let start = self.in_own_zone(&change.start);
                shifts.push(Shift {
                    from,
                    index,
                    by: seconds_of(start.local()) - self.line.local(from),
                    line: Line::of(&start),
                    length: Length::between(&change.start, &change.end),
                    end_zone: other_zone(&change.start, &change.end),
                });
            }
        }
        replaced.sort_unstable();
        shifts.sort_by_key(|shift| shift.from);
        (self.replaced, self.shifts) = (replaced, shifts);
    }

    /// A change written in UTC follows the series' own clock.
    fn in_own_zone(&self, when: &When) -> When {
        match (&self.line, when) {
            (Line::Zoned(own), When::Zoned(_, zone)) if *zone == Zone::utc() => {
                Line::Zoned(own.clone()).point(when.seconds())
            }
            (Line::Dates | Line::Floating | Line::Zoned(_), _) => when.clone(),
        }
    }
}

/// The zone of an end that is in another one than its start.
fn other_zone(start: &When, end: &When) -> Option<Zone> {
    match (start, end) {
        (When::Zoned(_, a), When::Zoned(_, b)) if a != b => Some(b.clone()),
        (When::Date(_) | When::Floating(_) | When::Zoned(..), _) => None,
    }
}
