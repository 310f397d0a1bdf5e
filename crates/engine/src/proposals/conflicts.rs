//! What a proposal would collide with.

use jiff::SignedDuration;
use kalends_calendar::conflicts::{Cause, Severity};

use crate::{ConflictSeverity, Engine, Error, ProposalConflict, Slot, SlotConflict};

/// As many as a card shows.
const MOST: usize = 20;

impl Engine {
    /// The worst first, each occurrence once, at most 20.
    pub(super) async fn collisions(&self, slots: &[Slot]) -> Result<Vec<ProposalConflict>, Error> {
        let mut found: Vec<ProposalConflict> = Vec::new();
        for slot in slots {
            let zone = &self.zone();
            for one in self.conflicts_of_slot(slot).await? {
                let conflict = of(&one, zone);
                if !found.contains(&conflict) {
                    found.push(conflict);
                }
            }
        }
        found.sort_by_key(|one| {
            (std::cmp::Reverse(one.severity), one.start, one.title.clone(), one.event_id)
        });
        found.truncate(MOST);
        Ok(found)
    }
}

fn of(conflict: &SlotConflict, zone: &jiff::tz::TimeZone) -> ProposalConflict {
    let SlotConflict { severity, cause, with, from, to } = conflict;
    let together: SignedDuration = match cause {
        Cause::Overlap => to.duration_since(*from),
        Cause::Buffer | Cause::Travel => SignedDuration::ZERO,
    };
    ProposalConflict {
        severity: match severity {
            Severity::Low => ConflictSeverity::Low,
            Severity::Medium => ConflictSeverity::Medium,
            Severity::High => ConflictSeverity::High,
        },
        event_id: with.event_id,
        calendar_id: with.calendar_id,
        title: with.title.clone(),
        start: with.start.resolve(zone),
        end: with.end.resolve(zone),
        overlap_min: together.as_mins(),
    }
}
