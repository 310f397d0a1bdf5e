//! Arguments that cannot be understood: what was wrong, without repeating what may be a secret, such
//! as the address of a feed or a token that was pasted into the wrong place.

use std::{env, io::Write as _, process::ExitCode};

/// Stands for what is not repeated.
const HIDDEN: &str = "[not shown]";
/// Words of more letters are not repeated.
const LONGEST: usize = 20;

/// Prints what clap has to say and gives the exit code: 0 for help that was asked for, else 2.
pub(crate) fn report(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // With standard output gone there is nobody left to tell.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let arguments: Vec<String> =
        env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    let said = hide(error.render().ansi().to_string(), &arguments);
    let _ = write!(anstream::stderr(), "{said}");
    ExitCode::from(2)
}

/// The text without those values among the arguments that may be secret.
fn hide(mut text: String, arguments: &[String]) -> String {
    let mut values: Vec<&str> = arguments.iter().flat_map(|one| values(one)).collect();
    // A value may be a part of another one.
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    for value in values.into_iter().filter(|value| may_be_secret(value)) {
        text = text.replace(value, HIDDEN);
    }
    text
}

/// The values of an argument: itself, the one of `--name=value`, and the parts of a list.
fn values(argument: &str) -> impl Iterator<Item = &str> {
    let value = match argument.split_once('=') {
        Some((name, value)) if name.starts_with('-') => value,
        Some(_) | None => argument,
    };
    std::iter::once(value).chain(value.split(',').map(str::trim)).filter(|value| !value.is_empty())
}

/// Whether it is neither an option, nor a short word, a number or a time, nor an id.
fn may_be_secret(value: &str) -> bool {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_.:+".contains(letter);
    let is_option = value.starts_with("--") && value.len() <= 2 * LONGEST;
    let is_id = value.len() == 36 && value.chars().all(|one| one.is_ascii_hexdigit() || one == '-');
    let is_short = value.chars().count() <= LONGEST;
    !(value.chars().all(is_plain) && (is_option || is_id || is_short))
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::args::Cli;

    fn said(arguments: &[&str]) -> String {
        let error = Cli::try_parse_from([&["kalends"], arguments].concat()).unwrap_err();
        let arguments: Vec<String> = arguments.iter().map(|one| (*one).to_owned()).collect();
        let said = hide(error.render().to_string(), &arguments);
        said.lines().next().unwrap_or_default().to_owned()
    }

    #[test]
    fn what_may_be_secret_is_not_repeated_and_what_was_wrong_is_said() {
        let link = "https://cal.example/private-2f0a/basic.ics?key=hunter2hunter2";
        let token = "ya29.a0AfB_byC-4vT3s0mEt0ken-xyz";
        let short = "webcal://a.b/c";
        let table: &[&[&str]] = &[
            &["feed", "add", link, token],
            &["feed", "remove", link],
            &["feed", "remove", short],
            &["feed", link],
            &["feed", "add", link, "--every", token],
            &["feed", "add", link, "--token", token],
            &["feed", "add", link, &format!("--token={token}")],
            &["feed", "add", link, &format!("--every={token}")],
            &["account", "add", "google", token],
            &["account", "remove", token, "--keep-events"],
            &[token],
            &["calendar", "set", "0192f0c1-0000-7000-8000-000000000000", "--reminders", link],
            // Slips of the hand are shown, so that they can be found.
            &["feeds"],
            &["feed", "remove", "abc"],
            &["feed", "add", "a.ics", "--every", "7m"],
            &["sync", "--fulll"],
            &["event", "show", "0192f0c1"],
        ];
        let text: String = table.iter().map(|arguments| said(arguments) + "\n").collect();
        for secret in ["hunter2", "2f0a", "a0AfB", "s0mEt0ken", "a.b"] {
            assert!(!text.contains(secret), "{text}");
        }
        insta::assert_snapshot!(text, @r"
        error: unexpected argument '[not shown]' found
        error: invalid value '[not shown]' for '<ID>': “[not shown]” is not an id; `kalends feed list` shows them
        error: invalid value '[not shown]' for '<ID>': “[not shown]” is not an id; `kalends feed list` shows them
        error: unrecognized subcommand '[not shown]'
        error: invalid value '[not shown]' for '--every <D>': it is one of 1m, 5m, 10m, 15m, 30m and 1h
        error: unexpected argument '--token' found
        error: unexpected argument '--token' found
        error: invalid value '[not shown]' for '--every <D>': it is one of 1m, 5m, 10m, 15m, 30m and 1h
        error: unexpected argument '[not shown]' found
        error: invalid value '[not shown]' for '<ID>': “[not shown]” is not an id; `kalends account list` shows them
        error: unrecognized subcommand '[not shown]'
        error: invalid value '[not shown]' for '--reminders <D>': it is a length such as 10m, 2h or 1d, source, or none
        error: unrecognized subcommand 'feeds'
        error: invalid value 'abc' for '<ID>': “abc” is not an id; `kalends feed list` shows them
        error: invalid value '7m' for '--every <D>': it is one of 1m, 5m, 10m, 15m, 30m and 1h
        error: unexpected argument '--fulll' found
        error: invalid value '0192f0c1' for '<ID>': “0192f0c1” is not an id; `kalends agenda` shows them
        ");
    }
}
