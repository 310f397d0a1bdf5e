//! A text goes into a calendar of an account: each event is an edit in the queue, mailed to nobody.

use std::fs::File;

use kalends_calendar::{google::client_id, text::Context};
use kalends_store::{EventId, Write, events, pending};
use uuid::Builder;

use super::copied::{Copied, copy};
use crate::{
    Engine, Error, ImportReport, Problem,
    edits::{
        place::Place,
        plan::{changed_occurrence, fresh},
        row,
        want::{Hand, Want},
    },
    reminders::follow,
    sync::{
        read::read_each,
        survey::{Surveyed, mix},
    },
};

/// More would fill the queue for hours.
const MOST: usize = 2_000;

/// Queues what the calendar does not have yet. The transaction comes back for the line in the log.
pub(super) async fn import(
    engine: &Engine,
    mut write: Write,
    place: &Place,
    mut surveyed: Surveyed,
    file: File,
) -> Result<(Write, ImportReport), Error> {
    let read = surveyed.places.len();
    if read > MOST {
        return Err(too_many(read, place));
    }
    let zone = place.zone();
    let zoned = |context: Context| context.with_default_zone(zone.clone());
    surveyed.contexts = surveyed.contexts.into_iter().map(zoned).collect();
    let reading = tokio::task::spawn_blocking(move || {
        let (mut events, mut unread) = (Vec::new(), 0_u64);
        read_each(&file, &surveyed, |event| match event {
            Some(event) => events.push(event),
            None => unread += 1,
        })?;
        Ok::<_, Error>((events, unread))
    });
    let (events, unread) = reading.await.map_err(|_| Error::Cancelled("read the file"))??;
    let copies = copy(events, place);
    let mut report = ImportReport {
        read: read as u64,
        set_aside: unread + copies.set_aside,
        ..ImportReport::default()
    };
    let request = engine.setting(place).request;
    let mut hand = Hand::new(engine, &mut write, pending::Notify::None);
    for copied in copies.list {
        let Some(id) = free_name(&mut hand, place, &copied.uid).await? else {
            report.unchanged += 1;
            continue;
        };
        report.created += 1 + copied.changes.len() as u64;
        report.without_guests += u64::from(copied.had_guests);
        for want in wants(engine, place, &request, id, copied) {
            Box::pin(hand.want(want)).await?;
        }
    }
    let touched = hand.touched;
    follow(&mut write, &touched).await?;
    if !touched.is_empty() {
        report.undo = Some(engine.inner.undo.add(touched, pending::Notify::None));
    }
    Ok((write, report))
}

fn wants(engine: &Engine, place: &Place, request: &str, id: EventId, copied: Copied) -> Vec<Want> {
    let calendar = place.calendar.id;
    let event = fresh(&copied.event, id, true, request);
    let mut wants = vec![Want::new_event(id, calendar, event.clone())];
    for (original, change) in copied.changes {
        let own = EventId(engine.inner.ids.next());
        wants.push(changed_occurrence((id, &event), &original, own, change, calendar));
    }
    wants
}

/// The name under which an event of a text goes to the server: the same for each import of the same
/// text into the same calendar, so that none is there twice, not even from two computers. None when
/// it is there already. A name that was used and deleted stays taken at the server.
async fn free_name(
    hand: &mut Hand<'_>,
    place: &Place,
    uid: &str,
) -> Result<Option<EventId>, Error> {
    let calendar = place.calendar.id;
    for turn in 0_u64.. {
        let parts = [place.calendar.remote_id.as_bytes(), uid.as_bytes(), &turn.to_le_bytes()];
        let id = EventId(Builder::from_custom_bytes(mix(&parts)).into_uuid());
        let remote = client_id(id.0.as_bytes());
        let there = events::get_by_remote(hand.write, calendar, &remote).await?;
        let here = row::find(hand.write, id).await?;
        let known = here.iter().chain(&there);
        if known.clone().any(|one| one.deleted_at.is_none() && one.calendar_id == calendar) {
            return Ok(None);
        }
        if known.count() == 0 {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

fn too_many(read: usize, place: &Place) -> Error {
    Error::Refused(Problem::new(
        "too_many_events",
        format!(
            "{read} events are too many to send to “{}” one by one: at most {MOST} can be",
            place.calendar.name
        ),
        "Import them into a calendar on this computer, or in Google Calendar itself.",
    ))
}
