//! What agents propose and what the user decides about it.

use jiff::Timestamp;
use kalends_calendar::{Participation, When};
use serde::{Deserialize, Serialize};

use super::{EditScope, Edited, EventChange, Notify, Target};
use crate::{AgentId, BatchId, CalendarId, EventId, Problem, ProposalId};

/// What an agent asks for. Nothing is changed by it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposalRequest {
    /// What is to be done.
    pub action: ProposedAction,
    /// Who else would be mailed.
    pub notify: Notify,
    /// How much of a series is meant; of a new event it means nothing.
    pub scope: EditScope,
    /// A name of the agent's own choice: the same name again gives the proposal it named before.
    pub client_ref: Option<String>,
    /// Why, in the agent's words. Shown as quoted plain text.
    pub reason: String,
}

/// What is proposed to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum ProposedAction {
    /// Make an event.
    Create {
        /// What it says; its time is needed.
        change: EventChange,
    },
    /// Change an event.
    Update {
        /// Which.
        target: Target,
        /// The version that the agent read.
        base_version: String,
        /// What to change.
        change: EventChange,
    },
    /// Delete an event.
    Delete {
        /// Which.
        target: Target,
        /// The version that the agent read.
        base_version: String,
    },
    /// Answer an invitation.
    Respond {
        /// To which event.
        target: Target,
        /// The version that the agent read.
        base_version: String,
        /// The answer.
        response: Participation,
        /// Words for the organizer.
        comment: Option<String>,
    },
}

/// What sort of thing is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProposalKind {
    /// A new event.
    Create,
    /// A change.
    Update,
    /// A deletion.
    Delete,
    /// An answer to an invitation.
    Respond,
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// The user has not decided.
    Pending,
    /// The event is not as it was when this was proposed, or last looked at by the user: it needs a
    /// second look before it can be approved.
    OutOfDate,
    /// Approved, and waiting to be sent.
    Approved,
    /// Approved and handed to the server, which has not confirmed all of it.
    Sent,
    /// The provider confirmed it; in a calendar of this computer: it is done.
    Done,
    /// Approved, and refused by the provider, or given up before it was sent.
    Failed,
    /// The user said no.
    Rejected,
    /// The agent took it back.
    Withdrawn,
    /// Nobody decided in time.
    Expired,
}

/// A proposal as a card shows it. As long as it is not decided everything about the event is as of
/// now; afterwards it is as it was when it was decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Names it.
    pub id: ProposalId,
    /// Whose it is.
    pub agent_id: AgentId,
    /// The agent's name when it was made.
    pub agent_name: String,
    /// The card it shares with others.
    pub batch: Option<BatchId>,
    /// Its place on that card, from 0.
    pub position: u32,
    /// What sort.
    pub kind: ProposalKind,
    /// Where it stands.
    pub state: ProposalState,
    /// Why, in the agent's words; plain text.
    pub reason: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends undecided.
    pub expires_at: Timestamp,
    /// Exactly what was asked for, to fill an editor with. Of an answer to an agent the version is
    /// the present one.
    pub action: ProposedAction,
    /// Who else would be mailed; of one that was approved, as the user approved it.
    pub notify: Notify,
    /// How much of a series is meant; of one that was approved, as the user approved it.
    pub scope: EditScope,
    /// The calendar it would change.
    pub calendar_id: CalendarId,
    /// The event; none for a new one.
    pub target: Option<Target>,
    /// The title of the event as it is now, or of a new one as it would be.
    pub title: String,
    /// What would change, field by field.
    pub diff: Vec<DiffLine>,
    /// When the event would take place; none where that does not change or it would be deleted.
    pub times: Option<ProposedTimes>,
    /// When it takes place now; none for a new one.
    pub times_now: Option<ProposedTimes>,
    /// How many occurrences it is about; none for those of a series without end.
    pub occurrences_affected: Option<u64>,
    /// Changed occurrences that would fall back to the series.
    pub resets: u64,
    /// Addresses of the user's own provider or organisation that would be mailed.
    pub mails_inside: Vec<String>,
    /// All other addresses that would be mailed.
    pub mails_outside: Vec<String>,
    /// What it would collide with.
    pub conflicts: Vec<ProposalConflict>,
    /// The names of the calendars that are not mirrored and busy then, as their source said; empty
    /// once it is decided. For the user alone.
    pub busy_elsewhere: Vec<String>,
    /// The names of the calendars of which nobody knows whether they are busy then; empty once it is
    /// decided. For the user alone.
    pub unknown: Vec<String>,
    /// What has to be said out loud. With any of these it is never approved in bulk.
    pub warnings: Vec<ProposalWarning>,
    /// How far what is shown can be trusted to be what the server has.
    pub freshness: Freshness,
    /// Names exactly what is shown here: what an approval binds to. Empty in answers to agents.
    pub hash: String,
    /// Why it could not be done as things are; it cannot be approved then.
    pub problem: Option<Problem>,
    /// The user's words when deciding.
    pub note: String,
    /// When it was decided, withdrawn or ended.
    pub decided_at: Option<Timestamp>,
    /// By whom: `user`, or `agent`; empty where it ended by itself.
    pub decided_by: String,
    /// Why an approved one is not sent yet, in one sentence, such as that there is no network.
    pub waits_for: Option<String>,
    /// The event that stands for it now that it was approved.
    pub result: Option<Target>,
    /// Why it failed.
    pub error: Option<Problem>,
    /// Names the edit to [`crate::Engine::undo`], where this process approved it.
    pub undo: Option<u64>,
    /// What to draw on the grid while it is undecided.
    pub ghost: Option<Ghost>,
    /// Whether the user approved another version than the agent's. Of what is in it the agent is
    /// told only what it proposed itself, or sees.
    pub edited: bool,
}

/// One field that would change, as text for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffLine {
    /// `title`, `time`, `guests` and so on; `calendar` where it moves to another one, `comment` of an
    /// answer, `deleted` of a deletion.
    pub name: String,
    /// What it says now; empty for nothing.
    pub before: String,
    /// What it would say.
    pub after: String,
}

/// Start and end, resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedTimes {
    /// The first moment.
    pub start: ResolvedTime,
    /// The first moment after; of whole days the day after the last.
    pub end: ResolvedTime,
    /// Whether it takes whole days.
    pub all_day: bool,
}

/// One point in time in every form that could be misread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolvedTime {
    /// In the user's zone: `2026-11-20T15:30:00`, or `2026-11-20` for a day.
    pub local: String,
    /// The user's zone.
    pub zone: String,
    /// The instant; of a day its midnight in the user's zone.
    pub utc: Timestamp,
    /// Of the local date, such as `Friday`.
    pub weekday: String,
}

/// Something that a proposal would collide with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalConflict {
    /// How bad.
    pub severity: ConflictSeverity,
    /// The event, or the series.
    pub event_id: EventId,
    /// Its calendar.
    pub calendar_id: CalendarId,
    /// Its title; “busy” to an agent that sees no more.
    pub title: String,
    /// Its first moment.
    pub start: Timestamp,
    /// Its first moment after.
    pub end: Timestamp,
    /// How long both go on together, in minutes; 0 where only a gap is too short.
    pub overlap_min: i64,
}

/// How bad a conflict is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConflictSeverity {
    /// A whole day against a time, or a gap cut short.
    Low,
    /// One of the two is tentative or unanswered.
    Medium,
    /// Both are confirmed and at a time.
    High,
}

/// What the card says out loud.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProposalWarning {
    /// People outside of the user's provider or organisation are guests.
    OutsideGuests {
        /// Their addresses.
        emails: Vec<String>,
    },
    /// Its text also stands in another event: data may be on its way out.
    CopiedText {
        /// That event's title.
        title: String,
    },
    /// It is about more than one occurrence of a series.
    WholeSeries,
    /// It deletes.
    Delete,
}

/// How old the data are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freshness {
    /// The last good contact with the server of the calendar; none where there is none to ask, or
    /// none was.
    pub as_of: Option<Timestamp>,
    /// Whether the last tries to reach it failed, or it was never read.
    pub stale: bool,
}

/// An event as it would be, for the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Ghost {
    /// First moment.
    pub start: When,
    /// First moment after.
    pub end: When,
    /// Its title.
    pub title: String,
    /// Its calendar.
    pub calendar_id: CalendarId,
}

/// Which proposals to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProposalFilter {
    /// In these states; in any when empty.
    pub states: Vec<ProposalState>,
    /// Of this agent.
    pub agent: Option<AgentId>,
    /// Made or changed since.
    pub since: Option<Timestamp>,
}

/// What came of an approval.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// The edit is made; it is sent as any other is.
    Approved {
        /// The edit.
        edited: Edited,
        /// The proposal as it stands now.
        proposal: Box<Proposal>,
    },
    /// What was approved is not what would happen now: nothing was done. This would.
    Changed(Box<Proposal>),
}

/// What came of approving all that is plain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlainApproval {
    /// Approved, each with the number of its edit for [`crate::Engine::undo`].
    pub approved: Vec<(ProposalId, u64)>,
    /// Left for the user to look at.
    pub left_out: Vec<LeftOut>,
}

/// Why a proposal is not approved in bulk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Which.
    pub id: ProposalId,
    /// Why, one sentence each.
    pub why: Vec<String>,
}

/// Which of its own proposals an agent asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProposalQuery {
    /// This one.
    One(ProposalId),
    /// The newest 100 of those made or changed since.
    Since(Timestamp),
}

/// What became of an agent's proposals since it asked last.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposalNews {
    /// Those made or changed since, the oldest change first; then all that are out of date, for
    /// nobody knows since when.
    pub proposals: Vec<Proposal>,
    /// Since when to ask for the rest; none where this is all.
    pub next_since: Option<Timestamp>,
}
