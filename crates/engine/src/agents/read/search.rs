//! Events that an agent looks for by words.

use jiff::tz::TimeZone;
use kalends_store::search;

use super::event::{Versions, seen, target};
use crate::{AgentHit, AgentSession, CalendarId, Error, Sight, Untrusted, agents::Sights};

/// Events that are found at most.
const MOST: u32 = 50;
/// Longer questions are no words to look for.
const LONGEST: usize = 500;
const LONGEST_SNIPPET: usize = 500;

impl AgentSession {
    /// Events with all these words, best first, at most 50: in titles where titles are seen,
    /// anywhere where all is seen, nowhere else. Their times in `zone`.
    ///
    /// # Errors
    /// [`Error::CalendarNotFound`] as in [`AgentSession::list_events`]; [`Error::Invalid`] for a
    /// text that is too long.
    pub async fn search_events(
        &self,
        text: &str,
        calendars: Option<&[CalendarId]>,
        zone: &TimeZone,
        limit: u32,
    ) -> Result<Vec<AgentHit>, Error> {
        self.answered(self.known_hits(text, calendars, zone, limit)).await
    }

    async fn known_hits(
        &self,
        text: &str,
        calendars: Option<&[CalendarId]>,
        zone: &TimeZone,
        limit: u32,
    ) -> Result<(Vec<AgentHit>, Sights), Error> {
        if text.chars().count() > LONGEST {
            return Err(Error::Invalid(format!("the text has more than {LONGEST} characters")));
        }
        let (mut read, admitted) = self.read().await?;
        let sights = &admitted.sights;
        let meant = sights.meant(calendars)?;
        let of = |sight: Sight| -> Vec<CalendarId> {
            meant.iter().copied().filter(|id| sights.of(*id) == sight).collect()
        };
        let (titles, full) = (of(Sight::Titles), of(Sight::Full));
        let (now, limit) = (self.engine.now(), limit.min(MOST));
        let found = search::search_within(&mut read, text, now, limit, &titles, &full).await?;
        drop(read);
        let mut hits = Vec::with_capacity(found.len());
        let mut versions = Versions::new(&admitted);
        for hit in found {
            let original = hit.recurring.then_some(hit.original);
            let near = if hit.recurring { self.engine.near(hit.event_id).await? } else { None };
            let occurrence = match near {
                Some(near) => near,
                None => {
                    let found = self.engine.get_event(hit.event_id, original, zone);
                    match Box::pin(found).await {
                        // Gone between the two readings.
                        Err(error) if error.kind() == "not_found" => continue,
                        details => details?.occurrence,
                    }
                }
            };
            let sight = sights.of(occurrence.calendar_id);
            if sight < Sight::Titles {
                continue;
            }
            let mut event = seen(&occurrence, sight, zone);
            let mut read = self.engine.inner.store.read().await?;
            event.base_version = versions.of(&mut read, target(&occurrence)).await?;
            let snippet = Untrusted::new(&hit.snippet, LONGEST_SNIPPET);
            hits.push(AgentHit { event, snippet: (sight == Sight::Full).then_some(snippet) });
        }
        Ok((hits, admitted.sights))
    }
}
