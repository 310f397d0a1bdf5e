//! An agent proposes. What it asks for is cleaned, checked against what it may see, planned on the
//! rows as they are, and kept; nothing is changed.

use kalends_store::{
    BatchId, ProposalId, Sight, Write, pending,
    proposals::{self, ProposalAction, ProposalScope, ProposalState, StoredProposal},
};
use serde_json::json;

use super::{
    card::{Entry, kind, target},
    deadline::deadline,
    decide::to_json,
    shown::{Ask, Kept, hash},
    veil::veil_refusal,
    words::write_action,
};
use crate::{
    AgentSession, EditScope, Engine, EngineEvent, Error, EventChange, Notify, Problem,
    ProposalKind, ProposalRequest, ProposedAction,
    agents::{Admitted, Sights, plain, veiled},
    edits::row,
};

/// Proposals on one card.
pub(super) const BATCH_MOST: usize = 20;
const REASON_MOST: usize = 1_000;
const REF_MOST: usize = 100;
/// No text that an event keeps is longer.
const TEXT_MOST: usize = 100_000;

/// A proposal and whether it was made just now.
pub(super) struct Made {
    pub(super) id: ProposalId,
    is_new: bool,
}

impl AgentSession {
    /// Keeps all of these proposals, or none; as one card where there is a batch.
    pub(super) async fn keep(
        &self,
        requests: Vec<ProposalRequest>,
        batch: Option<BatchId>,
    ) -> Result<Vec<ProposalId>, Error> {
        let engine = &self.engine;
        self.count_asks(requests.len())?;
        let requests: Vec<ProposalRequest> = requests.into_iter().map(clean).collect();
        for (position, request) in requests.iter().enumerate() {
            check_words(request).map_err(|error| match requests.len() {
                1 => error,
                all => numbered(veiled(error), position + 1, all),
            })?;
        }
        let mut write = engine.inner.store.begin().await?;
        let admitted = self.admit(&mut write).await?;
        let mut made = Vec::new();
        let mut known = 0;
        for request in &requests {
            let before = known_as(&mut write, &admitted, request).await?;
            known += u32::from(before.is_some());
            made.push(before);
        }
        let count = u32::try_from(requests.len()).unwrap_or(u32::MAX) - known;
        if count == 0 {
            return Ok(made.into_iter().flatten().collect());
        }
        if known > 0 {
            return Err(Error::Refused(Problem::new(
                "client_ref_used",
                "some of these were proposed before under the same client_ref, others not",
                "Propose the new ones by themselves, each with a client_ref of its own.",
            )));
        }
        let admitted = self.admit_proposals(&mut write, count).await?;
        let mut ids = Vec::with_capacity(requests.len());
        for (position, request) in requests.iter().enumerate() {
            let one = Box::pin(engine.keep_one(&mut write, &admitted, request, batch, position));
            let made = one.await.map_err(|error| match requests.len() {
                1 => error,
                all => numbered(veiled(error), position + 1, all),
            })?;
            if !made.is_new {
                return Err(Error::Invalid("two of these have the same client_ref".into()));
            }
            ids.push(made.id);
        }
        write.commit().await?;
        engine.tell(EngineEvent::ProposalsChanged);
        Ok(ids)
    }
}

impl Engine {
    async fn keep_one(
        &self,
        write: &mut Write,
        admitted: &Admitted,
        request: &ProposalRequest,
        batch: Option<BatchId>,
        position: usize,
    ) -> Result<Made, Error> {
        if let Some(id) = known_as(write, admitted, request).await? {
            return Ok(Made { id, is_new: false });
        }
        let agent = &admitted.agent;
        let request = self.with_calendar(write, &admitted.sights, request).await?;
        let sight = check_sight(write, &admitted.sights, &request).await?;
        let ask = Ask { action: request.action, scope: request.scope, notify: request.notify };
        let look = Box::pin(self.look_at_ask(write, agent.id, &ask)).await;
        let mut look = look.map_err(|error| veil_refusal(error, sight))?;
        if let Some(base) = base_version(&ask.action)
            && *base != look.version
        {
            return Err(Error::Refused(Problem::new(
                "stale",
                "the event is not as it was when it was read: base_version is out of date",
                "Read it again, and propose on the base_version that it has now.",
            )));
        }
        if look.plan.wants.is_empty() {
            return Err(Error::Refused(Problem::new(
                "no_change",
                "nothing would change: the event is like that already",
                "There is nothing to propose.",
            )));
        }
        Box::pin(self.note_collisions(agent.id, &mut look)).await?;
        look.shown.warnings.extend(self.copies(write, &ask.action).await?);
        let now = self.now();
        let hash = hash(&ask, &look.version, &look.version, &look.shown)?;
        let expires_at = deadline(now, &look.shown, &look.shown);
        let kept = Kept { version: look.version.clone(), shown: look.shown, approved: None };
        let id = ProposalId(self.inner.ids.next());
        let target = target(&ask.action);
        let row = StoredProposal {
            id,
            agent_id: agent.id,
            agent_name: agent.name.clone(),
            batch_id: batch,
            position: u32::try_from(position).unwrap_or(u32::MAX),
            action: match kind(&ask.action) {
                ProposalKind::Create => ProposalAction::Create,
                ProposalKind::Update => ProposalAction::Update,
                ProposalKind::Delete => ProposalAction::Delete,
                ProposalKind::Respond => ProposalAction::Respond,
            },
            request: write_action(&ask.action)?,
            base_version: kept.version.clone(),
            scope: stored_scope(ask.scope),
            notify: stored_notify(ask.notify),
            client_ref: request.client_ref.unwrap_or_default(),
            reason: request.reason,
            state: ProposalState::Pending,
            created_at: now,
            expires_at,
            calendar_id: Some(kept.shown.calendar_id),
            event_id: target.map(|target| target.event_id),
            original: target.and_then(|target| target.original),
            shown: to_json(&kept)?,
            hash,
            outdated: String::new(),
            note: String::new(),
            decided_at: None,
            decided_by: String::new(),
            result_event_id: None,
            problem: None,
        };
        proposals::insert(write, &row).await?;
        let entry = Entry::load(write, id).await?;
        let result = json!({
            "action": row.action.as_str(),
            "scope": row.scope.as_str(),
            "notify": row.notify.as_str(),
            "reason": row.reason,
            "expires_at": row.expires_at,
        });
        self.audit(write, &entry, "proposed", "agent", json!(kept.shown.diff), result).await?;
        Ok(Made { id, is_new: true })
    }

    /// The request with the calendar of a new event named: that may not change later.
    async fn with_calendar(
        &self,
        write: &mut Write,
        sights: &Sights,
        request: &ProposalRequest,
    ) -> Result<ProposalRequest, Error> {
        let mut request = request.clone();
        let ProposedAction::Create { change } = &mut request.action else { return Ok(request) };
        if change.calendar.is_some() {
            return Ok(request);
        }
        let place = self.place_by_default(write, |id| sights.of(id) > Sight::Hidden).await?;
        change.calendar = place.map(|place| place.calendar.id);
        if change.calendar.is_none() {
            return Err(Error::Invalid(
                "name the calendar that the event is to be in: there is none by default".into(),
            ));
        }
        Ok(request)
    }
}

/// What this agent proposed before under the same name: the same again, or nothing.
async fn known_as(
    write: &mut Write,
    admitted: &Admitted,
    request: &ProposalRequest,
) -> Result<Option<ProposalId>, Error> {
    let Some(name) = request.client_ref.as_deref() else { return Ok(None) };
    let found = proposals::get_by_client_ref(write, admitted.agent.id, name).await?;
    let Some(found) = found else { return Ok(None) };
    let mut asked = request.action.clone();
    let before = super::words::parse_action(&found.request)?;
    if let (ProposedAction::Create { change }, ProposedAction::Create { change: before }) =
        (&mut asked, &before)
        && change.calendar.is_none()
    {
        change.calendar = before.calendar;
    }
    let is_same = before == asked
        && found.scope == stored_scope(request.scope)
        && found.notify == stored_notify(request.notify);
    if is_same {
        return Ok(Some(found.id));
    }
    Err(Error::Refused(Problem::new(
        "client_ref_used",
        format!("“{name}” names another proposal already"),
        "Give every proposal a client_ref of its own.",
    )))
}

/// Whether the agent may propose this where it is; and how much it sees of the calendars that are
/// named, the least of them. What is hidden from it is answered like what does not exist.
async fn check_sight(
    write: &mut Write,
    sights: &Sights,
    request: &ProposalRequest,
) -> Result<Sight, Error> {
    let calendar = |id: Option<crate::CalendarId>| match id {
        Some(id) if sights.of(id) == Sight::Hidden => Err(Error::CalendarNotFound(id.to_string())),
        Some(id) => Ok(sights.of(id)),
        None => Ok(Sight::Full),
    };
    let (target, change) = match &request.action {
        ProposedAction::Create { change } => return calendar(change.calendar),
        ProposedAction::Update { target, change, .. } => (target, Some(change)),
        ProposedAction::Delete { target, .. } | ProposedAction::Respond { target, .. } => {
            (target, None)
        }
    };
    let found = row::find(write, target.event_id).await?;
    let found = found.filter(|found| found.deleted_at.is_none());
    let sight = found.map_or(Sight::Hidden, |found| sights.of(found.calendar_id));
    match sight {
        Sight::Hidden => return Err(Error::EventNotFound(target.event_id.to_string())),
        Sight::Busy => {
            return Err(Error::Refused(Problem::new(
                "not_seen",
                "of this calendar you see only when it is busy, so that you cannot change its events",
                "Ask the user to let you see its titles.",
            )));
        }
        Sight::Titles if change.is_some_and(is_unseen) => {
            return Err(Error::Refused(Problem::new(
                "not_seen",
                "of this calendar you see titles and times only, so that you cannot change an \
                 event's place, notes, guests or conference",
                "Leave them as they are, or ask the user to let you see all of its events.",
            )));
        }
        Sight::Titles | Sight::Full => {}
    }
    Ok(calendar(change.and_then(|change| change.calendar))?.min(sight))
}

/// Whether a change touches what only the full sight shows.
const fn is_unseen(change: &EventChange) -> bool {
    change.location.is_some()
        || change.notes.is_some()
        || change.guests.is_some()
        || change.guest_rights.is_some()
        || change.conference.is_some()
}

fn base_version(action: &ProposedAction) -> Option<&String> {
    match action {
        ProposedAction::Create { .. } => None,
        ProposedAction::Update { base_version, .. }
        | ProposedAction::Delete { base_version, .. }
        | ProposedAction::Respond { base_version, .. } => Some(base_version),
    }
}

/// Only what can be seen: what is shown is what is done.
fn clean(request: ProposalRequest) -> ProposalRequest {
    let text = |text: String| plain(&text, TEXT_MOST);
    let change = |change: EventChange| EventChange {
        title: change.title.map(text),
        location: change.location.map(text),
        notes: change.notes.map(text),
        guests: change.guests.map(|guests| {
            let one = |guest: crate::Guest| crate::Guest {
                email: text(guest.email),
                name: text(guest.name),
                optional: guest.optional,
            };
            guests.into_iter().map(one).collect()
        }),
        ..change
    };
    let action = match request.action {
        ProposedAction::Create { change: given } => {
            ProposedAction::Create { change: change(given) }
        }
        ProposedAction::Update { target, base_version, change: given } => {
            ProposedAction::Update { target, base_version, change: change(given) }
        }
        ProposedAction::Respond { target, base_version, response, comment } => {
            ProposedAction::Respond { target, base_version, response, comment: comment.map(text) }
        }
        delete @ ProposedAction::Delete { .. } => delete,
    };
    let client_ref = request.client_ref.map(text);
    ProposalRequest {
        action,
        reason: text(request.reason.trim().to_owned()),
        client_ref: client_ref.filter(|name| !name.is_empty()),
        ..request
    }
}

/// Nothing that the agent says is cut short: the user would read half of it, and two names would be
/// one.
fn check_words(request: &ProposalRequest) -> Result<(), Error> {
    let length = |text: &str| text.chars().count();
    if request.reason.trim().is_empty() {
        return Err(Error::Invalid("it is not said why this is proposed".into()));
    }
    if length(&request.reason) > REASON_MOST {
        return Err(Error::Invalid(format!("the reason is longer than {REASON_MOST} characters")));
    }
    if request.client_ref.as_deref().is_some_and(|name| length(name) > REF_MOST) {
        return Err(Error::Invalid(format!("client_ref is longer than {REF_MOST} characters")));
    }
    Ok(())
}

/// Which of several was refused.
fn numbered(error: Error, number: usize, all: usize) -> Error {
    let problem = error.problem();
    Error::Refused(Problem {
        message: format!("proposal {number} of {all}: {}", problem.message),
        ..problem
    })
}

const fn stored_scope(scope: EditScope) -> ProposalScope {
    match scope {
        EditScope::This => ProposalScope::This,
        EditScope::Following => ProposalScope::Following,
        EditScope::All => ProposalScope::All,
    }
}

const fn stored_notify(notify: Notify) -> pending::Notify {
    match notify {
        Notify::None => pending::Notify::None,
        Notify::External => pending::Notify::External,
        Notify::All => pending::Notify::All,
    }
}
