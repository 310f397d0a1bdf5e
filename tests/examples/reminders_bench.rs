//! Measures what showing reminders costs, in real time, with a notification service that does
//! nothing.
//!
//! `reminders_bench [SECONDS] [PER_DAY]` (60 and 5,000 unless told) prints one line of JSON. So many
//! events of a day, each with a reminder, stand in the database; those of the seconds of the run
//! fall due one after another at that rate. `cpu_percent` is the processor time of the whole
//! process over the time of the run, from after the first look; `late_ms` is from a due time to the
//! call that shows it.

use std::{
    error::Error,
    io::{Cursor, Write as _},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use kalends_engine::{
    Abilities, BoxFuture, Chance, Clock, Note, NoteAct, Notifier, NotifyError, Opening,
};
use serde_json::json;
use support::desk::Desk;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Remembers when it was called.
#[derive(Default)]
struct Service(Mutex<Vec<(String, Timestamp)>>);

impl Service {
    fn calls(&self) -> Vec<(String, Timestamp)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Notifier for Service {
    fn abilities(&self) -> BoxFuture<'_, std::result::Result<Abilities, NotifyError>> {
        let server = "none".into();
        Box::pin(async { Ok(Abilities { server, actions: true, body: true, persistence: false }) })
    }

    fn show<'a>(&'a self, note: &'a Note) -> BoxFuture<'a, std::result::Result<u32, NotifyError>> {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        calls.push((note.title.clone(), Timestamp::now()));
        let number = u32::try_from(calls.len()).unwrap_or(u32::MAX);
        Box::pin(async move { Ok(number) })
    }

    fn close(&self, _: u32) -> BoxFuture<'_, std::result::Result<(), NotifyError>> {
        Box::pin(async { Ok(()) })
    }

    fn next_act(&self) -> BoxFuture<'_, NoteAct> {
        Box::pin(std::future::pending())
    }

    fn open(&self, _: Opening) {}
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let seconds: i64 = arguments.next().map_or(Ok(60), |text| text.parse())?;
    let per_day: i64 = arguments.next().map_or(Ok(5_000), |text| text.parse())?;
    let mut desk = Desk::new()?;
    desk.config.clock = Clock::system();
    desk.config.chance = Chance::system();
    let engine = desk.open().await?;
    let calendar = engine.add_local_calendar("Bench", None).await?.id;
    // The first falls due once all stand.
    let begin = Timestamp::now() + SignedDuration::from_secs(20);
    let apart = 86_400.0 / per_day as f64;
    let due =
        |number: i64| begin + SignedDuration::from_millis((number as f64 * apart * 1_000.0) as i64);
    let text = events(per_day, due);
    engine.import(Cursor::new(text), calendar).await?;
    while engine.fill_some().await? {}

    let service: Arc<Service> = Arc::default();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let task = tokio::spawn({
        let (engine, service) = (engine.clone(), Arc::clone(&service));
        async move {
            let stopped = async {
                let _ = stopped.await;
            };
            engine.run_reminders(service, stopped).await
        }
    });
    let until_first = begin.duration_since(Timestamp::now()) - SignedDuration::from_secs(1);
    tokio::time::sleep(Duration::try_from(until_first).unwrap_or_default()).await;
    let (before, began) = (cpu_seconds()?, Instant::now());
    tokio::time::sleep(Duration::from_secs(u64::try_from(seconds)?)).await;
    let (after, real) = (cpu_seconds()?, began.elapsed().as_secs_f64());
    let cpu = (after[0] - before[0]).max(after[1] - before[1]);
    let _ = stop.send(());
    task.await??;

    let mut late: Vec<f64> = Vec::new();
    for (title, at) in service.calls() {
        let Some(number) = title.strip_prefix("Event ").and_then(|text| text.parse().ok()) else {
            continue;
        };
        // The text of an event has whole seconds.
        let due = Timestamp::from_second(due(number).as_second())?;
        late.push(at.duration_since(due).as_secs_f64() * 1_000.0);
    }
    late.sort_by(f64::total_cmp);
    let expected = (real / apart) as i64;
    let figures = json!({
        "seconds": real,
        "alarms_a_day": per_day,
        "due": expected,
        "shown": late.len(),
        "cpu_seconds": cpu,
        "cpu_percent": 100.0 * cpu / real,
        "late_ms_median": late.get(late.len() / 2),
        "late_ms_most": late.last(),
    });
    writeln!(std::io::stdout(), "{figures}")?;
    Ok(())
}

/// A calendar of events of ten minutes, each with a reminder ten minutes before its start.
fn events(count: i64, due: impl Fn(i64) -> Timestamp) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\n");
    for number in 0..count {
        let start = due(number) + SignedDuration::from_mins(10);
        let end = start + SignedDuration::from_mins(10);
        let stamp = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
        text.push_str(&format!(
            "BEGIN:VEVENT\r\nUID:{number}@bench\r\nDTSTAMP:20260101T000000Z\r\n\
             DTSTART:{}\r\nDTEND:{}\r\nSUMMARY:Event {number}\r\n\
             BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT10M\r\nEND:VALARM\r\n\
             END:VEVENT\r\n",
            stamp(start),
            stamp(end)
        ));
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

/// Processor time of this process so far: exactly, of its threads that live; and in ticks of a
/// hundredth of a second, with those that ended.
fn cpu_seconds() -> Result<[f64; 2]> {
    let mut nanoseconds = 0.0;
    for task in std::fs::read_dir("/proc/self/task")? {
        let text = std::fs::read_to_string(task?.path().join("schedstat"))?;
        let first = text.split_whitespace().next().ok_or("no figure")?;
        nanoseconds += first.parse::<f64>()?;
    }
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(')').ok_or("no figure")?;
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    let ticks: f64 = ticks.sum::<std::result::Result<f64, _>>()?;
    Ok([nanoseconds / 1e9, ticks / 100.0])
}
