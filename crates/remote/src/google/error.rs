//! Why Google did not do what was asked: one variant per state that somebody handles.

use std::time::Duration;

use jiff::Timestamp;

use super::transport::TransportError;
use crate::network::{NetworkFault, RetryAfter};

/// "Calendar usage limits exceeded" lasts for hours; asking sooner prolongs it.
const QUOTA_WAIT: Duration = Duration::from_secs(4 * 60 * 60);

/// A day's quota comes back at midnight, Pacific time; asking twice a day finds it soon enough.
const DAILY_WAIT: Duration = Duration::from_secs(12 * 60 * 60);

/// Why Google refused or failed. Callers branch on the variant or on [`GoogleError::kind`]; no
/// text in it contains a token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GoogleError {
    /// 410 to a sync token: the calendar has to be read in full.
    #[error("Google asks to read the calendar anew (410)")]
    FullSyncRequired,
    /// 400 to a request with a sync or page token: as [`GoogleError::FullSyncRequired`].
    #[error("Google does not know the place where the last sync ended (400)")]
    InvalidSyncToken,
    /// 410: deleted before.
    #[error("the event was deleted before (410)")]
    Gone,
    /// 404.
    #[error("Google does not know this event or calendar (404)")]
    NotFound,
    /// 409: the id is taken, on a repeated insert by the event itself.
    #[error("an event with this id exists (409)")]
    Duplicate,
    /// 412, or 400 because the sequence number is behind.
    #[error("the event changed at Google in the meantime (412)")]
    PreconditionFailed,
    /// 429 or 403: too many requests in a minute.
    #[error("Google was asked too often in a short time")]
    RateLimited {
        /// When it may be asked again, if it said so.
        retry_after: Option<RetryAfter>,
        /// True when all users of this client share the limit that was hit.
        whole_project: bool,
    },
    /// 403 `quotaExceeded`: the limit on changes to calendars, which lasts for hours.
    #[error("the account's limit of calendar changes is used up")]
    QuotaExceeded,
    /// 403 `dailyLimitExceeded`.
    #[error("the day's limit of this client is used up")]
    DailyLimit,
    /// 403: the account may not do that.
    #[error("Google refused it ({reason}){}", sentence(message))]
    Forbidden {
        /// Google's word, such as `forbiddenForNonOrganizer` or `requiredAccessLevel`.
        reason: String,
        /// Google's sentence; may be empty.
        message: String,
    },
    /// 403: the user did not grant what this needs.
    #[error("the permission for this was not given at sign-in")]
    MissingScope,
    /// 403: the Calendar API is not switched on in the client's project.
    #[error("the Google Calendar API is not enabled for this client")]
    ApiDisabled,
    /// Another 4xx: the request itself is not accepted, and will not be.
    #[error("Google does not accept it ({reason}){}", sentence(message))]
    Invalid {
        /// Google's word, such as `invalid` or `required`; may be empty.
        reason: String,
        /// Google's sentence; may be empty.
        message: String,
    },
    /// 401 twice, the second time to an access token that was just issued.
    #[error("Google does not accept its own access token (401)")]
    Unauthorized,
    /// `invalid_grant`: the refresh token is dead.
    #[error("the account is signed out")]
    SignedOut,
    /// The token address refuses the OAuth client.
    #[error("Google does not accept the client id or its secret ({reason})")]
    ClientRefused {
        /// OAuth's word, such as `invalid_client`.
        reason: String,
    },
    /// 5xx, at the API or at the token address.
    #[error("Google has a fault of its own ({status})")]
    Unavailable {
        /// The status code.
        status: u16,
        /// When it may be asked again, if it said so.
        retry_after: Option<RetryAfter>,
    },
    /// No whole answer came.
    #[error("{0}")]
    Network(NetworkFault),
    /// A redirect, a web page or plain text: the answer is somebody else's, as on a guest network.
    #[error("the answer is not Google's, as on a guest network before logging in")]
    Captive,
    /// JSON, but not what was asked for.
    #[error("the answer of Google could not be read")]
    Unreadable,
    /// A list whose pages lead back to an earlier one, or never end.
    #[error("the list that Google sends has no end")]
    Endless,
    /// More bytes than anyone should send.
    #[error("the answer is larger than {} MB", limit_bytes / 1_000_000)]
    TooLarge {
        /// The limit it passed, in bytes after unpacking.
        limit_bytes: u64,
    },
    /// Plain http to another computer. Nothing was sent.
    #[error("the address leads to another computer without encryption")]
    Insecure,
}

fn sentence(message: &str) -> String {
    if message.is_empty() { String::new() } else { format!(": {message}") }
}

impl GoogleError {
    /// A stable word for the state: for the log, `--json` and the window's translations.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::FullSyncRequired => "full_sync_required",
            Self::InvalidSyncToken => "invalid_sync_token",
            Self::Gone => "gone",
            Self::NotFound => "not_found",
            Self::Duplicate => "duplicate",
            Self::PreconditionFailed => "precondition_failed",
            Self::RateLimited { .. } => "rate_limited",
            Self::QuotaExceeded => "quota_exceeded",
            Self::DailyLimit => "daily_limit",
            Self::Forbidden { .. } => "forbidden",
            Self::MissingScope => "missing_scope",
            Self::ApiDisabled => "api_disabled",
            Self::Invalid { .. } => "invalid",
            Self::Unauthorized => "unauthorized",
            Self::SignedOut => "signed_out",
            Self::ClientRefused { .. } => "client_refused",
            Self::Unavailable { .. } => "unavailable",
            Self::Network(fault) => fault.kind(),
            Self::Captive => "captive",
            Self::Unreadable => "unreadable",
            Self::Endless => "endless",
            Self::TooLarge { .. } => "too_large",
            Self::Insecure => "insecure",
        }
    }

    /// What the user can do, as one sentence.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::FullSyncRequired | Self::InvalidSyncToken => {
                "Nothing to do: the calendar is read anew; unsent edits are kept."
            }
            Self::Gone | Self::NotFound => {
                "It was deleted at Google, or is no longer shared with you."
            }
            Self::Duplicate | Self::PreconditionFailed => {
                "Nothing to do: both versions are compared and merged."
            }
            Self::RateLimited { .. } => "Nothing to do: it goes on by itself, more slowly.",
            Self::QuotaExceeded => {
                "Google pauses changes to this account's calendars for some hours; they wait here \
                 and are sent afterwards."
            }
            Self::DailyLimit => {
                "It goes on tomorrow by itself; with a client id of your own there is a limit of \
                 your own."
            }
            Self::Forbidden { .. } => {
                "Ask the organizer or the owner of the calendar for the right to change it, or \
                 discard the edit."
            }
            Self::MissingScope => {
                "Add the permission: sign in again and leave the boxes for calendars ticked."
            }
            Self::ApiDisabled => {
                "Enable the Google Calendar API in the Google Cloud project the client id belongs \
                 to."
            }
            Self::Invalid { .. } => "Change the event, or discard the edit.",
            Self::Unauthorized | Self::SignedOut => {
                "Sign in again; calendars and unsent edits are kept."
            }
            Self::ClientRefused { .. } => {
                "Check client id and secret: both come from the same client of the type \
                 \"Desktop app\"."
            }
            Self::Unavailable { .. } => "Nothing to do: it is tried again on its own.",
            Self::Network(fault) => fault.remedy(),
            Self::Captive => {
                "Open any web page in the browser and log in to the network; then it goes on by \
                 itself."
            }
            Self::Unreadable | Self::Endless | Self::TooLarge { .. } => {
                "Nothing was changed, and it is tried again on its own; if it lasts, report it."
            }
            Self::Insecure => "Use an https address for KALENDS_GOOGLE_URL.",
        }
    }

    /// True when asking the same again is not expected to help until somebody does something.
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Gone
            | Self::NotFound
            | Self::Forbidden { .. }
            | Self::MissingScope
            | Self::ApiDisabled
            | Self::Invalid { .. }
            | Self::Unauthorized
            | Self::SignedOut
            | Self::ClientRefused { .. }
            | Self::Insecure => true,
            Self::FullSyncRequired
            | Self::InvalidSyncToken
            | Self::Duplicate
            | Self::PreconditionFailed
            | Self::RateLimited { .. }
            | Self::QuotaExceeded
            | Self::DailyLimit
            | Self::Unavailable { .. }
            | Self::Network(_)
            | Self::Captive
            | Self::Unreadable
            | Self::Endless
            | Self::TooLarge { .. } => false,
        }
    }

    /// How long to leave Google alone, counted from `now`; `None` when nothing was said and the
    /// caller's own back-off applies. At most one day.
    pub fn retry_after(&self, now: Timestamp) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after, .. } | Self::Unavailable { retry_after, .. } => {
                retry_after.as_ref().map(|after| after.from(now))
            }
            Self::QuotaExceeded => Some(QUOTA_WAIT),
            Self::DailyLimit => Some(DAILY_WAIT),
            Self::FullSyncRequired
            | Self::InvalidSyncToken
            | Self::Gone
            | Self::NotFound
            | Self::Duplicate
            | Self::PreconditionFailed
            | Self::Forbidden { .. }
            | Self::MissingScope
            | Self::ApiDisabled
            | Self::Invalid { .. }
            | Self::Unauthorized
            | Self::SignedOut
            | Self::ClientRefused { .. }
            | Self::Network(_)
            | Self::Captive
            | Self::Unreadable
            | Self::Endless
            | Self::TooLarge { .. }
            | Self::Insecure => None,
        }
    }

    /// True when the calendar has to be read in full: the mirror is replaced, unsent edits stay.
    pub fn asks_for_full_sync(&self) -> bool {
        matches!(self, Self::FullSyncRequired | Self::InvalidSyncToken)
    }

    /// True when what was asked for is not there; to a DELETE that means done.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Gone | Self::NotFound)
    }

    /// True when it is this computer that has no network, whatever is asked.
    pub fn is_offline(&self) -> bool {
        matches!(self, Self::Network(NetworkFault::Offline))
    }
}

impl From<TransportError> for GoogleError {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Network(fault) => Self::Network(fault),
            TransportError::TooLarge { limit_bytes } => Self::TooLarge { limit_bytes },
            TransportError::Insecure => Self::Insecure,
        }
    }
}

#[cfg(test)]
mod tests;
