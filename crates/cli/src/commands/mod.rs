//! One file for each command: convert, call the engine, convert.

mod agenda;
mod backup;
mod calendar;
mod doctor;
mod event;
mod feed;
mod log;
mod search;
mod shell;
mod sync;
mod transfer;

use crate::{
    Outcome,
    args::{BackupCommand, Cli, Command, SamplesCommand},
    failure::Failure,
    open,
    output::Output,
};

/// Runs one command. Those that need no data open none.
pub(crate) async fn run(cli: Cli, output: &Output) -> Result<Outcome, Failure> {
    match cli.command {
        Command::Completions { shell } => return shell::completions(shell, output),
        Command::Man => return shell::man(output),
        _ => {}
    }
    let config = open::config(cli.secrets)?;
    match cli.command {
        Command::Doctor => return doctor::run(&config, output).await,
        Command::Backup(BackupCommand::List) => return backup::list(&config, output),
        Command::Backup(BackupCommand::Restore { name }) => {
            return backup::restore(&config, &name, output).await;
        }
        command => {
            let engine = open::engine(config).await?;
            let result = match command {
                Command::Feed(command) => feed::run(&engine, command, output).await,
                Command::Calendar(command) => calendar::run(&engine, command, output).await,
                Command::Sync(args) => sync::run(&engine, &args, output).await,
                Command::Agenda(args) => agenda::run(&engine, &args, output).await,
                Command::Event(command) => event::run(&engine, command, output).await,
                Command::Search(args) => search::run(&engine, &args, output).await,
                Command::Log(args) => log::run(&engine, &args, output).await,
                Command::Import(args) => transfer::import(&engine, &args, output).await,
                Command::Export(args) => transfer::export(&engine, &args, output).await,
                Command::Samples(SamplesCommand::Add) => {
                    engine.add_samples().await?;
                    Ok(Outcome::Done)
                }
                Command::Samples(SamplesCommand::Remove) => {
                    engine.remove_samples().await?;
                    Ok(Outcome::Done)
                }
                Command::Backup(_) => backup::now(&engine, output).await,
                Command::Doctor | Command::Completions { .. } | Command::Man => Ok(Outcome::Done),
            };
            engine.close().await;
            result
        }
    }
}
