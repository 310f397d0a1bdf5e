//! Bringing one calendar of an account up to date: page by page, each with its cursor or checkpoint
//! in one transaction.
//!
//! A full reading notes where it stands after every page and goes on from there after a kill. What
//! it did not see is taken out only when its last page is in.

mod apply;
mod odd;
mod otherwise;
mod page;
mod policy;
mod told;
mod unseen;

use jiff::Timestamp;
use kalends_calendar::{Zone, google::Context};
use kalends_remote::google::{BoxFuture, EventPage, GoogleError, ListEvents, Session};
use kalends_store::{
    Account, Calendar, RunResult as StoredResult, SyncState, Write, calendars, events, sync_runs,
    sync_state,
};
use tokio::sync::RwLockReadGuard;

use self::{
    page::{Read, read_page},
    told::Told,
};
use super::{gate::Gate, pages::Pages, patience::patiently, run::Fate};
use crate::{
    EngineEvent, Error, Problem, RunView,
    calendars::every,
    policy::{Ending, next_run},
    sync::{apply::Applied, run::Run},
};

/// The kind of the problem that a calendar has when its list came back empty.
const EMPTY: &str = "empty_list";

/// One calendar to be read.
pub(super) struct Pull<'a> {
    pub(super) gate: &'a Gate,
    pub(super) session: &'a Session,
    pub(super) account: &'a Account,
    /// The run that it is logged as.
    pub(super) run: Run<'a>,
    /// Everything is read again, whatever was remembered.
    pub(super) full: bool,
    /// The next page is asked for while one is written.
    pub(super) ahead: bool,
    /// A draw from 0..1 for the next run: the calendars of one account stay together.
    pub(super) spread: f64,
    /// What became of this calendar's edits in the run.
    pub(super) fate: Fate,
}

/// What a pull came to.
pub(super) enum Pulled {
    /// Nothing was new: left to be noted, together with others, by [`note_unchanged`].
    Unchanged {
        /// To ask for changes with from now on.
        cursor: String,
    },
    /// Written and logged.
    Done(RunView),
}

/// Which question is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Course {
    /// What changed since.
    Changes(String),
    /// All, from the page that a reading before this one did not get to.
    Resume(String),
    /// All.
    Afresh,
}

impl Course {
    fn of(state: &SyncState, full: bool) -> Self {
        if full {
            Self::Afresh
        } else if state.full_running && !state.page_token.is_empty() {
            Self::Resume(state.page_token.clone())
        } else if state.full_running || state.cursor.is_empty() {
            Self::Afresh
        } else {
            Self::Changes(state.cursor.clone())
        }
    }

    const fn is_full(&self) -> bool {
        matches!(self, Self::Resume(_) | Self::Afresh)
    }
}

/// A page that was read, and the right to write it before any edit is sent.
struct Fetched<'a> {
    items: Vec<Read>,
    next_page: Option<String>,
    next_sync: Option<String>,
    told: Told,
    _traffic: RwLockReadGuard<'a, ()>,
}

impl Pull<'_> {
    /// Reads and writes all that is new. A sync token or a page token that the server does not take
    /// any more leads to one full reading; a second refusal is a failure.
    pub(super) async fn run(&self) -> Result<Pulled, Error> {
        let mut course = Course::of(&self.state().await?, self.full);
        let mut done = Applied::default();
        let mut begun_anew = false;
        loop {
            match self.pages(&course, &mut done).await {
                Err(Error::Google(error)) if error.asks_for_full_sync() && !begun_anew => {
                    tracing::info!(calendar = %self.run.calendar.id, kind = error.kind(), "reading in full");
                    begun_anew = true;
                    course = Course::Afresh;
                }
                Err(error @ Error::Google(GoogleError::Endless)) => {
                    self.forget_page().await?;
                    return Err(error);
                }
                other => return other,
            }
        }
    }

    async fn pages(&self, course: &Course, done: &mut Applied) -> Result<Pulled, Error> {
        let from = match course {
            Course::Resume(page) => Some(page.as_str()),
            Course::Changes(_) | Course::Afresh => None,
        };
        let mut pages = Pages::from(from);
        let mut first = *course == Course::Afresh;
        let mut fetched = self.fetch(course, from).await?;
        if self.sees_otherwise(&fetched.told).await? && *course != Course::Afresh {
            return Err(GoogleError::FullSyncRequired.into());
        }
        if let Course::Changes(_) = course
            && self.is_idle(&fetched)
            && let Some(cursor) = fetched.next_sync
        {
            return Ok(Pulled::Unchanged { cursor });
        }
        loop {
            self.gate.check()?;
            let Some(next) = fetched.next_page.clone() else {
                let view = self.write_last(fetched, course, first, done).await?;
                return Ok(Pulled::Done(view));
            };
            pages.turn(&next)?;
            fetched = if self.ahead {
                let following = self.fetch(course, Some(&next));
                let (written, following) =
                    tokio::join!(self.write_page(fetched, course, first, done), following);
                written?;
                following?
            } else {
                self.write_page(fetched, course, first, done).await?;
                self.fetch(course, Some(&next)).await?
            };
            first = false;
        }
    }

    /// A full reading that led nowhere is not gone on with: the next one begins anew.
    async fn forget_page(&self) -> Result<(), Error> {
        let mut write = self.run.engine.inner.store.begin().await?;
        let mut state = stored_state(&mut write, &self.run.calendar).await?;
        state.page_token.clear();
        sync_state::put(&mut write, &state).await?;
        Ok(write.commit().await?)
    }

    /// Asks for a page and reads it. The question is the same for all pages of a list.
    async fn fetch(&self, course: &Course, page: Option<&str>) -> Result<Fetched<'_>, Error> {
        let list = ListEvents {
            sync_token: match course {
                Course::Changes(cursor) => Some(cursor.clone()),
                Course::Resume(_) | Course::Afresh => None,
            },
            page_token: page.map(str::to_owned),
            max_results: None,
        };
        let (traffic, page) = patiently(self.run.engine, || self.ask(list.clone())).await?;
        let told = Told::of(&page);
        let EventPage { items, next_page, next_sync, .. } = page;
        let items = read_page(items, self.context(&told)).await;
        let items = items.ok_or(Error::Cancelled("read the events"))?;
        Ok(Fetched { items, next_page, next_sync, told, _traffic: traffic })
    }

    /// One try: the right to write the answer comes first.
    fn ask(
        &self,
        list: ListEvents,
    ) -> BoxFuture<'_, Result<(RwLockReadGuard<'_, ()>, EventPage), GoogleError>> {
        Box::pin(async move {
            let traffic = self.gate.traffic.read().await;
            let page = self.session.list_events(&self.run.calendar.remote_id, &list).await?;
            Ok((traffic, page))
        })
    }

    fn context(&self, told: &Told) -> Context {
        let calendar = &self.run.calendar;
        let named = |name: &str| (!name.is_empty()).then(|| Zone::named(name)).flatten();
        let calendar_zone = named(&told.zone)
            .or_else(|| named(&calendar.zone))
            .unwrap_or_else(|| self.run.engine.zone().into());
        let owner = if calendar.is_primary { &self.account.email } else { &calendar.remote_id };
        Context { calendar_zone, owner: owner.clone() }
    }

    /// Whether the answer is as small as they come, and says nothing new.
    fn is_idle(&self, fetched: &Fetched<'_>) -> bool {
        fetched.items.is_empty()
            && fetched.next_page.is_none()
            && !fetched.told.is_news(&self.run.calendar)
    }

    /// Writes a page that others follow, with the checkpoint of a full reading.
    async fn write_page(
        &self,
        fetched: Fetched<'_>,
        course: &Course,
        first: bool,
        done: &mut Applied,
    ) -> Result<(), Error> {
        let mut write = self.run.engine.inner.store.begin().await?;
        let (mut state, changed) =
            self.write_items(&mut write, fetched.items, &fetched.told, course, first, done).await?;
        if course.is_full() {
            state.page_token = fetched.next_page.unwrap_or_default();
        }
        sync_state::put(&mut write, &state).await?;
        write.commit().await?;
        self.tell(changed);
        Ok(())
    }

    /// Writes the last page, takes out what a full reading did not see, and keeps the cursor and the
    /// log line, all at once.
    async fn write_last(
        &self,
        fetched: Fetched<'_>,
        course: &Course,
        first: bool,
        done: &mut Applied,
    ) -> Result<RunView, Error> {
        let engine = self.run.engine;
        let mut write = engine.inner.store.begin().await?;
        let (mut state, mut changed) =
            self.write_items(&mut write, fetched.items, &fetched.told, course, first, done).await?;
        if course.is_full() {
            state.full_running = false;
            state.page_token.clear();
            let missing =
                events::list_unseen(&mut write, self.run.calendar.id, state.generation).await?;
            if !missing.is_empty() && state.event_count == 0 && !self.accepts_empty(&state) {
                state.cursor.clear();
                sync_state::put(&mut write, &state).await?;
                write.commit().await?;
                return Err(self.empty(missing.len()));
            }
            let calendar = self.run.calendar.id;
            let gone = events::soft_delete(&mut write, calendar, &missing, engine.now()).await?;
            unseen::reconcile(engine, &mut write, &self.run.calendar, state.generation).await?;
            changed |= gone > 0;
            done.deleted += usize::try_from(gone).unwrap_or(usize::MAX);
        }
        match fetched.next_sync {
            Some(cursor) if course.is_full() => state.cursor = cursor,
            Some(cursor) => go_on_from(&mut state, cursor),
            None => {
                tracing::warn!(calendar = %self.run.calendar.id, "a list ended without a token")
            }
        }
        let sent = self.fate.applied();
        done.pushed = sent.pushed;
        done.conflicts += sent.conflicts;
        note_good(&mut state, self.run.begun.0, engine.now(), self.spread);
        state.problem = self.fate.stored_problem();
        sync_state::put(&mut write, &state).await?;
        let row = self.run.row(result(done, &self.fate), done, self.fate.problem.clone());
        let log = sync_runs::insert(&mut write, &row).await?;
        write.commit().await?;
        self.tell(changed);
        Ok(crate::runs::view(log, row))
    }

    async fn write_items(
        &self,
        write: &mut Write,
        items: Vec<Read>,
        told: &Told,
        course: &Course,
        first: bool,
        done: &mut Applied,
    ) -> Result<(SyncState, bool), Error> {
        let engine = self.run.engine;
        let mut calendar = calendars::get(write, self.run.calendar.id).await?;
        if told.is_news(&calendar) {
            told.apply(&mut calendar, self.account);
            calendars::update(write, &calendar).await?;
        }
        let mut state = stored_state(write, &calendar).await?;
        if course.is_full() && !first && !state.full_running {
            // The list of calendars told meanwhile that the role shows more or less than before.
            return Err(GoogleError::FullSyncRequired.into());
        }
        if first {
            state.generation += 1;
            state.full_running = true;
            state.page_token.clear();
            state.event_count = 0;
            state.set_aside_count = 0;
        }
        let page = apply::apply(engine, write, &calendar, items, state.generation).await?;
        odd::note(write, &mut state, first, &page).await?;
        state.event_count += if course.is_full() { count(page.live) } else { page.grown };
        state.event_count = state.event_count.max(0);
        let changed = page.created + page.updated + page.deleted + page.conflicts > 0;
        done.read += page.pulled;
        done.created += page.created;
        done.updated += page.updated;
        done.deleted += page.deleted;
        done.conflicts += page.conflicts;
        done.set_aside_count += page.odd.len();
        Ok((state, changed))
    }

    /// An empty list is believed when the user asks for everything again after having been told.
    fn accepts_empty(&self, state: &SyncState) -> bool {
        self.full && state.problem.as_ref().is_some_and(|problem| problem.kind == EMPTY)
    }

    fn empty(&self, stored: usize) -> Error {
        let name = &self.run.calendar.name;
        let (events, kept) = match stored {
            1 => ("1 event of it is".to_owned(), "It is kept."),
            many => (format!("{many} events of it are"), "They are kept."),
        };
        Error::Refused(Problem::new(
            EMPTY,
            format!("Google says that “{name}” is empty, but {events} here"),
            format!("{kept} If the calendar really is empty, sync it in full."),
        ))
    }

    async fn state(&self) -> Result<SyncState, Error> {
        let mut read = self.run.engine.inner.store.read().await?;
        stored_state(&mut read, &self.run.calendar).await
    }

    fn tell(&self, changed: bool) {
        if changed {
            self.run.engine.tell(EngineEvent::DataChanged(vec![self.run.calendar.id]));
        }
    }
}

/// Notes, in one transaction, that these calendars had nothing new.
pub(super) async fn note_unchanged(
    write: &mut Write,
    run: &Run<'_>,
    cursor: String,
    spread: f64,
    fate: &Fate,
) -> Result<RunView, Error> {
    let mut state = stored_state(write, &run.calendar).await?;
    go_on_from(&mut state, cursor);
    note_good(&mut state, run.begun.0, run.engine.now(), spread);
    state.problem = fate.stored_problem();
    sync_state::put(write, &state).await?;
    let done = fate.applied();
    let row = run.row(result(&done, fate), &done, fate.problem.clone());
    let log = sync_runs::insert(write, &row).await?;
    Ok(crate::runs::view(log, row))
}

/// How a run ended that read all there is: it failed when edits could not be sent.
fn result(done: &Applied, fate: &Fate) -> StoredResult {
    if fate.problem.is_some() {
        StoredResult::Failed
    } else if done.is_change() {
        StoredResult::Ok
    } else {
        StoredResult::Unchanged
    }
}

/// Keeps from where to ask for changes, unless somebody found meanwhile that all has to be read.
fn go_on_from(state: &mut SyncState, cursor: String) {
    if !state.cursor.is_empty() {
        state.cursor = cursor;
    }
}

fn note_good(state: &mut SyncState, begun: Timestamp, now: Timestamp, spread: f64) {
    state.failures = 0;
    state.problem = None;
    state.last_run_at = Some(begun);
    state.last_good_at = Some(now);
    state.next_run_at = Some(next_run(now, every(state.interval_s), Ending::Good, spread));
}

async fn stored_state(
    conn: &mut kalends_store::SqliteConnection,
    calendar: &Calendar,
) -> Result<SyncState, Error> {
    let state = sync_state::get(conn, calendar.id).await?;
    state.ok_or_else(|| Error::CalendarNotFound(calendar.id.to_string()))
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
