//! What agents propose, and what came of the reader's word on it.

use jiff::{Timestamp, tz::TimeZone};
use kalends_engine::{ProposedAction, ProposedTimes, Target};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    EditScope, Edited, EventChange, Notify, Participation, Problem, Seconds, SpanView, UndoId,
    count::{count, minutes},
    mirror::mirror,
};
use crate::commands::parse_id;

mirror! {
    /// What sort of thing is proposed.
    ProposalKind = kalends_engine::ProposalKind, "lowercase" { Create, Update, Delete, Respond }
}

mirror! {
    /// Where a proposal stands.
    ProposalState = kalends_engine::ProposalState, "kebab-case" {
        Pending,
        /// It needs a second look before it can be approved.
        OutOfDate,
        /// Approved, and waiting to be sent.
        Approved,
        Sent,
        Done,
        Failed,
        Rejected,
        Withdrawn,
        Expired,
    }
}

mirror! {
    /// How bad a conflict is.
    Severity = kalends_engine::calendar::conflicts::Severity, "lowercase" {
        /// A whole day against a time, or a gap cut short.
        Low,
        /// One of the two is tentative or unanswered.
        Medium,
        /// Both are certain, at the same time.
        High,
    }
}

impl From<kalends_engine::ConflictSeverity> for Severity {
    fn from(severity: kalends_engine::ConflictSeverity) -> Self {
        match severity {
            kalends_engine::ConflictSeverity::Low => Self::Low,
            kalends_engine::ConflictSeverity::Medium => Self::Medium,
            kalends_engine::ConflictSeverity::High => Self::High,
        }
    }
}

/// An event, or one occurrence of a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Place {
    pub event_id: String,
    pub original_start: Option<Seconds>,
}

/// One field that would change, as text for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DiffLine {
    pub name: String,
    pub before: String,
    pub after: String,
}

/// Something that a proposal would collide with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProposalConflict {
    pub severity: Severity,
    pub event_id: String,
    pub calendar_id: String,
    pub title: String,
    pub span: SpanView,
    /// 0 where only a gap is too short.
    pub overlap_minutes: i32,
}

/// What the card says out loud.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum ProposalWarning {
    /// Guests of no organisation of the user's.
    OutsideGuests {
        emails: Vec<String>,
    },
    /// Its text also stands in the event of this title.
    CopiedText {
        title: String,
    },
    /// It is about more than one occurrence of a series.
    WholeSeries,
    Delete,
}

/// A proposal as its card shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProposalView {
    pub id: String,
    pub agent_id: String,
    pub agent_name: String,
    /// The card it shares with others.
    pub batch: Option<String>,
    /// Its place on that card.
    pub position: u32,
    pub kind: ProposalKind,
    pub state: ProposalState,
    /// Why, in the agent's words; plain text.
    pub reason: String,
    pub created_at: String,
    pub expires_at: String,
    pub notify: Notify,
    pub scope: EditScope,
    pub calendar_id: String,
    pub target: Option<Place>,
    pub title: String,
    /// To fill an editor with; null of a deletion or an answer.
    pub change: Option<EventChange>,
    pub response: Option<Participation>,
    pub diff: Vec<DiffLine>,
    /// When it takes place now, and when it would.
    pub now: Option<SpanView>,
    pub after: Option<SpanView>,
    /// Null for a series without end.
    pub occurrences_affected: Option<u32>,
    pub resets: u32,
    pub mails_inside: Vec<String>,
    pub mails_outside: Vec<String>,
    pub conflicts: Vec<ProposalConflict>,
    /// The names of the calendars that are not mirrored and busy then, as their source said.
    pub busy_elsewhere: Vec<String>,
    /// The names of the calendars of which nobody knows whether they are busy then.
    pub unknown: Vec<String>,
    pub warnings: Vec<ProposalWarning>,
    /// The last good contact with the server of its calendar.
    pub as_of: Option<String>,
    pub stale: bool,
    /// Names exactly what is shown.
    pub hash: String,
    /// Why it could not be done as things are.
    pub problem: Option<Problem>,
    /// The user's words when deciding.
    pub note: String,
    pub decided_at: Option<String>,
    pub decided_by: String,
    /// Why an approved one is not sent yet.
    pub waits_for: Option<String>,
    pub result: Option<Place>,
    pub error: Option<Problem>,
    pub undo: Option<UndoId>,
}

/// What came of an approval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Decision {
    /// Null where what was approved is not what would happen now.
    pub edited: Option<Edited>,
    pub proposal: ProposalView,
}

/// Names exactly what the reader saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShownProposal {
    pub id: String,
    pub hash: String,
}

/// A proposal that was approved together with others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApprovedPlain {
    pub id: String,
    pub undo: UndoId,
}

/// Why a proposal is not approved together with others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LeftOut {
    pub id: String,
    /// One sentence each.
    pub why: Vec<String>,
}

/// What came of approving all that is plain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlainApproval {
    pub approved: Vec<ApprovedPlain>,
    pub left_out: Vec<LeftOut>,
}

impl From<Target> for Place {
    fn from(target: Target) -> Self {
        let original_start = target.original.map(Seconds);
        Self { event_id: target.event_id.to_string(), original_start }
    }
}

impl TryFrom<Place> for Target {
    type Error = Problem;

    fn try_from(place: Place) -> Result<Self, Problem> {
        let original = place.original_start.map(|Seconds(original)| original);
        Ok(Self { event_id: parse_id(&place.event_id)?, original })
    }
}

impl From<kalends_engine::DiffLine> for DiffLine {
    fn from(line: kalends_engine::DiffLine) -> Self {
        let kalends_engine::DiffLine { name, before, after } = line;
        Self { name, before, after }
    }
}

impl From<kalends_engine::ProposalWarning> for ProposalWarning {
    fn from(warning: kalends_engine::ProposalWarning) -> Self {
        use kalends_engine::ProposalWarning as Engine;
        match warning {
            Engine::OutsideGuests { emails } => Self::OutsideGuests { emails },
            Engine::CopiedText { title } => Self::CopiedText { title },
            Engine::WholeSeries => Self::WholeSeries,
            Engine::Delete => Self::Delete,
        }
    }
}

impl ProposalView {
    /// The proposal with its times on the wall clock of `zone`.
    pub(crate) fn new(proposal: kalends_engine::Proposal, zone: &TimeZone) -> Self {
        let at = |instant: Timestamp| instant.to_string();
        let (change, response) = match proposal.action {
            ProposedAction::Create { change } | ProposedAction::Update { change, .. } => {
                (Some(change.into()), None)
            }
            ProposedAction::Respond { response, .. } => (None, Some(response.into())),
            ProposedAction::Delete { .. } => (None, None),
        };
        let conflicts = proposal.conflicts.into_iter().map(|conflict| ProposalConflict {
            severity: conflict.severity.into(),
            event_id: conflict.event_id.to_string(),
            calendar_id: conflict.calendar_id.to_string(),
            title: conflict.title,
            span: SpanView::between(conflict.start, conflict.end, zone),
            overlap_minutes: minutes(conflict.overlap_min),
        });
        Self {
            id: proposal.id.to_string(),
            agent_id: proposal.agent_id.to_string(),
            agent_name: proposal.agent_name,
            batch: proposal.batch.map(|batch| batch.to_string()),
            position: proposal.position,
            kind: proposal.kind.into(),
            state: proposal.state.into(),
            reason: proposal.reason,
            created_at: at(proposal.created_at),
            expires_at: at(proposal.expires_at),
            notify: proposal.notify.into(),
            scope: proposal.scope.into(),
            calendar_id: proposal.calendar_id.to_string(),
            target: proposal.target.map(Into::into),
            title: proposal.title,
            change,
            response,
            diff: proposal.diff.into_iter().map(Into::into).collect(),
            now: proposal.times_now.map(|times| span(&times, zone)),
            after: proposal.times.map(|times| span(&times, zone)),
            occurrences_affected: proposal.occurrences_affected.map(count),
            resets: count(proposal.resets),
            mails_inside: proposal.mails_inside,
            mails_outside: proposal.mails_outside,
            conflicts: conflicts.collect(),
            busy_elsewhere: proposal.busy_elsewhere,
            unknown: proposal.unknown,
            warnings: proposal.warnings.into_iter().map(Into::into).collect(),
            as_of: proposal.freshness.as_of.map(at),
            stale: proposal.freshness.stale,
            hash: proposal.hash,
            problem: proposal.problem.map(Into::into),
            note: proposal.note,
            decided_at: proposal.decided_at.map(at),
            decided_by: proposal.decided_by,
            waits_for: proposal.waits_for,
            result: proposal.result.map(Into::into),
            error: proposal.error.map(Into::into),
            undo: proposal.undo.map(UndoId),
        }
    }
}

/// Whole days stay the days they are, whatever the zone.
fn span(times: &ProposedTimes, zone: &TimeZone) -> SpanView {
    let ProposedTimes { start, end, all_day } = times;
    SpanView { all_day: *all_day, ..SpanView::between(start.utc, end.utc, zone) }
}

impl Decision {
    /// The decision with its times on the wall clock of `zone`.
    pub(crate) fn new(decision: kalends_engine::Decision, zone: &TimeZone) -> Self {
        match decision {
            kalends_engine::Decision::Approved { edited, proposal } => {
                Self { edited: Some(edited.into()), proposal: ProposalView::new(*proposal, zone) }
            }
            kalends_engine::Decision::Changed(proposal) => {
                Self { edited: None, proposal: ProposalView::new(*proposal, zone) }
            }
        }
    }
}

impl From<kalends_engine::PlainApproval> for PlainApproval {
    fn from(approval: kalends_engine::PlainApproval) -> Self {
        let approved = approval.approved.into_iter();
        let left_out = approval.left_out.into_iter();
        Self {
            approved: approved
                .map(|(id, undo)| ApprovedPlain { id: id.to_string(), undo: UndoId(undo) })
                .collect(),
            left_out: left_out
                .map(|one| LeftOut { id: one.id.to_string(), why: one.why })
                .collect(),
        }
    }
}
