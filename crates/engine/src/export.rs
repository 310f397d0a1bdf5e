//! Events as one iCalendar text.

use std::collections::HashSet;

use kalends_calendar::{
    Window,
    text::{Export, write_calendar},
};
use kalends_store::{StoredEvent, calendars, events};

use crate::{CalendarId, Engine, Error, EventId, Scope};

const PAGE: u32 = 1000;

impl Engine {
    /// One VCALENDAR of the stored text, as its sources wrote it. A window keeps the events with an
    /// occurrence in it, a series as a whole.
    pub async fn export(&self, scope: &Scope, window: Option<&Window>) -> Result<Vec<u8>, Error> {
        let inside: Option<HashSet<EventId>> = match window {
            Some(window) => {
                let found = self.list_occurrences(window, scope).await?;
                Some(found.into_iter().map(|one| one.event_id).collect())
            }
            None => None,
        };
        let wanted = |stored: &StoredEvent| {
            let id = stored.master_id.unwrap_or(stored.id);
            inside.as_ref().is_none_or(|inside| inside.contains(&id))
        };
        let mut read = self.inner.store.read().await?;
        let chosen = |calendar: &(CalendarId, bool)| match scope {
            Scope::Visible => calendar.1,
            Scope::All => true,
            Scope::Calendar(id) => calendar.0 == *id,
        };
        let all = calendars::list(&mut read).await?;
        let name = match scope {
            Scope::Calendar(id) => {
                let calendar = all.iter().find(|calendar| calendar.id == *id);
                let calendar = calendar.ok_or_else(|| Error::CalendarNotFound(id.to_string()))?;
                Some(calendar.name.clone())
            }
            Scope::Visible | Scope::All => None,
        };
        let mut found = Vec::new();
        let ids = all.into_iter().map(|calendar| (calendar.id, calendar.visible)).filter(chosen);
        for (id, _) in ids {
            let mut after = None;
            loop {
                let page = events::list(&mut read, id, after, PAGE).await?;
                after = page.last().map(|last| last.id);
                let last = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
                found.extend(page.into_iter().filter(wanted));
                if last {
                    break;
                }
            }
        }
        let exports: Vec<Export<'_>> = found
            .iter()
            .map(|stored| Export {
                event: &stored.event,
                source: (!stored.source.is_empty()).then_some(stored.source.as_slice()),
            })
            .collect();
        Ok(write_calendar(name.as_deref(), &exports, self.now()))
    }
}
