//! What becomes of the events of a text when a calendar of an account takes them. Pure.

use std::collections::HashMap;

use kalends_calendar::{AlarmAction, Event, Status, When, google::pin};

use crate::edits::{check::check_occurs, place::Place, plan::exclude};

/// A single event or a series, with its changed occurrences.
#[derive(Debug)]
pub(super) struct Copied {
    /// What the text calls it.
    pub(super) uid: String,
    pub(super) event: Event,
    pub(super) changes: Vec<(When, Event)>,
    /// Others were invited to it.
    pub(super) had_guests: bool,
}

/// What a text comes to.
#[derive(Debug, Default)]
pub(super) struct Copies {
    pub(super) list: Vec<Copied>,
    /// Events that cannot be taken over.
    pub(super) set_aside: u64,
}

/// Puts the events of a text together as a calendar of an account takes them. Of two versions of one
/// event the higher SEQUENCE holds; what is cancelled is left out.
pub(super) fn copy(events: Vec<Event>, place: &Place) -> Copies {
    let mut order: Vec<(String, Option<i64>)> = Vec::new();
    let mut latest: HashMap<(String, Option<i64>), Event> = HashMap::new();
    for mut event in events {
        // Servers know of no floating times.
        pin(&mut event, &place.zone());
        let original = event.recurrence_id.as_ref().map(|id| id.original.seconds());
        let key = (event.uid.clone(), original);
        let version = |event: &Event| (event.sequence, event.last_modified);
        match latest.get_mut(&key) {
            Some(known) if version(known) > version(&event) => {}
            Some(known) => *known = event,
            None => {
                order.push(key.clone());
                latest.insert(key, event);
            }
        }
    }
    let mut copies = Copies::default();
    let mut at: HashMap<String, Option<usize>> = HashMap::new();
    for key in order.iter().filter(|(_, original)| original.is_none()) {
        let Some(event) = latest.remove(key) else { continue };
        let taken = event.status != Status::Cancelled;
        at.insert(key.0.clone(), taken.then_some(copies.list.len()));
        if taken {
            copies.list.push(of(&key.0, event));
        }
    }
    for key in &order {
        let Some(event) = latest.remove(key) else { continue };
        add_change(&mut copies, &at, &key.0, event);
    }
    let before = copies.list.len();
    copies.list.retain(|one| check_occurs(&one.event).is_ok());
    copies.set_aside += (before - copies.list.len()) as u64;
    copies
}

fn add_change(
    copies: &mut Copies,
    at: &HashMap<String, Option<usize>>,
    uid: &str,
    mut event: Event,
) {
    let Some(id) = event.recurrence_id.take() else { return };
    let Some(series) = at.get(uid) else {
        // The text has this occurrence of a series alone.
        if event.status != Status::Cancelled {
            copies.list.push(of(&format!("{uid} {}", id.original.seconds()), event));
        }
        return;
    };
    // A series that is cancelled takes its occurrences along.
    let Some(series) = series.and_then(|index| copies.list.get_mut(index)) else { return };
    if id.this_and_future {
        copies.set_aside += 1;
    } else if event.status == Status::Cancelled {
        exclude(&mut series.event, id.original);
    } else {
        let Copied { event, had_guests, .. } = of(uid, event);
        series.had_guests |= had_guests;
        let original = id.original.clone();
        series.changes.push((original, Event { recurrence_id: Some(id), ..event }));
    }
}

/// An event as the user's own and nobody else's: an invitation in a text invites nobody.
fn of(uid: &str, mut event: Event) -> Copied {
    let had_guests = !event.attendees.is_empty();
    if let Some(link) = event.join_url.take()
        && !event.conferences.is_empty()
        && ![&event.location, &event.description].iter().any(|text| text.contains(&link))
    {
        // The meeting belongs to another event; the way to it stays.
        let notes = event.description.trim_end();
        event.description = if notes.is_empty() { link } else { format!("{notes}\n\n{link}") };
        event.description_html = None;
    }
    event.conferences.clear();
    event.attendees.clear();
    event.organizer = None;
    // Mail to the user is what the calendar's own reminders are for, if wanted.
    event.alarms.retain(|alarm| alarm.action != AlarmAction::Email);
    event.shared.default_alarms = event.alarms.is_empty();
    event.flags.clear();
    Copied { uid: uid.to_owned(), event, changes: Vec::new(), had_guests }
}
