//! Accounts, signing in, and the client that Google knows us by.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AccountKind, Problem, SignInId, count::count, mirror::mirror};

mirror! {
    /// Where an account stands.
    AccountState = kalends_engine::AccountState, "kebab-case" {
        Ok,
        /// Signed in, with permissions missing.
        Partial,
        /// Must sign in again; nothing is lost.
        SignIn,
        /// Signed out by the user, its events kept.
        SignedOut,
    }
}

mirror! {
    /// What a Google account can allow.
    Permission = kalends_engine::Permission, "kebab-case" {
        ReadEvents,
        WriteEvents,
        ListCalendars,
        FreeBusy,
        ReadSettings,
    }
}

mirror! {
    /// Where the client id for Google comes from, the strongest first.
    GoogleClientSource = kalends_engine::GoogleClientSource, "kebab-case" {
        Environment,
        Settings,
        BuiltIn,
        None,
    }
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountView {
    pub id: String,
    pub kind: AccountKind,
    /// The mail address of a Google account.
    pub name: String,
    /// Who the owner is there, or empty.
    pub email: String,
    pub state: AccountState,
    /// What the user did not allow.
    pub missing: Vec<Permission>,
    pub problem: Option<Problem>,
    /// The oldest last good sync among its calendars.
    pub last_good: Option<String>,
    pub calendars: u32,
    /// Edits that wait to be sent.
    pub unsent: u32,
}

/// A sign-in that began in the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignIn {
    pub id: SignInId,
    /// The page that asks the user, to be opened by hand where no browser was found.
    pub url: String,
    /// Whether a browser was opened.
    pub opened: bool,
}

/// The client id that is used for Google.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GoogleClientView {
    pub source: GoogleClientSource,
    /// Its first characters, or empty.
    pub id: String,
}

impl From<kalends_engine::AccountView> for AccountView {
    fn from(account: kalends_engine::AccountView) -> Self {
        Self {
            id: account.id.to_string(),
            kind: account.kind.into(),
            name: account.name,
            email: account.email,
            state: account.state.into(),
            missing: account.missing.into_iter().map(Into::into).collect(),
            problem: account.problem.map(Into::into),
            last_good: account.last_good.map(|at| at.to_string()),
            calendars: count(account.calendars),
            unsent: count(account.unsent),
        }
    }
}

impl From<kalends_engine::GoogleClientView> for GoogleClientView {
    fn from(client: kalends_engine::GoogleClientView) -> Self {
        Self { source: client.source.into(), id: client.id }
    }
}
