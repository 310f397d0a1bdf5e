//! An engine beside the stand-in, with a browser in place of the user.

use jiff::SignedDuration;
use kalends_engine::{
    AccountId, AccountView, CalendarView, Clock, Engine, Error, GoogleConfig, RunView, Trigger,
};
use kalends_remote::google::{GoogleClientId, Places};
use serde_json::{Value, json};
use support::{
    desk::{Desk, NOON, instant},
    google::{
        CLIENT_ID, CLIENT_SECRET, Consent, Google, GoogleServer, MIA, Request, Response, encoded,
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
    /// Mia and Ana at [`NOON`], nobody signed in. Consent is given at once, by whom the sign-in
    /// hints at.
    pub(super) fn new() -> Self {
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
        Self { desk, server }
    }

    /// Mia is signed in; waits within a run take no time.
    pub(super) async fn with_mia() -> (Self, Engine) {
        let mut place = Self::new();
        let engine = place.desk.open().await.unwrap();
        sign_in(&engine, MIA).await.unwrap();
        engine.close().await;
        place.desk.config.clock = Clock::skipping(instant(NOON));
        let engine = place.desk.open().await.unwrap();
        (place, engine)
    }

    /// A request to the API by another program of a user's.
    pub(super) fn act(&self, user: &str, method: &str, target: &str, body: &Value) -> Value {
        let mut request = Request::new(method, &format!("/calendar/v3/{target}"));
        if !body.is_null() {
            request = request.json(body);
        }
        let answer: Response = self.server.control().act(user, &request);
        assert!(answer.status < 300, "{method} {target}: {}", answer.value());
        answer.value()
    }

    /// Adds an event of an hour, as the calendar's owner. Its id.
    pub(super) fn add(&self, calendar: &str, title: &str, start: &str) -> String {
        self.add_with(calendar, title, start, &json!({}))
    }

    /// Adds an event with more fields.
    pub(super) fn add_with(
        &self,
        calendar: &str,
        title: &str,
        start: &str,
        more: &Value,
    ) -> String {
        let mut body = event(title, start);
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let target = format!("calendars/{}/events", encoded(calendar));
        let made = self.act(MIA, "POST", &target, &body);
        made["id"].as_str().unwrap().to_owned()
    }

    /// Changes an event as the calendar's owner does at Google.
    pub(super) fn change(&self, calendar: &str, id: &str, body: &Value) {
        self.act(MIA, "PATCH", &format!("calendars/{}/events/{id}", encoded(calendar)), body);
    }

    /// Deletes an event at Google.
    pub(super) fn delete(&self, calendar: &str, id: &str) {
        let target = format!("calendars/{}/events/{id}", encoded(calendar));
        self.act(MIA, "DELETE", &target, &Value::Null);
    }
}

/// An event of an hour; `start` is local in Berlin.
pub(super) fn event(title: &str, start: &str) -> Value {
    let start: jiff::civil::DateTime = start.parse().unwrap();
    let end = start.checked_add(SignedDuration::from_hours(1)).unwrap();
    let point = |at: jiff::civil::DateTime| json!({"dateTime": at.to_string(), "timeZone": "Europe/Berlin"});
    json!({"summary": title, "start": point(start), "end": point(end)})
}

/// Signs a user in, or in again.
pub(super) async fn sign_in(engine: &Engine, user: &str) -> Result<AccountView, Error> {
    answer(engine, None, Some(user)).await
}

/// Begins a sign-in, follows its page, and waits for the end.
pub(super) async fn answer(
    engine: &Engine,
    account: Option<AccountId>,
    hint: Option<&str>,
) -> Result<AccountView, Error> {
    let started = engine.begin_sign_in(account, hint).await?;
    let (done, _) = tokio::join!(engine.finish_sign_in(started.id), browse(&started.url));
    done
}

/// Opens a page as a browser does, redirects included, and gives its text.
pub(super) async fn browse(url: &str) -> String {
    let mut url = url.to_owned();
    for _ in 0..5 {
        let rest = url.strip_prefix("http://").unwrap().to_owned();
        let (host, path) = rest.split_once('/').unwrap();
        let mut stream = TcpStream::connect(host).await.unwrap();
        let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let (head, body) = read_answer(&mut stream).await;
        let location = header(&head, "location").map(str::to_owned);
        match location {
            Some(next) => url = next,
            None => return body,
        }
    }
    panic!("redirects without end");
}

/// Head and body of an answer; the connection may stay open after it.
async fn read_answer(stream: &mut TcpStream) -> (String, String) {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = header(head, "content-length").map(|text| text.parse::<usize>().unwrap());
            if length.is_some_and(|length| body.len() >= length) {
                return (head.to_owned(), body.to_owned());
            }
        }
        if stream.read_buf(&mut bytes).await.unwrap() == 0 {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
            return (head.to_owned(), body.to_owned());
        }
    }
}

fn header<'a>(head: &'a str, wanted: &str) -> Option<&'a str> {
    let found = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case(wanted).then_some(value)
    });
    found.map(str::trim)
}

/// Syncs everything by hand.
pub(super) async fn sync(engine: &Engine) -> Vec<RunView> {
    engine.sync(None, Trigger::Manual, false).await.unwrap()
}

/// The calendar that Google calls so, by its name here.
pub(super) async fn calendar(engine: &Engine, name: &str) -> CalendarView {
    let all = engine.list_calendars().await.unwrap();
    all.into_iter().find(|calendar| calendar.name == name).unwrap()
}
