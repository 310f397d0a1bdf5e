//! One occurrence as an agent may see it.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use kalends_calendar::{Attendee, Person};
use kalends_store::{SqliteConnection, StoredEvent, events};

use super::{calendars::LONGEST_NAME, time};
use crate::{
    AgentEvent, AgentEventDetails, AgentPerson, AgentSession, Error, EventDetails, EventId,
    Occurrence, Sight, Target, TargetId, Untrusted,
    agents::{Sights, session::Admitted, version},
    edits::row::find,
};

const LONGEST_TITLE: usize = 500;
const LONGEST_PLACE: usize = 1000;
const LONGEST_NOTES: usize = 20_000;
const LONGEST_LINK: usize = 2000;
/// More guests than these are left out.
const MOST_GUESTS: usize = 500;

impl AgentSession {
    /// One occurrence in full, its times in `zone`. Without an original start that is the only one,
    /// or of a series the next one, else the last.
    ///
    /// # Errors
    /// [`Error::EventNotFound`], the same one for what does not exist, was deleted, or may not be
    /// seen.
    pub async fn get_event(&self, id: TargetId, zone: &TimeZone) -> Result<AgentEvent, Error> {
        self.answered(self.known_event(id, zone)).await
    }

    async fn known_event(
        &self,
        id: TargetId,
        zone: &TimeZone,
    ) -> Result<(AgentEvent, Sights), Error> {
        let not_found = || Error::EventNotFound(id.to_string());
        let (mut read, admitted) = self.read().await?;
        // Before anything of it is read, so that no failure tells of it.
        let found = find(&mut read, id.0.event_id).await.map_err(|_| not_found())?;
        drop(read);
        let sight = found.map_or(Sight::Hidden, |found| admitted.sights.of(found.calendar_id));
        if sight < Sight::Titles {
            return Err(not_found());
        }
        let details = Box::pin(self.engine.get_event(id.0.event_id, id.0.original, zone)).await;
        let details = match details {
            Err(error) if error.kind() == "not_found" => return Err(not_found()),
            details => details?,
        };
        let sight = admitted.sights.of(details.occurrence.calendar_id);
        if sight < Sight::Titles {
            return Err(not_found());
        }
        let mut read = self.engine.inner.store.read().await?;
        let mut versions = Versions::new(&admitted);
        let mut event = seen(&details.occurrence, sight, zone);
        event.base_version = versions.of(&mut read, target(&details.occurrence)).await?;
        if let Some(rest) = &mut event.details {
            complete(rest, &details);
        }
        Ok((event, admitted.sights))
    }
}

/// What names an occurrence.
pub(super) fn target(one: &Occurrence) -> Target {
    let original = one.recurring.then(|| one.original.seconds());
    Target { event_id: one.event_id, original }
}

/// An occurrence cut down to what is seen of its calendar. It has no version yet.
pub(super) fn seen(one: &Occurrence, sight: Sight, zone: &TimeZone) -> AgentEvent {
    let titled = sight >= Sight::Titles;
    AgentEvent {
        event_id: titled.then(|| TargetId(target(one))),
        calendar_id: one.calendar_id,
        sight,
        start: time::when(&one.start, zone),
        end: time::when(&one.end, zone),
        all_day: one.all_day(),
        time_zone: time::zone_of(&one.start).filter(|_| titled),
        busy: one.busy,
        title: titled.then(|| Untrusted::new(&one.title, LONGEST_TITLE)),
        status: titled.then_some(one.status),
        recurring: titled.then_some(one.recurring),
        base_version: None,
        details: (sight == Sight::Full).then(|| AgentEventDetails {
            location: Untrusted::new(&one.location, LONGEST_PLACE),
            join_url: one.join_url.as_deref().map(|link| Untrusted::new(link, LONGEST_LINK)),
            my_response: one.my_response,
            original_start: time::when(&one.original, zone),
            ..AgentEventDetails::default()
        }),
    }
}

/// Adds what lists leave out.
fn complete(rest: &mut AgentEventDetails, details: &EventDetails) {
    rest.description = Some(Untrusted::new(&details.notes, LONGEST_NOTES));
    rest.organizer = details.organizer.as_ref().map(|one| person(one, None));
    let guests = details.people.iter().take(MOST_GUESTS);
    rest.guests = Some(guests.map(|one| person(&one.person, Some(one))).collect());
    rest.recurrence =
        details.repeats.iter().flat_map(|rules| rules.lines()).map(String::from).collect();
}

fn person(person: &Person, guest: Option<&Attendee>) -> AgentPerson {
    AgentPerson {
        name: Untrusted::new(&person.name, LONGEST_NAME),
        email: Untrusted::new(&person.email, LONGEST_NAME),
        response: guest.map(|guest| guest.participation),
        optional: guest.is_some_and(|guest| guest.role == kalends_calendar::Role::Optional),
    }
}

/// The versions of events for one agent; each event is read once.
pub(super) struct Versions<'a> {
    key: &'a [u8; 32],
    read: HashMap<EventId, Option<(StoredEvent, Vec<StoredEvent>)>>,
}

impl<'a> Versions<'a> {
    pub(super) fn new(admitted: &'a Admitted) -> Self {
        Self { key: &admitted.agent.cursor_key, read: HashMap::new() }
    }

    /// None for what is gone.
    pub(super) async fn of(
        &mut self,
        conn: &mut SqliteConnection,
        target: Target,
    ) -> Result<Option<String>, Error> {
        let id = target.event_id;
        let rows = match self.read.remove(&id) {
            Some(rows) => rows,
            None => match find(conn, id).await?.filter(|stored| stored.deleted_at.is_none()) {
                Some(stored) => Some((stored, events::list_overrides(conn, id).await?)),
                None => None,
            },
        };
        let rows = self.read.entry(id).or_insert(rows);
        match rows {
            Some((stored, changes)) => {
                version::of(self.key, stored, changes, target.original).map(Some)
            }
            None => Ok(None),
        }
    }
}
