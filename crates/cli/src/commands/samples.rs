//! `kalends samples`.

use kalends_engine::Engine;

use crate::{Outcome, args::SamplesCommand, failure::Failure};

pub(super) async fn run(engine: &Engine, command: SamplesCommand) -> Result<Outcome, Failure> {
    match command {
        SamplesCommand::Add => engine.add_samples().await?,
        SamplesCommand::Remove => engine.remove_samples().await?,
    }
    Ok(Outcome::Done)
}
