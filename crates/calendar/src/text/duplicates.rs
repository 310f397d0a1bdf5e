//! Which of several events with one identity holds.

use std::cmp::{Ordering, Reverse};

use crate::event::Event;

/// Orders two events with the same UID and RECURRENCE-ID, the one that holds first: the higher
/// SEQUENCE, then the later LAST-MODIFIED. Equal ones are `Equal`: the first in the text holds.
#[must_use]
pub fn newest_first(a: &Event, b: &Event) -> Ordering {
    let key = |event: &Event| Reverse((event.sequence, event.last_modified));
    key(a).cmp(&key(b))
}
