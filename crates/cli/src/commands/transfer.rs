//! `kalends import` and `kalends export`.

use std::{
    fs::File,
    io::{Read, stdin},
    path::Path,
};

use kalends_engine::{Engine, Scope};

use crate::{
    Outcome,
    args::{ExportArgs, ImportArgs},
    failure::Failure,
    output::Output,
    progress, time,
};

pub(super) async fn import(
    engine: &Engine,
    args: &ImportArgs,
    output: &Output,
) -> Result<Outcome, Failure> {
    let text = source(&args.file)?;
    let work = engine.import(text, args.calendar);
    let report = progress::during(output, "Reading the file", work).await?;
    output.show(&report, || {
        let mut text = format!(
            "Read {}: {} new, {} changed.",
            counted(report.read),
            report.created,
            report.updated
        );
        if report.set_aside > 0 {
            text.push_str(&format!(" {} could not be read.", report.set_aside));
        }
        text
    })?;
    Ok(Outcome::Done)
}

fn counted(events: u64) -> String {
    if events == 1 { "1 event".into() } else { format!("{events} events") }
}

fn source(path: &Path) -> Result<Box<dyn Read + Send>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(stdin()));
    }
    if path.is_dir() {
        return Err(Failure::new(
            format!("{} is a folder", path.display()),
            "Name a file that ends in .ics.",
        ));
    }
    let file = File::open(path).map_err(|error| {
        Failure::new(
            format!("could not open {}: {error}", path.display()),
            "Check the path, and that you may read it.",
        )
    })?;
    Ok(Box::new(file))
}

/// Always iCalendar text, so `--json` is refused.
pub(super) async fn export(
    engine: &Engine,
    args: &ExportArgs,
    output: &Output,
) -> Result<Outcome, Failure> {
    if output.is_json() {
        return Err(Failure::usage(
            "an export is iCalendar text, not JSON",
            "Leave out --json, or ask `kalends agenda --json`.",
        ));
    }
    let window = if args.span.from.is_some() || args.span.to.is_some() {
        Some(time::window(&args.span, engine.config())?)
    } else {
        None
    };
    let scope = args.calendar.map_or(Scope::All, Scope::Calendar);
    if let Some(id) = args.calendar {
        engine.get_calendar(id).await?;
    }
    output.raw(&engine.export(&scope, window.as_ref()).await?)?;
    Ok(Outcome::Done)
}
