//! An agent proposes. What it asks for is cleaned, checked against what it may see, planned on the
//! rows as they are, and kept; nothing is changed.

use jiff::{SignedDuration, Timestamp};
use kalends_store::{
    BatchId, ProposalId, Sight, Write, pending,
    proposals::{self, ProposalAction, ProposalScope, ProposalState, StoredProposal},
    search,
};
use serde_json::json;

use super::{
    card::{Entry, kind, target},
    copied::{Runs, letters, phrases},
    decide::to_json,
    look::Look,
    shown::{Ask, Kept, hash},
    words::write_action,
};
use crate::{
    AgentSession, EditScope, Engine, EngineEvent, Error, EventChange, Notify, Problem,
    ProposalKind, ProposalRequest, ProposalWarning, ProposedAction, Target,
    agents::{Admitted, Sights, plain},
    edits::{row, subject::Subject},
};

/// Proposals on one card.
pub(super) const BATCH_MOST: usize = 20;
/// How long a proposal waits.
const LASTS: SignedDuration = SignedDuration::from_hours(72);
const REASON_MOST: usize = 2_000;
const REF_MOST: usize = 200;
/// No text that an event keeps is longer.
const TEXT_MOST: usize = 100_000;
/// Events that are compared, for every few phrases of a proposal.
const COMPARED: u32 = 200;
/// Titles that a card names as copied from.
const COPIES_NAMED: usize = 3;

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
        let mut write = engine.inner.store.begin().await?;
        let admitted = self.admit(&mut write).await?;
        let requests: Vec<ProposalRequest> = requests.into_iter().map(clean).collect();
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
                all => numbered(error, position + 1, all),
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
        let mut look = look.map_err(|error| veiled(error, sight))?;
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
        look.shown.conflicts = Box::pin(self.collisions(&look.slots)).await?;
        look.shown.warnings.extend(self.copies(write, &ask.action).await?);
        let now = self.now();
        let hash = hash(&ask, &look.version, &look.version, &look.shown)?;
        let expires_at = expires(&look, now);
        let kept = Kept { version: look.version.clone(), shown: look.shown };
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
        let calendar = self.place_of_new(write, change).await.map(|place| place.calendar.id);
        change.calendar = calendar.ok().filter(|id| sights.of(*id) > Sight::Hidden);
        if change.calendar.is_none() {
            return Err(Error::Invalid(
                "name the calendar that the event is to be in: there is none by default".into(),
            ));
        }
        Ok(request)
    }

    /// Texts of other events that the proposal repeats.
    async fn copies(
        &self,
        write: &mut Write,
        action: &ProposedAction,
    ) -> Result<Vec<ProposalWarning>, Error> {
        let texts: Vec<Vec<char>> = texts(action).into_iter().map(letters).collect();
        let mut runs = Runs::of(&texts);
        if runs.is_empty() {
            return Ok(Vec::new());
        }
        let mut own = Vec::new();
        if let Some(target) = target(action) {
            let subject = Subject::load(write, target).await?;
            for stored in std::iter::once(&subject.stored).chain(&subject.overrides) {
                own.push(stored.id);
                let event = &stored.event;
                for text in [&event.summary, &event.location, &event.description] {
                    runs.forget(&letters(text));
                }
            }
        }
        if runs.is_empty() {
            return Ok(Vec::new());
        }
        let phrases: Vec<String> = texts.iter().flat_map(|text| phrases(text)).collect();
        let found = search::list_with_phrases(write, &phrases, COMPARED).await?;
        let mut titles: Vec<String> = Vec::new();
        for one in found {
            if own.contains(&one.event_id) || one.master_id.is_some_and(|id| own.contains(&id)) {
                continue;
            }
            let is_copy = [&one.title, &one.location, &one.description]
                .into_iter()
                .any(|text| runs.meet(&letters(text)));
            if is_copy && !titles.contains(&one.title) {
                titles.push(one.title);
            }
            if titles.len() == COPIES_NAMED {
                break;
            }
        }
        Ok(titles.into_iter().map(|title| ProposalWarning::CopiedText { title }).collect())
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

/// Whether the agent may propose this where it is; and how much of that it sees. What is hidden from
/// it is answered like what does not exist.
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
    calendar(change.and_then(|change| change.calendar))?;
    Ok(sight)
}

/// Whether a change touches what only the full sight shows.
const fn is_unseen(change: &EventChange) -> bool {
    change.location.is_some()
        || change.notes.is_some()
        || change.guests.is_some()
        || change.guest_rights.is_some()
        || change.conference.is_some()
}

/// A refusal without what the agent may not see.
pub(super) fn veiled(error: Error, sight: Sight) -> Error {
    let Error::Refused(problem) = error else { return error };
    Error::Refused(veil(problem, sight))
}

/// A problem without what the agent may not see.
pub(super) fn veil(problem: Problem, sight: Sight) -> Problem {
    if sight < Sight::Full && problem.kind == "foreign" {
        return Problem { message: "somebody else organises this event".into(), ..problem };
    }
    problem
}

fn base_version(action: &ProposedAction) -> Option<&String> {
    match action {
        ProposedAction::Create { .. } => None,
        ProposedAction::Update { base_version, .. }
        | ProposedAction::Delete { base_version, .. }
        | ProposedAction::Respond { base_version, .. } => Some(base_version),
    }
}

/// The texts that would be in an event, or be sent, if this was done.
fn texts(action: &ProposedAction) -> Vec<&str> {
    match action {
        ProposedAction::Create { change } | ProposedAction::Update { change, .. } => {
            let texts = [&change.title, &change.location, &change.notes];
            let names = change.guests.iter().flatten().map(|guest| guest.name.as_str());
            texts.into_iter().flatten().map(String::as_str).chain(names).collect()
        }
        ProposedAction::Respond { comment, .. } => comment.as_deref().into_iter().collect(),
        ProposedAction::Delete { .. } => Vec::new(),
    }
}

/// When nobody needs to decide any more: after 72 hours, or when the event starts, as it is or as it
/// would be.
fn expires(look: &Look, now: Timestamp) -> Timestamp {
    let latest = now.checked_add(LASTS).unwrap_or(Timestamp::MAX);
    let starts = [&look.shown.times, &look.shown.times_now];
    let starts = starts.into_iter().flatten().map(|times| times.start.utc);
    starts.filter(|start| *start > now).fold(latest, Ord::min)
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
    let client_ref = request.client_ref.map(|name| plain(&name, REF_MOST));
    ProposalRequest {
        action,
        reason: plain(request.reason.trim(), REASON_MOST),
        client_ref: client_ref.filter(|name| !name.is_empty()),
        ..request
    }
}

/// Which of several was refused.
fn numbered(error: Error, number: usize, all: usize) -> Error {
    let problem = error.problem();
    Error::Refused(Problem {
        message: format!("proposal {number} of {all}: {}", problem.message),
        ..problem
    })
}

/// Whether the agent sees the event that a proposal is about.
pub(super) async fn sight_of(
    conn: &mut kalends_store::SqliteConnection,
    sights: &Sights,
    target: Option<Target>,
    calendar: crate::CalendarId,
) -> Result<Sight, Error> {
    let Some(target) = target else { return Ok(sights.of(calendar)) };
    let found = row::find(conn, target.event_id).await?;
    Ok(found.map_or_else(|| sights.of(calendar), |found| sights.of(found.calendar_id)))
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
