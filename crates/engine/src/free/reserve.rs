//! Booking a slot that is free at the moment of writing.
//!
//! What Google says is asked before; then one write transaction looks again at all that is stored,
//! and makes the event. No other process writes meanwhile, so of two who want a slot one gets it.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_calendar::{
    When, Window, Zone,
    conflicts::Rules,
    free::{SlotQuery, Span, WorkingHours, free_slots},
};
use kalends_store::{CalendarId, Write};

use super::{
    check_duration, check_span, load_settings,
    look::{Both, Looked, apart, look},
    slot,
    sources::{Source, list_sources},
};
use crate::{
    Engine, Error, EventChange, FreeSlot, FreeTimeSettings, Notify, Reservation, ReserveWhen,
    Reserved, Slot, SlotConflict,
    conflicts::{find_copies, once, rules},
};

/// How far alternatives are looked for.
const AHEAD: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How many are handed back.
const ALTERNATIVES: usize = 3;
/// Booked slots and alternatives begin on a multiple of so many seconds after midnight.
const STEP: i64 = 900;

/// A reservation in numbers.
struct Wanted<'a> {
    duration: i64,
    buffer: i64,
    /// The slot, or where it is to be.
    within: Span,
    is_exact: bool,
    zone: &'a TimeZone,
    hours: &'a WorkingHours,
}

impl Engine {
    /// Books a slot if it is free at the moment of writing: of two who want the same at once, in
    /// whatever processes, one gets it. Nobody is mailed.
    ///
    /// # Errors
    /// When the calendar takes no events; [`Error::Invalid`] for a slot that has begun. A slot that is
    /// taken is no error.
    pub async fn reserve(&self, reservation: &Reservation) -> Result<Reserved, Error> {
        let now = self.now();
        let (settings, mut sources) = {
            let mut read = self.inner.store.read().await?;
            let settings = load_settings(&mut read).await?;
            let asked = reservation.calendars.as_deref();
            let sources = list_sources(&mut read, &settings, asked, now).await?;
            (settings, sources)
        };
        let hours = reservation.hours.as_ref().unwrap_or(&settings.hours);
        let wanted = wanted(reservation, &settings, hours, now)?;
        let around = Span {
            start: wanted.within.start.saturating_sub(wanted.buffer),
            end: wanted.within.end.saturating_add(AHEAD.as_secs() + wanted.buffer),
        };
        let answers = Box::pin(self.ask_google(&sources, around, reservation.ask)).await?;

        let mut write = self.inner.store.begin().await?;
        let base = EventChange { calendar: reservation.calendar, ..EventChange::default() };
        let place = self.place_of_new(&mut write, &base).await?;
        self.add_place(&mut write, &mut sources, &settings, place.calendar.id, now).await?;
        let window = self.window(around)?;
        let looked = look(&mut write, &window, &sources, &answers, Both::Either, None, now).await?;
        let free = |within: Span, hours: Option<&WorkingHours>, limit: usize| {
            let spans = looked.spans.iter().map(|(span, _)| *span).collect();
            let query = SlotQuery {
                duration: wanted.duration,
                within,
                hours,
                zone: wanted.zone,
                buffer: wanted.buffer,
                step: (!wanted.is_exact || limit > 1).then_some(STEP),
                limit,
            };
            free_slots(spans, &query)
        };
        let is_known = looked.unknown.is_empty() || reservation.accept_unknown;
        let hours = (!wanted.is_exact).then_some(wanted.hours);
        let found = free(wanted.within, hours, 1).first().copied().filter(|_| is_known);
        let Some(found) = found else {
            let later = Span { start: wanted.within.start.max(now.as_second()), end: around.end };
            // Of what nobody can read none is known to be free.
            let most = if is_known { ALTERNATIVES } else { 0 };
            let alternatives = free(later, Some(wanted.hours), most);
            let alternatives = alternatives.into_iter().map(slot).collect();
            let by = self.in_the_way(&mut write, reservation, &wanted, &sources).await?;
            return Ok(taken(looked, by, alternatives, &wanted));
        };
        let found = slot(found);
        let title = filled(&reservation.title, found, wanted.zone);
        let change = EventChange {
            calendar: Some(place.calendar.id),
            title: Some(title.clone()),
            time: Some((when(found.from, wanted.zone), when(found.to, wanted.zone))),
            location: Some(reservation.location.clone()),
            notes: Some(reservation.notes.clone()),
            ..EventChange::default()
        };
        let edited = Box::pin(self.create_in(write, change, Notify::None)).await?;
        Ok(Reserved::Booked { edited, title, slot: found })
    }

    /// The calendar that takes the event has to be free too.
    async fn add_place(
        &self,
        write: &mut Write,
        sources: &mut Vec<Source>,
        settings: &FreeTimeSettings,
        id: CalendarId,
        now: Timestamp,
    ) -> Result<(), Error> {
        if !sources.iter().any(|source| source.id == id) {
            sources.extend(list_sources(write, settings, Some(&[id]), now).await?);
        }
        Ok(())
    }

    fn window(&self, span: Span) -> Result<Window, Error> {
        let instant = |second: i64| Timestamp::from_second(second);
        let outside = |_| Error::Invalid("that is outside the years known here".into());
        Ok(Window {
            start: instant(span.start).map_err(outside)?,
            end: instant(span.end).map_err(outside)?,
            zone: self.zone(),
        })
    }

    /// Which events of this computer an exact slot would collide with.
    async fn in_the_way(
        &self,
        write: &mut Write,
        reservation: &Reservation,
        wanted: &Wanted<'_>,
        sources: &[Source],
    ) -> Result<Vec<SlotConflict>, Error> {
        if !wanted.is_exact {
            return Ok(Vec::new());
        }
        let slot = slot(wanted.within);
        let slot = Slot {
            start: when(slot.from, wanted.zone),
            end: when(slot.to, wanted.zone),
            calendar: None,
            not: None,
            place: reservation.location.clone(),
        };
        let rules = Rules { buffer_s: wanted.buffer, ..rules(&FreeTimeSettings::default()) };
        let calendars: Vec<CalendarId> = sources.iter().map(|source| source.id).collect();
        let copies = find_copies(write, &slot, None, &self.zone(), &rules, &calendars).await?;
        Ok(once(copies))
    }
}

fn wanted<'a>(
    reservation: &'a Reservation,
    settings: &FreeTimeSettings,
    hours: &'a WorkingHours,
    now: Timestamp,
) -> Result<Wanted<'a>, Error> {
    let duration = check_duration(reservation.duration)?;
    let own = SignedDuration::from_mins(i64::from(settings.buffer_minutes));
    let buffer = reservation.buffer.unwrap_or(own).as_secs().max(0);
    let (within, is_exact) = match reservation.when {
        ReserveWhen::At(at) => {
            if at < now {
                return Err(Error::Invalid(
                    "that time is over: nothing can be booked in it".into(),
                ));
            }
            let start = at.as_second();
            (Span { start, end: start.saturating_add(duration) }, true)
        }
        ReserveWhen::First { from, to } => {
            let from = from.max(now);
            check_span(from, to)?;
            (Span { start: from.as_second(), end: to.as_second() }, false)
        }
    };
    Ok(Wanted { duration, buffer, within, is_exact, zone: &reservation.zone, hours })
}

fn taken(
    looked: Looked,
    by: Vec<SlotConflict>,
    alternatives: Vec<FreeSlot>,
    wanted: &Wanted<'_>,
) -> Reserved {
    let around = Span {
        start: wanted.within.start.saturating_sub(wanted.buffer),
        end: wanted.within.end.saturating_add(wanted.buffer),
    };
    let busy = apart(&looked.spans, around);
    Reserved::Taken { by, busy, unknown: looked.unknown, alternatives }
}

/// The instant as the event writes it; in UTC where the clock on the wall shows it twice.
fn when(at: Timestamp, zone: &TimeZone) -> When {
    let written = When::Zoned(zone.to_datetime(at), Zone::from(zone.clone()));
    if written.resolve(&TimeZone::UTC) == at {
        return written;
    }
    When::Zoned(TimeZone::UTC.to_datetime(at), Zone::utc())
}

/// The title with the slot's times in the place of their names.
fn filled(title: &str, slot: FreeSlot, zone: &TimeZone) -> String {
    let (start, end) = (slot.from.to_zoned(zone.clone()), slot.to.to_zoned(zone.clone()));
    title
        .replace("{date}", &start.strftime("%Y-%m-%d").to_string())
        .replace("{weekday}", &start.strftime("%A").to_string())
        .replace("{start}", &start.strftime("%H:%M").to_string())
        .replace("{end}", &end.strftime("%H:%M").to_string())
}
