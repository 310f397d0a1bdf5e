//! What time it is, as an argument: the system's clock for the product, a hand-moved one for tests.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

/// The longest sleep between two looks at the wall clock, so that suspend and clock changes are
/// seen. Whoever waits looks at its whole multiples: all who wait wake the processor once.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// Tells the time and waits for it. Cheap to clone; clones share one time.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    System,
    Manual(Arc<Mutex<watch::Sender<Timestamp>>>),
    Skipping(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// The operating system's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `now` until [`Clock::set`] or [`Clock::advance`] moves it.
    #[must_use]
    pub fn manual(now: Timestamp) -> Self {
        Self(Source::Manual(Arc::new(Mutex::new(watch::Sender::new(now)))))
    }

    /// A clock that stands at `now` until it is moved, or until somebody sleeps: it then jumps to
    /// the end of that sleep. Waits inside a run take no time with it; a schedule would never rest.
    #[must_use]
    pub fn skipping(now: Timestamp) -> Self {
        Self(Source::Skipping(Arc::new(Mutex::new(now))))
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => Timestamp::now(),
            Source::Manual(time) => *lock(time).borrow(),
            Source::Skipping(time) => *lock(time),
        }
    }

    /// Moves a clock made by hand; the system's clock stays as it is.
    pub fn set(&self, now: Timestamp) {
        match &self.0 {
            Source::System => {}
            Source::Manual(time) => {
                lock(time).send_replace(now);
            }
            Source::Skipping(time) => *lock(time) = now,
        }
    }

    /// Moves a clock made by hand forward; the system's clock stays as it is.
    pub fn advance(&self, by: SignedDuration) {
        let now = self.now();
        self.set(now.checked_add(by).unwrap_or(now));
    }

    /// Returns once `deadline` has come, or the clock was set back to before `began`, when the
    /// deadline was told: it may be another one then, and whoever waits has to look again. The
    /// system's clock is looked at every 30 s at least.
    pub async fn sleep_between(&self, began: Timestamp, deadline: Timestamp) {
        match &self.0 {
            Source::System => while Timestamp::now() >= began && nap(deadline).await {},
            Source::Manual(time) => {
                let mut times = lock(time).subscribe();
                // The sender lives as long as this clock does.
                let _ = times.wait_for(|now| *now >= deadline || *now < began).await;
            }
            Source::Skipping(_) => {
                if self.now() >= began {
                    self.sleep_until(deadline).await;
                }
            }
        }
    }

    /// Returns once `deadline` has come, by the wall clock: a suspended machine wakes up late, not
    /// never.
    pub async fn sleep_until(&self, deadline: Timestamp) {
        match &self.0 {
            Source::System => while nap(deadline).await {},
            Source::Manual(time) => {
                let mut times = lock(time).subscribe();
                // The sender lives as long as this clock does.
                let _ = times.wait_for(|now| *now >= deadline).await;
            }
            Source::Skipping(time) => {
                {
                    let mut now = lock(time);
                    *now = (*now).max(deadline);
                }
                tokio::task::yield_now().await;
            }
        }
    }
}

/// Sleeps towards `deadline` until it is time to look at the wall clock; false once it has come.
async fn nap(deadline: Timestamp) -> bool {
    let left = Duration::try_from(deadline.duration_since(Timestamp::now())).unwrap_or_default();
    if left.is_zero() {
        return false;
    }
    tokio::time::sleep(left.min(to_next_look(Timestamp::now()))).await;
    true
}

/// How long it is from `now` to the next look at the wall clock of all who wait.
pub(crate) fn to_next_look(now: Timestamp) -> Duration {
    let longest = LONGEST_SLEEP.as_nanos().cast_signed();
    let left = longest - now.as_nanosecond().rem_euclid(longest);
    u64::try_from(left).map_or(LONGEST_SLEEP, Duration::from_nanos)
}

fn lock<T>(time: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    time.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sleeper_wakes_when_the_manual_clock_reaches_its_time() {
        let clock = Clock::manual(Timestamp::UNIX_EPOCH);
        let deadline = Timestamp::from_second(600).unwrap();
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move {
                clock.sleep_until(deadline).await;
                clock.now()
            }
        });
        clock.advance(SignedDuration::from_secs(599));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.advance(SignedDuration::from_secs(1));
        assert_eq!(sleeper.await.unwrap(), deadline);
    }

    #[tokio::test]
    async fn a_sleeper_that_minds_it_wakes_when_the_clock_is_set_back() {
        let clock = Clock::manual(Timestamp::from_second(3_600).unwrap());
        let deadline = Timestamp::from_second(4_200).unwrap();
        let sleeper = |minds: bool| {
            let clock = clock.clone();
            tokio::spawn(async move {
                if minds {
                    clock.sleep_between(clock.now(), deadline).await;
                } else {
                    clock.sleep_until(deadline).await;
                }
                clock.now()
            })
        };
        let (minds, waits) = (sleeper(true), sleeper(false));
        tokio::task::yield_now().await;
        clock.advance(SignedDuration::from_secs(599));
        tokio::task::yield_now().await;
        assert!(!minds.is_finished());
        clock.set(Timestamp::UNIX_EPOCH);
        assert_eq!(minds.await.unwrap(), Timestamp::UNIX_EPOCH);
        assert!(!waits.is_finished());
        clock.set(deadline);
        assert_eq!(waits.await.unwrap(), deadline);
        clock.sleep_between(deadline, deadline).await;
        clock.sleep_between(clock.now() + SignedDuration::from_secs(1), Timestamp::MAX).await;
    }

    #[test]
    fn all_who_wait_look_at_the_clock_together() {
        let table = [
            ("2026-11-20T10:00:00Z", 30_000),
            ("2026-11-20T10:00:00.25Z", 29_750),
            ("2026-11-20T10:00:29.999Z", 1),
            ("2026-11-20T10:00:30Z", 30_000),
            ("1969-12-31T23:59:59Z", 1_000),
        ];
        for (now, milliseconds) in table {
            let left = to_next_look(now.parse().unwrap());
            assert_eq!(left, Duration::from_millis(milliseconds), "{now}");
        }
    }

    #[tokio::test]
    async fn a_skipping_clock_jumps_to_the_end_of_a_sleep_and_never_back() {
        let clock = Clock::skipping(Timestamp::UNIX_EPOCH);
        let later = Timestamp::from_second(600).unwrap();
        clock.sleep_until(later).await;
        assert_eq!(clock.now(), later);
        clock.sleep_until(Timestamp::UNIX_EPOCH).await;
        assert_eq!(clock.now(), later);
    }
}
