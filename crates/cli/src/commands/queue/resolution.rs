//! How arguments decide a conflict.

use kalends_engine::{QueueEntry, Resolution};

use crate::{
    args::{Choice, FieldChoice, ResolveArgs},
    failure::Failure,
};

/// How the arguments decide the fields that both sides changed.
pub(super) fn resolution(args: &ResolveArgs, entry: &QueueEntry) -> Result<Resolution, Failure> {
    if args.field.is_empty() {
        return match args.choice {
            Some(Choice::Mine) => Ok(Resolution::Mine),
            Some(Choice::Theirs) => Ok(Resolution::Theirs),
            Some(Choice::Both) => Ok(Resolution::Both),
            None => Err(Failure::usage("nothing is chosen", "Say mine, theirs or both.")),
        };
    }
    let colliding: Vec<&str> = entry
        .fields
        .iter()
        .filter(|field| field.conflict)
        .map(|field| field.name.as_str())
        .collect();
    let choices = "The fields that both changed are: ";
    if let Some(unknown) =
        args.field.iter().find(|choice| !colliding.contains(&choice.name.as_str()))
    {
        return Err(Failure::usage(
            format!("there is nothing to decide about “{}”", unknown.name),
            format!("{choices}{}.", colliding.join(", ")),
        ));
    }
    let chosen =
        |name: &str| args.field.iter().rev().find(|choice: &&FieldChoice| choice.name == name);
    let mut mine = Vec::new();
    for name in &colliding {
        let is_mine = match (chosen(name), args.choice) {
            (Some(choice), Some(Choice::Mine | Choice::Theirs) | None) => choice.mine,
            (None, Some(Choice::Mine)) => true,
            (None, Some(Choice::Theirs)) => false,
            (None, None) => {
                return Err(Failure::usage(
                    format!("it is not said whose “{name}” stays"),
                    format!("{choices}{}.", colliding.join(", ")),
                ));
            }
            (_, Some(Choice::Both)) => {
                return Err(Failure::usage(
                    "both keeps whole events, not fields",
                    "Leave out --field, or say mine or theirs.",
                ));
            }
        };
        if is_mine {
            mine.push((*name).to_owned());
        }
    }
    Ok(Resolution::Fields { mine })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::queue::entry_for_tests as entry;

    #[test]
    fn a_choice_is_for_all_fields_or_for_each() {
        type Fields = &'static [(&'static str, bool)];
        let table: &[(Option<Choice>, Fields)] = &[
            (Some(Choice::Mine), &[]),
            (Some(Choice::Theirs), &[]),
            (Some(Choice::Both), &[]),
            (None, &[]),
            (None, &[("title", true), ("time", false)]),
            (None, &[("title", true)]),
            (Some(Choice::Theirs), &[("title", true)]),
            (Some(Choice::Mine), &[("title", false)]),
            (Some(Choice::Both), &[("title", true)]),
            (Some(Choice::Mine), &[("notes", true)]),
            (Some(Choice::Mine), &[("colour", true)]),
        ];
        let mut text = String::new();
        for (choice, fields) in table {
            let field = fields
                .iter()
                .map(|(name, mine)| FieldChoice { name: (*name).into(), mine: *mine })
                .collect();
            let args = ResolveArgs { id: entry().id, choice: *choice, field };
            let how = resolution(&args, &entry())
                .map_or_else(|_| "wrong usage".into(), |how| format!("{how:?}"));
            text.push_str(&format!("{choice:?} {fields:?}: {how}\n"));
        }
        insta::assert_snapshot!(text, @r#"
        Some(Mine) []: Mine
        Some(Theirs) []: Theirs
        Some(Both) []: Both
        None []: wrong usage
        None [("title", true), ("time", false)]: Fields { mine: ["title"] }
        None [("title", true)]: wrong usage
        Some(Theirs) [("title", true)]: Fields { mine: ["title"] }
        Some(Mine) [("title", false)]: Fields { mine: ["time"] }
        Some(Both) [("title", true)]: wrong usage
        Some(Mine) [("notes", true)]: wrong usage
        Some(Mine) [("colour", true)]: wrong usage
        "#);
    }
}
