//! What users wrote and saw: enough to tell at the end whether anything of it was lost unseen.

use std::collections::{BTreeMap, BTreeSet};

use kalends_calendar::google::split_instance_id;
use kalends_calendar::{Event, Status, When};

/// One event as somebody sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) calendar: String,
    pub(crate) title: String,
    pub(crate) notes: String,
    /// Start and end in seconds, and whether they are days.
    pub(crate) time: (i64, i64, bool),
    /// An occurrence that does not take place.
    pub(crate) cancelled: bool,
    /// How it repeats.
    pub(crate) rules: String,
    /// The place is never changed: it says which creation an event goes back to.
    pub(crate) made: String,
    /// Everything.
    pub(crate) whole: String,
}

/// All events somebody sees, by their ids at the server.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct View {
    /// Of an invitation the organizer's own copy, where that is to be seen.
    events: BTreeMap<String, Seen>,
    /// Every copy, by its calendar.
    copies: BTreeMap<(String, String), Seen>,
}

impl View {
    /// One event; `foreign` says that the copy of its organizer is to be seen, if there is one.
    pub(crate) fn add(&mut self, id: String, seen: Seen, foreign: bool) {
        self.copies.insert((id.clone(), seen.calendar.clone()), seen.clone());
        if !foreign {
            self.events.insert(id, seen);
        }
    }
}

impl Seen {
    pub(crate) fn of(calendar: &str, event: &Event) -> Self {
        Self {
            calendar: calendar.to_owned(),
            title: event.summary.clone(),
            notes: event.description.clone(),
            time: (event.start.seconds(), event.end.seconds(), event.start.is_date()),
            cancelled: event.status == Status::Cancelled,
            rules: format!("{:?}", event.recurrence),
            made: event.location.clone(),
            whole: format!("{event:?}"),
        }
    }

    fn field(&self, name: &str) -> String {
        match name {
            "title" => self.title.clone(),
            "notes" => self.notes.clone(),
            _ => format!("{:?}", self.time),
        }
    }

    /// How a series has the occurrence of this id.
    fn occurrence(&self, id: &str) -> Option<Self> {
        let start = match split_instance_id(id)?.1 {
            When::Date(date) => When::Date(date).seconds(),
            other @ (When::Floating(_) | When::Zoned(..)) => other.seconds(),
        };
        let (from, to, day) = self.time;
        Some(Self { time: (start, start + to - from, day), ..self.clone() })
    }
}

/// What somebody sees of an event: of an occurrence that nobody changed what its series has.
fn effective(view: &View, id: &str) -> Option<Seen> {
    match view.events.get(id) {
        Some(seen) if seen.cancelled => None,
        Some(seen) => Some(seen.clone()),
        None if root(id) != id => view.events.get(root(id))?.occurrence(id),
        None => None,
    }
}

const FIELDS: [&str; 3] = ["title", "notes", "time"];

/// A field of an event that somebody wrote.
#[derive(Clone, Debug)]
struct Written {
    who: String,
    step: usize,
    id: String,
    field: &'static str,
    /// What they saw there before.
    seen: Option<String>,
    /// What they wrote; none for a deletion.
    value: Option<String>,
    /// By way of their own copy of somebody else's event: what they overwrote is not lost.
    as_guest: bool,
}

/// The master of an instance id.
pub(crate) fn root(id: &str) -> &str {
    match id.rsplit_once('_') {
        Some((root, tail)) if tail.len() >= 8 && tail.starts_with(|c: char| c.is_ascii_digit()) => {
            root
        }
        Some(_) | None => id,
    }
}

/// Whom somebody wants to be told.
#[derive(Clone, Copy)]
pub(crate) enum Mails {
    Nobody,
    Guests,
}

#[derive(Default)]
pub(crate) struct Ledger {
    written: Vec<Written>,
    /// Values that a conflict or a refusal showed.
    shown: BTreeSet<String>,
    /// Fields of events that a conflict or a refusal was about.
    disputed: BTreeSet<(String, String)>,
    /// Series that somebody moved, cut or deleted: what becomes of their changed occurrences is
    /// theirs to decide.
    reshaped: BTreeSet<String>,
    /// How many edits of an event asked for mail.
    notified: BTreeMap<String, usize>,
    /// How many events may go back to one creation.
    copies: BTreeMap<String, usize>,
}

impl Ledger {
    /// Somebody did something, and what they see changed by it; `mails` says whom they wanted to be
    /// told.
    pub(crate) fn note(
        &mut self,
        who: &str,
        step: usize,
        before: &View,
        after: &View,
        mails: Mails,
    ) {
        let copies: BTreeSet<_> = before.copies.keys().chain(after.copies.keys()).collect();
        for copy in copies {
            let told = matches!(mails, Mails::Guests);
            if told && before.copies.get(copy) != after.copies.get(copy) {
                *self.notified.entry(copy.0.clone()).or_default() += 1;
            }
        }
        let ids: BTreeSet<&String> = before.events.keys().chain(after.events.keys()).collect();
        for id in ids {
            if before.events.get(id) == after.events.get(id) {
                continue;
            }
            let (old, new) = (effective(before, id), effective(after, id));
            let (old, new) = (old.as_ref(), new.as_ref());
            let reshaped = match (old, new) {
                (Some(old), Some(new)) => old.time != new.time || old.rules != new.rules,
                (Some(_), None) => true,
                (None, _) => false,
            };
            if reshaped && root(id) == id.as_str() {
                self.reshaped.insert(id.clone());
            }
            if old.is_none()
                && let Some(new) = new.filter(|_| root(id) == id.as_str())
            {
                *self.copies.entry(new.made.clone()).or_default() += 1;
            }
            for field in FIELDS {
                let text = |seen: Option<&Seen>| seen.map(|seen| seen.field(field));
                let (seen, value) = (text(old), text(new));
                if seen != value {
                    let (who, id) = (who.to_owned(), id.clone());
                    let as_guest = false;
                    self.written.push(Written { who, step, id, field, seen, value, as_guest });
                }
            }
        }
        self.note_as_guest(who, step, before, after);
    }

    /// Guests who may change an event do so in their own copy.
    fn note_as_guest(&mut self, who: &str, step: usize, before: &View, after: &View) {
        for ((id, calendar), old) in &before.copies {
            let Some(new) = after.copies.get(&(id.clone(), calendar.clone())) else { continue };
            if before.events.get(id).is_none_or(|own| own.calendar == *calendar) {
                continue;
            }
            for field in FIELDS.into_iter().filter(|field| old.field(field) != new.field(field)) {
                self.written.push(Written {
                    who: who.to_owned(),
                    step,
                    id: id.clone(),
                    field,
                    seen: Some(old.field(field)),
                    value: Some(new.field(field)),
                    as_guest: true,
                });
            }
        }
    }

    /// A conflict or a refusal showed this.
    pub(crate) fn show(&mut self, id: &str, field: &str, texts: &[&str]) {
        self.shown
            .extend(texts.iter().filter(|text| !text.is_empty()).map(|text| (*text).to_owned()));
        let all = FIELDS.iter().filter(|name| field == "deleted" || **name == field);
        self.disputed.extend(all.map(|name| (id.to_owned(), (*name).to_owned())));
    }

    /// What was written and is neither there, nor was overwritten by somebody who saw it, nor was
    /// shown as a conflict.
    pub(crate) fn list_lost(&self, end: &View) -> Vec<String> {
        let mut lost = Vec::new();
        for (at, one) in self.written.iter().enumerate() {
            let Some(value) = one.value.as_ref().filter(|_| !one.as_guest) else { continue };
            let now = effective(end, &one.id).map(|seen| seen.field(one.field));
            let is_there = now.as_ref() == Some(value);
            let overwritten = self.written.iter().enumerate().any(|(other, by)| {
                // An occurrence that nobody changed by itself is changed with its series.
                other != at
                    && (by.id == one.id || by.id == root(&one.id))
                    && by.field == one.field
                    && by.seen.as_ref() == Some(value)
                    && by.value.as_ref() != Some(value)
            });
            let disputed = self.shown.contains(value)
                || self.disputed.contains(&(one.id.clone(), one.field.to_owned()));
            let series = root(&one.id);
            let taken_along = series != one.id && self.reshaped.contains(series);
            if !(is_there || overwritten || disputed || taken_along) {
                lost.push(format!(
                    "{} wrote {} = “{value}” to {} in step {} (saw {:?}); it is {now:?} now",
                    one.who, one.field, one.id, one.step, one.seen
                ));
            }
        }
        lost
    }

    /// More events than were made.
    pub(crate) fn list_doubled(&self, end: &View) -> Vec<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (id, seen) in end.events.iter().filter(|(_, seen)| !seen.cancelled) {
            if root(id) == id.as_str() {
                *counts.entry(&seen.made).or_default() += 1;
            }
        }
        let allowed = |made: &str| self.copies.get(made).copied().unwrap_or_default();
        let doubled = counts.into_iter().filter(|(made, count)| *count > allowed(made));
        doubled
            .map(|(made, count)| format!("{made}: {count} instead of {}", allowed(made)))
            .collect()
    }

    /// How often mail about an event was asked for.
    pub(crate) fn notified(&self, id: &str) -> usize {
        self.notified.get(id).copied().unwrap_or_default()
    }
}
