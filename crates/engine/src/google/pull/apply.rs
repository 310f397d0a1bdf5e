//! A page of events goes into a calendar, inside a transaction of the caller's.

use std::collections::{HashMap, HashSet};

use kalends_calendar::google::{Cancelled, split_instance_id};
use kalends_store::{
    Calendar, EventId, EventWrite, KnownRemote, SqliteConnection, Unsent,
    events::{self, Role},
    pending::{self, State},
};

use super::{
    page::{Odd, Read},
    policy::{Action, Local, Remote, plan},
};
use crate::{
    Engine, Error,
    google::live::{Known, Prepared},
    push::{self, Theirs},
};

/// Events written at a time: memory grows with it.
const SLICE: usize = 500;

/// What a page did.
#[derive(Debug, Default)]
pub(super) struct Applied {
    /// Items read.
    pub(super) pulled: usize,
    /// Events that take place, among them.
    pub(super) live: usize,
    pub(super) created: usize,
    pub(super) updated: usize,
    pub(super) deleted: usize,
    /// How many more events take place than before.
    pub(super) grown: i64,
    /// Unsent edits that met another one.
    pub(super) conflicts: usize,
    /// Ids of everything that was in the page.
    pub(super) ids: HashSet<String>,
    /// What could not be read.
    pub(super) odd: Vec<Odd>,
}

/// Writes a page. `generation` is that of the calendar's last full reading, the one under way
/// included.
pub(super) async fn apply(
    engine: &Engine,
    write: &mut SqliteConnection,
    calendar: &Calendar,
    items: Vec<Read>,
    generation: i64,
) -> Result<Applied, Error> {
    let pulled = items.len();
    let items = last_of_each(items);
    let mut page = Page {
        engine,
        calendar,
        known: list_known(write, calendar, &items).await?,
        ended: ended(&items),
        uids: series_uids(&items),
        rows: Vec::new(),
        gone: Vec::new(),
        seen: Vec::new(),
        merges: Vec::new(),
        ends: Vec::new(),
        applied: Applied { pulled, ..Applied::default() },
    };
    for item in items {
        page.plan_item(write, item).await?;
    }
    page.remove(write).await?;
    let ends = std::mem::take(&mut page.ends);
    page.reconcile(write, ends.into_iter().map(|id| (id, None)).collect()).await?;
    for slice in page.rows.chunks(SLICE) {
        let arrived_at = Some(engine.now());
        let writes: Vec<EventWrite<'_>> = slice
            .iter()
            .map(|(id, row)| EventWrite { arrived_at, ..row.write(*id, calendar.id, generation) })
            .collect();
        events::write(write, &writes).await?;
    }
    let merges = std::mem::take(&mut page.merges);
    page.reconcile(write, merges).await?;
    events::mark_seen(write, &page.seen, generation).await?;
    Ok(page.applied)
}

/// A page under way.
struct Page<'a> {
    engine: &'a Engine,
    calendar: &'a Calendar,
    known: HashMap<String, KnownRemote>,
    /// What is gone by this page, perhaps series.
    ended: HashSet<String>,
    /// UIDs of the series in this page, by their ids.
    uids: HashMap<String, String>,
    /// To be written.
    rows: Vec<(EventId, Prepared)>,
    /// To be taken out.
    gone: Vec<KnownRemote>,
    /// Not to be written, and in the list all the same.
    seen: Vec<EventId>,
    /// To be merged with an unsent edit; none for what is gone.
    merges: Vec<(EventId, Option<Prepared>)>,
    /// Series with an unsent edit that are gone: what of them is in this page is written after that.
    ends: Vec<EventId>,
    applied: Applied,
}

impl Page<'_> {
    async fn plan_item(&mut self, write: &mut SqliteConnection, item: Read) -> Result<(), Error> {
        if !item.id().is_empty() {
            self.applied.ids.insert(item.id().to_owned());
        }
        let here = self.known.remove(item.id());
        match item {
            Read::Unreadable(odd) => {
                // What is here of it stays as it was last read.
                self.seen.extend(here.filter(|here| !here.deleted).map(|here| here.event_id));
                self.applied.odd.push(odd);
            }
            Read::Live(row) => {
                self.applied.live += 1;
                self.applied.grown += i64::from(here.as_ref().is_none_or(|here| here.deleted));
                self.plan_live(here, *row);
            }
            Read::Cancelled(cancelled, source) => {
                self.plan_cancelled(write, here, cancelled, source).await?;
            }
        }
        Ok(())
    }

    fn plan_live(&mut self, here: Option<KnownRemote>, row: Prepared) {
        // What is gone takes its occurrences along: one that stays is written again.
        let stays = row.live.series_id.as_ref().is_some_and(|series| self.ended.contains(series));
        let same = is_same(here.as_ref(), &row.live.etag) && !stays;
        let remote = if same { Remote::Same } else { Remote::Changed };
        match plan(local(here.as_ref()), remote) {
            Action::Keep => self.seen.extend(here.map(|here| here.event_id)),
            Action::Write | Action::Cancel => self.put(here.as_ref(), row),
            Action::Reconcile => self.merges.extend(here.map(|here| (here.event_id, Some(row)))),
            Action::Remove | Action::Forget => {}
        }
    }

    async fn plan_cancelled(
        &mut self,
        write: &mut SqliteConnection,
        here: Option<KnownRemote>,
        cancelled: Cancelled,
        source: Vec<u8>,
    ) -> Result<(), Error> {
        // Without its series it is a tombstone, even where the id looks like an occurrence's: its
        // series was shortened.
        let split = split_instance_id(&cancelled.id);
        let original =
            cancelled.original.clone().or_else(|| split.as_ref().map(|(_, when)| when.clone()));
        let occurrence = cancelled.series_id.clone().zip(original);
        let remote = match &occurrence {
            Some(_) if is_same(here.as_ref(), &cancelled.etag) => Remote::Same,
            Some(_) => Remote::CancelledOccurrence,
            None => Remote::Gone,
        };
        match (plan(local(here.as_ref()), remote), occurrence) {
            (Action::Keep, _) => self.seen.extend(here.map(|here| here.event_id)),
            (Action::Write | Action::Cancel, Some((series, original))) => {
                let known = self.known_of(write, here.as_ref(), &series).await?;
                let row = Prepared::cancelled(cancelled, &series, original, known, source);
                self.put(here.as_ref(), row);
            }
            (Action::Remove, _) => self.gone.extend(here),
            (Action::Reconcile, None)
                if here.as_ref().is_some_and(|here| here.role == Role::Master) =>
            {
                self.ends.extend(here.map(|here| here.event_id));
            }
            (Action::Reconcile, _) => {
                self.merges.extend(here.map(|here| (here.event_id, None)));
            }
            (Action::Forget, _) => {
                // A series that never came here may have left changed occurrences behind.
                let id = cancelled.id.as_str();
                let left = events::list_of_remote_series(write, self.calendar.id, id).await?;
                self.gone.extend(left.into_iter().filter(|one| !one.deleted));
            }
            (Action::Write | Action::Cancel, None) => {}
        }
        Ok(())
    }

    fn put(&mut self, here: Option<&KnownRemote>, row: Prepared) {
        let id = match here {
            Some(here) => {
                self.applied.updated += 1;
                here.event_id
            }
            None => {
                self.applied.created += 1;
                EventId(self.engine.inner.ids.next())
            }
        };
        self.rows.push((id, row));
    }

    /// What is here of an occurrence that was cancelled, else the UID of its series.
    async fn known_of(
        &self,
        write: &mut SqliteConnection,
        here: Option<&KnownRemote>,
        series: &str,
    ) -> Result<Known, Error> {
        if let Some(here) = here
            && here.role == Role::Override
        {
            return Ok(Known::Row(Box::new(events::get(write, here.event_id).await?)));
        }
        if let Some(uid) = self.uids.get(series) {
            return Ok(Known::Uid(uid.clone()));
        }
        let master = events::get_by_remote(write, self.calendar.id, series).await?;
        // The UID that Google gives to events of its own.
        let uid = master.map_or_else(|| format!("{series}@google.com"), |master| master.event.uid);
        Ok(Known::Uid(uid))
    }

    /// Takes out what is gone, of a series also its occurrences; those with unsent edits are left
    /// for the merge.
    async fn remove(&mut self, write: &mut SqliteConnection) -> Result<(), Error> {
        let calendar = self.calendar.id;
        let mut ids: Vec<EventId> = Vec::with_capacity(self.gone.len());
        for gone in std::mem::take(&mut self.gone) {
            ids.push(gone.event_id);
            if gone.role != Role::Master {
                continue;
            }
            for one in events::list_of_remote_series(write, calendar, &gone.remote_id).await? {
                if self.applied.ids.contains(&one.remote_id) {
                    continue;
                }
                match local(Some(&one)) {
                    Local::Clean => ids.push(one.event_id),
                    Local::Edited | Local::Deleting => self.merges.push((one.event_id, None)),
                    Local::Missing | Local::Dropped => {}
                }
            }
        }
        if !ids.is_empty() {
            let now = self.engine.now();
            let deleted = events::soft_delete(write, calendar, &ids, now).await?;
            self.applied.deleted += usize::try_from(deleted).unwrap_or(usize::MAX);
            self.applied.grown -= i64::try_from(deleted).unwrap_or(i64::MAX);
        }
        Ok(())
    }

    async fn reconcile(
        &mut self,
        write: &mut SqliteConnection,
        merges: Vec<(EventId, Option<Prepared>)>,
    ) -> Result<(), Error> {
        let mut merges_of_series = Vec::new();
        let mut others = Vec::new();
        for (id, theirs) in merges {
            let stored = events::get(write, id).await?;
            // What becomes of an occurrence depends on its series as it then is.
            match stored.event.recurrence_id {
                None => merges_of_series.push((id, theirs)),
                Some(_) => others.push((id, theirs)),
            }
        }
        for (id, theirs) in merges_of_series.into_iter().chain(others) {
            let stored = events::get(write, id).await?;
            let Some(pending) = pending::get(write, id).await? else { continue };
            let theirs = theirs.map_or(Theirs::Gone, |row| Theirs::Live {
                live: Box::new(row.live),
                source: row.source,
            });
            let done = push::reconcile(self.engine, write, self.calendar, &stored, pending, theirs);
            let done = Box::pin(done).await?;
            self.applied.updated += 1;
            self.applied.conflicts += usize::from(done.conflict);
            self.seen.push(id);
        }
        Ok(())
    }
}

/// One item for each id: the last one is the newest.
fn last_of_each(items: Vec<Read>) -> Vec<Read> {
    let mut seen = HashSet::with_capacity(items.len());
    let mut kept: Vec<Read> = items
        .into_iter()
        .rev()
        .filter(|item| item.id().is_empty() || seen.insert(item.id().to_owned()))
        .collect();
    kept.reverse();
    kept
}

/// What is here of the items, by their ids. An event on its way to another calendar is known in
/// the one that the server still has it in.
async fn list_known(
    write: &mut SqliteConnection,
    calendar: &Calendar,
    items: &[Read],
) -> Result<HashMap<String, KnownRemote>, Error> {
    let ids: Vec<&str> = items.iter().map(Read::id).filter(|id| !id.is_empty()).collect();
    let known = events::list_known_remote(write, calendar.id, &ids).await?;
    let mut known: HashMap<String, KnownRemote> =
        known.into_iter().map(|one| (one.remote_id.clone(), one)).collect();
    for edit in pending::list_of_account(write, calendar.account_id).await? {
        if edit.from_calendar != Some(calendar.id) || edit.state == State::Refused {
            continue;
        }
        let moving = events::get(write, edit.event_id).await?;
        known.entry(moving.remote_id.clone()).or_insert_with(|| KnownRemote {
            event_id: moving.id,
            remote_id: moving.remote_id,
            etag: moving.etag,
            role: Role::of(&moving.event),
            unsent: moving.unsent,
            deleted: moving.deleted_at.is_some(),
        });
    }
    Ok(known)
}

/// Ids of what is gone by these items.
fn ended(items: &[Read]) -> HashSet<String> {
    let gone = |item: &Read| match item {
        Read::Cancelled(cancelled, _) if cancelled.series_id.is_none() => {
            Some(cancelled.id.clone())
        }
        Read::Cancelled(..) | Read::Live(_) | Read::Unreadable(_) => None,
    };
    items.iter().filter_map(gone).collect()
}

fn series_uids(items: &[Read]) -> HashMap<String, String> {
    let uid = |item: &Read| match item {
        Read::Live(row) if !row.live.event.recurrence.is_empty() => {
            Some((row.live.id.clone(), row.live.event.uid.clone()))
        }
        Read::Live(_) | Read::Cancelled(..) | Read::Unreadable(_) => None,
    };
    items.iter().filter_map(uid).collect()
}

fn local(here: Option<&KnownRemote>) -> Local {
    match here {
        None => Local::Missing,
        Some(here) => match (here.unsent, here.deleted) {
            (Unsent::None, false) => Local::Clean,
            (Unsent::None, true) => Local::Dropped,
            (Unsent::Waiting | Unsent::Problem, false) => Local::Edited,
            (Unsent::Waiting | Unsent::Problem, true) => Local::Deleting,
        },
    }
}

/// Whether the version is the one that is here. Without an ETag none is.
fn is_same(here: Option<&KnownRemote>, etag: &str) -> bool {
    here.is_some_and(|here| !etag.is_empty() && here.etag == etag)
}
