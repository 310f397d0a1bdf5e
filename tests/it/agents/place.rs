//! Four calendars with texts that are told apart, and an agent that sees each differently; beside
//! them four calendars of this computer with the same texts, where these are wanted.

use std::io::Cursor;

use jiff::tz::TimeZone;
use kalends_engine::{
    AgentId, AgentSession, AgentSlotQuery, AgentWindow, CalendarId, Engine, Error, Settings, Sight,
    TOKEN_VARIABLE, TargetId,
};
use support::{
    desk::{Desk, feed, instant, zone},
    event::{EventBuilder, calendar},
};

use super::{asked::proposed, client::over_the_protocol};

/// What each calendar is about: a word that is in all of its texts and in no other's.
pub(super) const SECRETS: [&str; 4] = ["aardvark", "bumblebee", "chinchilla", "dromedary"];

pub(super) struct Place {
    pub(super) desk: Desk,
    pub(super) engine: Engine,
    pub(super) calendars: [CalendarId; 4],
    /// Calendars of this computer; none before [`Self::add_desks`].
    pub(super) desks: Vec<CalendarId>,
    pub(super) agent: AgentId,
    pub(super) token: String,
}

/// The events of a calendar: its word in every text that there is.
fn events(word: &str, hour: u32) -> Vec<EventBuilder> {
    let at = |day: u32| format!("2026-11-{day}T{hour:02}:00");
    vec![
        EventBuilder::new(&format!("{word}-single"), &at(24))
            .title(&format!("{word} title"))
            .line(&format!("LOCATION:{word} place"))
            .line(&format!("DESCRIPTION:{word} notes\\nhttps://{word}.zoom.us/j/1234567890"))
            .line(&format!("ORGANIZER;CN={word} boss:mailto:boss@{word}.example"))
            .line(&format!("ATTENDEE;CN={word} guest:mailto:guest@{word}.example"))
            .line(&format!("CATEGORIES:{word}"))
            .line(&format!("URL:https://{word}.example/")),
        EventBuilder::new(&format!("{word}-series"), &at(23))
            .title(&format!("{word} series"))
            .repeats("FREQ=DAILY;COUNT=5")
            .line(&format!("DESCRIPTION:{word} each day")),
        EventBuilder::new(&format!("{word}-series"), "2026-11-26T18:00")
            .title(&format!("{word} moved"))
            .replaces(&at(26)),
        EventBuilder::new(&format!("{word}-free"), "2026-11-24")
            .title(&format!("{word} free"))
            .line("TRANSP:TRANSPARENT"),
        EventBuilder::new(&format!("{word}-day"), "2026-11-28")
            .zone("America/Chicago")
            .title(&format!("{word} day")),
    ]
}

impl Place {
    pub(super) async fn new() -> Self {
        let desk = Desk::new().unwrap();
        let engine = desk.open().await.unwrap();
        let mut calendars = Vec::new();
        for (word, hour) in SECRETS.into_iter().zip(8..) {
            let file = desk.folder.path().join(format!("{word}.ics"));
            std::fs::write(&file, calendar(&events(word, hour))).unwrap();
            let mut new = feed(file.to_str().unwrap());
            new.name = Some(format!("{word} calendar"));
            calendars.push(engine.add_feed(new).await.unwrap().id);
        }
        let added = engine.add_agent("scout", "kalends").await.unwrap();
        let token = added.config.env[TOKEN_VARIABLE].clone();
        let agent = added.agent.id;
        let calendars = calendars.try_into().unwrap();
        Self { desk, engine, calendars, desks: Vec::new(), agent, token }
    }

    /// Adds a calendar for each word that takes events, as full as the feed is, and for a month
    /// every hour of the night; the first of them is the default one.
    pub(super) async fn add_desks(&mut self) {
        for (word, hour) in SECRETS.into_iter().zip(8..) {
            let name = format!("{word} desk");
            let id = self.engine.add_local_calendar(&name, None).await.unwrap().id;
            let mut all = events(word, hour);
            all.push(
                EventBuilder::new(&format!("{word}-night"), "2026-12-01T01:00")
                    .title(&format!("{word} night"))
                    .repeats("FREQ=HOURLY;BYHOUR=0,1,2,3;COUNT=30"),
            );
            self.engine.import(Cursor::new(calendar(&all)), id).await.unwrap();
            self.desks.push(id);
        }
        let default_calendar = self.desks.first().copied();
        let settings = Settings { default_calendar, ..Settings::default() };
        self.engine.set_settings(&settings).await.unwrap();
        self.engine.set_agent_caps(self.agent, 1_000, 1_000).await.unwrap();
    }

    /// As [`Self::new`], the four calendars hidden, busy, titles and full, in that order.
    pub(super) async fn with_each_sight() -> Self {
        let place = Self::new().await;
        place.allow(Sight::ALL).await;
        place
    }

    pub(super) async fn allow(&self, sights: [Sight; 4]) {
        let desks = self.desks.iter().copied().zip(sights);
        for (calendar, sight) in self.calendars.into_iter().zip(sights).chain(desks) {
            self.engine.allow_agent(self.agent, calendar, sight).await.unwrap();
        }
    }

    pub(super) async fn session(&self) -> AgentSession {
        self.engine.as_agent("scout", &self.token, "a test 1.0").await.unwrap()
    }

    /// Writes the events of a calendar anew, after `change`.
    pub(super) async fn rewrite(&self, number: usize, change: impl FnOnce(String) -> String) {
        let file = self.desk.folder.path().join(format!("{}.ics", SECRETS[number]));
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, change(text)).unwrap();
        let id = self.calendars[number];
        let runs = self.engine.sync(Some(id), kalends_engine::Trigger::Manual, false).await;
        assert!(runs.unwrap().iter().all(|run| run.problem.is_none()));
    }

    /// An event of a calendar, by its title, as the user sees it.
    pub(super) async fn event(&self, number: usize, title: &str) -> TargetId {
        let found = self.engine.search(&format!("{} {title}", SECRETS[number]), 9).await.unwrap();
        let hit = found.iter().find(|hit| hit.title == format!("{} {title}", SECRETS[number]));
        let event_id = hit.unwrap().event_id;
        TargetId(kalends_engine::Target { event_id, original: None })
    }
}

pub(super) fn berlin() -> TimeZone {
    zone("Europe/Berlin")
}

pub(super) fn window(calendars: Option<Vec<CalendarId>>) -> AgentWindow {
    AgentWindow {
        from: instant("2026-11-22T23:00:00Z"),
        to: instant("2026-11-29T23:00:00Z"),
        zone: berlin(),
        calendars,
        cursor: None,
    }
}

pub(super) fn slots() -> AgentSlotQuery {
    AgentSlotQuery {
        duration: jiff::SignedDuration::from_mins(30),
        from: instant("2026-11-22T23:00:00Z"),
        to: instant("2026-11-29T23:00:00Z"),
        zone: berlin(),
        hours: None,
        buffer: None,
        limit: 50,
    }
}

/// Everything an agent can be told, as text: answers as JSON, failures in words and in full, and
/// all that it is told over the protocol.
pub(super) async fn everything(
    place: &Place,
    session: &AgentSession,
    ids: &[TargetId],
    words: &[&str],
) -> Vec<String> {
    let mut all = reads(session, ids, words).await;
    all.extend(Box::pin(proposed(place, session)).await);
    all.extend(Box::pin(over_the_protocol(place)).await);
    all
}

/// Everything an agent can read.
pub(super) async fn reads(session: &AgentSession, ids: &[TargetId], words: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    let mut tell = |text: String| all.push(text);
    tell(text(session.get_context().await));
    tell(text(session.list_calendars().await));
    tell(text(session.list_events(&window(None)).await));
    tell(text(session.list_changes(None).await));
    for word in words {
        tell(text(session.search_events(word, None, &berlin(), 50).await));
    }
    for id in ids {
        tell(text(session.get_event(*id, &berlin()).await));
    }
    let wide = window(None);
    tell(text(session.free_busy(wide.from, wide.to, None, &berlin()).await));
    tell(text(session.find_free_slots(&slots()).await));
    all
}

pub(super) fn text<T: serde::Serialize>(answer: Result<T, Error>) -> String {
    match answer {
        Ok(answer) => serde_json::to_string(&answer).unwrap(),
        Err(error) => format!("{error} {error:?} {} {}", error.kind(), error.remedy()),
    }
}
