//! The list of calendars of an account: asked for in changes, and once a day in full, because
//! changes of names and rights that others make are in no delta (CalendarList: list).

mod plan;

use jiff::{SignedDuration, Timestamp};
use kalends_remote::google::{
    BoxFuture, CalendarEntry, CalendarPage, GoogleError, ListCalendars, Session,
};
use kalends_store::{
    Account, Calendar, SyncState, Write, accounts, calendars, pending, sync_state,
};

use self::plan::{Plan, fill, hue_of, name_of, plan, select};
pub(crate) use self::plan::{can_write, derive_rights};
use super::{allowed, held::held, pages::Pages, patience::patiently, sight};
use crate::{AccountId, CalendarId, Engine, EngineEvent, Error, Every};

/// How long changes alone are asked for.
const FULL_EVERY: SignedDuration = SignedDuration::from_hours(24);

impl Engine {
    /// Brings the list of an account's calendars up to date and gives the calendars that are new.
    /// Without the permission to see the list, there is the account's own calendar alone.
    pub(crate) async fn refresh_list(
        &self,
        account: &Account,
        session: &Session,
        full: bool,
    ) -> Result<Vec<CalendarId>, Error> {
        if !allowed::scopes(account).can_list_calendars() {
            return self.only_primary(account.id).await;
        }
        let now = self.now();
        let aged =
            account.list_full_at.is_none_or(|at| at > now || now.duration_since(at) >= FULL_EVERY);
        let full = full || aged || account.list_cursor.is_empty();
        let cursor = (!full).then_some(account.list_cursor.as_str());
        match self.ask_for_list(session, cursor).await {
            Err(error) if error.asks_for_full_sync() => {
                let list = self.ask_for_list(session, None).await?;
                self.write_list(account.id, list, true, now).await
            }
            list => self.write_list(account.id, list?, full, now).await,
        }
    }

    /// All pages, and the token for the next time.
    async fn ask_for_list(
        &self,
        session: &Session,
        sync_token: Option<&str>,
    ) -> Result<(Vec<CalendarEntry>, Option<String>), GoogleError> {
        let mut entries = Vec::new();
        let mut at: Option<String> = None;
        let mut pages = Pages::default();
        loop {
            let list =
                ListCalendars { sync_token: sync_token.map(str::to_owned), page_token: at.clone() };
            let page = patiently(self, || ask(session, &list)).await?;
            entries.extend(page.items);
            match page.next_page {
                Some(next) => {
                    pages.turn(&next)?;
                    at = Some(next);
                }
                None => return Ok((entries, page.next_sync)),
            }
        }
    }

    async fn write_list(
        &self,
        id: AccountId,
        (entries, cursor): (Vec<CalendarEntry>, Option<String>),
        full: bool,
        now: Timestamp,
    ) -> Result<Vec<CalendarId>, Error> {
        let mut write = self.inner.store.begin().await?;
        let mut account = accounts::get(&mut write, id).await?;
        let known: Vec<Calendar> = of_account(&mut write, id).await?;
        if full && entries.is_empty() && !known.is_empty() {
            // Every account has a calendar: an empty list says nothing.
            tracing::warn!(account = %id, "an empty list of calendars is not believed");
            return Ok(Vec::new());
        }
        let Plan { add, update, vanish } = plan(&known, &entries, full);
        let mut changed = !add.is_empty();
        let mut new = Vec::new();
        for entry in add {
            new.push(self.add_listed(&mut write, &account, entry).await?);
        }
        for (before, entry) in update {
            let mut calendar = before.clone();
            fill(&mut calendar, entry, &account);
            if calendar != *before {
                calendars::update(&mut write, &calendar).await?;
                sight::note(&mut write, before, &calendar).await?;
                changed = true;
            }
        }
        let mut gone = Vec::new();
        for calendar in vanish {
            if self.let_go(&mut write, calendar).await? {
                gone.push(calendar.id);
            }
        }
        if let Some(cursor) = cursor {
            account.list_cursor = cursor;
        }
        if full {
            account.list_full_at = Some(now);
        }
        accounts::update(&mut write, &account).await?;
        write.commit().await?;
        if changed || !gone.is_empty() {
            self.tell(EngineEvent::CalendarsChanged);
        }
        if !gone.is_empty() {
            self.tell(EngineEvent::DataChanged(gone));
        }
        Ok(new)
    }

    async fn add_listed(
        &self,
        write: &mut Write,
        account: &Account,
        entry: &CalendarEntry,
    ) -> Result<CalendarId, Error> {
        let name = name_of(entry);
        let mut calendar = self.new_calendar(write, account.id, name, hue_of(entry)).await?;
        calendar.remote_id.clone_from(&entry.id);
        fill(&mut calendar, entry, account);
        select(&mut calendar, entry);
        calendars::insert(write, &calendar).await?;
        let state = SyncState::new(calendar.id, Every::MIRROR.duration().as_secs());
        sync_state::put(write, &state).await?;
        Ok(calendar.id)
    }

    /// The server does not list a calendar any more: it goes, unless edits of it wait. Whether
    /// anything changed.
    async fn let_go(&self, write: &mut Write, calendar: &Calendar) -> Result<bool, Error> {
        let counts = pending::count_by_calendar(write).await?;
        if !counts.iter().any(|(id, count)| *id == calendar.id && count.unsent > 0) {
            return Ok(calendars::delete(write, calendar.id).await?);
        }
        if calendar.gone {
            return Ok(false);
        }
        let gone = Calendar { gone: true, ..calendar.clone() };
        calendars::update(write, &gone).await?;
        if let Some(mut state) = sync_state::get(write, calendar.id).await? {
            state.problem = held(&gone).map(Into::into);
            sync_state::put(write, &state).await?;
        }
        Ok(true)
    }

    /// The account's own calendar, made when missing: the API gives it without a list.
    async fn only_primary(&self, id: AccountId) -> Result<Vec<CalendarId>, Error> {
        let mut write = self.inner.store.begin().await?;
        let account = accounts::get(&mut write, id).await?;
        let scopes = allowed::scopes(&account);
        if !scopes.can_read_events()
            || of_account(&mut write, id).await?.iter().any(|one| one.is_primary)
        {
            return Ok(Vec::new());
        }
        let name = account.email.clone();
        let mut calendar = self.new_calendar(&mut write, id, name, None).await?;
        calendar.remote_id.clone_from(&account.email);
        calendar.is_primary = true;
        derive_rights(&mut calendar, "owner", &account);
        calendars::insert(&mut write, &calendar).await?;
        let state = SyncState::new(calendar.id, Every::MIRROR.duration().as_secs());
        sync_state::put(&mut write, &state).await?;
        write.commit().await?;
        self.tell(EngineEvent::CalendarsChanged);
        Ok(vec![calendar.id])
    }
}

fn ask<'a>(
    session: &'a Session,
    list: &'a ListCalendars,
) -> BoxFuture<'a, Result<CalendarPage, GoogleError>> {
    Box::pin(session.list_calendars(list))
}

/// Brings the rights of an account's calendars in line with what it allows now.
pub(crate) async fn derive_all(write: &mut Write, account: &Account) -> Result<(), Error> {
    for before in of_account(write, account.id).await? {
        let mut calendar = before.clone();
        let role = calendar.role.clone();
        derive_rights(&mut calendar, &role, account);
        if calendar != before {
            calendars::update(write, &calendar).await?;
        }
    }
    Ok(())
}

/// The calendars of an account.
pub(crate) async fn of_account(
    conn: &mut kalends_store::SqliteConnection,
    account: AccountId,
) -> Result<Vec<Calendar>, Error> {
    let all = calendars::list(conn).await?;
    Ok(all.into_iter().filter(|calendar| calendar.account_id == account).collect())
}
