//! Writing what the server says of an event, as it is.

use kalends_calendar::{
    Event, Flag, RecurrenceId, Series, Status, When,
    google::{Cancelled, Live},
};
use kalends_store::{
    CalendarId, ContentHash, EventId, EventWrite, Remote, SqliteConnection, StoredEvent, events,
    sync_state,
};

use crate::Error;

/// An event of a server, ready to be written.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) live: Live,
    pub(crate) source: Vec<u8>,
    span: Option<(i64, Option<i64>)>,
}

impl Prepared {
    /// An event that takes place. Costs the reading of its rules, so prepare many off the runtime.
    pub(crate) fn live(mut live: Live, source: Vec<u8>) -> Self {
        let event = &mut live.event;
        let span = (event.recurrence_id.is_none() && !event.recurrence.is_empty()).then(|| {
            let series = Series::compile(&event.start, &event.end, &event.recurrence, &[]);
            for flag in series.flags() {
                add(&mut event.flags, *flag);
            }
            (series.starts(), series.ends())
        });
        Self { live, source, span }
    }

    /// An occurrence that does not take place, from what is known of it here.
    pub(crate) fn cancelled(
        cancelled: Cancelled,
        series_id: &str,
        original: When,
        known: Known,
        source: Vec<u8>,
    ) -> Self {
        let (mut event, my_response) = match known {
            Known::Row(stored) => (stored.event, stored.my_response),
            Known::Uid(uid) => {
                let mut event = Event::empty();
                event.uid = uid;
                event.start = original.clone();
                event.end = original.clone();
                (event, None)
            }
        };
        event.status = Status::Cancelled;
        event.recurrence_id = Some(RecurrenceId { original, this_and_future: false });
        let Cancelled { id, etag, .. } = cancelled;
        let live = Live { id, etag, series_id: Some(series_id.to_owned()), event, my_response };
        Self { live, source, span: None }
    }

    /// As the store takes it. `generation` is that of the full reading which saw it last.
    pub(crate) fn write(
        &self,
        id: EventId,
        calendar_id: CalendarId,
        generation: i64,
    ) -> EventWrite<'_> {
        let live = &self.live;
        EventWrite {
            id,
            calendar_id,
            event: &live.event,
            source: &self.source,
            content_hash: ContentHash::default(),
            my_response: live.my_response,
            occurs: live.event.status != Status::Cancelled,
            span: self.span,
            remote: Remote {
                id: &live.id,
                etag: &live.etag,
                series_id: live.series_id.as_deref().unwrap_or_default(),
                generation,
            },
            arrived_at: None,
        }
    }
}

/// What is known here of an occurrence that was cancelled.
pub(crate) enum Known {
    /// It has a row, as a changed occurrence.
    Row(Box<StoredEvent>),
    /// The UID of its series.
    Uid(String),
}

/// Writes an event as the server has it into the row `id`, in the place of whatever is there; a
/// full reading that is under way counts it as seen. An unsent edit of it stays in the queue.
pub(crate) async fn write_live(
    write: &mut SqliteConnection,
    calendar: CalendarId,
    id: EventId,
    live: Live,
    source: &[u8],
) -> Result<(), Error> {
    let state = sync_state::get(write, calendar).await?;
    let generation = state.map_or(0, |state| state.generation);
    let prepared = Prepared::live(live, source.to_vec());
    Ok(events::write(write, &[prepared.write(id, calendar, generation)]).await?)
}

fn add(flags: &mut Vec<Flag>, flag: Flag) {
    if !flags.contains(&flag) {
        flags.push(flag);
    }
}
