//! What takes place, page by page.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_calendar::{
    Window,
    free::{Span, merge_busy},
};

use super::{
    event::{Versions, seen, target},
    time,
};
use crate::{
    AgentEvent, AgentEvents, AgentSession, AgentWindow, CalendarId, Error, Occurrence, Problem,
    Scope, Sight, Target,
    agents::{Sights, cursor, token},
};

/// Occurrences on a page.
const PAGE: usize = 100;
/// The longest window.
const LONGEST: SignedDuration = SignedDuration::from_hours(400 * 24);

/// An entry of the list, and what it is sorted by: its instants and what may be seen of it.
struct Entry {
    key: (i64, i64, String, CalendarId, Option<(crate::EventId, i64)>),
    target: Option<Target>,
    event: AgentEvent,
}

impl AgentSession {
    /// What takes place in a window of at most 400 days, by start, end and title. Of calendars of
    /// which busy times alone are seen: when they are busy, put together, whatever is there.
    ///
    /// # Errors
    /// [`Error::CalendarNotFound`], the same one for what does not exist or is hidden;
    /// [`Error::Invalid`] for a window that is empty or too long; of kind `cursor` for one that is
    /// none.
    pub async fn list_events(&self, window: &AgentWindow) -> Result<AgentEvents, Error> {
        check_window(window.from, window.to)?;
        self.answered(self.known_events(window)).await
    }

    async fn known_events(&self, window: &AgentWindow) -> Result<(AgentEvents, Sights), Error> {
        let (read, admitted) = self.read().await?;
        drop(read);
        let key = &admitted.agent.cursor_key;
        let purpose = purpose(window);
        let skip = match &window.cursor {
            None => 0,
            Some(text) => {
                let [skip] = cursor::open(key, &purpose, text).ok_or_else(no_cursor)?;
                usize::try_from(skip).map_err(|_| no_cursor())?
            }
        };
        let meant = admitted.sights.meant(window.calendars.as_deref())?;
        let found = self.engine.list_occurrences(&asked(window, &window.zone), &Scope::All).await?;
        // A day is busy where the user is: if it moved with the zone, that would tell that it is one.
        let home = self.engine.zone();
        let at_home = if home == window.zone {
            found.clone()
        } else {
            self.engine.list_occurrences(&asked(window, &home), &Scope::All).await?
        };
        let mut all: Vec<Entry> = Vec::new();
        for calendar in &meant {
            let own = |one: &&Occurrence| one.calendar_id == *calendar;
            match admitted.sights.of(*calendar) {
                Sight::Hidden => {}
                Sight::Busy => {
                    let own = at_home.iter().filter(own);
                    all.extend(busy(*calendar, own, &home, &window.zone));
                }
                sight @ (Sight::Titles | Sight::Full) => {
                    let own = found.iter().filter(own);
                    all.extend(own.map(|one| entry(one, sight, &window.zone)));
                }
            }
        }
        all.sort_by(|a, b| a.key.cmp(&b.key));
        let more = all.len() > skip.saturating_add(PAGE);
        let mut events = Vec::with_capacity(PAGE.min(all.len()));
        let mut read = self.engine.inner.store.read().await?;
        let mut versions = super::event::Versions::new(&admitted);
        for mut entry in all.into_iter().skip(skip).take(PAGE) {
            entry.event.base_version = version(&mut versions, &mut read, entry.target).await?;
            events.push(entry.event);
        }
        let next = i64::try_from(skip + PAGE).unwrap_or(i64::MAX);
        let next_cursor =
            if more { Some(cursor::seal(key, &purpose, token::nonce()?, &[next])) } else { None };
        Ok((AgentEvents { events, next_cursor }, admitted.sights))
    }
}

fn asked(window: &AgentWindow, zone: &TimeZone) -> Window {
    Window { start: window.from, end: window.to, zone: zone.clone() }
}

async fn version(
    versions: &mut Versions<'_>,
    read: &mut kalends_store::SqliteConnection,
    target: Option<Target>,
) -> Result<Option<String>, Error> {
    match target {
        Some(target) => versions.of(read, target).await,
        None => Ok(None),
    }
}

/// A cursor holds for the window it was made for.
fn purpose(window: &AgentWindow) -> String {
    format!("events {} {} {:?}", window.from, window.to, window.calendars)
}

fn entry(one: &Occurrence, sight: Sight, zone: &TimeZone) -> Entry {
    let event = seen(one, sight, zone);
    let name = (one.event_id, one.original.seconds());
    let title = event.title.as_ref().map_or("", |title| title.as_str()).to_owned();
    let (start, end) = span(one, zone);
    Entry {
        key: (start, end, title, one.calendar_id, Some(name)),
        target: Some(target(one)),
        event,
    }
}

/// When a calendar is busy, for a user at `home`, written in `zone`: neither how many events there
/// are nor which of them take whole days.
fn busy<'a>(
    calendar: CalendarId,
    own: impl Iterator<Item = &'a Occurrence>,
    home: &TimeZone,
    zone: &'a TimeZone,
) -> Vec<Entry> {
    let spans = own.filter(|one| one.busy).map(|one| {
        let (start, end) = span(one, home);
        Span { start, end }
    });
    let merged = merge_busy(spans.collect()).into_iter();
    let instant =
        |second: i64| time::instant(Timestamp::from_second(second).unwrap_or_default(), zone);
    merged
        .map(|span| Entry {
            key: (span.start, span.end, String::new(), calendar, None),
            target: None,
            event: AgentEvent {
                event_id: None,
                calendar_id: calendar,
                sight: Sight::Busy,
                start: instant(span.start),
                end: instant(span.end),
                all_day: false,
                time_zone: None,
                busy: true,
                title: None,
                status: None,
                recurring: None,
                base_version: None,
                details: None,
            },
        })
        .collect()
}

fn span(one: &Occurrence, zone: &TimeZone) -> (i64, i64) {
    (one.start.resolve(zone).as_second(), one.end.resolve(zone).as_second())
}

/// # Errors
/// [`Error::Invalid`] for a window that is empty or longer than 400 days.
pub(super) fn check_window(from: Timestamp, to: Timestamp) -> Result<(), Error> {
    if to <= from {
        return Err(Error::Invalid("the window is empty: its end is not after its start".into()));
    }
    if to.duration_since(from) > LONGEST {
        return Err(Error::Invalid("the window is longer than 400 days: ask in parts".into()));
    }
    Ok(())
}

/// What was handed over is no cursor of this agent for this question.
fn no_cursor() -> Error {
    Error::Refused(Problem::new(
        "cursor",
        "the cursor does not belong to this question",
        "Leave it out and begin again; hand cursors back unchanged, with the same window.",
    ))
}
