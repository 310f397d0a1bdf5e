//! Proposals that wait for the user's word.

/// How many wait. Nothing proposes anything, so none do.
pub(crate) const fn count() -> u64 {
    0
}
