//! Measures the engine with a Google account, against a `kalends-google` in a process of its own.
//!
//! `google_bench full|idle|edit URL CONTROL` prints one line of JSON; times are in seconds.
//! - `full`: one first sync, from the call to its end, once the account is known.
//! - `idle`: syncs that find nothing new, and what they ask.
//! - `edit`: events moved by the schedule's side, until a window query has each, and until the
//!   server's answer to it was kept.

use std::{
    error::Error,
    io::Write as _,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp, ToSpan as _, tz::TimeZone};
use kalends_engine::{
    Chance, Clock, EditScope, Engine, EngineEvent, EventChange, GoogleConfig, Notify, Occurrence,
    RunView, Scope, Target, Trigger,
    calendar::{When, Window},
};
use kalends_remote::google::{GoogleClientId, Places};
use serde_json::{Value, json};
use support::{
    desk::Desk,
    google::{CLIENT_ID, CLIENT_SECRET},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::broadcast::{Receiver, error::RecvError},
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Idle syncs, and edits.
const ROUNDS: usize = 30;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, url, control] = arguments.as_slice() else {
        return Err("google_bench full|idle|edit URL CONTROL".into());
    };
    let bench = Bench { desk: desk(url)?, control: control.clone() };
    let figures = match what.as_str() {
        "full" => bench.full().await?,
        "idle" => bench.idle().await?,
        "edit" => bench.edit().await?,
        _ => return Err(format!("{what} is not known").into()),
    };
    writeln!(std::io::stdout(), "{figures}")?;
    Ok(())
}

/// An empty data folder whose engine lives in real time.
fn desk(url: &str) -> Result<Desk> {
    let mut desk = Desk::new()?;
    desk.config.clock = Clock::system();
    desk.config.chance = Chance::system();
    desk.config.google = GoogleConfig {
        places: Places::under(&url.parse()?)?,
        environment_client: GoogleClientId::given(CLIENT_ID, CLIENT_SECRET),
        ..GoogleConfig::default()
    };
    Ok(desk)
}

struct Bench {
    desk: Desk,
    control: String,
}

impl Bench {
    async fn full(&self) -> Result<Value> {
        let engine = self.signed_in().await?;
        self.requests().await?;
        let begun = Instant::now();
        let runs = sync(&engine).await?;
        let seconds = begun.elapsed().as_secs_f64();
        let asked = Asked::of(&self.requests().await?);
        Ok(json!({
            "seconds": seconds,
            "events": runs.iter().map(|run| run.created).sum::<u64>(),
            "requests": asked.requests,
            "bytes": asked.bytes,
        }))
    }

    async fn idle(&self) -> Result<Value> {
        let engine = self.signed_in().await?;
        sync(&engine).await?;
        self.requests().await?;
        let (mut seconds, mut asked) = (Vec::new(), Asked::default());
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            let runs = sync(&engine).await?;
            seconds.push(begun.elapsed().as_secs_f64());
            if runs.iter().any(|run| run.pulled > 0) {
                return Err("something was new".into());
            }
            asked = asked.most(Asked::of(&self.requests().await?));
        }
        Ok(json!({
            "seconds": seconds,
            "calendars": engine.list_calendars().await?.len(),
            "requests": asked.requests,
            "lists": asked.lists,
            "bytes": asked.bytes,
            "largest": asked.largest,
        }))
    }

    async fn edit(&self) -> Result<Value> {
        let engine = self.signed_in().await?;
        sync(&engine).await?;
        let scheduled = engine.clone();
        let schedule =
            tokio::spawn(async move { scheduled.run_schedule(std::future::pending::<()>()).await });
        settled().await?;
        self.requests().await?;
        let zone = engine.zone();
        let month = days(Timestamp::now(), 0, 35, &zone)?;
        let movable = engine.list_occurrences(&month, &Scope::Visible).await?;
        let movable = movable
            .into_iter()
            .filter(|one| one.editable && !one.recurring && matches!(one.start, When::Zoned(..)));
        let (mut shown, mut sent) = (Vec::new(), Vec::new());
        for one in movable.take(ROUNDS) {
            let week = days(one.start.resolve(&zone), -3, 4, &zone)?;
            let mut told = engine.subscribe();
            let begun = Instant::now();
            let moved = move_on(&engine, &one).await?;
            let now = engine.list_occurrences(&week, &Scope::Visible).await?;
            shown.push(begun.elapsed().as_secs_f64());
            if !now.iter().any(|at| at.event_id == one.event_id && at.start == moved) {
                return Err("an edit is not in its window".into());
            }
            until_sent(&engine, &mut told).await?;
            sent.push(begun.elapsed().as_secs_f64());
        }
        schedule.abort();
        let log = self.requests().await?;
        let patches = log.iter().filter(|seen| seen["method"] == "PATCH" && seen["status"] == 200);
        if shown.len() != ROUNDS || patches.count() != ROUNDS {
            return Err(format!("{ROUNDS} edits were to be made and sent").into());
        }
        Ok(json!({ "shown": shown, "sent": sent, "requests": log.len() }))
    }

    /// An engine with an account whose list of calendars was read, and nothing else.
    async fn signed_in(&self) -> Result<Engine> {
        let engine = self.desk.open().await?;
        let started = engine.begin_sign_in(None, None).await?;
        let (account, page) =
            tokio::join!(engine.finish_sign_in(started.id), follow("GET", &started.url));
        page?;
        if account?.calendars == 0 {
            return Err("the account has no calendars".into());
        }
        Ok(engine)
    }

    /// What was asked since the last call.
    async fn requests(&self) -> Result<Vec<Value>> {
        Ok(serde_json::from_str(&follow("GET", &format!("{}/requests", self.control)).await?)?)
    }
}

/// Requests of one sync.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    requests: usize,
    /// Those that list calendars.
    lists: usize,
    /// In answers, before packing.
    bytes: u64,
    /// The largest answer.
    largest: u64,
}

impl Asked {
    fn of(log: &[Value]) -> Self {
        let bytes = || log.iter().filter_map(|seen| seen["received"].as_u64());
        let path = |seen: &&Value| seen["path"].as_str().is_some_and(|it| it.ends_with("List"));
        Self {
            requests: log.len(),
            lists: log.iter().filter(path).count(),
            bytes: bytes().sum(),
            largest: bytes().max().unwrap_or_default(),
        }
    }

    fn most(self, other: Self) -> Self {
        Self {
            requests: self.requests.max(other.requests),
            lists: self.lists.max(other.lists),
            bytes: self.bytes.max(other.bytes),
            largest: self.largest.max(other.largest),
        }
    }
}

async fn sync(engine: &Engine) -> Result<Vec<RunView>> {
    let runs = engine.sync(None, Trigger::Manual, false).await?;
    match runs.iter().find_map(|run| run.problem.as_ref()) {
        Some(problem) => Err(problem.to_string().into()),
        None => Ok(runs),
    }
}

/// Moves an occurrence on by a quarter of an hour. Its new start.
async fn move_on(engine: &Engine, one: &Occurrence) -> Result<When> {
    let later = |when: &When| -> Result<When> {
        let When::Zoned(local, zone) = when else { return Err("it has no zone".into()) };
        Ok(When::Zoned(local.checked_add(SignedDuration::from_mins(15))?, zone.clone()))
    };
    let time = (later(&one.start)?, later(&one.end)?);
    let start = time.0.clone();
    let target = Target { event_id: one.event_id, original: None };
    let change = EventChange { time: Some(time), ..EventChange::default() };
    engine.edit_event(target, change, EditScope::This, Notify::None).await?;
    Ok(start)
}

/// Returns once the queue is empty: the server has answered, and its answer was kept.
async fn until_sent(engine: &Engine, told: &mut Receiver<EngineEvent>) -> Result<()> {
    loop {
        match told.recv().await {
            Ok(EngineEvent::QueueChanged) | Err(RecvError::Lagged(_)) => {
                if engine.list_queue().await?.is_empty() {
                    return Ok(());
                }
            }
            Ok(_) => {}
            Err(error @ RecvError::Closed) => return Err(error.into()),
        }
    }
}

/// The days around an instant.
fn days(at: Timestamp, from: i64, to: i64, zone: &TimeZone) -> Result<Window> {
    let today = at.to_zoned(zone.clone()).start_of_day()?;
    let start = today.checked_add(from.days())?.timestamp();
    let end = today.checked_add(to.days())?.timestamp();
    Ok(Window { start, end, zone: zone.clone() })
}

/// Returns once this process has done next to nothing for a second: occurrences are filled.
async fn settled() -> Result<()> {
    for _ in 0..120 {
        let before = ticks()?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        if ticks()? - before <= 2 {
            return Ok(());
        }
    }
    Err("the schedule does not come to rest".into())
}

/// Processor time of this process, in hundredths of a second (Linux).
fn ticks() -> Result<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(") ").map(|(_, fields)| fields).unwrap_or_default();
    let field = |at| fields.split(' ').nth(at).and_then(|text| text.parse::<u64>().ok());
    field(11).zip(field(12)).map(|(user, system)| user + system).ok_or_else(|| "no ticks".into())
}

/// The body of an answer; redirects are followed, as a browser does.
async fn follow(method: &str, url: &str) -> Result<String> {
    let mut url = url.to_owned();
    loop {
        let rest = url.strip_prefix("http://").ok_or("only http")?;
        let (host, path) = rest.split_once('/').ok_or("no path")?;
        let mut stream = TcpStream::connect(host).await?;
        let head =
            format!("{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await?;
        let (head, body) = read_answer(&mut stream).await?;
        match header(&head, "location") {
            Some(next) => url = next.to_owned(),
            None => return Ok(body),
        }
    }
}

/// Head and body; the connection may stay open.
async fn read_answer(stream: &mut TcpStream) -> Result<(String, String)> {
    let mut bytes = Vec::new();
    loop {
        if let Some((head, body)) = String::from_utf8_lossy(&bytes).split_once("\r\n\r\n") {
            let length = header(head, "content-length").and_then(|text| text.parse::<usize>().ok());
            if body.len() >= length.unwrap_or_default() {
                return Ok((head.to_owned(), body.to_owned()));
            }
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err("the answer ended too soon".into());
        }
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = head.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}
