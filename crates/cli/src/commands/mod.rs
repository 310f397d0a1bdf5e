//! One file for each command: convert, call the engine, convert.

mod agenda;
mod backup;
mod calendar;
mod doctor;
mod event;
mod feed;
mod log;
mod samples;
mod search;
mod shell;
mod sync;
mod transfer;

use kalends_engine::Engine;

use crate::{
    Outcome,
    args::{Cli, Command, SecretsPlace},
    failure::Failure,
    open,
    output::Output,
};

/// Runs one command. Those that need no data open none.
pub(crate) async fn run(cli: Cli, output: &Output) -> Result<Outcome, Failure> {
    let place = cli.secrets;
    match cli.command {
        Command::Completions { shell } => shell::completions(shell, output),
        Command::Man => shell::man(output),
        Command::Doctor => doctor::run(&open::config(place)?, output).await,
        Command::Backup(command) => backup::run(open::config(place)?, command, output).await,
        Command::Feed(command) => {
            with(place, async |engine| feed::run(engine, command, output).await).await
        }
        Command::Calendar(command) => {
            with(place, async |engine| calendar::run(engine, command, output).await).await
        }
        Command::Sync(args) => {
            with(place, async |engine| sync::run(engine, &args, output).await).await
        }
        Command::Agenda(args) => {
            with(place, async |engine| agenda::run(engine, &args, output).await).await
        }
        Command::Event(command) => {
            with(place, async |engine| event::run(engine, command, output).await).await
        }
        Command::Search(args) => {
            with(place, async |engine| search::run(engine, &args, output).await).await
        }
        Command::Log(args) => {
            with(place, async |engine| log::run(engine, &args, output).await).await
        }
        Command::Import(args) => {
            with(place, async |engine| transfer::import(engine, &args, output).await).await
        }
        Command::Export(args) => {
            with(place, async |engine| transfer::export(engine, &args, output).await).await
        }
        Command::Samples(command) => {
            with(place, async |engine| samples::run(engine, command).await).await
        }
    }
}

/// Opens the engine for one piece of work and closes it whatever came of it.
async fn with(
    place: SecretsPlace,
    work: impl AsyncFnOnce(&Engine) -> Result<Outcome, Failure>,
) -> Result<Outcome, Failure> {
    let engine = open::engine(open::config(place)?).await?;
    let result = Box::pin(work(&engine)).await;
    engine.close().await;
    result
}
