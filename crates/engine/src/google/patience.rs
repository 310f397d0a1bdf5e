//! What fails for a moment is tried again before it counts as failed.

use std::time::Duration;

use kalends_remote::{
    NetworkFault,
    google::{BoxFuture, GoogleError, Pace as _},
};

use crate::{Engine, google::pace::EnginePace};

/// Tries of one request.
const TRIES: u32 = 4;
/// The wait after the first failure; each further one doubles it.
const FIRST: Duration = Duration::from_millis(400);
/// What a server can ask to wait for within a run. Longer waits end the run.
const LONGEST_ASKED: Duration = Duration::from_secs(10);

/// Does `ask` until it works, fails for good, or failed for a moment four times: faults of the
/// server, broken connections, too many requests. Waits longer each time, by chance up to half as
/// long again, and as long as the server asks.
pub(crate) async fn patiently<'a, T>(
    engine: &Engine,
    ask: impl Fn() -> BoxFuture<'a, Result<T, GoogleError>> + Send,
) -> Result<T, GoogleError> {
    let pace = EnginePace::of(&engine.inner.config);
    let mut tries = 0;
    loop {
        let error = match ask().await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        tries += 1;
        let Some(wait) = wait(&error, tries, pace.fraction(), pace.now()) else {
            return Err(error);
        };
        tracing::debug!(kind = error.kind(), ?wait, "trying again");
        pace.sleep(wait).await;
    }
}

/// Whether it may work a moment later.
fn passes(error: &GoogleError) -> bool {
    match error {
        GoogleError::RateLimited { .. } | GoogleError::Unavailable { .. } => true,
        GoogleError::Network(fault) => match fault {
            NetworkFault::Timeout(_)
            | NetworkFault::Disconnected
            | NetworkFault::Truncated
            | NetworkFault::BadEncoding
            | NetworkFault::Protocol => true,
            NetworkFault::Offline
            | NetworkFault::HostNotFound
            | NetworkFault::Refused
            | NetworkFault::Unreachable
            | NetworkFault::Tls(_) => false,
        },
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
        | GoogleError::Captive
        | GoogleError::Unreadable
        | GoogleError::Endless
        | GoogleError::TooLarge { .. }
        | GoogleError::Insecure => false,
    }
}

/// How long to wait after this many failures; none when trying again is of no use now.
fn wait(error: &GoogleError, tries: u32, chance: f64, now: jiff::Timestamp) -> Option<Duration> {
    if tries >= TRIES || !passes(error) {
        return None;
    }
    let asked = error.retry_after(now).unwrap_or_default();
    if asked > LONGEST_ASKED {
        return None;
    }
    let backed_off = FIRST * 2_u32.pow(tries.saturating_sub(1));
    Some(backed_off.mul_f64(1.0 + 0.5 * chance).max(asked))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use kalends_remote::RetryAfter;

    use super::*;

    #[test]
    fn rule_35_only_what_passes_is_tried_again_and_not_for_long() {
        let asked = |seconds: &str| RetryAfter::parse(seconds);
        let limited = |seconds| GoogleError::RateLimited {
            retry_after: asked(seconds),
            whole_project: false,
        };
        let rows = [
            ("503", GoogleError::Unavailable { status: 503, retry_after: None }),
            ("503, 7 s", GoogleError::Unavailable { status: 503, retry_after: asked("7") }),
            ("429", limited("")),
            ("429, 5 s", limited("5")),
            ("429, 1 min", limited("60")),
            ("broken off", GoogleError::Network(NetworkFault::Truncated)),
            ("reset", GoogleError::Network(NetworkFault::Disconnected)),
            ("offline", GoogleError::Network(NetworkFault::Offline)),
            ("captive", GoogleError::Captive),
            ("quota", GoogleError::QuotaExceeded),
            ("no scope", GoogleError::MissingScope),
            ("signed out", GoogleError::SignedOut),
            ("410", GoogleError::FullSyncRequired),
        ];
        let now = jiff::Timestamp::UNIX_EPOCH;
        let mut table = String::new();
        for (name, error) in rows {
            write!(table, "{name:11}").unwrap();
            for tries in 1..=TRIES {
                let at = |chance| {
                    let wait = wait(&error, tries, chance, now);
                    wait.map_or("-".into(), |wait| wait.as_millis().to_string())
                };
                write!(table, " {:>11}", format!("{}..{}", at(0.0), at(1.0))).unwrap();
            }
            table.push('\n');
        }
        insta::assert_snapshot!(table, @r"
        503            400..600   800..1200  1600..2400        -..-
        503, 7 s     7000..7000  7000..7000  7000..7000        -..-
        429            400..600   800..1200  1600..2400        -..-
        429, 5 s     5000..5000  5000..5000  5000..5000        -..-
        429, 1 min         -..-        -..-        -..-        -..-
        broken off     400..600   800..1200  1600..2400        -..-
        reset          400..600   800..1200  1600..2400        -..-
        offline            -..-        -..-        -..-        -..-
        captive            -..-        -..-        -..-        -..-
        quota              -..-        -..-        -..-        -..-
        no scope           -..-        -..-        -..-        -..-
        signed out         -..-        -..-        -..-        -..-
        410                -..-        -..-        -..-        -..-
        ");
    }
}
