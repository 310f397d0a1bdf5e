//! ORGANIZER and ATTENDEE.

use super::{
    property::{Property, param_value, split_param, starts_with, unquote},
    value::decode,
};
use crate::event::{Attendee, Participation, Person, Role};

/// The parameters that say something of a person.
#[derive(Default)]
struct Params<'a> {
    name: &'a [u8],
    email: &'a [u8],
    participation: &'a [u8],
    role: &'a [u8],
    kind: &'a [u8],
}

impl<'a> Params<'a> {
    fn read(property: &Property<'a>) -> Self {
        let mut out = Self::default();
        for (key, value) in property.params().filter_map(split_param) {
            let slot = match key.len() {
                2 if key.eq_ignore_ascii_case(b"CN") => &mut out.name,
                4 if key.eq_ignore_ascii_case(b"ROLE") => &mut out.role,
                5 if key.eq_ignore_ascii_case(b"EMAIL") => &mut out.email,
                6 if key.eq_ignore_ascii_case(b"CUTYPE") => &mut out.kind,
                8 if key.eq_ignore_ascii_case(b"PARTSTAT") => &mut out.participation,
                _ => continue,
            };
            if slot.is_empty() {
                *slot = value;
            }
        }
        out
    }

    fn person(&self, value: &[u8]) -> Option<Person> {
        let text = |raw: &'a [u8]| param_value(raw).map(|text| text.trim().to_owned());
        let value = value.trim_ascii();
        let email = if starts_with(value, b"mailto:") && value.len() > 7 {
            decode(value.get(7..).unwrap_or_default()).trim().to_owned()
        } else {
            // Apple and Google: the address stands in EMAIL, the value is a URN.
            text(self.email).unwrap_or_else(|| {
                if value.eq_ignore_ascii_case(b"invalid:nomail") || value.ends_with(b":") {
                    String::new()
                } else {
                    decode(value).into_owned()
                }
            })
        };
        let name = text(self.name).unwrap_or_default();
        (!name.is_empty() || !email.is_empty()).then_some(Person { name, email })
    }
}

/// The person of a calendar address; none where neither address nor name is given.
pub(super) fn person(property: &Property<'_>) -> Option<Person> {
    Params::read(property).person(property.value)
}

pub(super) fn attendee(property: &Property<'_>) -> Option<Attendee> {
    let params = Params::read(property);
    let person = params.person(property.value)?;
    let is = |value: &[u8], wanted: &str| unquote(value).eq_ignore_ascii_case(wanted.as_bytes());
    let participation = [
        ("ACCEPTED", Participation::Accepted),
        ("DECLINED", Participation::Declined),
        ("TENTATIVE", Participation::Tentative),
        ("DELEGATED", Participation::Delegated),
    ];
    let participation = participation.iter().find(|(name, _)| is(params.participation, name));
    let roles = [
        ("CHAIR", Role::Chair),
        ("OPT-PARTICIPANT", Role::Optional),
        ("NON-PARTICIPANT", Role::Informed),
    ];
    let role = roles.iter().find(|(name, _)| is(params.role, name));
    Some(Attendee {
        person,
        participation: participation.map_or(Participation::NeedsAction, |(_, it)| *it),
        role: role.map_or(Role::Required, |(_, it)| *it),
        resource: is(params.kind, "ROOM") || is(params.kind, "RESOURCE"),
        ..Attendee::default()
    })
}
