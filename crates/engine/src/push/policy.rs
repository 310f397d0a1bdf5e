//! What becomes of an unsent edit when the server's side is known: decided from three versions of
//! the event, nothing else.

use kalends_calendar::{
    Event, Status,
    merge::{changed, merge, take},
};
use kalends_store::pending::{Op, Pending, State};

use crate::edits::want::was_tried;

/// What is to be written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// Nothing: what was known is still so.
    Keep,
    /// The server has what the user wants, or both have nothing.
    Settled(Option<Box<Event>>),
    /// The edit goes on, from what the server has; none keeps what is shown.
    Waiting { shown: Option<Box<Event>>, base: Box<Event> },
    /// The edit goes on, and makes what is gone anew.
    Anew,
    /// The user decides. None as theirs: it is gone there.
    Conflict {
        shown: Box<Event>,
        base: Option<Box<Event>>,
        theirs: Option<Box<Event>>,
        /// Deleted here, changed there.
        deletion: bool,
    },
    /// The server's state stands, and the user's is kept aside.
    Refused { shown: Option<Box<Event>>, mine: Option<Box<Event>> },
}

/// Whether an occurrence of a series does not take place.
pub(crate) fn is_cancelled(event: &Event) -> bool {
    event.recurrence_id.is_some() && event.status == Status::Cancelled
}

/// `mine` is what the row shows, `deleted` that it is to go; none as `theirs` that the server has
/// nothing.
pub(super) fn decide(
    pending: &Pending,
    mine: &Event,
    deleted: bool,
    theirs: Option<&Event>,
) -> Verdict {
    match pending.state {
        State::Refused => refused(pending, theirs),
        State::Conflict => conflict(pending, mine, theirs),
        State::Waiting | State::Retrying if deleted || is_cancelled(mine) => {
            deletion(pending, theirs)
        }
        State::Waiting | State::Retrying => edit(pending, mine, theirs),
    }
}

fn boxed(event: &Event) -> Box<Event> {
    Box::new(event.clone())
}

fn refused(pending: &Pending, theirs: Option<&Event>) -> Verdict {
    if let (Some(mine), Some(theirs)) = (&pending.mine, theirs)
        && changed(theirs, mine).is_empty()
    {
        return Verdict::Settled(Some(boxed(theirs)));
    }
    Verdict::Refused { shown: theirs.map(boxed), mine: pending.mine.as_ref().map(boxed) }
}

fn conflict(pending: &Pending, mine: &Event, theirs: Option<&Event>) -> Verdict {
    if pending.op == Op::Delete && !pending.theirs_gone {
        return match theirs {
            None => Verdict::Settled(None),
            Some(theirs) => Verdict::Conflict {
                shown: boxed(theirs),
                base: pending.base.as_ref().map(boxed),
                theirs: Some(boxed(theirs)),
                deletion: true,
            },
        };
    }
    match theirs {
        None if pending.theirs_gone => Verdict::Keep,
        None => gone(pending, mine),
        Some(theirs) => merged(pending.base.as_ref().unwrap_or(theirs), mine, theirs),
    }
}

fn deletion(pending: &Pending, theirs: Option<&Event>) -> Verdict {
    let Some(theirs) = theirs else { return Verdict::Settled(None) };
    let base = known_base(pending, theirs);
    if changed(&base, theirs).is_empty() {
        return Verdict::Waiting { shown: None, base: boxed(theirs) };
    }
    Verdict::Conflict {
        shown: boxed(theirs),
        base: Some(Box::new(base)),
        theirs: Some(boxed(theirs)),
        deletion: true,
    }
}

fn edit(pending: &Pending, mine: &Event, theirs: Option<&Event>) -> Verdict {
    match theirs {
        Some(theirs) => merged(&known_base(pending, theirs), mine, theirs),
        // It was gone before, and is to come back.
        None if pending.base.as_ref().is_some_and(is_cancelled) => Verdict::Keep,
        // It was deleted from here, and the user thought better of it.
        None if pending.theirs_gone => Verdict::Anew,
        None if pending.base.is_none() && !was_tried(pending) => Verdict::Keep,
        // The user took the edit back: nothing is left that the deletion could lose.
        None if pending.base.as_ref().is_some_and(|base| changed(base, mine).is_empty()) => {
            Verdict::Settled(None)
        }
        None => gone(pending, mine),
    }
}

/// Changed here, deleted there.
fn gone(pending: &Pending, mine: &Event) -> Verdict {
    if mine.shared.foreign {
        return Verdict::Refused { shown: None, mine: Some(boxed(mine)) };
    }
    Verdict::Conflict {
        shown: boxed(mine),
        base: pending.base.as_ref().map(boxed),
        theirs: None,
        deletion: false,
    }
}

fn merged(base: &Event, mine: &Event, theirs: &Event) -> Verdict {
    let merged = merge(base, mine, theirs);
    if changed(theirs, &merged.event).is_empty() {
        return Verdict::Settled(Some(boxed(theirs)));
    }
    if merged.collisions.is_empty() {
        return Verdict::Waiting { shown: Some(Box::new(merged.event)), base: boxed(theirs) };
    }
    // What did not collide is agreed upon.
    let mut agreed = theirs.clone();
    for field in &merged.collisions {
        take(&mut agreed, *field, base);
    }
    Verdict::Conflict {
        shown: Box::new(merged.event),
        base: Some(Box::new(agreed)),
        theirs: Some(boxed(theirs)),
        deletion: false,
    }
}

/// Whether the server has what the last try sent, `moved` saying that the event is where it was to
/// go. A move alone is mailed with the move, a change with the change that follows it.
pub(super) fn arrived(pending: &Pending, moved: bool, theirs: &Event) -> bool {
    let Some(before) = &pending.base else { return true };
    let Some(sent) = &pending.mine else { return false };
    let (fields, differs) = (changed(before, sent), changed(sent, theirs));
    if fields.is_empty() { moved } else { fields.iter().any(|field| !differs.contains(field)) }
}

/// What both sides had last. What a try of ours sent and the server has is among it: its answer was
/// lost.
fn known_base(pending: &Pending, theirs: &Event) -> Event {
    let sent = pending.mine.as_ref().filter(|_| was_tried(pending));
    let Some(before) = &pending.base else {
        return sent.unwrap_or(theirs).clone();
    };
    let mut base = before.clone();
    if let Some(sent) = sent {
        let differs = changed(sent, theirs);
        for field in changed(before, sent) {
            if !differs.contains(&field) {
                take(&mut base, field, theirs);
            }
        }
    }
    base
}

#[cfg(test)]
mod tests;
