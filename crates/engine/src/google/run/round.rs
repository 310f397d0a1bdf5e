//! The reading part of a sync: the list of calendars and the calendars, side by side.

use std::{collections::HashSet, sync::Arc, time::Instant};

use futures_util::{StreamExt as _, future::BoxFuture, stream};
use jiff::Timestamp;
use kalends_remote::google::Session;
use kalends_store::{Account, Calendar, Direction, sync_state};

use super::{Fate, Sent, Wanted, note::is_about_account};
use crate::{
    CalendarId, Engine, Error, Problem, RunView, Trigger,
    google::{
        gate::Gate,
        held::held,
        list::of_account,
        pull::{Pull, Pulled, note_unchanged},
    },
    sync::run::Run,
};

/// A sync under way.
pub(super) struct Round<'a> {
    pub(super) engine: &'a Engine,
    pub(super) gate: &'a Gate,
    pub(super) account: Account,
    pub(super) session: Arc<Session>,
    pub(super) wanted: &'a Wanted,
    pub(super) begun: (Timestamp, Instant),
    pub(super) spread: f64,
    pub(super) sent: Sent,
}

impl Round<'_> {
    /// Reads the list and the calendars side by side, then those that are new in the list.
    pub(super) async fn pull_all(&self, targets: &[Calendar]) -> Result<Vec<RunView>, Error> {
        let at_once = self.engine.inner.config.google.at_once.max(1);
        let (listed, mut pulled) = if self.wanted.calendars.is_some() && !self.wanted.full {
            (Ok(Vec::new()), self.pull_some(targets, at_once).await)
        } else if at_once > 1 {
            tokio::join!(self.list(), self.pull_some(targets, at_once))
        } else {
            let listed = self.list().await;
            (listed, self.pull_some(targets, at_once).await)
        };
        let new = match listed {
            Ok(new) => new,
            Err(error) if is_about_account(&error) => return Err(error),
            Err(error @ (Error::Google(_) | Error::Refused(_))) => {
                // The calendars that are known work without it.
                tracing::warn!(account = %self.account.id, kind = error.kind(), "the list of calendars could not be read: {error}");
                if targets.is_empty() {
                    return Err(error);
                }
                Vec::new()
            }
            Err(error) => return Err(error),
        };
        if !new.is_empty() {
            let new = self.load(&new).await?;
            pulled.extend(self.pull_some(&new, at_once).await);
        }
        self.note(pulled).await
    }

    async fn list(&self) -> Result<Vec<CalendarId>, Error> {
        Box::pin(self.engine.refresh_list(&self.account, &self.session, self.wanted.full)).await
    }

    /// Of calendars that just came those that are synced.
    async fn load(&self, ids: &[CalendarId]) -> Result<Vec<Calendar>, Error> {
        let mut read = self.engine.inner.store.read().await?;
        let all = of_account(&mut read, self.account.id).await?.into_iter();
        Ok(all.filter(|calendar| calendar.selected && ids.contains(&calendar.id)).collect())
    }

    /// Calendars of the account that are still listed.
    async fn left(&self) -> Result<HashSet<CalendarId>, Error> {
        let mut read = self.engine.inner.store.read().await?;
        let all = of_account(&mut read, self.account.id).await?.into_iter();
        Ok(all.filter(|calendar| !calendar.gone).map(|calendar| calendar.id).collect())
    }

    async fn pull_some(
        &self,
        targets: &[Calendar],
        at_once: usize,
    ) -> Vec<(Calendar, Result<Pulled, Error>)> {
        // In the order given, whatever answers first.
        let pulls: Vec<_> =
            targets.iter().map(|calendar| self.pull_one(calendar, at_once > 1)).collect();
        stream::iter(pulls).buffered(at_once).collect().await
    }

    fn pull_one(
        &self,
        calendar: &Calendar,
        ahead: bool,
    ) -> BoxFuture<'_, (Calendar, Result<Pulled, Error>)> {
        let calendar = calendar.clone();
        Box::pin(async move {
            let pulled = self.pull(calendar.clone(), ahead).await;
            (calendar, pulled)
        })
    }

    async fn pull(&self, calendar: Calendar, ahead: bool) -> Result<Pulled, Error> {
        if calendar.direction == Direction::Write {
            // Only sent to: what is here stays, and nothing new comes.
            let mut read = self.engine.inner.store.read().await?;
            let state = sync_state::get(&mut read, calendar.id).await?;
            return Ok(Pulled::Unchanged { cursor: state.map(|it| it.cursor).unwrap_or_default() });
        }
        let fate = self.fate_of(&calendar);
        Pull {
            gate: self.gate,
            session: &self.session,
            account: &self.account,
            run: self.run(calendar),
            full: self.wanted.full,
            ahead,
            spread: self.spread,
            fate,
        }
        .run()
        .await
    }

    fn run(&self, calendar: Calendar) -> Run<'_> {
        let trigger = self.wanted.trigger;
        Run { engine: self.engine, calendar, trigger, begun: self.begun }
    }

    fn fate_of(&self, calendar: &Calendar) -> Fate {
        self.sent.by_calendar.get(&calendar.id).cloned().unwrap_or_default()
    }

    /// Writes the lines of calendars that had nothing new, all at once, and of those that failed.
    async fn note(
        &self,
        pulled: Vec<(Calendar, Result<Pulled, Error>)>,
    ) -> Result<Vec<RunView>, Error> {
        let mut views = Vec::new();
        let mut quiet = Vec::new();
        let mut changed = false;
        let left = self.left().await?;
        let read: HashSet<CalendarId> = pulled.iter().map(|(calendar, _)| calendar.id).collect();
        for (order, (calendar, pulled)) in pulled.into_iter().enumerate() {
            match pulled {
                Ok(Pulled::Unchanged { cursor }) => quiet.push((order, calendar, cursor)),
                Ok(Pulled::Done(view)) => {
                    changed |= view.created + view.updated + view.deleted > 0;
                    views.push((order, view));
                }
                Err(error) if is_about_account(&error) => return Err(error),
                // The list took it away while it was being read, and says so itself.
                Err(error) if !left.contains(&calendar.id) => {
                    tracing::debug!(%error, "a calendar is gone");
                }
                Err(error @ (Error::Google(_) | Error::Refused(_))) => {
                    let trigger = self.wanted.trigger;
                    let note = self.engine.note_failure(calendar.id, trigger, self.begun, &error);
                    views.push((order, note.await?));
                }
                Err(error) => return Err(error),
            }
        }
        if !quiet.is_empty() {
            let mut write = self.engine.inner.store.begin().await?;
            quiet.retain(|(_, calendar, _)| left.contains(&calendar.id));
            for (order, calendar, cursor) in quiet {
                let fate = self.fate_of(&calendar);
                let run = self.run(calendar);
                let view = note_unchanged(&mut write, &run, cursor, self.spread, &fate).await?;
                views.push((order, view));
            }
            write.commit().await?;
        }
        if changed {
            self.engine.inner.moments.note_change(self.account.id, self.engine.now());
        }
        views.sort_by_key(|(order, _)| *order);
        let mut views: Vec<RunView> = views.into_iter().map(|(_, view)| view).collect();
        let gone = self.note_gone(&read).await?.into_iter();
        views.retain(|view| gone.as_slice().iter().all(|one| one.calendar_id != view.calendar_id));
        views.extend(gone);
        Ok(views)
    }

    /// Calendars that are kept for their edits alone say why those are not sent: when Google stops
    /// to list them, and whenever the user asks.
    async fn note_gone(&self, read: &HashSet<CalendarId>) -> Result<Vec<RunView>, Error> {
        let gone: Vec<(CalendarId, Problem)> = {
            let mut read = self.engine.inner.store.read().await?;
            let all = of_account(&mut read, self.account.id).await?.into_iter();
            let gone = all.filter(|calendar| calendar.gone);
            gone.filter_map(|calendar| held(&calendar).map(|problem| (calendar.id, problem)))
                .collect()
        };
        let mut views = Vec::new();
        for (id, problem) in gone {
            let named = self.wanted.calendars.as_ref().is_none_or(|named| named.contains(&id));
            if read.contains(&id) || (named && self.wanted.trigger == Trigger::Manual) {
                let error = Error::Refused(problem);
                let note = self.engine.note_failure(id, self.wanted.trigger, self.begun, &error);
                views.push(note.await?);
            }
        }
        Ok(views)
    }
}
