//! What a proposal would do to the rows as they are: the edit it would be, and what its card shows.
//! Writes nothing.

use kalends_calendar::{Event, Participation, Status, Transparency, When};
use kalends_store::{AccountKind, SqliteConnection, accounts, sync_state};

use super::{
    diff, reach,
    shown::{Ask, ForAgent, Shown},
    times::times,
};
use crate::{
    AgentId, CalendarId, EditScope, Engine, Error, EventChange, EventId, Freshness, Ghost, Notify,
    ProposalWarning, ProposedAction, Slot, Target,
    agents::base_version,
    edits::{
        self, change,
        place::Place,
        plan::{Plan, plan_response},
        preview,
        subject::Subject,
        want::{Want, Wanted},
    },
};

/// A proposal on the rows as they are.
pub(super) struct Look {
    /// The edit.
    pub(super) plan: Plan,
    /// The version of the event, or empty.
    pub(super) version: String,
    /// What the card shows, without what it would collide with.
    pub(super) shown: Shown,
    /// Where the event would be, for the grid.
    pub(super) ghost: Option<Ghost>,
    /// The times it would take, to look for what is there.
    pub(super) slots: Vec<Slot>,
    /// Of a series of which the head stays: the original start of the first occurrence that does
    /// not.
    pub(super) onwards: Option<i64>,
    /// The user's event, or occurrence, as it is.
    pub(super) target: Option<Target>,
}

/// What an edit would make of an event, before it is put on a card.
struct Outcome {
    plan: Plan,
    diff: Vec<crate::DiffLine>,
    /// The event, or the occurrence, as it would be; none where it goes.
    after: Option<Event>,
    /// Whether the time it takes would be other than now.
    takes_time: bool,
    to: CalendarId,
}

impl Engine {
    /// Plans what is asked for. `agent` is whose version of the event is told.
    ///
    /// # Errors
    /// As the edit itself: not found, refused, invalid.
    pub(super) async fn look_at_ask(
        &self,
        conn: &mut SqliteConnection,
        agent: AgentId,
        ask: &Ask,
    ) -> Result<Look, Error> {
        match &ask.action {
            ProposedAction::Create { change } => self.look_at_new(conn, change, ask.notify).await,
            ProposedAction::Update { target, .. }
            | ProposedAction::Delete { target, .. }
            | ProposedAction::Respond { target, .. } => {
                let version = base_version(conn, agent, *target).await?;
                self.look_at(conn, *target, version, ask).await
            }
        }
    }

    async fn look_at_new(
        &self,
        conn: &mut SqliteConnection,
        change: &EventChange,
        notify: Notify,
    ) -> Result<Look, Error> {
        let place = self.place_of_new(conn, change).await?;
        let id = EventId(self.inner.ids.next());
        let event = edits::new_event(change, &place, &self.setting(&place), id)?;
        let zone = &self.zone();
        let consequences = preview::of_new(&event, &place, &self.own_addresses(conn).await?);
        let calendar_id = place.calendar.id;
        let shown = Shown {
            title: event.summary.clone(),
            calendar_id,
            diff: diff::of_new(&event, zone),
            times: Some(times(&event.start, &event.end, zone)),
            times_now: None,
            occurrences_affected: reach::of_new(&event),
            resets: 0,
            warnings: outside(&consequences.outside),
            mails_inside: if notify == Notify::All { consequences.inside } else { Vec::new() },
            mails_outside: if notify == Notify::None { Vec::new() } else { consequences.outside },
            conflicts: Vec::new(),
            freshness: freshness(conn, &place).await?,
            moves_to: None,
            agent: ForAgent::default(),
        };
        let made = Target { event_id: id, original: None };
        let slots = self.slots(&event, &event, calendar_id, None);
        let ghost = Some(ghost(&event, calendar_id));
        let wants = vec![Want::new_event(id, calendar_id, event)];
        let plan = Plan { wants, target: made, resets: 0 };
        let (version, target, onwards) = (String::new(), None, None);
        Ok(Look { plan, version, shown, ghost, slots, onwards, target })
    }

    async fn look_at(
        &self,
        conn: &mut SqliteConnection,
        target: Target,
        version: String,
        ask: &Ask,
    ) -> Result<Look, Error> {
        let subject = Subject::load(conn, target).await?;
        let from = Place::load(conn, subject.stored.calendar_id).await?;
        let before = subject.shown();
        let outcome = self.outcome(conn, &subject, &from, ask).await?;
        let zone = &self.zone();
        let addresses = self.own_addresses(conn).await?;
        let (inside, out) = preview::mailed(&subject, &from, &outcome.plan, &addresses);
        let mut warnings = outside(&out);
        if subject.is_series() && !matches!((ask.scope, &subject.spot), (EditScope::This, Some(_)))
        {
            warnings.push(ProposalWarning::WholeSeries);
        }
        if matches!(ask.action, ProposedAction::Delete { .. }) {
            warnings.push(ProposalWarning::Delete);
        }
        let after = outcome.after.as_ref();
        let moved =
            after.filter(|after| (&after.start, &after.end) != (&before.start, &before.end));
        let shown = Shown {
            title: before.summary.clone(),
            calendar_id: subject.stored.calendar_id,
            diff: outcome.diff,
            times: moved.map(|after| times(&after.start, &after.end, zone)),
            times_now: Some(times(&before.start, &before.end, zone)),
            occurrences_affected: reach::affected(&subject, ask.scope),
            resets: outcome.plan.resets,
            warnings,
            mails_inside: if ask.notify == Notify::All { inside } else { Vec::new() },
            mails_outside: if ask.notify == Notify::None { Vec::new() } else { out },
            conflicts: Vec::new(),
            freshness: freshness(conn, &from).await?,
            moves_to: Some(outcome.to).filter(|to| *to != subject.stored.calendar_id),
            agent: ForAgent::default(),
        };
        let slots = match after.filter(|_| outcome.takes_time) {
            Some(after) => {
                let (whole, not) = series_after(&subject, &outcome.plan, ask.scope, after);
                self.slots(after, whole, outcome.to, Some(not))
            }
            None => Vec::new(),
        };
        let ghost = after
            .filter(|_| matches!(ask.action, ProposedAction::Update { .. }))
            .map(|after| ghost(after, outcome.to));
        let target = Some(subject.target());
        let spot = subject.spot.as_ref().filter(|_| ask.scope == EditScope::Following);
        let onwards = spot.map(|spot| spot.original.seconds());
        Ok(Look { plan: outcome.plan, version, shown, ghost, slots, onwards, target })
    }

    async fn outcome(
        &self,
        conn: &mut SqliteConnection,
        subject: &Subject,
        from: &Place,
        ask: &Ask,
    ) -> Result<Outcome, Error> {
        let zone = &self.zone();
        let before = subject.shown();
        let here = subject.stored.calendar_id;
        let mint = || self.inner.ids.next();
        match &ask.action {
            ProposedAction::Update { change, .. } => {
                let to = self.destination(conn, Some(change), from).await?;
                let setting = self.setting(from);
                let plan =
                    edits::plan_change(subject, change, ask.scope, from, &to, &setting, &mint)?;
                let reduced = change::reduce(change, before, subject.rules(), &setting);
                let mut after = before.clone();
                change::apply(&mut after, &reduced, &setting);
                let mut lines = diff::of_change(before, &after, zone);
                let series = wanted(&plan, plan.target.event_id);
                if ask.scope != EditScope::This || !subject.is_series() {
                    let is_said = reduced.rules.is_some() || ask.scope == EditScope::All;
                    let line = series.filter(|_| is_said).and_then(|series| {
                        diff::of_recurrence(&subject.stored.event, series, zone)
                    });
                    lines.extend(line);
                }
                if to.calendar.id != here {
                    lines.push(diff::named("calendar", &from.calendar.name, &to.calendar.name));
                }
                let takes_time = (&after.start, &after.end) != (&before.start, &before.end)
                    || reduced.rules.is_some()
                    || is_busy(&after) && !is_busy(before)
                    || to.calendar.id != here;
                Ok(Outcome {
                    plan,
                    diff: lines,
                    after: Some(after),
                    takes_time,
                    to: to.calendar.id,
                })
            }
            ProposedAction::Delete { .. } => {
                let plan = edits::plan_deletion(subject, ask.scope, from, &mint)?;
                let series = subject.is_series().then_some(&subject.stored.event);
                let diff = diff::of_deletion(before, series, ask.scope, zone);
                Ok(Outcome { plan, diff, after: None, takes_time: false, to: here })
            }
            ProposedAction::Respond { response, comment, .. } => {
                if let Some(problem) = from.refusal() {
                    return Err(Error::Refused(problem));
                }
                let comment = comment.as_deref();
                let plan = plan_response(subject, *response, comment, ask.scope, &mint)?;
                let diff = diff::of_response(before, *response, comment, zone);
                let takes_time =
                    matches!(response, Participation::Accepted | Participation::Tentative);
                let after = Some(before.clone());
                Ok(Outcome { plan, diff, after, takes_time, to: here })
            }
            ProposedAction::Create { .. } => {
                Err(Error::Invalid("a new event is on no event that there is".into()))
            }
        }
    }

    /// The times that `after` would take, as one of the occurrences of `whole`.
    fn slots(
        &self,
        after: &Event,
        whole: &Event,
        calendar: CalendarId,
        not: Option<Target>,
    ) -> Vec<Slot> {
        if !is_busy(after) {
            return Vec::new();
        }
        let slot = |(start, end): (When, When)| Slot {
            start,
            end,
            calendar: Some(calendar),
            not,
            place: after.location.clone(),
        };
        let all = reach::upcoming(whole, self.now(), &self.zone());
        all.into_iter().map(slot).collect()
    }

    /// The addresses of the user's accounts.
    async fn own_addresses(&self, conn: &mut SqliteConnection) -> Result<Vec<String>, Error> {
        let accounts = accounts::list(conn).await?.into_iter();
        let google = accounts.filter(|account| account.kind == AccountKind::Google);
        Ok(google.map(|account| account.email).collect())
    }
}

/// What then takes place, and what of it that is there already is not in its own way.
fn series_after<'a>(
    subject: &Subject,
    plan: &'a Plan,
    scope: EditScope,
    after: &'a Event,
) -> (&'a Event, Target) {
    let id = subject.stored.id;
    let this = subject.is_series() && scope == EditScope::This && subject.spot.is_some();
    if this {
        return (after, subject.target());
    }
    let whole = wanted(plan, plan.target.event_id).unwrap_or(after);
    (whole, Target { event_id: id, original: None })
}

fn wanted(plan: &Plan, id: EventId) -> Option<&Event> {
    plan.wants.iter().find(|want| want.id == id).and_then(|want| match &want.wanted {
        Wanted::Event(event) => Some(event.as_ref()),
        Wanted::Deleted | Wanted::Dropped => None,
    })
}

fn is_busy(event: &Event) -> bool {
    event.transparency == Transparency::Opaque && event.status != Status::Cancelled
}

fn ghost(event: &Event, calendar_id: CalendarId) -> Ghost {
    Ghost {
        start: event.start.clone(),
        end: event.end.clone(),
        title: event.summary.clone(),
        calendar_id,
    }
}

fn outside(emails: &[String]) -> Vec<ProposalWarning> {
    let warning = || ProposalWarning::OutsideGuests { emails: emails.to_vec() };
    (!emails.is_empty()).then(warning).into_iter().collect()
}

async fn freshness(conn: &mut SqliteConnection, place: &Place) -> Result<Freshness, Error> {
    let state = sync_state::get(conn, place.calendar.id).await?;
    Ok(match (place.account.kind, state) {
        (AccountKind::Google | AccountKind::Feed, Some(state)) => Freshness {
            as_of: state.last_good_at,
            stale: state.problem.is_some() || state.last_good_at.is_none(),
        },
        (AccountKind::Google | AccountKind::Feed, None) => Freshness { as_of: None, stale: true },
        (AccountKind::Local | AccountKind::Sample, _) => Freshness::default(),
    })
}
