//! What is shown now, what comes too late, what is taken away, and when to look again. Decides
//! from values alone.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use kalends_store::{AlarmState, HandledAlarm};

use super::candidate::{Candidate, Id};

/// What was due longer ago while nobody looked is not even told as missed.
pub(super) const LOOK_BACK: SignedDuration = SignedDuration::from_hours(14 * 24);
/// What came by a sync or an edit when it was due already is shown when that was not longer ago;
/// also how far a clock that was set back makes us look back.
pub(super) const LATE: SignedDuration = SignedDuration::from_hours(24);
/// A clock that goes back by less was put right, not set.
pub(super) const PUT_RIGHT: SignedDuration = SignedDuration::from_secs(60);

/// What has become of reminders.
pub(super) type Rows = HashMap<Id, HandledAlarm>;

/// Whether anything may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// It may.
    No,
    /// Not before.
    Until(Timestamp),
    /// Never: the user wants no reminders.
    Off,
}

/// What there is to decide from.
pub(super) struct Look<'a> {
    pub(super) now: Timestamp,
    /// Everything due until then was looked at.
    pub(super) seen: Timestamp,
    pub(super) hold: Hold,
    /// Each id once.
    pub(super) candidates: &'a [Candidate],
    /// The candidates are all there are that were due since.
    pub(super) from: Timestamp,
    pub(super) rows: &'a Rows,
    /// What this process has on the screen.
    pub(super) live: &'a HashSet<Id>,
}

/// What is to be done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// To be shown, as places among the candidates, by due time.
    pub(super) show: Vec<usize>,
    /// Too late to be shown.
    pub(super) miss: Vec<usize>,
    /// Notes that have no reason any more, and those of an earlier process whose event is over:
    /// their buttons do nothing.
    pub(super) close: Vec<Id>,
    /// When there may be something to do again, events staying as they are.
    pub(super) next: Option<Timestamp>,
    /// Everything due until then is looked at.
    pub(super) seen: Timestamp,
}

/// How a reminder stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// It is for later.
    Comes(Timestamp),
    /// It is to be shown.
    Show,
    /// It is too late.
    Miss,
    /// There is nothing to do.
    Rest,
}

pub(super) fn plan(look: &Look<'_>) -> Plan {
    let seen = seen(look.now, look.seen);
    let mut plan = Plan { seen, ..Plan::default() };
    plan.close = unfounded(look);
    for (place, candidate) in look.candidates.iter().enumerate() {
        let row = look.rows.get(&candidate.id);
        let mut next = None;
        match (stand(candidate, row, look.now, seen, look.live), look.hold) {
            (Stand::Rest, _) | (_, Hold::Off) => {}
            (Stand::Comes(at), _) => next = Some(at),
            (Stand::Show | Stand::Miss, Hold::Until(end)) => next = Some(end),
            (Stand::Show, Hold::No) => plan.show.push(place),
            (Stand::Miss, Hold::No) => plan.miss.push(place),
        }
        if let Some(at) = next {
            plan.next = Some(plan.next.map_or(at, |before| before.min(at)));
        }
        let is_stale = row.is_some_and(|row| {
            is_open(row)
                && row.state == AlarmState::Shown
                && look.now >= candidate.over
                && !look.live.contains(&candidate.id)
        });
        if is_stale {
            plan.close.push(candidate.id.clone());
        }
    }
    if matches!(look.hold, Hold::Until(_)) {
        // What is held back counts as not looked at.
    } else {
        plan.seen = look.now;
    }
    let by_due = |place: &usize| look.candidates.get(*place).map(|one| (one.due, one.id.clone()));
    plan.show.sort_by_cached_key(by_due);
    plan.miss.sort_by_cached_key(by_due);
    plan
}

/// Until when everything was looked at. A clock that was set back takes back what it said.
pub(super) fn seen(now: Timestamp, seen: Timestamp) -> Timestamp {
    if seen.duration_since(now) > PUT_RIGHT { ago(now, LATE) } else { seen }
}

/// How one reminder stands.
pub(super) fn stand(
    candidate: &Candidate,
    row: Option<&HandledAlarm>,
    now: Timestamp,
    seen: Timestamp,
    live: &HashSet<Id>,
) -> Stand {
    let is_over = now >= candidate.over;
    let show = if is_over { Stand::Miss } else { Stand::Show };
    let Some(row) = row.filter(|row| holds(row, now)) else {
        let due = candidate.due;
        return if due > now {
            Stand::Comes(due)
        } else if due > seen {
            if is_over && due < ago(now, LOOK_BACK) { Stand::Rest } else { show }
        } else if !is_over && due >= ago(now, LATE) {
            Stand::Show
        } else {
            Stand::Rest
        };
    };
    match row.state {
        AlarmState::Showing => show,
        AlarmState::Shown => {
            let is_to_be_shown_anew =
                row.closed_at.is_none() && !is_over && !live.contains(&candidate.id);
            if is_to_be_shown_anew { Stand::Show } else { Stand::Rest }
        }
        AlarmState::Snoozed => match row.until_at {
            Some(until) if until > now => Stand::Comes(until),
            Some(_) | None => show,
        },
        AlarmState::Dismissed | AlarmState::Missed => Stand::Rest,
    }
}

/// Whether what is known of a reminder still counts: what was done to it later than now was done
/// by a wrong clock, unless the user did it.
pub(super) fn holds(row: &HandledAlarm, now: Timestamp) -> bool {
    let by_user = row.state == AlarmState::Dismissed && row.by_user;
    by_user || row.handled_at.duration_since(now) <= PUT_RIGHT
}

/// Whether its note may be on the screen.
pub(super) const fn is_open(row: &HandledAlarm) -> bool {
    row.note_id != 0 && row.closed_at.is_none()
}

/// Notes that may be on the screen and should not be: of events that went, moved or were declined,
/// and of reminders that were seen to elsewhere.
fn unfounded(look: &Look<'_>) -> Vec<Id> {
    let known: HashSet<&Id> = look.candidates.iter().map(|one| &one.id).collect();
    let is_unfounded = |(id, row): &(&Id, &HandledAlarm)| match row.state {
        AlarmState::Showing | AlarmState::Shown => row.due_at >= look.from && !known.contains(id),
        AlarmState::Snoozed | AlarmState::Dismissed => true,
        AlarmState::Missed => false,
    };
    let open = look.rows.iter().filter(|(_, row)| is_open(row));
    let mut ids: Vec<Id> = open.filter(is_unfounded).map(|(id, _)| id.clone()).collect();
    ids.sort();
    ids
}

pub(super) fn ago(now: Timestamp, duration: SignedDuration) -> Timestamp {
    now.checked_sub(duration).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests;
