//! Measures what asking for reminders costs: 100,000 events without any, and 5,000 occurrences a day
//! that have some, over 44 days; half of them single events, half of daily series.
//!
//! `cargo run --release --example reminders -p kalends-store`
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing)]

use std::time::Instant;

use jiff::{SignedDuration, Timestamp, ToSpan, civil::date, tz::TimeZone};
use kalends_calendar::{Alarm, AlarmAction, AlarmTrigger, Event, When, Window, Zone};
use kalends_store::{
    Account, AccountId, AccountKind, Calendar, CalendarId, ContentHash, EventId, EventWrite,
    Expansion, OccurrenceSpan, Remote, Result, Store, accounts, calendars, events, occurrences,
    own_alarms,
};
use uuid::Uuid;

const A_DAY: usize = 5_000;
const DAYS: i64 = 44;
const ASKED: u32 = 7;

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir().unwrap();
    let now = date(2026, 11, 20).at(9, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
    let store = Store::open(folder.path(), now).await?;
    let calendar = add_calendar(&store).await?;
    let started = Instant::now();
    let quiet: Vec<Event> = (0..100_000).map(|n| event(n, n % 1_400, &[])).collect();
    write(&store, calendar, &quiet).await?;
    let minutes = [10, 15, 60];
    let single: Vec<Event> = (0..A_DAY / 2 * usize::try_from(DAYS).unwrap())
        .map(|n| event(n, 1_030 + n % usize::try_from(DAYS).unwrap(), &minutes[n % 3..=n % 3]))
        .collect();
    write(&store, calendar, &single).await?;
    let series: Vec<Event> = (0..A_DAY / 2)
        .map(|n| {
            let mut one = event(n, 1_030, &minutes[n % 3..=n % 3]);
            one.recurrence.rules = vec!["FREQ=DAILY;COUNT=44".into()];
            one
        })
        .collect();
    let ids = write(&store, calendar, &series).await?;
    fill(&store, &ids, &series).await?;
    println!("stored in {:.0} s", started.elapsed().as_secs_f64());

    ask(&store, now, "two days", -1, 2).await?;
    ask(&store, now, "an hour", 0, 0).await?;
    ask(&store, now, "back 14 days, two ahead", -14, 2).await?;
    let mut tx = store.begin().await?;
    for number in 0..500 {
        let name = format!("u{number}-15");
        own_alarms::set(&mut tx, &name, None, &[600], now).await?;
    }
    tx.commit().await?;
    ask(&store, now, "two days, 500 added by the user", -1, 2).await?;
    let far: Vec<Event> = (0..1_000).map(|n| event(n, 1_030 + n % 28, &[28 * 1_440])).collect();
    write(&store, calendar, &far).await?;
    ask(&store, now, "and 1,000 four weeks ahead", -1, 2).await?;
    let mut tx = store.begin().await?;
    let mut one = calendars::get(&mut tx, calendar).await?;
    one.reminders.timed = Some(vec![28 * 1_440]);
    calendars::update(&mut tx, &one).await?;
    tx.commit().await?;
    ask(&store, now, "and a calendar of four weeks", -1, 2).await
}

async fn ask(store: &Store, now: Timestamp, name: &str, from: i64, to: i64) -> Result<()> {
    let day = SignedDuration::from_hours(24);
    let at = |days: i64| now + day * i32::try_from(days).unwrap();
    let end = if to == 0 { now + SignedDuration::from_hours(1) } else { at(to) };
    let window = Window { start: at(from), end, zone: TimeZone::get("Europe/Berlin").unwrap() };
    let mut read = store.read().await?;
    let mut samples = Vec::new();
    let mut found = 0;
    let worked = processor_ms();
    for _ in 0..ASKED {
        let started = Instant::now();
        found = occurrences::list_alarmed(&mut read, &window, &[]).await?.occurrences.len();
        samples.push(started.elapsed().as_secs_f64() * 1_000.0);
    }
    let worked = (processor_ms() - worked) / f64::from(ASKED);
    samples.sort_by(f64::total_cmp);
    let median = samples[samples.len() / 2];
    println!("{name}\t{found} found\tmedian {median:.0} ms\tof the processor {worked:.0} ms");
    Ok(())
}

/// What the process has used so far, where the system says so: in steps of 10 ms.
fn processor_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks =
        fields.split_whitespace().skip(11).take(2).filter_map(|one| one.parse::<f64>().ok());
    ticks.sum::<f64>() * 10.0
}

fn event(number: usize, day: usize, before: &[i64]) -> Event {
    let day = date(2024, 1, 1) + i64::try_from(day).unwrap().days();
    let start = day.at(i8::try_from(number % 14).unwrap() + 7, 15, 0, 0);
    let zone = Zone::named("Europe/Berlin").unwrap();
    let mut event = Event::empty();
    event.uid = format!("u{number}-{}", before.first().copied().unwrap_or_default());
    event.summary = format!("Meeting number {number} about the plan");
    event.location = "Room Ada".into();
    event.start = When::Zoned(start, zone.clone());
    event.end = When::Zoned(start + 45.minutes(), zone);
    event.alarms = before
        .iter()
        .map(|minutes| Alarm {
            action: AlarmAction::Display,
            trigger: AlarmTrigger::FromStart(SignedDuration::from_mins(-minutes)),
            repeat: 0,
            interval: None,
        })
        .collect();
    event
}

async fn write(store: &Store, calendar_id: CalendarId, all: &[Event]) -> Result<Vec<EventId>> {
    let mut ids = Vec::with_capacity(all.len());
    let mut tx = store.begin().await?;
    for batch in all.chunks(500) {
        let writes: Vec<EventWrite<'_>> = batch
            .iter()
            .map(|event| EventWrite {
                id: EventId(Uuid::now_v7()),
                calendar_id,
                event,
                source: b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
                content_hash: ContentHash([7; 16]),
                my_response: None,
                occurs: true,
                span: (!event.recurrence.is_empty())
                    .then_some((event.start.seconds(), Some(event.end.seconds() + 44 * 86_400))),
                remote: Remote::NONE,
                arrived_at: None,
            })
            .collect();
        events::write(&mut tx, &writes).await?;
        ids.extend(writes.iter().map(|one| one.id));
    }
    tx.commit().await?;
    Ok(ids)
}

async fn fill(store: &Store, ids: &[EventId], series: &[Event]) -> Result<()> {
    let mut tx = store.begin().await?;
    for (ids, series) in ids.chunks(200).zip(series.chunks(200)) {
        let expansions: Vec<Expansion> = ids
            .iter()
            .zip(series)
            .map(|(id, event)| Expansion {
                series: *id,
                from: i64::MIN,
                to: i64::MAX,
                spans: (0..DAYS)
                    .map(|day| {
                        let start = event.start.seconds() + day * 86_400;
                        let end = start + 2_700;
                        OccurrenceSpan { original: start, start, end, drawn_by: None }
                    })
                    .collect(),
                originals: Vec::new(),
            })
            .collect();
        occurrences::write_expansions(&mut tx, &expansions).await?;
    }
    tx.commit().await
}

async fn add_calendar(store: &Store) -> Result<CalendarId> {
    let (account_id, id) = (AccountId(Uuid::now_v7()), CalendarId(Uuid::now_v7()));
    let mut tx = store.begin().await?;
    accounts::insert(&mut tx, &Account::new(account_id, AccountKind::Feed, "Links".into())).await?;
    calendars::insert(&mut tx, &Calendar::new(id, account_id, "Load".into())).await?;
    tx.commit().await?;
    Ok(id)
}
