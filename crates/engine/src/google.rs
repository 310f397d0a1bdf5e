//! Accounts of Google: who is signed in, what is asked, and what of the answers is kept.

pub(crate) mod allowed;
pub(crate) mod client;
pub(crate) mod gate;
pub(crate) mod held;
pub(crate) mod list;
pub(crate) mod live;
pub(crate) mod pace;
mod pages;
pub(crate) mod patience;
mod pull;
pub(crate) mod run;
pub(crate) mod sessions;
mod sight;
pub(crate) mod sign_in;
pub(crate) mod token;

use kalends_store::Account;

use crate::{Error, Problem};

pub(crate) use live::write_live;
pub(crate) use sessions::{Google, session};

/// Kinds of problems that an account has as a whole, beside those that Google tells.
const ABOUT_ACCOUNT: [&str; 4] = [SIGNED_OUT_HERE, SIGNED_OUT, TOKEN_MISSING, WRONG_PLACE];
/// Google's own kind for a token that is dead.
const SIGNED_OUT: &str = "signed_out";
/// The user signed out.
const SIGNED_OUT_HERE: &str = "signed_out_here";
/// The secrets have no token.
pub(crate) const TOKEN_MISSING: &str = "token_missing";
/// `KALENDS_GOOGLE_URL` cannot be used.
const WRONG_PLACE: &str = "google_url";

/// Nothing can be asked for an account that is signed out.
fn signed_out_here(account: &Account) -> Error {
    if let Some(problem) = &account.problem {
        return Error::Refused(problem.clone().into());
    }
    Error::Refused(Problem::new(
        SIGNED_OUT_HERE,
        format!("{} is signed out", account.name),
        "Sign in again; calendars and unsent edits are kept.",
    ))
}
