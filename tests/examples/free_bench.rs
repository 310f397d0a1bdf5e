//! Measures conflicts and free time with many events stored, through the engine.
//!
//! `free_bench [EVENTS]` (100,000 unless told) prints one line of JSON; times are in milliseconds,
//! the median and the slowest of a hundred. The events lie in six years on 20 calendars: most are
//! side by side on a raster of half hours, every twentieth runs into the next, and some of each
//! kind that blocks no time are among them. `asked` is a check of one slot for which the stand-in of
//! Google, which waits 100 ms before each answer, is asked.

use std::{
    error::Error,
    io::{Cursor, Write as _},
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use kalends_engine::{Ask, CalendarId, Engine, FreeBusyQuery, FreeQuery, GoogleConfig, SlotState};
use kalends_remote::google::{GoogleClientId, Places};
use serde_json::json;
use support::{
    desk::{Desk, NOON, instant},
    google::{CLIENT_ID, CLIENT_SECRET, Consent, Google, GoogleServer, MIA},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const CALENDARS: usize = 20;
const ROUNDS: usize = 100;
const DAY: i64 = 86_400;
/// The years that the events are spread over.
const SPREAD: i64 = 6 * 365 * DAY;

#[tokio::main]
async fn main() -> Result<()> {
    let events: usize = std::env::args().nth(1).map_or(Ok(100_000), |text| text.parse())?;
    let google = {
        let mut google = Google::sample(instant(NOON), 1);
        google.consent = Consent::Give { user: None, scopes: None };
        GoogleServer::start(google)?
    };
    google.freeze(Some(instant(NOON)));
    let mut desk = Desk::new()?;
    desk.config.google = GoogleConfig {
        places: Places::under(&google.url().parse()?)?,
        environment_client: GoogleClientId::given(CLIENT_ID, CLIENT_SECRET),
        ..GoogleConfig::default()
    };
    let engine = desk.open().await?;
    let now = instant(NOON);
    let mut calendars = Vec::new();
    for number in 0..CALENDARS {
        let id = engine.add_local_calendar(&format!("Calendar {number}"), None).await?.id;
        engine.import(Cursor::new(text(number, events / CALENDARS, now)), id).await?;
        calendars.push(id);
    }
    while engine.fill_some().await? {}

    let year = now + SignedDuration::from_hours(365 * 24);
    let mut found = 0;
    let mut conflicts = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        found = engine.list_conflicts(now, year, false).await?.len();
        conflicts.push(begun.elapsed());
    }
    let weeks = FreeQuery {
        calendars: Some(calendars.clone()),
        ask: Ask::Never,
        ..FreeQuery::new(
            SignedDuration::from_mins(30),
            now,
            now + SignedDuration::from_hours(28 * 24),
            desk.config.zone.get(),
        )
    };
    let mut slots = 0;
    let mut free = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        slots = engine.find_free(&weeks).await?.slots.len();
        free.push(begun.elapsed());
    }
    let mut checked = Vec::new();
    for round in 0..ROUNDS {
        let from = now + SignedDuration::from_mins(i64::try_from(round)? * 47);
        let to = from + SignedDuration::from_mins(30);
        let begun = Instant::now();
        engine.check_slot(from, to, Some(&calendars), Ask::WhenStale).await?;
        checked.push(begun.elapsed());
    }
    let asked = asked(&engine, &google, now).await?;
    let figures = json!({
        "events": events,
        "conflicts": found,
        "conflicts_ms": median(&mut conflicts),
        "conflicts_ms_most": most(&conflicts),
        "slots": slots,
        "free_ms": median(&mut free),
        "free_ms_most": most(&free),
        "check_ms": median(&mut checked),
        "check_ms_most": most(&checked),
        "asked_ms": asked,
    });
    writeln!(std::io::stdout(), "{figures}")?;
    Ok(())
}

/// A check of one slot on a calendar that only Google knows.
async fn asked(engine: &Engine, google: &GoogleServer, now: Timestamp) -> Result<f64> {
    let started = engine.begin_sign_in(None, Some(MIA)).await?;
    let (done, browsed) = tokio::join!(engine.finish_sign_in(started.id), browse(&started.url));
    browsed?;
    done?;
    let all = engine.list_calendars().await?;
    let sport: CalendarId =
        all.iter().find(|one| one.name == "Sport").ok_or("no such calendar")?.id;
    let (from, to) = (now, now + SignedDuration::from_hours(1));
    let calendars = Some(vec![sport]);
    engine.free_busy(&FreeBusyQuery { from, to, calendars, ask: Ask::Now }).await?;
    google.set_delay(Duration::from_millis(100));
    let mut samples = Vec::new();
    for _ in 0..10 {
        let begun = Instant::now();
        let check = engine.check_slot(from, to, Some(&[sport]), Ask::Now).await?;
        samples.push(begun.elapsed());
        if check.state != SlotState::Free || check.problem.is_some() {
            return Err(format!("it was not asked: {check:?}").into());
        }
    }
    Ok(most(&samples))
}

/// The events of one calendar.
fn text(calendar: usize, count: usize, now: Timestamp) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\n");
    let first = now.as_second() - SPREAD / 2;
    for number in 0..count {
        let place = number * CALENDARS + calendar;
        let half_hours = SPREAD / 1_800;
        // A step that meets every half hour before any again.
        let raster = i64::try_from(place).unwrap_or_default() * 7_919 % half_hours;
        let start = first + raster * 1_800;
        let minutes = if place.is_multiple_of(20) { 45 } else { 25 };
        let stamp = |second: i64| {
            let at = Timestamp::from_second(second).unwrap_or_default();
            at.strftime("%Y%m%dT%H%M%SZ").to_string()
        };
        let more = match place % 17 {
            0 => "TRANSP:TRANSPARENT\r\n",
            1 => "STATUS:TENTATIVE\r\n",
            2 => "STATUS:CANCELLED\r\n",
            _ => "LOCATION:Room\r\n",
        };
        text.push_str(&format!(
            "BEGIN:VEVENT\r\nUID:{place}@bench\r\nDTSTAMP:20260101T000000Z\r\n\
             DTSTART:{}\r\nDTEND:{}\r\nSUMMARY:Event {place}\r\n{more}END:VEVENT\r\n",
            stamp(start),
            stamp(start + minutes * 60)
        ));
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

/// Opens a page as a browser does, redirects included.
async fn browse(url: &str) -> Result<()> {
    let mut url = url.to_owned();
    for _ in 0..5 {
        let rest = url.strip_prefix("http://").ok_or("no page")?.to_owned();
        let (host, path) = rest.split_once('/').ok_or("no page")?;
        let mut stream = TcpStream::connect(host).await?;
        let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await?);
        }
        let head = String::from_utf8(head)?;
        let location = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("location").then(|| value.trim().to_owned())
        });
        match location {
            Some(next) => url = next,
            None => return Ok(()),
        }
    }
    Err("redirects without end".into())
}

fn median(samples: &mut [Duration]) -> f64 {
    samples.sort_unstable();
    samples.get(samples.len() / 2).map_or(0.0, |one| one.as_secs_f64() * 1_000.0)
}

fn most(samples: &[Duration]) -> f64 {
    samples.iter().max().map_or(0.0, |one| one.as_secs_f64() * 1_000.0)
}
