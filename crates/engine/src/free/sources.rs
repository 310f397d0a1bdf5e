//! Which calendars say whether the user is free, and how each of them is known.

use jiff::{SignedDuration, Timestamp};
use kalends_store::{
    Account, AccountKind, Calendar, SqliteConnection, SyncState, accounts, calendars, sync_state,
};

use crate::{AccountId, CalendarId, Error, FreeTimeSettings};

/// How much later than its interval a calendar may have been read and not be old.
const GRACE: SignedDuration = SignedDuration::from_mins(5);

/// A calendar of the answer.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) id: CalendarId,
    pub(super) name: String,
    pub(super) way: Way,
}

/// How it is known when a calendar is taken.
#[derive(Clone, Debug)]
pub(super) enum Way {
    /// It is kept on this computer alone.
    Here,
    /// It is mirrored, as of then.
    Mirror {
        as_of: Timestamp,
        is_old: bool,
        /// Where its times can be asked for all the same.
        asked: Option<Line>,
    },
    /// Only its source knows.
    There(Line),
    /// Nobody knows.
    Nowhere(&'static str),
}

/// Whom to ask, and by what name.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) account: AccountId,
    pub(super) remote_id: String,
}

/// The calendars that are asked for, or those that count: see [`crate::FreeBusyQuery`].
///
/// # Errors
/// [`Error::CalendarNotFound`].
pub(super) async fn list_sources(
    conn: &mut SqliteConnection,
    settings: &FreeTimeSettings,
    asked: Option<&[CalendarId]>,
    now: Timestamp,
) -> Result<Vec<Source>, Error> {
    let accounts = accounts::list(conn).await?;
    let states = sync_state::list(conn).await?;
    let all = calendars::list(conn).await?;
    let account_of = |one: &Calendar| accounts.iter().find(|other| other.id == one.account_id);
    if let Some(asked) = asked {
        let unknown = asked.iter().find(|id| !all.iter().any(|one| one.id == **id));
        if let Some(id) = unknown {
            return Err(Error::CalendarNotFound(id.to_string()));
        }
    }
    let counts = |one: &Calendar, account: &Account| match asked {
        Some(asked) => asked.contains(&one.id),
        None => {
            let is_own = account.kind == AccountKind::Google
                && matches!(one.role.as_str(), "owner" | "writer" | "writerWithoutPrivateAccess");
            is_listed(one) && (one.selected || is_own) && !settings.left_out.contains(&one.id)
        }
    };
    let source = |one: Calendar| {
        let account = account_of(&one).filter(|account| counts(&one, account))?;
        let state = states.iter().find(|state| state.calendar_id == one.id);
        let way = way(&one, account, state, now);
        Some(Source { id: one.id, name: one.name, way })
    };
    Ok(all.into_iter().filter_map(source).collect())
}

/// The mirrored calendars whose events can be in each other's way.
pub(crate) async fn mirrored(
    conn: &mut SqliteConnection,
    settings: &FreeTimeSettings,
) -> Result<Vec<CalendarId>, Error> {
    let all = calendars::list(conn).await?.into_iter();
    let counts =
        |one: &Calendar| one.selected && is_listed(one) && !settings.left_out.contains(&one.id);
    Ok(all.filter(counts).map(|one| one.id).collect())
}

const fn is_listed(calendar: &Calendar) -> bool {
    !calendar.hidden && !calendar.gone
}

fn way(calendar: &Calendar, account: &Account, state: Option<&SyncState>, now: Timestamp) -> Way {
    let line = || Line { account: account.id, remote_id: calendar.remote_id.clone() };
    let mirror = |asked| match state.and_then(|state| Some((state.last_good_at?, state.interval_s)))
    {
        Some((as_of, interval)) => {
            let late = SignedDuration::from_secs(interval.saturating_mul(2)) + GRACE;
            let is_old = now.duration_since(as_of) > late;
            Some(Way::Mirror { as_of, is_old, asked })
        }
        None => None,
    };
    match account.kind {
        AccountKind::Local | AccountKind::Sample => Way::Here,
        AccountKind::Feed => mirror(None).unwrap_or(Way::Nowhere("it has not been read yet")),
        AccountKind::Google if calendar.gone => {
            Way::Nowhere("its account does not list it any more")
        }
        // The mirror of such a calendar has no more than its times, and may have less.
        AccountKind::Google if !calendar.selected || calendar.role == "freeBusyReader" => {
            Way::There(line())
        }
        AccountKind::Google => mirror(Some(line())).unwrap_or_else(|| Way::There(line())),
    }
}
