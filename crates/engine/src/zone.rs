//! The reader's zone, which may change while the program runs: a journey, or another choice in the
//! system's settings. It is asked for each time it is needed and told when it is another one.

use std::{
    fmt,
    sync::{Arc, PoisonError},
};

use jiff::{
    SignedDuration, Timestamp,
    tz::{TimeZone, reset_system_time_zone_cache},
};

use crate::{Engine, EngineEvent};

/// How often a zone that may change is looked at.
const LOOK: SignedDuration = SignedDuration::from_secs(60);

/// Where the reader's zone is known from.
#[derive(Clone)]
pub enum HomeZone {
    /// The operating system's: what `TZ` says, else what is chosen there at the moment.
    System,
    /// Always this one.
    Fixed(TimeZone),
    /// What this says at the moment, as a test does.
    Given(Arc<dyn Fn() -> TimeZone + Send + Sync>),
}

impl HomeZone {
    /// The zone at this moment. The system's is that of at most five minutes ago.
    #[must_use]
    pub fn get(&self) -> TimeZone {
        match self {
            Self::System => TimeZone::system(),
            Self::Fixed(zone) => zone.clone(),
            Self::Given(ask) => ask(),
        }
    }
}

impl From<TimeZone> for HomeZone {
    fn from(zone: TimeZone) -> Self {
        Self::Fixed(zone)
    }
}

impl fmt::Debug for HomeZone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => formatter.write_str("System"),
            Self::Fixed(zone) => formatter.debug_tuple("Fixed").field(zone).finish(),
            Self::Given(_) => formatter.write_str("Given"),
        }
    }
}

impl Engine {
    /// The reader's zone at this moment: in it days, hours and "today" are told. Whoever finds it
    /// to be another one than before tells [`EngineEvent::ZoneChanged`], once for each change.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        let zone = self.inner.config.zone.get();
        let before = {
            let mut told = self.inner.zone.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *told, zone.clone())
        };
        if before != zone {
            let name = |zone: &TimeZone| zone.iana_name().unwrap_or("unnamed").to_owned();
            tracing::info!(before = name(&before), now = name(&zone), "another time zone");
            self.tell(EngineEvent::ZoneChanged);
            self.inner.reminders.notify_one();
        }
        zone
    }

    /// Looks whether the reader is in another zone by now.
    pub(crate) fn look_at_zone(&self) {
        if matches!(self.inner.config.zone, HomeZone::System) {
            // Else it is what was read minutes ago.
            reset_system_time_zone_cache();
        }
        // Asking tells.
        let _ = self.zone();
    }

    /// Looks at the zone now and then, for ever.
    pub(crate) async fn watch_zone(&self) {
        if matches!(self.inner.config.zone, HomeZone::Fixed(_)) {
            return std::future::pending().await;
        }
        loop {
            self.look_at_zone();
            let now = self.now();
            let next = now.checked_add(LOOK).unwrap_or(Timestamp::MAX);
            self.inner.config.clock.sleep_between(now, next).await;
        }
    }
}
