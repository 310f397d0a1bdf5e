//! What an account allows, and what that leaves of it.

use kalends_remote::google::Scopes;
use kalends_store::Account;

use super::{SIGNED_OUT, TOKEN_MISSING};
use crate::{AccountState, Permission};

/// The kinds of problems that only signing in again ends.
const SIGN_IN_AGAIN: [&str; 2] = [SIGNED_OUT, TOKEN_MISSING];

/// What the user did not allow, in the order of [`Permission`].
pub(crate) fn missing(scopes: &Scopes) -> Vec<Permission> {
    [
        (scopes.can_read_events(), Permission::ReadEvents),
        (scopes.can_write_events(), Permission::WriteEvents),
        (scopes.can_list_calendars(), Permission::ListCalendars),
        (scopes.can_query_free_busy(), Permission::FreeBusy),
        (scopes.can_read_settings(), Permission::ReadSettings),
    ]
    .into_iter()
    .filter_map(|(allowed, permission)| (!allowed).then_some(permission))
    .collect()
}

/// What the user allowed.
pub(crate) fn scopes(account: &Account) -> Scopes {
    Scopes::parse(&account.scopes)
}

/// Where an account of Google stands.
pub(crate) fn state(account: &Account) -> AccountState {
    if !account.signed_in {
        AccountState::SignedOut
    } else if needs_sign_in(account) {
        AccountState::SignIn
    } else if missing(&scopes(account)).is_empty() {
        AccountState::Ok
    } else {
        AccountState::Partial
    }
}

/// Whether nothing can be asked before the user has signed in again.
pub(crate) fn needs_sign_in(account: &Account) -> bool {
    let kind = account.problem.as_ref().map(|problem| problem.kind.as_str());
    account.signed_in && kind.is_some_and(|kind| SIGN_IN_AGAIN.contains(&kind))
}

/// Whether requests for the account make sense at all.
pub(crate) fn can_talk(account: &Account) -> bool {
    account.signed_in && !needs_sign_in(account)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use kalends_store::{AccountId, AccountKind, Problem};

    use super::*;

    const EVENTS: &str = "https://www.googleapis.com/auth/calendar.events";
    const LIST: &str = "https://www.googleapis.com/auth/calendar.calendarlist.readonly";

    #[test]
    fn rule_42_what_was_not_ticked_is_missing_and_the_rest_works() {
        let all = Scopes::wanted().to_text();
        let problem = |kind: &str| Some(Problem { kind: kind.into(), ..Problem::default() });
        let readonly = "https://www.googleapis.com/auth/calendar.readonly";
        let rows = [
            ("signed out", false, "", None),
            ("everything", true, all.as_str(), None),
            ("offline", true, all.as_str(), problem("offline")),
            ("revoked", true, all.as_str(), problem("signed_out")),
            ("no token kept", true, all.as_str(), problem("token_missing")),
            ("events alone", true, EVENTS, None),
            ("events and list", true, &format!("{EVENTS} {LIST}"), None),
            ("reading alone", true, readonly, None),
            ("nothing", true, "openid email", None),
        ];
        let mut table = String::new();
        for (name, signed_in, scopes, problem) in rows {
            let id = AccountId(uuid::Uuid::nil());
            let mut account = Account::new(id, AccountKind::Google, String::new());
            account.signed_in = signed_in;
            account.scopes = scopes.into();
            account.problem = problem;
            let missing = missing(&super::scopes(&account));
            let missing = if signed_in { format!("{missing:?}") } else { "-".into() };
            writeln!(table, "{name:16} {:10} {missing}", format!("{:?}", state(&account))).unwrap();
        }
        insta::assert_snapshot!(table, @r"
        signed out       SignedOut  -
        everything       Ok         []
        offline          Ok         []
        revoked          SignIn     []
        no token kept    SignIn     []
        events alone     Partial    [ListCalendars, FreeBusy, ReadSettings]
        events and list  Partial    [FreeBusy, ReadSettings]
        reading alone    Partial    [WriteEvents]
        nothing          Partial    [ReadEvents, WriteEvents, ListCalendars, FreeBusy, ReadSettings]
        ");
    }
}
