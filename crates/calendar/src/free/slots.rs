//! Gaps in what is taken that are long enough.

use jiff::{Timestamp, tz::TimeZone};

use super::{Span, WorkingHours, merge_busy};

/// What a free slot has to be.
#[derive(Clone, Debug)]
pub struct SlotQuery<'a> {
    /// How long it is at least, in seconds; at least 1 is asked for.
    pub duration: i64,
    /// Where it lies.
    pub within: Span,
    /// The hours it lies in; none for any.
    pub hours: Option<&'a WorkingHours>,
    /// The zone of the hours and of the steps.
    pub zone: &'a TimeZone,
    /// Seconds that are kept free before and after what is taken.
    pub buffer: i64,
    /// None gives each gap as a whole. So many seconds: slots of just the duration, none touching
    /// what another takes, that begin on a multiple of it after local midnight.
    pub step: Option<i64>,
    /// No more than these.
    pub limit: usize,
}

/// The free slots, in order. `busy` needs no order, and may overlap itself.
#[must_use]
pub fn free_slots(busy: Vec<Span>, query: &SlotQuery<'_>) -> Vec<Span> {
    let duration = query.duration.max(1);
    let buffer = query.buffer.max(0);
    let widened = busy.into_iter().filter(|span| span.start < span.end).map(|span| Span {
        start: span.start.saturating_sub(buffer),
        end: span.end.saturating_add(buffer),
    });
    let busy = merge_busy(widened.collect());
    let open = match query.hours {
        Some(hours) => hours.spans(query.within, query.zone),
        None => merge_busy(vec![query.within]),
    };
    let mut slots = Vec::new();
    let mut taken = busy.iter().peekable();
    for part in open {
        let mut from = part.start;
        while from < part.end && slots.len() < query.limit {
            while taken.next_if(|span| span.end <= from).is_some() {}
            let next = taken.peek().map_or(part.end, |span| span.start.min(part.end));
            add(&mut slots, Span { start: from, end: next }, duration, query);
            from = match taken.peek() {
                Some(span) if span.start < part.end => span.end,
                Some(_) | None => part.end,
            };
        }
    }
    slots.truncate(query.limit);
    slots
}

fn add(slots: &mut Vec<Span>, gap: Span, duration: i64, query: &SlotQuery<'_>) {
    let fits = |start: i64| gap.end.saturating_sub(start) >= duration;
    let Some(step) = query.step.filter(|step| *step > 0) else {
        if fits(gap.start) {
            slots.push(gap);
        }
        return;
    };
    let mut start = aligned(gap.start, step, query.zone);
    while fits(start) && slots.len() < query.limit {
        slots.push(Span { start, end: start.saturating_add(duration) });
        start = aligned(start.saturating_add(duration), step, query.zone);
    }
}

/// The first second from this one on that is a multiple of `step` after local midnight.
fn aligned(second: i64, step: i64, zone: &TimeZone) -> i64 {
    let Ok(at) = Timestamp::from_second(second) else { return i64::MAX };
    let time = zone.to_datetime(at).time();
    let past =
        i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    second.saturating_add((step - past % step) % step)
}
