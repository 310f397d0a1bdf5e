//! `kalends queue`.

mod conflict;
mod resolution;
mod row;
mod summary;

use kalends_engine::{Engine, EventId, QueueEntry, QueueState};

use self::{conflict::conflict, resolution::resolution};
use crate::{
    Outcome,
    args::QueueCommand,
    failure::Failure,
    output::{Output, one_line, table},
    time,
};

pub(super) use self::{row::Row, summary::summary};

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
    let zone = &engine.zone();
    output.show(&rows, || {
        let cells = entries.iter().map(|entry| {
            [
                entry.id.to_string(),
                entry.title.clone(),
                time::local(Some(entry.since), zone),
                summary(entry, zone),
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
        None => match engine.get_event(id, None, &engine.zone()).await {
            Ok(event) => (named(&event.occurrence.title), "Both sides agree, and nothing waits."),
            Err(_) => return Err(missing(id)),
        },
    };
    Ok(Failure::new(format!("nothing is left to decide about {title}"), remedy))
}

fn title(entry: &QueueEntry) -> String {
    named(&entry.title)
}

fn named(title: &str) -> String {
    let title = one_line(title);
    if title.is_empty() { "an event without a title".into() } else { format!("“{title}”") }
}

/// A conflict in two of three fields.
#[cfg(test)]
fn entry_for_tests() -> QueueEntry {
    use kalends_engine::{QueueField, QueueOp};
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
