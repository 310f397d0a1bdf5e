//! How fast a feed is read: `throughput FILE` prints the two figures as JSON, medians of five.
//!
//! Time is the processor's where Linux tells it, so that a busy machine does not blur the figures.
//!
//! `split_mb_per_s` is splitting and unfolding every line; `read_mb_per_s` goes from raw bytes to
//! [`kalends_calendar::Event`] values, zones and all.

use std::{hint::black_box, time::Instant};

use kalends_calendar::text::{Item, Kind, Splitter, Survey, count_lines, read_event};

const RUNS: usize = 5;

#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: throughput FILE")?;
    let text = std::fs::read(path)?;
    let megabytes = text.len() as f64 / 1e6;
    let mut split = Vec::new();
    let mut read = Vec::new();
    let mut events = 0;
    let begun = Instant::now();
    for _ in 0..RUNS {
        let start = seconds(begun);
        black_box(split_all(&text)?);
        let between = seconds(begun);
        events = read_all(&text)?;
        split.push(megabytes / (between - start));
        read.push(megabytes / (seconds(begun) - between));
    }
    println!(
        "{{\"bytes\":{},\"events\":{events},\"split_mb_per_s\":{:.0},\"read_mb_per_s\":{:.0}}}",
        text.len(),
        median(split),
        median(read)
    );
    Ok(())
}

/// Seconds this thread ran; seconds since `begun` where the system does not say.
fn seconds(begun: Instant) -> f64 {
    let ran = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = ran.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanos.map_or(begun.elapsed().as_secs_f64(), |nanos| nanos / 1e9)
}

fn split_all(text: &[u8]) -> Result<usize, kalends_calendar::text::Error> {
    let mut splitter = Splitter::new(text);
    let mut lines = 0;
    while let Some(item) = splitter.next()? {
        if let Item::Component(component) = item {
            lines += count_lines(component.raw);
        }
    }
    Ok(lines)
}

fn read_all(text: &[u8]) -> Result<usize, kalends_calendar::text::Error> {
    let mut survey = Survey::default();
    let mut splitter = Splitter::new(text);
    while let Some(item) = splitter.next()? {
        survey.see(&item);
    }
    let contexts = survey.finish();
    let mut splitter = Splitter::new(text);
    let mut events = 0;
    while let Some(item) = splitter.next()? {
        if let Item::Component(component) = item
            && component.kind == Kind::Event
            && let Some(context) = contexts.get(component.calendar)
        {
            events += usize::from(black_box(read_event(component.raw, context)).is_ok());
        }
    }
    Ok(events)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
