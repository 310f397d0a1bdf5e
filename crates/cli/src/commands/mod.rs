//! One file for each command: convert, call the engine, convert.

mod account;
mod agenda;
mod agent;
mod backup;
mod calendar;
mod conflicts;
mod doctor;
mod event;
mod feed;
mod free;
mod log;
mod mcp;
mod now;
mod proposals;
mod queue;
mod reminders;
mod reminding;
mod reserve;
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
        Command::Doctor => doctor::run(&open::config(place, true)?, output).await,
        Command::Backup(command) => backup::run(place, command, output).await,
        Command::Feed(command) => {
            with(place, true, async |engine| feed::run(engine, command, output).await).await
        }
        Command::Calendar(command) => {
            with(place, true, async |engine| calendar::run(engine, command, output).await).await
        }
        Command::Sync(args) => {
            with(place, true, async |engine| sync::run(engine, &args, output).await).await
        }
        Command::Agenda(args) => {
            with(place, false, async |engine| agenda::run(engine, &args, output).await).await
        }
        Command::Agent(command) => {
            with(place, true, async |engine| agent::run(engine, command, output).await).await
        }
        Command::Account(command) => {
            with(place, true, async |engine| account::run(engine, command, output).await).await
        }
        // Edits are written here and sent by a sync: neither needs a secret.
        Command::Event(command) => {
            with(place, false, async |engine| event::run(engine, command, output).await).await
        }
        Command::Queue(command) => {
            with(place, false, async |engine| queue::run(engine, command, output).await).await
        }
        // An approval is an edit: written here, sent by a sync.
        Command::Proposals(command) => {
            let run = async |engine: &_| proposals::run(engine, command, output).await;
            with(place, false, run).await
        }
        // An answer chosen on a notification is an edit too.
        Command::Reminders(args) => {
            with(place, false, async |engine| reminders::run(engine, &args, output).await).await
        }
        Command::Now => with(place, false, async |engine| now::run(engine, output).await).await,
        Command::Conflicts(args) => {
            with(place, false, async |engine| conflicts::run(engine, &args, output).await).await
        }
        // Google may be asked, where the token is within reach without a question.
        Command::Free(args) => {
            let asks = has_passphrase();
            with(place, asks, async |engine| free::run(engine, &args, output).await).await
        }
        Command::Reserve(args) => {
            let asks = has_passphrase();
            with(place, asks, async |engine| reserve::run(engine, &args, output).await).await
        }
        Command::Search(args) => {
            with(place, false, async |engine| search::run(engine, &args, output).await).await
        }
        // Nobody is there to ask for a passphrase.
        Command::Mcp(args) => {
            let engine = open::engine(open::unattended(place)?).await?;
            let result = Box::pin(mcp::run(&engine, &args)).await;
            engine.close().await;
            result
        }
        Command::Log(args) => {
            with(place, false, async |engine| log::run(engine, &args, output).await).await
        }
        Command::Import(args) => {
            with(place, false, async |engine| transfer::import(engine, &args, output).await).await
        }
        Command::Export(args) => {
            with(place, false, async |engine| transfer::export(engine, &args, output).await).await
        }
        Command::Samples(command) => {
            with(place, false, async |engine| samples::run(engine, command, output).await).await
        }
    }
}

fn has_passphrase() -> bool {
    std::env::var_os("KALENDS_PASSPHRASE").is_some_and(|given| !given.is_empty())
}

/// Opens the engine for one piece of work and closes it whatever came of it.
async fn with(
    place: SecretsPlace,
    uses_secrets: bool,
    work: impl AsyncFnOnce(&Engine) -> Result<Outcome, Failure>,
) -> Result<Outcome, Failure> {
    let engine = open::engine(open::config(place, uses_secrets)?).await?;
    let result = Box::pin(work(&engine)).await;
    engine.close().await;
    result
}
