//! Every error as people see it.

use super::*;
use crate::network::{TimedOut, TlsFault};

#[test]
fn every_error_says_what_happened_and_what_to_do() {
    let message = || "Shared properties can only be changed by the organizer.".to_owned();
    let unavailable = GoogleError::Unavailable { status: 503, retry_after: None };
    let limited = GoogleError::RateLimited { retry_after: None, whole_project: false };
    let errors = [
        GoogleError::FullSyncRequired,
        GoogleError::InvalidSyncToken,
        GoogleError::Gone,
        GoogleError::NotFound,
        GoogleError::Duplicate,
        GoogleError::PreconditionFailed,
        limited,
        GoogleError::QuotaExceeded,
        GoogleError::DailyLimit,
        GoogleError::Forbidden {
            reason: "forbiddenForNonOrganizer".to_owned(),
            message: message(),
        },
        GoogleError::MissingScope,
        GoogleError::ApiDisabled,
        GoogleError::Invalid { reason: "invalid".to_owned(), message: String::new() },
        GoogleError::Unauthorized,
        GoogleError::SignedOut,
        GoogleError::ClientRefused { reason: "invalid_client".to_owned() },
        unavailable,
        GoogleError::Network(NetworkFault::Offline),
        GoogleError::Network(NetworkFault::HostNotFound),
        GoogleError::Network(NetworkFault::Timeout(TimedOut::Idle)),
        GoogleError::Network(NetworkFault::Truncated),
        GoogleError::Network(NetworkFault::Tls(TlsFault::UnknownIssuer)),
        GoogleError::Captive,
        GoogleError::Unreadable,
        GoogleError::Endless,
        GoogleError::TooLarge { limit_bytes: 64_000_000 },
        GoogleError::Insecure,
    ];
    let mut table = String::new();
    for error in errors {
        let lasts = if error.is_permanent() { ", permanent" } else { "" };
        table += &format!("{}{lasts}: {error}\n    {}\n", error.kind(), error.remedy());
    }
    insta::assert_snapshot!(table, @r#"
    full_sync_required: Google asks to read the calendar anew (410)
        Nothing to do: the calendar is read anew; unsent edits are kept.
    invalid_sync_token: Google does not know the place where the last sync ended (400)
        Nothing to do: the calendar is read anew; unsent edits are kept.
    gone, permanent: the event was deleted before (410)
        It was deleted at Google, or is no longer shared with you.
    not_found, permanent: Google does not know this event or calendar (404)
        It was deleted at Google, or is no longer shared with you.
    duplicate: an event with this id exists (409)
        Nothing to do: both versions are compared and merged.
    precondition_failed: the event changed at Google in the meantime (412)
        Nothing to do: both versions are compared and merged.
    rate_limited: Google was asked too often in a short time
        Nothing to do: it goes on by itself, more slowly.
    quota_exceeded: the account's limit of calendar changes is used up
        Google pauses changes to this account's calendars for some hours; they wait here and are sent afterwards.
    daily_limit: the day's limit of this client is used up
        It goes on tomorrow by itself; with a client id of your own there is a limit of your own.
    forbidden, permanent: Google refused it (forbiddenForNonOrganizer): Shared properties can only be changed by the organizer.
        Ask the organizer or the owner of the calendar for the right to change it, or discard the edit.
    missing_scope, permanent: the permission for this was not given at sign-in
        Add the permission: sign in again and leave the boxes for calendars ticked.
    api_disabled, permanent: the Google Calendar API is not enabled for this client
        Enable the Google Calendar API in the Google Cloud project the client id belongs to.
    invalid, permanent: Google does not accept it (invalid)
        Change the event, or discard the edit.
    unauthorized, permanent: Google does not accept its own access token (401)
        Sign in again; calendars and unsent edits are kept.
    signed_out, permanent: the account is signed out
        Sign in again; calendars and unsent edits are kept.
    client_refused, permanent: Google does not accept the client id or its secret (invalid_client)
        Check client id and secret: both come from the same client of the type "Desktop app".
    unavailable: Google has a fault of its own (503)
        Nothing to do: it is tried again on its own.
    offline: this computer is offline
        Nothing to do: it goes on as soon as the network is back.
    host_not_found: the server's name could not be found
        Nothing to do: it is tried again on its own. If it lasts, check the network, its firewall and its proxy.
    timeout_idle: the server took too long (it stopped sending)
        Nothing to do: it is tried again on its own. If it lasts, check the network, its firewall and its proxy.
    truncated: the answer broke off before its end
        Nothing to do: it is tried again on its own. If it lasts, check the network, its firewall and its proxy.
    tls_unknown_issuer: no secure connection: the server's certificate is not from an authority this computer trusts
        If the server is your own, add its authority to this computer's certificates; on a guest network, log in to the network first.
    captive: the answer is not Google's, as on a guest network before logging in
        Open any web page in the browser and log in to the network; then it goes on by itself.
    unreadable: the answer of Google could not be read
        Nothing was changed, and it is tried again on its own; if it lasts, report it.
    endless: the list that Google sends has no end
        Nothing was changed, and it is tried again on its own; if it lasts, report it.
    too_large: the answer is larger than 64 MB
        Nothing was changed, and it is tried again on its own; if it lasts, report it.
    insecure, permanent: the address leads to another computer without encryption
        Use an https address for KALENDS_GOOGLE_URL.
    "#);
}
