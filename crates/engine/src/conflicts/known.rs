//! Conflicts that the user made are known to the user: they are not told.

use std::collections::HashSet;

use jiff::Timestamp;
use kalends_calendar::Window;
use kalends_store::{EventId, SqliteConnection, conflicts as stored, settings};

use super::{
    find_all, later,
    tell::{AHEAD, UNTIL},
};
use crate::{Engine, Error, edits::row::find};

impl Engine {
    /// Takes all conflicts as known that are there now, after the user did something that may have
    /// made or uncovered some. Before the first look there is nothing to note. What fails is told
    /// to the log alone: the user would hear of a conflict once too often.
    pub(crate) async fn know_conflicts(&self) {
        if let Err(error) = self.take_as_known().await {
            tracing::warn!(%error, "what the user did may be told as a new conflict");
        }
    }

    async fn take_as_known(&self) -> Result<(), Error> {
        let until: Option<Timestamp> = {
            let mut read = self.inner.store.read().await?;
            settings::get(&mut read, UNTIL).await?
        };
        if until.is_none() {
            return Ok(());
        }
        let found = Box::pin(self.new_conflicts(self.now())).await?;
        if found.is_empty() { Ok(()) } else { self.keep_told(&found).await }
    }
}

/// Notes the conflicts of events that the user just edited, in the transaction of the edit.
///
/// Does nothing before conflicts were told for the first time: all are taken as known then.
pub(crate) async fn know(
    conn: &mut SqliteConnection,
    now: Timestamp,
    zone: &jiff::tz::TimeZone,
    edited: &[EventId],
) -> Result<(), Error> {
    let until: Option<Timestamp> = settings::get(conn, UNTIL).await?;
    if until.is_none() || edited.is_empty() {
        return Ok(());
    }
    let mut ours: HashSet<EventId> = edited.iter().copied().collect();
    for id in edited {
        let stored = find(conn, *id).await?;
        ours.extend(stored.and_then(|stored| stored.master_id));
    }
    let window = Window { start: now, end: later(now, AHEAD), zone: zone.clone() };
    for one in find_all(conn, &window).await? {
        let (a, b) = (one.conflict.a.event_id, one.conflict.b.event_id);
        if ours.contains(&a) || ours.contains(&b) {
            stored::tell(conn, &one.key, one.conflict.to).await?;
        }
    }
    Ok(())
}
