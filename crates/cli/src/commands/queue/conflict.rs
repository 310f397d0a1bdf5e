//! A conflict for people: the versions of both sides, and how to decide.

use kalends_engine::{QueueEntry, QueueOp};

use super::title;
use crate::output::table;

/// What one side of a conflict did to the event as a whole, where it did not only change fields.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deleted {
    Here,
    There,
    Nowhere,
}

fn deleted(entry: &QueueEntry) -> Deleted {
    match entry.fields.iter().find(|field| field.name == "deleted") {
        Some(_) if entry.op == QueueOp::Delete => Deleted::Here,
        Some(_) => Deleted::There,
        None => Deleted::Nowhere,
    }
}

/// The versions of both sides, field by field, and how to decide.
pub(super) fn conflict(entry: &QueueEntry) -> String {
    let id = entry.id;
    let fields = || entry.fields.iter().filter(|field| field.name != "deleted");
    let (what, versions, how) = match deleted(entry) {
        Deleted::Nowhere => (
            "",
            table(
                ["field", "yours", "theirs", "before"],
                fields().filter(|field| field.conflict).map(|field| {
                    [&field.name, &field.mine, &field.theirs, &field.base].map(Clone::clone)
                }),
                "",
            ),
            format!(
                "Decide with `kalends queue resolve {id} mine|theirs|both`, or each field with \
                 --field NAME=mine|theirs."
            ),
        ),
        Deleted::Here => (
            " was deleted here and changed elsewhere",
            table(
                ["field", "theirs", "before"],
                fields().map(|field| [&field.name, &field.theirs, &field.base].map(Clone::clone)),
                "",
            ),
            format!(
                "`kalends queue resolve {id} mine` deletes it, `kalends queue resolve {id} \
                 theirs` keeps it as it is there."
            ),
        ),
        Deleted::There => (
            " was changed here and deleted elsewhere",
            table(
                ["field", "yours", "before"],
                fields().map(|field| [&field.name, &field.mine, &field.base].map(Clone::clone)),
                "",
            ),
            format!(
                "`kalends queue resolve {id} mine` makes it anew, `kalends queue resolve {id} \
                 theirs` lets it go."
            ),
        ),
    };
    let versions = if versions.is_empty() { versions } else { format!("{versions}\n") };
    format!("{} {id}{what}:\n{versions}{how}", title(entry))
}

#[cfg(test)]
mod tests {
    use kalends_engine::QueueField;

    use super::*;
    use crate::commands::queue::entry_for_tests as entry;

    #[test]
    fn people_see_both_sides() {
        insta::assert_snapshot!(conflict(&entry()), @r"
        “Stand up” 00000000-0000-7000-8000-000000000000:
         FIELD  YOURS  THEIRS  BEFORE
         title  m      t       b
         time   m      t       b
        Decide with `kalends queue resolve 00000000-0000-7000-8000-000000000000 mine|theirs|both`, or each field with --field NAME=mine|theirs.
        ");
    }

    #[test]
    fn the_conflict_of_a_deletion_says_who_deleted() {
        let field = |name: &str, base: &str, mine: &str, theirs: &str| QueueField {
            name: name.into(),
            base: base.into(),
            mine: mine.into(),
            theirs: theirs.into(),
            conflict: name == "deleted",
        };
        let here = QueueEntry {
            op: QueueOp::Delete,
            fields: vec![
                field("deleted", "", "deleted", "changed"),
                field("title", "Talk", "", "Their talk"),
            ],
            ..entry()
        };
        let there = QueueEntry {
            fields: vec![
                field("deleted", "", "changed", "deleted"),
                field("title", "Talk", "My talk", ""),
            ],
            ..entry()
        };
        insta::assert_snapshot!(format!("{}\n\n{}", conflict(&here), conflict(&there)), @r"
        “Stand up” 00000000-0000-7000-8000-000000000000 was deleted here and changed elsewhere:
         FIELD  THEIRS      BEFORE
         title  Their talk  Talk
        `kalends queue resolve 00000000-0000-7000-8000-000000000000 mine` deletes it, `kalends queue resolve 00000000-0000-7000-8000-000000000000 theirs` keeps it as it is there.

        “Stand up” 00000000-0000-7000-8000-000000000000 was changed here and deleted elsewhere:
         FIELD  YOURS    BEFORE
         title  My talk  Talk
        `kalends queue resolve 00000000-0000-7000-8000-000000000000 mine` makes it anew, `kalends queue resolve 00000000-0000-7000-8000-000000000000 theirs` lets it go.
        ");
    }
}
