//! A token bucket in whole nanoseconds: a pure function of the instants it is told.

use std::time::Duration;

use jiff::Timestamp;

use super::Quota;

const MINUTE: Duration = Duration::from_secs(60);

/// A bucket narrowed this often lets through a sixteenth of its rate.
const NARROWEST: u32 = 4;

/// Credit is time: it grows by a nanosecond each nanosecond, and a unit costs as much of it as the
/// rate takes to make one.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    /// What a unit costs.
    period: i128,
    /// The most credit there is.
    full: i128,
    /// Below zero while it is held.
    credit: i128,
    /// When the credit was last counted.
    counted_at: Timestamp,
    /// How many times the price of a unit was doubled…
    narrowed: u32,
    /// …and the nanoseconds until one doubling is taken back.
    widens_in: i128,
}

impl Bucket {
    pub(super) fn new(quota: Quota, now: Timestamp) -> Self {
        let burst = i128::from(quota.burst.max(1));
        let refill = i128::from(quota.per_minute) - burst;
        let period = nanos(MINUTE) / refill.max(1) + 1;
        let full = burst * period;
        Self { period, full, credit: full, counted_at: now, narrowed: 0, widens_in: 0 }
    }

    /// How long until a unit can be spent; zero when it can be now.
    pub(super) fn wait(&mut self, now: Timestamp) -> Duration {
        self.count(now);
        let missing = self.price() - self.credit;
        Duration::from_nanos(u64::try_from(missing.max(0)).unwrap_or(u64::MAX))
    }

    /// Spends a unit.
    pub(super) fn spend(&mut self) {
        self.credit -= self.price();
    }

    /// See [`super::Share::narrow`].
    pub(super) fn narrow(&mut self, now: Timestamp, hold: Duration) {
        self.count(now);
        self.narrowed = (self.narrowed + 1).min(NARROWEST);
        self.widens_in = nanos(MINUTE);
        self.credit = self.credit.min(0) - nanos(hold.min(MINUTE));
        self.credit = self.credit.max(-nanos(MINUTE));
    }

    fn price(&self) -> i128 {
        self.period << self.narrowed
    }

    /// A clock that was set back gives nothing and takes nothing.
    fn count(&mut self, now: Timestamp) {
        let passed = now.duration_since(self.counted_at).as_nanos().max(0);
        self.counted_at = now;
        let mut widening = passed;
        while self.narrowed > 0 && widening >= self.widens_in {
            widening -= self.widens_in;
            self.narrowed -= 1;
            self.widens_in = nanos(MINUTE);
        }
        self.widens_in -= widening.min(self.widens_in);
        // A unit can cost more than a full bucket of the usual size holds.
        self.credit = (self.credit + passed).min(self.full.max(self.price()));
    }
}

fn nanos(duration: Duration) -> i128 {
    i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX)
}
