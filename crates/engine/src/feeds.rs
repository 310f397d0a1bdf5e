//! Feeds: looked at before they are added, added whole or not at all, changed.

use std::time::Instant;

use jiff::civil::Date;
use kalends_calendar::{Event, Flag, Series};
use kalends_remote::{
    ExposeSecret, FeedAddress, FeedBody, FetchError, Fetched, NetworkFault, Validators,
};
use kalends_store::{AccountKind, SyncState, calendars, feeds, sync_state};

use crate::{
    CalendarId, CalendarView, Engine, EngineEvent, Error, Every, FeedChange, FeedTest, Hue,
    NewFeed, Trigger,
    calendars::secret_key,
    sync::{
        read::read_each,
        run::{Run, feed_row, survey_body},
        survey::Surveyed,
        turn,
    },
};

/// As many titles are told of a feed before it is added.
const TITLES: usize = 5;

impl Engine {
    /// Fetches and reads a feed without keeping anything. A fault is in [`FeedTest::problem`].
    pub async fn test_feed(&self, address: &str) -> FeedTest {
        let parsed = match FeedAddress::parse(address) {
            Ok(parsed) => parsed,
            Err(error) => {
                let problem = Some(Error::from(error).problem());
                return FeedTest { problem, ..FeedTest::default() };
            }
        };
        let test = async {
            let (surveyed, body) = self.gather(&parsed).await?;
            let looking = tokio::task::spawn_blocking(move || look(&surveyed, &body));
            looking.await.map_err(|_| Error::Cancelled("read the feed"))?
        };
        let mut test = test.await.unwrap_or_else(|error| FeedTest {
            problem: Some(error.problem()),
            ..FeedTest::default()
        });
        if parsed.is_insecure() {
            let warning = "This link is not encrypted (http). Others on the network can read \
                           what it carries. If the same address works with https, use that.";
            test.warnings.insert(0, warning.into());
        }
        test.ok = test.problem.is_none();
        test.address = parsed.masked();
        test
    }

    /// Adds a feed and fetches it for the first time. On failure nothing is left behind.
    pub async fn add_feed(&self, feed: NewFeed) -> Result<CalendarView, Error> {
        let begun = (self.now(), Instant::now());
        check_feed(feed.every)?;
        let address = FeedAddress::parse(&feed.address)?;
        self.refuse_double(&address).await?;
        let (surveyed, body) = self.gather(&address).await?;
        let address = body.moved_to.clone().unwrap_or(address);
        let header = surveyed.contexts.first().cloned().unwrap_or_default();

        let own = header.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let asked = feed.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let name = asked.or(own).map_or_else(|| fallback_name(&address), str::to_owned);
        let name = name.chars().take(200).collect();
        let hue = feed.hue.or_else(|| header.color.as_deref().and_then(Hue::nearest));

        // The address first: a row without its address could not be synced, while an address
        // without its row is taken back below.
        let id = CalendarId(self.inner.ids.next());
        self.inner.secrets.set(&secret_key(id), &address.expose()).await?;
        let added = async {
            let mut write = self.inner.store.begin().await?;
            let account = self.account(&mut write, AccountKind::Feed).await?;
            let mut calendar = self.new_calendar(&mut write, account, name, hue).await?;
            calendar.id = id;
            calendar.color_original = header.color.unwrap_or_default();
            calendars::insert(&mut write, &calendar).await?;
            feeds::put(&mut write, &feed_row(id, &address, None)).await?;
            let state = SyncState::new(id, feed.every.duration().as_secs());
            sync_state::put(&mut write, &state).await?;
            let run = Run { engine: self, calendar, trigger: Trigger::Added, begun };
            run.write_body(write, None, body, surveyed).await
        };
        if let Err(error) = added.await {
            if let Err(left) = self.inner.secrets.delete(&secret_key(id)).await {
                tracing::warn!(%left, "the address of a feed that was not added stays behind");
            }
            return Err(error);
        }
        self.inner.due.notify_one();
        self.tell(EngineEvent::CalendarsChanged);
        self.tell(EngineEvent::DataChanged(vec![id]));
        self.tell_sync_state().await;
        self.get_calendar(id).await
    }

    /// Changes a feed's interval, pauses or resumes it. Resumed, it is due at once.
    pub async fn change_feed(
        &self,
        id: CalendarId,
        change: FeedChange,
    ) -> Result<CalendarView, Error> {
        let mut write = self.inner.store.begin().await?;
        let calendar = calendars::get(&mut write, id).await?;
        let Some(mut state) = sync_state::get(&mut write, id).await? else {
            return Err(Error::NotAFeed(calendar.name));
        };
        if let Some(every) = change.every {
            check_feed(every)?;
            state.interval_s = every.duration().as_secs();
            let soonest = self.now().checked_add(every.duration()).ok();
            state.next_run_at = state.next_run_at.min(soonest);
        }
        if let Some(paused) = change.paused {
            if state.paused && !paused {
                state.next_run_at = None;
            }
            state.paused = paused;
        }
        sync_state::put(&mut write, &state).await?;
        write.commit().await?;
        self.inner.due.notify_one();
        self.tell(EngineEvent::CalendarsChanged);
        self.tell_sync_state().await;
        self.get_calendar(id).await
    }

    pub(crate) async fn gather(
        &self,
        address: &FeedAddress,
    ) -> Result<(Surveyed, FeedBody), Error> {
        let folder = &self.inner.config.data_dir;
        let fetched = {
            let turn = turn(&address.host().unwrap_or_default());
            let _turn = turn.lock().await;
            self.inner.fetcher.fetch(address, &Validators::default(), folder).await?
        };
        match fetched {
            Fetched::Body(body) => survey_body(body).await,
            Fetched::NotModified { .. } => Err(FetchError::from(NetworkFault::Protocol).into()),
        }
    }

    /// Two calendars of one link would show everything twice.
    async fn refuse_double(&self, address: &FeedAddress) -> Result<(), Error> {
        let (masked, whole) = (address.masked(), address.expose());
        for calendar in self.list_calendars().await? {
            if calendar.feed.as_ref().is_none_or(|feed| feed.address != masked) {
                continue;
            }
            let other = self.inner.secrets.get(&secret_key(calendar.id)).await?;
            if other.is_some_and(|other| other.expose_secret() == whole.expose_secret()) {
                let name = calendar.name;
                return Err(Error::Invalid(format!("this link is there already, as “{name}”")));
            }
        }
        Ok(())
    }
}

/// Feeds are not offered every interval that there is.
pub(crate) fn check_feed(every: Every) -> Result<(), Error> {
    if Every::FEEDS.contains(&every) {
        return Ok(());
    }
    Err(Error::Invalid("a feed is fetched every 1, 5, 10, 30 or 60 minutes".into()))
}

/// Reads all events of a feed, to tell what it holds.
fn look(surveyed: &Surveyed, body: &FeedBody) -> Result<FeedTest, Error> {
    let header = surveyed.contexts.first().cloned().unwrap_or_default();
    let mut test = FeedTest {
        name: header.name.clone(),
        suggested_minutes: header.refresh_interval.map(|every| Every::nearest(every.as_secs())),
        suggested_hue: header.color.as_deref().and_then(Hue::nearest),
        ..FeedTest::default()
    };
    let (mut zoneless, mut unreadable_rules) = (0_u64, 0_u64);
    read_each(body.spool.file(), surveyed, |event| {
        let Some(event) = event else {
            test.set_aside += 1;
            return;
        };
        zoneless += u64::from(event.flags.contains(&Flag::UnknownZone));
        unreadable_rules += u64::from(has_unreadable_rule(&event));
        if event.recurrence_id.is_some() {
            return;
        }
        test.events += 1;
        if test.titles.len() < TITLES && !event.summary.is_empty() {
            test.titles.push(event.summary.clone());
        }
        let day: Date = event.start.local().date();
        test.first = Some(test.first.map_or(day, |first| first.min(day)));
        test.last = Some(test.last.map_or(day, |last| last.max(day)));
    })?;
    let mut warn = |count: u64, what: &str| {
        if count > 0 {
            test.warnings.push(format!("{count} {what}"));
        }
    };
    warn(test.set_aside, "entries cannot be read and are left out.");
    warn(zoneless, "events name a time zone that is not known.");
    warn(unreadable_rules, "entries repeat by a rule that cannot be read.");
    warn(surveyed.others as u64, "entries are no events, such as tasks, and are left out.");
    if test.events == 0 {
        test.warnings.push("It has no events.".into());
    }
    Ok(test)
}

fn has_unreadable_rule(event: &Event) -> bool {
    if event.recurrence.is_empty() {
        return false;
    }
    let series = Series::compile(&event.start, &event.end, &event.recurrence, &[]);
    series.flags().contains(&Flag::UnreadableRule)
}

fn fallback_name(address: &FeedAddress) -> String {
    let file = address.as_file().and_then(|path| path.file_stem());
    match (file, address.host()) {
        (Some(stem), _) => stem.to_string_lossy().into_owned(),
        (None, Some(host)) => host,
        (None, None) => "Calendar".into(),
    }
}
