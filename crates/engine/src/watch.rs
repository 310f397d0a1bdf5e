//! Changes that other processes make are told like our own.

use std::time::Duration;

use kalends_store::{
    audit,
    pending::{self, PendingCount},
    sync_runs, sync_state,
};

use crate::{
    AccountId, AccountState, CalendarId, CalendarView, Engine, EngineEvent, Error, Problem,
    ReminderSettings,
};

/// The least time between two looks at everything.
const PACE: Duration = Duration::from_secs(1);
/// The least time between two looks for proposals: somebody waits for them.
const QUICK: Duration = Duration::from_millis(50);

/// Lines of the log that are looked through for changes: more than one second brings.
const RUNS: u32 = 100;

impl Engine {
    /// Tells what other processes change, for ever.
    pub(crate) async fn watch(&self) -> Result<(), Error> {
        let writes = self.inner.store.watch_writes(PACE);
        let mut version = self.inner.store.others_version().await?;
        let mut before = self.snapshot(None).await?;
        loop {
            writes.next().await;
            let now = self.inner.store.others_version().await?;
            if now == version {
                continue;
            }
            version = now;
            let after = self.snapshot(before.last_run).await?;
            let data = changed_data(&before, &after);
            if let Some(calendars) = data {
                self.tell(EngineEvent::DataChanged(calendars));
            }
            if before.queue != after.queue {
                self.tell(EngineEvent::QueueChanged);
            }
            if before.accounts != after.accounts {
                self.tell(EngineEvent::AccountsChanged);
            }
            if before.reminders != after.reminders {
                self.tell_reminders();
            }
            self.tell(EngineEvent::CalendarsChanged);
            self.tell_sync_state().await;
            self.inner.due.notify_one();
            before = after;
        }
    }

    /// Tells at once what other processes do about agents and proposals, for ever: all of it is in
    /// the audit log.
    pub(crate) async fn watch_audit(&self) -> Result<(), Error> {
        let writes = self.inner.store.watch_writes(QUICK);
        let mut version = self.inner.store.others_version().await?;
        let mut last = audit::last(&mut *self.inner.store.read().await?).await?;
        loop {
            writes.next().await;
            let now = self.inner.store.others_version().await?;
            if now == version {
                continue;
            }
            version = now;
            let after = audit::last(&mut *self.inner.store.read().await?).await?;
            if after != last {
                last = after;
                self.tell(EngineEvent::ProposalsChanged);
                self.tell(EngineEvent::AgentsChanged);
            }
        }
    }

    /// `since` is the last line of the log that was seen before.
    async fn snapshot(&self, since: Option<i64>) -> Result<Snapshot, Error> {
        let calendars = self.list_calendars().await?;
        let accounts = self.list_accounts().await?;
        let accounts = accounts.into_iter().map(|one| (one.id, one.state, one.problem)).collect();
        let reminders = self.reminder_settings().await?;
        let mut read = self.inner.store.read().await?;
        let runs = sync_runs::list(&mut read, None, RUNS).await?;
        let new = runs.iter().take_while(|run| since.is_some_and(|since| run.id > since));
        let changed = new
            .filter(|run| run.run.created + run.run.updated + run.run.deleted > 0)
            .filter_map(|run| run.run.calendar_id)
            .collect();
        let states = sync_state::list(&mut read).await?;
        let read_to = states
            .into_iter()
            .map(|state| (state.calendar_id, (state.generation, state.page_token)))
            .collect();
        let queue = pending::count_by_calendar(&mut read).await?;
        Ok(Snapshot {
            calendars,
            accounts,
            queue,
            reminders,
            last_run: runs.first().map(|run| run.id),
            changed,
            read_to,
        })
    }
}

struct Snapshot {
    calendars: Vec<CalendarView>,
    accounts: Vec<(AccountId, AccountState, Option<Problem>)>,
    queue: Vec<(CalendarId, PendingCount)>,
    reminders: ReminderSettings,
    last_run: Option<i64>,
    /// Calendars whose events were changed by runs since the snapshot before.
    changed: Vec<CalendarId>,
    /// How far each source was read: its full readings and the page of the one under way.
    read_to: Vec<(CalendarId, (i64, String))>,
}

/// Whose events may be other than before; none for nobody's. Empty for "any".
fn changed_data(before: &Snapshot, after: &Snapshot) -> Option<Vec<CalendarId>> {
    let ids = |snapshot: &Snapshot| -> Vec<(CalendarId, bool)> {
        snapshot.calendars.iter().map(|one| (one.id, one.visible)).collect()
    };
    if ids(before) != ids(after) {
        return Some(Vec::new());
    }
    let further = after.read_to.iter().filter(|one| !before.read_to.contains(one));
    let mut changed: Vec<CalendarId> = further.map(|(id, _)| *id).collect();
    changed.extend(after.changed.iter().copied());
    changed.sort_unstable();
    changed.dedup();
    let is_told = before.last_run != after.last_run && before.queue == after.queue;
    if changed.is_empty() && !is_told || before.queue != after.queue {
        // Something else was written, such as a local calendar's events.
        return Some(Vec::new());
    }
    (!changed.is_empty()).then_some(changed)
}
