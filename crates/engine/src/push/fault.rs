//! What a fault of the server means for an edit, and for all others.

use jiff::{SignedDuration, Timestamp};
use kalends_remote::{NetworkFault, TimedOut, google::GoogleError};

use crate::{
    Every,
    policy::{Ending, next_run},
};

/// What follows from a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The account cannot be used: nothing of it can be sent before the user acts.
    Account,
    /// Nothing of the account can be sent for now.
    Pause,
    /// This edit is tried again later; others may go.
    Later,
    /// This edit is refused for good.
    Refuse,
}

pub(crate) fn effect(error: &GoogleError) -> Effect {
    match error {
        GoogleError::SignedOut | GoogleError::Unauthorized | GoogleError::ClientRefused { .. } => {
            Effect::Account
        }
        GoogleError::RateLimited { .. }
        | GoogleError::QuotaExceeded
        | GoogleError::DailyLimit
        | GoogleError::MissingScope
        | GoogleError::ApiDisabled
        | GoogleError::Captive
        | GoogleError::Insecure => Effect::Pause,
        GoogleError::Network(_) => {
            if may_have_happened(error) {
                Effect::Later
            } else {
                Effect::Pause
            }
        }
        GoogleError::Unavailable { .. }
        | GoogleError::Unreadable
        | GoogleError::Endless
        | GoogleError::TooLarge { .. }
        | GoogleError::FullSyncRequired
        | GoogleError::InvalidSyncToken
        | GoogleError::PreconditionFailed
        | GoogleError::Duplicate => Effect::Later,
        GoogleError::Forbidden { .. }
        | GoogleError::Invalid { .. }
        | GoogleError::Gone
        | GoogleError::NotFound => Effect::Refuse,
    }
}

/// Whether a request may have been carried out although no answer says so.
pub(crate) const fn may_have_happened(error: &GoogleError) -> bool {
    match error {
        GoogleError::Network(fault) => match fault {
            NetworkFault::Timeout(TimedOut::Connect)
            | NetworkFault::Offline
            | NetworkFault::HostNotFound
            | NetworkFault::Refused
            | NetworkFault::Unreachable
            | NetworkFault::Tls(_) => false,
            NetworkFault::Timeout(TimedOut::Idle | TimedOut::Total)
            | NetworkFault::Disconnected
            | NetworkFault::Truncated
            | NetworkFault::BadEncoding
            | NetworkFault::Protocol => true,
        },
        GoogleError::Unavailable { .. }
        | GoogleError::Unreadable
        | GoogleError::Endless
        | GoogleError::TooLarge { .. }
        | GoogleError::Captive => true,
        GoogleError::FullSyncRequired
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
        | GoogleError::SignedOut
        | GoogleError::ClientRefused { .. }
        | GoogleError::Insecure => false,
    }
}

/// Whether a problem of this kind holds for all of an account until its time has come.
pub(crate) fn is_pause(kind: &str) -> bool {
    matches!(kind, "rate_limited" | "quota_exceeded" | "daily_limit")
}

/// Whether a problem of this kind is one of the network between here and Google: the kinds of
/// [`NetworkFault`], and a page to log in to a network. Google's own faults are none, since Google may
/// have said how long to wait.
pub(crate) fn is_network(kind: &str) -> bool {
    matches!(
        kind,
        "offline"
            | "host_not_found"
            | "refused"
            | "unreachable"
            | "disconnected"
            | "truncated"
            | "bad_encoding"
            | "protocol"
            | "captive"
    ) || kind.starts_with("timeout_")
        || kind.starts_with("tls_")
}

/// When an edit that failed so many times is tried again.
pub(crate) fn next_try(
    now: Timestamp,
    error: &GoogleError,
    attempts: i64,
    chance: f64,
) -> Timestamp {
    let retry_after = error.retry_after(now).and_then(|wait| SignedDuration::try_from(wait).ok());
    let ending = Ending::Failed {
        failures: u32::try_from(attempts.max(1)).unwrap_or(u32::MAX),
        retry_after,
        lasting: error.is_permanent(),
    };
    next_run(now, Every::default(), ending, chance)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use kalends_remote::TlsFault;

    use super::*;

    #[test]
    fn rule_35_only_faults_of_the_network_are_forgotten_when_it_may_be_back() {
        let network = [
            NetworkFault::Offline,
            NetworkFault::HostNotFound,
            NetworkFault::Refused,
            NetworkFault::Unreachable,
            NetworkFault::Timeout(TimedOut::Connect),
            NetworkFault::Timeout(TimedOut::Idle),
            NetworkFault::Timeout(TimedOut::Total),
            NetworkFault::Disconnected,
            NetworkFault::Tls(TlsFault::UnknownIssuer),
            NetworkFault::Truncated,
            NetworkFault::BadEncoding,
            NetworkFault::Protocol,
        ];
        for error in network.map(GoogleError::Network).into_iter().chain([GoogleError::Captive]) {
            assert!(is_network(error.kind()), "{error}");
        }
        let text = String::new;
        for error in [
            GoogleError::RateLimited { retry_after: None, whole_project: false },
            GoogleError::QuotaExceeded,
            GoogleError::DailyLimit,
            GoogleError::Unavailable { status: 503, retry_after: None },
            GoogleError::PreconditionFailed,
            GoogleError::Duplicate,
            GoogleError::Unreadable,
            GoogleError::MissingScope,
            GoogleError::Invalid { reason: text(), message: text() },
            GoogleError::SignedOut,
        ] {
            assert!(!is_network(error.kind()), "{error}");
        }
    }

    #[test]
    fn what_a_fault_means_fits_on_one_screen() {
        let text = String::new;
        let faults = [
            GoogleError::RateLimited { retry_after: None, whole_project: false },
            GoogleError::QuotaExceeded,
            GoogleError::DailyLimit,
            GoogleError::Forbidden { reason: "forbiddenForNonOrganizer".into(), message: text() },
            GoogleError::Invalid { reason: "invalid".into(), message: text() },
            GoogleError::NotFound,
            GoogleError::Gone,
            GoogleError::Duplicate,
            GoogleError::PreconditionFailed,
            GoogleError::MissingScope,
            GoogleError::ApiDisabled,
            GoogleError::SignedOut,
            GoogleError::Unauthorized,
            GoogleError::Unavailable { status: 503, retry_after: None },
            GoogleError::Captive,
            GoogleError::Unreadable,
        ];
        let mut table = String::new();
        for fault in faults {
            let now = Timestamp::UNIX_EPOCH;
            let wait = next_try(now, &fault, 1, 1.0).duration_since(now);
            writeln!(table, "{:20} {:?}, {wait:#}", fault.kind(), effect(&fault)).unwrap();
        }
        insta::assert_snapshot!(table, @r"
        rate_limited         Pause, 30s
        quota_exceeded       Pause, 4h 24m
        daily_limit          Pause, 13h 12m
        forbidden            Refuse, 1h
        invalid              Refuse, 1h
        not_found            Refuse, 1h
        gone                 Refuse, 1h
        duplicate            Later, 30s
        precondition_failed  Later, 30s
        missing_scope        Pause, 1h
        api_disabled         Pause, 1h
        signed_out           Account, 1h
        unauthorized         Account, 1h
        unavailable          Later, 30s
        captive              Pause, 30s
        unreadable           Later, 30s
        ");
    }
}
