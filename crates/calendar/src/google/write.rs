//! From an event to the bodies of `events.insert` and `events.patch`.

use serde_json::{Map, Value};

use crate::event::Event;

/// The body that inserts the event under this id.
#[must_use]
pub fn write_insert(event: &Event, id: &str) -> Map<String, Value> {
    let _ = (event, id);
    Map::new()
}

/// The body that makes `mine` of `base`: only what differs, `null` for what goes, whole arrays.
/// Empty where nothing differs.
#[must_use]
pub fn write_patch(base: &Event, mine: &Event) -> Map<String, Value> {
    let _ = (base, mine);
    Map::new()
}
