//! The agent server: what a registered agent may read and propose, over the Model Context Protocol.
//!
//! It converts, asks [`kalends_engine::AgentSession`], and converts. There is no tool that approves,
//! and no other way to the data: what an agent may see is decided by the session alone.

mod arguments;
mod ask;
mod bounds;
mod calls;
mod fault;
mod instructions;
mod reply;
mod request;
mod resources;
mod server;
mod tools;
mod watch;

use kalends_engine::{Engine, Error, Problem, TOKEN_VARIABLE};
use rmcp::{
    ServiceExt as _,
    service::ServerInitializeError,
    transport::{async_rw::AsyncRwTransport, io::stdio_pipes},
};
use tokio::io::{AsyncRead, AsyncWrite};

use server::Server;

/// Longest line that is read: one message.
const LONGEST_LINE: usize = 8 << 20;

/// Serves the agent of this name over standard input and output until the client closes them.
/// Nothing but the protocol goes to standard output.
///
/// # Errors
/// Before anything is served: of kind `agent_denied`, `agent_paused` or `agent_revoked`; later where
/// the client does not speak the protocol.
pub async fn serve(engine: &Engine, agent: &str, token: &str) -> Result<(), Error> {
    let (input, output) = stdio_pipes();
    Box::pin(serve_on(engine, agent, token, input, output)).await
}

/// As [`serve`], over any two streams.
///
/// # Errors
/// As of [`serve`].
pub async fn serve_on<R, W>(
    engine: &Engine,
    agent: &str,
    token: &str,
    input: R,
    output: W,
) -> Result<(), Error>
where
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    if token.is_empty() {
        return Err(Error::Refused(Problem::new(
            "agent_denied",
            format!("{TOKEN_VARIABLE} is not set, so that it is not known whose server this is"),
            "Copy the agent's configuration from Settings → Agents, or from `kalends agent config`, \
             into the client.",
        )));
    }
    let server = Server::open(engine, agent, token).await?;
    let transport = AsyncRwTransport::new_server(input, output).with_max_line_length(LONGEST_LINE);
    let running = match Box::pin(server.clone().serve(transport)).await {
        Ok(running) => running,
        // The client went away before it said anything.
        Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => {
            return Err(Error::Invalid(format!("the client does not speak MCP: {error}")));
        }
    };
    let peer = running.peer().clone();
    tokio::select! {
        ended = running.waiting() => {
            tracing::debug!(?ended, "the client is gone");
        }
        () = server.watch(&peer) => {}
        () = engine.watch_others() => {}
    }
    Ok(())
}
