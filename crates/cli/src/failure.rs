//! Why a command failed, as it goes to standard error.

use std::{io::Write as _, process::ExitCode};

use anstyle::{AnsiColor, Style};
use kalends_engine::{Error, Problem};

/// What was tried and what happened, and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    remedy: String,
    usage: bool,
    silent: bool,
}

impl Failure {
    /// A failure of the work itself: exit code 1.
    pub(crate) fn new(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { message: message.into(), remedy: remedy.into(), usage: false, silent: false }
    }

    /// Words that cannot be understood: exit code 2.
    pub(crate) fn usage(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { usage: true, ..Self::new(message, remedy) }
    }

    /// Standard output could not be written. A reader that went away, as `head` does, wants
    /// nothing more: that is no failure.
    pub(crate) fn output(error: &std::io::Error) -> Self {
        let silent = error.kind() == std::io::ErrorKind::BrokenPipe;
        Self {
            silent,
            ..Self::new(format!("could not write the output: {error}"), "Check where it goes.")
        }
    }

    /// Tells the user and gives the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        if self.silent {
            return ExitCode::SUCCESS;
        }
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let mut stderr = anstream::stderr();
        // With standard error gone there is nobody left to tell.
        let _ = writeln!(stderr, "{red}error:{red:#} {}", self.message);
        if !self.remedy.is_empty() {
            let _ = writeln!(stderr, "{}", self.remedy);
        }
        ExitCode::from(if self.usage { 2 } else { 1 })
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        error.problem().into()
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::new(problem.message, problem.remedy)
    }
}
