//! `attendees`: the whole list, or the owner's own entry.

use serde_json::{Value, json};

use crate::event::{Attendee, Event, Participation, Role};

/// Every guest that has an address.
pub(super) fn guests(event: &Event) -> Value {
    event.attendees.iter().filter(|one| !one.person.email.is_empty()).map(entry).collect()
}

/// The list with nobody but the owner; none where the owner is no guest.
pub(super) fn own_answer(event: &Event) -> Option<Value> {
    let me = event.attendees.iter().find(|one| one.me && !one.person.email.is_empty())?;
    let mut entry = entry(me);
    // An answer without words takes back those of an earlier one.
    if let Value::Object(entry) = &mut entry {
        entry.entry("comment").or_insert_with(|| "".into());
    }
    Some(Value::Array(vec![entry]))
}

fn entry(guest: &Attendee) -> Value {
    let mut entry = json!({
        "email": guest.person.email,
        "responseStatus": match guest.participation {
            Participation::Accepted => "accepted",
            Participation::Declined => "declined",
            Participation::Tentative => "tentative",
            Participation::NeedsAction | Participation::Delegated => "needsAction",
        },
    });
    let mut put = |key: &str, value: Value| {
        if let Value::Object(entry) = &mut entry {
            entry.insert(key.to_owned(), value);
        }
    };
    if !guest.person.name.is_empty() {
        put("displayName", guest.person.name.clone().into());
    }
    if guest.role == Role::Optional {
        put("optional", true.into());
    }
    if guest.resource {
        put("resource", true.into());
    }
    if !guest.comment.is_empty() {
        put("comment", guest.comment.clone().into());
    }
    if guest.additional > 0 {
        put("additionalGuests", i32::try_from(guest.additional).unwrap_or(i32::MAX).into());
    }
    entry
}
