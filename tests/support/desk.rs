//! An engine on a folder of its own, with a clock that stands until it is moved.

use jiff::{Timestamp, civil, tz::TimeZone};
use kalends_engine::{
    CalendarView, Chance, Clock, Config, Engine, Error, Every, GoogleConfig, NewFeed, Occurrence,
    Scope, SecretsMode, calendar::Window,
};
use kalends_remote::Secrets;
use tempfile::TempDir;

/// Friday, 20 November 2026, noon in Berlin.
pub const NOON: &str = "2026-11-20T11:00:00Z";

/// A data folder with what an engine on it is built from; engines come and go, secrets stay.
pub struct Desk {
    /// The data folder.
    pub folder: TempDir,
    /// What engines are built from.
    pub config: Config,
    /// Where feed addresses are kept.
    pub secrets: Secrets,
}

impl Desk {
    /// An empty folder at [`NOON`], Europe/Berlin.
    pub fn new() -> std::io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let secrets = Secrets::memory_for_tests();
        let config = Config {
            data_dir: folder.path().join("data"),
            secrets: SecretsMode::Given(secrets.clone()),
            clock: Clock::manual(instant(NOON)),
            chance: Chance::seeded(7),
            zone: zone("Europe/Berlin").into(),
            extra_roots: Vec::new(),
            google: GoogleConfig::default(),
        };
        Ok(Self { folder, config, secrets })
    }

    /// Opens an engine.
    pub async fn open(&self) -> Result<Engine, Error> {
        Ok(Engine::open(self.config.clone()).await?.engine)
    }

    /// Moves the clock.
    pub fn set_time(&self, now: &str) {
        self.config.clock.set(instant(now));
    }
}

/// An instant, or the epoch for text that is none.
pub fn instant(text: &str) -> Timestamp {
    text.parse().unwrap_or_default()
}

/// A zone, or UTC for a name that is none.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The days from `from` to `to` (exclusive), written `2026-11-16`, in Berlin.
pub fn days(from: &str, to: &str) -> Window {
    let zone = zone("Europe/Berlin");
    let start = |day: &str| {
        let day: civil::Date = day.parse().unwrap_or_default();
        day.to_zoned(zone.clone()).map(|zoned| zoned.timestamp()).unwrap_or_default()
    };
    Window { start: start(from), end: start(to), zone: zone.clone() }
}

/// The week of [`super::event::a_week`].
pub fn week() -> Window {
    days("2026-11-16", "2026-11-23")
}

/// A feed to add, every five minutes.
pub fn feed(address: &str) -> NewFeed {
    NewFeed { address: address.into(), name: None, hue: None, every: Every::FiveMinutes }
}

/// What is on screen, a line for each occurrence: local start, end and title.
pub fn lines(occurrences: &[Occurrence]) -> Vec<String> {
    let zone = zone("Europe/Berlin");
    let line = |one: &Occurrence| {
        let (start, end) = one.local(&zone);
        if one.all_day() {
            format!("{} to {} {}", start.date(), end.date(), one.title)
        } else {
            format!(
                "{} to {} {}",
                start.strftime("%Y-%m-%d %H:%M"),
                end.strftime("%H:%M"),
                one.title
            )
        }
    };
    occurrences.iter().map(line).collect()
}

/// The lines of a week, all calendars.
pub async fn week_lines(engine: &Engine) -> Result<Vec<String>, Error> {
    Ok(lines(&engine.list_occurrences(&week(), &Scope::All).await?))
}

/// The only calendar.
pub async fn only(engine: &Engine) -> Result<Option<CalendarView>, Error> {
    Ok(engine.list_calendars().await?.into_iter().next())
}
