//! Staying below Google's quota: a bucket of quota units per user, and one per project.
//!
//! Google publishes 600 requests per minute, user and project, and 10,000 per minute and project,
//! counted in a sliding window (Calendar API, "Usage limits"). A bucket that holds `burst` units
//! and gains the rest over a minute lets at most `per_minute` through in any window of a minute.

mod bucket;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use super::pace::Pace;
use bucket::Bucket;

/// How many quota units may be used. Every request of the Calendar API costs one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Units in any window of one minute; at least one more than `burst` counts.
    pub per_minute: u32,
    /// Of these, units that may go at once.
    pub burst: u32,
}

impl Quota {
    /// 80 % of what Google allows one user.
    pub const USER: Self = Self { per_minute: 480, burst: 240 };
    /// 80 % of what Google allows one project.
    pub const PROJECT: Self = Self { per_minute: 8_000, burst: 4_000 };
}

/// The quota of one project, shared by the sessions of all its accounts. Each session has the
/// quota of one user besides, and at most one request in line for the project's: a busy session
/// does not hold up the others.
pub struct Limiter {
    pace: Arc<dyn Pace>,
    user: Quota,
    project: Mutex<Bucket>,
    line: tokio::sync::Mutex<()>,
}

impl Limiter {
    /// Full buckets of these sizes.
    pub fn new(pace: Arc<dyn Pace>, user: Quota, project: Quota) -> Arc<Self> {
        let bucket = Bucket::new(project, pace.now());
        Arc::new(Self {
            pace,
            user,
            project: Mutex::new(bucket),
            line: tokio::sync::Mutex::default(),
        })
    }

    /// Buckets of [`Quota::USER`] and [`Quota::PROJECT`].
    pub fn google(pace: Arc<dyn Pace>) -> Arc<Self> {
        Self::new(pace, Quota::USER, Quota::PROJECT)
    }

    /// The share of one more user.
    pub(crate) fn share(self: &Arc<Self>) -> Share {
        Share {
            limiter: Arc::clone(self),
            user: Mutex::new(Bucket::new(self.user, self.pace.now())),
            line: tokio::sync::Mutex::default(),
        }
    }
}

impl std::fmt::Debug for Limiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limiter").field("user", &self.user).finish_non_exhaustive()
    }
}

/// One user's part in a [`Limiter`].
pub(crate) struct Share {
    limiter: Arc<Limiter>,
    user: Mutex<Bucket>,
    line: tokio::sync::Mutex<()>,
}

impl Share {
    /// Returns once one unit may be used, in the order of asking. A caller that goes away while it
    /// waits has used nothing.
    pub(crate) async fn take(&self) {
        let _mine = self.line.lock().await;
        self.sleep_until_zero(Self::users_wait).await;
        let _projects = self.limiter.line.lock().await;
        self.sleep_until_zero(Self::spend_both).await;
    }

    fn users_wait(&self, now: Timestamp) -> Duration {
        lock(&self.user).wait(now)
    }

    /// Both at once, so that a unit of one is never spent while the other is short.
    fn spend_both(&self, now: Timestamp) -> Duration {
        let mut user = lock(&self.user);
        let mut project = lock(&self.limiter.project);
        let wait = user.wait(now).max(project.wait(now));
        if wait.is_zero() {
            user.spend();
            project.spend();
        }
        wait
    }

    async fn sleep_until_zero(&self, ask: fn(&Self, Timestamp) -> Duration) {
        let pace = &self.limiter.pace;
        loop {
            let wait = ask(self, pace.now());
            if wait.is_zero() {
                return;
            }
            // A little more, so that programs slowed down together do not return together.
            pace.sleep(wait.mul_f64(1.0 + pace.fraction().clamp(0.0, 1.0) / 8.0)).await;
        }
    }

    /// Takes note of a rate limit that was hit all the same: nothing goes for `hold` (at most a
    /// minute), and for some minutes less than usual.
    pub(crate) fn narrow(&self, whole_project: bool, hold: Duration) {
        let now = self.limiter.pace.now();
        let bucket = if whole_project { &self.limiter.project } else { &self.user };
        lock(bucket).narrow(now, hold);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
