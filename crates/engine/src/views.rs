//! What the engine answers: values for the faces to convert, no rows and no text formats.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use kalends_calendar::{Attendee, Flag, Participation, Person, Status, When};
use serde::Serialize;

use crate::{AccountId, CalendarId, EventId, Every, Hue, Problem};

/// What stands behind an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountKind {
    /// A Google account.
    Google,
    /// Calendar links and files.
    Feed,
    /// Calendars that live on this computer alone.
    Local,
    /// Generated calendars to look around with.
    Sample,
}

/// A calendar in the sidebar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CalendarView {
    /// Stable as long as the calendar exists.
    pub id: CalendarId,
    /// The account it belongs to.
    pub account_id: AccountId,
    /// What stands behind that account.
    pub account_kind: AccountKind,
    /// The account's name.
    pub account_name: String,
    /// The calendar's name.
    pub name: String,
    /// Its colour.
    pub hue: Hue,
    /// Whether its events are shown.
    pub visible: bool,
    /// Whether it is synced at all.
    pub selected: bool,
    /// Whether it refuses edits.
    pub read_only: bool,
    /// Set where a feed fills it.
    pub feed: Option<FeedView>,
}

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

/// What to change about a calendar; none leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct CalendarChange {
    /// The name.
    pub name: Option<String>,
    /// The colour.
    pub hue: Option<Hue>,
    /// Whether its events are shown.
    pub visible: Option<bool>,
    /// Whether it is synced at all.
    pub selected: Option<bool>,
}

/// What to change about a feed; none leaves as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct FeedChange {
    /// How often to fetch it.
    pub every: Option<Every>,
    /// Whether to stop fetching it.
    pub paused: Option<bool>,
}

/// Whose events to answer with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The calendars that are shown.
    Visible,
    /// All calendars.
    All,
    /// This calendar, shown or not.
    Calendar(CalendarId),
}

/// One occurrence of an event.
///
/// It is identified by `event_id` and `original`: a series' occurrences, changed ones included,
/// all carry the id of the series.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// The event, or the series.
    pub event_id: EventId,
    /// Its calendar.
    pub calendar_id: CalendarId,
    /// RFC 5545 §3.8.4.7.
    pub uid: String,
    /// The title.
    pub title: String,
    /// The place, or empty.
    pub location: String,
    /// First moment.
    pub start: When,
    /// First moment after; a date exactly when `start` is one.
    pub end: When,
    /// Its start before anyone moved it.
    pub original: When,
    /// Whether it is one of a series.
    pub recurring: bool,
    /// Whether it takes place.
    pub status: Status,
    /// Whether it blocks time: neither cancelled, declined nor transparent.
    pub busy: bool,
    /// The user's own answer, where the user is among the invited.
    pub my_response: Option<Participation>,
    /// Where to join.
    pub join_url: Option<String>,
    /// What was odd about its text.
    pub flags: Vec<Flag>,
}

impl Occurrence {
    /// Start and end on the wall clock of `zone`; of an all-day occurrence the midnights of its
    /// first day and of the day after its last, whatever the zone.
    #[must_use]
    pub fn local(&self, zone: &TimeZone) -> (DateTime, DateTime) {
        (local(&self.start, zone), local(&self.end, zone))
    }

    /// Whether it takes whole days.
    #[must_use]
    pub const fn all_day(&self) -> bool {
        self.start.is_date()
    }

    /// Whether the user declined it.
    #[must_use]
    pub fn declined(&self) -> bool {
        self.my_response == Some(Participation::Declined)
    }

    /// Whether the user is invited and has not answered.
    #[must_use]
    pub fn unanswered(&self) -> bool {
        self.my_response == Some(Participation::NeedsAction)
    }
}

/// The wall-clock time of `when` in `zone`; dates and floating times stay as written.
#[must_use]
pub fn local(when: &When, zone: &TimeZone) -> DateTime {
    match when {
        When::Date(_) | When::Floating(_) => when.local(),
        When::Zoned(..) => when.resolve(zone).to_zoned(zone.clone()).datetime(),
    }
}

/// All there is to know about one occurrence.
#[derive(Clone, Debug, PartialEq)]
pub struct EventDetails {
    /// The occurrence itself.
    pub occurrence: Occurrence,
    /// Its calendar's name.
    pub calendar_name: String,
    /// Its calendar's colour.
    pub hue: Hue,
    /// The time in the reader's zone.
    pub here: ZonedTime,
    /// The time in the event's own zone, where that reads differently.
    pub there: Option<ZonedTime>,
    /// Who invites.
    pub organizer: Option<Person>,
    /// Who is invited.
    pub people: Vec<Attendee>,
    /// The notes as plain text.
    pub notes: String,
    /// The notes as sanitised HTML: `p br a b i u ul ol li` and links to https, http, mailto, tel.
    pub notes_html: String,
    /// The rules as written, one per line, or none for a single event.
    pub repeats: Option<String>,
    /// The rule in words, where it is a plain one.
    pub repeats_text: Option<String>,
    /// Where it comes from: a masked address, a file name, or this computer.
    pub source: String,
    /// URL.
    pub url: Option<String>,
    /// When it was last changed at its source.
    pub updated: Option<Timestamp>,
    /// Minutes before the start at which it asks for a reminder.
    pub alarms: Vec<i64>,
}

/// A time as one zone's wall clocks show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ZonedTime {
    /// The IANA zone, or empty for whole days.
    pub zone: String,
    /// Its abbreviation at that time, such as CET.
    pub abbreviation: String,
    /// The start on the wall clock.
    pub start: DateTime,
    /// The end on the wall clock.
    pub end: DateTime,
    /// Whether both are whole days.
    pub all_day: bool,
}

/// An event that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchHit {
    /// The event, or the series.
    pub event_id: EventId,
    /// Its calendar.
    pub calendar_id: CalendarId,
    /// The title.
    pub title: String,
    /// Where the words were found, as plain text.
    pub snippet: String,
    /// The place, or empty.
    pub location: String,
    /// Its start; of a series the next occurrence, else the last.
    pub start: When,
    /// Its end.
    pub end: When,
    /// Its start before anyone moved it.
    pub original: When,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunView {
    /// The line's number.
    pub id: i64,
    /// When the run began.
    pub at: Timestamp,
    /// The calendar; none once it was removed.
    pub calendar_id: Option<CalendarId>,
    /// The calendar's name.
    pub calendar_name: String,
    /// What set it off.
    pub trigger: Trigger,
    /// How it ended.
    pub result: RunResult,
    /// Events read.
    pub pulled: u64,
    /// Events added.
    pub created: u64,
    /// Events changed.
    pub updated: u64,
    /// Events removed.
    pub deleted: u64,
    /// Events that could not be read.
    pub set_aside: u64,
    /// How long it took.
    pub duration_ms: u64,
    /// Why it failed.
    #[serde(rename = "error")]
    pub problem: Option<Problem>,
}

/// What set off a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Trigger {
    /// The interval.
    Schedule,
    /// The user.
    Manual,
    /// The program was started.
    Start,
    /// The feed was just added.
    Added,
    /// A file was imported.
    Import,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RunResult {
    /// Something was new.
    Ok,
    /// Nothing was new.
    Unchanged,
    /// It failed; nothing changed.
    Failed,
}

/// All feeds taken together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SyncState {
    /// Whether any is being fetched.
    pub syncing: bool,
    /// Whether every network feed fails for want of a network.
    pub offline: bool,
    /// The oldest last good fetch among the feeds that are not paused.
    pub last_good: Option<Timestamp>,
    /// How many fail.
    pub failing: u64,
}

/// Something changed; whoever shows it asks again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineEvent {
    /// Events of these calendars changed; empty means any of them.
    DataChanged(Vec<CalendarId>),
    /// The list of calendars, their looks or their state changed.
    CalendarsChanged,
    /// A sync began or ended.
    SyncState(SyncState),
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Events read.
    pub read: u64,
    /// Events added.
    pub created: u64,
    /// Events changed.
    pub updated: u64,
    /// Events that could not be read.
    pub set_aside: u64,
}

/// A backup of the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackupView {
    /// Its file name: what `restore` takes.
    #[serde(rename = "id")]
    pub name: String,
    /// When it was made.
    pub at: Timestamp,
    /// Its size in bytes.
    pub bytes: u64,
}

/// One thing that was looked after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was looked at.
    pub name: String,
    /// How it is.
    pub health: Health,
    /// What was found, as one sentence.
    pub message: String,
    /// What to do about it; empty when it is well.
    pub remedy: String,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// As it should be.
    Good,
    /// Works, but the user should know.
    Warning,
    /// Does not work.
    Bad,
}
