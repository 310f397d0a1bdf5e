//! Whether two versions of an event agree in a field.
//!
//! What servers do to an event when they take it in is no difference: white space at line ends,
//! HTML around the same words, the order of guests, reminders and dates, letter case.

use std::collections::BTreeMap;

use super::Field;
use crate::{
    event::{Alarm, AlarmAction, AlarmTrigger, Attendee, Event, Recurrence, Role},
    when::When,
};

pub(super) fn same(a: &Event, b: &Event, field: Field) -> bool {
    match field {
        Field::Title => a.summary == b.summary,
        Field::Time => same_point(&a.start, &b.start) && same_point(&a.end, &b.end),
        Field::Recurrence => same_recurrence(&a.recurrence, &b.recurrence),
        Field::Location => a.location == b.location,
        Field::Notes => lines(&a.description).eq(lines(&b.description)),
        Field::Guests => {
            // A list that is not whole tells nothing of who was added or removed.
            a.shared.attendees_omitted || b.shared.attendees_omitted || guests(a) == guests(b)
        }
        Field::GuestRights => a.shared.guests == b.shared.guests,
        Field::Conference => {
            a.shared.conference_request == b.shared.conference_request
                && a.conferences
                    .iter()
                    .map(|one| &one.uri)
                    .eq(b.conferences.iter().map(|one| &one.uri))
        }
        Field::Reminders => {
            a.shared.default_alarms == b.shared.default_alarms
                && (a.shared.default_alarms || alarms(&a.alarms) == alarms(&b.alarms))
        }
        Field::Color => match (&a.color, &b.color) {
            (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        },
        Field::Busy => a.transparency == b.transparency,
        Field::Visibility => a.visibility == b.visibility,
        Field::Status => a.status == b.status,
        Field::Response => match (me(a), me(b)) {
            (Some(a), Some(b)) => a.participation == b.participation && a.comment == b.comment,
            // Whether the owner is a guest at all is a matter of the guests.
            (None, _) | (_, None) => true,
        },
        Field::Attachments => {
            let (a, b) = (&a.shared.attachments, &b.shared.attachments);
            a.iter().map(|one| &one.url).eq(b.iter().map(|one| &one.url))
        }
    }
}

/// The owner of the calendar among the guests.
pub(super) fn me(event: &Event) -> Option<&Attendee> {
    event.attendees.iter().find(|one| one.me)
}

/// What a guest is known by: the address in lower case, or the name where there is no address.
pub(super) fn address(guest: &Attendee) -> String {
    let person = &guest.person;
    let key = if person.email.is_empty() { &person.name } else { &person.email };
    key.to_lowercase()
}

/// Who is invited, and whether they need not come.
pub(super) fn guests(event: &Event) -> BTreeMap<String, bool> {
    event.attendees.iter().map(|one| (address(one), one.role == Role::Optional)).collect()
}

fn same_point(a: &When, b: &When) -> bool {
    match (a, b) {
        (When::Zoned(at, zone), When::Zoned(other, there)) => {
            (zone == there || zone.id() == there.id())
                && (at == other || a.seconds() == b.seconds())
        }
        (When::Date(_) | When::Floating(_), _) | (_, When::Date(_) | When::Floating(_)) => a == b,
    }
}

/// A point's place, whatever zone it is named in.
fn place(when: &When) -> (u8, i64) {
    let kind = match when {
        When::Date(_) => 0,
        When::Floating(_) => 1,
        When::Zoned(..) => 2,
    };
    (kind, when.seconds())
}

fn same_recurrence(a: &Recurrence, b: &Recurrence) -> bool {
    let excluded = |recurrence: &Recurrence| sorted(recurrence.excluded.iter().map(place));
    let dates = |recurrence: &Recurrence| {
        sorted(recurrence.dates.iter().map(|one| (place(&one.start), one.end.as_ref().map(place))))
    };
    // What is excluded from nothing does not matter.
    if a.is_empty() && b.is_empty() {
        return true;
    }
    a.rules == b.rules
        && a.excluded_rules == b.excluded_rules
        && excluded(a) == excluded(b)
        && dates(a) == dates(b)
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<_> = items.collect();
    items.sort_unstable();
    items.dedup();
    items
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.trim_end().lines().map(str::trim_end)
}

/// Mailed or shown, and when.
fn alarms(alarms: &[Alarm]) -> Vec<(bool, u8, i128)> {
    sorted(alarms.iter().map(|alarm| {
        let (kind, at) = match alarm.trigger {
            AlarmTrigger::FromStart(span) => (0, span.as_nanos()),
            AlarmTrigger::FromEnd(span) => (1, span.as_nanos()),
            AlarmTrigger::At(at) => (2, at.as_nanosecond()),
        };
        (alarm.action == AlarmAction::Email, kind, at)
    }))
}
