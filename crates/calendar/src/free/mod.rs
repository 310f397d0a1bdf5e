//! When there is time: what is taken, put together, and the gaps in it that suit.
//!
//! Pure: what blocks time comes in as instants; local hours are read in a zone that is given.

mod hours;
#[cfg(test)]
mod property;
mod slots;
#[cfg(test)]
mod tests;

pub use hours::{Hours, WorkingHours};
pub use slots::{SlotQuery, free_slots};

/// A half-open span of instants, in Unix seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First instant.
    pub start: i64,
    /// First instant after.
    pub end: i64,
}

impl Span {
    /// Whether two spans share an instant; what has no length shares none.
    #[must_use]
    pub const fn overlaps(&self, other: &Self) -> bool {
        self.start < self.end
            && other.start < other.end
            && self.start < other.end
            && other.start < self.end
    }
}

/// The same instants as few spans as can be, in order: what overlaps or touches is one. What has no
/// length is left out.
#[must_use]
pub fn merge_busy(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| span.start < span.end);
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let touches = next.start <= last.end;
        if touches {
            last.end = last.end.max(next.end);
        }
        touches
    });
    spans
}
