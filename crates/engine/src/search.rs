//! Full text search.

use kalends_store::search;

use crate::{Engine, Error, SearchHit, occurrences::at_seconds};

impl Engine {
    /// Events with all these words in title, place, notes or people; accents and case do not
    /// count, and a word may be unfinished. Best first; nothing for an empty text. A series comes
    /// with its next occurrence, else with its last.
    pub async fn search(&self, text: &str, limit: u32) -> Result<Vec<SearchHit>, Error> {
        let now = self.now();
        let mut read = self.inner.store.read().await?;
        let found = search::search(&mut read, text, now, limit).await?;
        drop(read);
        let mut hits = Vec::with_capacity(found.len());
        for hit in found {
            let near = if hit.recurring { self.near(hit.event_id).await? } else { None };
            let (original, start, end) = match near {
                Some(near) => (near.original, near.start, near.end),
                None => (at_seconds(&hit.start, hit.original), hit.start, hit.end),
            };
            hits.push(SearchHit {
                event_id: hit.event_id,
                calendar_id: hit.calendar_id,
                title: hit.title,
                snippet: hit.snippet,
                location: hit.location,
                start,
                end,
                original,
            });
        }
        Ok(hits)
    }
}
