//! Counts small enough for a page's numbers.

/// The count, or the largest one that is told.
pub(super) fn count(of: u64) -> u32 {
    of.try_into().unwrap_or(u32::MAX)
}
