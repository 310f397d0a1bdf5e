//! `kalends queue`.

use kalends_engine::{Engine, EventId, QueueEntry, QueueField, QueueOp, QueueState, Resolution};
use serde::Serialize;

use crate::{
    Outcome,
    args::{Choice, FieldChoice, QueueCommand, ResolveArgs},
    failure::Failure,
    output::{Output, one_line, table},
    time,
};

/// An edit as the contract of `queue list --json` has it.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    id: String,
    event_id: String,
    calendar_id: String,
    title: &'a str,
    op: QueueOp,
    state: QueueState,
    since: String,
    attempts: u64,
    reason: &'a str,
    fields: &'a [QueueField],
}

impl<'a> From<&'a QueueEntry> for Row<'a> {
    fn from(entry: &'a QueueEntry) -> Self {
        Self {
            id: entry.id.to_string(),
            event_id: entry.event_id.to_string(),
            calendar_id: entry.calendar_id.to_string(),
            title: &entry.title,
            op: entry.op,
            state: entry.state,
            since: entry.since.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            attempts: entry.attempts,
            reason: &entry.reason,
            fields: &entry.fields,
        }
    }
}

pub(super) async fn run(
    engine: &Engine,
    command: QueueCommand,
    output: &Output,
) -> Result<Outcome, Failure> {
    match command {
        QueueCommand::List => list(engine, output).await?,
        QueueCommand::Retry { id } => {
            if let Some(id) = id {
                get(engine, id).await?;
            }
            Box::pin(engine.retry_queue(id)).await?;
            let value = serde_json::json!({ "id": id.map(|id| id.to_string()) });
            output.show(&value, || "Tried again with the next `kalends sync`.".to_owned())?;
        }
        QueueCommand::Discard { id } => {
            let entry = get(engine, id).await?;
            Box::pin(engine.discard_queue(id)).await?;
            done(output, id, || format!("Gave up the edit of {}.", title(&entry)))?;
        }
        QueueCommand::Resolve(args) => {
            let entry = match find(engine, args.id).await? {
                Some(entry) if entry.state == QueueState::Conflict => entry,
                entry => return Err(undecided(engine, args.id, entry).await?),
            };
            let how = resolution(&args, &entry)?;
            Box::pin(engine.resolve_queue(args.id, how)).await?;
            done(output, args.id, || format!("Decided the conflict of {}.", title(&entry)))?;
        }
    }
    Ok(Outcome::Done)
}

fn done(output: &Output, id: EventId, text: impl FnOnce() -> String) -> Result<(), Failure> {
    output.show(&serde_json::json!({ "id": id.to_string() }), text)
}

async fn list(engine: &Engine, output: &Output) -> Result<(), Failure> {
    let entries = engine.list_queue().await?;
    let rows: Vec<Row<'_>> = entries.iter().map(Row::from).collect();
    let zone = &engine.config().zone;
    output.show(&rows, || {
        let cells = entries.iter().map(|entry| {
            [
                entry.id.to_string(),
                entry.title.clone(),
                time::local(Some(entry.since), zone),
                summary(entry),
            ]
        });
        let mut text = table(["id", "event", "since", "what"], cells, "Everything is sent.");
        for entry in entries.iter().filter(|entry| entry.state == QueueState::Conflict) {
            text.push_str("\n\n");
            text.push_str(&conflict(entry));
        }
        text
    })
}

/// What an edit does and why it waits, in a line.
pub(super) fn summary(entry: &QueueEntry) -> String {
    let op = match entry.op {
        QueueOp::Create => "new",
        QueueOp::Update => "changed",
        QueueOp::Delete => "deleted",
        QueueOp::Move => "moved to another calendar",
        QueueOp::Respond => "answered",
    };
    let reason = one_line(&entry.reason);
    let state = match entry.state {
        QueueState::Waiting => "waits",
        QueueState::Retrying => "is tried again",
        QueueState::Refused => "was refused",
        QueueState::Conflict if reason.is_empty() => "both sides changed it",
        QueueState::Conflict => return format!("{op} here; {}", uncapped(&reason)),
    };
    // Of a refusal the reason says again that it is one.
    let reason = match entry.state {
        QueueState::Refused => reason
            .strip_prefix("Refused")
            .map_or(reason.as_str(), |rest| rest.trim_start_matches(": ")),
        QueueState::Waiting | QueueState::Retrying | QueueState::Conflict => &reason,
    };
    if reason.is_empty() { format!("{op}, {state}") } else { format!("{op}, {state}: {reason}") }
}

/// The text with a small first letter.
fn uncapped(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

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
fn conflict(entry: &QueueEntry) -> String {
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

async fn find(engine: &Engine, id: EventId) -> Result<Option<QueueEntry>, Failure> {
    Ok(engine.list_queue().await?.into_iter().find(|entry| entry.id == id))
}

async fn get(engine: &Engine, id: EventId) -> Result<QueueEntry, Failure> {
    find(engine, id).await?.ok_or_else(|| missing(id))
}

fn missing(id: EventId) -> Failure {
    Failure::new(
        format!("no edit of event {id} waits"),
        "List what waits with `kalends queue list`.",
    )
}

/// There is no conflict: an edit since may have ended it, or both sides say the same by now.
async fn undecided(
    engine: &Engine,
    id: EventId,
    entry: Option<QueueEntry>,
) -> Result<Failure, Failure> {
    let (title, remedy) = match &entry {
        Some(entry) => (title(entry), "`kalends queue list` says what it waits for."),
        None => match engine.get_event(id, None, &engine.config().zone).await {
            Ok(event) => (named(&event.occurrence.title), "Both sides agree, and nothing waits."),
            Err(_) => return Err(missing(id)),
        },
    };
    Ok(Failure::new(format!("nothing is left to decide about {title}"), remedy))
}

/// How the arguments decide the fields that both sides changed.
fn resolution(args: &ResolveArgs, entry: &QueueEntry) -> Result<Resolution, Failure> {
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

fn title(entry: &QueueEntry) -> String {
    named(&entry.title)
}

fn named(title: &str) -> String {
    let title = one_line(title);
    if title.is_empty() { "an event without a title".into() } else { format!("“{title}”") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> QueueEntry {
        let field = |name: &str, conflict| QueueField {
            name: name.into(),
            base: "b".into(),
            mine: "m".into(),
            theirs: "t".into(),
            conflict,
        };
        let id: EventId = "00000000-0000-7000-8000-000000000000".parse().unwrap();
        QueueEntry {
            id,
            event_id: id,
            original: None,
            calendar_id: "00000000-0000-7000-8000-000000000001".parse().unwrap(),
            title: "Stand\nup".into(),
            op: QueueOp::Update,
            state: QueueState::Conflict,
            since: "2026-11-20T12:00:00Z".parse().unwrap(),
            attempts: 2,
            next_try: None,
            reason: String::new(),
            problem: None,
            fields: vec![field("title", true), field("time", true), field("notes", false)],
        }
    }

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

    #[test]
    fn the_contract_of_the_list_holds() {
        let entry = entry();
        insta::assert_snapshot!(serde_json::to_string_pretty(&Row::from(&entry)).unwrap(), @r#"
        {
          "id": "00000000-0000-7000-8000-000000000000",
          "event_id": "00000000-0000-7000-8000-000000000000",
          "calendar_id": "00000000-0000-7000-8000-000000000001",
          "title": "Stand\nup",
          "op": "update",
          "state": "conflict",
          "since": "2026-11-20T12:00:00Z",
          "attempts": 2,
          "reason": "",
          "fields": [
            {
              "name": "title",
              "base": "b",
              "mine": "m",
              "theirs": "t",
              "conflict": true
            },
            {
              "name": "time",
              "base": "b",
              "mine": "m",
              "theirs": "t",
              "conflict": true
            },
            {
              "name": "notes",
              "base": "b",
              "mine": "m",
              "theirs": "t",
              "conflict": false
            }
          ]
        }
        "#);
    }

    #[test]
    fn people_see_both_sides() {
        assert_eq!(summary(&entry()), "changed, both sides changed it");
        let refused =
            QueueEntry { state: QueueState::Refused, reason: "no\nway".into(), ..entry() };
        assert_eq!(summary(&refused), "changed, was refused: no way");
        let table = [
            (
                QueueOp::Update,
                QueueState::Refused,
                "Refused: no right",
                "changed, was refused: no right",
            ),
            (QueueOp::Update, QueueState::Refused, "Refused", "changed, was refused"),
            (
                QueueOp::Create,
                QueueState::Waiting,
                "Sign in again to send",
                "new, waits: Sign in again to send",
            ),
            (
                QueueOp::Delete,
                QueueState::Conflict,
                "Changed elsewhere too",
                "deleted here; changed elsewhere too",
            ),
            (
                QueueOp::Move,
                QueueState::Conflict,
                "Deleted elsewhere meanwhile",
                "moved to another calendar here; deleted elsewhere meanwhile",
            ),
        ];
        for (op, state, reason, expected) in table {
            let entry = QueueEntry { op, state, reason: reason.into(), ..entry() };
            assert_eq!(summary(&entry), expected);
        }
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
