//! Accounts, signing in, and what an account allows.

use jiff::Timestamp;
use serde::Serialize;

use super::AccountKind;
use crate::{AccountId, Problem};

/// An account as the settings show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountView {
    /// Stable; an account that signs in again keeps it.
    pub id: AccountId,
    /// What stands behind it.
    pub kind: AccountKind,
    /// What the user sees: the mail address of a Google account.
    pub name: String,
    /// Who the owner is there, or empty.
    pub email: String,
    /// Where it stands.
    pub state: AccountState,
    /// What the user did not allow, and what is therefore missing.
    pub missing: Vec<Permission>,
    /// Why it fails, if it does.
    #[serde(rename = "error")]
    pub problem: Option<Problem>,
    /// The oldest last good sync among its calendars.
    pub last_good: Option<Timestamp>,
    /// How many calendars it has.
    pub calendars: u64,
    /// How many edits wait to be sent.
    pub unsent: u64,
}

/// Where an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountState {
    /// Signed in, or needs no signing in.
    Ok,
    /// Signed in, with permissions missing.
    Partial,
    /// Must sign in again; data and unsent edits are kept.
    SignIn,
    /// Signed out by the user, its events kept.
    SignedOut,
}

/// What a Google account can allow beyond knowing who the user is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// Reading events.
    ReadEvents,
    /// Changing events.
    WriteEvents,
    /// Seeing the list of calendars.
    ListCalendars,
    /// Asking when others are busy.
    FreeBusy,
    /// Reading the settings: zone, first day of the week.
    ReadSettings,
}

/// A sign-in that began: the address is to be opened in the system's browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInStarted {
    /// Names it to [`crate::Engine::finish_sign_in`] and [`crate::Engine::cancel_sign_in`].
    pub id: u64,
    /// The page of the provider that asks the user.
    pub url: String,
}

/// Where the client id for Google comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GoogleClientView {
    /// Which one holds.
    pub source: GoogleClientSource,
    /// Its first characters, or empty.
    pub id: String,
}

/// Where the client id for Google comes from, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GoogleClientSource {
    /// `KALENDS_GOOGLE_CLIENT_ID`.
    Environment,
    /// Entered by the user.
    Settings,
    /// Compiled in.
    BuiltIn,
    /// There is none: the user must enter one before signing in.
    None,
}
