//! The engine's clock and chance, as talking to Google takes them.

use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use kalends_remote::google::Pace;

use crate::{Chance, Clock, Config};

/// Waits by the engine's clock.
pub(crate) struct EnginePace {
    clock: Clock,
    chance: Chance,
}

impl EnginePace {
    pub(super) fn of(config: &Config) -> Self {
        Self { clock: config.clock.clone(), chance: config.chance.clone() }
    }
}

impl Pace for EnginePace {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let duration = SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX);
        let until = self.clock.now().checked_add(duration).unwrap_or(Timestamp::MAX);
        Box::pin(async move { self.clock.sleep_until(until).await })
    }

    fn fraction(&self) -> f64 {
        self.chance.fraction()
    }
}
