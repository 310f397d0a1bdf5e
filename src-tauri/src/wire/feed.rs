//! Calendar links: their state, the test before adding one, and adding one.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Hue, Problem, count::count, mirror::mirror};

/// How often a link is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub(crate) struct EveryMinutes(#[specta(type = Offered)] kalends_engine::Every);

/// The intervals, as TypeScript writes them.
struct Offered;

impl Type for Offered {
    fn definition(_: &mut specta::Types) -> specta::datatype::DataType {
        specta_typescript::define("1 | 5 | 10 | 15 | 30 | 60").into()
    }
}

impl From<kalends_engine::Every> for EveryMinutes {
    fn from(every: kalends_engine::Every) -> Self {
        Self(every)
    }
}

impl From<EveryMinutes> for kalends_engine::Every {
    fn from(every: EveryMinutes) -> Self {
        every.0
    }
}

mirror! {
    /// What a link is doing.
    FeedState = kalends_engine::FeedState, "lowercase" {
        /// Added, and not fetched yet.
        Never,
        Ok,
        Syncing,
        /// The last fetch failed; the data is that of the last good one.
        Failing,
        Paused,
    }
}

/// The state of one link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FeedView {
    /// Masked: host and first characters, or a file's name.
    pub address: String,
    pub every_minutes: EveryMinutes,
    /// What the feed itself asks for, in minutes.
    pub suggested_minutes: Option<EveryMinutes>,
    pub state: FeedState,
    /// When it last answered well.
    pub last_good: Option<String>,
    /// When it is due next; none while paused.
    pub next_try: Option<String>,
    pub problem: Option<Problem>,
    pub events: u32,
    /// Components that could not be read.
    pub set_aside: u32,
    /// Fetched without encryption.
    pub insecure: bool,
    /// False for a file on this computer.
    pub network: bool,
}

/// What is behind an address, before it is added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FeedTest {
    pub ok: bool,
    pub events: u32,
    /// The first day with an event, as a date.
    pub first: Option<String>,
    /// The last day with an event; a series counts with its first.
    pub last: Option<String>,
    pub name: Option<String>,
    pub suggested_minutes: Option<EveryMinutes>,
    pub suggested_hue: Option<Hue>,
    pub set_aside: u32,
    pub warnings: Vec<String>,
    pub problem: Option<Problem>,
    pub masked_address: String,
}

/// A link to add.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewFeed {
    /// The whole address, a path, or the token of something opened; the address goes to the keychain
    /// and is never shown again.
    pub address: String,
    /// None takes the feed's own name.
    pub name: Option<String>,
    /// None takes the feed's own colour, or the next free one.
    pub hue: Option<Hue>,
    pub every_minutes: EveryMinutes,
}

/// What to change about a link; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct FeedChange {
    #[specta(optional, type = EveryMinutes)]
    pub every_minutes: Option<EveryMinutes>,
    #[specta(optional, type = bool)]
    pub paused: Option<bool>,
}

impl From<kalends_engine::FeedView> for FeedView {
    fn from(feed: kalends_engine::FeedView) -> Self {
        Self {
            address: feed.address,
            every_minutes: feed.every_minutes.into(),
            suggested_minutes: feed.suggested_minutes.map(Into::into),
            state: feed.state.into(),
            last_good: feed.last_good.map(|at| at.to_string()),
            next_try: feed.next_try.map(|at| at.to_string()),
            problem: feed.problem.map(Into::into),
            events: count(feed.events),
            set_aside: count(feed.set_aside),
            insecure: feed.insecure,
            network: feed.network,
        }
    }
}

impl From<kalends_engine::FeedTest> for FeedTest {
    fn from(test: kalends_engine::FeedTest) -> Self {
        Self {
            ok: test.ok,
            events: count(test.events),
            first: test.first.map(|day| day.to_string()),
            last: test.last.map(|day| day.to_string()),
            name: test.name,
            suggested_minutes: test.suggested_minutes.map(Into::into),
            suggested_hue: test.suggested_hue.map(Into::into),
            set_aside: count(test.set_aside),
            warnings: test.warnings,
            problem: test.problem.map(Into::into),
            masked_address: test.address,
        }
    }
}

impl From<NewFeed> for kalends_engine::NewFeed {
    fn from(feed: NewFeed) -> Self {
        Self {
            address: feed.address,
            name: feed.name,
            hue: feed.hue.map(Into::into),
            every: feed.every_minutes.into(),
        }
    }
}

impl From<FeedChange> for kalends_engine::FeedChange {
    fn from(change: FeedChange) -> Self {
        Self { every: change.every_minutes.map(Into::into), paused: change.paused }
    }
}
