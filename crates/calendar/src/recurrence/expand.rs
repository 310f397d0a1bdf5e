//! The occurrences of a series that meet a window.

use super::{
    civil::{DAY, FIRST_SECOND, LAST_SECOND},
    line::{Line, Resolver},
    pattern::SLACK,
    series::{Series, Shift},
};
use crate::when::{When, Window};

/// Occurrences of one series that one window may hold; the series is cut after them.
pub const OCCURRENCES_MOST: usize = 20_000;

/// One occurrence, with its points as a calendar names them.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// Its identity: the original start, in seconds of the series' own line.
    pub original: i64,
    /// Its present start.
    pub start: When,
    /// Its present end.
    pub end: When,
    /// The override that changed it, by its place in what the series was compiled from.
    pub override_index: Option<usize>,
}

/// What a window holds of a series, by start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expansion {
    /// The occurrences.
    pub occurrences: Vec<Occurrence>,
    /// Not all that the rules say is here: they yielded too much, or nothing for too long.
    pub cut: bool,
}

/// One occurrence in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its identity: the original start, in seconds of the series' own line.
    pub original: i64,
    /// Its start, in seconds of its own line: that of the series, or with an override that of
    /// the override's start.
    pub start: i64,
    /// Its end, on the same line.
    pub end: i64,
    /// The earlier override with THISANDFUTURE that governs it.
    pub override_index: Option<usize>,
}

impl Series {
    /// All occurrences that overlap the window, overrides in place.
    ///
    /// An override is found by its own time, wherever its original lies. What has no length is
    /// inside when it starts inside.
    #[must_use]
    pub fn expand(&self, window: &Window) -> Expansion {
        let (lo, hi) = match self.line {
            Line::Zoned(_) => (window.start.as_second(), window.end.as_second().saturating_add(1)),
            Line::Dates | Line::Floating => {
                let local = |at| i64::from(window.zone.to_offset(at).seconds()) + at.as_second();
                (local(window.start) - SLACK, local(window.end) + SLACK)
            }
        };
        let mut spans = Vec::new();
        let cut = self.spans(lo, hi, &mut spans);
        let mut occurrences: Vec<Occurrence> = spans
            .into_iter()
            .map(|span| self.occurrence(span))
            .chain(self.overridden())
            .filter(|occurrence| meets(occurrence, window))
            .collect();
        occurrences.sort_by_cached_key(|one| (one.start.resolve(&window.zone), one.original));
        Expansion { occurrences, cut }
    }

    /// Adds the occurrences that overlap `lo..hi` seconds of the series' line, ordered by
    /// original, except those that an override replaces. Returns whether the rules were cut.
    ///
    /// An occurrence moved by THISANDFUTURE to another kind of line (a date, a floating time) is
    /// given when it may overlap.
    pub fn spans(&self, lo: i64, hi: i64, out: &mut Vec<Span>) -> bool {
        let begin = out.len();
        let mut cut = false;
        // Outside the years that can be written there is nothing, also with room for offsets.
        let (first, last) = (FIRST_SECOND - 2 * SLACK, LAST_SECOND + 2 * SLACK);
        let (lo, hi) = (lo.clamp(first, last), hi.clamp(first, last));
        let range = self.originals(lo, hi);
        let mut filler = Filler {
            series: self,
            resolver: Resolver::new(&self.line),
            removed: Vec::new(),
            lo,
            hi,
            out,
        };
        cut |= self.remove(range, &mut filler.removed);
        for added in &self.added {
            filler.put(added.start, self.line.local(added.start), added.end);
        }
        if (range.0..range.1).contains(&self.start) {
            filler.put_local(self.start);
        }
        for rule in &self.rules {
            let most = filler.out.len() + OCCURRENCES_MOST;
            let mut over = false;
            cut |= rule.walk(&self.line, range, |at| {
                if at != self.start {
                    filler.put_local(at);
                }
                over = filler.out.len() > most;
                !over
            });
            cut |= over;
        }
        let mut fresh = out.split_off(begin);
        if !fresh.is_sorted_by(|a, b| a.original < b.original) {
            // Stable: of equals the first stays, which is an RDATE with an end of its own.
            fresh.sort_by_key(|span| span.original);
            fresh.dedup_by_key(|span| span.original);
        }
        if fresh.len() > OCCURRENCES_MOST {
            fresh.truncate(OCCURRENCES_MOST);
            cut = true;
        }
        out.append(&mut fresh);
        cut
    }

    /// The local seconds between which originals lie whose occurrences may overlap a window.
    fn originals(&self, lo: i64, hi: i64) -> (i64, i64) {
        let slack = if matches!(self.line, Line::Zoned(_)) { SLACK } else { 0 };
        let ahead = self.shifts.iter().map(|shift| self.moves_end_by(shift)).max().unwrap_or(0);
        let back = self.shifts.iter().map(|shift| shift.by - SLACK).min().unwrap_or(0);
        let (lo, hi) = (self.line.local(lo), self.line.local(hi));
        (
            lo.saturating_sub(self.length.seconds() + ahead.max(0) + slack),
            hi.saturating_sub(back.min(0)).saturating_add(slack),
        )
    }

    /// Adds what EXRULE removes, in seconds of the line. Returns whether the rules were cut.
    fn remove(&self, range: (i64, i64), removed: &mut Vec<i64>) -> bool {
        let mut resolver = Resolver::new(&self.line);
        let mut cut = false;
        for rule in &self.excluded_rules {
            cut |= rule.walk(&self.line, range, |at| {
                removed.push(resolver.second(at));
                true
            });
        }
        removed.sort_unstable();
        cut
    }

    fn occurrence(&self, span: Span) -> Occurrence {
        let shift = span
            .override_index
            .and_then(|index| self.shifts.iter().find(|shift| shift.index == index));
        let (line, end_zone) =
            shift.map_or((&self.line, &self.end_zone), |shift| (&shift.line, &shift.end_zone));
        let end = match end_zone {
            Some(zone) => Line::Zoned(zone.clone()).point(span.end),
            None => line.point(span.end),
        };
        Occurrence {
            original: span.original,
            start: line.point(span.start),
            end,
            override_index: span.override_index,
        }
    }

    fn overridden(&self) -> impl Iterator<Item = Occurrence> {
        self.replaced.iter().filter_map(|(original, index)| {
            let change = self.overrides.get(*index).filter(|change| !change.cancelled)?;
            Some(Occurrence {
                original: *original,
                start: change.start.clone(),
                end: change.end.clone(),
                override_index: Some(*index),
            })
        })
    }
}

struct Filler<'a> {
    series: &'a Series,
    resolver: Resolver<'a>,
    removed: Vec<i64>,
    lo: i64,
    hi: i64,
    out: &'a mut Vec<Span>,
}

impl Filler<'_> {
    fn put_local(&mut self, local: i64) {
        let (second, local) = self.resolver.resolve(local);
        self.put(second, local, None);
    }

    fn put(&mut self, original: i64, local: i64, end: Option<i64>) {
        let series = self.series;
        if series.excluded.binary_search(&original).is_ok()
            || series.excluded_days.binary_search(&local.div_euclid(DAY)).is_ok()
            || self.removed.binary_search(&original).is_ok()
            || series.replaced.binary_search_by_key(&original, |replaced| replaced.0).is_ok()
        {
            return;
        }
        let after = series.shifts.partition_point(|shift| shift.from <= original);
        if let Some(shift) = after.checked_sub(1).and_then(|at| series.shifts.get(at)) {
            return self.put_shifted(original, local, shift);
        }
        let end = end.unwrap_or_else(|| series.length.end(original, local, &mut self.resolver));
        if original < self.hi && (end > self.lo || original >= self.lo) {
            self.out.push(Span { original, start: original, end, override_index: None });
        }
    }

    fn put_shifted(&mut self, original: i64, local: i64, shift: &Shift) {
        let cancelled = self.series.overrides.get(shift.index).is_none_or(|one| one.cancelled);
        if cancelled {
            return;
        }
        let mut resolver = Resolver::new(&shift.line);
        let (start, local) = resolver.resolve(local + shift.by);
        let end = shift.length.end(start, local, &mut resolver);
        let slack = self.series.apart(shift);
        if start - slack < self.hi && (end + slack > self.lo || start >= self.lo) {
            let override_index = Some(shift.index);
            self.out.push(Span { original, start, end, override_index });
        }
    }
}

fn meets(occurrence: &Occurrence, window: &Window) -> bool {
    let start = occurrence.start.resolve(&window.zone);
    let end = occurrence.end.resolve(&window.zone);
    start < window.end && (end > window.start || start >= window.start)
}
