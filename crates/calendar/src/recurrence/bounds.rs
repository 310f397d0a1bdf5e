//! Where a series begins and ends.

use super::{
    line::{Line, Resolver},
    pattern::SLACK,
    series::{Series, Shift},
};

impl Series {
    /// A second of the series' line before which no occurrence starts: the earliest start, where
    /// no change with THISANDFUTURE moves one. Overrides of single occurrences do not count.
    #[must_use]
    pub fn starts(&self) -> i64 {
        let first = self.second(self.start);
        let first = self.added.first().map_or(first, |added| first.min(added.start));
        self.shifts.iter().fold(first, |first, shift| {
            let local = self.line.local(shift.from) + shift.by;
            first.min(Resolver::new(&shift.line).second(local) - self.apart(shift))
        })
    }

    /// A second of the series' line after which no occurrence ends, or none where the series goes
    /// on for ever. Overrides of single occurrences do not count.
    #[must_use]
    pub fn ends(&self) -> Option<i64> {
        let mut last = self.start;
        for rule in &self.rules {
            let end = rule.last();
            if end.endless {
                return None;
            }
            last = last.max(end.at);
        }
        let mut resolver = Resolver::new(&self.line);
        let (second, local) = resolver.resolve(last);
        let mut end = self.length.end(second, local, &mut resolver);
        let mut last_local = local;
        for added in &self.added {
            let local = self.line.local(added.start);
            last_local = last_local.max(local);
            let own = self.length.end(added.start, local, &mut resolver);
            end = end.max(added.end.unwrap_or(own));
        }
        Some(self.shifts.iter().fold(end, |end, shift| {
            let mut resolver = Resolver::new(&shift.line);
            let (second, local) = resolver.resolve(last_local + shift.by);
            end.max(shift.length.end(second, local, &mut resolver) + self.apart(shift))
        }))
    }

    /// By how much a shift may move ends on the wall clock; never too little.
    pub(super) fn moves_end_by(&self, shift: &Shift) -> i64 {
        shift.by + shift.length.seconds() - self.length.seconds() + self.apart(shift)
    }

    /// How far the lines of the series and of a shift may lie apart.
    pub(super) fn apart(&self, shift: &Shift) -> i64 {
        match (&self.line, &shift.line) {
            (Line::Zoned(_), Line::Zoned(_))
            | (Line::Dates | Line::Floating, Line::Dates | Line::Floating) => 0,
            (Line::Zoned(_), Line::Dates | Line::Floating)
            | (Line::Dates | Line::Floating, Line::Zoned(_)) => SLACK,
        }
    }
}
