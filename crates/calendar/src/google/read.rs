//! From Google's JSON to an event.

use super::{Context, Item, Unreadable};

/// Reads one item of an event list, or the answer to a write.
///
/// # Errors
///
/// Where the bytes are no JSON object, where it has no id, and where a living event has no start
/// that can be read.
pub fn read_item(json: &[u8], context: &Context) -> Result<Item, Unreadable> {
    let _ = (json, context);
    Err(Unreadable { id: None, reason: String::new() })
}
