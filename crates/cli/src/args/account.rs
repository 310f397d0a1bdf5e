//! `kalends account`.

use clap::Subcommand;
use kalends_engine::AccountId;

use super::id;

#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Connect an account, or sign in to it again
    #[command(subcommand)]
    Add(AccountAdd),
    /// List the accounts and how they do
    List,
    /// Sign out of an account
    Remove {
        /// The account's id
        #[arg(value_parser = id::account)]
        id: AccountId,
        /// Keep its events to be read, and its unsent edits for when it comes back
        #[arg(long, conflicts_with = "delete_events")]
        keep_events: bool,
        /// Delete its events and its unsent edits on this computer
        #[arg(long)]
        delete_events: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccountAdd {
    /// A Google account: you answer Google in your browser
    Google {
        /// The mail address to suggest there
        #[arg(long, value_name = "EMAIL")]
        login_hint: Option<String>,
        /// Only print the address to open
        #[arg(long)]
        no_browser: bool,
    },
}
