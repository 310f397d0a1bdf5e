//! What a fetched feed changes: the whole pull policy, decided without I/O.
//!
//! An event is the same one when its content is the same, else when UID and RECURRENCE-ID are the
//! same, else, where the feed invents UIDs anew at each fetch, when it looks alike. So ids stay and
//! nothing flickers. Content decides what changed: a SEQUENCE or LAST-MODIFIED that moves alone is
//! no difference, and of two versions in one feed the higher SEQUENCE holds.

use std::collections::{HashMap, HashSet};

/// A short hash: of a content, an identity or a likeness, never mixed with each other.
pub(crate) type Hash = [u8; 16];

/// A stored event, as far as the plan depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    /// UID and RECURRENCE-ID.
    pub(crate) key: Hash,
    /// UID.
    pub(crate) uid: Hash,
    /// What it said when it was last written.
    pub(crate) content: Hash,
    /// Whether it is live, and where it lies in time.
    pub(crate) life: Life,
}

/// Whether a stored event is live, and where it lies in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    /// Live, and over.
    Past,
    /// Live: it began and goes on.
    Running,
    /// Live, and yet to come.
    Coming,
    /// Deleted before.
    Deleted,
}

/// A component of the fetched feed at first sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sight {
    /// What it says, read against its calendar's zones.
    pub(crate) content: Hash,
    /// UID.
    pub(crate) uid: Hash,
    /// SEQUENCE, then LAST-MODIFIED as a number: the highest holds where a feed has an event twice.
    pub(crate) version: (i64, i64),
}

/// A component that was read because it is not stored as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// UID.
    pub(crate) uid: Hash,
    /// RECURRENCE-ID, in seconds of its line.
    pub(crate) original: Option<i64>,
    /// Start, title and RECURRENCE-ID.
    pub(crate) likeness: Hash,
}

/// What the feed has of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remote {
    /// The same content.
    Same,
    /// Other content.
    Changed,
    /// Nothing.
    Gone,
}

/// Tells events of one calendar apart: UID and RECURRENCE-ID.
pub(crate) fn key(uid: Hash, original: Option<i64>) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&uid);
    if let Some(seconds) = original {
        hasher.update(&seconds.to_le_bytes());
    }
    let mut key = [0; 16];
    key.iter_mut().zip(hasher.finalize().as_bytes()).for_each(|(to, from)| *to = *from);
    key
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
    /// Let a series end now: what took place stays, what was to come goes. A single event under
    /// way is deleted.
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

/// What to do with a component that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Write {
    /// Nothing: a newer version of it is in the same feed.
    Skip,
    /// Write it as a new event.
    Create,
    /// Write it over the stored event at this index.
    Over(usize),
    /// Write it over what the component at this place was created as: it is a newer version.
    Again(usize),
}

/// What is left to do when every component was seen. Numbers are indices of stored events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Leftovers {
    /// To mark deleted.
    pub(crate) delete: Vec<usize>,
    /// To end now.
    pub(crate) end: Vec<usize>,
}

/// Compares what is stored with what was fetched: first all contents at once, then one component
/// after the other as they are read.
pub(crate) struct Planner {
    stored: Vec<Stored>,
    sights: Vec<Sight>,
    /// Which stored events have found their partner.
    found: Vec<bool>,
    /// Components that need not be read.
    same: Vec<bool>,
    /// The stored events that components are known to be.
    partner: HashMap<usize, usize>,
    by_key: HashMap<Hash, usize>,
    /// UIDs that the feed has.
    present: HashSet<Hash>,
    /// UIDs of the feed, and what they were called when they were stored.
    renamed: HashMap<Hash, Hash>,
    by_likeness: HashMap<Hash, Vec<usize>>,
    /// The place of the component that holds for a key so far.
    placed: HashMap<Hash, usize>,
}

impl Planner {
    /// Matches by content.
    pub(crate) fn new(stored: Vec<Stored>, sights: Vec<Sight>) -> Self {
        let mut planner = Self {
            found: vec![false; stored.len()],
            same: vec![false; sights.len()],
            partner: HashMap::new(),
            by_key: HashMap::with_capacity(stored.len()),
            present: sights.iter().map(|sight| sight.uid).collect(),
            renamed: HashMap::new(),
            by_likeness: HashMap::new(),
            placed: HashMap::new(),
            stored,
            sights,
        };
        for (index, event) in planner.stored.iter().enumerate() {
            // Of several rows with one key the live one is the event.
            if event.life != Life::Deleted || !planner.by_key.contains_key(&event.key) {
                planner.by_key.insert(event.key, index);
            }
        }
        planner.match_contents();
        planner
    }

    /// Whether the component at this place is stored as it is.
    pub(crate) fn is_same(&self, place: usize) -> bool {
        self.same.get(place).copied().unwrap_or_default()
    }

    /// How many components have to be read.
    pub(crate) fn to_read(&self) -> usize {
        self.same.iter().filter(|same| !**same).count()
    }

    /// Stored events that may go on under another UID: live, and with a UID the feed does not have.
    pub(crate) fn list_lost(&self) -> Vec<usize> {
        let lost = |(index, event): (usize, &Stored)| {
            let lost = !self.found.get(index).copied().unwrap_or(true)
                && event.life != Life::Deleted
                && !self.present.contains(&event.uid);
            lost.then_some(index)
        };
        self.stored.iter().enumerate().filter_map(lost).collect()
    }

    /// Says what lost events look like.
    pub(crate) fn add_likeness(&mut self, index: usize, likeness: Hash) {
        self.by_likeness.entry(likeness).or_default().push(index);
    }

    /// Decides about the component at this place, now that it was read.
    pub(crate) fn place(&mut self, place: usize, seen: &Seen) -> Write {
        let key = key(seen.uid, seen.original);
        if let Some(earlier) = self.placed.get(&key).copied() {
            // Of equal versions the first in the text holds.
            if self.version(place) <= self.version(earlier) {
                return Write::Skip;
            }
            self.placed.insert(key, place);
            let index = self.partner.get(&earlier).copied();
            if let Some(index) = index {
                self.partner.insert(place, index);
            }
            return index.map_or(Write::Again(earlier), Write::Over);
        }
        self.placed.insert(key, place);
        let Some(index) = self.find_partner(place, key, seen) else { return Write::Create };
        self.partner.insert(place, index);
        self.set_found(index, true);
        match act(self.life(index), Remote::Changed) {
            Action::Create => Write::Create,
            Action::Update => Write::Over(index),
            Action::Keep | Action::Delete | Action::End => Write::Skip,
        }
    }

    /// Takes back that the feed has this stored event: what it has of it says that it is cancelled.
    pub(crate) fn lose(&mut self, index: usize) {
        self.set_found(index, false);
    }

    /// Keeps what is stored under a UID: the feed has it, but in no readable form.
    pub(crate) fn hold(&mut self, uid: Hash) {
        for (event, found) in self.stored.iter().zip(&mut self.found) {
            *found |= event.uid == uid;
        }
    }

    /// What the feed no longer has.
    pub(crate) fn finish(self) -> Leftovers {
        let mut left = Leftovers::default();
        for (index, (event, found)) in self.stored.iter().zip(self.found).enumerate() {
            if found {
                continue;
            }
            match act(Some(event.life), Remote::Gone) {
                Action::Delete => left.delete.push(index),
                Action::End => left.end.push(index),
                Action::Keep | Action::Create | Action::Update => {}
            }
        }
        left
    }

    fn match_contents(&mut self) {
        let sights = std::mem::take(&mut self.sights);
        let mut by_content: HashMap<Hash, Vec<usize>> = HashMap::with_capacity(self.stored.len());
        // Taken from the end: the live before the deleted, the first before the later.
        for (index, event) in self.stored.iter().enumerate().rev() {
            by_content.entry(event.content).or_default().push(index);
        }
        for rows in by_content.values_mut().filter(|rows| rows.len() > 1) {
            let deleted = |index: &usize| self.life(*index) != Some(Life::Deleted);
            rows.sort_by_key(deleted);
        }
        let mut changed_uids = HashSet::new();
        let mut renamed = Vec::new();
        for (place, sight) in sights.iter().enumerate() {
            let row = by_content.get_mut(&sight.content).and_then(|rows| {
                let own = |index: &usize| self.stored.get(*index).map(|e| e.uid) == Some(sight.uid);
                // One whose own UID the feed still has is left to that.
                let orphan = |index: &usize| {
                    self.stored.get(*index).is_some_and(|e| !self.present.contains(&e.uid))
                };
                let at = rows.iter().rposition(own).or_else(|| rows.iter().rposition(orphan))?;
                Some(rows.remove(at))
            });
            let Some(index) = row else {
                changed_uids.insert(sight.uid);
                continue;
            };
            self.set_found(index, true);
            self.partner.insert(place, index);
            if act(self.life(index), Remote::Same) != Action::Keep {
                continue;
            }
            self.set_same(place, true);
            let Some(event) = self.stored.get(index) else { continue };
            self.placed.insert(event.key, place);
            if event.uid != sight.uid {
                self.renamed.insert(sight.uid, event.uid);
                renamed.push((place, event.key, sight.uid));
            }
        }
        // A series and its overrides share one UID: when one part takes a new one, all do.
        for (place, key, uid) in renamed {
            if changed_uids.contains(&uid) {
                self.set_same(place, false);
                self.placed.remove(&key);
            }
        }
        self.sights = sights;
    }

    fn version(&self, place: usize) -> Option<(i64, i64)> {
        self.sights.get(place).map(|sight| sight.version)
    }

    fn set_found(&mut self, index: usize, is: bool) {
        if let Some(found) = self.found.get_mut(index) {
            *found = is;
        }
    }

    fn life(&self, index: usize) -> Option<Life> {
        self.stored.get(index).map(|event| event.life)
    }

    fn set_same(&mut self, place: usize, same: bool) {
        if let Some(slot) = self.same.get_mut(place) {
            *slot = same;
        }
    }

    fn find_partner(&mut self, place: usize, key: Hash, seen: &Seen) -> Option<usize> {
        if let Some(index) = self.partner.get(&place) {
            return Some(*index);
        }
        let free = |index: &usize| self.found.get(*index) == Some(&false);
        if let Some(index) = self.by_key.get(&key).copied().filter(free) {
            return Some(index);
        }
        let sight = self.sights.get(place)?;
        let old = self.renamed.get(&sight.uid).map(|old| self::key(*old, seen.original));
        let by_old = old.and_then(|key| self.by_key.get(&key).copied()).filter(free);
        by_old.or_else(|| self.alike(seen))
    }

    fn alike(&mut self, seen: &Seen) -> Option<usize> {
        let found = &self.found;
        let rows = self.by_likeness.get_mut(&seen.likeness)?;
        rows.retain(|index| !found.get(*index).copied().unwrap_or(true));
        (!rows.is_empty()).then(|| rows.remove(0))
    }
}

#[cfg(test)]
mod tests;
