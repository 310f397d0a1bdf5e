//! `kalends proposals`.

use clap::{Args, Subcommand};
use kalends_engine::ProposalId;

use super::id;

#[derive(Debug, Subcommand)]
pub(crate) enum ProposalsCommand {
    /// List what agents propose, newest first: what waits for you, or with --all everything
    List {
        /// Also what was decided, withdrawn or has ended
        #[arg(long)]
        all: bool,
    },
    /// All of one proposal: what would change, whom it mails, what it collides with
    Show {
        /// The proposal's id
        #[arg(value_parser = id::proposal)]
        id: ProposalId,
    },
    /// Do what is proposed, after showing it
    Approve(ApproveArgs),
    /// Turn a proposal down
    Reject {
        /// The proposal's id
        #[arg(value_parser = id::proposal)]
        id: ProposalId,
        /// A word to the agent
        #[arg(long, default_value = "")]
        note: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ApproveArgs {
    /// The proposal's id
    #[arg(value_parser = id::proposal)]
    pub(crate) id: ProposalId,
    /// Without a question, what was shown under --hash
    #[arg(long, requires = "hash")]
    pub(crate) yes: bool,
    /// Only what was shown under this hash, as `proposals show --json` gives it
    #[arg(long, value_name = "HASH")]
    pub(crate) hash: Option<String>,
}
