//! The log as people read it: what went wrong for a whole account is one line.

use std::collections::HashMap;

use crate::{AccountId, Activity, CalendarId, Engine, Error, RunResult, RunView};

impl Engine {
    /// The latest runs, newest first, at most `limit` of them. Calendars of one account that failed
    /// for the same reason in the same run are one of them.
    pub async fn list_activity(&self, limit: u32) -> Result<Vec<Activity>, Error> {
        let calendars = self.list_calendars().await?;
        let accounts: HashMap<CalendarId, AccountId> =
            calendars.iter().map(|calendar| (calendar.id, calendar.account_id)).collect();
        Ok(fold(self.list_runs(None, limit).await?, &accounts))
    }
}

/// Puts failed runs to the first one that failed alike.
fn fold(runs: Vec<RunView>, accounts: &HashMap<CalendarId, AccountId>) -> Vec<Activity> {
    let account = |run: &RunView| run.calendar_id.and_then(|id| accounts.get(&id));
    let mut all: Vec<Activity> = Vec::with_capacity(runs.len());
    for run in runs {
        let alike = |one: &&mut Activity| {
            run.result == RunResult::Failed
                && account(&run).is_some()
                && account(&one.run) == account(&run)
                && (one.run.result, one.run.at, one.run.trigger)
                    == (run.result, run.at, run.trigger)
                && one.run.problem == run.problem
                && [&one.run, &run].iter().all(|run| run.pushed + run.conflicts == 0)
        };
        match all.iter_mut().find(alike) {
            Some(first) => first.also.push(run.calendar_name),
            None => all.push(Activity { run, also: Vec::new() }),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Problem, Trigger};

    fn run(id: i64, calendar: u128, second: i64, problem: Option<&str>) -> RunView {
        RunView {
            id,
            at: jiff::Timestamp::from_second(second).unwrap(),
            calendar_id: Some(CalendarId(uuid::Uuid::from_u128(calendar))),
            calendar_name: format!("calendar {calendar}"),
            trigger: Trigger::Schedule,
            result: if problem.is_some() { RunResult::Failed } else { RunResult::Unchanged },
            pulled: 0,
            created: 0,
            updated: 0,
            deleted: 0,
            pushed: 0,
            conflicts: 0,
            set_aside: 0,
            duration_ms: 1,
            problem: problem.map(|kind| Problem::new(kind, kind, "")),
        }
    }

    #[test]
    fn one_reason_of_one_run_and_account_is_one_line() {
        let account = |id: u128| AccountId(uuid::Uuid::from_u128(id));
        // The calendars 1 to 3 are of one account, 4 is of another, 5 was removed.
        let accounts = [(1, 10), (2, 10), (3, 10), (4, 20)];
        let accounts = accounts
            .map(|(calendar, id)| (CalendarId(uuid::Uuid::from_u128(calendar)), account(id)))
            .into();
        let runs = vec![
            run(12, 1, 100, Some("offline")),
            run(11, 2, 100, Some("offline")),
            run(10, 4, 100, Some("offline")),
            run(9, 3, 100, Some("offline")),
            run(8, 1, 50, Some("offline")),
            run(7, 2, 50, Some("unavailable")),
            run(6, 3, 50, Some("offline")),
            run(5, 5, 50, Some("offline")),
            run(4, 5, 50, Some("offline")),
            run(3, 1, 10, None),
            run(2, 2, 10, None),
            RunView { pushed: 1, ..run(1, 3, 50, Some("offline")) },
        ];
        let lines: Vec<String> = fold(runs, &accounts)
            .into_iter()
            .map(|one| {
                let why = one.run.problem.map_or("fine".into(), |problem| problem.kind);
                format!(
                    "{} {} {why}, also {:?}",
                    one.run.at.as_second(),
                    one.run.calendar_name,
                    one.also
                )
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r#"
        100 calendar 1 offline, also ["calendar 2", "calendar 3"]
        100 calendar 4 offline, also []
        50 calendar 1 offline, also ["calendar 3"]
        50 calendar 2 unavailable, also []
        50 calendar 5 offline, also []
        50 calendar 5 offline, also []
        10 calendar 1 fine, also []
        10 calendar 2 fine, also []
        50 calendar 3 offline, also []
        "#);
    }
}
