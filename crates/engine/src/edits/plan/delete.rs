//! An event, an occurrence or a part of a series goes.

use kalends_calendar::Status;

use super::{Mint, Plan, exclude, following::cut, occurrence};
use crate::{
    EditScope, Error,
    edits::{
        subject::Subject,
        want::{Want, Wanted},
    },
};

/// `remote` says whether a server keeps the event: there an occurrence is cancelled; in a calendar
/// of this computer its series leaves it out.
pub(crate) fn plan_delete(
    subject: &Subject,
    scope: EditScope,
    remote: bool,
    mint: Mint<'_>,
) -> Result<Plan, Error> {
    let stored = &subject.stored;
    let calendar = stored.calendar_id;
    let mut wants = Vec::new();
    match (scope, &subject.spot) {
        (EditScope::This, Some(spot)) if remote => {
            let mut event = spot.event.clone();
            event.status = Status::Cancelled;
            wants.push(occurrence(subject, spot, event, mint));
        }
        (EditScope::This, Some(spot)) => {
            let mut event = stored.event.clone();
            exclude(&mut event, spot.original.clone());
            wants.push(Want::event(stored.id, calendar, event));
            wants.extend(spot.own.map(|own| Want::row(own, calendar, Wanted::Dropped)));
        }
        (EditScope::This | EditScope::Following, None) if subject.is_series() => {
            return Err(Error::Invalid(
                "say which occurrence of the series is meant, or delete all of it".into(),
            ));
        }
        (EditScope::Following, Some(spot)) if cut(subject, spot).is_some() => {
            if let Some(cut) = cut(subject, spot) {
                let mut head = stored.event.clone();
                head.recurrence = cut.head;
                wants.push(Want::event(stored.id, calendar, head));
                let later = cut.tail_overrides.iter().filter_map(|at| subject.overrides.get(*at));
                wants.extend(later.map(|one| Want::row(one.id, calendar, Wanted::Dropped)));
            }
        }
        (EditScope::This | EditScope::Following | EditScope::All, _) => {
            wants.push(Want::row(stored.id, calendar, Wanted::Deleted));
            let overrides = subject.overrides.iter();
            wants.extend(overrides.map(|one| Want::row(one.id, calendar, Wanted::Dropped)));
        }
    }
    Ok(Plan { wants, target: subject.target(), resets: 0 })
}
