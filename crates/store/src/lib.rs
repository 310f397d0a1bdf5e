//! SQLite. The only SQL.
//!
//! [`Store`] opens the database of a data directory; everything else is functions over a
//! connection, one module for each table. The caller owns the transaction ([`Store::read`],
//! [`Store::begin`]), so that data and the cursor or log line that belongs to it commit together.
//! Nothing here asks the clock.

pub mod accounts;
pub mod agents;
pub mod alarms;
#[cfg(test)]
mod alarms_tests;
pub mod audit;
#[cfg(test)]
mod audit_tests;
pub mod backup;
pub mod busy;
pub mod calendars;
pub mod changes;
#[cfg(test)]
mod changes_tests;
mod columns;
pub mod conflicts;
mod error;
pub mod events;
pub mod feeds;
mod files;
pub mod free_busy;
mod id;
mod many;
pub mod occurrences;
pub mod own_alarms;
pub mod pending;
pub mod proposals;
pub mod search;
pub mod set_aside;
pub mod settings;
mod store;
pub mod sync_runs;
pub mod sync_state;
#[cfg(test)]
mod tables_tests;
#[cfg(test)]
mod testing;

pub use accounts::{Account, AccountKind};
pub use agents::{Agent, AgentState, Sight};
pub use alarms::{AlarmKind, AlarmState, HandledAlarm};
pub use audit::{AuditFilter, AuditRow, NewAuditLine};
pub use backup::Backup;
pub use busy::{BusyEvent, BusyRow};
pub use calendars::{Calendar, DefaultAlarm, Direction};
pub use conflicts::{ConflictKey, MeetingOccurrence};
pub use error::{Error, Result};
pub use events::{
    ContentHash, EventWrite, Known, KnownRemote, Lock, Remote, Role, StoredEvent, Unanswered,
    Unsent,
};
pub use feeds::Feed;
pub use files::{BACKUPS, DATABASE};
pub use free_busy::FreeBusy;
pub use id::{AccountId, AgentId, BatchId, CalendarId, EventId, ProposalId};
pub use occurrences::{
    Alarmed, AlarmedOccurrence, AlarmedSeries, Expansion, Occurrence, OccurrenceSpan, Series,
};
pub use own_alarms::OwnAlarm;
pub use pending::Pending;
pub use proposals::{ProposalAction, ProposalFilter, ProposalScope, ProposalState, StoredProposal};
pub use search::Hit;
pub use set_aside::SetAside;
pub use store::{Read, Store, Write, Writes};
pub use sync_runs::{NewRun, Run, RunResult};
pub use sync_state::{Problem, SyncState};

/// What a caller passes as the connection: `&mut read`, `&mut write`, or a connection itself.
pub use sqlx::SqliteConnection;
