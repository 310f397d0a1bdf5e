//! What becomes of a series when one occurrence of it is edited. Plans only: nothing is stored or
//! sent here.

mod follow;
mod moves;
mod rule_text;
mod shift;
mod split;
mod times;

pub use shift::{Shifted, shift};
pub use split::{Split, split};
pub use times::Times;

/// Which occurrences an edit of one is meant for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// That one.
    #[default]
    This,
    /// That one and all later ones.
    Following,
    /// All.
    All,
}
