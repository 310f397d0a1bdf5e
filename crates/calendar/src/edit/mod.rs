//! What becomes of a series when one occurrence of it is edited. Plans only: nothing is stored or
//! sent here.

mod shift;
mod split;

pub use shift::{Shifted, shift};
pub use split::{Split, split};

use crate::when::When;

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

/// From when to when something lasts; of one kind, the end exclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// First moment.
    pub start: When,
    /// First moment after.
    pub end: When,
}
