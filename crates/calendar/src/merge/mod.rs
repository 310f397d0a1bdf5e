//! Three versions of one event, merged field by field: what both began with, ours and the
//! server's.

mod compare;
mod field;
mod guests;
mod show;

pub use field::Field;
pub use show::show;

use crate::{
    edit::{Times, shift},
    event::{Event, Participation},
    join,
};

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
    Field::ALL.into_iter().filter(|field| !compare::same(base, other, *field)).collect()
}

/// Puts our changes since `base` onto `theirs`.
///
/// What no user changes (sequence, times of change, answers of other guests) is theirs. Guests are
/// merged one by one: they collide only where both sides did different things to the same guest.
/// A conference that one side asked for and the other already has is no collision. Where one side
/// moved a series and the other changed how it repeats, the recurrence follows the move.
#[must_use]
pub fn merge(base: &Event, mine: &Event, theirs: &Event) -> Merged {
    let (ours, others) = (changed(base, mine), changed(base, theirs));
    let mut merged = Merged { event: theirs.clone(), collisions: Vec::new() };
    for field in ours.iter().copied() {
        let both = others.contains(&field) && !compare::same(mine, theirs, field);
        if field == Field::Guests && both {
            if guests::merge(base, mine, &mut merged.event) {
                merged.collisions.push(field);
            }
            continue;
        }
        if both && field == Field::Conference && (is_asked(mine, theirs) || is_asked(theirs, mine))
        {
            if is_asked(mine, theirs) {
                continue;
            }
        } else if both {
            merged.collisions.push(field);
        }
        take(&mut merged.event, field, mine);
    }
    let only_times =
        |fields: &[Field]| fields.contains(&Field::Time) && !fields.contains(&Field::Recurrence);
    let only_recurrence =
        |fields: &[Field]| !fields.contains(&Field::Time) && fields.contains(&Field::Recurrence);
    if only_times(&ours) && only_recurrence(&others)
        || only_recurrence(&ours) && only_times(&others)
    {
        follow_times(base, &mut merged.event);
    }
    if compare::me(base).is_none() && !compare::same(mine, theirs, Field::Response) {
        merge_first_answer(&mut merged, mine, theirs);
    }
    merged
}

/// One side moved the series, the other changed how it repeats: what that says was said of the
/// times before the move.
fn follow_times(base: &Event, merged: &mut Event) {
    let times = |event: &Event| Times { start: event.start.clone(), end: event.end.clone() };
    let moved = shift(&times(base), &merged.recurrence, &base.start, &times(merged));
    merged.recurrence = moved.recurrence;
}

/// Both sides invited the owner, with another answer each: one that was given beats none.
fn merge_first_answer(merged: &mut Merged, mine: &Event, theirs: &Event) {
    let given = |event: &Event| {
        compare::me(event).is_some_and(|me| {
            me.participation != Participation::NeedsAction || !me.comment.is_empty()
        })
    };
    if given(mine) && given(theirs) {
        merged.collisions.push(Field::Response);
        merged.collisions.sort_unstable();
    }
    if given(mine) {
        take(&mut merged.event, Field::Response, mine);
    }
}

/// Whether one version only asks for what the other has.
fn is_asked(one: &Event, other: &Event) -> bool {
    one.conferences.is_empty()
        && one.shared.conference_request.is_some()
        && !other.conferences.is_empty()
}

/// Takes one field over from another version.
///
/// Of guests only who they are and whether they need not come is taken: the answers of those who
/// stay are not touched, and [`Field::Response`] alone takes that of the owner.
pub fn take(into: &mut Event, field: Field, from: &Event) {
    match field {
        Field::Title => into.summary.clone_from(&from.summary),
        Field::Time => {
            into.start = from.start.clone();
            into.end = from.end.clone();
        }
        Field::Recurrence => into.recurrence.clone_from(&from.recurrence),
        Field::Location => into.location.clone_from(&from.location),
        Field::Notes => {
            into.description.clone_from(&from.description);
            into.description_html.clone_from(&from.description_html);
        }
        Field::Guests => guests::take(into, from),
        Field::GuestRights => into.shared.guests = from.shared.guests,
        Field::Conference => {
            into.conferences.clone_from(&from.conferences);
            into.shared.conference_request.clone_from(&from.shared.conference_request);
        }
        Field::Reminders => {
            into.alarms.clone_from(&from.alarms);
            into.shared.default_alarms = from.shared.default_alarms;
        }
        Field::Color => into.color.clone_from(&from.color),
        Field::Busy => into.transparency = from.transparency,
        Field::Visibility => into.visibility = from.visibility,
        Field::Status => into.status = from.status,
        Field::Response => {
            if let Some(answer) = compare::me(from)
                && let Some(me) = into.attendees.iter_mut().find(|one| one.me)
            {
                me.participation = answer.participation;
                me.comment.clone_from(&answer.comment);
            }
        }
        Field::Attachments => into.shared.attachments.clone_from(&from.shared.attachments),
    }
    if matches!(field, Field::Location | Field::Notes | Field::Conference) {
        into.join_url =
            join::find(&into.conferences, &into.location, into.url.as_deref(), &into.description);
    }
}
