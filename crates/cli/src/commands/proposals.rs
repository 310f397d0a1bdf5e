//! `kalends proposals`.

use jiff::tz::TimeZone;
use kalends_engine::{
    Decision, Engine, Problem, Proposal, ProposalFilter, ProposalId, ProposalState, ProposalWarning,
};
use serde::Serialize;
use serde_json::Value;

use crate::{
    Outcome,
    args::{ApproveArgs, ProposalsCommand},
    failure::Failure,
    output::{Output, one_line, table},
    question, time,
};

pub(super) async fn run(
    engine: &Engine,
    command: ProposalsCommand,
    output: &Output,
) -> Result<Outcome, Failure> {
    match command {
        ProposalsCommand::List { all } => list(engine, all, output).await?,
        ProposalsCommand::Show { id } => {
            let card = engine.get_proposal(id).await?;
            output.show(&row(&card), || text(&card, &engine.zone()))?;
        }
        ProposalsCommand::Approve(args) => Box::pin(approve(engine, &args, output)).await?,
        ProposalsCommand::Reject { id, note } => {
            let card = Box::pin(engine.reject_proposal(id, &note)).await?;
            output.show(&row(&card), || format!("Rejected “{}”.", one_line(&card.title)))?;
        }
    }
    Ok(Outcome::Done)
}

async fn list(engine: &Engine, all: bool, output: &Output) -> Result<(), Failure> {
    let open = vec![ProposalState::Pending, ProposalState::OutOfDate];
    let states = if all { Vec::new() } else { open };
    let filter = ProposalFilter { states, ..ProposalFilter::default() };
    let cards = Box::pin(engine.list_proposals(&filter)).await?;
    let rows: Vec<Row<'_>> = cards.iter().map(row).collect();
    let zone = &engine.zone();
    output.show(&rows, || {
        let lines = cards.iter().map(|card| {
            [
                card.id.to_string(),
                word(&card.kind),
                card.title.clone(),
                card.agent_name.clone(),
                word(&card.state),
                time::local(Some(card.expires_at), zone),
            ]
        });
        let header = ["id", "action", "title", "agent", "state", "expires"];
        table(header, lines, "Nothing waits for your approval.")
    })
}

/// Shows what would happen, asks, and does exactly that or nothing.
async fn approve(engine: &Engine, args: &ApproveArgs, output: &Output) -> Result<(), Failure> {
    let mut card = engine.get_proposal(args.id).await?;
    if let Some(hash) = &args.hash
        && *hash != card.hash
    {
        return Err(changed(args.id));
    }
    loop {
        if !args.yes {
            if !question::can_ask() {
                return Err(Failure::usage(
                    "nobody is here to confirm the approval",
                    format!(
                        "Look at it with `kalends proposals show {} --json`, then give --yes and \
                         the hash of what you saw: --hash.",
                        args.id
                    ),
                ));
            }
            let shown = text(&card, &engine.zone());
            if question::choose(&format!("{shown}\n\nApprove?"), &["yes", "no"])? != 0 {
                return Err(Failure::new("nothing was approved", ""));
            }
        }
        match Box::pin(engine.approve_proposal(args.id, &card.hash)).await? {
            Decision::Approved { proposal, .. } => {
                return output.show(&row(&proposal), || {
                    let state = match &proposal.waits_for {
                        Some(why) => format!("Approved, waiting to be sent. {}.", one_line(why)),
                        None => "Approved.".to_owned(),
                    };
                    format!("{}\n\n{state}", text(&proposal, &engine.zone()))
                });
            }
            // In a script nobody has seen what would happen now.
            Decision::Changed(_) if args.yes => return Err(changed(args.id)),
            Decision::Changed(now) => card = *now,
        }
    }
}

fn changed(id: ProposalId) -> Failure {
    Failure::new(
        "the proposal is not what was shown any more: nothing was approved",
        format!("Look at it again with `kalends proposals show {id}`."),
    )
}

/// A proposal in JSON.
#[derive(Serialize)]
struct Row<'a> {
    id: String,
    agent: &'a str,
    batch: Option<String>,
    action: Value,
    state: Value,
    title: &'a str,
    reason: &'a str,
    created_at: String,
    expires_at: String,
    calendar_id: String,
    event_id: Option<String>,
    original: Option<i64>,
    scope: Value,
    notify: Value,
    diff: Value,
    times: Value,
    times_now: Value,
    occurrences_affected: Option<u64>,
    resets: u64,
    conflicts: Value,
    busy_elsewhere: &'a [String],
    unknown: &'a [String],
    mails: Vec<&'a str>,
    mails_outside: &'a [String],
    warnings: Value,
    freshness: Value,
    hash: &'a str,
    note: &'a str,
    decided_at: Option<String>,
    waits_for: Option<&'a str>,
    problem: Option<&'a Problem>,
    error: Option<&'a Problem>,
}

fn row(card: &Proposal) -> Row<'_> {
    let stands_for = card.result.or(card.target);
    Row {
        id: card.id.to_string(),
        agent: &card.agent_name,
        batch: card.batch.map(|id| id.to_string()),
        action: json(&card.kind),
        state: json(&card.state),
        title: &card.title,
        reason: &card.reason,
        created_at: card.created_at.to_string(),
        expires_at: card.expires_at.to_string(),
        calendar_id: card.calendar_id.to_string(),
        event_id: stands_for.map(|target| target.event_id.to_string()),
        original: stands_for.and_then(|target| target.original),
        scope: json(&card.scope),
        notify: json(&card.notify),
        diff: json(&card.diff),
        times: json(&card.times),
        times_now: json(&card.times_now),
        occurrences_affected: card.occurrences_affected,
        resets: card.resets,
        conflicts: json(&card.conflicts),
        busy_elsewhere: &card.busy_elsewhere,
        unknown: &card.unknown,
        mails: card.mails_inside.iter().chain(&card.mails_outside).map(String::as_str).collect(),
        mails_outside: &card.mails_outside,
        warnings: json(&card.warnings),
        freshness: json(&card.freshness),
        hash: &card.hash,
        note: &card.note,
        decided_at: card.decided_at.map(|at| at.to_string()),
        waits_for: card.waits_for.as_deref(),
        problem: card.problem.as_ref(),
        error: card.error.as_ref(),
    }
}

fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn word<T: Serialize>(value: &T) -> String {
    json(value).as_str().unwrap_or_default().replace('_', " ")
}

/// A card as text.
fn text(card: &Proposal, zone: &TimeZone) -> String {
    let mut lines = vec![
        format!("{} wants to {} “{}”", card.agent_name, word(&card.kind), one_line(&card.title)),
        format!("State: {}, until {}", word(&card.state), time::local(Some(card.expires_at), zone)),
    ];
    if !card.reason.is_empty() {
        lines.push(format!("> {}", one_line(&card.reason)));
    }
    for line in &card.diff {
        let (before, after) = (one_line(&line.before), one_line(&line.after));
        let name = line.name.replace('_', " ");
        lines.push(match (before.is_empty(), after.is_empty()) {
            (true, _) => format!("  {name}: {after}"),
            (false, true) => format!("  {name}: {before} → nothing"),
            (false, false) => format!("  {name}: {before} → {after}"),
        });
    }
    match card.occurrences_affected {
        Some(0 | 1) => {}
        Some(count) => lines.push(format!("  Occurrences: {count}")),
        None => lines.push("  Occurrences: all of a series without end".into()),
    }
    if card.resets > 0 {
        lines.push(format!("  Changed occurrences that fall back to the series: {}", card.resets));
    }
    for conflict in &card.conflicts {
        lines.push(format!(
            "! Collides with “{}” at {} ({})",
            one_line(&conflict.title),
            time::local(Some(conflict.start), zone),
            word(&conflict.severity)
        ));
    }
    for calendar in &card.busy_elsewhere {
        lines.push(format!("! “{}” is busy then", one_line(calendar)));
    }
    for calendar in &card.unknown {
        lines.push(format!("! Not known whether “{}” is free then", one_line(calendar)));
    }
    let mails: Vec<&str> =
        card.mails_inside.iter().chain(&card.mails_outside).map(String::as_str).collect();
    if mails.is_empty() {
        lines.push("  Mails nobody".into());
    } else {
        lines.push(format!("! Mails {}", mails.join(", ")));
    }
    for warning in &card.warnings {
        lines.push(match warning {
            ProposalWarning::OutsideGuests { emails } => {
                format!("! Guests from outside: {}", emails.join(", "))
            }
            ProposalWarning::CopiedText { title } => {
                format!("! Its text also stands in “{}”", one_line(title))
            }
            ProposalWarning::WholeSeries => "! More than one occurrence of a series".into(),
            ProposalWarning::Delete => "! It deletes an event".into(),
        });
    }
    for problem in card.problem.iter().chain(&card.error) {
        lines.push(format!("! {}. {}", problem.message.trim_end_matches('.'), problem.remedy));
    }
    lines.join("\n")
}
