//! What crosses between the shell and the page, as plain data.
//!
//! The page's TypeScript is generated from these types (`ui/src/lib/ipc/bindings.ts`). Days are
//! whole days since 1970-01-01 in the display zone, minutes are 0..1440 of that local day, and
//! instants are RFC 3339 text.

mod account;
mod agent;
mod background;
mod calendar;
mod conflict;
mod count;
mod edit;
mod event;
mod feed;
mod form;
mod mirror;
mod now;
mod number;
mod occurrence;
mod opening;
mod problem;
mod proposal;
mod pushed;
mod queue;
mod reminder;
mod run;
mod settings;
mod span;

pub(crate) use account::{AccountView, GoogleClientView, SignIn};
pub(crate) use agent::{AgentClient, AgentConfig, AgentList, AgentView, AuditLine, Sight};
pub(crate) use background::{Background, BackgroundChange};
pub(crate) use calendar::{AccountKind, CalendarChange, CalendarView, Hue};
pub(crate) use conflict::{ConflictView, Planning};
pub(crate) use edit::{
    AttachmentView, Consequences, EditScope, Editable, Edited, EventChange, EventKind, Notify,
    Rights, Visibility,
};
pub(crate) use event::{EventDetails, Participation, PersonView, Status};
pub(crate) use feed::{EveryMinutes, FeedChange, FeedState, FeedTest, FeedView, NewFeed};
pub(crate) use form::TimeForm;
pub(crate) use now::NowNext;
pub(crate) use number::{AuditNo, Seconds, SignInId, UndoId};
pub(crate) use occurrence::{OccurrenceView, SearchHit};
pub(crate) use opening::{ImportPreview, Imported, OpenTarget};
pub(crate) use problem::Problem;
pub(crate) use proposal::{
    Decision, DiffLine, Place, PlainApproval, ProposalView, Severity, ShownProposal,
};
pub(crate) use pushed::{
    AccountsChanged, AgentsChanged, BackgroundChanged, CalendarsChanged, ConflictsChanged,
    DataChanged, DayChanged, NowNextChanged, OpenRequested, ProposalsChanged, QueueChanged,
    QuitRequested, RemindersChanged, SyncStateChanged, Told, ZoneChanged,
};
pub(crate) use queue::{QueueEntry, Resolution};
pub(crate) use reminder::{
    CalendarReminders, ReminderChange, ReminderSettings, ReminderView, TestNote,
};
pub(crate) use run::{RunView, SyncState};
pub(crate) use settings::{Settings, StartUp, Theme};
pub(crate) use span::SpanView;
