//! The log of runs.

mod activity;

use kalends_store::{NewRun, sync_runs};

use crate::{CalendarId, Engine, Error, Problem, RunView, Trigger, sync::run::result};

impl Engine {
    /// The latest runs, newest first.
    pub async fn list_runs(
        &self,
        calendar: Option<CalendarId>,
        limit: u32,
    ) -> Result<Vec<RunView>, Error> {
        let mut read = self.inner.store.read().await?;
        let runs = sync_runs::list(&mut read, calendar, limit).await?;
        Ok(runs.into_iter().map(|run| view(run.id, run.run)).collect())
    }
}

pub(crate) fn view(id: i64, run: NewRun) -> RunView {
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    RunView {
        id,
        at: run.started_at,
        calendar_id: run.calendar_id,
        calendar_name: run.calendar_name,
        trigger: trigger(&run.trigger),
        result: result(run.result),
        pulled: count(run.pulled),
        created: count(run.created),
        updated: count(run.updated),
        deleted: count(run.deleted),
        pushed: count(run.pushed),
        conflicts: count(run.conflicts),
        set_aside: count(run.set_aside),
        duration_ms: count(run.duration_ms),
        problem: run.problem.map(Problem::from),
    }
}

/// The word for a trigger in the log.
pub(crate) const fn trigger_word(trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::Schedule => "schedule",
        Trigger::Manual => "manual",
        Trigger::Start => "start",
        Trigger::Added => "added",
        Trigger::Import => "import",
        Trigger::Focus => "focus",
        Trigger::Wake => "wake",
        Trigger::Network => "network",
        Trigger::Edit => "edit",
    }
}

fn trigger(word: &str) -> Trigger {
    [
        Trigger::Schedule,
        Trigger::Start,
        Trigger::Added,
        Trigger::Import,
        Trigger::Focus,
        Trigger::Wake,
        Trigger::Network,
        Trigger::Edit,
    ]
    .into_iter()
    .find(|trigger| trigger_word(*trigger) == word)
    .unwrap_or(Trigger::Manual)
}
