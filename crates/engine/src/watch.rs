//! Changes that other processes make are told like our own.

use std::time::Duration;

use kalends_store::{sync_runs, sync_state};

use crate::{CalendarId, CalendarView, Engine, EngineEvent, Error};

/// How often the database is asked whether someone else wrote: the window follows the command line
/// within this time.
const PACE: Duration = Duration::from_secs(1);

impl Engine {
    /// Tells what other processes change, for ever.
    pub(crate) async fn watch(&self) -> Result<(), Error> {
        let mut version = self.inner.store.others_version().await?;
        let mut before = self.snapshot().await?;
        loop {
            tokio::time::sleep(PACE).await;
            let now = self.inner.store.others_version().await?;
            if now == version {
                continue;
            }
            version = now;
            let after = self.snapshot().await?;
            let data = changed_data(&before, &after);
            if let Some(calendars) = data {
                self.tell(EngineEvent::DataChanged(calendars));
            }
            self.tell(EngineEvent::CalendarsChanged);
            self.tell_sync_state().await;
            self.inner.due.notify_one();
            before = after;
        }
    }

    async fn snapshot(&self) -> Result<Snapshot, Error> {
        let calendars = self.list_calendars().await?;
        let mut read = self.inner.store.read().await?;
        let last_run = sync_runs::list(&mut read, None, 1).await?.first().map(|run| run.id);
        let states = sync_state::list(&mut read).await?;
        let generations =
            states.into_iter().map(|state| (state.calendar_id, state.generation)).collect();
        Ok(Snapshot { calendars, last_run, generations })
    }
}

struct Snapshot {
    calendars: Vec<CalendarView>,
    last_run: Option<i64>,
    generations: Vec<(CalendarId, i64)>,
}

/// Whose events may be other than before; none for nobody's. Empty for "any".
fn changed_data(before: &Snapshot, after: &Snapshot) -> Option<Vec<CalendarId>> {
    let ids = |snapshot: &Snapshot| -> Vec<(CalendarId, bool)> {
        snapshot.calendars.iter().map(|one| (one.id, one.visible)).collect()
    };
    if ids(before) != ids(after) {
        return Some(Vec::new());
    }
    let changed: Vec<CalendarId> = after
        .generations
        .iter()
        .filter(|generation| !before.generations.contains(generation))
        .map(|(id, _)| *id)
        .collect();
    if changed.is_empty() && before.last_run == after.last_run {
        // Something else was written, such as a local calendar's events.
        return Some(Vec::new());
    }
    (!changed.is_empty()).then_some(changed)
}
