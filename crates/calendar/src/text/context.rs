//! What lies in a VCALENDAR outside its components, and what it means for them.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Arc, RwLock},
};

use jiff::SignedDuration;

use super::{
    Component, Hash, Item, Kind,
    datetime::duration,
    lines::unfold_into,
    property::Property,
    value::{decode, text},
};
use crate::{
    when::Zone,
    zone::{self, Block},
};

/// One VCALENDAR's own properties and zones.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Context {
    /// NAME (RFC 7986 §5.1), else X-WR-CALNAME.
    pub name: Option<String>,
    /// DESCRIPTION, else X-WR-CALDESC.
    pub description: Option<String>,
    /// COLOR, else X-APPLE-CALENDAR-COLOR, as written.
    pub color: Option<String>,
    /// REFRESH-INTERVAL, else X-PUBLISHED-TTL; always positive.
    pub refresh_interval: Option<SignedDuration>,
    /// SOURCE (RFC 7986 §5.8), as written.
    pub source: Option<String>,
    /// METHOD in upper case.
    pub method: Option<String>,
    /// PRODID, as written.
    pub product: Option<String>,
    /// X-WR-TIMEZONE, where it names a zone. Times without a zone are read in it.
    pub time_zone: Option<Zone>,
    /// The calendar's zone, for times whose own zone cannot be told. See
    /// [`Context::with_default_zone`].
    pub default_zone: Option<Zone>,
    blocks: HashMap<String, Option<Zone>>,
    hash: Hash,
    known: Arc<RwLock<HashMap<Vec<u8>, Option<Zone>>>>,
}

/// TZIDs that are remembered; a text with more of them is only slower.
const MOST_KNOWN: usize = 2000;

/// VTIMEZONEs of one VCALENDAR that are read; further ones are not.
const MOST_BLOCKS: usize = 2000;

impl Context {
    /// The same with the zone that holds where a text names none that is known.
    #[must_use]
    pub fn with_default_zone(mut self, zone: Zone) -> Self {
        self.default_zone = Some(zone);
        self
    }

    /// Covers what a component's meaning depends on besides itself: METHOD, X-WR-TIMEZONE and the
    /// VTIMEZONEs, in any order. The default zone is not in it.
    #[must_use]
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// Whether METHOD says that every event in here is cancelled.
    #[must_use]
    pub fn cancels(&self) -> bool {
        self.method.as_deref() == Some("CANCEL")
    }

    /// The zone a TZID means here, by the ladder of [`crate::zone`]; none if it means none.
    #[must_use]
    pub fn zone(&self, tzid: &str) -> Option<Zone> {
        self.zone_of(tzid.as_bytes())
    }

    /// As [`Context::zone`], remembered by the bytes as written.
    pub(super) fn zone_of(&self, written: &[u8]) -> Option<Zone> {
        if let Ok(known) = self.known.read()
            && let Some(zone) = known.get(written)
        {
            return zone.clone();
        }
        let tzid = decode(written);
        let tzid = unescaped(tzid.trim().trim_matches('"').trim());
        let zone = match self.blocks.get(tzid.as_ref()) {
            Some(zone) => zone.clone(),
            None => zone::resolve(&tzid, None),
        };
        if let Ok(mut known) = self.known.write()
            && known.len() < MOST_KNOWN
        {
            known.insert(written.to_vec(), zone.clone());
        }
        zone
    }

    /// Where times go whose zone is missing or unknown.
    pub(super) fn fallback_zone(&self) -> Option<&Zone> {
        self.time_zone.as_ref().or(self.default_zone.as_ref())
    }
}

fn unescaped(tzid: &str) -> Cow<'_, str> {
    if tzid.contains('\\') { Cow::Owned(text(tzid.as_bytes())) } else { Cow::Borrowed(tzid) }
}

/// Gathers the contexts of a text from its items.
#[derive(Debug, Default)]
pub struct Survey {
    calendars: Vec<Draft>,
    strays: usize,
}

#[derive(Debug, Default)]
struct Draft {
    context: Context,
    own_name: bool,
    own_description: bool,
    own_color: bool,
    own_interval: bool,
    time_zone: Option<String>,
    blocks: Vec<(Block, blake3::Hash)>,
}

impl Survey {
    /// Takes note of an item. Only header lines and VTIMEZONEs matter; the rest costs nothing.
    pub fn see(&mut self, item: &Item<'_>) {
        match item {
            Item::Property { calendar, raw } => self.draft(*calendar).property(raw),
            Item::Component(Component { kind: Kind::TimeZone, calendar, raw, .. }) => {
                let blocks = &mut self.draft(*calendar).blocks;
                if blocks.len() < MOST_BLOCKS {
                    blocks.push((Block::parse(raw), blake3::hash(raw)));
                }
            }
            Item::Component(component) => {
                self.draft(component.calendar);
            }
            Item::Stray(_) => self.strays += 1,
        }
    }

    /// How many lines belonged nowhere.
    #[must_use]
    pub const fn strays(&self) -> usize {
        self.strays
    }

    /// One context for each VCALENDAR, in order; [`Component::calendar`] is the index.
    #[must_use]
    pub fn finish(self) -> Vec<Context> {
        self.calendars.into_iter().map(Draft::finish).collect()
    }

    fn draft(&mut self, calendar: usize) -> &mut Draft {
        // An empty VCALENDAR shows up in no item, yet it has its place.
        while self.calendars.len() < calendar {
            self.calendars.push(Draft::default());
        }
        if self.calendars.len() == calendar {
            self.calendars.push(Draft::default());
        }
        let last = self.calendars.len() - 1;
        let at = calendar.min(last);
        #[expect(clippy::indexing_slicing, reason = "the vector was just filled up to here")]
        &mut self.calendars[at]
    }
}

impl Draft {
    fn property(&mut self, raw: &[u8]) {
        let mut line = Vec::new();
        unfold_into(raw, &mut line);
        let Some(property) = Property::parse(&line) else { return };
        let value = property.value;
        let words = || Some(text(value).trim().to_owned()).filter(|text| !text.is_empty());
        let context = &mut self.context;
        match property.name.as_bytes() {
            b"NAME" => set(&mut context.name, words(), &mut self.own_name, true),
            b"X-WR-CALNAME" => set(&mut context.name, words(), &mut self.own_name, false),
            b"DESCRIPTION" => {
                set(&mut context.description, words(), &mut self.own_description, true);
            }
            b"X-WR-CALDESC" => {
                set(&mut context.description, words(), &mut self.own_description, false);
            }
            b"COLOR" => set(&mut context.color, words(), &mut self.own_color, true),
            b"X-APPLE-CALENDAR-COLOR" | b"X-OUTLOOK-COLOR" | b"X-FUNAMBOL-COLOR" => {
                set(&mut context.color, words(), &mut self.own_color, false);
            }
            b"REFRESH-INTERVAL" => {
                set(&mut context.refresh_interval, interval(value), &mut self.own_interval, true);
            }
            b"X-PUBLISHED-TTL" => {
                set(&mut context.refresh_interval, interval(value), &mut self.own_interval, false);
            }
            b"SOURCE" => context.source = words(),
            b"PRODID" => context.product = words(),
            b"METHOD" => context.method = words().map(|method| method.to_ascii_uppercase()),
            b"X-WR-TIMEZONE" => self.time_zone = words(),
            _ => {}
        }
    }

    fn finish(self) -> Context {
        let Self { mut context, time_zone, mut blocks, .. } = self;
        let mut hasher = blake3::Hasher::new();
        for part in [&context.method, &time_zone] {
            hasher.update(part.as_deref().unwrap_or_default().as_bytes());
            hasher.update(b"\n");
        }
        blocks.sort_by(|(a, hash), (b, other)| {
            (&a.tzid, hash.as_bytes()).cmp(&(&b.tzid, other.as_bytes()))
        });
        for (block, hash) in &blocks {
            hasher.update(hash.as_bytes());
            let tzid = || unescaped(&block.tzid).into_owned();
            if !context.blocks.contains_key(&block.tzid) {
                context.blocks.insert(tzid(), zone::resolve(&block.tzid, Some(block)));
            }
        }
        context.hash = *hasher.finalize().as_bytes();
        context.time_zone = time_zone.and_then(|tzid| context.zone(&tzid));
        context
    }
}

/// Takes a value unless the standard's own property (`own`) was there before it.
fn set<T>(slot: &mut Option<T>, value: Option<T>, owned: &mut bool, own: bool) {
    if value.is_some() && (own || !*owned) {
        *slot = value;
        *owned = own;
    }
}

fn interval(value: &[u8]) -> Option<SignedDuration> {
    duration(value).map(|length| length.exact()).filter(|length| length.is_positive())
}
