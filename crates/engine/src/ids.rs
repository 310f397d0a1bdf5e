//! Ids for new rows: UUID version 7 from the engine's own clock and chance.

use std::sync::{Mutex, PoisonError};

use uuid::{Builder, Uuid};

use crate::{Chance, Clock};

/// Makes ids that grow in the order of their making.
pub(crate) struct Ids {
    clock: Clock,
    chance: Chance,
    /// The last millisecond and how many ids it had.
    last: Mutex<(u64, u16)>,
}

impl Ids {
    pub(crate) const fn new(clock: Clock, chance: Chance) -> Self {
        Self { clock, chance, last: Mutex::new((0, 0)) }
    }

    /// A new id (RFC 9562 §5.7, with a counter after the time, §6.2 method 1).
    pub(crate) fn next(&self) -> Uuid {
        let now = u64::try_from(self.clock.now().as_millisecond()).unwrap_or_default();
        let (millis, count) = {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            // The counter has 12 bits; when they are used up, the time runs ahead.
            *last = match *last {
                (then, count) if now <= then && count < 0xfff => (then, count + 1),
                (then, _) if now <= then => (then + 1, 0),
                _ => (now, 0),
            };
            *last
        };
        let mut bytes = [0; 10];
        self.chance.fill(&mut bytes);
        let [high, low] = count.to_be_bytes();
        bytes[0] = high;
        bytes[1] = low;
        Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn ids_grow_even_when_time_stands_still() {
        let ids = Ids::new(Clock::manual(Timestamp::UNIX_EPOCH), Chance::seeded(1));
        let made: Vec<Uuid> = (0..10_000).map(|_| ids.next()).collect();
        assert!(made.is_sorted());
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }
}
