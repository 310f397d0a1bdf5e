//! What of a period's occurrences is given: BYSETPOS, the window, and when to give up.

use super::civil::DAY;

/// Periods in a row that may yield nothing before a rule is given up.
const EMPTY_STEPS: u32 = 100_000;

/// Gives occurrences that lie in a window, and counts what yields nothing.
pub(super) struct Sink<'a, F> {
    pub(super) lo: i64,
    pub(super) hi: i64,
    empty: u32,
    positions: &'a [i32],
    give: &'a mut F,
}

/// How a walk goes on after a period.
pub(super) enum Next {
    Period,
    Enough,
    GivenUp,
}

impl<'a, F: FnMut(i64) -> bool> Sink<'a, F> {
    pub(super) const fn new(lo: i64, hi: i64, positions: &'a [i32], give: &'a mut F) -> Self {
        Self { lo, hi, empty: 0, positions, give }
    }

    /// Gives what one period yields: each of `bases`, in units of `unit` seconds, at each of
    /// `times`; of these the BYSETPOS positions, where there are any.
    pub(super) fn take(&mut self, bases: &[i64], unit: i64, times: &[i64]) -> Next {
        let total = bases.len() * times.len();
        if self.positions.is_empty() {
            if total == 0 {
                return if self.nothing() { Next::GivenUp } else { Next::Period };
            }
            self.empty = 0;
            for base in bases {
                if unit == DAY && (base + 1) * DAY <= self.lo {
                    continue;
                }
                for time in times {
                    if !self.one(base * unit + time) {
                        return Next::Enough;
                    }
                }
            }
            return Next::Period;
        }
        let mut chosen: Vec<usize> = self
            .positions
            .iter()
            .filter_map(|position| {
                let position = i64::from(*position);
                let total = total as i64;
                let index = if position > 0 { position - 1 } else { total + position };
                (0..total).contains(&index).then_some(index as usize)
            })
            .collect();
        chosen.sort_unstable();
        chosen.dedup();
        if chosen.is_empty() {
            return if self.nothing() { Next::GivenUp } else { Next::Period };
        }
        self.empty = 0;
        for index in chosen {
            let base = bases.get(index / times.len());
            let time = times.get(index % times.len());
            if let (Some(base), Some(time)) = (base, time)
                && !self.one(base * unit + time)
            {
                return Next::Enough;
            }
        }
        Next::Period
    }

    fn one(&mut self, at: i64) -> bool {
        at < self.hi && (at < self.lo || (self.give)(at))
    }

    /// Counts a period that yields nothing; true when that was one too many.
    pub(super) fn nothing(&mut self) -> bool {
        self.empty += 1;
        self.empty >= EMPTY_STEPS
    }
}
