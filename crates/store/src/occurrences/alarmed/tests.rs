//! Which occurrences may remind.
