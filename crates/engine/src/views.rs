//! What the engine answers: values for the faces to convert, no rows and no text formats.

mod account;
mod agent;
mod agent_read;
mod calendar;
mod conflict;
mod details;
mod edit;
mod feed;
mod free;
mod note;
mod occurrence;
mod proposal;
mod queue;
mod reminder;
mod run;
mod upkeep;

pub use account::{
    AccountState, AccountView, GoogleClientSource, GoogleClientView, Permission, SignInStarted,
};
pub use agent::{
    AddedAgent, AgentClient, AgentConfig, AgentState, AgentView, AuditFilter, AuditLine,
    CalendarSight, ClientConfig, Sight,
};
pub use agent_read::{
    AgentCalendar, AgentChange, AgentChanges, AgentContext, AgentEvent, AgentEventDetails,
    AgentEvents, AgentFreeBusy, AgentHit, AgentHours, AgentPerson, AgentSlotQuery, AgentSlots,
    AgentSpan, AgentUnknown, AgentWindow, TargetId, Transition, UNTRUSTED_FIELDS, Untrusted,
};
pub use calendar::{AccountKind, CalendarChange, CalendarView, Direction, MirrorView, Role};
pub use conflict::{Conflict, ConflictPair, ConflictSide, Slot, SlotConflict};
pub use details::{EventDetails, SearchHit, ZonedTime};
pub use edit::{
    Consequences, EditScope, Editable, Edited, EventChange, Guest, Notify, Reminders, Rights,
    Target,
};
pub use feed::{FeedChange, FeedState, FeedTest, FeedView, NewFeed};
pub use free::{
    Ask, BusySpan, FreeBusy, FreeBusyQuery, FreeQuery, FreeSlot, FreeSlots, FreeTimeSettings,
    Reservation, ReserveWhen, Reserved, SlotCheck, SlotState, Unknown,
};
pub use kalends_calendar::{
    conflicts::{Cause, Severity},
    free::WorkingHours,
    remind::{AllDayReminder, CalendarReminders},
};
pub use note::{
    Abilities, Note, NoteAct, NoteAction, NoteEvent, NoteKey, Notifier, NotifyError, Opening,
};
pub use occurrence::{Occurrence, Scope, Unsent, local};
pub use proposal::{
    ConflictSeverity, Decision, DiffLine, Freshness, Ghost, LeftOut, PlainApproval, Proposal,
    ProposalConflict, ProposalFilter, ProposalKind, ProposalNews, ProposalQuery, ProposalRequest,
    ProposalState, ProposalWarning, ProposedAction, ProposedTimes, ResolvedTime,
};
pub use queue::{QueueEntry, QueueField, QueueOp, QueueState, Resolution};
pub use reminder::{
    Meeting, NowNext, QuietHours, ReminderId, ReminderKind, ReminderSettings, ReminderState,
    ReminderView, Snooze,
};
pub use run::{Activity, EngineEvent, RunResult, RunView, SyncState, Trigger};
pub use upkeep::{BackupView, Check, Health, ImportReport};
