//! From recurrence properties to occurrences.
//!
//! A [`Rule`] is read once; a [`Series`] binds rules, dates and overrides to a start and answers
//! what meets a window. Rules are expanded on the wall clock, without a zone, so that neither a
//! gap nor a fold at midnight adds or loses a day; each local time is resolved at the end
//! (RFC 5545 §3.3.10: an instance is read "in the same manner as an explicit DATE-TIME value").

#[cfg(test)]
mod agreement;
mod bounds;
mod bridge;
mod civil;
mod describe;
mod expand;
mod line;
mod month;
mod parse;
mod pattern;
mod plain;
mod rule;
mod search;
mod series;
mod settle;
mod sink;
mod trace;

pub use describe::describe;
pub use expand::{Expansion, OCCURRENCES_MOST, Occurrence, Span};
pub use rule::{Frequency, Rule, RuleError, Until};
pub use series::{Override, Series};

pub(crate) use trace::Trace;
