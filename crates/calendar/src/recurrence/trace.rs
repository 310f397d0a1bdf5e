//! One rule of a series by itself, for those who cut and move series.

use jiff::civil::DateTime;

use super::{
    civil::{LAST_SECOND, datetime_of, seconds_of},
    line::{Line, Resolver},
    pattern::{Pattern, SLACK},
    rule::{Frequency, Rule},
    settle::settle,
};
use crate::when::When;

/// A rule bound to a start.
#[derive(Debug)]
pub(crate) struct Trace {
    line: Line,
    start: i64,
    rule: Rule,
    pattern: Pattern,
}

/// Around a change of clocks, later wall-clock times may be earlier instants; never by so much.
const DISORDER: i64 = 4 * 3_600;

impl Trace {
    /// None where the rule cannot be read, or has no meaning for such a start.
    pub(crate) fn new(rule: &str, start: &When) -> Option<Self> {
        let rule = Rule::parse(rule).ok()?;
        let line = Line::of(start);
        if line == Line::Dates && rule.frequency < Frequency::Daily {
            return None;
        }
        let start = seconds_of(start.local());
        let pattern = Pattern::new(&rule, start, &line);
        Some(Self { line, start, rule, pattern })
    }

    /// The rule as written.
    pub(crate) const fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The rule with what it leaves to its start.
    pub(crate) fn settled(&self) -> Rule {
        settle(&self.rule, self.start, self.line == Line::Dates)
    }

    /// Whether it can give two occurrences on one day.
    pub(crate) fn is_several_a_day(&self) -> bool {
        let rule = self.settled();
        rule.frequency < Frequency::Daily
            || rule.hours.count_ones() > 1
            || rule.minutes.count_ones() > 1
            || rule.seconds.count_ones() > 1
    }

    /// How many occurrences begin before a second of the line, the start among them as COUNT
    /// counts it; none where there are too many to count.
    pub(crate) fn count_before(&self, second: i64) -> Option<u32> {
        let mut resolver = Resolver::new(&self.line);
        let mut count = u32::from(resolver.second(self.start) < second);
        let to = self.line.local(second).saturating_add(SLACK);
        let cut = self.pattern.walk(&self.line, (self.start, to), |at| {
            count += u32::from(at != self.start && resolver.second(at) < second);
            true
        });
        (!cut).then_some(count)
    }

    /// The wall-clock time of the first occurrence that begins at or after a second of the line.
    pub(crate) fn first_from(&self, second: i64) -> Option<DateTime> {
        let mut resolver = Resolver::new(&self.line);
        let mut first: Option<(i64, i64)> = None;
        let from = self.line.local(second).saturating_sub(SLACK);
        self.pattern.walk(&self.line, (from, LAST_SECOND + 1), |at| {
            let found = (resolver.second(at), at);
            if found.0 >= second && first.is_none_or(|first| found < first) {
                first = Some(found);
            }
            first.is_none_or(|(_, local)| at < local + DISORDER)
        });
        first.map(|(_, local)| datetime_of(local))
    }
}
