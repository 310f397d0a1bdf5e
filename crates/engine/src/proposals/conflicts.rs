//! What a proposal would collide with: for the user on all calendars, for the agent on those that it
//! knows, found apart, so that neither a choice among copies nor a limit tells of any other.

use std::cmp::Reverse;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_calendar::{
    conflicts::{Cause, Severity},
    free::{Span, merge_busy},
};
use kalends_store::{Sight, calendars};
use uuid::Uuid;

use super::look::Look;
use crate::{
    AgentId, Ask, CalendarId, ConflictSeverity, Engine, Error, EventId, ProposalConflict, Slot,
    SlotConflict,
    agents::{Sights, plain},
    conflicts::{CopyInTheWay, once},
    free::{check_span, load_settings, mirrored},
};

/// As many as a card shows.
const MOST: usize = 20;
/// The longest title of somebody else's that an agent is told.
pub(super) const TITLE_MOST: usize = 200;
/// The title of what an agent knows only that it is there.
const BUSY: &str = "busy";

impl Engine {
    /// Looks for what a proposal of this agent would collide with, and notes it: the worst first,
    /// each occurrence once, at most 20 for each of the two who are told.
    pub(super) async fn note_collisions(
        &self,
        agent: AgentId,
        look: &mut Look,
    ) -> Result<(), Error> {
        let sights = {
            let mut read = self.inner.store.read().await?;
            Sights::load(&mut read, agent).await?
        };
        let zone = &self.zone();
        let (mut all, mut told) = (Vec::new(), Vec::new());
        for slot in &look.slots {
            let copies = self.copies_in_slot(slot, look.onwards).await?;
            told.extend(known(&copies, slot, &sights, zone));
            all.extend(once(copies).iter().map(|one| of(one, zone)));
        }
        look.shown.conflicts = worst(all);
        look.shown.agent.conflicts = worst(told);
        Ok(())
    }

    /// What is known of calendars that are not mirrored in these slots. Nobody is asked for it.
    pub(super) async fn look_elsewhere(&self, slots: &[Slot]) -> Result<Elsewhere, Error> {
        let zone = &self.zone();
        let mut elsewhere = Elsewhere::default();
        for slot in slots {
            let (from, to) = (slot.start.resolve(zone), slot.end.resolve(zone));
            if check_span(from, to).is_err() {
                continue;
            }
            let known = self.check_slot(from, to, None, Ask::Never).await?;
            elsewhere.unknown.extend(known.unknown.into_iter().map(|one| one.name));
            let busy: Vec<_> = known.busy.into_iter().flat_map(|span| span.calendars).collect();
            let mut read = self.inner.store.read().await?;
            let settings = load_settings(&mut read).await?;
            let here = mirrored(&mut read, &settings).await?;
            for calendar in calendars::list(&mut read).await? {
                if busy.contains(&calendar.id) && !here.contains(&calendar.id) {
                    elsewhere.busy.push(calendar.name);
                }
            }
        }
        for names in [&mut elsewhere.unknown, &mut elsewhere.busy] {
            names.sort_unstable();
            names.dedup();
        }
        Ok(elsewhere)
    }
}

/// Calendars that are not mirrored, by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Elsewhere {
    /// Busy, as their source said.
    pub(super) busy: Vec<String>,
    /// Of which nobody knows.
    pub(super) unknown: Vec<String>,
}

/// What the agent is told, of the calendars that it knows. Where it sees no more than busy times,
/// these are put together whatever is there, also where it sees another copy of the same meeting:
/// that it is the same would tell its title.
fn known(
    copies: &[CopyInTheWay],
    slot: &Slot,
    sights: &Sights,
    zone: &TimeZone,
) -> Vec<ProposalConflict> {
    let sight = |copy: &CopyInTheWay| sights.of(copy.conflict.with.calendar_id);
    // Whether there is a way to go tells of the place.
    let counts = |copy: &&CopyInTheWay| match copy.conflict.cause {
        Cause::Overlap | Cause::Buffer => true,
        Cause::Travel => sight(copy) == Sight::Full,
    };
    let copies = || copies.iter().filter(counts);
    let titled = copies().filter(|copy| sight(copy) >= Sight::Titles);
    let mut told: Vec<ProposalConflict> = once(titled.cloned())
        .iter()
        .map(|one| {
            let conflict = of(one, zone);
            ProposalConflict { title: plain(&conflict.title, TITLE_MOST), ..conflict }
        })
        .collect();
    let mut calendars: Vec<CalendarId> = copies()
        .filter(|copy| sight(copy) == Sight::Busy)
        .map(|copy| copy.conflict.with.calendar_id)
        .collect();
    calendars.sort_unstable();
    calendars.dedup();
    for calendar in calendars {
        let own = copies().map(|copy| &copy.conflict);
        told.extend(busy(calendar, own.filter(|one| one.with.calendar_id == calendar), slot, zone));
    }
    told
}

/// When a calendar is busy in a slot: neither with how many events nor with what kind of them.
fn busy<'a>(
    calendar_id: CalendarId,
    own: impl Iterator<Item = &'a SlotConflict>,
    slot: &Slot,
    zone: &TimeZone,
) -> Vec<ProposalConflict> {
    let second = |at: Timestamp| at.as_second();
    let spans = own.map(|one| Span {
        start: second(one.with.start.resolve(zone)),
        end: second(one.with.end.resolve(zone)),
    });
    let (from, to) = (second(slot.start.resolve(zone)), second(slot.end.resolve(zone)));
    let instant = |second: i64| Timestamp::from_second(second).unwrap_or_default();
    let conflict = |span: Span| {
        let together = (span.end.min(to) - span.start.max(from)).max(0);
        ProposalConflict {
            severity: if together > 0 { ConflictSeverity::High } else { ConflictSeverity::Low },
            event_id: EventId(Uuid::nil()),
            calendar_id,
            title: BUSY.into(),
            start: instant(span.start),
            end: instant(span.end),
            overlap_min: together / 60,
        }
    };
    merge_busy(spans.collect()).into_iter().map(conflict).collect()
}

/// Whether the agent may still be told of a conflict that was noted for it before: of a calendar of
/// which it sees less now nothing is told.
pub(super) fn is_still_seen(conflict: &ProposalConflict, sights: &Sights) -> bool {
    match sights.of(conflict.calendar_id) {
        Sight::Hidden => false,
        Sight::Busy => conflict.event_id.0.is_nil(),
        Sight::Titles | Sight::Full => true,
    }
}

/// The worst first, each once, at most 20.
fn worst(mut found: Vec<ProposalConflict>) -> Vec<ProposalConflict> {
    found.sort_by_key(|one| {
        (Reverse(one.severity), one.start, one.title.clone(), one.event_id, one.calendar_id)
    });
    found.dedup();
    found.truncate(MOST);
    found
}

fn of(conflict: &SlotConflict, zone: &TimeZone) -> ProposalConflict {
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
