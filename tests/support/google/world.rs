//! Who there is and what calendars they see.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};

use super::message::Object;

/// What somebody may do with a calendar, weakest first (Acl `role`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Sees when, not what.
    FreeBusyReader,
    /// Sees all but what is private.
    Reader,
    /// Writes all but what is private.
    WriterWithoutPrivateAccess,
    /// Writes.
    Writer,
    /// Writes and shares.
    Owner,
}

impl Role {
    /// As Google spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FreeBusyReader => "freeBusyReader",
            Self::Reader => "reader",
            Self::WriterWithoutPrivateAccess => "writerWithoutPrivateAccess",
            Self::Writer => "writer",
            Self::Owner => "owner",
        }
    }

    /// The role of that name.
    pub fn named(name: &str) -> Option<Self> {
        use Role as R;
        [R::FreeBusyReader, R::Reader, R::WriterWithoutPrivateAccess, R::Writer, R::Owner]
            .into_iter()
            .find(|role| role.name() == name)
    }

    /// Whether events can be written.
    pub fn writes(self) -> bool {
        self >= Self::WriterWithoutPrivateAccess
    }

    /// Whether private events are told.
    pub fn sees_private(self) -> bool {
        self >= Self::Writer
    }
}

/// A person with an account here.
#[derive(Clone, Debug)]
pub struct User {
    /// Also the id of the primary calendar.
    pub email: String,
    /// Full name.
    pub name: String,
    /// The calendars of the list, by id.
    pub(super) list: BTreeMap<String, Listed>,
    /// `settings`.
    pub(super) settings: BTreeMap<String, String>,
    /// Lists that began before this change must begin anew.
    pub(super) floor: u64,
}

/// A calendar in somebody's list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Ticked in the web interface.
    pub selected: bool,
    /// Not shown in the web interface.
    pub hidden: bool,
    /// Taken from the list.
    pub deleted: bool,
    /// What its user calls it.
    pub summary_override: Option<String>,
    /// 1 to 24.
    pub color_id: String,
    /// `#9fe1e7`.
    pub background: String,
    /// `[{"method": "popup", "minutes": 30}]`.
    pub reminders: Value,
    pub(super) change: u64,
    pub(super) micros: i64,
}

impl Default for Listed {
    fn default() -> Self {
        Self {
            selected: true,
            hidden: false,
            deleted: false,
            summary_override: None,
            color_id: "14".into(),
            background: "#9fe1e7".into(),
            reminders: json!([]),
            change: 0,
            micros: 0,
        }
    }
}

/// A calendar and what is in it.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The address of the owner, or `…@group.calendar.google.com`.
    pub id: String,
    /// Its name.
    pub summary: String,
    /// What it is for.
    pub description: String,
    /// IANA.
    pub zone: String,
    /// Who may do what; whoever is not here sees nothing.
    pub roles: BTreeMap<String, Role>,
    pub(super) events: BTreeMap<String, Stored>,
    /// The ids in the order of their last change.
    pub(super) changes: BTreeMap<u64, String>,
    /// Sync tokens from before this change have expired.
    pub(super) floor: u64,
    pub(super) micros: i64,
}

impl Calendar {
    pub(super) fn live(&self, id: &str) -> Option<&Stored> {
        self.events.get(id).filter(|stored| stored.state == State::Live)
    }

    /// The ids of the stored exceptions of a series, cancelled ones too.
    pub(super) fn exceptions(&self, series: &str) -> Vec<String> {
        let prefix = format!("{series}_");
        let members = self.events.range(prefix.clone()..);
        let members = members.take_while(|(id, _)| id.starts_with(&prefix));
        members
            .filter(|(_, stored)| stored.series.as_deref() == Some(series))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Who its copies of events belong to.
    pub(super) fn owner(&self) -> Option<&str> {
        let owner = self.roles.iter().find(|(_, role)| **role == Role::Owner);
        owner.map(|(email, _)| email.as_str())
    }
}

/// What an event is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Live,
    /// An exception that does not take place, as long as its series has a place for it.
    Cancelled,
    /// Gone; its id stays taken.
    Deleted,
}

/// An event as it is kept: the fields its own calendar sees, without `etag` and `self`.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) body: Object,
    pub(super) state: State,
    /// The master of an exception.
    pub(super) series: Option<String>,
    pub(super) change: u64,
    /// What the etag is made of.
    pub(super) micros: i64,
    /// `updated`, in microseconds since the epoch.
    pub(super) updated: i64,
    /// Guests who have deleted their copies.
    pub(super) left: BTreeSet<String>,
    /// The fields that somebody wrote to this exception itself.
    pub(super) own: BTreeSet<String>,
    /// The last text it was told in, with the fields that were asked for.
    pub(super) told: Option<(u64, Arc<str>)>,
}

impl Stored {
    pub(super) fn etag(&self) -> String {
        etag(self.micros)
    }
}

/// As the recorded etags: twice the microseconds of the change, quoted.
pub(super) fn etag(micros: i64) -> String {
    format!("\"{}\"", micros * 2)
}
