//! What the user decides. An approval binds to exactly what was shown, is checked in the transaction
//! in which the edit is written, and is used up by it.

use kalends_store::{
    EventId, Write,
    proposals::{self, ProposalState as Stored, QueuedEdit},
};
use serde_json::json;

use super::{
    card::{Entry, Present, of_open},
    deadline::deadline,
    list::reasons,
    shown::{Approved, Ask, Kept},
};
use crate::{
    Decision, EditScope, Engine, EngineEvent, Error, EventChange, Notify, Problem, Proposal,
    ProposalId, ProposalState, ProposedAction, Target, edits::want::Touched,
};

/// States from which there is something to decide.
pub(super) const OPEN: [Stored; 2] = [Stored::Pending, Stored::OutOfDate];

/// An open proposal as it is now, and the transaction in which it is.
struct Shown {
    write: Write,
    present: Present,
    card: Proposal,
}

impl Engine {
    /// Does what is proposed, if it still is what was shown: `hash` is [`Proposal::hash`].
    ///
    /// The edit, the use of the approval and its line in the audit log are one transaction: of two
    /// approvals at once, in whatever processes, one finds it decided already.
    ///
    /// # Errors
    /// [`Error::Refused`] of kind `decided` or `expired` when there is nothing to decide any more, or
    /// for the reason why it cannot be done.
    pub async fn approve_proposal(&self, id: ProposalId, hash: &str) -> Result<Decision, Error> {
        Box::pin(self.approve(id, hash, None)).await
    }

    /// As [`Engine::approve_proposal`], if nothing has to be said about it; else nothing is done, not
    /// even noted as looked at, and it is said why: the user saw none of it.
    ///
    /// # Errors
    /// As [`Engine::approve_proposal`].
    pub(super) async fn approve_if_plain(
        &self,
        id: ProposalId,
        hash: &str,
    ) -> Result<Result<Decision, Vec<String>>, Error> {
        let mut write = self.inner.store.begin().await?;
        let entry = Entry::load(&mut write, id).await?;
        let shown = Box::pin(self.look_again(write, &entry)).await?;
        let why = reasons(&shown.card);
        if !why.is_empty() {
            return Ok(Err(why));
        }
        if shown.present.hash != hash {
            return Ok(Err(vec!["It is not what was shown any more.".to_owned()]));
        }
        Ok(Ok(Box::pin(self.carry_out_proposal(shown, &entry, None)).await?))
    }

    /// Does what the user made of a proposal to make or change an event. `hash` is that of the card
    /// from which the editor was opened, or of [`Engine::preview_proposal`] for the same edit: the
    /// event is still what the user saw.
    ///
    /// # Errors
    /// As [`Engine::approve_proposal`].
    pub async fn approve_edited(
        &self,
        id: ProposalId,
        hash: &str,
        change: &EventChange,
        scope: EditScope,
        notify: Notify,
    ) -> Result<Decision, Error> {
        Box::pin(self.approve(id, hash, Some((change, scope, notify)))).await
    }

    /// What an edited proposal would come to: the same card, and the hash to approve it with.
    ///
    /// # Errors
    /// [`Error::ProposalNotFound`]; [`Error::Refused`] when there is nothing to decide any more.
    pub async fn preview_proposal(
        &self,
        id: ProposalId,
        change: &EventChange,
        scope: EditScope,
        notify: Notify,
    ) -> Result<Proposal, Error> {
        let mut read = self.inner.store.read().await?;
        let entry = Entry::load(&mut read, id).await?;
        self.check_open(&entry)?;
        let ask = edited(&entry, change, scope, notify)?;
        let planned = self.plan_proposal(&mut read, &entry, &ask).await?;
        drop(read);
        let present = Box::pin(self.present(&entry, &ask, planned)).await?;
        Ok(of_open(&entry, &ask, &present, self.now()))
    }

    async fn approve(
        &self,
        id: ProposalId,
        hash: &str,
        edit: Option<(&EventChange, EditScope, Notify)>,
    ) -> Result<Decision, Error> {
        let mut write = self.inner.store.begin().await?;
        let entry = Entry::load(&mut write, id).await?;
        // What was shown: nothing is written before it is known to be the same.
        let mut shown = Box::pin(self.look_again(write, &entry)).await?;
        let chosen = match edit {
            None => None,
            Some((change, scope, notify)) => {
                let ask = edited(&entry, change, scope, notify)?;
                let planned = self.plan_proposal(&mut shown.write, &entry, &ask).await?;
                let present = Box::pin(self.present(&entry, &ask, planned)).await?;
                Some((ask, present))
            }
        };
        let is_shown = shown.present.hash == hash
            || chosen.as_ref().is_some_and(|(_, chosen)| chosen.hash == hash);
        if shown.card.state == ProposalState::OutOfDate || !is_shown {
            let Shown { write, present, card } = shown;
            let shown = self.show_again(write, &entry, &present, card).await?;
            return Ok(Decision::Changed(Box::new(shown)));
        }
        Box::pin(self.carry_out_proposal(shown, &entry, chosen)).await
    }

    /// What an open proposal comes to now, in the transaction in which it may be decided.
    async fn look_again(&self, mut write: Write, entry: &Entry) -> Result<Shown, Error> {
        if entry.row.state.is_open() && !entry.is_open(self.now()) {
            return Err(self.expire_now(write, entry).await?);
        }
        self.check_open(entry)?;
        let planned = self.plan_proposal(&mut write, entry, &entry.ask).await?;
        let present = Box::pin(self.present(entry, &entry.ask, planned)).await?;
        if self.now() >= entry.expires_at(&present.shown) {
            return Err(self.expire_now(write, entry).await?);
        }
        let card = of_open(entry, &entry.ask, &present, self.now());
        Ok(Shown { write, present, card })
    }

    /// Does what was shown, or what the user made of it.
    async fn carry_out_proposal(
        &self,
        shown: Shown,
        entry: &Entry,
        chosen: Option<(Ask, Present)>,
    ) -> Result<Decision, Error> {
        let id = entry.row.id;
        let Shown { mut write, present, card } = shown;
        let approved = chosen.as_ref().map(|(ask, _)| Approved::of(ask)).transpose()?;
        let (ask, chosen) = chosen.map_or((entry.ask.clone(), None), |(ask, one)| (ask, Some(one)));
        // An editor that was left as it was opened comes to the same.
        let own = chosen.as_ref().filter(|chosen| chosen.shown != present.shown);
        let own = own.map(|_| Box::new(present.shown.clone()));
        let Present { look, version, mut shown, hash, problem, .. } = chosen.unwrap_or(present);
        shown.agent.own = own;
        let Some(look) = look else {
            return Err(problem.map_or_else(|| decided(card.state), Error::Refused));
        };
        let kept = Kept { version, shown, approved };
        proposals::set_shown(&mut write, id, &to_json(&kept)?, &hash).await?;
        let target = look.plan.target;
        let written = Box::pin(self.write_plan(&mut write, look.plan, ask.notify)).await?;
        let edits = queued(&written.touched);
        let decision = proposals::Decision {
            state: if edits.is_empty() { Stored::Done } else { Stored::Approved },
            at: self.now(),
            by: "user",
            note: "",
            hash: Some(&hash),
            result_event_id: Some(target.event_id),
        };
        if !proposals::decide(&mut write, id, &OPEN, &decision).await? {
            return Err(decided(card.state));
        }
        proposals::set_edits(&mut write, id, &edits, target.original).await?;
        proposals::set_changed(&mut write, id, self.now()).await?;
        let what = if kept.approved.is_some() { "approved_edited" } else { "approved" };
        let result = json!({
            "event_id": target.event_id,
            "original": target.original,
            "hash": hash,
            "scope": ask.scope,
            "notify": ask.notify,
            "edited": kept.approved,
            "sent": if edits.is_empty() { "nothing to send" } else { "waiting" },
        });
        self.audit(&mut write, entry, what, "user", json!(kept.shown.diff), result).await?;
        write.commit().await?;
        let edited = self.tell_written(written);
        self.inner.proposals.note(id, edited.undo);
        self.tell(EngineEvent::ProposalsChanged);
        let proposal = Box::pin(self.get_proposal(id)).await?;
        Ok(Decision::Approved { edited, proposal: Box::new(proposal) })
    }

    /// What changed is shown again: it is pending, on the event as it is now, and ends with it.
    async fn show_again(
        &self,
        mut write: Write,
        entry: &Entry,
        present: &Present,
        card: Proposal,
    ) -> Result<Proposal, Error> {
        if card.state != ProposalState::OutOfDate || present.look.is_none() {
            return Ok(card);
        }
        let (version, shown) = (present.version.clone(), present.shown.clone());
        let kept = Kept { version, shown, approved: None };
        proposals::set_shown(&mut write, entry.row.id, &to_json(&kept)?, "").await?;
        let ends = deadline(entry.row.created_at, &entry.kept.shown, &present.shown);
        proposals::set_expires(&mut write, entry.row.id, ends).await?;
        proposals::set_changed(&mut write, entry.row.id, self.now()).await?;
        let diff = json!(kept.shown.diff);
        self.audit(&mut write, entry, "looked_at_again", "user", diff, json!(null)).await?;
        write.commit().await?;
        self.tell(EngineEvent::ProposalsChanged);
        Box::pin(self.get_proposal(entry.row.id)).await
    }

    /// The user looks again at one that is out of date: it is pending again, on the event as it is.
    /// One that is not out of date stays as it is.
    ///
    /// # Errors
    /// [`Error::ProposalNotFound`]; [`Error::Refused`] when there is nothing to decide any more.
    pub async fn review_proposal(&self, id: ProposalId) -> Result<Proposal, Error> {
        let mut write = self.inner.store.begin().await?;
        let entry = Entry::load(&mut write, id).await?;
        self.check_open(&entry)?;
        let Shown { write, present, card } = Box::pin(self.look_again(write, &entry)).await?;
        self.show_again(write, &entry, &present, card).await
    }

    /// Whether there is anything to decide.
    pub(super) fn check_open(&self, entry: &Entry) -> Result<(), Error> {
        if entry.is_open(self.now()) {
            return Ok(());
        }
        Err(decided(match entry.row.state {
            Stored::Pending | Stored::OutOfDate | Stored::Expired => ProposalState::Expired,
            Stored::Approved | Stored::Sent | Stored::Done | Stored::Failed => {
                ProposalState::Approved
            }
            Stored::Rejected => ProposalState::Rejected,
            Stored::Withdrawn => ProposalState::Withdrawn,
        }))
    }
}

/// The proposal with the user's own version of what is to be done.
fn edited(
    entry: &Entry,
    change: &EventChange,
    scope: EditScope,
    notify: Notify,
) -> Result<Ask, Error> {
    let change = change.clone();
    let action = match entry.ask.action.clone() {
        ProposedAction::Create { .. } => ProposedAction::Create { change },
        ProposedAction::Update { target, base_version, .. } => {
            ProposedAction::Update { target, base_version, change }
        }
        ProposedAction::Delete { .. } | ProposedAction::Respond { .. } => {
            return Err(Error::Refused(Problem::new(
                "not_editable",
                "a proposal to delete or to answer can only be approved or rejected",
                "Reject it, and change the event yourself.",
            )));
        }
    };
    Ok(Ask { action, scope, notify })
}

/// The edits that now wait to be sent.
pub(super) fn queued(touched: &[Touched]) -> Vec<QueuedEdit> {
    let mut seen: Vec<EventId> = Vec::new();
    let one = |touched: &Touched| {
        let (seq, version) = touched.version?;
        let event_id = touched.want.id;
        (!seen.contains(&event_id)).then(|| {
            seen.push(event_id);
            QueuedEdit { event_id, seq, version, arrived: false, undoes: false }
        })
    };
    touched.iter().filter_map(one).collect()
}

pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value)
        .map_err(|error| Error::Invalid(format!("the proposal cannot be kept: {error}")))
}

/// Says that there is nothing to decide any more.
pub(super) fn decided(state: ProposalState) -> Error {
    let (kind, message) = match state {
        ProposalState::Expired => ("expired", "nobody decided about the proposal in time"),
        ProposalState::Rejected => ("decided", "the proposal was rejected already"),
        ProposalState::Withdrawn => ("decided", "the agent withdrew the proposal"),
        ProposalState::Approved
        | ProposalState::Sent
        | ProposalState::Done
        | ProposalState::Failed => ("decided", "the proposal was approved already"),
        ProposalState::Pending | ProposalState::OutOfDate => {
            ("decided", "the proposal was decided already")
        }
    };
    Error::Refused(Problem::new(kind, message, "Ask the agent to propose it again."))
}

/// The target that stands for a proposal once it is done.
pub(super) const fn result(entry: &Entry) -> Option<Target> {
    match entry.row.result_event_id {
        Some(event_id) => Some(Target { event_id, original: entry.progress.result_original }),
        None => None,
    }
}
