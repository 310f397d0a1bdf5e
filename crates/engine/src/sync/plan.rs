//! What a fetched feed changes: the whole pull policy, decided without I/O.
//!
//! An event is the same one when UID and RECURRENCE-ID are the same. Where the feed invents UIDs
//! anew at each fetch, one with the same content takes its place, so that ids stay and nothing
//! flickers.

use std::collections::{HashMap, HashSet, hash_map::Entry};

/// A component's content without UID, DTSTAMP, CREATED and LAST-MODIFIED, hashed together with
/// the zones it is read against.
pub(crate) type Content = [u8; 16];

/// UID and RECURRENCE-ID, hashed.
pub(crate) type Key = [u8; 16];

/// A stored event, as far as the plan depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    /// The store's row.
    pub(crate) no: i64,
    /// Which event it is.
    pub(crate) key: Key,
    /// What it said when it was last written.
    pub(crate) content: Content,
    /// Whether it is live, and where it lies in time.
    pub(crate) life: Life,
}

/// Whether a stored event is live, and where it lies in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    /// Live, and over.
    Past,
    /// Live: a series that began and goes on.
    Running,
    /// Live, and yet to come; a single event under way counts too.
    Coming,
    /// Deleted before.
    Deleted,
}

/// A component of the fetched feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fetched {
    /// Which event it is.
    pub(crate) key: Key,
    /// What it says.
    pub(crate) content: Content,
    /// UID, hashed: a series and its overrides share it.
    pub(crate) uid: Key,
    /// SEQUENCE, then LAST-MODIFIED: the highest wins where a feed has an event twice.
    pub(crate) version: (i64, i64),
}

/// What the feed has of an event that is stored, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remote {
    /// The same content.
    Same,
    /// Other content.
    Changed,
    /// Nothing.
    Gone,
}

/// What to do about one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Nothing.
    Keep,
    /// Write a new event.
    Create,
    /// Write over the stored one, making it live again if it was deleted.
    Update,
    /// Mark it deleted.
    Delete,
    /// Let the series end now: what took place stays, what was to come goes.
    End,
}

/// The whole pull policy for one event. `local` is none for an event that is not stored.
///
/// What a feed drops stays when it is past. What comes back lives again under its old id.
pub(crate) const fn act(local: Option<Life>, remote: Remote) -> Action {
    use {Action as A, Life as L, Remote as R};
    match (local, remote) {
        (None, R::Same | R::Changed) => A::Create,
        (None, R::Gone) => A::Keep,
        (Some(L::Past | L::Running | L::Coming), R::Same) => A::Keep,
        (Some(L::Past | L::Running | L::Coming), R::Changed) => A::Update,
        (Some(L::Past), R::Gone) => A::Keep,
        (Some(L::Running), R::Gone) => A::End,
        (Some(L::Coming), R::Gone) => A::Delete,
        (Some(L::Deleted), R::Same | R::Changed) => A::Update,
        (Some(L::Deleted), R::Gone) => A::Keep,
    }
}

/// What to write, and what to let go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// For each fetched component, in order: what to do with it.
    pub(crate) writes: Vec<Write>,
    /// Rows to mark deleted.
    pub(crate) delete: Vec<i64>,
    /// Series to end now.
    pub(crate) end: Vec<i64>,
}

/// What to do with a fetched component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Write {
    /// Nothing: it is stored as it is, or another version of it wins.
    Skip,
    /// Write it as a new event.
    Create,
    /// Write it over this row.
    Over(i64),
}

impl Plan {
    /// Whether nothing would change.
    pub(crate) fn is_empty(&self) -> bool {
        self.delete.is_empty()
            && self.end.is_empty()
            && self.writes.iter().all(|write| *write == Write::Skip)
    }
}

/// A stored event that a fetched one was found to be.
#[derive(Clone, Copy, Debug)]
struct Partner {
    no: i64,
    life: Life,
    remote: Remote,
    /// Found by other means than its key.
    adopted: bool,
}

/// Compares what is stored with what was fetched.
///
/// A stored event without a partner of its own key is matched to a fetched one of the same content,
/// then the rest to one of the same likeness. `likeness_of` is asked at most once, about the rows
/// that found no partner; `likeness` has that of each fetched component.
pub(crate) fn plan(
    stored: &[Stored],
    fetched: &[Fetched],
    likeness_of: impl FnOnce(&[i64]) -> HashMap<i64, Content>,
    likeness: &[Content],
) -> Plan {
    let winners = newest(fetched);
    let mut partners: Vec<Option<Partner>> = vec![None; fetched.len()];
    let mut lost = match_by_key(stored, fetched, &winners, &mut partners);
    let mut open: Vec<usize> = winners
        .values()
        .copied()
        .filter(|index| partners.get(*index).is_some_and(Option::is_none))
        .collect();
    open.sort_unstable();
    if !open.is_empty() && !lost.is_empty() {
        let content = |index: usize| fetched.get(index).map(|event| event.content);
        let same = |event: &Stored| Some(event.content);
        adopt(&mut lost, &mut open, &mut partners, Remote::Same, same, content);
    }
    if !open.is_empty() && !lost.is_empty() {
        let rows: Vec<i64> = lost.iter().map(|event| event.no).collect();
        let known = likeness_of(&rows);
        let alike = |event: &Stored| known.get(&event.no).copied();
        let looks = |index: usize| likeness.get(index).copied();
        adopt(&mut lost, &mut open, &mut partners, Remote::Changed, alike, looks);
    }
    decide(fetched, winners, &partners, &lost)
}

/// Finds partners by key; answers with the stored events that have none.
fn match_by_key(
    stored: &[Stored],
    fetched: &[Fetched],
    winners: &HashMap<Key, usize>,
    partners: &mut [Option<Partner>],
) -> Vec<Stored> {
    let mut lost = Vec::new();
    for event in stored {
        let index = winners.get(&event.key).copied();
        let found = index.and_then(|index| Some((fetched.get(index)?, partners.get_mut(index)?)));
        let Some((found, place)) = found else {
            lost.push(*event);
            continue;
        };
        // Of several rows with one key the live one is the event.
        if place.is_some_and(|partner| partner.life != Life::Deleted) {
            lost.push(*event);
            continue;
        }
        let remote = if found.content == event.content { Remote::Same } else { Remote::Changed };
        *place = Some(Partner { no: event.no, life: event.life, remote, adopted: false });
    }
    lost
}

fn decide(
    fetched: &[Fetched],
    winners: HashMap<Key, usize>,
    partners: &[Option<Partner>],
    lost: &[Stored],
) -> Plan {
    let mut plan = Plan { writes: vec![Write::Skip; fetched.len()], ..Plan::default() };
    let mut written = HashSet::new();
    for index in winners.into_values() {
        let (Some(partner), Some(event)) = (partners.get(index), fetched.get(index)) else {
            continue;
        };
        let write = match partner {
            None => Write::Create,
            Some(partner) => match act(Some(partner.life), partner.remote) {
                Action::Update => Write::Over(partner.no),
                Action::Keep | Action::Create | Action::Delete | Action::End => Write::Skip,
            },
        };
        if let Some(place) = plan.writes.get_mut(index)
            && write != Write::Skip
        {
            *place = write;
            written.insert(event.uid);
        }
    }
    // A series and its overrides keep one UID: when one part takes the new one, all do.
    for ((write, partner), event) in plan.writes.iter_mut().zip(partners).zip(fetched) {
        if let Some(partner) = partner
            && partner.adopted
            && *write == Write::Skip
            && written.contains(&event.uid)
        {
            *write = Write::Over(partner.no);
        }
    }
    for event in lost {
        match act(Some(event.life), Remote::Gone) {
            Action::Delete => plan.delete.push(event.no),
            Action::End => plan.end.push(event.no),
            Action::Keep | Action::Create | Action::Update => {}
        }
    }
    plan
}

/// For each key the index of its newest version: of equal ones the later in the text.
fn newest(fetched: &[Fetched]) -> HashMap<Key, usize> {
    let mut winners: HashMap<Key, usize> = HashMap::with_capacity(fetched.len());
    for (index, event) in fetched.iter().enumerate() {
        match winners.entry(event.key) {
            Entry::Vacant(place) => {
                place.insert(index);
            }
            Entry::Occupied(mut place) => {
                let before = fetched.get(*place.get()).map(|other| other.version);
                if before <= Some(event.version) {
                    place.insert(index);
                }
            }
        }
    }
    winners
}

/// Pairs what is left on both sides by a common trait, first come first served.
fn adopt(
    lost: &mut Vec<Stored>,
    open: &mut Vec<usize>,
    partners: &mut [Option<Partner>],
    remote: Remote,
    of_stored: impl Fn(&Stored) -> Option<Content>,
    of_fetched: impl Fn(usize) -> Option<Content>,
) {
    let mut by_trait: HashMap<Content, Vec<usize>> = HashMap::new();
    for index in open.iter().rev() {
        if let Some(content) = of_fetched(*index) {
            by_trait.entry(content).or_default().push(*index);
        }
    }
    // Live rows first: a deleted one is only brought back when no live one fits.
    lost.sort_by_key(|event| event.life == Life::Deleted);
    lost.retain(|event| {
        let place = of_stored(event)
            .and_then(|content| by_trait.get_mut(&content))
            .and_then(Vec::pop)
            .and_then(|index| partners.get_mut(index));
        match place {
            Some(place) => {
                *place = Some(Partner { no: event.no, life: event.life, remote, adopted: true });
                false
            }
            None => true,
        }
    });
    open.retain(|index| partners.get(*index).is_some_and(Option::is_none));
}

#[cfg(test)]
mod tests;
