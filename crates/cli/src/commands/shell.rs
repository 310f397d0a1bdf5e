//! `kalends completions` and `kalends man`.

use std::io::Write as _;

use clap::{Command, CommandFactory as _};
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
    let mut cli = Cli::command();
    cli.build();
    clap_mangen::Man::new(cli.clone())
        .render(&mut page)
        .and_then(|()| sections(&cli, &mut page))
        .map_err(|error| Failure::output(&error))?;
    output.raw(&page)?;
    Ok(Outcome::Done)
}

/// A section for each command that does something, those of groups included.
fn sections(command: &Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    for child in command.get_subcommands().filter(|child| child.get_name() != "help") {
        if child.has_subcommands() {
            sections(child, page)?;
            continue;
        }
        let name = child.get_bin_name().unwrap_or(child.get_name()).to_uppercase();
        writeln!(page, ".SH \"{name}\"")?;
        let about = child.get_about().map(ToString::to_string).unwrap_or_default();
        writeln!(page, "{about}.")?;
        for argument in child.get_arguments().filter(|one| !one.is_global_set()) {
            if matches!(argument.get_id().as_str(), "help" | "version") {
                continue;
            }
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            let shown = argument.to_string().replace('-', "\\-");
            writeln!(page, ".TP\n\\fB{shown}\\fR\n{help}.")?;
        }
    }
    Ok(())
}
