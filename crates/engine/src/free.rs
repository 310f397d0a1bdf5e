//! Free time: when calendars are taken, when there is room, and taking it.
//!
//! What is mirrored answers by itself; Google is asked for the rest, and what it said is kept with
//! its time. What is not known is told as such: it is never free.

mod ask;
mod look;
mod reserve;
mod sources;

use jiff::{SignedDuration, Timestamp};
use kalends_calendar::{
    Window,
    free::{SlotQuery, Span, free_slots},
};
use kalends_store::{SqliteConnection, settings};

pub(crate) use self::sources::mirrored;
use self::{
    look::{Both, look},
    sources::list_sources,
};
use crate::{
    Ask, CalendarId, Engine, EngineEvent, Error, FreeBusy, FreeBusyQuery, FreeQuery, FreeSlot,
    FreeSlots, FreeTimeSettings, SlotCheck, SlotState, conflicts::Own,
};

const KEY: &str = "free_time";
/// The longest span that is looked at.
const LONGEST: SignedDuration = SignedDuration::from_hours(400 * 24);
/// A gap between two events is shorter than this.
const MOST_MINUTES: u32 = 24 * 60;

impl Engine {
    /// What the user wants of free time and conflicts; the defaults before any choice.
    pub async fn free_time_settings(&self) -> Result<FreeTimeSettings, Error> {
        let mut read = self.inner.store.read().await?;
        load_settings(&mut read).await
    }

    /// Keeps what the user wants of free time and conflicts.
    pub async fn set_free_time_settings(&self, chosen: &FreeTimeSettings) -> Result<(), Error> {
        let longest = chosen.buffer_minutes.max(chosen.travel_minutes.unwrap_or(0));
        if longest > MOST_MINUTES {
            return Err(Error::Invalid("a gap between events is a day at most".into()));
        }
        let mut write = self.inner.store.begin().await?;
        settings::set(&mut write, KEY, chosen).await?;
        write.commit().await?;
        self.know_conflicts().await;
        self.tell(EngineEvent::ConflictsChanged);
        Ok(())
    }

    /// When calendars are taken, from what is mirrored here and what Google says of the others.
    ///
    /// Answers without a network too, and says what it does not know.
    pub async fn free_busy(&self, query: &FreeBusyQuery) -> Result<FreeBusy, Error> {
        check_span(query.from, query.to)?;
        let now = self.now();
        let span = Span { start: query.from.as_second(), end: query.to.as_second() };
        let sources = {
            let mut read = self.inner.store.read().await?;
            let settings = load_settings(&mut read).await?;
            list_sources(&mut read, &settings, query.calendars.as_deref(), now).await?
        };
        let answers = Box::pin(self.ask_google(&sources, span, query.ask)).await?;
        let zone = self.zone();
        let window = Window { start: query.from, end: query.to, zone };
        let mut read = self.inner.store.read().await?;
        let looked = look(&mut read, &window, &sources, &answers, Both::Newer, None, now).await?;
        Ok(looked.told(span, answers))
    }

    /// When there is time.
    pub async fn find_free(&self, query: &FreeQuery) -> Result<FreeSlots, Error> {
        self.find_free_beside(query, None).await
    }

    /// As [`Engine::find_free`]; `own` is an event that does not count as taken.
    pub(crate) async fn find_free_beside(
        &self,
        query: &FreeQuery,
        own: Option<&Own>,
    ) -> Result<FreeSlots, Error> {
        check_span(query.from, query.to)?;
        let duration = check_duration(query.duration)?;
        let now = self.now();
        let (settings, sources) = {
            let mut read = self.inner.store.read().await?;
            let settings = load_settings(&mut read).await?;
            let asked = query.calendars.as_deref();
            let sources = list_sources(&mut read, &settings, asked, now).await?;
            (settings, sources)
        };
        let wanted = SignedDuration::from_mins(i64::from(settings.buffer_minutes));
        let buffer = query.buffer.unwrap_or(wanted).max(SignedDuration::ZERO);
        let around = Window {
            start: query.from.checked_sub(buffer).unwrap_or(Timestamp::MIN),
            end: query.to.checked_add(buffer).unwrap_or(Timestamp::MAX),
            zone: self.zone(),
        };
        let span = Span { start: around.start.as_second(), end: around.end.as_second() };
        let answers = Box::pin(self.ask_google(&sources, span, query.ask)).await?;
        let mut read = self.inner.store.read().await?;
        let looked = look(&mut read, &around, &sources, &answers, Both::Newer, own, now).await?;
        let slots = free_slots(
            looked.spans.iter().map(|(span, _)| *span).collect(),
            &SlotQuery {
                duration,
                within: Span { start: query.from.as_second(), end: query.to.as_second() },
                hours: Some(query.hours.as_ref().unwrap_or(&settings.hours)),
                zone: &query.zone,
                buffer: buffer.as_secs(),
                step: query.step.map(|step| step.as_secs()),
                limit: query.limit.unwrap_or(usize::MAX),
            },
        );
        Ok(FreeSlots {
            slots: slots.into_iter().map(slot).collect(),
            unknown: looked.unknown,
            as_of: looked.as_of,
            stale: looked.stale,
            problem: answers.problem,
        })
    }

    /// Whether a span is free.
    pub async fn check_slot(
        &self,
        from: Timestamp,
        to: Timestamp,
        calendars: Option<&[CalendarId]>,
        ask: Ask,
    ) -> Result<SlotCheck, Error> {
        let calendars = calendars.map(<[CalendarId]>::to_vec);
        let known = self.free_busy(&FreeBusyQuery { from, to, calendars, ask }).await?;
        let state = match (known.busy.is_empty(), known.unknown.is_empty()) {
            (false, _) => SlotState::Busy,
            (true, false) => SlotState::Unknown,
            (true, true) => SlotState::Free,
        };
        Ok(SlotCheck {
            state,
            busy: known.busy,
            unknown: known.unknown,
            as_of: known.as_of,
            stale: known.stale,
            problem: known.problem,
        })
    }
}

pub(crate) async fn load_settings(conn: &mut SqliteConnection) -> Result<FreeTimeSettings, Error> {
    Ok(settings::get(conn, KEY).await?.unwrap_or_default())
}

/// # Errors
/// For a span that ends before it begins, and for one that is longer than anybody looks.
pub(crate) fn check_span(from: Timestamp, to: Timestamp) -> Result<(), Error> {
    if from >= to {
        return Err(Error::Invalid("the span ends before it begins".into()));
    }
    if to.duration_since(from) > LONGEST {
        return Err(Error::Invalid("the span is longer than 400 days".into()));
    }
    Ok(())
}

/// In seconds.
fn check_duration(duration: SignedDuration) -> Result<i64, Error> {
    if duration < SignedDuration::from_secs(60) || duration > LONGEST {
        return Err(Error::Invalid("a slot lasts from a minute to 400 days".into()));
    }
    Ok(duration.as_secs())
}

fn slot(span: Span) -> FreeSlot {
    let instant = |second: i64| Timestamp::from_second(second).unwrap_or_default();
    FreeSlot { from: instant(span.start), to: instant(span.end) }
}
