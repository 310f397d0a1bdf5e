//! Guests, merged one by one.

use std::collections::BTreeMap;

use super::compare::{address, guests};
use crate::event::{Attendee, Event, Role};

/// Puts our changes to the guests since `base` onto `theirs`. Returns whether both sides did
/// different things to the same guest; ours stands then.
pub(super) fn merge(base: &Event, mine: &Event, theirs: &mut Event) -> bool {
    let (before, ours, others) = (guests(base), guests(mine), guests(theirs));
    let mut wanted = others.clone();
    let mut collides = false;
    for (guest, ours) in states(&before, &ours) {
        let (was, is) = (before.get(guest), others.get(guest));
        if ours == was {
            continue;
        }
        collides |= is != was && is != ours;
        match ours {
            Some(optional) => wanted.insert(guest.clone(), *optional),
            None => wanted.remove(guest),
        };
    }
    let known = theirs.attendees.iter().chain(&mine.attendees);
    theirs.attendees = pick(known, wanted);
    collides
}

/// Makes the guests those of `from`, in its order, and leaves the answers of those that stay.
pub(super) fn take(into: &mut Event, from: &Event) {
    let stay = &into.attendees;
    let ordered = from.attendees.iter().map(|guest| {
        let key = address(guest);
        stay.iter().find(|one| address(one) == key).unwrap_or(guest)
    });
    into.attendees = pick(ordered, guests(from));
}

/// Every guest of either list with what the second list says of it.
fn states<'a>(
    before: &'a BTreeMap<String, bool>,
    now: &'a BTreeMap<String, bool>,
) -> impl Iterator<Item = (&'a String, Option<&'a bool>)> {
    let gone = before.keys().filter(|guest| !now.contains_key(*guest)).map(|guest| (guest, None));
    now.iter().map(|(guest, optional)| (guest, Some(optional))).chain(gone)
}

/// The first entry of each guest that is wanted, need not come or must.
fn pick<'a>(
    known: impl Iterator<Item = &'a Attendee>,
    mut wanted: BTreeMap<String, bool>,
) -> Vec<Attendee> {
    let mut picked = Vec::with_capacity(wanted.len());
    for guest in known {
        let Some(optional) = wanted.remove(&address(guest)) else { continue };
        let mut guest = guest.clone();
        if optional != (guest.role == Role::Optional) {
            guest.role = if optional { Role::Optional } else { Role::Required };
        }
        picked.push(guest);
    }
    picked
}
