//! A rule bound to its start: where its occurrences are and where they end, on the wall clock.

use std::sync::OnceLock;

use super::{
    bridge,
    civil::{DAY, LAST_SECOND, seconds_of},
    line::{Line, Resolver},
    plain::Plain,
    rule::{Rule, Until},
    search::Search,
    settle::settle,
};

/// Occurrences that one walk may give; the rule is cut after them.
const GIVEN_MOST: u32 = 200_000;
/// Occurrences that are counted one by one to find where COUNT ends.
const COUNTED_MOST: i64 = 20_000;
/// More than any zone ever skipped or repeated at once, and a bit.
pub(super) const SLACK: i64 = 26 * 3_600;

#[derive(Clone, Debug)]
pub(super) struct Pattern {
    rule: Rule,
    start: i64,
    shape: Shape,
    /// The instant of a UNTIL in UTC: near it, occurrences are compared as instants.
    until_instant: Option<i64>,
    /// The last local second at which UNTIL lets an occurrence start.
    until: i64,
    last: OnceLock<Last>,
}

#[derive(Clone, Debug)]
enum Shape {
    /// By arithmetic.
    Plain(Plain),
    /// By the `rrule` crate, or by search where it refuses.
    Bridged(Search),
    /// By search.
    Search(Search),
}

/// Where the occurrences end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Last {
    /// No occurrence starts after this local second.
    pub(super) at: i64,
    /// Neither COUNT nor UNTIL sets an end.
    pub(super) endless: bool,
    /// The end was not found: the rule was given up here.
    pub(super) cut: bool,
}

impl Pattern {
    /// Binds a rule to a start in local seconds.
    pub(super) fn new(rule: &Rule, start: i64, line: &Line) -> Self {
        let is_date = *line == Line::Dates;
        let rule = settle(rule, start, is_date);
        let shape = match Plain::of(&rule, start) {
            Some(plain) => Shape::Plain(plain),
            None if bridge::answers(&rule) => Shape::Bridged(Search::new(&rule)),
            None => Shape::Search(Search::new(&rule)),
        };
        let (until, until_instant) = match (rule.until, line) {
            (None, _) => (i64::MAX, None),
            // Both written forms name a day here, and that day is included.
            (Some(Until::Local(local) | Until::Utc(_, local)), Line::Dates) => {
                (seconds_of(local).div_euclid(DAY) * DAY, None)
            }
            (Some(Until::Utc(instant, _)), Line::Zoned(_)) => {
                let local = line.local(instant.as_second());
                (local + SLACK, Some(instant.as_second()))
            }
            (Some(Until::Local(local) | Until::Utc(_, local)), _) => (seconds_of(local), None),
        };
        Self { rule, start, shape, until_instant, until, last: OnceLock::new() }
    }

    /// Gives the local second of each occurrence in `lo..hi`, in order, until `give` answers
    /// false. Returns whether the rule was cut.
    pub(super) fn walk(
        &self,
        line: &Line,
        (lo, hi): (i64, i64),
        mut give: impl FnMut(i64) -> bool,
    ) -> bool {
        let last = self.last();
        let lo = lo.max(self.start);
        let (hi, mut cut) = if hi <= last.at { (hi, false) } else { (last.at + 1, last.cut) };
        if lo >= hi {
            return cut;
        }
        let mut given = 0;
        let mut over = false;
        cut |= self.walk_all((lo, hi), &mut |at| {
            given += 1;
            over = given > GIVEN_MOST;
            !over && (!self.allows(line, at) || give(at))
        });
        cut || over
    }

    /// Where UNTIL and COUNT end the occurrences. Found once and kept.
    pub(super) fn last(&self) -> Last {
        *self.last.get_or_init(|| self.find_last())
    }

    fn find_last(&self) -> Last {
        let until = self.until.min(LAST_SECOND);
        let endless = self.rule.until.is_none() && self.rule.count.is_none();
        if endless {
            return Last { at: LAST_SECOND, endless: true, cut: false };
        }
        let Some(count) = self.rule.count else {
            return Last { at: until, endless: false, cut: false };
        };
        // DTSTART is the first of COUNT occurrences, on the rule or beside it.
        let mut on_rule = false;
        self.walk_all((self.start, self.start + 1), &mut |_| {
            on_rule = true;
            false
        });
        let count = i64::from(count) - i64::from(!on_rule);
        if count <= 0 {
            return Last { at: i64::MIN, endless: false, cut: false };
        }
        let direct = match &self.shape {
            Shape::Plain(plain) => plain.nth(self.start, count),
            Shape::Bridged(_) | Shape::Search(_) => None,
        };
        if let Some(at) = direct {
            return Last { at: at.min(until), endless: false, cut: false };
        }
        let (mut counted, mut at) = (0, self.start);
        let given_up = self.walk_all((self.start, until.saturating_add(1)), &mut |second| {
            counted += 1;
            at = second;
            counted < count && counted < COUNTED_MOST
        });
        let cut = given_up || (counted < count && counted >= COUNTED_MOST);
        Last { at, endless: false, cut }
    }

    /// Without regard to COUNT and UNTIL.
    fn walk_all(&self, (lo, hi): (i64, i64), give: &mut impl FnMut(i64) -> bool) -> bool {
        let hi = hi.min(LAST_SECOND + 1);
        match &self.shape {
            Shape::Plain(plain) => {
                plain.walk(&self.rule, lo, hi, give);
                false
            }
            Shape::Bridged(search) => bridge::walk(&self.rule, self.start, (lo, hi), give)
                .unwrap_or_else(|| search.walk(&self.rule, self.start, (lo, hi), give)),
            Shape::Search(search) => search.walk(&self.rule, self.start, (lo, hi), give),
        }
    }

    fn allows(&self, line: &Line, at: i64) -> bool {
        self.until_instant.is_none_or(|until| {
            at < self.until - 2 * SLACK || Resolver::new(line).second(at) <= until
        })
    }
}
