//! The agents that may look and propose.

use std::fs;

use kalends_engine::AuditFilter;
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt as _;
use tokio::sync::oneshot;

use super::{Answer, Given, parse_id};
use crate::wire::{
    AgentClient, AgentConfig, AgentList, AgentView, AuditLine, AuditNo, Problem, Sight,
};

/// All agents, and whether nobody is heard at present.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_agents(shell: Given<'_>) -> Answer<AgentList> {
    let engine = shell.engine().await?;
    let agents = engine.list_agents().await?.into_iter().map(Into::into).collect();
    Ok(AgentList { agents, all_paused: engine.are_agents_paused().await? })
}

/// Registers an agent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_agent(shell: Given<'_>, name: String) -> Answer<AgentView> {
    Ok(shell.engine().await?.add_agent(&name, &program()).await?.agent.into())
}

/// What goes into a client's configuration. Holds the agent's token.
#[tauri::command]
#[specta::specta]
pub(crate) async fn agent_config(
    shell: Given<'_>,
    id: String,
    client: AgentClient,
) -> Answer<AgentConfig> {
    let config = shell.engine().await?.agent_config(parse_id(&id)?, &program()).await?;
    Ok(config.for_client(client.into()).into())
}

/// An agent is not heard, or heard again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_agent(shell: Given<'_>, id: String, paused: bool) -> Answer<()> {
    Ok(shell.engine().await?.pause_agent(parse_id(&id)?, paused).await?)
}

/// No agent is heard, or all are again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_all_agents(shell: Given<'_>, paused: bool) -> Answer<()> {
    Ok(shell.engine().await?.pause_all_agents(paused).await?)
}

/// An agent is never heard again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn revoke_agent(shell: Given<'_>, id: String) -> Answer<()> {
    Ok(shell.engine().await?.revoke_agent(parse_id(&id)?).await?)
}

/// Says what an agent sees of a calendar.
#[tauri::command]
#[specta::specta]
pub(crate) async fn allow_agent(
    shell: Given<'_>,
    id: String,
    calendar_id: String,
    sight: Sight,
) -> Answer<()> {
    let (id, calendar) = (parse_id(&id)?, parse_id(&calendar_id)?);
    Ok(shell.engine().await?.allow_agent(id, calendar, sight.into()).await?)
}

/// Sets how much an agent may ask for.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_agent_caps(
    shell: Given<'_>,
    id: String,
    max_pending: u32,
    max_per_hour: u32,
) -> Answer<()> {
    let engine = shell.engine().await?;
    Ok(engine.set_agent_caps(parse_id(&id)?, max_pending, max_per_hour).await?)
}

/// The log of one agent or of all, newest first; `before` is the last line known.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_audit(
    shell: Given<'_>,
    agent_id: Option<String>,
    before: Option<AuditNo>,
    limit: u32,
) -> Answer<Vec<AuditLine>> {
    let filter = AuditFilter { cursor: before.map(|AuditNo(no)| no), ..of_agent(agent_id)? };
    let found = shell.engine().await?.list_audit(&filter, limit).await?;
    Ok(found.into_iter().map(Into::into).collect())
}

/// Writes the log as JSON lines into a file that the reader picks; its name, or none when they
/// changed their mind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_audit(
    app: AppHandle,
    shell: Given<'_>,
    agent_id: Option<String>,
) -> Answer<Option<String>> {
    let filter = of_agent(agent_id)?;
    let (chosen, choice) = oneshot::channel();
    let dialog = app.dialog().file().set_file_name("kalends-agents.jsonl");
    dialog.add_filter("JSON lines", &["jsonl"]).save_file(move |file| {
        let _ = chosen.send(file);
    });
    let path = choice.await.ok().flatten().and_then(|file| file.into_path().ok());
    let Some(path) = path else { return Ok(None) };
    let text = shell.engine().await?.export_audit(&filter).await?;
    fs::write(&path, text).map_err(|error| {
        let message = format!("Could not write {}: {error}.", path.display());
        Problem::new("file", message, "Choose another folder.")
    })?;
    Ok(path.file_name().map(|name| name.to_string_lossy().into_owned()))
}

fn of_agent(agent_id: Option<String>) -> Answer<AuditFilter> {
    let agent = agent_id.as_deref().map(parse_id).transpose()?;
    Ok(AuditFilter { agent, ..Default::default() })
}

/// The command line that serves agents: beside this program, else whichever is found by its name.
fn program() -> String {
    let name = if cfg!(windows) { "kalends.exe" } else { "kalends" };
    let beside = std::env::current_exe().ok().and_then(|this| Some(this.parent()?.join(name)));
    let there = beside.filter(|path| path.is_file());
    there.map_or_else(|| name.to_owned(), |path| path.to_string_lossy().into_owned())
}
