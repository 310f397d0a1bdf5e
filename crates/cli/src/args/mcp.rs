//! The arguments of `kalends mcp`.

use clap::Args;

/// Serve an agent over standard input and output, by the Model Context Protocol
///
/// To be started by the agent's client: `kalends agent add NAME` prints the client's configuration,
/// which holds the agent's token as KALENDS_AGENT_TOKEN. The agent may read what it was allowed to
/// and propose changes; it can never approve any. The app need not run.
#[derive(Debug, Args)]
pub(crate) struct McpArgs {
    /// The agent's name, as it was added
    #[arg(long, value_name = "NAME")]
    pub(crate) agent: String,
}
