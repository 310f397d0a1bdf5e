//! Where an edit begins: at a queued one that it adds to, or at what the server has.

use kalends_calendar::{
    Status,
    google::{client_id, instance_id},
};
use kalends_store::{
    StoredEvent, events,
    pending::{self, Op, Pending, State},
};

use super::{Hand, Origin, Want, note_arrival, was_tried};
use crate::{Error, Problem};

/// Where an edit begins.
pub(super) struct Begun {
    pub(super) pending: Pending,
    pub(super) id: String,
    pub(super) etag: String,
    pub(super) series: Option<String>,
    pub(super) source: Vec<u8>,
    pub(super) is_new: bool,
}

impl Hand<'_> {
    /// Where the edit begins: the queued edit it adds to, or a new one.
    pub(super) async fn begin(
        &mut self,
        want: &Want,
        before: Option<&StoredEvent>,
        pending: Option<Pending>,
    ) -> Result<Begun, Error> {
        let now = self.now;
        let fresh = |base| Pending::new(want.id, Op::Update, base, now);
        let of_row = |pending, is_new, stored: &StoredEvent| Begun {
            pending,
            id: stored.remote_id.clone(),
            etag: stored.etag.clone(),
            series: (!stored.series_remote_id.is_empty()).then(|| stored.series_remote_id.clone()),
            source: stored.source.clone(),
            is_new,
        };
        match (&want.origin, before, pending) {
            (Origin::Row | Origin::New, Some(stored), Some(mut pending)) => {
                if pending.state == State::Refused {
                    // What is shown is the server's; the edit begins there.
                    pending.base = pending.base.map(|_| stored.event.clone());
                    pending.mine = None;
                    pending.theirs = None;
                    note_arrival(&mut pending, false);
                    pending.theirs_gone = false;
                    pending.from_calendar = None;
                    pending.problem = None;
                    pending.attempts = 0;
                    pending.next_try_at = None;
                    pending.state = State::Waiting;
                }
                Ok(of_row(pending, false, stored))
            }
            (Origin::Row, Some(stored), None) if stored.deleted_at.is_none() => {
                Ok(of_row(fresh(Some(stored.event.clone())), true, stored))
            }
            (Origin::Row, Some(stored), None) if stored.event.recurrence_id.is_some() => {
                let mut base = stored.event.clone();
                base.status = Status::Cancelled;
                let mut begun = of_row(fresh(Some(base)), true, stored);
                begun.etag.clear();
                Ok(begun)
            }
            (Origin::Instance { series, base }, _, pending) => {
                let series = events::get(self.write, *series).await?;
                let original =
                    base.recurrence_id.as_ref().map_or(&base.start, |id| &id.original).clone();
                let id = instance_id(&series.remote_id, &original);
                self.make_way(want, &id).await?;
                let is_new = pending.is_none();
                let mut begun = fresh(Some(base.as_ref().clone()));
                begun.version = pending.map_or(1, |pending| pending.version);
                Ok(Begun {
                    pending: begun,
                    id,
                    etag: String::new(),
                    series: Some(series.remote_id),
                    source: Vec::new(),
                    is_new,
                })
            }
            (Origin::Row | Origin::New, _, _) => {
                // The id of a deleted event stays taken at the server: a restored one gets another.
                let uuid = if before.is_some() { self.engine.inner.ids.next() } else { want.id.0 };
                Ok(Begun {
                    pending: fresh(None),
                    id: client_id(uuid.as_bytes()),
                    etag: String::new(),
                    series: None,
                    source: Vec::new(),
                    is_new: true,
                })
            }
        }
    }

    /// Takes out what an earlier edit left behind of the same occurrence.
    async fn make_way(&mut self, want: &Want, remote_id: &str) -> Result<(), Error> {
        let there = events::get_by_remote(self.write, want.calendar, remote_id).await?;
        if let Some(there) = there.filter(|there| there.id != want.id) {
            events::delete(self.write, want.calendar, &[there.id]).await?;
        }
        Ok(())
    }

    /// Takes what is left of an event with this id out of the calendar that another one moves to.
    async fn make_room(&mut self, want: &Want, remote_id: &str) -> Result<(), Error> {
        let there = events::get_by_remote(self.write, want.calendar, remote_id).await?;
        let Some(there) = there else { return Ok(()) };
        if there.deleted_at.is_none() || pending::get(self.write, there.id).await?.is_some() {
            return Err(Error::Refused(Problem::new(
                "already_there",
                "the event is in that calendar already",
                "Change it there.",
            )));
        }
        events::delete(self.write, want.calendar, &[there.id]).await?;
        Ok(())
    }

    /// Puts an event into another calendar of the same account.
    pub(super) async fn place_in(
        &mut self,
        want: &Want,
        stored: &StoredEvent,
        begun: &mut Begun,
    ) -> Result<(), Error> {
        if stored.calendar_id == want.calendar {
            return Ok(());
        }
        self.make_room(want, &begun.id).await?;
        if stored.event.recurrence_id.is_none() && !begun.id.is_empty() {
            // Who is invited to an occurrence has it in their own calendar under the same id.
            let from = stored.calendar_id;
            for one in events::list_of_remote_series(self.write, from, &begun.id).await? {
                self.make_room(want, &one.remote_id).await?;
            }
        }
        let is_there = begun.pending.base.is_some() || was_tried(&begun.pending);
        let from = begun.pending.from_calendar.unwrap_or(stored.calendar_id);
        let of_series = stored.event.recurrence_id.is_some() && begun.series.is_some();
        begun.pending.from_calendar =
            (is_there && from != want.calendar && !of_series).then_some(from);
        events::set_calendar(self.write, want.id, want.calendar).await?;
        Ok(())
    }
}
