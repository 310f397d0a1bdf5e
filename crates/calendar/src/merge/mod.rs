//! Three versions of one event, merged field by field: what both began with, ours and the
//! server's.

mod field;
mod show;

pub use field::Field;
pub use show::show;

use crate::event::Event;

/// An event that has our changes and the server's.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The server's version with our changes on it; ours stands where both changed a field.
    pub event: Event,
    /// The fields that both sides changed, and not to the same, in the order of [`Field::ALL`].
    pub collisions: Vec<Field>,
}

/// The fields in which two versions differ that a user can change, in the order of
/// [`Field::ALL`].
#[must_use]
pub fn changed(base: &Event, other: &Event) -> Vec<Field> {
    let _ = (base, other);
    Vec::new()
}

/// Puts our changes since `base` onto `theirs`.
#[must_use]
pub fn merge(base: &Event, mine: &Event, theirs: &Event) -> Merged {
    let _ = (base, mine);
    Merged { event: theirs.clone(), collisions: Vec::new() }
}

/// Takes one field over from another version.
pub fn take(into: &mut Event, field: Field, from: &Event) {
    let _ = (into, field, from);
}
