//! `kalends agent`.

use jiff::tz::TimeZone;
use kalends_engine::{AgentConfig, AgentState, AgentView, AuditFilter, AuditLine, Engine, Sight};
use serde::Serialize;
use serde_json::json;

use crate::{
    Outcome,
    args::{AgentCommand, AuditArgs, Client, OneOrAll},
    failure::Failure,
    output::{Output, table},
    time,
};

pub(super) async fn run(
    engine: &Engine,
    command: AgentCommand,
    output: &Output,
) -> Result<Outcome, Failure> {
    match command {
        AgentCommand::Add { name, client } => {
            let added = engine.add_agent(&name, &program()?).await?;
            show_config(&added.agent.name, &added.config, client, output, "Added")?;
        }
        AgentCommand::List => list(engine, output).await?,
        AgentCommand::Config { name, client } => {
            let agent = engine.get_agent_by_name(&name).await?;
            let config = engine.agent_config(agent.id, &program()?).await?;
            show_config(&agent.name, &config, client, output, "The configuration of")?;
        }
        AgentCommand::Pause(which) => pause(engine, which, true, output).await?,
        AgentCommand::Resume(which) => pause(engine, which, false, output).await?,
        AgentCommand::Revoke { name } => {
            let agent = engine.get_agent_by_name(&name).await?;
            engine.revoke_agent(agent.id).await?;
            output.show(&json!({ "name": agent.name, "state": AgentState::Revoked }), || {
                format!("Revoked {}. What it did stays on record.", agent.name)
            })?;
        }
        AgentCommand::Allow { name, calendar, sight } => {
            let agent = engine.get_agent_by_name(&name).await?;
            let sight = Sight::from(sight);
            engine.allow_agent(agent.id, calendar, sight).await?;
            let calendar = engine.get_calendar(calendar).await?;
            let answer = json!({
                "name": agent.name, "calendar_id": calendar.id, "sight": sight,
            });
            output.show(&answer, || {
                format!("{} sees of {}: {}.", agent.name, calendar.name, sees(sight))
            })?;
        }
        AgentCommand::Caps { name, pending, per_hour } => {
            let agent = engine.get_agent_by_name(&name).await?;
            let pending = pending.unwrap_or(agent.max_pending);
            let per_hour = per_hour.unwrap_or(agent.max_per_hour);
            engine.set_agent_caps(agent.id, pending, per_hour).await?;
            let answer = json!({
                "name": agent.name, "max_pending": pending, "max_per_hour": per_hour,
            });
            output.show(&answer, || {
                format!(
                    "{} may have {pending} proposals waiting and make {per_hour} in an hour.",
                    agent.name
                )
            })?;
        }
        AgentCommand::Audit(args) => audit(engine, &args, output).await?,
    }
    Ok(Outcome::Done)
}

/// What clients start: this very program.
fn program() -> Result<String, Failure> {
    let path = std::env::current_exe().map_err(|error| {
        Failure::new(
            format!("could not tell where this program is: {error}"),
            "Start it by its whole path.",
        )
    })?;
    Ok(path.display().to_string())
}

#[derive(Serialize)]
struct Added<'a> {
    name: &'a str,
    config: &'a AgentConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

fn show_config(
    name: &str,
    config: &AgentConfig,
    client: Option<Client>,
    output: &Output,
    done: &str,
) -> Result<(), Failure> {
    let file = client.map(|client| config.for_client(client.into()));
    let answer = Added {
        name,
        config,
        file: file.as_ref().map(|file| file.file.clone()),
        text: file.as_ref().map(|file| file.text.clone()),
    };
    output.show(&answer, || match &file {
        Some(file) => format!(
            "{done} {name}. For {}, in {}:\n\n{}\n\n{KEEP}",
            file.title, file.file, file.text
        ),
        None => {
            let env = config.env.iter().map(|(name, value)| format!("  {name}={value}"));
            let env: Vec<String> = env.collect();
            format!(
                "{done} {name}. Its client starts\n\n  {} {}\n\nwith\n\n{}\n\n{KEEP}\n{FILES}",
                config.command,
                config.args.join(" "),
                env.join("\n")
            )
        }
    })
}

const KEEP: &str = "The token lets in whoever has it: keep it to that client. The agent sees busy \
                    times alone until `kalends agent allow` says more.";
const FILES: &str = "`--for claude-desktop`, `claude-code`, `cursor` or `vs-code` writes out that \
                     client's own file.";

async fn list(engine: &Engine, output: &Output) -> Result<(), Failure> {
    let agents = engine.list_agents().await?;
    let paused = engine.are_agents_paused().await?;
    let zone = engine.zone();
    output.show(&agents, || {
        let rows = agents.iter().map(|agent| row(agent, &zone));
        let mut text = table(
            ["name", "state", "waiting", "per hour", "last seen", "client", "sees"],
            rows,
            "No agents. `kalends agent add NAME` registers one.",
        );
        if paused {
            text.push_str("\n\nAll agents are paused: `kalends agent resume --all`.");
        }
        text
    })
}

fn row(agent: &AgentView, zone: &TimeZone) -> [String; 7] {
    let state = match agent.state {
        AgentState::Active => "active",
        AgentState::Paused => "paused",
        AgentState::Revoked => "revoked",
    };
    let more = agent.sight.iter().filter(|one| one.chosen);
    let more: Vec<String> =
        more.map(|one| format!("{}: {}", one.calendar_name, one.sight.as_str())).collect();
    [
        agent.name.clone(),
        state.into(),
        format!("{} of {}", agent.pending, agent.max_pending),
        agent.max_per_hour.to_string(),
        agent.last_seen.map_or_else(|| "never".into(), |at| time::instant(at, zone)),
        agent.client_label.clone(),
        if more.is_empty() { "busy times".into() } else { more.join(", ") },
    ]
}

const fn sees(sight: Sight) -> &'static str {
    match sight {
        Sight::Hidden => "nothing, not even that it exists",
        Sight::Busy => "when it is busy",
        Sight::Titles => "titles and times",
        Sight::Full => "everything",
    }
}

async fn pause(
    engine: &Engine,
    which: OneOrAll,
    paused: bool,
    output: &Output,
) -> Result<(), Failure> {
    let Some(name) = which.name else {
        engine.pause_all_agents(paused).await?;
        return output.show(&json!({ "all_paused": paused }), || {
            if paused { "All agents are paused." } else { "Agents go on." }.into()
        });
    };
    let agent = engine.get_agent_by_name(&name).await?;
    engine.pause_agent(agent.id, paused).await?;
    let state = if paused { AgentState::Paused } else { AgentState::Active };
    output.show(&json!({ "name": agent.name, "state": state }), || {
        format!("{} {}.", if paused { "Paused" } else { "Resumed" }, agent.name)
    })
}

async fn audit(engine: &Engine, args: &AuditArgs, output: &Output) -> Result<(), Failure> {
    let zone = engine.zone();
    let agent = match &args.agent {
        Some(name) => Some(engine.get_agent_by_name(name).await?.id),
        None => None,
    };
    let since = match &args.since {
        Some(text) => Some(time::parse(text, &zone)?.timestamp()),
        None => None,
    };
    let filter = AuditFilter { agent, since, ..AuditFilter::default() };
    if args.export {
        return output.raw(engine.export_audit(&filter).await?.as_bytes());
    }
    let lines = engine.list_audit(&filter, args.limit).await?;
    output.show(&lines, || {
        let rows = lines.iter().map(|line| audit_row(line, &zone));
        table(["when", "who", "what", "agent", "about"], rows, "Nothing yet.")
    })
}

fn audit_row(line: &AuditLine, zone: &TimeZone) -> [String; 5] {
    [
        time::instant(line.at, zone),
        line.who.clone(),
        line.what.replace('_', " "),
        line.agent.clone(),
        line.proposal_id.map(|id| id.to_string()).unwrap_or_default(),
    ]
}
