//! `kalends mcp`. Standard output belongs to the protocol.

use std::env;

use kalends_engine::{Engine, TOKEN_VARIABLE};

use crate::{Outcome, args::McpArgs, failure::Failure};

pub(super) async fn run(engine: &Engine, args: &McpArgs) -> Result<Outcome, Failure> {
    let token = env::var(TOKEN_VARIABLE).unwrap_or_default();
    kalends_mcp::serve(engine, &args.agent, token.trim()).await?;
    Ok(Outcome::Done)
}
