//! `kalends completions` and `kalends man`.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::{Outcome, args::Cli, failure::Failure, output::Output};

pub(super) fn completions(shell: Shell, output: &Output) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "kalends", &mut script);
    output.raw(&script)?;
    Ok(Outcome::Done)
}

pub(super) fn man(output: &Output) -> Result<Outcome, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(|error| Failure::output(&error))?;
    output.raw(&page)?;
    Ok(Outcome::Done)
}
