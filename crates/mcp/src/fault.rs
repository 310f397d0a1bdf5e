//! Why a call came to nothing, in words that tell the agent how to mend it.

use kalends_engine::Error;
use rmcp::model::{CallToolResult, ContentBlock};

/// Longest piece of what an agent sent that a fault repeats, in characters.
const QUOTED: usize = 80;

/// A call that came to nothing. It changed nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// A stable word for the kind of fault.
    pub(crate) kind: String,
    /// What was wrong and how to mend it.
    pub(crate) text: String,
}

impl Fault {
    /// Something about the arguments.
    pub(crate) fn invalid(text: impl Into<String>) -> Self {
        Self { kind: "invalid".into(), text: text.into() }
    }

    /// The answer of the tool: an error that the model reads, in words alone, since structured
    /// content would have to follow the schema of a success.
    pub(crate) fn into_result(self) -> CallToolResult {
        tracing::debug!(kind = self.kind, "a call was refused");
        CallToolResult::error(vec![ContentBlock::text(self.text)])
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let problem = error.problem();
        let text = match problem.kind.as_str() {
            "not_found" => format!("{} {NOT_FOUND}", sentence(&problem.message)),
            "read_only" => format!(
                "{} Choose one whose `can_propose` is true in list_calendars.",
                sentence(&problem.message)
            ),
            _ => format!("{} {}", sentence(&problem.message), problem.remedy),
        };
        Self { kind: problem.kind, text: text.trim_end().to_owned() }
    }
}

/// The same for what is not there and for what may not be seen.
const NOT_FOUND: &str = "Ids come from list_calendars, list_events, search_events and \
                         proposal_status; ask these again, since what was there may be gone.";

/// With a full stop.
fn sentence(text: &str) -> String {
    match text.chars().last() {
        None => String::new(),
        Some('.' | '!' | '?') => text.to_owned(),
        Some(_) => format!("{text}."),
    }
}

/// What an agent sent, short and on one line, for a fault to repeat.
pub(crate) fn quoted(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(QUOTED)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    if text.chars().nth(QUOTED).is_some() {
        short.push('…');
    }
    format!("“{short}”")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_repeated_is_short_and_on_one_line() {
        assert_eq!(quoted("a\nb\u{7}c"), "“a b c”");
        assert_eq!(quoted(&"é".repeat(5000)).chars().count(), QUOTED + 3);
    }

    #[test]
    fn an_unknown_id_is_told_where_ids_come_from() {
        let fault = Fault::from(Error::EventNotFound("x".into()));
        assert_eq!(fault.kind, "not_found");
        assert!(fault.text.contains("Ids come from list_calendars"), "{}", fault.text);
    }
}
