//! Mia's engine beside the stand-in, everything synced once.

use jiff::{SignedDuration, civil};
use kalends_engine::{
    AccountId, CalendarView, Clock, EditScope, Edited, Engine, EventChange, GoogleConfig, Guest,
    Notify, QueueEntry, Scope, Target, Trigger,
    calendar::{When, Zone},
};
use kalends_remote::google::{GoogleClientId, Places};
use serde_json::{Value, json};
use support::{
    desk::{Desk, NOON, days, instant, lines},
    google::{
        CLIENT_ID, CLIENT_SECRET, Consent, Google, GoogleServer, MIA, Request, Seen, encoded,
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A data folder, and Google as it is for it.
pub(super) struct Place {
    pub(super) desk: Desk,
    pub(super) server: GoogleServer,
}

impl Place {
    /// Mia is signed in, and her calendars are here.
    pub(super) async fn with_mia() -> (Self, Engine) {
        let mut google = Google::sample(instant(NOON), 1);
        google.consent = Consent::Give { user: None, scopes: None };
        let server = GoogleServer::start(google).unwrap();
        server.freeze(Some(instant(NOON)));
        let mut desk = Desk::new().unwrap();
        desk.config.google = GoogleConfig {
            places: Places::under(&server.url().parse().unwrap()).unwrap(),
            environment_client: GoogleClientId::given(CLIENT_ID, CLIENT_SECRET),
            ..GoogleConfig::default()
        };
        let mut place = Self { desk, server };
        let engine = place.sign_in(None).await;
        sync(&engine).await;
        place.log();
        (place, engine)
    }

    /// Mia signs in, for the first time or again. The engine that comes back skips its sleeps; one
    /// that waits for a browser must not.
    pub(super) async fn sign_in(&mut self, account: Option<AccountId>) -> Engine {
        self.desk.config.clock = Clock::manual(self.desk.config.clock.now());
        let engine = self.desk.open().await.unwrap();
        let started = engine.begin_sign_in(account, Some(MIA)).await.unwrap();
        let (done, _) = tokio::join!(engine.finish_sign_in(started.id), browse(&started.url));
        done.unwrap();
        engine.close().await;
        self.desk.config.clock = Clock::skipping(self.desk.config.clock.now());
        self.desk.open().await.unwrap()
    }

    /// The requests since the last call, tokens and pages aside: method, event path, status.
    pub(super) fn log(&self) -> Vec<Seen> {
        self.server.control().take_log()
    }

    /// The requests since the last call that write.
    pub(super) fn writes(&self) -> Vec<Seen> {
        let mut log = self.log();
        log.retain(|seen| seen.method != "GET" && seen.path.contains("/events"));
        log
    }

    /// A request to the API by a program of a user's.
    pub(super) fn act(&self, user: &str, method: &str, target: &str, body: &Value) -> Value {
        let mut request = Request::new(method, &format!("/calendar/v3/{target}"));
        if !body.is_null() {
            request = request.json(body);
        }
        let answer = self.server.control().act(user, &request);
        assert!(answer.status < 300, "{method} {target}: {}", answer.value());
        answer.value()
    }

    /// Adds an event of an hour at Google, with more fields. Its id.
    pub(super) fn add(&self, calendar: &str, title: &str, start: &str, more: Value) -> String {
        let start: civil::DateTime = start.parse().unwrap();
        let end = start.checked_add(SignedDuration::from_hours(1)).unwrap();
        let point =
            |at: civil::DateTime| json!({"dateTime": at.to_string(), "timeZone": "Europe/Berlin"});
        let mut body = json!({"summary": title, "start": point(start), "end": point(end)});
        body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        let target = format!("calendars/{}/events", encoded(calendar));
        self.act(calendar_owner(calendar), "POST", &target, &body)["id"].as_str().unwrap().into()
    }

    /// An event as Google has it for the owner of its calendar.
    pub(super) fn get(&self, calendar: &str, id: &str) -> Value {
        let target = format!("calendars/{}/events/{id}", encoded(calendar));
        self.act(calendar_owner(calendar), "GET", &target, &Value::Null)
    }

    /// Changes an event as the calendar's owner does at Google.
    pub(super) fn change(&self, calendar: &str, id: &str, body: Value) {
        let target = format!("calendars/{}/events/{id}", encoded(calendar));
        self.act(calendar_owner(calendar), "PATCH", &target, &body);
    }

    /// Deletes an event at Google.
    pub(super) fn delete(&self, calendar: &str, id: &str) {
        let target = format!("calendars/{}/events/{id}", encoded(calendar));
        self.act(calendar_owner(calendar), "DELETE", &target, &Value::Null);
    }

    /// Live events of a calendar at Google, masters and exceptions.
    pub(super) fn list(&self, calendar: &str) -> Vec<Value> {
        let target = format!("calendars/{}/events", encoded(calendar));
        let all = self.act(calendar_owner(calendar), "GET", &target, &Value::Null);
        let mut items = all["items"].as_array().cloned().unwrap_or_default();
        items.retain(|item| item["status"] != "cancelled");
        items
    }

    /// Titles of the live events of a calendar at Google, sorted.
    pub(super) fn titles(&self, calendar: &str) -> Vec<String> {
        let mut titles: Vec<String> = self
            .list(calendar)
            .iter()
            .map(|item| item["summary"].as_str().unwrap_or_default().to_owned())
            .collect();
        titles.sort();
        titles
    }

    /// Who was mailed so far.
    pub(super) fn mailed(&self) -> Vec<String> {
        let google = self.server.control();
        google.mails().iter().flat_map(|mail| mail.recipients.clone()).collect()
    }

    pub(super) fn assert_no_violations(&self) {
        assert_eq!(self.server.control().violations(), [""; 0]);
    }

    pub(super) fn offline(&self) {
        self.server.close().unwrap();
    }

    pub(super) fn online(&self) {
        self.server.open().unwrap();
    }
}

fn calendar_owner(calendar: &str) -> &str {
    use support::google::{ANA, AWAY, OFFICE, PROJECTS, ROOMS};
    if [ANA, AWAY, OFFICE, PROJECTS, ROOMS].contains(&calendar) { ANA } else { MIA }
}

/// Opens a page as a browser does, redirects included.
async fn browse(url: &str) {
    let mut url = url.to_owned();
    for _ in 0..5 {
        let rest = url.strip_prefix("http://").unwrap().to_owned();
        let (host, path) = rest.split_once('/').unwrap();
        let mut stream = TcpStream::connect(host).await.unwrap();
        let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        // The connection may stay open after the answer: its head says where to go on.
        while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
            if stream.read_buf(&mut bytes).await.unwrap() == 0 {
                break;
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let location = text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("location").then_some(value)
        });
        let Some(next) = location else { return };
        url = next.trim().to_owned();
    }
}

/// Sends and reads everything by hand.
pub(super) async fn sync(engine: &Engine) {
    for run in engine.sync(None, Trigger::Manual, false).await.unwrap() {
        assert!(run.problem.is_none(), "{run:?}");
    }
}

/// Sends and reads as far as it goes.
pub(super) async fn try_sync(engine: &Engine) {
    let _ = engine.sync(None, Trigger::Manual, false).await.unwrap();
}

pub(super) async fn calendar(engine: &Engine, name: &str) -> CalendarView {
    let all = engine.list_calendars().await.unwrap();
    all.into_iter().find(|calendar| calendar.name == name).unwrap()
}

/// A time in Berlin.
pub(super) fn at(local: &str) -> When {
    When::Zoned(local.parse().unwrap(), Zone::named("Europe/Berlin").unwrap())
}

/// An hour in Berlin.
pub(super) fn hour(start: &str) -> Option<(When, When)> {
    let start: civil::DateTime = start.parse().unwrap();
    let end = start.checked_add(SignedDuration::from_hours(1)).unwrap();
    Some((at(&start.to_string()), at(&end.to_string())))
}

pub(super) fn day(day: &str) -> When {
    When::Date(day.parse().unwrap())
}

pub(super) fn titled(title: &str) -> EventChange {
    EventChange { title: Some(title.into()), ..EventChange::default() }
}

pub(super) fn placed(location: &str) -> EventChange {
    EventChange { location: Some(location.into()), ..EventChange::default() }
}

pub(super) fn guests(emails: &[&str]) -> Option<Vec<Guest>> {
    let guest = |email: &&str| Guest { email: (*email).into(), ..Guest::default() };
    Some(emails.iter().map(guest).collect())
}

/// Makes an event of an hour in the account's own calendar.
pub(super) async fn create(engine: &Engine, title: &str, start: &str) -> Edited {
    let change = EventChange { time: hour(start), ..titled(title) };
    engine.create_event(change, Notify::None).await.unwrap()
}

/// Changes an occurrence or an event, mailing nobody.
pub(super) async fn edit(
    engine: &Engine,
    target: Target,
    change: EventChange,
    scope: EditScope,
) -> Edited {
    engine.edit_event(target, change, scope, Notify::None).await.unwrap()
}

/// The first occurrence with this title on or after a day, within three months.
pub(super) async fn find(engine: &Engine, title: &str, from: &str) -> Target {
    let start: civil::Date = from.parse().unwrap();
    let end = start.checked_add(jiff::Span::new().days(92)).unwrap().to_string();
    let all = engine.list_occurrences(&days(from, &end), &Scope::All).await.unwrap();
    let found = all.into_iter().find(|one| one.title == title);
    let found = found.unwrap_or_else(|| panic!("there is no “{title}” after {from}"));
    Target { event_id: found.event_id, original: found.recurring.then(|| found.original.seconds()) }
}

/// What is on screen in a span of days.
pub(super) async fn shown(engine: &Engine, from: &str, to: &str) -> Vec<String> {
    lines(&engine.list_occurrences(&days(from, to), &Scope::All).await.unwrap())
}

pub(super) async fn queue(engine: &Engine) -> Vec<QueueEntry> {
    engine.list_queue().await.unwrap()
}

/// The only entry of the queue.
pub(super) async fn waiting(engine: &Engine) -> QueueEntry {
    let mut all = queue(engine).await;
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}
