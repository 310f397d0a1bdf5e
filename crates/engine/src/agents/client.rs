//! The configuration of an agent, as the programs that start it keep it.

use std::{collections::BTreeMap, path::Path};

use serde_json::{Value, json};

use crate::{AgentClient, AgentConfig, ClientConfig, config::usual_data_folder};

/// The variable in which an agent gives its token.
pub const TOKEN_VARIABLE: &str = "KALENDS_AGENT_TOKEN";

/// How `program` is started as this agent.
pub(super) fn config(program: &str, name: &str, token: &str, data: &Path) -> AgentConfig {
    let mut env = BTreeMap::from([(TOKEN_VARIABLE.to_owned(), token.to_owned())]);
    if usual_data_folder().as_deref() != Some(data) {
        env.insert("KALENDS_DATA_DIR".into(), data.display().to_string());
    }
    AgentConfig {
        command: program.to_owned(),
        args: ["mcp", "--agent", name].map(String::from).to_vec(),
        env,
    }
}

impl AgentConfig {
    /// As this client keeps it.
    #[must_use]
    pub fn for_client(&self, client: AgentClient) -> ClientConfig {
        let (title, file) = match client {
            AgentClient::ClaudeDesktop => ("Claude Desktop", claude_desktop_file()),
            AgentClient::ClaudeCode => ("Claude Code", "~/.claude.json"),
            AgentClient::Cursor => ("Cursor", "~/.cursor/mcp.json"),
            AgentClient::VsCode => ("VS Code", "mcp.json (MCP: Open User Configuration)"),
        };
        let server = json!({ "command": self.command, "args": self.args, "env": self.env });
        let typed = json!({
            "type": "stdio", "command": self.command, "args": self.args, "env": self.env,
        });
        let whole = match client {
            AgentClient::ClaudeDesktop => json!({ "mcpServers": { "kalends": server } }),
            AgentClient::ClaudeCode | AgentClient::Cursor => {
                json!({ "mcpServers": { "kalends": typed } })
            }
            AgentClient::VsCode => json!({ "servers": { "kalends": typed } }),
        };
        ClientConfig { client, title: title.into(), file: file.into(), text: pretty(&whole) }
    }
}

const fn claude_desktop_file() -> &'static str {
    if cfg!(target_os = "macos") {
        "~/Library/Application Support/Claude/claude_desktop_config.json"
    } else if cfg!(windows) {
        "%APPDATA%\\Claude\\claude_desktop_config.json"
    } else {
        "~/.config/Claude/claude_desktop_config.json"
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Vec<String> {
        let config = config("/usr/bin/kalends", "scout", "kal_x", Path::new("/data"));
        AgentClient::ALL.map(|client| config.for_client(client).text).to_vec()
    }

    #[test]
    fn each_client_gets_the_shape_of_its_file() {
        let [desktop, code, cursor, vs_code] = texts().try_into().unwrap();
        insta::assert_snapshot!(desktop, @"");
        insta::assert_snapshot!(code, @"");
        assert_eq!(cursor, code);
        insta::assert_snapshot!(vs_code, @"");
    }

    #[test]
    fn the_token_is_not_in_what_is_printed_for_debugging() {
        let config = config("kalends", "scout", "kal_secret", Path::new("/data"));
        let text = format!("{config:?} {:?}", config.for_client(AgentClient::Cursor));
        assert!(!text.contains("kal_secret"), "{text}");
    }
}
