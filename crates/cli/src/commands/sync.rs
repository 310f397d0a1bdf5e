//! `kalends sync`.

use kalends_engine::{Engine, Problem, QueueEntry, RunResult, RunView, Trigger};
use serde::Serialize;

use crate::{
    Outcome,
    args::SyncArgs,
    failure::Failure,
    output::{Output, one_line, table},
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
    let calendars = engine.list_calendars().await?;
    let waiting = waiting(&engine.list_queue().await?);
    output.show(&rows, || {
        let cells = runs.iter().map(|run| {
            [run.calendar_name.clone(), summary(run), format!("{} ms", run.duration_ms)]
        });
        let mut text = table(
            ["calendar", "result", "took"],
            cells,
            "Nothing to sync: connect an account or add a feed.",
        );
        if let Some(waiting) = waiting {
            text.push_str("\n\n");
            text.push_str(&waiting);
        }
        text
    })?;
    let account = |id| calendars.iter().find(|one| Some(one.id) == id);
    for (whose, problem) in problems(&runs, |run| {
        account(run.calendar_id).map_or("", |calendar| calendar.account_name.as_str())
    }) {
        let message = format!("{whose}: {}", problem.message);
        Failure::from(Problem { message, ..problem.clone() }).report();
    }
    let failed = runs.iter().any(|run| run.result == RunResult::Failed);
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

/// How many edits wait, and why the first does; none where none waits.
fn waiting(queue: &[QueueEntry]) -> Option<String> {
    let first = queue.first()?;
    let number = match queue.len() {
        1 => "1 edit waits".to_owned(),
        more => format!("{more} edits wait"),
    };
    let reason = one_line(&first.reason);
    Some(if reason.is_empty() {
        format!("{number}: see `kalends queue list`.")
    } else {
        format!("{number}: {reason} (`kalends queue list`).")
    })
}

/// What went wrong, with whose it is: what is the same for several calendars of an account once.
fn problems<'a>(
    runs: &'a [RunView],
    account: impl Fn(&'a RunView) -> &'a str,
) -> Vec<(String, &'a Problem)> {
    let mut groups: Vec<(&str, &Problem, Vec<&str>)> = Vec::new();
    for run in runs {
        let Some(problem) = &run.problem else { continue };
        let whose = account(run);
        match groups.iter_mut().find(|(other, same, _)| *other == whose && *same == problem) {
            Some((_, _, calendars)) => calendars.push(&run.calendar_name),
            None => groups.push((whose, problem, vec![&run.calendar_name])),
        }
    }
    let named = |(whose, problem, calendars): (&str, &'a Problem, Vec<&str>)| {
        let name = match calendars.as_slice() {
            [one] => (*one).to_owned(),
            all if whose.is_empty() => format!("{} calendars", all.len()),
            all => format!("{} calendars of {whose}", all.len()),
        };
        (name, problem)
    };
    groups.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(calendar: &str, message: Option<&str>) -> RunView {
        RunView {
            id: 1,
            at: "2026-11-20T12:00:00Z".parse().unwrap(),
            calendar_id: None,
            calendar_name: calendar.into(),
            trigger: Trigger::Manual,
            result: RunResult::Failed,
            pulled: 0,
            created: 0,
            updated: 0,
            deleted: 0,
            pushed: 0,
            conflicts: 0,
            set_aside: 0,
            duration_ms: 0,
            problem: message.map(|text| Problem::new("x", text, "Do it.")),
        }
    }

    #[test]
    fn what_is_the_same_for_an_account_is_said_once() {
        let runs = [
            run("a1", Some("signed out")),
            run("a2", Some("signed out")),
            run("a3", Some("too large")),
            run("b1", Some("signed out")),
            run("b2", None),
        ];
        let account = |run: &RunView| if run.calendar_name.starts_with('a') { "Ann" } else { "Bo" };
        let said: Vec<String> = problems(&runs, account)
            .into_iter()
            .map(|(whose, problem)| format!("{whose}: {}", problem.message))
            .collect();
        assert_eq!(said, ["2 calendars of Ann: signed out", "a3: too large", "b1: signed out"]);
        assert_eq!(waiting(&[]), None);
    }
}
