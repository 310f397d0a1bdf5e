//! The words of the queue.

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal, $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name {
            $($(#[$variant_doc])* $variant),+
        }

        impl $name {
            /// The word in the database and in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            pub(crate) fn parse(text: &str) -> Result<Self> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    other => Err(Error::Unreadable { what: $what, value: other.to_owned() }),
                }
            }
        }
    };
}

words!(
    /// What is to be done at the source.
    Op, "edit",
    /// The source does not have it.
    Create = "create",
    /// It differs.
    #[default]
    Update = "update",
    /// It is to go.
    Delete = "delete",
    /// It is to be in another calendar, and may differ too.
    Move = "move",
    /// Only the owner's answer differs.
    Respond = "respond"
);

words!(
    /// Whom the source mails about it.
    Notify, "choice of mails",
    /// Nobody.
    #[default]
    None = "none",
    /// Guests whose calendars are elsewhere.
    External = "external",
    /// All guests.
    All = "all"
);

words!(
    /// Where an edit stands.
    State, "state of an edit",
    /// To be sent.
    #[default]
    Waiting = "waiting",
    /// Failed for a reason that passes.
    Retrying = "retrying",
    /// The source does not allow it; the row of the event shows what the source has.
    Refused = "refused",
    /// Both sides changed the same; the user decides.
    Conflict = "conflict"
);

impl State {
    /// Whether the user has to do something.
    #[must_use]
    pub const fn needs_user(self) -> bool {
        match self {
            Self::Waiting | Self::Retrying => false,
            Self::Refused | Self::Conflict => true,
        }
    }
}
