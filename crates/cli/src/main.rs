//! `kalends`: the engine without a window, for scripts, servers, tests and agents.
//!
//! Commands convert, call the engine, and convert; they have no other way to the data.

mod args;
mod commands;
mod failure;
mod open;
mod output;
mod progress;
mod question;
mod time;
mod usage;
mod words;

use std::{io::IsTerminal as _, process::ExitCode};

use clap::Parser as _;
use tracing_subscriber::{
    EnvFilter, Layer as _, filter::filter_fn, fmt, layer::SubscriberExt as _, registry,
    util::SubscriberInitExt as _,
};

use crate::{args::Cli, failure::Failure, output::Output};

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Everything was done.
    Done,
    /// Some of several sources failed.
    Partly,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage::report(&error),
    };
    start_log();
    let output = Output::new(cli.json);
    let result = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("could not start: {error}"), "Try again."))
        .and_then(|runtime| runtime.block_on(commands::run(cli, &output)));
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Partly) => ExitCode::from(3),
        Err(failure) => failure.report(),
    }
}

/// Writes what `KALENDS_LOG` asks for to stderr; nothing without it. Only Kalends' own lines: those of
/// libraries hold whole messages, and with them what calendars say.
fn start_log() {
    let Ok(filter) = std::env::var("KALENDS_LOG") else { return };
    let own = filter_fn(|line| line.target().starts_with("kalends"));
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_filter(own);
    registry().with(EnvFilter::new(filter)).with(lines).init();
}
