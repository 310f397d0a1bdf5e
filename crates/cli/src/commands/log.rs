//! `kalends log`.

use kalends_engine::Engine;

use super::sync::{Row, summary};
use crate::{
    Outcome,
    args::LogArgs,
    failure::Failure,
    output::{Output, table},
    time,
};

pub(super) async fn run(
    engine: &Engine,
    args: &LogArgs,
    output: &Output,
) -> Result<Outcome, Failure> {
    let runs = engine.list_runs(args.source, args.limit).await?;
    let rows: Vec<Row<'_>> = runs.iter().map(Row::from).collect();
    let zone = &engine.zone();
    output.show(&rows, || {
        let cells = runs.iter().map(|run| {
            [
                time::local(Some(run.at), zone),
                run.calendar_name.clone(),
                format!("{:?}", run.trigger).to_lowercase(),
                summary(run),
                format!("{} ms", run.duration_ms),
            ]
        });
        table(["at", "calendar", "by", "result", "took"], cells, "Nothing was synced yet.")
    })?;
    Ok(Outcome::Done)
}
