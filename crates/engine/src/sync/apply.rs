//! A fetched feed goes into a calendar, inside one transaction of the caller's.

use std::{
    io::{Read, Seek, SeekFrom},
    sync::Arc,
};

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
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
    let line = Line { now, zone: &engine.zone() };
    let stored = known.iter().map(|event| stored(event, &line)).collect();
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
        Missing::LetGo => {
            let zone = &engine.zone();
            let_go(write, target.calendar, &outcome, &Line { now, zone }).await?
        }
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
    line: &Line<'_>,
) -> Result<usize, Error> {
    let mut delete = outcome.delete.clone();
    let mut ended = 0;
    for id in &outcome.end {
        let stored = events::get(write, *id).await?;
        if stored.event.recurrence.is_empty() {
            delete.push(*id);
        } else {
            end_series(write, stored, line).await?;
            ended += 1;
        }
    }
    let deleted = events::soft_delete(write, calendar, &delete, line.now).await?;
    Ok(usize::try_from(deleted).unwrap_or(usize::MAX) + ended)
}

/// Ends a series now: its occurrences so far stay. Its hash is forgotten, so that it is written
/// whole when the feed has it again.
async fn end_series(
    write: &mut SqliteConnection,
    stored: StoredEvent,
    line: &Line<'_>,
) -> Result<(), Error> {
    let StoredEvent { id, calendar_id, mut event, source, my_response, .. } = stored;
    let before = event.clone();
    end_recurrence(&mut event, line);
    let source = patch_event(&source, &before, &event, line.now);
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

/// This moment, as events are compared with it: those of a zone as an instant, days and floating
/// times by the calendar on the wall, which is the one that they are drawn by.
struct Line<'a> {
    now: Timestamp,
    /// The display's zone.
    zone: &'a TimeZone,
}

impl Line<'_> {
    /// On the line of the instants, or on that of the wall.
    fn seconds(&self, zoned: bool) -> i64 {
        if zoned {
            return self.now.as_second();
        }
        When::Floating(self.wall()).seconds()
    }

    fn wall(&self) -> DateTime {
        self.zone.to_datetime(self.now)
    }
}

/// Limits rules and dates to what begins by now.
fn end_recurrence(event: &mut Event, line: &Line<'_>) {
    let until = match &event.start {
        When::Date(_) => line.wall().date().strftime("%Y%m%d").to_string(),
        When::Floating(_) => line.wall().strftime("%Y%m%dT%H%M%S").to_string(),
        When::Zoned(..) => line.now.strftime("%Y%m%dT%H%M%SZ").to_string(),
    };
    let ends = |part: &&str| {
        let name = part.split('=').next().unwrap_or_default().trim();
        !name.eq_ignore_ascii_case("COUNT") && !name.eq_ignore_ascii_case("UNTIL")
    };
    for rule in &mut event.recurrence.rules {
        let open: Vec<&str> = rule.split(';').filter(ends).collect();
        *rule = format!("{};UNTIL={until}", open.join(";"));
    }
    event
        .recurrence
        .dates
        .retain(|date| date.start.seconds() <= line.seconds(matches!(date.start, When::Zoned(..))));
}

fn stored(known: &Known, line: &Line<'_>) -> Stored {
    let now = line.seconds(known.zoned);
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
            let zone = TimeZone::UTC;
            end_recurrence(&mut event, &Line { now, zone: &zone });
            assert_eq!(event.recurrence.rules, [ended]);
        }
    }

    #[test]
    fn a_day_is_over_when_it_is_over_here() {
        let far = |zone: &str| TimeZone::get(zone).unwrap();
        let now: Timestamp = "2026-11-20T13:00:00Z".parse().unwrap();
        let day = |first: i64| Known {
            id: kalends_store::EventId(uuid::Uuid::nil()),
            uid: "a".into(),
            recurrence_id: None,
            content_hash: ContentHash([1; 16]),
            start: first * 86_400,
            last: (first + 1) * 86_400,
            zoned: false,
            deleted: false,
        };
        let friday = When::Date(jiff::civil::date(2026, 11, 20)).seconds() / 86_400;
        let mut text = String::new();
        for zone in ["Pacific/Kiritimati", "UTC", "Pacific/Honolulu", "Etc/GMT+12"] {
            let zone_here = far(zone);
            let line = Line { now, zone: &zone_here };
            let lives = [-1, 0, 1].map(|from| stored(&day(friday + from), &line).life);
            text.push_str(&format!("{zone:19} {lives:?}\n"));
        }
        // Thursday, Friday and Saturday, early in the afternoon in UTC on Friday.
        insta::assert_snapshot!(text, @r"
        Pacific/Kiritimati  [Past, Past, Running]
        UTC                 [Past, Running, Coming]
        Pacific/Honolulu    [Past, Running, Coming]
        Etc/GMT+12          [Past, Running, Coming]
        ");
        let at = Known { zoned: true, ..day(friday) };
        let zone = far("Pacific/Kiritimati");
        assert_eq!(stored(&at, &Line { now, zone: &zone }).life, Life::Running);
    }

    #[test]
    fn a_series_of_days_ends_with_the_day_that_it_is_here() {
        let text = b"BEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:20260101\nEND:VEVENT";
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        for (zone, until) in [("Pacific/Kiritimati", "20261121"), ("Etc/GMT+12", "20261120")] {
            let mut event = kalends_calendar::text::read_event(text, &Context::default()).unwrap();
            event.recurrence.rules = vec!["FREQ=DAILY".into()];
            let zone = TimeZone::get(zone).unwrap();
            end_recurrence(&mut event, &Line { now, zone: &zone });
            assert_eq!(event.recurrence.rules, [format!("FREQ=DAILY;UNTIL={until}")]);
        }
    }
}
