//! Random histories of reminders: edits, moves, deletions, answers, cut series, kills, clocks that
//! jump, journeys, calendars read anew, backups put back, snoozes, quiet hours. Against a small
//! model every reminder is told at least once, and never again once the user has seen to it.
//!
//! `KALENDS_REMINDER_HISTORIES=1000` runs so many, `KALENDS_SEED=7` one, telling what happened.

mod deeds;
mod hands;
mod kill;
mod model;
mod world;

use std::sync::{
    Mutex,
    atomic::{AtomicU64, Ordering},
};

use world::World;

/// How a history went.
struct History {
    trace: Vec<String>,
    broken: Option<String>,
}

async fn run(seed: u64, by_polls: bool) -> History {
    let mut world = World::new(seed, by_polls).await;
    let broken = Box::pin(live(&mut world)).await.err();
    History { trace: std::mem::take(&mut world.trace), broken }
}

async fn live(world: &mut World) -> Result<(), String> {
    let steps = 10 + world.chance.below(40);
    for _ in 0..steps {
        Box::pin(world.deed()).await?;
    }
    Box::pin(world.come_to_rest()).await
}

/// Runs a history on a runtime of its own; a panic is a fault like any other.
fn history(seed: u64, by_polls: bool) -> History {
    let attempt = std::panic::catch_unwind(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(Box::pin(run(seed, by_polls)))
    });
    attempt.unwrap_or_else(|_| History { trace: Vec::new(), broken: Some("it panicked".into()) })
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Seeds that failed once.
fn regressions() -> Vec<u64> {
    let lines = include_str!("regressions.txt").lines();
    lines.filter_map(|line| line.split_whitespace().next()?.parse().ok()).collect()
}

/// Runs seeds on as many threads as there are processors; gives those that failed.
fn run_all(seeds: &[u64], by_polls: bool) -> Vec<(u64, History)> {
    let next = AtomicU64::new(0);
    let failed = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(seed) = seeds.get(usize::try_from(at).unwrap()) else { return };
                    let history = history(*seed, by_polls);
                    if let Some(broken) = &history.broken {
                        println!("seed {seed}: {}", broken.lines().next().unwrap_or_default());
                        failed.lock().unwrap().push((*seed, history));
                    }
                }
            });
        }
    });
    let mut failed = failed.into_inner().unwrap();
    failed.sort_by_key(|(seed, _)| *seed);
    failed
}

fn tell(failed: &[(u64, History)]) -> String {
    let mut text = format!("{} histories failed. Replay one with KALENDS_SEED.\n", failed.len());
    for (seed, history) in failed.iter().take(40) {
        let broken = history.broken.as_deref().unwrap_or_default();
        text.push_str(&format!("\nseed {seed}:\n{broken}\n"));
    }
    text
}

#[test]
fn random_histories_of_reminders_end_well() {
    if let Some(seed) = number("KALENDS_SEED") {
        let history = history(seed, false);
        println!("{}", history.trace.join("\n"));
        assert_eq!(history.broken, None, "seed {seed}");
        return;
    }
    let first = number("KALENDS_FIRST_SEED").unwrap_or(1);
    let count = number("KALENDS_REMINDER_HISTORIES").unwrap_or(100);
    let seeds: Vec<u64> = (first..first + count).collect();
    let failed = run_all(&seeds, false);
    assert!(failed.is_empty(), "{}", tell(&failed));
}

/// How many polls a look takes depends on the machine: what fails here may not fail again.
#[test]
fn a_look_may_be_dropped_wherever_it_waits() {
    let first = number("KALENDS_FIRST_SEED").unwrap_or(1);
    let count = number("KALENDS_REMINDER_HISTORIES").unwrap_or(100) / 5;
    let seeds: Vec<u64> = (first..first + count).collect();
    let failed = run_all(&seeds, true);
    assert!(failed.is_empty(), "{}", tell(&failed));
}

#[test]
fn the_same_seed_gives_the_same_history_of_reminders() {
    for seed in [3, 4, 5, 6] {
        let (first, second) = (history(seed, false), history(seed, false));
        let differs = first.trace.iter().zip(&second.trace).find(|(a, b)| a != b);
        assert_eq!(differs, None, "seed {seed}");
        assert_eq!(first.trace.len(), second.trace.len(), "seed {seed}");
        assert!(first.trace.len() > 10, "seed {seed}");
    }
}

#[test]
fn histories_of_reminders_that_failed_once_end_well() {
    let failed = run_all(&regressions(), false);
    assert!(failed.is_empty(), "{}", tell(&failed));
}
