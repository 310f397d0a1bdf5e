//! The configuration of an agent, as the programs that start it keep it.

use std::{collections::BTreeMap, path::Path};

use serde::Serialize;

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
        let typed = match client {
            AgentClient::ClaudeDesktop => None,
            AgentClient::ClaudeCode | AgentClient::Cursor | AgentClient::VsCode => Some("stdio"),
        };
        let servers = match client {
            AgentClient::VsCode => "servers",
            AgentClient::ClaudeDesktop | AgentClient::ClaudeCode | AgentClient::Cursor => {
                "mcpServers"
            }
        };
        let server =
            Server { transport: typed, command: &self.command, args: &self.args, env: &self.env };
        let whole = BTreeMap::from([(servers, BTreeMap::from([("kalends", server)]))]);
        // Strings by name are always JSON.
        let text = serde_json::to_string_pretty(&whole).unwrap_or_default();
        ClientConfig { client, title: title.into(), file: file.into(), text }
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

/// One server, as all clients write it.
#[derive(Serialize)]
struct Server<'a> {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    transport: Option<&'static str>,
    command: &'a str,
    args: &'a [String],
    env: &'a BTreeMap<String, String>,
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
        insta::assert_snapshot!(desktop, @r#"
        {
          "mcpServers": {
            "kalends": {
              "command": "/usr/bin/kalends",
              "args": [
                "mcp",
                "--agent",
                "scout"
              ],
              "env": {
                "KALENDS_AGENT_TOKEN": "kal_x",
                "KALENDS_DATA_DIR": "/data"
              }
            }
          }
        }
        "#);
        insta::assert_snapshot!(code, @r#"
        {
          "mcpServers": {
            "kalends": {
              "type": "stdio",
              "command": "/usr/bin/kalends",
              "args": [
                "mcp",
                "--agent",
                "scout"
              ],
              "env": {
                "KALENDS_AGENT_TOKEN": "kal_x",
                "KALENDS_DATA_DIR": "/data"
              }
            }
          }
        }
        "#);
        assert_eq!(cursor, code);
        insta::assert_snapshot!(vs_code, @r#"
        {
          "servers": {
            "kalends": {
              "type": "stdio",
              "command": "/usr/bin/kalends",
              "args": [
                "mcp",
                "--agent",
                "scout"
              ],
              "env": {
                "KALENDS_AGENT_TOKEN": "kal_x",
                "KALENDS_DATA_DIR": "/data"
              }
            }
          }
        }
        "#);
    }

    #[test]
    fn the_token_is_not_in_what_is_printed_for_debugging() {
        let config = config("kalends", "scout", "kal_secret", Path::new("/data"));
        let text = format!("{config:?} {:?}", config.for_client(AgentClient::Cursor));
        assert!(!text.contains("kal_secret"), "{text}");
    }
}
