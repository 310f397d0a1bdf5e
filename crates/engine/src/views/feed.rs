//! Feeds: how they do, what they look like before they are added, what can be changed.

use jiff::Timestamp;
use serde::Serialize;

use crate::{Every, Hue, Problem};

/// How a feed is doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedView {
    /// Masked: host and the first characters.
    pub address: String,
    /// How often it is fetched.
    pub every_minutes: Every,
    /// What the feed itself suggests, among the intervals offered.
    pub suggested_minutes: Option<Every>,
    /// Where it stands.
    pub state: FeedState,
    /// When its data was last known to be true.
    pub last_good: Option<Timestamp>,
    /// When it is fetched next, unless paused.
    pub next_try: Option<Timestamp>,
    /// Why it fails, if it does.
    pub problem: Option<Problem>,
    /// Events held.
    pub events: u64,
    /// Events of the last fetch that could not be read.
    pub set_aside: u64,
    /// Fetched over plain http, where others can read along.
    pub insecure: bool,
    /// False for a local file.
    pub network: bool,
}

/// Where a feed stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedState {
    /// Not fetched yet.
    Never,
    /// The last fetch worked.
    Ok,
    /// Being fetched now.
    Syncing,
    /// The last fetch failed; the data of the last good one is kept.
    Failing,
    /// The user paused it.
    Paused,
}

/// What a feed looks like before it is added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FeedTest {
    /// Whether it could be added.
    pub ok: bool,
    /// Events in it, overrides not counted.
    pub events: u64,
    /// The first day of its events.
    pub first: Option<jiff::civil::Date>,
    /// The last day of its events; a series counts with its first occurrence.
    pub last: Option<jiff::civil::Date>,
    /// The name it gives itself.
    pub name: Option<String>,
    /// The interval it suggests.
    pub suggested_minutes: Option<Every>,
    /// The colour it suggests.
    pub suggested_hue: Option<Hue>,
    /// The first titles, five at most.
    #[serde(skip)]
    pub titles: Vec<String>,
    /// Events that could not be read.
    pub set_aside: u64,
    /// What the user should know before adding it.
    pub warnings: Vec<String>,
    /// Why it cannot be added.
    #[serde(rename = "error")]
    pub problem: Option<Problem>,
    /// The address, masked.
    pub address: String,
}

/// What to add.
#[derive(Clone, Debug)]
pub struct NewFeed {
    /// An address or the path of a file, as the user typed it.
    pub address: String,
    /// None takes the feed's own name, else its host or file name.
    pub name: Option<String>,
    /// None takes the feed's own colour, else one not yet used.
    pub hue: Option<Hue>,
    /// How often to fetch it.
    pub every: Every,
}

/// What to change about a feed; none leaves as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct FeedChange {
    /// How often to fetch it.
    pub every: Option<Every>,
    /// Whether to stop fetching it.
    pub paused: Option<bool>,
}
