//! `kalends queue`.

use clap::{Args, Subcommand, ValueEnum};
use kalends_engine::EventId;

use super::id;

#[derive(Debug, Subcommand)]
pub(crate) enum QueueCommand {
    /// List the edits that wait, the oldest first
    List,
    /// Try again with the next sync: one edit, or all that failed
    Retry {
        /// The edit's id
        #[arg(value_parser = id::queued)]
        id: Option<EventId>,
    },
    /// Give an edit up: the event returns to what the server has
    Discard {
        /// The edit's id
        #[arg(value_parser = id::queued)]
        id: EventId,
    },
    /// Decide between yours and the server's where both changed the same
    Resolve(ResolveArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ResolveArgs {
    /// The edit's id
    #[arg(value_parser = id::queued)]
    pub(crate) id: EventId,
    /// For all fields that both changed; both keeps two events
    #[arg(required_unless_present = "field")]
    pub(crate) choice: Option<Choice>,
    /// For one field, as in title=mine; may be given for each
    #[arg(long, value_name = "NAME=mine|theirs", value_parser = field_choice)]
    pub(crate) field: Vec<FieldChoice>,
}

/// Whose version stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Choice {
    /// Yours
    Mine,
    /// The server's
    Theirs,
    /// The server's, and yours as an event of its own
    Both,
}

/// Whose version of one field stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldChoice {
    pub(crate) name: String,
    pub(crate) mine: bool,
}

fn field_choice(text: &str) -> Result<FieldChoice, String> {
    match text.split_once('=') {
        Some((name, "mine")) if !name.is_empty() => {
            Ok(FieldChoice { name: name.to_owned(), mine: true })
        }
        Some((name, "theirs")) if !name.is_empty() => {
            Ok(FieldChoice { name: name.to_owned(), mine: false })
        }
        _ => Err("it is NAME=mine or NAME=theirs".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_given_to_one_side() {
        let choice = |name: &str, mine| Ok(FieldChoice { name: name.to_owned(), mine });
        assert_eq!(field_choice("title=mine"), choice("title", true));
        assert_eq!(field_choice("guest_rights=theirs"), choice("guest_rights", false));
        for text in ["title", "title=", "=mine", "title=both", ""] {
            assert!(field_choice(text).is_err(), "{text}");
        }
    }
}
