//! Questions to whoever sits at the terminal.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use crate::failure::Failure;

/// Whether somebody is there to answer.
pub(crate) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks on standard error until one of the answers is given, by its first letter or whole, and
/// gives its place.
///
/// Waits on the terminal: nothing else of the process depends on this thread meanwhile.
pub(crate) fn choose(question: &str, answers: &[&str]) -> Result<usize, Failure> {
    let stopped = || Failure::new("no answer was given", "Nothing was changed.");
    let shown: Vec<String> = answers.iter().map(|answer| keyed(answer)).collect();
    let mut stdin = std::io::stdin().lock();
    loop {
        let mut stderr = anstream::stderr();
        let _ = write!(stderr, "{question} {}: ", shown.join(", "));
        let _ = stderr.flush();
        let mut line = String::new();
        match stdin.read_line(&mut line) {
            Ok(0) | Err(_) => return Err(stopped()),
            Ok(_) => {}
        }
        if let Some(place) = answer(&line, answers) {
            return Ok(place);
        }
    }
}

/// `all` as `[a]ll`.
fn keyed(answer: &str) -> String {
    let mut letters = answer.chars();
    letters.next().map_or_else(String::new, |first| format!("[{first}]{}", letters.as_str()))
}

fn answer(line: &str, answers: &[&str]) -> Option<usize> {
    let line = line.trim().to_lowercase();
    let fits = |answer: &&str| {
        !line.is_empty()
            && (line == **answer
                || answer.chars().next().is_some_and(|key| line == key.to_string()))
    };
    answers.iter().position(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_a_word_or_its_first_letter() {
        let answers = ["nobody", "external", "all"];
        let table = [
            ("n\n", Some(0)),
            ("Nobody", Some(0)),
            (" e ", Some(1)),
            ("all\n", Some(2)),
            ("al", None),
            ("\n", None),
            ("x", None),
        ];
        for (line, place) in table {
            assert_eq!(answer(line, &answers), place, "{line:?}");
        }
        assert_eq!(keyed("all"), "[a]ll");
    }
}
