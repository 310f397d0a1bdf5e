//! One run of one feed: fetched, compared, written and logged, whatever comes of it.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use kalends_calendar::Zone;
use kalends_remote::{ExposeSecret, FeedAddress, FeedBody, Fetched, Validators};
use kalends_store::{
    Calendar, Feed, NewRun, RunResult as StoredResult, SetAside, SyncState, Write, calendars,
    feeds, set_aside, sync_runs, sync_state,
};

use super::{
    apply::{Applied, Missing, Target, apply},
    survey::{READING, Surveyed, survey},
    turn,
};
use crate::{
    CalendarId, Engine, EngineEvent, Error, Problem, RunResult, RunView, Trigger,
    calendars::{every, secret_key},
    policy::{Ending, next_run},
    runs::trigger_word,
};

/// Marks a feed as being fetched for as long as it lives.
pub(crate) struct Syncing<'a>(&'a Engine, CalendarId);

impl<'a> Syncing<'a> {
    pub(crate) fn begin(engine: &'a Engine, id: CalendarId) -> Self {
        engine.mark_syncing(id, true);
        Self(engine, id)
    }
}

impl Drop for Syncing<'_> {
    fn drop(&mut self) {
        self.0.mark_syncing(self.1, false);
    }
}

impl Engine {
    /// Runs a feed once. A fault of the feed is in the answer, a fault of ours is the error.
    pub(crate) async fn run_feed(
        &self,
        id: CalendarId,
        trigger: Trigger,
        full: bool,
    ) -> Result<RunView, Error> {
        let begun = (self.now(), Instant::now());
        let syncing = Syncing::begin(self, id);
        self.tell_sync_state().await;
        let run = match self.refresh(id, trigger, full, begun).await {
            Ok(run) => Ok(run),
            Err(error) => self.note_failure(id, trigger, begun, &error).await,
        };
        drop(syncing);
        if let Ok(run) = &run
            && run.created + run.updated + run.deleted > 0
        {
            self.tell(EngineEvent::DataChanged(vec![id]));
        }
        self.tell(EngineEvent::CalendarsChanged);
        self.tell_sync_state().await;
        run
    }

    async fn refresh(
        &self,
        id: CalendarId,
        trigger: Trigger,
        full: bool,
        begun: (Timestamp, Instant),
    ) -> Result<RunView, Error> {
        let (calendar, state) = {
            let mut read = self.inner.store.read().await?;
            let calendar = calendars::get(&mut read, id).await?;
            let state = sync_state::get(&mut read, id).await?;
            (calendar, state)
        };
        let state = state.ok_or_else(|| Error::NotAFeed(calendar.name.clone()))?;
        let address = self.address(id, &calendar.name).await?;
        let full = full || state.context_hash != READING;
        let validators = if full { Validators::default() } else { validators(&state) };
        let host = address.host().unwrap_or_else(|| id.to_string());
        let fetched = {
            let turn = turn(&host);
            let _turn = turn.lock().await;
            self.inner.fetcher.fetch(&address, &validators, &self.inner.config.data_dir).await?
        };
        let run = Run { engine: self, calendar, trigger, begun };
        match fetched {
            Fetched::NotModified { moved_to } => {
                let moved = self.remember_move(id, moved_to).await?;
                run.unchanged(moved, None).await
            }
            Fetched::Body(body) => {
                let moved = self.remember_move(id, body.moved_to.clone()).await?;
                if !full && state.body_hash == body.body_hash {
                    run.unchanged(moved, Some(&body)).await
                } else {
                    run.apply(moved, body).await
                }
            }
        }
    }

    /// Reads a feed's address from the secrets.
    pub(crate) async fn address(&self, id: CalendarId, name: &str) -> Result<FeedAddress, Error> {
        let secret = self.inner.secrets.get(&secret_key(id)).await?;
        let secret = secret.ok_or_else(|| Error::AddressMissing(name.into()))?;
        Ok(FeedAddress::parse(secret.expose_secret())?)
    }

    /// A feed that moved for good (301, 308) is asked at its new address from now on.
    async fn remember_move(
        &self,
        id: CalendarId,
        moved_to: Option<FeedAddress>,
    ) -> Result<Option<Feed>, Error> {
        let Some(address) = moved_to else { return Ok(None) };
        self.inner.secrets.set(&secret_key(id), &address.expose()).await?;
        Ok(Some(feed_row(id, &address, Some(self.now()))))
    }

    /// Keeps what went wrong with a source; its events stay as they are.
    pub(crate) async fn note_failure(
        &self,
        id: CalendarId,
        trigger: Trigger,
        begun: (Timestamp, Instant),
        error: &Error,
    ) -> Result<RunView, Error> {
        let problem = error.problem();
        tracing::warn!(calendar = %id, kind = problem.kind, "a feed failed: {problem}");
        let now = self.now();
        let mut write = self.inner.store.begin().await?;
        let calendar = calendars::get(&mut write, id).await?;
        let Some(mut state) = sync_state::get(&mut write, id).await? else {
            return Err(Error::NotAFeed(calendar.name));
        };
        state.failures += 1;
        state.last_run_at = Some(begun.0);
        state.problem = Some(problem.clone().into());
        let (retry_after, lasting) = when_again(error, now);
        let ending = Ending::Failed {
            failures: u32::try_from(state.failures).unwrap_or(u32::MAX),
            retry_after: retry_after.and_then(|wait| SignedDuration::try_from(wait).ok()),
            lasting,
        };
        let chance = self.inner.config.chance.fraction();
        state.next_run_at = Some(next_run(now, every(state.interval_s), ending, chance));
        sync_state::put(&mut write, &state).await?;
        let run = Run { engine: self, calendar, trigger, begun };
        let row = run.row(StoredResult::Failed, &Applied::default(), Some(problem));
        let log = sync_runs::insert(&mut write, &row).await?;
        write.commit().await?;
        Ok(crate::runs::view(log, row))
    }
}

/// What the source asks to wait for, and whether trying again cannot help before somebody acts.
#[expect(clippy::wildcard_enum_match_arm, reason = "only sources say when to come again")]
fn when_again(error: &Error, now: Timestamp) -> (Option<Duration>, bool) {
    match error {
        Error::Fetch(error) => (error.retry_after(now), error.is_permanent()),
        Error::Google(error) => (error.retry_after(now), error.is_permanent()),
        Error::Refused(_) => (None, true),
        _ => (None, false),
    }
}

/// A run under way.
pub(crate) struct Run<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) calendar: Calendar,
    pub(crate) trigger: Trigger,
    /// When it began: by the wall clock, and to measure.
    pub(crate) begun: (Timestamp, Instant),
}

impl Run<'_> {
    /// The feed has nothing new: its validators and the log line are all there is to write.
    async fn unchanged(
        &self,
        moved: Option<Feed>,
        body: Option<&FeedBody>,
    ) -> Result<RunView, Error> {
        let mut write = self.engine.inner.store.begin().await?;
        let mut state = self.state(&mut write).await?;
        if let Some(body) = body {
            remember(&mut state, body);
        }
        self.finish(write, state, moved, StoredResult::Unchanged, &Applied::default()).await
    }

    async fn apply(&self, moved: Option<Feed>, body: FeedBody) -> Result<RunView, Error> {
        let (surveyed, body) = survey_body(body).await?;
        let write = self.engine.inner.store.begin().await?;
        self.write_body(write, moved, body, surveyed).await
    }

    /// Writes a surveyed body, with its cursor and its log line, and commits.
    pub(crate) async fn write_body(
        &self,
        mut write: Write,
        moved: Option<Feed>,
        body: FeedBody,
        surveyed: Surveyed,
    ) -> Result<RunView, Error> {
        let source = body.spool.file().try_clone().map_err(|error| Error::Text(error.into()))?;
        let header = surveyed.contexts.first().cloned().unwrap_or_default();
        let target = Target {
            calendar: self.calendar.id,
            zone: Zone::named(&self.calendar.zone),
            missing: Missing::LetGo,
            owner: Vec::new(),
        };
        let applied = apply(self.engine, &mut write, target, surveyed, source).await?;
        let mut state = self.state(&mut write).await?;
        remember(&mut state, &body);
        state.generation += 1;
        state.suggested_interval_s = header.refresh_interval.map(|interval| interval.as_secs());
        state.event_count =
            i64::try_from(applied.read.saturating_sub(applied.set_aside_count)).unwrap_or(i64::MAX);
        state.set_aside_count = i64::try_from(applied.set_aside_count).unwrap_or(i64::MAX);
        let reasons: Vec<SetAside> = applied
            .set_aside
            .iter()
            .map(|one| SetAside {
                reason: one.reason.to_string(),
                excerpt: one.summary.clone().or_else(|| one.uid.clone()).unwrap_or_default(),
            })
            .collect();
        set_aside::replace(&mut write, self.calendar.id, &reasons).await?;
        let result = if applied.is_change() { StoredResult::Ok } else { StoredResult::Unchanged };
        self.finish(write, state, moved, result, &applied).await
    }

    async fn state(&self, write: &mut Write) -> Result<SyncState, Error> {
        let state = sync_state::get(write, self.calendar.id).await?;
        state.ok_or_else(|| Error::NotAFeed(self.calendar.name.clone()))
    }

    /// Commits the data with its cursor and its log line.
    async fn finish(
        &self,
        mut write: Write,
        mut state: SyncState,
        moved: Option<Feed>,
        result: StoredResult,
        applied: &Applied,
    ) -> Result<RunView, Error> {
        let now = self.engine.now();
        let chance = self.engine.inner.config.chance.fraction();
        state.failures = 0;
        state.problem = None;
        state.last_run_at = Some(self.begun.0);
        state.last_good_at = Some(now);
        state.next_run_at = Some(next_run(now, every(state.interval_s), Ending::Good, chance));
        sync_state::put(&mut write, &state).await?;
        if let Some(feed) = moved {
            feeds::put(&mut write, &feed).await?;
        }
        let row = self.row(result, applied, None);
        let log = sync_runs::insert(&mut write, &row).await?;
        write.commit().await?;
        Ok(crate::runs::view(log, row))
    }

    /// The line of the log.
    pub(crate) fn row(
        &self,
        result: StoredResult,
        applied: &Applied,
        problem: Option<Problem>,
    ) -> NewRun {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        NewRun {
            calendar_id: Some(self.calendar.id),
            calendar_name: self.calendar.name.clone(),
            trigger: trigger_word(self.trigger).into(),
            result,
            started_at: self.begun.0,
            duration_ms: i64::try_from(self.begun.1.elapsed().as_millis()).unwrap_or(i64::MAX),
            pulled: count(applied.read),
            created: count(applied.created),
            updated: count(applied.updated),
            deleted: count(applied.deleted),
            pushed: count(applied.pushed),
            conflicts: count(applied.conflicts),
            set_aside: count(applied.set_aside_count),
            problem: problem.map(Into::into),
        }
    }
}

/// The first pass over a body, on a thread of its own.
pub(crate) async fn survey_body(mut body: FeedBody) -> Result<(Surveyed, FeedBody), Error> {
    let surveying = tokio::task::spawn_blocking(move || {
        let reader = body.spool.reader().map_err(|error| Error::Text(error.into()))?;
        let surveyed = survey(reader)?;
        Ok((surveyed, body))
    });
    surveying.await.map_err(|_| Error::Cancelled("read the feed"))?
}

/// A feed's row, its address masked.
pub(crate) fn feed_row(id: CalendarId, address: &FeedAddress, moved_at: Option<Timestamp>) -> Feed {
    Feed {
        calendar_id: id,
        address_masked: address.masked(),
        network: address.host().is_some(),
        insecure: address.is_insecure(),
        moved_at,
    }
}

fn validators(state: &SyncState) -> Validators {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Validators { etag: some(&state.etag), last_modified: some(&state.last_modified) }
}

fn remember(state: &mut SyncState, body: &FeedBody) {
    state.body_hash = body.body_hash.to_vec();
    state.context_hash = READING.to_vec();
    state.etag = body.validators.etag.clone().unwrap_or_default();
    state.last_modified = body.validators.last_modified.clone().unwrap_or_default();
}

/// How a run ended, for the views.
pub(crate) const fn result(stored: StoredResult) -> RunResult {
    match stored {
        StoredResult::Ok => RunResult::Ok,
        StoredResult::Unchanged => RunResult::Unchanged,
        StoredResult::Failed => RunResult::Failed,
    }
}
