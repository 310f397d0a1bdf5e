//! From a row to the card that people and agents see.

use jiff::Timestamp;
use kalends_store::{
    SqliteConnection, pending,
    proposals::{self, Progress, ProposalScope, StoredProposal},
};

use super::{
    conflicts::Elsewhere,
    deadline::deadline,
    follow::{given_up, is_given_up},
    look::Look,
    shown::{Ask, Kept, Shown, hash},
    words::parse_action,
};
use crate::{
    EditScope, Engine, Error, Freshness, Notify, Problem, Proposal, ProposalKind, ProposalState,
    ProposalWarning, ProposedAction, Target, edits::want::was_tried,
};

/// A row with all that is kept of it.
pub(super) struct Entry {
    pub(super) row: StoredProposal,
    pub(super) progress: Progress,
    pub(super) ask: Ask,
    pub(super) kept: Kept,
}

/// An open proposal on the rows as they are.
pub(super) struct Present {
    /// The edit; none where it cannot be made.
    pub(super) look: Option<Look>,
    pub(super) version: String,
    pub(super) shown: Shown,
    pub(super) hash: String,
    pub(super) problem: Option<Problem>,
    pub(super) elsewhere: Elsewhere,
}

impl Entry {
    pub(super) async fn load(
        conn: &mut SqliteConnection,
        id: crate::ProposalId,
    ) -> Result<Self, Error> {
        let row = proposals::get(conn, id).await?;
        let row = row.ok_or_else(|| Error::ProposalNotFound(id.to_string()))?;
        Self::of(conn, row).await
    }

    pub(super) async fn of(
        conn: &mut SqliteConnection,
        row: StoredProposal,
    ) -> Result<Self, Error> {
        let progress = proposals::get_progress(conn, row.id).await?;
        let ask = Ask {
            action: parse_action(&row.request)?,
            scope: scope(row.scope),
            notify: notify(row.notify),
        };
        let kept: Kept = serde_json::from_str(&row.shown)
            .map_err(|error| Error::Invalid(format!("the proposal cannot be read: {error}")))?;
        Ok(Self { row, progress, ask, kept })
    }

    /// As [`Self::of`]; none for one that cannot be read, which is set aside with its reason.
    pub(super) async fn readable(
        conn: &mut SqliteConnection,
        row: StoredProposal,
    ) -> Result<Option<Self>, Error> {
        let id = row.id;
        match Self::of(conn, row).await {
            Ok(entry) => Ok(Some(entry)),
            Err(Error::Invalid(why)) => {
                tracing::warn!(proposal = %id, "{why}");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Until when the user can decide, where `shown` is what there is now.
    pub(super) fn expires_at(&self, shown: &Shown) -> Timestamp {
        deadline(self.row.created_at, &self.kept.shown, shown).min(self.row.expires_at)
    }

    /// Whether it waits for the user, at this time.
    pub(super) fn is_open(&self, now: Timestamp) -> bool {
        self.row.state.is_open() && now < self.row.expires_at
    }
}

/// An edit that was planned, or why it cannot be made.
pub(super) type Planned = Result<Look, Problem>;

impl Engine {
    /// What an open proposal would do to the rows as they are.
    pub(super) async fn plan_proposal(
        &self,
        conn: &mut SqliteConnection,
        entry: &Entry,
        ask: &Ask,
    ) -> Result<Planned, Error> {
        match Box::pin(self.look_at_ask(conn, entry.row.agent_id, ask)).await {
            Ok(look) => Ok(Ok(look)),
            Err(
                error @ (Error::Invalid(_)
                | Error::Refused(_)
                | Error::ReadOnly(_)
                | Error::EventNotFound(_)
                | Error::CalendarNotFound(_)
                | Error::Store(
                    kalends_store::Error::EventNotFound(_)
                    | kalends_store::Error::CalendarNotFound(_),
                )),
            ) => Ok(Err(error.problem())),
            Err(error) => Err(error),
        }
    }

    /// What is shown of it, with what it would collide with. No connection of the caller's is held
    /// for reading meanwhile.
    pub(super) async fn present(
        &self,
        entry: &Entry,
        ask: &Ask,
        planned: Planned,
    ) -> Result<Present, Error> {
        let looked_at = entry.kept.version.as_str();
        let mut elsewhere = Elsewhere::default();
        let (version, shown, look, problem) = match planned {
            Ok(mut look) => {
                Box::pin(self.note_collisions(entry.row.agent_id, &mut look)).await?;
                elsewhere = self.look_elsewhere(&look.slots).await?;
                // Which texts were copied was found out when it came.
                let copied = entry.kept.shown.warnings.iter().filter(|warning| is_copy(warning));
                look.shown.warnings.extend(copied.cloned());
                (look.version.clone(), look.shown.clone(), Some(look), None)
            }
            Err(problem) => {
                let version = version_of_gone(&problem, looked_at);
                (version, entry.kept.shown.clone(), None, Some(problem))
            }
        };
        let hash = hash(ask, looked_at, &version, &shown)?;
        Ok(Present { look, version, shown, hash, problem, elsewhere })
    }

    /// The card of a proposal.
    pub(super) async fn card(&self, entry: &Entry) -> Result<Proposal, Error> {
        if entry.is_open(self.now()) {
            let mut read = self.inner.store.read().await?;
            let planned = self.plan_proposal(&mut read, entry, &entry.ask).await?;
            drop(read);
            let present = Box::pin(self.present(entry, &entry.ask, planned)).await?;
            return Ok(of_open(entry, &entry.ask, &present, self.now()));
        }
        let mut card = of_decided(entry);
        if entry.row.state.is_open() {
            card.state = ProposalState::Expired;
        }
        if matches!(card.state, ProposalState::Approved | ProposalState::Sent) {
            self.tell_wait(entry, &mut card).await?;
        }
        card.undo = self.inner.proposals.undo_of(entry.row.id);
        Ok(card)
    }

    /// Whether anything of an approved proposal may have reached the server, and why the rest waits.
    async fn tell_wait(&self, entry: &Entry, card: &mut Proposal) -> Result<(), Error> {
        let mut sent = false;
        let mut read = self.inner.store.read().await?;
        if is_given_up(&mut read, entry).await? {
            card.state = ProposalState::Failed;
            card.error = Some(given_up());
            return Ok(());
        }
        for edit in &entry.progress.edits {
            if edit.arrived {
                sent = true;
                continue;
            }
            let pending = pending::get(&mut read, edit.event_id).await?;
            sent |= pending.is_some_and(|one| one.seq == edit.seq && was_tried(&one));
        }
        drop(read);
        card.state = if sent { ProposalState::Sent } else { ProposalState::Approved };
        let ids: Vec<_> = entry.progress.edits.iter().map(|edit| edit.event_id).collect();
        let queue = self.list_queue().await?;
        let reason = queue
            .into_iter()
            .filter(|one| ids.contains(&one.id))
            .map(|one| one.reason)
            .find(|reason| !reason.is_empty());
        card.waits_for = reason.or_else(|| (!sent).then(|| "Waiting to be sent".to_owned()));
        Ok(())
    }
}

/// The card of one that waits for the user, if it still does at this time.
pub(super) fn of_open(entry: &Entry, ask: &Ask, present: &Present, now: Timestamp) -> Proposal {
    let mut card = of_shown(entry, ask, &present.shown);
    let gone = matches!(present.problem.as_ref().map(|one| one.kind.as_str()), Some("not_found"));
    let outdated = present.version != entry.kept.version || gone;
    card.state = if outdated { ProposalState::OutOfDate } else { ProposalState::Pending };
    card.expires_at = entry.expires_at(&present.shown);
    if now >= card.expires_at {
        card.state = ProposalState::Expired;
    }
    card.hash.clone_from(&present.hash);
    card.problem.clone_from(&present.problem);
    card.busy_elsewhere.clone_from(&present.elsewhere.busy);
    card.unknown.clone_from(&present.elsewhere.unknown);
    if let Some(look) = &present.look {
        card.target = look.target;
        card.ghost.clone_from(&look.ghost);
    }
    card
}

fn of_decided(entry: &Entry) -> Proposal {
    let row = &entry.row;
    let mut card = of_shown(entry, &entry.ask, &entry.kept.shown);
    if let Some(approved) = &entry.kept.approved {
        card.scope = approved.scope;
        card.notify = approved.notify;
    }
    card.state = state(row.state);
    card.hash.clone_from(&row.hash);
    card.note.clone_from(&row.note);
    card.decided_at = row.decided_at;
    card.decided_by.clone_from(&row.decided_by);
    card.error = row.problem.clone().map(Problem::from);
    card.result = row
        .result_event_id
        .map(|event_id| Target { event_id, original: entry.progress.result_original });
    card
}

fn of_shown(entry: &Entry, ask: &Ask, shown: &Shown) -> Proposal {
    let row = &entry.row;
    Proposal {
        id: row.id,
        agent_id: row.agent_id,
        agent_name: row.agent_name.clone(),
        batch: row.batch_id,
        position: row.position,
        kind: kind(&ask.action),
        state: state(row.state),
        reason: row.reason.clone(),
        created_at: row.created_at,
        expires_at: row.expires_at,
        action: ask.action.clone(),
        notify: ask.notify,
        scope: ask.scope,
        calendar_id: shown.calendar_id,
        target: target(&ask.action),
        title: shown.title.clone(),
        diff: shown.diff.clone(),
        times: shown.times.clone(),
        times_now: shown.times_now.clone(),
        occurrences_affected: shown.occurrences_affected,
        resets: shown.resets,
        mails_inside: shown.mails_inside.clone(),
        mails_outside: shown.mails_outside.clone(),
        conflicts: shown.conflicts.clone(),
        busy_elsewhere: Vec::new(),
        unknown: Vec::new(),
        warnings: shown.warnings.clone(),
        freshness: Freshness { ..shown.freshness },
        hash: String::new(),
        problem: None,
        note: String::new(),
        decided_at: None,
        decided_by: String::new(),
        waits_for: None,
        result: None,
        error: None,
        undo: None,
        ghost: None,
        edited: shown.agent.own.is_some(),
    }
}

/// An event that is gone has another version than any that was looked at.
fn version_of_gone(problem: &Problem, looked_at: &str) -> String {
    if problem.kind == "not_found" { String::new() } else { looked_at.to_owned() }
}

pub(super) fn is_copy(warning: &ProposalWarning) -> bool {
    match warning {
        ProposalWarning::CopiedText { .. } => true,
        ProposalWarning::OutsideGuests { .. }
        | ProposalWarning::WholeSeries
        | ProposalWarning::Delete => false,
    }
}

pub(super) const fn target(action: &ProposedAction) -> Option<Target> {
    match action {
        ProposedAction::Create { .. } => None,
        ProposedAction::Update { target, .. }
        | ProposedAction::Delete { target, .. }
        | ProposedAction::Respond { target, .. } => Some(*target),
    }
}

pub(super) const fn kind(action: &ProposedAction) -> ProposalKind {
    match action {
        ProposedAction::Create { .. } => ProposalKind::Create,
        ProposedAction::Update { .. } => ProposalKind::Update,
        ProposedAction::Delete { .. } => ProposalKind::Delete,
        ProposedAction::Respond { .. } => ProposalKind::Respond,
    }
}

const fn state(stored: proposals::ProposalState) -> ProposalState {
    use proposals::ProposalState as S;
    match stored {
        S::Pending => ProposalState::Pending,
        S::Approved => ProposalState::Approved,
        S::Sent => ProposalState::Sent,
        S::Done => ProposalState::Done,
        S::Failed => ProposalState::Failed,
        S::Rejected => ProposalState::Rejected,
        S::Withdrawn => ProposalState::Withdrawn,
        S::Expired => ProposalState::Expired,
        S::OutOfDate => ProposalState::OutOfDate,
    }
}

const fn scope(stored: ProposalScope) -> EditScope {
    match stored {
        ProposalScope::This => EditScope::This,
        ProposalScope::Following => EditScope::Following,
        ProposalScope::All => EditScope::All,
    }
}

const fn notify(stored: pending::Notify) -> Notify {
    match stored {
        pending::Notify::None => Notify::None,
        pending::Notify::External => Notify::External,
        pending::Notify::All => Notify::All,
    }
}
