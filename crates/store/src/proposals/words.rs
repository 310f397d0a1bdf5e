//! The words of proposals.

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProposalAction {
    /// A new event.
    Create,
    /// Another time, title, place, …
    Update,
    /// That it goes.
    Delete,
    /// An answer to an invitation.
    Respond,
}

/// How far a proposal got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// It waits for the user.
    Pending,
    /// The user said yes; it waits to be sent.
    Approved,
    /// It is being sent.
    Sent,
    /// The provider confirmed it.
    Done,
    /// The provider refused it.
    Failed,
    /// The user said no.
    Rejected,
    /// The agent took it back.
    Withdrawn,
    /// Nobody decided in time.
    Expired,
    /// What it was made on changed; it waits for a second look.
    OutOfDate,
}

/// How much of a series is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProposalScope {
    /// The one occurrence.
    #[default]
    This,
    /// It and all later ones.
    Following,
    /// All of them.
    All,
}

impl ProposalAction {
    const ALL: [Self; 4] = [Self::Create, Self::Update, Self::Delete, Self::Respond];

    /// The word in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Respond => "respond",
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        word(&Self::ALL, Self::as_str, text)
    }
}

impl ProposalState {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Pending,
        Self::Approved,
        Self::Sent,
        Self::Done,
        Self::Failed,
        Self::Rejected,
        Self::Withdrawn,
        Self::Expired,
        Self::OutOfDate,
    ];

    /// The word in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Sent => "sent",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::OutOfDate => "out_of_date",
        }
    }

    /// Whether it waits for the user.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Pending | Self::OutOfDate => true,
            Self::Approved
            | Self::Sent
            | Self::Done
            | Self::Failed
            | Self::Rejected
            | Self::Withdrawn
            | Self::Expired => false,
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        word(&Self::ALL, Self::as_str, text)
    }
}

impl ProposalScope {
    const ALL: [Self; 3] = [Self::This, Self::Following, Self::All];

    /// The word in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::This => "this",
            Self::Following => "following",
            Self::All => "all",
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        word(&Self::ALL, Self::as_str, text)
    }
}

fn word<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, text: &str) -> Result<T> {
    all.iter()
        .copied()
        .find(|one| name(*one) == text)
        .ok_or_else(|| Error::Unreadable { what: "proposal", value: text.to_owned() })
}
