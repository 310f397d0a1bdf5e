//! One series cut in two: what was, and "this and following".

use super::Times;
use crate::{event::Recurrence, when::When};

/// The two halves of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// How the old series repeats from now on: it ends before the cut.
    pub head: Recurrence,
    /// How the new series repeats.
    pub tail: Recurrence,
    /// The first occurrence of the new series, where the rule puts it.
    pub tail_times: Times,
    /// Indices into `overrides`: those of the new series. The others stay with the old one.
    pub tail_overrides: Vec<usize>,
}

/// Cuts a series before the occurrence whose original start is `at`. `overrides` are the original
/// starts of its overrides.
///
/// None where `at` is its first occurrence (the whole series is meant then) or none of its.
#[must_use]
pub fn split(
    series: &Times,
    recurrence: &Recurrence,
    overrides: &[When],
    at: &When,
) -> Option<Split> {
    let _ = (series, recurrence, overrides, at);
    None
}
