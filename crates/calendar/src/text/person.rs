//! ORGANIZER and ATTENDEE.

use super::{property::Property, value::decode};
use crate::event::{Attendee, Participation, Person, Role};

/// The person of a calendar address; none where neither address nor name is given.
pub(super) fn person(property: &Property<'_>) -> Option<Person> {
    let name = property.param(b"CN").map(|name| name.trim().to_owned()).unwrap_or_default();
    let address = decode(property.value);
    let address = address.trim();
    let mail = address
        .get(..7)
        .filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
        .and_then(|_| address.get(7..))
        .map(str::trim);
    let email = match mail {
        Some(mail) if !mail.is_empty() => mail.to_owned(),
        // Apple and Google: the address stands in EMAIL, the value is a URN.
        _ => property.param(b"EMAIL").map_or_else(|| address.to_owned(), |email| email.into()),
    };
    (!name.is_empty() || !email.is_empty()).then_some(Person { name, email })
}

pub(super) fn attendee(property: &Property<'_>) -> Option<Attendee> {
    let person = person(property)?;
    let param = |name: &[u8]| {
        property.raw_param(name).unwrap_or_default().trim_ascii().to_ascii_uppercase()
    };
    let participation = match param(b"PARTSTAT").trim_ascii() {
        b"ACCEPTED" => Participation::Accepted,
        b"DECLINED" => Participation::Declined,
        b"TENTATIVE" => Participation::Tentative,
        b"DELEGATED" => Participation::Delegated,
        _ => Participation::NeedsAction,
    };
    let role = match param(b"ROLE").as_slice() {
        b"CHAIR" => Role::Chair,
        b"OPT-PARTICIPANT" => Role::Optional,
        b"NON-PARTICIPANT" => Role::Informed,
        _ => Role::Required,
    };
    let resource = matches!(param(b"CUTYPE").as_slice(), b"ROOM" | b"RESOURCE");
    Some(Attendee { person, participation, role, resource })
}
