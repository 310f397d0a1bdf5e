//! One occurrence in full, for the pane beside the grid and for `event show`.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_calendar::{AlarmTrigger, When, Window, recurrence::describe};
use kalends_store::{
    Lock, Series as StoredSeries, StoredEvent, Unsent, events,
    occurrences::{self, Drawn},
};

use crate::{
    AccountKind, CalendarView, Engine, Error, EventDetails, EventId, Occurrence, ZonedTime,
    edits::place::Place,
    notes,
    occurrences::{expand_all, of_parts},
};

const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Engine {
    /// One occurrence in full, with its time in `zone`. Without `original` that is the only one, or
    /// of a series the next one, else the last.
    pub async fn get_event(
        &self,
        id: EventId,
        original: Option<i64>,
        zone: &TimeZone,
    ) -> Result<EventDetails, Error> {
        let not_found = || Error::EventNotFound(id.to_string());
        let (stored, series) = {
            let mut read = self.inner.store.read().await?;
            let stored = events::get(&mut read, id).await?;
            if stored.deleted_at.is_some() {
                return Err(not_found());
            }
            let master = stored.master_id.unwrap_or(stored.id);
            let series = occurrences::get_series(&mut read, master).await?;
            (stored, series)
        };
        let asked = match (&stored.master_id, &stored.event.recurrence_id) {
            (Some(_), Some(recurrence)) => original.or_else(|| Some(recurrence.original.seconds())),
            _ => original,
        };
        let (occurrence, stored) = match &series {
            None => (alone(&stored), stored),
            Some(series) => {
                let found = match asked {
                    Some(original) => at_original(series, original, zone),
                    None => nearest(series, self.now(), zone),
                };
                let (occurrence, drawn_by) = found.ok_or_else(not_found)?;
                let mut read = self.inner.store.read().await?;
                (occurrence, events::get(&mut read, drawn_by).await?)
            }
        };
        let place = {
            let mut read = self.inner.store.read().await?;
            Place::load(&mut read, stored.calendar_id).await?
        };
        let rights = place.rights(&stored.event);
        let mut occurrence = occurrence;
        occurrence.editable = rights.shared;
        let mut queued = None;
        if stored.unsent != Unsent::None {
            queued = self.queued(stored.id).await?;
        }
        let (recurrence, first) = match series {
            Some(series) => (series.recurrence, series.start),
            None => (stored.event.recurrence.clone(), stored.event.start.clone()),
        };
        let repeats = (!recurrence.rules.is_empty()).then(|| recurrence.rules.join("\n"));
        let calendar = self.get_calendar(stored.calendar_id).await?;
        let here = zoned(&occurrence, zone);
        let event = stored.event;
        Ok(EventDetails {
            there: own_zone(&occurrence)
                .map(|own| zoned(&occurrence, &own))
                .filter(|there| (there.start, there.end) != (here.start, here.end)),
            here,
            source: source(&calendar),
            calendar_name: calendar.name,
            hue: calendar.hue,
            organizer: event.organizer,
            people: event.attendees,
            notes_html: match &event.description_html {
                Some(html) => notes::sanitize(html),
                None => notes::from_text(&event.description),
            },
            notes: event.description,
            repeats_text: match recurrence.rules.as_slice() {
                [rule] => Some(describe(rule, &first)).filter(|text| !text.is_empty()),
                _ => None,
            },
            repeats,
            url: event.url.filter(|url| {
                ["https:", "http:"]
                    .iter()
                    .any(|scheme| url.to_ascii_lowercase().starts_with(scheme))
            }),
            updated: event.last_modified.or(event.created),
            rights,
            people_hidden: event.shared.attendees_omitted,
            kind: event.shared.kind,
            attachments: event.shared.attachments,
            visibility: event.visibility,
            queued,
            alarms: event
                .alarms
                .iter()
                .filter_map(|alarm| match alarm.trigger {
                    AlarmTrigger::FromStart(offset) => Some(-offset.as_mins()),
                    AlarmTrigger::FromEnd(_) | AlarmTrigger::At(_) => None,
                })
                .collect(),
            occurrence,
        })
    }

    /// The occurrence of a series that is next, else the last one; none for what is no series.
    pub(crate) async fn near(&self, id: EventId) -> Result<Option<Occurrence>, Error> {
        let mut read = self.inner.store.read().await?;
        let Some(series) = occurrences::get_series(&mut read, id).await? else { return Ok(None) };
        let zone = &self.zone();
        Ok(nearest(&series, self.now(), zone).map(|(occurrence, _)| occurrence))
    }
}

/// An event that is its only occurrence.
fn alone(stored: &StoredEvent) -> Occurrence {
    let event = &stored.event;
    let drawn = Arc::new(Drawn {
        id: stored.id,
        calendar_id: stored.calendar_id,
        uid: event.uid.clone(),
        title: event.summary.clone(),
        location: event.location.clone(),
        join_url: event.join_url.clone(),
        color: event.color.clone(),
        status: event.status,
        transparency: event.transparency,
        visibility: event.visibility,
        my_response: stored.my_response,
        flags: event.flags.clone(),
        unsent: stored.unsent,
        lock: Lock::of(event),
    });
    let original = event.recurrence_id.as_ref().map_or(&event.start, |id| &id.original).clone();
    of_parts(stored.id, &drawn, event.start.clone(), event.end.clone(), original, false)
}

/// The occurrence with this original start, and the event that draws it.
fn at_original(
    series: &StoredSeries,
    original: i64,
    zone: &TimeZone,
) -> Option<(Occurrence, EventId)> {
    let at = Timestamp::from_second(original).ok()?;
    [DAY * 2, DAY * 400].into_iter().find_map(|around| {
        let window = window(at, -around, around, zone);
        expand_all(series, &window).into_iter().find(|(one, _)| one.original.seconds() == original)
    })
}

/// The occurrence under way or next at `now`, else the last one.
fn nearest(
    series: &StoredSeries,
    now: Timestamp,
    zone: &TimeZone,
) -> Option<(Occurrence, EventId)> {
    const REACHES: [SignedDuration; 3] = [
        SignedDuration::from_hours(40 * 24),
        SignedDuration::from_hours(400 * 24),
        SignedDuration::from_hours(20 * 366 * 24),
    ];
    let ahead = REACHES.into_iter().find_map(|reach| {
        expand_all(series, &window(now, SignedDuration::ZERO, reach, zone)).into_iter().next()
    });
    ahead.or_else(|| {
        REACHES.into_iter().find_map(|reach| {
            expand_all(series, &window(now, -reach, SignedDuration::ZERO, zone)).into_iter().last()
        })
    })
}

fn window(at: Timestamp, from: SignedDuration, to: SignedDuration, zone: &TimeZone) -> Window {
    Window {
        start: at.checked_add(from).unwrap_or(Timestamp::MIN),
        end: at.checked_add(to).unwrap_or(Timestamp::MAX),
        zone: zone.clone(),
    }
}

fn own_zone(occurrence: &Occurrence) -> Option<TimeZone> {
    match &occurrence.start {
        When::Zoned(_, zone) => Some(zone.time_zone().clone()),
        When::Date(_) | When::Floating(_) => None,
    }
}

fn zoned(occurrence: &Occurrence, zone: &TimeZone) -> ZonedTime {
    let (start, end) = occurrence.local(zone);
    let all_day = occurrence.all_day();
    if all_day {
        return ZonedTime { zone: String::new(), abbreviation: String::new(), start, end, all_day };
    }
    let at = occurrence.start.resolve(zone);
    ZonedTime {
        zone: kalends_calendar::Zone::from(zone.clone()).id(),
        abbreviation: zone.to_offset_info(at).abbreviation().to_owned(),
        start,
        end,
        all_day,
    }
}

fn source(calendar: &CalendarView) -> String {
    match (&calendar.feed, calendar.account_kind) {
        (Some(feed), _) => feed.address.clone(),
        (None, AccountKind::Sample) => "Sample".into(),
        (None, AccountKind::Local) => "On this computer".into(),
        (None, AccountKind::Google | AccountKind::Feed) => calendar.account_name.clone(),
    }
}
