//! The second pass over a feed: what is new or changed is read, and handed on in batches.

use std::{
    collections::{HashMap, HashSet},
    io::{BufReader, Read, Seek, SeekFrom},
    sync::Arc,
};

use kalends_calendar::{
    Event, Participation, Series, Status,
    text::{Context, SetAside, read_event},
};
use kalends_store::{ContentHash, EventId, Known};
use tokio::sync::mpsc;

use super::{
    plan::{Hash, Planner, Seen, Write},
    survey::{Place, Surveyed, mix, uid_hash},
};
use crate::{Error, ids::Ids};

/// Events of one batch.
const BATCH: usize = 200;
/// Reasons that are kept of the events that were set aside; all of them are counted.
const SET_ASIDE_MOST: usize = 100;

/// An event ready to be written.
pub(super) struct Ready {
    pub(super) id: EventId,
    pub(super) event: Event,
    pub(super) source: Vec<u8>,
    pub(super) content: ContentHash,
    pub(super) my_response: Option<Participation>,
    pub(super) span: Option<(i64, Option<i64>)>,
}

/// What the second pass came to.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) created: usize,
    pub(super) updated: usize,
    /// Events that this run wrote and a later version in the same feed cancels.
    pub(super) cancelled: Vec<EventId>,
    /// Stored events to mark deleted, and series to end.
    pub(super) delete: Vec<EventId>,
    pub(super) end: Vec<EventId>,
    pub(super) set_aside: Vec<SetAside>,
    pub(super) set_aside_count: usize,
}

/// All that the second pass needs.
pub(super) struct Reading<R> {
    pub(super) source: R,
    pub(super) surveyed: Surveyed,
    pub(super) planner: Planner,
    pub(super) known: Vec<Known>,
    pub(super) ids: Arc<Ids>,
    /// Mail addresses of the calendar's owner.
    pub(super) owner: Vec<String>,
}

/// Hands out every event of a text in its order; none for one that cannot be read.
pub(crate) fn read_each(
    source: impl Read + Seek,
    surveyed: &Surveyed,
    mut take: impl FnMut(Option<Event>),
) -> Result<(), Error> {
    let mut source = BufReader::with_capacity(256 << 10, source);
    let mut at = source.seek(SeekFrom::Start(0)).map_err(read_failed)?;
    let (mut raw, none) = (Vec::new(), Context::default());
    for place in &surveyed.places {
        read_at(&mut source, &mut at, place, &mut raw).map_err(read_failed)?;
        let context = surveyed.contexts.get(place.calendar).unwrap_or(&none);
        take(read_event(&raw, context).ok());
    }
    Ok(())
}

impl<R: Read + Seek> Reading<R> {
    /// Reads to the end of the plan. Stops early, without an error, when nobody takes the batches.
    pub(super) fn run(mut self, batches: &mpsc::Sender<Vec<Ready>>) -> Result<Outcome, Error> {
        let mut outcome = Outcome::default();
        let mut made: HashMap<usize, EventId> = HashMap::new();
        let mut updated: HashSet<EventId> = HashSet::new();
        let mut source = BufReader::with_capacity(256 << 10, self.source);
        let mut at = source.stream_position().map_err(read_failed)?;
        let mut raw = Vec::new();
        let mut batch = Vec::with_capacity(BATCH);
        let contexts = &self.surveyed.contexts;
        let none = Context::default();
        for (index, place) in self.surveyed.places.iter().enumerate() {
            if self.planner.is_same(index) {
                continue;
            }
            read_at(&mut source, &mut at, place, &mut raw).map_err(read_failed)?;
            let context = contexts.get(place.calendar).unwrap_or(&none);
            let event = match read_event(&raw, context) {
                Ok(event) => event,
                Err(set_aside) => {
                    if let Some(uid) = &set_aside.uid {
                        self.planner.hold(uid_hash(uid.as_bytes()));
                    }
                    outcome.set_aside_count += 1;
                    if outcome.set_aside.len() < SET_ASIDE_MOST {
                        outcome.set_aside.push(set_aside);
                    }
                    continue;
                }
            };
            let cancelled = event.status == Status::Cancelled && event.recurrence_id.is_none();
            let seen = Seen {
                uid: uid_hash(event.uid.as_bytes()),
                original: original(&event),
                likeness: likeness(&event),
            };
            let id = match self.planner.place(index, &seen) {
                Write::Skip => continue,
                Write::Create if cancelled => continue,
                Write::Create => {
                    outcome.created += 1;
                    let id = EventId(self.ids.next());
                    made.insert(index, id);
                    id
                }
                Write::Over(row) if cancelled => {
                    self.planner.lose(row);
                    continue;
                }
                Write::Over(row) => {
                    let Some(known) = self.known.get(row) else { continue };
                    if updated.insert(known.id) {
                        outcome.updated += 1;
                    }
                    known.id
                }
                Write::Again(earlier) => {
                    let Some(id) = made.get(&earlier).copied() else { continue };
                    made.insert(index, id);
                    if cancelled {
                        outcome.cancelled.push(id);
                        continue;
                    }
                    id
                }
            };
            let content = self.surveyed.sights.get(index).map(|sight| sight.content);
            batch.push(ready(id, event, &raw, content.unwrap_or_default(), &self.owner));
            if batch.len() == BATCH {
                let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                if batches.blocking_send(full).is_err() {
                    return Ok(outcome);
                }
            }
        }
        if !batch.is_empty() {
            let _ = batches.blocking_send(batch);
        }
        let left = self.planner.finish();
        let id = |row: usize| self.known.get(row).map(|known| known.id);
        outcome.delete = left.delete.into_iter().filter_map(id).collect();
        outcome.end = left.end.into_iter().filter_map(id).collect();
        Ok(outcome)
    }
}

fn ready(id: EventId, mut event: Event, raw: &[u8], content: Hash, owner: &[String]) -> Ready {
    let span = (event.recurrence_id.is_none() && !event.recurrence.is_empty()).then(|| {
        let series = Series::compile(&event.start, &event.end, &event.recurrence, &[]);
        for flag in series.flags() {
            if !event.flags.contains(flag) {
                event.flags.push(*flag);
            }
        }
        (series.starts(), series.ends())
    });
    let is_owner = |email: &str| owner.iter().any(|own| own.eq_ignore_ascii_case(email));
    let my_response = event
        .attendees
        .iter()
        .find(|attendee| is_owner(&attendee.person.email))
        .map(|attendee| attendee.participation);
    Ready { id, source: raw.to_vec(), content: ContentHash(content), my_response, span, event }
}

/// What an event looks like to someone who does not see its UID.
pub(super) fn likeness(event: &Event) -> Hash {
    mix(&[
        &event.start.seconds().to_le_bytes(),
        &original(event).unwrap_or(i64::MIN).to_le_bytes(),
        event.summary.as_bytes(),
    ])
}

fn original(event: &Event) -> Option<i64> {
    event.recurrence_id.as_ref().map(|id| id.original.seconds())
}

fn read_failed(error: std::io::Error) -> Error {
    Error::Text(error.into())
}

fn read_at<R: Read + Seek>(
    source: &mut BufReader<R>,
    at: &mut u64,
    place: &Place,
    raw: &mut Vec<u8>,
) -> std::io::Result<()> {
    if *at != place.offset {
        match i64::try_from(place.offset).ok().zip(i64::try_from(*at).ok()) {
            Some((to, from)) => source.seek_relative(to - from)?,
            None => {
                source.seek(SeekFrom::Start(place.offset))?;
            }
        }
    }
    raw.resize(place.length, 0);
    source.read_exact(raw)?;
    *at = place.offset + place.length as u64;
    Ok(())
}
