//! The queue in words.

use std::collections::HashMap;

use jiff::{Timestamp, tz::TimeZone};
use kalends_calendar::{
    Event,
    merge::{Field, changed, merge, show},
};
use kalends_store::{
    Account, AccountId, Calendar, CalendarId, EventId, StoredEvent,
    pending::{Op, Pending, State},
};

use super::resolve::DELETED;
use crate::{
    Problem, QueueEntry, QueueField, QueueOp, QueueState,
    google::held::held,
    push::{blocker, is_network},
};

/// All that waits, with what tells why.
pub(super) struct Queue<'a> {
    all: &'a [(Pending, StoredEvent)],
    by_event: HashMap<EventId, &'a (Pending, StoredEvent)>,
    calendars: HashMap<CalendarId, (&'a Calendar, Option<&'a Account>)>,
    /// When the oldest edit of an account that met no network was made.
    offline_since: HashMap<AccountId, Timestamp>,
    now: Timestamp,
    zone: TimeZone,
}

impl<'a> Queue<'a> {
    pub(super) fn new(
        all: &'a [(Pending, StoredEvent)],
        calendars: &'a [Calendar],
        accounts: &'a [Account],
        now: Timestamp,
        zone: TimeZone,
    ) -> Self {
        let account = |id| accounts.iter().find(|one| one.id == id);
        let mut queue = Self {
            all,
            by_event: all.iter().map(|one| (one.1.id, one)).collect(),
            calendars: calendars
                .iter()
                .map(|one| (one.id, (one, account(one.account_id))))
                .collect(),
            offline_since: HashMap::new(),
            now,
            zone,
        };
        for (pending, row) in all {
            if pending.problem.as_ref().is_some_and(|problem| is_network(&problem.kind))
                && let Some((calendar, _)) = queue.calendars.get(&row.calendar_id)
            {
                let since = queue.offline_since.entry(calendar.account_id).or_insert(pending.since);
                *since = pending.since.min(*since);
            }
        }
        queue
    }

    pub(super) fn entries(&self) -> Vec<QueueEntry> {
        self.all.iter().map(|(pending, row)| self.entry(pending, row)).collect()
    }

    fn entry(&self, pending: &Pending, row: &StoredEvent) -> QueueEntry {
        let event =
            pending.mine.as_ref().filter(|_| pending.state == State::Refused).unwrap_or(&row.event);
        QueueEntry {
            id: row.id,
            event_id: row.master_id.unwrap_or(row.id),
            original: row
                .event
                .recurrence_id
                .as_ref()
                .filter(|_| row.master_id.is_some())
                .map(|id| id.original.seconds()),
            calendar_id: row.calendar_id,
            title: event.summary.clone(),
            op: match pending.op {
                Op::Create => QueueOp::Create,
                Op::Update => QueueOp::Update,
                Op::Delete => QueueOp::Delete,
                Op::Move => QueueOp::Move,
                Op::Respond => QueueOp::Respond,
            },
            state: match pending.state {
                State::Waiting => QueueState::Waiting,
                State::Retrying => QueueState::Retrying,
                State::Refused => QueueState::Refused,
                State::Conflict => QueueState::Conflict,
            },
            since: pending.since,
            attempts: u64::try_from(pending.attempts).unwrap_or_default(),
            next_try: pending.next_try_at.filter(|at| *at > self.now),
            reason: self.reason(pending, row),
            problem: pending.problem.clone().map(Problem::from),
            fields: self.fields(pending, row),
        }
    }

    /// Why it waits; empty when it is simply next, or tried again at [`QueueEntry::next_try`].
    fn reason(&self, pending: &Pending, row: &StoredEvent) -> String {
        let problem = pending.problem.as_ref();
        match pending.state {
            State::Refused => {
                let why = problem.map(|problem| problem.message.as_str()).unwrap_or_default();
                return if why.is_empty() { "Refused".into() } else { format!("Refused: {why}") };
            }
            State::Conflict if pending.theirs_gone => return "Deleted elsewhere meanwhile".into(),
            State::Conflict => return "Changed elsewhere too".into(),
            State::Waiting | State::Retrying => {}
        }
        let (calendar, account) = match self.calendars.get(&row.calendar_id) {
            Some((calendar, account)) => (Some(*calendar), *account),
            None => (None, None),
        };
        let signed_out = |account: &Account| {
            let kind = account.problem.as_ref().map(|problem| problem.kind.as_str());
            !account.signed_in || matches!(kind, Some("signed_out" | "token_missing"))
        };
        if account.is_some_and(signed_out) {
            return "Sign in again to send".into();
        }
        if let Some(held) = calendar.and_then(held) {
            return held.message;
        }
        let queued = |id| self.by_event.get(&id).map(|(pending, _)| pending);
        if let Some(first) = blocker(pending, queued) {
            let row = self.by_event.get(&first.event_id).map(|(_, row)| row);
            let title = row.map(|row| row.event.summary.as_str()).unwrap_or_default();
            let title = if title.is_empty() { "(no title)" } else { title };
            return format!("Waits for “{title}” to be sent first");
        }
        match (pending.state, problem) {
            (State::Retrying, Some(problem)) if problem.kind == "offline" => {
                let since = account.and_then(|account| self.offline_since.get(&account.id));
                format!("Offline since {}", self.clock(*since.unwrap_or(&pending.since)))
            }
            _ => String::new(),
        }
    }

    fn clock(&self, at: Timestamp) -> String {
        let at = at.to_zoned(self.zone.clone());
        let today = self.now.to_zoned(self.zone.clone()).date();
        if at.date() == today {
            at.strftime("%H:%M").to_string()
        } else {
            at.strftime("%-d %b, %H:%M").to_string()
        }
    }

    fn fields(&self, pending: &Pending, row: &StoredEvent) -> Vec<QueueField> {
        let empty =
            Event { start: row.event.start.clone(), end: row.event.end.clone(), ..Event::empty() };
        match pending.state {
            State::Conflict if pending.op == Op::Delete && !pending.theirs_gone => {
                let base = pending.base.as_ref().unwrap_or(&row.event);
                let theirs = pending.theirs.as_ref().unwrap_or(&row.event);
                let mut fields = vec![deleted("deleted", "changed")];
                fields.extend(changed(base, theirs).into_iter().map(|field| QueueField {
                    mine: String::new(),
                    ..self.field(field, base, base, theirs, false)
                }));
                fields
            }
            State::Conflict if pending.theirs_gone => {
                let base = pending.base.as_ref().unwrap_or(&empty);
                let mut fields = vec![deleted("changed", "deleted")];
                fields.extend(changed(base, &row.event).into_iter().map(|field| QueueField {
                    theirs: String::new(),
                    ..self.field(field, base, &row.event, base, false)
                }));
                fields
            }
            State::Conflict => {
                let (Some(base), Some(theirs)) = (&pending.base, &pending.theirs) else {
                    return Vec::new();
                };
                let collisions = merge(base, &row.event, theirs).collisions;
                let mut fields: Vec<QueueField> = collisions
                    .iter()
                    .map(|field| self.field(*field, base, &row.event, theirs, true))
                    .collect();
                let others = changed(base, &row.event);
                let others = others.into_iter().filter(|field| !collisions.contains(field));
                fields
                    .extend(others.map(|field| self.field(field, base, &row.event, theirs, false)));
                fields
            }
            State::Refused => {
                let Some(mine) = &pending.mine else { return Vec::new() };
                let base = pending.base.as_ref().map_or(&empty, |_| &row.event);
                self.differences(base, mine)
            }
            State::Waiting | State::Retrying if pending.op == Op::Delete => Vec::new(),
            State::Waiting | State::Retrying => {
                self.differences(pending.base.as_ref().unwrap_or(&empty), &row.event)
            }
        }
    }

    fn differences(&self, base: &Event, mine: &Event) -> Vec<QueueField> {
        let is_new = base.uid.is_empty();
        let mut fields = changed(base, mine);
        if is_new && !fields.contains(&Field::Time) {
            fields.insert(fields.len().min(1), Field::Time);
        }
        fields
            .into_iter()
            .map(|field| {
                let mut shown = self.field(field, base, mine, base, false);
                if is_new {
                    shown.base.clear();
                    shown.theirs.clear();
                }
                shown
            })
            .collect()
    }

    fn field(
        &self,
        field: Field,
        base: &Event,
        mine: &Event,
        theirs: &Event,
        conflict: bool,
    ) -> QueueField {
        QueueField {
            name: field.name().into(),
            base: show(base, field, &self.zone),
            mine: show(mine, field, &self.zone),
            theirs: show(theirs, field, &self.zone),
            conflict,
        }
    }
}

fn deleted(mine: &str, theirs: &str) -> QueueField {
    QueueField {
        name: DELETED.into(),
        base: String::new(),
        mine: mine.into(),
        theirs: theirs.into(),
        conflict: true,
    }
}
