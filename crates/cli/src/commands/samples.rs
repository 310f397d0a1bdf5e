//! `kalends samples`.

use kalends_engine::Engine;

use crate::{Outcome, args::SamplesCommand, failure::Failure, output::Output};

pub(super) async fn run(
    engine: &Engine,
    command: SamplesCommand,
    output: &Output,
) -> Result<Outcome, Failure> {
    let done = match command {
        SamplesCommand::Add => {
            engine.add_samples().await?;
            "Added the sample calendars."
        }
        SamplesCommand::Remove => {
            engine.remove_samples().await?;
            "Removed the sample calendars."
        }
    };
    output.show(&serde_json::json!({ "done": true }), || done.to_owned())?;
    Ok(Outcome::Done)
}
