//! Conflicts: what of the user's time is taken twice, and which of it the user wants to hear of.

use jiff::Timestamp;

use crate::{Conflict, ConflictPair, Engine, Error, FreeSlots, Slot, SlotConflict, Target};

impl Engine {
    /// Conflicts of occurrences that overlap the span, by time; with `ignored` also those that the
    /// user wants to hear no more of.
    pub async fn list_conflicts(
        &self,
        from: Timestamp,
        to: Timestamp,
        ignored: bool,
    ) -> Result<Vec<Conflict>, Error> {
        let _ = (from, to, ignored);
        Err(Error::Invalid("conflicts are not available".into()))
    }

    /// What an event in the slot would collide with, the worst first. What the user ignores counts:
    /// it is about other events.
    pub async fn conflicts_of_slot(&self, slot: &Slot) -> Result<Vec<SlotConflict>, Error> {
        let _ = slot;
        Err(Error::Invalid("conflicts are not available".into()))
    }

    /// Tells no more of a conflict; with `series` neither of any between the occurrences of the
    /// two series.
    pub async fn ignore_conflict(&self, pair: &ConflictPair, series: bool) -> Result<(), Error> {
        let _ = (pair, series);
        Err(Error::Invalid("conflicts are not available".into()))
    }

    /// Tells of a conflict again, whether it was ignored alone or with its series.
    pub async fn heed_conflict(&self, pair: &ConflictPair) -> Result<(), Error> {
        let _ = pair;
        Err(Error::Invalid("conflicts are not available".into()))
    }

    /// When an occurrence could be instead: the next free slots of its length within two weeks that
    /// suit the working hours, the occurrence itself not counted as taken.
    pub async fn find_other_times(&self, target: Target, limit: usize) -> Result<FreeSlots, Error> {
        let _ = (target, limit);
        Err(Error::Invalid("conflicts are not available".into()))
    }
}
