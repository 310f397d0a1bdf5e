//! Why nothing is sent to a calendar, whatever waits.

use kalends_store::{Calendar, Direction};

use super::list::can_write;
use crate::Problem;

/// What keeps the edits of a calendar here until somebody acts: Google does not list it, does not
/// let it be changed, or the user chose so.
pub(crate) fn held(calendar: &Calendar) -> Option<Problem> {
    let name = &calendar.name;
    if calendar.gone {
        return Some(Problem::new(
            "calendar_gone",
            format!("Google does not list “{name}” any more"),
            "Discard the edits, or move the events into another calendar.",
        ));
    }
    if !can_write(&calendar.role) {
        return Some(Problem::new(
            "role",
            format!("Google no longer lets you change “{name}”"),
            "Ask its owner for the right to make changes, or discard the edits.",
        ));
    }
    (calendar.direction == Direction::Read).then(|| {
        Problem::new(
            "direction",
            format!("Nothing is sent to “{name}”, as you chose"),
            "Let it sync both ways, or discard the edits.",
        )
    })
}

/// Whether a problem of this kind is Google's word on a calendar: it holds for as long as Google
/// says so.
pub(crate) fn is_of_google(kind: &str) -> bool {
    matches!(kind, "calendar_gone" | "role")
}
