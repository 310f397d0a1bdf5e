//! Organizer, guests and what guests may do.

use std::mem::take;

use super::{
    lax::{Lax, Object, Text},
    raw::{RawAttendee, RawEvent},
};
use crate::event::{Attendee, Event, GuestRights, Participation, Person, Role};

pub(super) fn read(raw: &mut RawEvent<'_>, event: &mut Event, odd: &mut bool, owner: &str) {
    let is_owner = |email: &str| !owner.is_empty() && email.eq_ignore_ascii_case(owner);
    let mut foreign = take(&mut raw.private_copy).take(odd).unwrap_or(false);
    if let Some(Object(organizer)) = take(&mut raw.organizer).take(odd) {
        let email = text(organizer.email, odd);
        let own = organizer.is_self.take(odd).unwrap_or(false) || is_owner(&email);
        foreign |= !own;
        let name = text(organizer.display_name, odd);
        event.organizer = (!name.is_empty() || !email.is_empty()).then_some(Person { name, email });
    }
    let mut omitted = take(&mut raw.attendees_omitted).take(odd).unwrap_or(false);
    let guests = take(&mut raw.attendees).take(odd).unwrap_or_default();
    event.attendees.reserve(guests.len());
    for guest in guests {
        let guest = guest.take(odd).and_then(|Object(guest)| attendee(guest, odd, &is_owner));
        match guest {
            Some(guest) => event.attendees.push(guest),
            // Written back, the list would lose this guest.
            None => omitted = true,
        }
    }
    event.shared.foreign = foreign;
    event.shared.attendees_omitted = omitted;
    let rights = GuestRights::default();
    event.shared.guests = GuestRights {
        see_others: take(&mut raw.guests_can_see_other_guests)
            .take(odd)
            .unwrap_or(rights.see_others),
        invite_others: take(&mut raw.guests_can_invite_others)
            .take(odd)
            .unwrap_or(rights.invite_others),
        modify: take(&mut raw.guests_can_modify).take(odd).unwrap_or(rights.modify),
    };
}

/// None where the guest has no address: nothing could be written of it.
fn attendee(
    raw: RawAttendee<'_>,
    odd: &mut bool,
    is_owner: &impl Fn(&str) -> bool,
) -> Option<Attendee> {
    let email = text(raw.email, odd);
    if email.is_empty() {
        return None;
    }
    let optional = raw.optional.take(odd).unwrap_or(false);
    let organizer = raw.organizer.take(odd).unwrap_or(false);
    let participation = match text(raw.response_status, odd).as_str() {
        "accepted" => Participation::Accepted,
        "declined" => Participation::Declined,
        "tentative" => Participation::Tentative,
        _ => Participation::NeedsAction,
    };
    let additional = raw.additional_guests.take(odd).unwrap_or(0);
    Some(Attendee {
        me: raw.is_self.take(odd).unwrap_or(false) || is_owner(&email),
        person: Person { name: text(raw.display_name, odd), email },
        participation,
        role: match (optional, organizer) {
            (true, _) => Role::Optional,
            (false, true) => Role::Chair,
            (false, false) => Role::Required,
        },
        resource: raw.resource.take(odd).unwrap_or(false),
        comment: text(raw.comment, odd),
        additional: u32::try_from(additional).unwrap_or(0),
    })
}

fn text(field: Lax<Text<'_>>, odd: &mut bool) -> String {
    field.take(odd).map(Text::into_owned).unwrap_or_default()
}
