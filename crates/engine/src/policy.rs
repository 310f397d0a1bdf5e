//! When a source is tried again. Decides from numbers alone: no clock, no randomness of its own.

use jiff::{SignedDuration, Timestamp};

use crate::every::Every;

/// The shortest wait after a failure.
const FIRST_RETRY: SignedDuration = SignedDuration::from_secs(30);
/// The longest wait after failures, unless the server asks for more.
const LONGEST_RETRY: SignedDuration = SignedDuration::from_hours(6);
/// The longest wait that a server's Retry-After can ask for.
const LONGEST_ASKED: SignedDuration = SignedDuration::from_hours(24);

/// How a run ended, as far as the next one depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It worked, with or without changes.
    Good,
    /// It failed, so many times in a row including this one.
    Failed {
        /// Failures in a row, this one included.
        failures: u32,
        /// What the server's Retry-After asked for.
        retry_after: Option<SignedDuration>,
        /// Trying again cannot help before the user acts: the feed is gone or refuses us.
        lasting: bool,
    },
}

/// The instant of the next run.
///
/// `chance` is drawn from 0..1. After a good run the interval holds, lengthened by up to a tenth so
/// that feeds added together drift apart. After the n-th failure the wait is 30 s · 2ⁿ⁻¹, at most
/// six hours and at least half of it by chance; a lasting fault waits at least an hour. A
/// Retry-After is obeyed up to a day.
pub(crate) fn next_run(now: Timestamp, every: Every, ending: Ending, chance: f64) -> Timestamp {
    let wait = match ending {
        Ending::Good => scale(every.duration(), 1.0 + 0.1 * chance),
        Ending::Failed { failures, retry_after, lasting } => {
            let doublings = failures.saturating_sub(1).min(16);
            let backed_off = FIRST_RETRY
                .checked_mul(1_i32.checked_shl(doublings).unwrap_or(i32::MAX))
                .unwrap_or(LONGEST_RETRY)
                .min(LONGEST_RETRY);
            let floor = if lasting { SignedDuration::from_hours(1) } else { SignedDuration::ZERO };
            let wait = scale(backed_off, 0.5 + 0.5 * chance).max(floor);
            let asked = retry_after.unwrap_or(SignedDuration::ZERO).min(LONGEST_ASKED);
            if asked > wait { scale(asked, 1.0 + 0.1 * chance) } else { wait }
        }
    };
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

fn scale(duration: SignedDuration, factor: f64) -> SignedDuration {
    SignedDuration::from_millis((duration.as_secs_f64() * factor * 1000.0) as i64)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn the_policy_fits_on_one_screen() {
        let failed = |failures, retry_after: Option<i64>, lasting| Ending::Failed {
            failures,
            retry_after: retry_after.map(SignedDuration::from_secs),
            lasting,
        };
        let rows = [
            ("good, every 1 min", Every::Minute, Ending::Good),
            ("good, every 5 min", Every::FiveMinutes, Ending::Good),
            ("good, every 60 min", Every::Hour, Ending::Good),
            ("1st failure", Every::FiveMinutes, failed(1, None, false)),
            ("2nd failure", Every::FiveMinutes, failed(2, None, false)),
            ("5th failure", Every::FiveMinutes, failed(5, None, false)),
            ("10th failure", Every::FiveMinutes, failed(10, None, false)),
            ("1000th failure", Every::FiveMinutes, failed(1000, None, false)),
            ("1st failure, lasting", Every::FiveMinutes, failed(1, None, true)),
            ("1st failure, Retry-After 600 s", Every::FiveMinutes, failed(1, Some(600), false)),
            ("1st failure, Retry-After 5 s", Every::FiveMinutes, failed(1, Some(5), false)),
            ("1st failure, Retry-After 1 year", Every::Minute, failed(1, Some(31_536_000), false)),
        ];
        let mut table = String::new();
        for (name, every, ending) in rows {
            let wait = |chance| {
                next_run(Timestamp::UNIX_EPOCH, every, ending, chance)
                    .duration_since(Timestamp::UNIX_EPOCH)
            };
            writeln!(table, "{name:33} {:#} to {:#}", wait(0.0), wait(1.0)).unwrap();
        }
        insta::assert_snapshot!(table, @r"
        good, every 1 min                 1m to 1m 6s
        good, every 5 min                 5m to 5m 30s
        good, every 60 min                1h to 1h 6m
        1st failure                       15s to 30s
        2nd failure                       30s to 1m
        5th failure                       4m to 8m
        10th failure                      2h 8m to 4h 16m
        1000th failure                    3h to 6h
        1st failure, lasting              1h to 1h
        1st failure, Retry-After 600 s    10m to 11m
        1st failure, Retry-After 5 s      15s to 30s
        1st failure, Retry-After 1 year   24h to 26h 24m
        ");
    }
}
