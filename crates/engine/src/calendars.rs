//! Calendars: what the sidebar shows, and what a user can change about them.

use kalends_store::{
    Account, AccountKind as StoredKind, Calendar, Direction, Feed, SqliteConnection,
    SyncState as State, accounts, calendars, feeds, pending, sync_state,
};

use crate::{
    AccountId, AccountKind, CalendarChange, CalendarId, CalendarView, Engine, EngineEvent, Error,
    Every, FeedState, FeedView, Hue, MirrorView, Problem, Role,
    feeds::check_feed,
    google::list::{can_write, derive_rights},
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
        let unsent = pending::count_by_calendar(&mut read).await?;
        let view = |calendar: Calendar| {
            let account = accounts.iter().find(|account| account.id == calendar.account_id)?;
            let state = states.iter().find(|state| state.calendar_id == calendar.id);
            let feed = feeds.iter().find(|feed| feed.calendar_id == calendar.id).zip(state);
            let unsent = unsent.iter().find(|(id, _)| *id == calendar.id);
            let unsent = unsent.map_or(0, |(_, count)| count.unsent);
            let feed = feed.map(|(feed, state)| self.feed_view(feed, state));
            let mirror = state
                .filter(|_| account.kind == StoredKind::Google)
                .map(|state| self.mirror_view(&calendar, state, unsent));
            Some(view(calendar, account, feed, mirror))
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

    /// Renames, recolours, shows or hides a calendar, and says how it syncs. What is chosen here
    /// holds, whatever the source says later. To show a calendar of an account takes it into sync,
    /// unless the change says otherwise.
    ///
    /// # Errors
    /// `role` for sending changes to a calendar that the account may only read.
    pub async fn change_calendar(
        &self,
        id: CalendarId,
        change: CalendarChange,
    ) -> Result<CalendarView, Error> {
        let mut write = self.inner.store.begin().await?;
        let mut calendar = calendars::get(&mut write, id).await?;
        let account = accounts::get(&mut write, calendar.account_id).await?;
        if let Some(name) = change.name {
            calendar.name = checked_name(&name)?;
            calendar.name_chosen = true;
        }
        if let Some(hue) = change.hue {
            calendar.hue = hue.name().into();
            calendar.hue_chosen = true;
        }
        if let Some(direction) = change.direction {
            choose_direction(&mut calendar, &account, direction)?;
        }
        let shown = change.visible.is_some_and(|visible| visible != calendar.visible);
        // What is to be seen of an account has to be read; what is hidden may go on being read.
        let wanted =
            (account.kind == StoredKind::Google && change.visible == Some(true)).then_some(true);
        let selected = change.selected.or(wanted).unwrap_or(calendar.selected);
        let begins = selected && !calendar.selected;
        calendar.visible = change.visible.unwrap_or(calendar.visible);
        calendar.selected = selected;
        calendar.hidden = change.hidden.unwrap_or(calendar.hidden);
        calendars::update(&mut write, &calendar).await?;
        if let Some(mut state) = sync_state::get(&mut write, id).await? {
            let before = state.clone();
            if let Some(every) = change.every {
                state.interval_s = checked_every(every, &account)?;
                let soonest = self.now().checked_add(every.duration()).ok();
                state.next_run_at = state.next_run_at.min(soonest);
            }
            if begins {
                state.next_run_at = None;
            }
            if state != before {
                sync_state::put(&mut write, &state).await?;
            }
        } else if change.every.is_some() {
            return Err(Error::Invalid(format!("“{}” is not synced", calendar.name)));
        }
        write.commit().await?;
        self.inner.due.notify_one();
        self.tell(EngineEvent::CalendarsChanged);
        if shown {
            self.tell(EngineEvent::DataChanged(vec![id]));
        }
        self.get_calendar(id).await
    }

    /// Removes a calendar with its events; of a feed also the address among the secrets. A calendar
    /// that its account still has would come back, and is refused.
    pub async fn remove_calendar(&self, id: CalendarId) -> Result<(), Error> {
        let view = self.get_calendar(id).await?;
        if view.mirror.is_some() {
            let mut read = self.inner.store.read().await?;
            if !calendars::get(&mut read, id).await?.gone {
                return Err(Error::Refused(Problem::new(
                    "listed",
                    format!("“{}” belongs to the account {}", view.name, view.account_name),
                    "Hide it or stop syncing it; it can be removed at Google.",
                )));
            }
        }
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
            zone: self.zone().iana_name().unwrap_or_default().into(),
            position: i64::try_from(position).unwrap_or(i64::MAX),
            created_at: Some(self.now()),
            ..Calendar::new(CalendarId(self.inner.ids.next()), account_id, name)
        })
    }

    fn feed_view(&self, feed: &Feed, state: &State) -> FeedView {
        FeedView {
            address: feed.address_masked.clone(),
            every_minutes: every(state.interval_s),
            suggested_minutes: state.suggested_interval_s.map(Every::nearest),
            state: self.feed_state(state.calendar_id, state),
            last_good: state.last_good_at,
            next_try: state.next_run_at.filter(|_| !state.paused),
            problem: state.problem.clone().map(Problem::from),
            events: u64::try_from(state.event_count).unwrap_or_default(),
            set_aside: u64::try_from(state.set_aside_count).unwrap_or_default(),
            insecure: feed.insecure,
            network: feed.network,
        }
    }

    fn mirror_view(&self, calendar: &Calendar, state: &State, unsent: u64) -> MirrorView {
        MirrorView {
            role: role(&calendar.role),
            primary: calendar.is_primary,
            every_minutes: every(state.interval_s),
            state: self.feed_state(calendar.id, state),
            last_good: state.last_good_at,
            next_try: state.next_run_at.filter(|_| !state.paused),
            problem: state.problem.clone().map(Problem::from),
            events: u64::try_from(state.event_count).unwrap_or_default(),
            set_aside: u64::try_from(state.set_aside_count).unwrap_or_default(),
            unsent,
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

fn view(
    calendar: Calendar,
    account: &Account,
    feed: Option<FeedView>,
    mirror: Option<MirrorView>,
) -> CalendarView {
    CalendarView {
        id: calendar.id,
        account_id: account.id,
        account_kind: account_kind(account.kind),
        account_name: account.name.clone(),
        hue: Hue::named(&calendar.hue).unwrap_or_default(),
        visible: calendar.visible,
        selected: calendar.selected,
        read_only: calendar.read_only,
        feed,
        mirror,
        name: calendar.name,
        direction: match calendar.direction {
            Direction::Read => crate::Direction::Read,
            Direction::Write => crate::Direction::Write,
            Direction::Both => crate::Direction::Both,
        },
        hidden: calendar.hidden,
        zone: calendar.zone,
        default_alarms: calendar.default_alarms.iter().map(|alarm| alarm.minutes).collect(),
    }
}

/// What stands behind an account, for the views.
pub(crate) const fn account_kind(kind: StoredKind) -> AccountKind {
    match kind {
        StoredKind::Google => AccountKind::Google,
        StoredKind::Feed => AccountKind::Feed,
        StoredKind::Local => AccountKind::Local,
        StoredKind::Sample => AccountKind::Sample,
    }
}

/// The role by the API's word; an unknown one may read, which is asked anew each time.
pub(crate) fn role(word: &str) -> Role {
    match word {
        "freeBusyReader" => Role::FreeBusyReader,
        "writerWithoutPrivateAccess" => Role::WriterWithoutPrivateAccess,
        "writer" => Role::Writer,
        "owner" => Role::Owner,
        _ => Role::Reader,
    }
}

fn choose_direction(
    calendar: &mut Calendar,
    account: &Account,
    direction: crate::Direction,
) -> Result<(), Error> {
    let chosen = match direction {
        crate::Direction::Read => Direction::Read,
        crate::Direction::Write => Direction::Write,
        crate::Direction::Both => Direction::Both,
    };
    match account.kind {
        StoredKind::Google if chosen != Direction::Read && !can_write(&calendar.role) => {
            return Err(Error::Refused(Problem::new(
                "role",
                format!("“{}” may only be read by {}", calendar.name, account.name),
                "Ask its owner for the right to make changes.",
            )));
        }
        StoredKind::Google => {
            calendar.direction = chosen;
            let role = calendar.role.clone();
            derive_rights(calendar, &role, account);
        }
        StoredKind::Feed | StoredKind::Sample if chosen != Direction::Read => {
            return Err(Error::ReadOnly(calendar.name.clone()));
        }
        StoredKind::Local if chosen != Direction::Both => {
            let text = "a calendar of this computer is not synced: it is only changed here";
            return Err(Error::Invalid(text.into()));
        }
        StoredKind::Feed | StoredKind::Sample | StoredKind::Local => {}
    }
    Ok(())
}

fn checked_every(every: Every, account: &Account) -> Result<i64, Error> {
    if account.kind == StoredKind::Feed {
        check_feed(every)?;
    }
    Ok(every.duration().as_secs())
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
