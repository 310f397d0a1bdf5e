//! New conflicts that arrive by sync are told once.
//!
//! At the first look all that is there is taken as known, and so is what comes into view as time
//! goes on or its clock is set. Afterwards a conflict that is not known came from outside: what the
//! user made is noted with the edit ([`super::known`]).

use jiff::{SignedDuration, Timestamp};
use kalends_calendar::{Window, conflicts::Severity};
use kalends_store::{conflicts as stored, settings};

use super::{Found, find_all, later};
use crate::{Conflict, Engine, EngineEvent, Error, Note, NoteAction, NoteKey, local};

/// How far ahead conflicts are told.
pub(super) const AHEAD: SignedDuration = SignedDuration::from_hours(60 * 24);
/// The end of what is in view moves on in steps, so that most looks write nothing.
const STEP: SignedDuration = SignedDuration::from_hours(24);
/// Until when conflicts are in view: a setting. None before the first look.
pub(super) const UNTIL: &str = "conflicts.until";
/// How many conflicts a note lists.
const LISTED: usize = 4;

/// The note of new conflicts.
pub(crate) fn key() -> NoteKey {
    NoteKey("conflicts".into())
}

impl Engine {
    /// Conflicts of medium and high severity that came from outside and were not told.
    pub(crate) async fn new_conflicts(&self, now: Timestamp) -> Result<Vec<Found>, Error> {
        let horizon = later(now, AHEAD);
        let (until, found) = {
            let mut read = self.inner.store.read().await?;
            let until: Option<Timestamp> = settings::get(&mut read, UNTIL).await?;
            let end = until.filter(|until| is_near(*until, now)).unwrap_or(horizon);
            let window = Window { start: now, end, zone: self.zone() };
            let mut found = find_all(&mut read, &window).await?;
            found.retain(|one| !one.conflict.ignored && one.conflict.severity > Severity::Low);
            let keys: Vec<_> = found.iter().map(|one| one.key.clone()).collect();
            let told = stored::list_told(&mut read, &keys).await?;
            found.retain(|one| !told.contains(&one.key));
            (until, found)
        };
        if until.is_some_and(|until| is_near(until, now)) {
            return Ok(found);
        }
        let in_view = |one: &Found| until.is_some_and(|until| is_in_view(&one.conflict, until));
        let (new, known): (Vec<Found>, Vec<Found>) = found.into_iter().partition(in_view);
        let mut write = self.inner.store.begin().await?;
        for one in &known {
            stored::tell(&mut write, &one.key, one.conflict.to).await?;
        }
        stored::forget_told(&mut write, later(now, -STEP)).await?;
        settings::set(&mut write, UNTIL, &horizon).await?;
        write.commit().await?;
        Ok(new)
    }

    /// Keeps that these were told.
    pub(crate) async fn keep_told(&self, told: &[Found]) -> Result<(), Error> {
        let mut write = self.inner.store.begin().await?;
        for one in told {
            stored::tell(&mut write, &one.key, one.conflict.to).await?;
        }
        write.commit().await?;
        self.tell(EngineEvent::ConflictsChanged);
        Ok(())
    }

    /// The note for new conflicts: plain text, without titles where the user hides them.
    pub(crate) fn conflict_note(&self, found: &[Found], twelve: bool, hide: bool) -> Note {
        let zone = &self.zone();
        let line = |conflict: &Conflict| {
            let at = local(&conflict.b.start, zone);
            let time = if twelve { "%-I:%M %p" } else { "%H:%M" };
            let when = at.strftime(&format!("%a %-d %b, {time}")).to_string();
            if hide {
                return when;
            }
            format!("{when}: {} – {}", name(&conflict.a.title), name(&conflict.b.title))
        };
        let mut lines: Vec<String> =
            found.iter().take(LISTED).map(|one| line(&one.conflict)).collect();
        if found.len() > LISTED {
            lines.push(format!("and {} more", found.len() - LISTED));
        }
        let title = match found.len() {
            1 => "New conflict".to_owned(),
            many => format!("{many} new conflicts"),
        };
        Note {
            key: key(),
            replaces: None,
            title,
            body: lines.join("\n"),
            actions: vec![NoteAction::Open, NoteAction::Dismiss],
            urgent: false,
            persistent: false,
            category: "x-kalends.conflict",
        }
    }
}

/// Whether what is in view need not move: it began lately. A clock that was set back moves it.
fn is_near(until: Timestamp, now: Timestamp) -> bool {
    let began = later(until, -AHEAD);
    began <= now && now <= later(began, STEP)
}

/// Whether a conflict would have been known had it been there when what is in view moved last. What
/// lies before that may have been forgotten, or never looked at: it is seen again only by a clock
/// that was set back.
fn is_in_view(conflict: &Conflict, until: Timestamp) -> bool {
    let began = later(until, -AHEAD);
    conflict.from < until && (conflict.to > began || conflict.from >= began)
}

/// A title on one line.
fn name(title: &str) -> String {
    let words: Vec<&str> = title
        .split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|w| !w.is_empty())
        .collect();
    if words.is_empty() { "(no title)".into() } else { words.join(" ") }
}
