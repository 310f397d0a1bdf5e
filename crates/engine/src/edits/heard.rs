//! Who heard of an edit by mail, and is left with something wrong when it is undone in silence.

use kalends_calendar::Event;
use kalends_store::{
    AccountKind, Read, accounts,
    pending::{self, Notify},
};

use super::{
    place::Place,
    preview,
    want::{Origin, Touched, Wanted, version, was_tried},
};
use crate::{Consequences, Engine, Error};

impl Engine {
    /// Who would be told that one of the last edits is undone: those who were mailed about it.
    /// Nobody when it mailed nobody, was not sent yet, or cannot be undone any more.
    pub async fn preview_undo(&self, undo: u64) -> Result<Consequences, Error> {
        let mut told = Consequences::default();
        let Some((touched, notify)) = self.inner.undo.get(undo) else { return Ok(told) };
        if notify == Notify::None {
            return Ok(told);
        }
        let mut read = self.inner.store.read().await?;
        let own: Vec<String> = accounts::list(&mut read)
            .await?
            .into_iter()
            .filter(|account| account.kind == AccountKind::Google)
            .map(|account| account.email)
            .collect();
        for one in &touched {
            if !may_be_sent(&mut read, one).await? {
                continue;
            }
            let place = Place::load(&mut read, one.want.calendar).await?;
            let was_in = one.before.as_ref().map(|stored| stored.calendar_id);
            let moved = was_in.is_some_and(|calendar| calendar != one.want.calendar);
            let (inside, outside) = preview::told(before(one), after(one), moved, &place, &own);
            told.outside.extend(outside);
            if notify == Notify::All {
                told.inside.extend(inside);
            }
        }
        for list in [&mut told.inside, &mut told.outside] {
            list.sort_by_key(|email| email.to_lowercase());
            list.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
        }
        Ok(told)
    }
}

/// Whether the queue does not hold it back any more.
async fn may_be_sent(read: &mut Read, one: &Touched) -> Result<bool, Error> {
    let Some((queued, _)) = one.version else { return Ok(false) };
    let pending = pending::get(read, one.want.id).await?;
    Ok(pending.is_none_or(|pending| version(&pending).0 != queued || was_tried(&pending)))
}

fn before(one: &Touched) -> Option<&Event> {
    match (&one.want.origin, &one.before) {
        (_, Some(stored)) => Some(&stored.event),
        (Origin::Instance { base, .. }, None) => Some(base),
        (Origin::Row | Origin::New, None) => None,
    }
}

fn after(one: &Touched) -> Option<&Event> {
    match &one.want.wanted {
        Wanted::Event(event) => Some(event),
        Wanted::Deleted | Wanted::Dropped => None,
    }
}
