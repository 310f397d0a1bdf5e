//! From an edit to the states that events are to have. Pure: rows come in, wants go out.

mod all;
mod delete;
mod following;
mod relocate;
#[cfg(test)]
mod tests;

pub(crate) use delete::plan_delete;
pub(crate) use relocate::{changed_occurrence, relocate};

use kalends_calendar::{Event, Participation, RecurrenceId, Status, When};
use kalends_store::{CalendarId, EventId};

use super::{
    change::{self, Setting, has_conference, set_conference},
    subject::{Spot, Subject},
    want::{Origin, Want, Wanted},
};
use crate::{EditScope, Error, EventChange, Target};

/// What becomes of an edit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) wants: Vec<Want>,
    /// What then stands for what was edited.
    pub(crate) target: Target,
    /// Changed occurrences that fall back to the series.
    pub(crate) resets: u64,
}

/// Makes ids for new events.
pub(crate) type Mint<'a> = &'a (dyn Fn() -> uuid::Uuid + Sync);

impl Want {
    pub(crate) fn row(id: EventId, calendar: CalendarId, wanted: Wanted) -> Self {
        Self { id, calendar, wanted, origin: Origin::Row, after: None }
    }

    pub(crate) fn event(id: EventId, calendar: CalendarId, event: Event) -> Self {
        Self::row(id, calendar, Wanted::Event(Box::new(event)))
    }

    pub(crate) fn new_event(id: EventId, calendar: CalendarId, event: Event) -> Self {
        Self { origin: Origin::New, ..Self::event(id, calendar, event) }
    }
}

/// An edit whose change holds only what differs. Which calendar it is in is [`relocate`]'s.
pub(crate) fn plan_edit(
    subject: &Subject,
    change: &EventChange,
    scope: EditScope,
    setting: &Setting,
    mint: Mint<'_>,
) -> Result<Plan, Error> {
    if !subject.is_series() {
        return single(subject, change, setting);
    }
    match (scope, &subject.spot) {
        (EditScope::This, Some(spot)) => this(subject, spot, change, setting, mint),
        (EditScope::This | EditScope::Following, None) => Err(Error::Invalid(
            "say which occurrence of the series is meant, or change all of it".into(),
        )),
        (EditScope::Following, Some(spot)) => following::plan(subject, spot, change, setting, mint),
        (EditScope::All, _) => all::plan(subject, change, setting),
    }
}

fn single(subject: &Subject, change: &EventChange, setting: &Setting) -> Result<Plan, Error> {
    let stored = &subject.stored;
    let mut event = stored.event.clone();
    if let Some(rules) = &change.rules {
        if event.recurrence_id.is_some() && !rules.is_empty() {
            return Err(Error::Invalid(
                "this is one occurrence of a series that is not here: it cannot repeat".into(),
            ));
        }
        event.recurrence.rules.clone_from(rules);
    }
    change::apply(&mut event, change, setting);
    super::check::check_occurs(&event)?;
    Ok(Plan {
        wants: vec![Want::event(stored.id, stored.calendar_id, event)],
        target: subject.target(),
        resets: 0,
    })
}

fn this(
    subject: &Subject,
    spot: &Spot,
    change: &EventChange,
    setting: &Setting,
    mint: Mint<'_>,
) -> Result<Plan, Error> {
    if change.rules.is_some() {
        return Err(Error::Invalid(
            "how it repeats is a matter of the whole series, or of this and all later ones".into(),
        ));
    }
    if change.calendar.is_some() {
        return Err(Error::Invalid("a series goes into another calendar as a whole".into()));
    }
    let mut event = spot.event.clone();
    change::apply(&mut event, change, setting);
    Ok(Plan {
        wants: vec![occurrence(subject, spot, event, mint)],
        target: subject.target(),
        resets: 0,
    })
}

/// The occurrence as an override of its own.
fn occurrence(subject: &Subject, spot: &Spot, event: Event, mint: Mint<'_>) -> Want {
    let calendar = subject.stored.calendar_id;
    match spot.own {
        Some(own) => Want::event(own, calendar, event),
        None => Want {
            origin: Origin::Instance {
                series: subject.stored.id,
                base: Box::new(spot.event.clone()),
            },
            ..Want::event(EventId(mint()), calendar, event)
        },
    }
}

/// An answer to an invitation: to one occurrence or to all.
pub(crate) fn plan_response(
    subject: &Subject,
    response: Participation,
    comment: Option<&str>,
    scope: EditScope,
    mint: Mint<'_>,
) -> Result<Plan, Error> {
    let answer = |event: &Event| {
        let mut event = event.clone();
        let me = event.attendees.iter_mut().find(|one| one.me)?;
        me.participation = response;
        if let Some(comment) = comment {
            me.comment = comment.trim().to_owned();
        }
        Some(event)
    };
    let not_invited =
        || Error::Invalid("you are not among the invited, so there is nothing to answer".into());
    let mut wants = Vec::new();
    match (scope, &subject.spot) {
        (EditScope::This, Some(spot)) => {
            let event = answer(&spot.event).ok_or_else(not_invited)?;
            wants.push(occurrence(subject, spot, event, mint));
        }
        (EditScope::Following, Some(_)) => {
            return Err(Error::Invalid("answer this occurrence, or all of them".into()));
        }
        (EditScope::This | EditScope::Following, None) | (EditScope::All, _) => {
            let stored = &subject.stored;
            let event = answer(&stored.event).ok_or_else(not_invited)?;
            wants.push(Want::event(stored.id, stored.calendar_id, event));
            for change in &subject.overrides {
                if change.event.status != Status::Cancelled
                    && let Some(event) = answer(&change.event)
                {
                    wants.push(Want::event(change.id, change.calendar_id, event));
                }
            }
        }
    }
    Ok(Plan { wants, target: subject.target(), resets: 0 })
}

/// An event as the beginning of another: nothing in it names the first one.
pub(crate) fn fresh(event: &Event, id: EventId, remote: bool, request: &str) -> Event {
    let mut event = Event {
        uid: uid(id, remote),
        recurrence_id: None,
        sequence: 0,
        last_modified: None,
        created: None,
        ..event.clone()
    };
    if remote && has_conference(&event) {
        // A meeting on the net belongs to its event (GOOGLE.md 26): the new one asks for its own.
        set_conference(&mut event, true, request);
    }
    event.url = event.url.filter(|url| !url.contains("google.com/calendar"));
    event
}

/// A UID for a new event; Google gives the one that ends in its name.
pub(crate) fn uid(id: EventId, remote: bool) -> String {
    if remote {
        format!("{}@google.com", kalends_calendar::google::client_id(id.0.as_bytes()))
    } else {
        format!("{id}@kalends")
    }
}

/// The original starts of cancelled overrides, as a series that begins anew leaves them out.
fn cancelled(subject: &Subject) -> impl Iterator<Item = &RecurrenceId> {
    subject
        .overrides
        .iter()
        .filter(|change| change.event.status == Status::Cancelled)
        .filter_map(|change| change.event.recurrence_id.as_ref())
}

/// Leaves an occurrence out of a series, once.
pub(crate) fn exclude(event: &mut Event, original: When) {
    if !event.recurrence.excluded.contains(&original) {
        event.recurrence.excluded.push(original);
    }
}
