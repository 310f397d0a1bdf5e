//! Fills an empty database with 100,000 events and prints how long the hot paths take.
//!
//! `cargo run --release -p kalends-store --example load [EVENTS [FOLDER]]`. One line for each
//! figure: name, a tab, values with their unit. Beside the time that passed stands the time that
//! all threads worked (Linux): on a busy machine it is the steadier of the two.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::indexing_slicing)]

use jiff::{Timestamp, ToSpan as _, civil::date, tz::TimeZone};
use kalends_calendar::{
    Attendee, Event, Person, Recurrence, Status, Transparency, Visibility, When, Window, Zone,
};
use kalends_store::{
    Account, AccountId, AccountKind, Calendar, CalendarId, ContentHash, EventId, EventWrite,
    Expansion, OccurrenceSpan, Result, Store, accounts, calendars, events,
    occurrences::{self, Filter},
    search,
};
use uuid::Uuid;

/// Days that the events are spread over: with 100,000 of them, 310 in a week.
const DAYS: u64 = 6 * 365;
/// One event of so many is a weekly series that runs for a year.
const SERIES_EVERY: usize = 100;
const WORDS: [&str; 16] = [
    "quarterly",
    "review",
    "Überprüfung",
    "会議",
    "sync",
    "planning",
    "budget",
    "roadmap",
    "stand-up",
    "café",
    "naïve",
    "retro",
    "design",
    "hiring",
    "pipeline",
    "offsite",
];

#[tokio::main]
async fn main() -> Result<()> {
    let count = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let temporary = tempfile::tempdir().unwrap();
    let dir = std::env::args().nth(2).map_or(temporary.path().to_path_buf(), Into::into);
    let now = Timestamp::from_second(1_795_000_000).unwrap();
    let store = Store::open(&dir, now).await?;
    let calendar = add_calendar(&store).await?;
    let mut random = Random(7);

    let before = Clock::start();
    let mut series = Vec::new();
    for half in 0..2 {
        let started = Clock::start();
        let mut write = store.begin().await?;
        let mut made = (0.0, 0.0);
        for slice in 0..count / 2 / 500 {
            let making = Clock::start();
            let first = (half * (count / 2 / 500) + slice) * 500;
            let batch: Vec<(EventId, Event, String)> =
                (first..first + 500).map(|n| event(n, &mut random)).collect();
            let writes: Vec<EventWrite<'_>> = batch
                .iter()
                .map(|(id, event, source)| as_write(*id, calendar, event, source))
                .collect();
            made = (made.0 + making.passed().0, made.1 + making.passed().1);
            events::write(&mut write, &writes).await?;
            series.extend(
                batch
                    .into_iter()
                    .filter(|(_, event, _)| !event.recurrence.is_empty())
                    .map(|(id, event, _)| (id, event.start.seconds())),
            );
        }
        let written = started.passed();
        let written = (written.0 - made.0, written.1 - made.1);
        let committing = Clock::start();
        write.commit().await?;
        println!("write {} events\t{}", count / 2, shown(written));
        println!("commit\t{}", shown(committing.passed()));
        println!("peak memory\t{} MB", peak_megabytes());
    }
    let filling = Clock::start();
    let mut write = store.begin().await?;
    for part in series.chunks(200) {
        let expansions: Vec<Expansion> = part.iter().map(weekly).collect();
        occurrences::write_expansions(&mut write, &expansions).await?;
    }
    write.commit().await?;
    println!("fill {} series, 52 each\t{}", series.len(), shown(filling.passed()));
    println!("all of it\t{}", shown(before.passed()));

    let mut read = store.read().await?;
    let mut samples = Vec::new();
    for _ in 0..5 {
        let started = Clock::start();
        let known = events::list_known(&mut read, calendar).await?;
        assert_eq!(known.len(), count);
        samples.push(started.passed());
    }
    report(&format!("plan of {count} events"), samples);
    windows(&store, 7, &mut random).await?;
    windows(&store, 35, &mut random).await?;
    for text in ["budget", "des", "budget offsite", "person77"] {
        let mut samples = Vec::new();
        let mut found = 0;
        for _ in 0..50 {
            let started = Clock::start();
            found = search::search(&mut read, text, now, 50).await?.len();
            samples.push(started.passed());
        }
        report(&format!("search {text:?} ({found} shown)"), samples);
    }
    println!("peak memory\t{} MB", peak_megabytes());
    let bytes = std::fs::metadata(dir.join(kalends_store::DATABASE)).unwrap().len();
    println!("database\t{} MB", bytes / 1_000_000);
    Ok(())
}

async fn windows(store: &Store, days: i64, random: &mut Random) -> Result<()> {
    let mut read = store.read().await?;
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let mut samples = Vec::new();
    let mut found = 0;
    for _ in 0..300 {
        let first = date(2024, 2, 1) + random.below(1_400).cast_signed().days();
        let start = first.to_zoned(zone.clone()).unwrap();
        let end = start.checked_add(days.days()).unwrap();
        let window = Window { start: start.timestamp(), end: end.timestamp(), zone: zone.clone() };
        let started = Clock::start();
        let inside = occurrences::list(&mut read, &window, &Filter::default()).await?;
        samples.push(started.passed());
        found += inside.occurrences.len();
    }
    report(&format!("{days} days ({} occurrences)", found / 300), samples);
    Ok(())
}

async fn add_calendar(store: &Store) -> Result<CalendarId> {
    let (account_id, id) = (AccountId(Uuid::now_v7()), CalendarId(Uuid::now_v7()));
    let mut write = store.begin().await?;
    let account = Account::new(account_id, AccountKind::Feed, "Links".into());
    accounts::insert(&mut write, &account).await?;
    let calendar = Calendar::new(id, account_id, "Load".into());
    calendars::insert(&mut write, &calendar).await?;
    write.commit().await?;
    Ok(id)
}

fn as_write<'a>(
    id: EventId,
    calendar_id: CalendarId,
    event: &'a Event,
    source: &'a str,
) -> EventWrite<'a> {
    let start = event.start.seconds();
    let span = (!event.recurrence.is_empty()).then_some((start, Some(start + 52 * 604_800)));
    EventWrite {
        id,
        calendar_id,
        event,
        source: source.as_bytes(),
        content_hash: ContentHash([7; 16]),
        my_response: None,
        occurs: true,
        span,
        remote: kalends_store::Remote::NONE,
        arrived_at: None,
    }
}

fn event(number: usize, random: &mut Random) -> (EventId, Event, String) {
    let first = date(2023, 1, 1) + random.below(DAYS).cast_signed().days();
    let start = first.at(i8::try_from(random.below(12)).unwrap() + 7, 15, 0, 0);
    let zone = Zone::named(["Europe/Berlin", "America/New_York"][number % 2]).unwrap();
    let all_day = number.is_multiple_of(7);
    let (start, end) = if all_day {
        (When::Date(first), When::Date(first.tomorrow().unwrap()))
    } else {
        (When::Zoned(start, zone.clone()), When::Zoned(start + 1.hour(), zone))
    };
    let mut recurrence = Recurrence::default();
    if number % SERIES_EVERY == 1 {
        recurrence.rules.push("FREQ=WEEKLY;COUNT=52".into());
    }
    let attendee = Attendee {
        person: Person {
            name: format!("Person {number}"),
            email: format!("person{number}@example.com"),
        },
        participation: kalends_calendar::Participation::Accepted,
        role: kalends_calendar::Role::Required,
        ..kalends_calendar::Attendee::default()
    };
    let event = Event {
        uid: format!("0400000082E00074C5B7101A82E0080000000000{number:024}"),
        recurrence_id: None,
        sequence: 0,
        last_modified: Timestamp::from_second(1_760_000_000).ok(),
        created: None,
        start,
        end,
        recurrence,
        summary: words(5, random),
        description: format!(
            "{}\n\nJoin: https://meet.example.com/{number:040}",
            words(25, random)
        ),
        description_html: None,
        location: "Room 4, 2nd floor; Building B".into(),
        url: None,
        categories: Vec::new(),
        color: None,
        status: Status::Confirmed,
        transparency: Transparency::Opaque,
        visibility: Visibility::Default,
        organizer: Some(Person { name: "Doe, Jane".into(), email: "jane.doe@example.com".into() }),
        attendees: vec![attendee.clone(), attendee],
        alarms: Vec::new(),
        conferences: Vec::new(),
        join_url: Some(format!("https://meet.example.com/{number:040}")),
        flags: Vec::new(),
        shared: kalends_calendar::Shared::default(),
    };
    (EventId(Uuid::now_v7()), event, "X".repeat(1_040))
}

fn weekly((id, start): &(EventId, i64)) -> Expansion {
    let spans = (0..52)
        .map(|week| {
            let start = start + week * 604_800;
            OccurrenceSpan { original: start, start, end: start + 3_600, drawn_by: None }
        })
        .collect();
    Expansion { series: *id, from: i64::MIN, to: i64::MAX, spans, originals: Vec::new() }
}

/// Few words come often, many seldom, as in life.
fn words(count: usize, random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..count {
        let common = random.below(3) == 0;
        if common {
            text.push_str(WORDS[usize::try_from(random.below(16)).unwrap()]);
        } else {
            let rare = random.below(200) * random.below(100);
            text.push_str(&format!("w{rare}"));
        }
        text.push(' ');
    }
    text
}

fn report(name: &str, samples: Vec<(f64, f64)>) {
    let (mut passed, mut worked): (Vec<f64>, Vec<f64>) = samples.into_iter().unzip();
    passed.sort_by(f64::total_cmp);
    worked.sort_by(f64::total_cmp);
    let at = |of: &[f64], share: usize| of[(of.len() * share / 100).min(of.len() - 1)];
    println!(
        "{name}\tp50 {:.2} ms\tp99 {:.2} ms\t(worked {:.2} ms)",
        at(&passed, 50),
        at(&passed, 99),
        at(&worked, 50)
    );
}

fn shown((passed, worked): (f64, f64)) -> String {
    format!("{passed:.0} ms\t(worked {worked:.0} ms)")
}

/// Milliseconds that pass, and that the threads of this process work.
struct Clock(std::time::Instant, f64);

impl Clock {
    fn start() -> Self {
        Self(std::time::Instant::now(), worked())
    }

    fn passed(&self) -> (f64, f64) {
        (self.0.elapsed().as_secs_f64() * 1e3, worked() - self.1)
    }
}

fn worked() -> f64 {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else { return 0.0 };
    threads
        .filter_map(|thread| {
            let stat = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
            stat.split(' ').next()?.parse::<f64>().ok()
        })
        .sum::<f64>()
        / 1e6
}

/// Where the system tells it (Linux); 0 elsewhere.
fn peak_megabytes() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
        .map_or(0, |kilobytes: u64| kilobytes / 1024)
}

/// The same numbers at every run (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}
