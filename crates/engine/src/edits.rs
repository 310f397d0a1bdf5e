//! Edits: what the user wants is written here first and sent later.
//!
//! An edit is planned on the rows as they are ([`plan`], pure), written as a few wants in one
//! transaction ([`want`]), and told at once. Nothing here waits for a server.

pub(crate) mod change;
pub(crate) mod check;
mod editable;
mod heard;
mod open;
pub(crate) mod place;
pub(crate) mod plan;
pub(crate) mod preview;
pub(crate) mod row;
pub(crate) mod subject;
mod under_way;
mod undo;
mod until;
pub(crate) mod want;

pub(crate) use undo::{Log as Undo, again};

use kalends_calendar::{Event, Participation};
use kalends_store::{
    AccountKind, CalendarId, EventId, SqliteConnection, Unsent, Write, accounts, pending,
};

use self::{
    change::Setting,
    place::Place,
    plan::{Plan, plan_delete, plan_edit, plan_response, relocate},
    row::find,
    subject::Subject,
    want::{Hand, Want},
};
use crate::{
    Consequences, EditScope, Editable, Edited, Engine, EngineEvent, Error, EventChange, Notify,
    Problem, Target, conflicts::know, reminders::follow,
};

/// An edit that is written but perhaps not committed.
pub(crate) struct Written {
    pub(crate) touched: Vec<want::Touched>,
    /// What stands for what was edited.
    pub(crate) target: Target,
    pub(crate) calendar_id: CalendarId,
    calendars: Vec<CalendarId>,
    /// Whether anything of it waits to be sent.
    pub(crate) waits: bool,
    notify: pending::Notify,
}

impl Engine {
    /// The occurrence as an editor fills its form.
    pub async fn get_editable(&self, target: Target) -> Result<Editable, Error> {
        let mut read = self.inner.store.read().await?;
        let subject = Subject::load(&mut read, target).await?;
        let place = Place::load(&mut read, subject.stored.calendar_id).await?;
        Ok(editable::of(&subject, &place))
    }

    /// What would come of an edit: which scopes to choose from, who could be mailed. `None` as
    /// change is a deletion; `None` as target a new event.
    pub async fn preview_edit(
        &self,
        target: Option<Target>,
        change: Option<&EventChange>,
        scope: EditScope,
    ) -> Result<Consequences, Error> {
        let mut read = self.inner.store.read().await?;
        let addresses: Vec<String> = accounts::list(&mut read)
            .await?
            .into_iter()
            .filter(|account| account.kind == AccountKind::Google)
            .map(|account| account.email)
            .collect();
        let previewed = match (target, change) {
            (Some(target), change) => {
                let subject = Subject::load(&mut read, target).await?;
                let from = Place::load(&mut read, subject.stored.calendar_id).await?;
                let to = self.destination(&mut read, change, &from).await?;
                let setting = self.setting(&from);
                let mint = || self.inner.ids.next();
                let preview = preview::Preview {
                    subject: &subject,
                    from: &from,
                    to: &to,
                    setting,
                    mint: &mint,
                };
                preview.of(change, scope, &addresses)
            }
            (None, Some(change)) => {
                let to = self.place_of_new(&mut read, change).await?;
                let setting = self.setting(&to);
                new_event(change, &to, &setting, EventId(self.inner.ids.next()))
                    .map(|event| preview::of_new(&event, &to, &addresses))
            }
            (None, None) => Err(Error::Invalid("say which event is to be deleted".into())),
        };
        match previewed {
            Ok(consequences) => Ok(consequences),
            Err(error @ (Error::Invalid(_) | Error::Refused(_) | Error::ReadOnly(_))) => {
                Ok(Consequences { problem: Some(error.problem()), ..Consequences::default() })
            }
            Err(error) => Err(error),
        }
    }

    /// Makes an event. Needs a time; without a calendar the default one takes it.
    pub async fn create_event(&self, change: EventChange, notify: Notify) -> Result<Edited, Error> {
        let write = self.inner.store.begin().await?;
        self.create_in(write, change, notify).await
    }

    /// As [`Engine::create_event`], in a transaction that looked at what is there before.
    pub(crate) async fn create_in(
        &self,
        mut write: Write,
        change: EventChange,
        notify: Notify,
    ) -> Result<Edited, Error> {
        let place = self.place_of_new(&mut write, &change).await?;
        let id = EventId(self.inner.ids.next());
        let event = new_event(&change, &place, &self.setting(&place), id)?;
        let target = Target { event_id: id, original: None };
        let wants = vec![Want::new_event(id, place.calendar.id, event)];
        self.carry_out(write, Plan { wants, target, resets: 0 }, notify).await
    }

    /// Changes an event, an occurrence, or a series from there on or as a whole.
    pub async fn edit_event(
        &self,
        target: Target,
        change: EventChange,
        scope: EditScope,
        notify: Notify,
    ) -> Result<Edited, Error> {
        let mut write = self.inner.store.begin().await?;
        let subject = Subject::load(&mut write, target).await?;
        let from = Place::load(&mut write, subject.stored.calendar_id).await?;
        let to = self.destination(&mut write, Some(&change), &from).await?;
        let setting = self.setting(&from);
        let mint = || self.inner.ids.next();
        let plan = plan_change(&subject, &change, scope, &from, &to, &setting, &mint)?;
        self.carry_out(write, plan, notify).await
    }

    /// Deletes an event, an occurrence, or a series from there on or as a whole.
    pub async fn delete_event(
        &self,
        target: Target,
        scope: EditScope,
        notify: Notify,
    ) -> Result<Edited, Error> {
        let mut write = self.inner.store.begin().await?;
        let subject = Subject::load(&mut write, target).await?;
        let place = Place::load(&mut write, subject.stored.calendar_id).await?;
        let mint = || self.inner.ids.next();
        let plan = plan_deletion(&subject, scope, &place, &mint)?;
        self.carry_out(write, plan, notify).await
    }

    /// Answers an invitation.
    pub async fn respond(
        &self,
        target: Target,
        response: Participation,
        comment: Option<&str>,
        scope: EditScope,
        notify: Notify,
    ) -> Result<Edited, Error> {
        let mut write = self.inner.store.begin().await?;
        let subject = Subject::load(&mut write, target).await?;
        let place = Place::load(&mut write, subject.stored.calendar_id).await?;
        if let Some(problem) = place.refusal() {
            return Err(Error::Refused(problem));
        }
        let mint = || self.inner.ids.next();
        let plan = plan_response(&subject, response, comment, scope, &mint)?;
        self.carry_out(write, plan, notify).await
    }

    /// Takes one of the last 50 edits of this process back. What was not sent never will be, nor
    /// its mail; what was is undone at the server, and mailed as `notify` says.
    /// [`Engine::preview_undo`] tells whether there is anybody to ask about.
    pub async fn undo(&self, undo: u64, notify: Notify) -> Result<(), Error> {
        self.take_back(undo, stored_notify(notify)).await
    }

    /// Writes what was planned, and tells of it.
    async fn carry_out(
        &self,
        mut write: Write,
        plan: Plan,
        notify: Notify,
    ) -> Result<Edited, Error> {
        let written = self.write_plan(&mut write, plan, notify).await?;
        write.commit().await?;
        Ok(self.tell_written(written))
    }

    /// Writes what was planned. Whoever commits it tells of it by [`Engine::tell_written`].
    pub(crate) async fn write_plan(
        &self,
        write: &mut Write,
        plan: Plan,
        notify: Notify,
    ) -> Result<Written, Error> {
        let mut hand = Hand::new(self, write, stored_notify(notify));
        for want in plan.wants {
            hand.want(want).await?;
        }
        let calendars = hand.calendars();
        let touched = hand.touched;
        follow(write, &touched).await?;
        let mut waits = false;
        for one in &touched {
            waits |= pending::get(write, one.want.id).await?.is_some();
        }
        let edited: Vec<EventId> = touched.iter().map(|one| one.want.id).collect();
        know(write, self.now(), &self.zone(), &edited).await?;
        let row = find(write, plan.target.event_id).await?;
        let calendar_id = row.map(|stored| stored.calendar_id).or(calendars.first().copied());
        Ok(Written {
            touched,
            target: plan.target,
            calendar_id: calendar_id
                .ok_or_else(|| Error::EventNotFound(plan.target.event_id.to_string()))?,
            calendars,
            waits,
            notify: stored_notify(notify),
        })
    }

    /// Tells of an edit that was committed; it can be undone from now on.
    pub(crate) fn tell_written(&self, written: Written) -> Edited {
        let undo = self.inner.undo.add(written.touched, written.notify);
        self.tell_edited(written.calendars);
        Edited {
            target: written.target,
            calendar_id: written.calendar_id,
            pending: written.waits,
            undo,
        }
    }

    /// Tells that events and the queue changed, and wakes whoever sends.
    pub(crate) fn tell_edited(&self, mut calendars: Vec<CalendarId>) {
        calendars.sort_unstable();
        calendars.dedup();
        self.tell(EngineEvent::DataChanged(calendars));
        self.tell(EngineEvent::QueueChanged);
        self.inner.due.notify_one();
    }

    pub(crate) fn setting(&self, place: &Place) -> Setting {
        Setting {
            remote: place.is_remote(),
            zone: place.zone(),
            request: self.inner.ids.next().simple().to_string(),
        }
    }

    pub(crate) async fn destination(
        &self,
        conn: &mut SqliteConnection,
        change: Option<&EventChange>,
        from: &Place,
    ) -> Result<Place, Error> {
        match change.and_then(|change| change.calendar) {
            Some(calendar) if calendar != from.calendar.id => Place::load(conn, calendar).await,
            Some(_) | None => Ok(from.clone()),
        }
    }
}

/// Checks a change against what is allowed and plans it.
pub(crate) fn plan_change(
    subject: &Subject,
    change: &EventChange,
    scope: EditScope,
    from: &Place,
    to: &Place,
    setting: &Setting,
    mint: plan::Mint<'_>,
) -> Result<Plan, Error> {
    check::check(change)?;
    let shown = subject.shown();
    let rights = from.rights(shown);
    if let Some(problem) = from.refusal() {
        return Err(Error::Refused(problem));
    }
    let mut change = change::reduce(change, shown, subject.rules(), setting);
    let start = change.time.as_ref().map_or(&shown.start, |(start, _)| start).clone();
    for rule in change.rules.iter_mut().flatten() {
        *rule = until::fitting(rule, &start);
    }
    change.calendar = (to.calendar.id != from.calendar.id).then_some(to.calendar.id);
    if let Some(problem) = change::refusal(shown, &change, &rights) {
        return Err(Error::Refused(problem));
    }
    if !from.is_remote() {
        refuse_local(&change, shown)?;
    }
    if change.calendar.is_some() {
        if let Some(problem) = to.refusal() {
            return Err(Error::Refused(problem));
        }
        if !rights.move_to {
            return Err(Error::Refused(rights.problem.unwrap_or_else(|| {
                Problem::new(
                    "fixed_kind",
                    "an event of this kind stays in its calendar",
                    "Make a new event in the other calendar.",
                )
            })));
        }
    }
    if change::is_nothing(&change) {
        return Ok(Plan { wants: Vec::new(), target: subject.target(), resets: 0 });
    }
    let plan = plan_edit(subject, &change, scope, setting, mint)?;
    relocate(plan, subject, from, to, &setting.request, mint)
}

pub(crate) fn plan_deletion(
    subject: &Subject,
    scope: EditScope,
    place: &Place,
    mint: plan::Mint<'_>,
) -> Result<Plan, Error> {
    if let Some(problem) = place.refusal() {
        return Err(Error::Refused(problem));
    }
    if scope == EditScope::Following && subject.stored.event.shared.foreign {
        return Err(Error::Refused(Problem::new(
            "foreign",
            "somebody else organises this series: only one occurrence or all can be deleted",
            "Choose this occurrence, or all of them.",
        )));
    }
    plan_delete(subject, scope, place.is_remote(), mint)
}

/// A new event of a change; an error where it is no whole one.
pub(crate) fn new_event(
    change: &EventChange,
    place: &Place,
    setting: &Setting,
    id: EventId,
) -> Result<Event, Error> {
    check::check(change)?;
    if change.time.is_none() {
        return Err(Error::Invalid("an event needs a start and an end".into()));
    }
    let mut event = Event { uid: plan::uid(id, setting.remote), ..Event::empty() };
    if !setting.remote {
        refuse_local(change, &event)?;
    }
    event.shared.default_alarms = setting.remote;
    change::apply(&mut event, change, setting);
    let rules = change.rules.iter().flatten();
    event.recurrence.rules = rules.map(|rule| until::fitting(rule, &event.start)).collect();
    check::check_occurs(&event)?;
    let _ = place;
    Ok(event)
}

/// What a calendar of this computer cannot do: nobody is mailed from it, and nobody holds meetings.
fn refuse_local(change: &EventChange, event: &Event) -> Result<(), Error> {
    let invited = |email: &str| {
        event.attendees.iter().any(|one| one.person.email.eq_ignore_ascii_case(email))
    };
    let invites = change.guests.iter().flatten().any(|guest| !invited(&guest.email));
    let what = if invites {
        "invite guests"
    } else if change.conference == Some(true) {
        "ask for a video conference"
    } else {
        return Ok(());
    };
    Err(Error::Refused(Problem::new(
        "local_calendar",
        format!("a calendar on this computer cannot {what}"),
        "Choose a calendar of an account.",
    )))
}

const fn stored_notify(notify: Notify) -> pending::Notify {
    match notify {
        Notify::None => pending::Notify::None,
        Notify::External => pending::Notify::External,
        Notify::All => pending::Notify::All,
    }
}

/// The mark of an event, for the views.
pub(crate) const fn unsent(stored: Unsent) -> crate::Unsent {
    match stored {
        Unsent::None => crate::Unsent::None,
        Unsent::Waiting => crate::Unsent::Waiting,
        Unsent::Problem => crate::Unsent::Problem,
    }
}
