//! Why a command failed, as it goes to standard error.

use std::{io::Write as _, process::ExitCode};

use anstyle::{AnsiColor, Style};
use kalends_engine::{Error, Problem};

/// Said after what can be done about the keychain.
const WITHOUT_KEYCHAIN: &str = " Or choose an encrypted file with --secrets file.";

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
        let mut remedy = problem.remedy;
        if problem.kind.starts_with("keychain_") {
            remedy.push_str(WITHOUT_KEYCHAIN);
        }
        Self::new(problem.message, remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_keychain_the_other_place_for_secrets_is_named() {
        let failed = |kind: &str| Failure::from(Problem::new(kind, "no", "Start one."));
        let (missing, other) = (failed("keychain_missing"), failed("secrets_damaged"));
        assert_eq!(missing.remedy, "Start one. Or choose an encrypted file with --secrets file.");
        assert_eq!(other.remedy, "Start one.");
    }
}
