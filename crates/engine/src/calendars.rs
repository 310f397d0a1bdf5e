//! Calendars: what the sidebar shows, and what a user can change about them.

use kalends_store::{
    Account, AccountKind as StoredKind, Calendar, Direction, SqliteConnection, SyncState as State,
    accounts, calendars, feeds, sync_state,
};

use crate::{
    AccountId, AccountKind, CalendarChange, CalendarId, CalendarView, Engine, EngineEvent, Error,
    Every, FeedState, FeedView, Hue, Problem,
};

/// Accounts in the order of the sidebar.
const POSITIONS: [StoredKind; 4] =
    [StoredKind::Google, StoredKind::Feed, StoredKind::Local, StoredKind::Sample];

impl Engine {
    /// Whether no calendar exists yet.
    pub async fn is_first_run(&self) -> Result<bool, Error> {
        let mut read = self.inner.store.read().await?;
        Ok(calendars::list(&mut read).await?.is_empty())
    }

    /// All calendars, by account and the user's order.
    pub async fn list_calendars(&self) -> Result<Vec<CalendarView>, Error> {
        let mut read = self.inner.store.read().await?;
        let accounts = accounts::list(&mut read).await?;
        let feeds = feeds::list(&mut read).await?;
        let states = sync_state::list(&mut read).await?;
        let view = |calendar: Calendar| {
            let account = accounts.iter().find(|account| account.id == calendar.account_id)?;
            let feed = feeds.iter().find(|feed| feed.calendar_id == calendar.id);
            let state = states.iter().find(|state| state.calendar_id == calendar.id);
            Some(self.view(calendar, account, feed.zip(state)))
        };
        Ok(calendars::list(&mut read).await?.into_iter().filter_map(view).collect())
    }

    /// The calendar with this id.
    pub async fn get_calendar(&self, id: CalendarId) -> Result<CalendarView, Error> {
        let all = self.list_calendars().await?;
        all.into_iter()
            .find(|calendar| calendar.id == id)
            .ok_or_else(|| Error::CalendarNotFound(id.to_string()))
    }

    /// Renames, recolours, shows or hides a calendar.
    pub async fn change_calendar(
        &self,
        id: CalendarId,
        change: CalendarChange,
    ) -> Result<CalendarView, Error> {
        let mut write = self.inner.store.begin().await?;
        let mut calendar = calendars::get(&mut write, id).await?;
        if let Some(name) = change.name {
            calendar.name = checked_name(&name)?;
        }
        if let Some(hue) = change.hue {
            calendar.hue = hue.name().into();
        }
        let shown = change.visible.is_some_and(|visible| visible != calendar.visible);
        calendar.visible = change.visible.unwrap_or(calendar.visible);
        calendar.selected = change.selected.unwrap_or(calendar.selected);
        calendars::update(&mut write, &calendar).await?;
        write.commit().await?;
        self.tell(EngineEvent::CalendarsChanged);
        if shown {
            self.tell(EngineEvent::DataChanged(vec![id]));
        }
        self.get_calendar(id).await
    }

    /// Removes a calendar with its events; of a feed also the address among the secrets.
    pub async fn remove_calendar(&self, id: CalendarId) -> Result<(), Error> {
        let view = self.get_calendar(id).await?;
        // The secret first: once the calendar is gone, nobody would know of it.
        if view.feed.is_some() {
            self.inner.secrets.delete(&secret_key(id)).await?;
        }
        let mut write = self.inner.store.begin().await?;
        calendars::delete(&mut write, id).await?;
        write.commit().await?;
        self.tell(EngineEvent::CalendarsChanged);
        self.tell(EngineEvent::DataChanged(vec![id]));
        Ok(())
    }

    /// Adds an empty calendar that lives on this computer alone.
    pub async fn add_local_calendar(
        &self,
        name: &str,
        hue: Option<Hue>,
    ) -> Result<CalendarView, Error> {
        let name = checked_name(name)?;
        let mut write = self.inner.store.begin().await?;
        let account = self.account(&mut write, StoredKind::Local).await?;
        let mut calendar = self.new_calendar(&mut write, account, name, hue).await?;
        calendar.read_only = false;
        calendar.direction = Direction::Both;
        calendars::insert(&mut write, &calendar).await?;
        write.commit().await?;
        self.tell(EngineEvent::CalendarsChanged);
        self.get_calendar(calendar.id).await
    }

    /// The account of a kind that there is one of, made when missing.
    pub(crate) async fn account(
        &self,
        write: &mut SqliteConnection,
        kind: StoredKind,
    ) -> Result<AccountId, Error> {
        if let Some(account) = accounts::get_by_kind(write, kind).await? {
            return Ok(account.id);
        }
        let name = match kind {
            StoredKind::Google => "Google",
            StoredKind::Feed => "Feeds",
            StoredKind::Local => "On this computer",
            StoredKind::Sample => "Samples",
        };
        let position = POSITIONS.iter().position(|other| *other == kind).unwrap_or_default();
        let account = Account {
            position: i64::try_from(position).unwrap_or_default(),
            created_at: Some(self.now()),
            ..Account::new(AccountId(self.inner.ids.next()), kind, name.into())
        };
        accounts::insert(write, &account).await?;
        Ok(account.id)
    }

    /// A read-only calendar, not yet written. Without a hue it takes the one least used.
    pub(crate) async fn new_calendar(
        &self,
        write: &mut SqliteConnection,
        account_id: AccountId,
        name: String,
        hue: Option<Hue>,
    ) -> Result<Calendar, Error> {
        let others = calendars::list(write).await?;
        let used: Vec<Hue> = others.iter().filter_map(|other| Hue::named(&other.hue)).collect();
        let position = others.iter().filter(|other| other.account_id == account_id).count();
        Ok(Calendar {
            hue: hue.unwrap_or_else(|| Hue::least_used(&used)).name().into(),
            zone: self.inner.config.zone.iana_name().unwrap_or_default().into(),
            position: i64::try_from(position).unwrap_or(i64::MAX),
            created_at: Some(self.now()),
            ..Calendar::new(CalendarId(self.inner.ids.next()), account_id, name)
        })
    }

    fn view(
        &self,
        calendar: Calendar,
        account: &Account,
        feed: Option<(&kalends_store::Feed, &State)>,
    ) -> CalendarView {
        CalendarView {
            id: calendar.id,
            account_id: account.id,
            account_kind: match account.kind {
                StoredKind::Google => AccountKind::Google,
                StoredKind::Feed => AccountKind::Feed,
                StoredKind::Local => AccountKind::Local,
                StoredKind::Sample => AccountKind::Sample,
            },
            account_name: account.name.clone(),
            hue: Hue::named(&calendar.hue).unwrap_or_default(),
            visible: calendar.visible,
            selected: calendar.selected,
            read_only: calendar.read_only,
            feed: feed.map(|(feed, state)| FeedView {
                address: feed.address_masked.clone(),
                every_minutes: every(state.interval_s),
                suggested_minutes: state.suggested_interval_s.map(Every::nearest),
                state: self.feed_state(calendar.id, state),
                last_good: state.last_good_at,
                next_try: state.next_run_at.filter(|_| !state.paused),
                problem: state.problem.clone().map(Problem::from),
                events: u64::try_from(state.event_count).unwrap_or_default(),
                set_aside: u64::try_from(state.set_aside_count).unwrap_or_default(),
                insecure: feed.insecure,
                network: feed.network,
            }),
            name: calendar.name,
            mirror: None,
            direction: match calendar.direction {
                Direction::Read => crate::Direction::Read,
                Direction::Write => crate::Direction::Write,
                Direction::Both => crate::Direction::Both,
            },
            hidden: calendar.hidden,
            zone: calendar.zone,
            default_alarms: Vec::new(),
        }
    }

    fn feed_state(&self, id: CalendarId, state: &State) -> FeedState {
        if self.is_syncing(id) {
            FeedState::Syncing
        } else if state.paused {
            FeedState::Paused
        } else if state.problem.is_some() {
            FeedState::Failing
        } else if state.last_good_at.is_none() {
            FeedState::Never
        } else {
            FeedState::Ok
        }
    }
}

/// Where a feed's address is kept among the secrets.
pub(crate) fn secret_key(id: CalendarId) -> String {
    format!("feed:{id}")
}

/// An interval as it is stored; one that is no longer offered reads as the default.
pub(crate) fn every(seconds: i64) -> Every {
    u16::try_from(seconds / 60).ok().and_then(Every::from_minutes).unwrap_or_default()
}

fn checked_name(name: &str) -> Result<String, Error> {
    let name = name.replace(char::is_control, " ");
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(Error::Invalid("a calendar's name has 1 to 200 characters".into()));
    }
    Ok(name.into())
}
