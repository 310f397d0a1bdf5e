//! Why a sign-in came to nothing, and what to do about it.

use std::io::ErrorKind;

use crate::google::error::GoogleError;

/// Why there are no tokens. Nothing was changed; a sign-in can be begun again at once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// No port could be opened on this computer.
    #[error("this computer gives no port for the browser to come back to")]
    Listen(ErrorKind),
    /// The user, or the account's administrator, said no.
    #[error("the permission was not given")]
    Denied,
    /// Something came back, but not from this sign-in.
    #[error("the answer in the browser belongs to another sign-in")]
    WrongState,
    /// Nothing came back within five minutes.
    #[error("nothing came back from the browser within five minutes")]
    TimedOut,
    /// Stopped by the user.
    #[error("the sign-in was cancelled")]
    Cancelled,
    /// Google ended it in the browser.
    #[error("Google ended the sign-in ({reason})")]
    Refused {
        /// OAuth's word, such as `admin_policy_enforced`.
        reason: String,
    },
    /// The client's id or secret is wrong.
    #[error("Google does not accept the client id or its secret ({reason})")]
    ClientRefused {
        /// OAuth's word, such as `invalid_client`.
        reason: String,
    },
    /// The client may not come back to this computer.
    #[error("Google does not let this client come back to this computer")]
    RedirectRefused,
    /// The code was too old, or used.
    #[error("Google does not accept the code of this sign-in any more")]
    CodeRefused,
    /// An access token, but none that lasts.
    #[error("Google gave no lasting permission")]
    NoRefreshToken,
    /// Nobody said whose account it is.
    #[error("Google did not say whose account this is")]
    NoAddress,
    /// The token address could not be asked.
    #[error(transparent)]
    Google(GoogleError),
}

impl SignInError {
    /// What a failed exchange means here: there is no account yet that could be signed out.
    pub(super) fn of_exchange(error: GoogleError) -> Self {
        match error {
            GoogleError::SignedOut => Self::CodeRefused,
            GoogleError::ClientRefused { reason } if reason == "redirect_uri_mismatch" => {
                Self::RedirectRefused
            }
            GoogleError::ClientRefused { reason } => Self::ClientRefused { reason },
            error @ (GoogleError::FullSyncRequired
            | GoogleError::InvalidSyncToken
            | GoogleError::Gone
            | GoogleError::NotFound
            | GoogleError::Duplicate
            | GoogleError::PreconditionFailed
            | GoogleError::RateLimited { .. }
            | GoogleError::QuotaExceeded
            | GoogleError::DailyLimit
            | GoogleError::Forbidden { .. }
            | GoogleError::MissingScope
            | GoogleError::ApiDisabled
            | GoogleError::Invalid { .. }
            | GoogleError::Unauthorized
            | GoogleError::Unavailable { .. }
            | GoogleError::Network(_)
            | GoogleError::Captive
            | GoogleError::Unreadable
            | GoogleError::Endless
            | GoogleError::TooLarge { .. }
            | GoogleError::Insecure) => Self::Google(error),
        }
    }

    /// What the redirect's `error` means (RFC 6749 §4.1.2.1; Google's guide for desktop programs).
    pub(super) fn of_redirect(reason: String) -> Self {
        match reason.as_str() {
            "access_denied" => Self::Denied,
            "redirect_uri_mismatch" => Self::RedirectRefused,
            "invalid_client" | "unauthorized_client" | "deleted_client" | "disabled_client" => {
                Self::ClientRefused { reason }
            }
            "server_error" | "temporarily_unavailable" => {
                Self::Google(GoogleError::Unavailable { status: 503, retry_after: None })
            }
            _ => Self::Refused { reason },
        }
    }

    /// A stable word for the state: for `--json` and the window's translations.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Listen(_) => "listen",
            Self::Denied => "denied",
            Self::WrongState => "wrong_state",
            Self::TimedOut => "timed_out",
            Self::Cancelled => "cancelled",
            Self::Refused { .. } => "refused_by_google",
            Self::ClientRefused { .. } => "client_refused",
            Self::RedirectRefused => "redirect_refused",
            Self::CodeRefused => "code_refused",
            Self::NoRefreshToken => "no_refresh_token",
            Self::NoAddress => "no_address",
            Self::Google(error) => error.kind(),
        }
    }

    /// What the user can do, as one sentence.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Listen(_) => {
                "Check whether a firewall or a sandbox forbids programs to listen on 127.0.0.1, \
                 then sign in again."
            }
            Self::Denied => {
                "Sign in again and choose Continue on Google's page; nothing is read or changed \
                 without it."
            }
            Self::WrongState => {
                "Close older sign-in pages in the browser, then sign in again and use the page \
                 that opens."
            }
            Self::TimedOut => {
                "Sign in again and finish within five minutes; if no browser opened, copy the \
                 address into one on this computer."
            }
            Self::Cancelled => "Sign in again whenever you like.",
            Self::Refused { .. } => {
                "Ask the administrator of the account to allow this client, or sign in with \
                 another account."
            }
            Self::ClientRefused { .. } => {
                "Check client id and secret: both come from the same client of the type \
                 \"Desktop app\"."
            }
            Self::RedirectRefused => {
                "The client must be of the type \"Desktop app\": create one in the Google Cloud \
                 console and enter its id and secret."
            }
            Self::CodeRefused => "Check this computer's clock, then sign in again.",
            Self::NoRefreshToken => {
                "Remove this program's access at myaccount.google.com/permissions, then sign in \
                 again."
            }
            Self::NoAddress => "Sign in again and leave the box for the mail address ticked.",
            Self::Google(error) => match error {
                GoogleError::Unavailable { .. } | GoogleError::RateLimited { .. } => {
                    "Sign in again in a few minutes."
                }
                GoogleError::Network(_) => "Check the network, then sign in again.",
                GoogleError::Captive => {
                    "Open any web page in the browser and log in to the network, then sign in \
                     again."
                }
                GoogleError::Unreadable | GoogleError::Endless | GoogleError::TooLarge { .. } => {
                    "Sign in again; if it lasts, report it."
                }
                GoogleError::FullSyncRequired
                | GoogleError::InvalidSyncToken
                | GoogleError::Gone
                | GoogleError::NotFound
                | GoogleError::Duplicate
                | GoogleError::PreconditionFailed
                | GoogleError::QuotaExceeded
                | GoogleError::DailyLimit
                | GoogleError::Forbidden { .. }
                | GoogleError::MissingScope
                | GoogleError::ApiDisabled
                | GoogleError::Invalid { .. }
                | GoogleError::Unauthorized
                | GoogleError::SignedOut
                | GoogleError::ClientRefused { .. }
                | GoogleError::Insecure => error.remedy(),
            },
        }
    }
}
