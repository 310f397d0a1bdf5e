//! What is to be done now, and when to look again. Decides from values alone.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use kalends_store::{Account, AccountKind, Calendar, SyncState};

use crate::{AccountId, CalendarId, Trigger, google::allowed::can_talk};

/// An account that changes is asked this often while the window is in front.
const LIVELY: SignedDuration = SignedDuration::from_secs(60);
/// What was synced this recently is not synced again because of a moment.
const RECENT: SignedDuration = SignedDuration::from_secs(30);
/// Calendars of one account that are due within this time are asked together.
const TOGETHER: SignedDuration = SignedDuration::from_secs(30);

/// What there is to decide from.
pub(super) struct Look<'a> {
    pub(super) now: Timestamp,
    pub(super) accounts: &'a [Account],
    pub(super) calendars: &'a [Calendar],
    pub(super) states: &'a [SyncState],
    /// When the next edit of an account can be sent; the epoch for at once.
    pub(super) edits: &'a HashMap<AccountId, Timestamp>,
    /// What happened since the last look.
    pub(super) moments: &'a [Trigger],
    /// What happened while an account was being synced.
    pub(super) owed: &'a HashMap<AccountId, Trigger>,
    /// Accounts that are being synced.
    pub(super) under_way: &'a dyn Fn(AccountId) -> bool,
    /// Whether an account is asked every minute for now.
    pub(super) is_lively: &'a dyn Fn(AccountId) -> bool,
}

/// What is to be done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Due {
    /// Feeds to fetch.
    pub(super) feeds: Vec<(CalendarId, Trigger)>,
    /// Accounts to sync: with a moment the whole account, else those of its calendars that are due.
    pub(super) accounts: Vec<(AccountId, Option<Vec<CalendarId>>, Trigger)>,
    /// Accounts whose edits are to be sent.
    pub(super) pushes: Vec<AccountId>,
    /// When the next of all this is due.
    pub(super) next: Option<Timestamp>,
}

/// Decides.
pub(super) fn plan(look: &Look<'_>) -> Due {
    let mut due = Due::default();
    let mut next = Next(None);
    let of = |account: &Account| {
        let id = account.id;
        let own = look.calendars.iter().filter(move |one| one.account_id == id && one.selected);
        own.filter(|calendar| !calendar.gone).filter_map(|calendar| {
            let state = look.states.iter().find(|state| state.calendar_id == calendar.id);
            state.filter(|state| !state.paused).map(|state| (calendar.id, state))
        })
    };
    let moment = strongest(look.moments.iter().copied());
    let recent = |state: &SyncState| {
        state.last_run_at.is_some_and(|at| at <= look.now && later(at, RECENT) > look.now)
    };
    for account in look.accounts {
        if account.kind != AccountKind::Google {
            for (id, state) in of(account) {
                let offline = state.problem.as_ref().is_some_and(|it| it.kind == "offline");
                let reason = moment.filter(|moment| match moment {
                    Trigger::Start => true,
                    Trigger::Wake | Trigger::Network => offline,
                    Trigger::Focus
                    | Trigger::Schedule
                    | Trigger::Manual
                    | Trigger::Added
                    | Trigger::Import
                    | Trigger::Edit => false,
                });
                let at = planned(state, look.now);
                match reason {
                    Some(moment) => due.feeds.push((id, moment)),
                    None if at <= look.now => due.feeds.push((id, Trigger::Schedule)),
                    None => next.at(at),
                }
            }
            continue;
        }
        if !can_talk(account) {
            continue;
        }
        let edits = look.edits.get(&account.id);
        if (look.under_way)(account.id) {
            // Edits do not wait for a sync.
            due.pushes.extend(edits.filter(|at| **at <= look.now).map(|_| account.id));
            continue;
        }
        let lively = (look.is_lively)(account.id);
        let when = |state: &SyncState| {
            let at = planned(state, look.now);
            match state.last_good_at {
                Some(good) if lively && state.failures == 0 => at.min(later(good, LIVELY)),
                Some(_) | None => at,
            }
        };
        let is_old = of(account).any(|(_, state)| !recent(state));
        // Without calendars the list is still to be read.
        let is_bare = account.list_full_at.is_none() && of(account).next().is_none();
        let owed = look.owed.get(&account.id).copied();
        let moment = strongest(moment.into_iter().chain(owed));
        if let Some(moment) = moment.filter(|_| is_old || is_bare) {
            due.accounts.push((account.id, None, moment));
            continue;
        }
        if of(account).any(|(_, state)| when(state) <= look.now) {
            let soon = later(look.now, TOGETHER);
            let ready = of(account).filter(|(_, state)| when(state) <= soon);
            let ready: Vec<CalendarId> = ready.map(|(id, _)| id).collect();
            let all = ready.len() == of(account).count();
            due.accounts.push((account.id, (!all).then_some(ready), Trigger::Schedule));
            continue;
        }
        of(account).for_each(|(_, state)| next.at(when(state)));
        match edits {
            Some(at) if *at <= look.now => due.pushes.push(account.id),
            Some(at) => next.at(*at),
            None => {}
        }
    }
    due.next = next.0;
    due
}

/// When a calendar is due; at once where it ran later than now, as the clock was set back then and
/// what was planned by it may be far away.
fn planned(state: &SyncState, now: Timestamp) -> Timestamp {
    let ran = state.last_run_at.is_none_or(|ran| ran <= now);
    state.next_run_at.filter(|_| ran).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The moment that tells most.
pub(super) fn strongest(moments: impl Iterator<Item = Trigger>) -> Option<Trigger> {
    moments.max_by_key(|moment| weight(*moment))
}

struct Next(Option<Timestamp>);

impl Next {
    fn at(&mut self, at: Timestamp) {
        self.0 = Some(self.0.map_or(at, |next| next.min(at)));
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

const fn weight(moment: Trigger) -> u8 {
    match moment {
        Trigger::Start => 4,
        Trigger::Network => 3,
        Trigger::Wake => 2,
        Trigger::Focus => 1,
        Trigger::Schedule | Trigger::Manual | Trigger::Added | Trigger::Import | Trigger::Edit => 0,
    }
}

#[cfg(test)]
mod tests;
