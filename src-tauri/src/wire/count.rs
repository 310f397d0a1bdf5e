//! Counts and minutes small enough for a page's numbers.

/// The count, or the largest one that is told.
pub(super) fn count(of: u64) -> u32 {
    of.try_into().unwrap_or(u32::MAX)
}

/// The minutes, or the most that are told.
pub(super) fn minutes(minutes: i64) -> i32 {
    minutes.try_into().unwrap_or(if minutes < 0 { i32::MIN } else { i32::MAX })
}
