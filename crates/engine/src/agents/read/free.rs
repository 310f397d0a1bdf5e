//! When the user is busy and when there is time, as far as the agent may know of it: hidden
//! calendars do not count.

use jiff::{Timestamp, tz::TimeZone};

use super::{calendars::LONGEST_NAME, events::check_window, time};
use crate::{
    AgentFreeBusy, AgentSession, AgentSlotQuery, AgentSlots, AgentSpan, AgentUnknown, Ask,
    CalendarId, Error, FreeBusyQuery, FreeQuery, Sight, Unknown, Untrusted, agents::Sights,
};

/// More slots than these are never told at once.
const MOST_SLOTS: usize = 100;

impl AgentSession {
    /// When the user is busy in a window of at most 400 days, merged, its times in `zone`. What
    /// could not be read is named, and is not free.
    ///
    /// # Errors
    /// [`Error::CalendarNotFound`], [`Error::Invalid`], as in [`AgentSession::list_events`].
    pub async fn free_busy(
        &self,
        from: Timestamp,
        to: Timestamp,
        calendars: Option<&[CalendarId]>,
        zone: &TimeZone,
    ) -> Result<AgentFreeBusy, Error> {
        check_window(from, to)?;
        self.answered(self.known_busy(from, to, calendars, zone)).await
    }

    async fn known_busy(
        &self,
        from: Timestamp,
        to: Timestamp,
        calendars: Option<&[CalendarId]>,
        zone: &TimeZone,
    ) -> Result<(AgentFreeBusy, Sights), Error> {
        let (sights, calendars) = self.counted(calendars).await?;
        let query = FreeBusyQuery { from, to, calendars: Some(calendars), ask: Ask::WhenStale };
        let found = Box::pin(self.engine.free_busy(&query)).await?;
        let busy = found.busy.iter().map(|one| (one.from, one.to));
        let told = AgentFreeBusy {
            busy: merged(busy, zone),
            unknown: unknown(&found.unknown, &sights),
            as_of: found.as_of,
            stale: found.stale,
        };
        Ok((told, sights))
    }

    /// Slots of the length that is asked for, in order, within the hours.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a window as in [`AgentSession::list_events`], or a length of nothing.
    pub async fn find_free_slots(&self, query: &AgentSlotQuery) -> Result<AgentSlots, Error> {
        check_window(query.from, query.to)?;
        if !query.duration.is_positive() {
            return Err(Error::Invalid("a slot must be longer than nothing".into()));
        }
        self.answered(self.known_slots(query)).await
    }

    async fn known_slots(&self, query: &AgentSlotQuery) -> Result<(AgentSlots, Sights), Error> {
        let (sights, calendars) = self.counted(None).await?;
        let asked = FreeQuery {
            hours: query.hours.clone(),
            buffer: query.buffer,
            limit: Some(query.limit.min(MOST_SLOTS)),
            calendars: Some(calendars),
            ..FreeQuery::new(query.duration, query.from, query.to, query.zone.clone())
        };
        let found = Box::pin(self.engine.find_free(&asked)).await?;
        let slots = found.slots.iter().map(|slot| AgentSpan {
            start: time::instant(slot.from, &query.zone),
            end: time::instant(slot.to, &query.zone),
        });
        let told = AgentSlots {
            slots: slots.collect(),
            unknown: unknown(&found.unknown, &sights),
            as_of: found.as_of,
            stale: found.stale,
        };
        Ok((told, sights))
    }

    /// The calendars that count: those named, or all that the agent may know of and the user did
    /// not leave out.
    async fn counted(
        &self,
        named: Option<&[CalendarId]>,
    ) -> Result<(Sights, Vec<CalendarId>), Error> {
        let (read, admitted) = self.read().await?;
        drop(read);
        let mut meant = admitted.sights.meant(named)?;
        if named.is_none() {
            let left_out = self.engine.free_time_settings().await?.left_out;
            meant.retain(|id| !left_out.contains(id));
        }
        Ok((admitted.sights, meant))
    }
}

/// The spans as few as can be: which calendar is busy within one is not told.
fn merged(busy: impl Iterator<Item = (Timestamp, Timestamp)>, zone: &TimeZone) -> Vec<AgentSpan> {
    let mut all: Vec<(Timestamp, Timestamp)> = busy.collect();
    all.sort_unstable();
    all.dedup_by(|next, last| {
        let touches = next.0 <= last.1;
        if touches {
            last.1 = last.1.max(next.1);
        }
        touches
    });
    let span =
        |(from, to)| AgentSpan { start: time::instant(from, zone), end: time::instant(to, zone) };
    all.into_iter().map(span).collect()
}

fn unknown(all: &[Unknown], sights: &Sights) -> Vec<AgentUnknown> {
    let known = all.iter().filter(|one| sights.of(one.calendar_id) > Sight::Hidden);
    known
        .map(|one| {
            let named = sights.of(one.calendar_id) >= Sight::Titles;
            AgentUnknown {
                calendar_id: one.calendar_id,
                name: named.then(|| Untrusted::new(&one.name, LONGEST_NAME)),
                reason: if named {
                    super::super::plain(&one.reason, LONGEST_NAME)
                } else {
                    "its times could not be read".into()
                },
            }
        })
        .collect()
}
