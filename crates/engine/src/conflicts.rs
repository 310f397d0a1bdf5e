//! Conflicts: what of the user's time is taken twice, and which of it the user wants to hear of.
//!
//! Conflicts are not stored. They are found out of the rows that block time ([`find`]), a year in a
//! few milliseconds; what is stored is which of them the user ignores, and which were told.

mod find;
mod known;
mod slot;
mod taken;
mod tell;

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use kalends_calendar::Window;
use kalends_store::{ConflictKey, SqliteConnection, conflicts as stored};

use crate::{
    Conflict, ConflictPair, Engine, EngineEvent, Error, FreeQuery, FreeSlots, Slot, SlotConflict,
    Target,
    free::{check_span, load_settings, mirrored},
};

pub(crate) use self::{
    find::rules,
    known::know,
    slot::{CopyInTheWay, Own, find_copies, once},
    taken::{Taken, list_sides, list_taken},
    tell::key as conflict_note_key,
};
use self::{
    find::{Found, find},
    slot::key_of,
};

/// How far ahead another time is looked for.
const OTHER_TIMES: SignedDuration = SignedDuration::from_hours(14 * 24);
/// Other times begin on a multiple of this after midnight.
const OTHER_STEP: SignedDuration = SignedDuration::from_mins(15);

impl Engine {
    /// Conflicts that lie in the span, at least in part, by time, the earliest 5,000; with
    /// `ignored` also those that the user wants to hear no more of.
    pub async fn list_conflicts(
        &self,
        from: Timestamp,
        to: Timestamp,
        ignored: bool,
    ) -> Result<Vec<Conflict>, Error> {
        check_span(from, to)?;
        let window = Window { start: from, end: to, zone: self.zone() };
        let mut read = self.inner.store.read().await?;
        let mut found = find_all(&mut read, &window).await?;
        found.retain(|one| ignored || !one.conflict.ignored);
        Ok(found.into_iter().map(|one| one.conflict).collect())
    }

    /// What an event in the slot would collide with, the worst first. What the user ignores counts:
    /// it is about other events.
    pub async fn conflicts_of_slot(&self, slot: &Slot) -> Result<Vec<SlotConflict>, Error> {
        Ok(once(self.copies_in_slot(slot, None).await?))
    }

    /// As [`Engine::conflicts_of_slot`], each meeting as often as it is on calendars. Of a series
    /// that is not in its own way only the occurrences from `onwards` on are not, by their original
    /// start.
    pub(crate) async fn copies_in_slot(
        &self,
        slot: &Slot,
        onwards: Option<i64>,
    ) -> Result<Vec<CopyInTheWay>, Error> {
        let mut read = self.inner.store.read().await?;
        let settings = load_settings(&mut read).await?;
        if slot.calendar.is_some_and(|id| settings.left_out.contains(&id)) {
            return Ok(Vec::new());
        }
        let calendars = mirrored(&mut read, &settings).await?;
        let own = match slot.not {
            Some(target) => Some(Own::load(&mut read, target).await?.onwards(onwards)),
            None => None,
        };
        let zone = &self.zone();
        find_copies(&mut read, slot, own.as_ref(), zone, &rules(&settings), &calendars).await
    }

    /// Tells no more of a conflict; with `series` neither of any between the occurrences of the
    /// two series.
    pub async fn ignore_conflict(&self, pair: &ConflictPair, series: bool) -> Result<(), Error> {
        let now = self.now();
        let mut write = self.inner.store.begin().await?;
        let key = pair_key(&mut write, pair).await?;
        stored::ignore(&mut write, &key, series, now).await?;
        write.commit().await?;
        self.tell(EngineEvent::ConflictsChanged);
        Ok(())
    }

    /// Tells of a conflict again, whether it was ignored alone or with its series.
    pub async fn heed_conflict(&self, pair: &ConflictPair) -> Result<(), Error> {
        let mut write = self.inner.store.begin().await?;
        let key = pair_key(&mut write, pair).await?;
        stored::heed(&mut write, &key).await?;
        write.commit().await?;
        self.know_conflicts().await;
        self.tell(EngineEvent::ConflictsChanged);
        Ok(())
    }

    /// When an occurrence could be instead: the next free slots of its length within two weeks that
    /// suit the working hours, the occurrence itself not counted as taken.
    pub async fn find_other_times(&self, target: Target, limit: usize) -> Result<FreeSlots, Error> {
        let zone = self.zone();
        let details = self.get_event(target.event_id, target.original, &zone).await?;
        let occurrence = details.occurrence;
        if occurrence.all_day() {
            let text = "an event of whole days has no other time of day";
            return Err(Error::Invalid(text.into()));
        }
        let (start, end) = (occurrence.start.resolve(&zone), occurrence.end.resolve(&zone));
        let from = start.max(self.now());
        let to = from.checked_add(OTHER_TIMES).unwrap_or(Timestamp::MAX);
        let query = FreeQuery {
            step: Some(OTHER_STEP),
            limit: Some(limit),
            ..FreeQuery::new(end.duration_since(start), from, to, zone)
        };
        let own = {
            let mut read = self.inner.store.read().await?;
            let original = occurrence.recurring.then(|| occurrence.original.seconds());
            let target = Target { event_id: occurrence.event_id, original };
            Own::load(&mut read, target).await?
        };
        self.find_free_beside(&query, Some(&own)).await
    }
}

/// Conflicts of all calendars that count, marked where the user ignores them.
async fn find_all(conn: &mut SqliteConnection, window: &Window) -> Result<Vec<Found>, Error> {
    let settings = load_settings(conn).await?;
    let calendars = mirrored(conn, &settings).await?;
    let mut found = find(conn, window, &rules(&settings), &calendars).await?;
    let ignored: HashSet<(ConflictKey, bool)> =
        stored::list_ignored(conn).await?.into_iter().collect();
    for one in &mut found {
        one.conflict.ignored = !ignored.is_empty()
            && (ignored.contains(&(one.key.clone(), false))
                || ignored.contains(&(one.key.of_series(), true)));
    }
    Ok(found)
}

async fn pair_key(conn: &mut SqliteConnection, pair: &ConflictPair) -> Result<ConflictKey, Error> {
    let (a, b) = (key_of(conn, pair.a).await?, key_of(conn, pair.b).await?);
    Ok(ConflictKey::new(a, b))
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}
