//! `kalends sync`.

use kalends_engine::{Engine, Problem, RunResult, RunView, Trigger};
use serde::Serialize;

use crate::{
    Outcome,
    args::SyncArgs,
    failure::Failure,
    output::{Output, table},
    progress,
};

/// One run of one source as the contract of `sync --json` and `log --json` has it.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    id: i64,
    at: String,
    calendar_id: Option<String>,
    calendar: &'a str,
    trigger: Trigger,
    result: RunResult,
    pulled: u64,
    created: u64,
    updated: u64,
    deleted: u64,
    /// Edits sent.
    pushed: u64,
    /// Edits that met those of others and wait for a choice.
    conflicts: u64,
    set_aside: u64,
    duration_ms: u64,
    error: Option<&'a Problem>,
}

impl<'a> From<&'a RunView> for Row<'a> {
    fn from(run: &'a RunView) -> Self {
        Self {
            id: run.id,
            at: run.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            calendar_id: run.calendar_id.map(|id| id.to_string()),
            calendar: &run.calendar_name,
            trigger: run.trigger,
            result: run.result,
            pulled: run.pulled,
            created: run.created,
            updated: run.updated,
            deleted: run.deleted,
            pushed: run.pushed,
            conflicts: run.conflicts,
            set_aside: run.set_aside,
            duration_ms: run.duration_ms,
            error: run.problem.as_ref(),
        }
    }
}

/// What a run did, in words.
pub(super) fn summary(run: &RunView) -> String {
    let mut parts = match (run.result, &run.problem) {
        (RunResult::Failed, Some(problem)) => vec![format!("failed: {}", problem.message)],
        (RunResult::Failed, None) => vec!["failed".into()],
        (RunResult::Unchanged, _) => vec!["up to date".into()],
        (RunResult::Ok, _) => vec![
            format!("{} new", run.created),
            format!("{} changed", run.updated),
            format!("{} removed", run.deleted),
        ],
    };
    for (number, word) in [
        (run.pushed, "sent"),
        (run.conflicts, "to decide (`kalends queue list`)"),
        (run.set_aside, "could not be read"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {word}"));
        }
    }
    parts.join(", ")
}

pub(super) async fn run(
    engine: &Engine,
    args: &SyncArgs,
    output: &Output,
) -> Result<Outcome, Failure> {
    let work = engine.sync(args.calendar, Trigger::Manual, args.full);
    let runs = progress::during(output, "Syncing", work).await?;
    let rows: Vec<Row<'_>> = runs.iter().map(Row::from).collect();
    output.show(&rows, || {
        let cells = runs.iter().map(|run| {
            [run.calendar_name.clone(), summary(run), format!("{} ms", run.duration_ms)]
        });
        table(
            ["calendar", "result", "took"],
            cells,
            "Nothing to sync: connect an account or add a feed.",
        )
    })?;
    for run in &runs {
        if let Some(problem) = &run.problem {
            Failure::new(format!("{}: {}", run.calendar_name, problem.message), &problem.remedy)
                .report();
        }
    }
    let failed = runs.iter().any(|run| run.result == RunResult::Failed);
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}
