//! A fetched feed goes into a calendar, inside one transaction of the caller's.

use std::{
    io::{Read, Seek, SeekFrom},
    sync::Arc,
};

use jiff::{Timestamp, tz::TimeZone};
use kalends_calendar::{
    Event, Series, Status, When, Zone,
    text::{Context, SetAside, patch_event},
};
use kalends_store::{
    CalendarId, ContentHash, EventWrite, Known, Remote, SqliteConnection, StoredEvent, events,
};
use tokio::sync::mpsc;

use super::{
    plan::{Life, Planner, Stored, key},
    read::{Outcome, Reading, Ready, likeness},
    survey::{Surveyed, uid_hash},
};
use crate::{Engine, Error};

/// The most events that are looked at to find out whether they go on under another UID.
const ALIKE_MOST: usize = 5_000;

/// What happens to events of the calendar that the text does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// A feed dropped them: what is past stays, what is to come goes.
    LetGo,
    /// A file says nothing about them.
    Stay,
}

/// What was written.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    pub(crate) read: usize,
    pub(crate) created: usize,
    pub(crate) updated: usize,
    pub(crate) deleted: usize,
    /// Edits sent.
    pub(crate) pushed: usize,
    /// Edits that met others.
    pub(crate) conflicts: usize,
    pub(crate) set_aside: Vec<SetAside>,
    pub(crate) set_aside_count: usize,
}

impl Applied {
    /// Whether events are other than before.
    pub(crate) const fn is_change(&self) -> bool {
        self.created + self.updated + self.deleted + self.pushed + self.conflicts > 0
    }
}

/// Where a text goes.
pub(crate) struct Target {
    pub(crate) calendar: CalendarId,
    /// The zone that holds where the text names none that is known.
    pub(crate) zone: Option<Zone>,
    pub(crate) missing: Missing,
    /// Mail addresses of the calendar's owner.
    pub(crate) owner: Vec<String>,
}

/// Writes what is new or changed. Text is read on a thread of its own while this one writes.
pub(crate) async fn apply<R: Read + Seek + Send + 'static>(
    engine: &Engine,
    write: &mut SqliteConnection,
    target: Target,
    mut surveyed: Surveyed,
    mut source: R,
) -> Result<Applied, Error> {
    let now = engine.now();
    let read = surveyed.sights.len();
    if let Some(zone) = &target.zone {
        let zoned = |context: Context| context.with_default_zone(zone.clone());
        surveyed.contexts = surveyed.contexts.into_iter().map(zoned).collect();
    }
    let known = events::list_known(write, target.calendar).await?;
    let stored = known.iter().map(|event| stored(event, now)).collect();
    let mut planner = Planner::new(stored, surveyed.sights.clone());
    if planner.to_read() > 0 {
        for index in planner.list_lost().into_iter().take(ALIKE_MOST) {
            if let Some(event) = known.get(index) {
                let stored = events::get(write, event.id).await?;
                planner.add_likeness(index, likeness(&stored.event));
            }
        }
    }
    let ids = Arc::clone(&engine.inner.ids);
    let (batches, mut ready) = mpsc::channel(2);
    let reading = tokio::task::spawn_blocking(move || {
        source.seek(SeekFrom::Start(0)).map_err(|error| Error::Text(error.into()))?;
        let owner = target.owner;
        Reading { source, surveyed, planner, known, ids, owner }.run(&batches)
    });
    while let Some(batch) = ready.recv().await {
        write_batch(write, target.calendar, &batch, now).await?;
    }
    let outcome = reading.await.map_err(|_| Error::Cancelled("read the calendar"))??;
    let deleted = match target.missing {
        Missing::LetGo => let_go(write, target.calendar, &outcome, now).await?,
        Missing::Stay => 0,
    };
    events::delete(write, target.calendar, &outcome.cancelled).await?;
    Ok(Applied {
        read,
        created: outcome.created - outcome.cancelled.len(),
        updated: outcome.updated,
        deleted,
        pushed: 0,
        conflicts: 0,
        set_aside: outcome.set_aside,
        set_aside_count: outcome.set_aside_count,
    })
}

async fn write_batch(
    write: &mut SqliteConnection,
    calendar_id: CalendarId,
    batch: &[Ready],
    now: Timestamp,
) -> Result<(), Error> {
    let writes: Vec<EventWrite<'_>> = batch
        .iter()
        .map(|ready| EventWrite {
            id: ready.id,
            calendar_id,
            event: &ready.event,
            source: &ready.source,
            content_hash: ready.content,
            my_response: ready.my_response,
            occurs: ready.event.status != Status::Cancelled,
            span: ready.span,
            remote: Remote::NONE,
            arrived_at: Some(now),
        })
        .collect();
    Ok(events::write(write, &writes).await?)
}

async fn let_go(
    write: &mut SqliteConnection,
    calendar: CalendarId,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<usize, Error> {
    let mut delete = outcome.delete.clone();
    let mut ended = 0;
    for id in &outcome.end {
        let stored = events::get(write, *id).await?;
        if stored.event.recurrence.is_empty() {
            delete.push(*id);
        } else {
            end_series(write, stored, now).await?;
            ended += 1;
        }
    }
    let deleted = events::soft_delete(write, calendar, &delete, now).await?;
    Ok(usize::try_from(deleted).unwrap_or(usize::MAX) + ended)
}

/// Ends a series now: its occurrences so far stay. Its hash is forgotten, so that it is written
/// whole when the feed has it again.
async fn end_series(
    write: &mut SqliteConnection,
    stored: StoredEvent,
    now: Timestamp,
) -> Result<(), Error> {
    let StoredEvent { id, calendar_id, mut event, source, my_response, .. } = stored;
    let before = event.clone();
    end_recurrence(&mut event, now);
    let source = patch_event(&source, &before, &event, now);
    let series = Series::compile(&event.start, &event.end, &event.recurrence, &[]);
    let write_event = EventWrite {
        id,
        calendar_id,
        event: &event,
        source: &source,
        content_hash: ContentHash::default(),
        my_response,
        occurs: true,
        span: Some((series.starts(), series.ends())),
        remote: Remote::NONE,
        arrived_at: None,
    };
    Ok(events::write(write, &[write_event]).await?)
}

/// Limits rules and dates to what begins before `now`.
fn end_recurrence(event: &mut Event, now: Timestamp) {
    let zone = match &event.start {
        When::Zoned(_, zone) => zone.time_zone().clone(),
        When::Date(_) | When::Floating(_) => TimeZone::UTC,
    };
    let local = now.to_zoned(zone).datetime();
    let until = match &event.start {
        When::Date(_) => local.date().strftime("%Y%m%d").to_string(),
        When::Floating(_) => local.strftime("%Y%m%dT%H%M%S").to_string(),
        When::Zoned(..) => now.strftime("%Y%m%dT%H%M%SZ").to_string(),
    };
    let ends = |part: &&str| {
        let name = part.split('=').next().unwrap_or_default().trim();
        !name.eq_ignore_ascii_case("COUNT") && !name.eq_ignore_ascii_case("UNTIL")
    };
    for rule in &mut event.recurrence.rules {
        let open: Vec<&str> = rule.split(';').filter(ends).collect();
        *rule = format!("{};UNTIL={until}", open.join(";"));
    }
    event.recurrence.dates.retain(|date| date.start.seconds() <= now.as_second());
}

fn stored(known: &Known, now: Timestamp) -> Stored {
    let now = now.as_second();
    let life = if known.deleted {
        Life::Deleted
    } else if known.last <= now || known.content_hash == ContentHash::default() {
        // A series that was ended has no hash; its last occurrence may still be under way.
        Life::Past
    } else if known.start < now {
        Life::Running
    } else {
        Life::Coming
    };
    let uid = uid_hash(known.uid.as_bytes());
    Stored { key: key(uid, known.recurrence_id), uid, content: known.content_hash.0, life }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ended_series_keeps_what_began() {
        let table = [
            ("FREQ=DAILY", "FREQ=DAILY;UNTIL=20261120T120000Z"),
            ("FREQ=WEEKLY;COUNT=9;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261120T120000Z"),
            ("FREQ=DAILY;until=20301231", "FREQ=DAILY;UNTIL=20261120T120000Z"),
        ];
        let text = b"BEGIN:VEVENT\nUID:a\nDTSTART:20260101T090000Z\nEND:VEVENT";
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        for (rule, ended) in table {
            let mut event = kalends_calendar::text::read_event(text, &Context::default()).unwrap();
            event.recurrence.rules = vec![rule.into()];
            end_recurrence(&mut event, now);
            assert_eq!(event.recurrence.rules, [ended]);
        }
    }
}
