//! `kalends backup`.

use kalends_engine::{BackupView, Config, Engine};
use serde::Serialize;

use super::with;
use crate::{
    Outcome,
    args::{BackupCommand, SecretsPlace},
    failure::Failure,
    open,
    output::{Output, table},
    progress, time,
};

#[derive(Serialize)]
struct Restored {
    id: String,
    /// Where the database that was replaced is kept, if there was one.
    replaced: Option<String>,
}

pub(super) async fn run(
    place: SecretsPlace,
    command: BackupCommand,
    output: &Output,
) -> Result<Outcome, Failure> {
    match command {
        BackupCommand::Now => with(place, false, async |engine| now(engine, output).await).await,
        BackupCommand::List => list(&open::config(place, false)?, output),
        BackupCommand::Restore { name } => {
            restore(&open::config(place, false)?, &name, output).await
        }
    }
}

async fn now(engine: &Engine, output: &Output) -> Result<Outcome, Failure> {
    let backup = progress::during(output, "Writing a backup", engine.back_up()).await?;
    output.show(&backup, || format!("Wrote {} ({}).", backup.name, size(&backup)))?;
    Ok(Outcome::Done)
}

fn list(config: &Config, output: &Output) -> Result<Outcome, Failure> {
    let backups = Engine::list_backups(config)?;
    output.show(&backups, || {
        let row = |backup: &BackupView| {
            [backup.name.clone(), time::local(Some(backup.at), &config.zone.get()), size(backup)]
        };
        table(["name", "made", "size"], backups.iter().map(row), "No backups yet.")
    })?;
    Ok(Outcome::Done)
}

async fn restore(config: &Config, name: &str, output: &Output) -> Result<Outcome, Failure> {
    let replaced = Engine::restore(config, name).await?;
    let restored =
        Restored { id: name.to_owned(), replaced: replaced.map(|path| path.display().to_string()) };
    output.show(&restored, || match &restored.replaced {
        Some(path) => format!("Restored {name}. What it replaced is kept at {path}."),
        None => format!("Restored {name}."),
    })?;
    Ok(Outcome::Done)
}

fn size(backup: &BackupView) -> String {
    indicatif::HumanBytes(backup.bytes).to_string()
}
