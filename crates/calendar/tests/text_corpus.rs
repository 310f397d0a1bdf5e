//! Real and odd files: each is read without a panic, and each that gives no event is on a list of
//! reviewed files with the reason. The files come from `KALENDS_SHARED`; without it nothing is
//! tested here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says why"
)]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use kalends_calendar::text::{Export, Kind, read_calendar, write_calendar};

fn files() -> Option<(PathBuf, Vec<PathBuf>)> {
    let Some(shared) = std::env::var_os("KALENDS_SHARED") else {
        println!("skipped: KALENDS_SHARED is not set");
        return None;
    };
    let root = Path::new(&shared).join("data/ics");
    let mut found = Vec::new();
    collect(&root, &mut found);
    found.sort();
    assert!(found.len() > 500, "{} files under {}", found.len(), root.display());
    Some((root, found))
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|end| end == "ics" || end == "vcs") {
            into.push(path);
        }
    }
}

#[test]
fn files_without_an_event_are_on_the_reviewed_list() {
    let Some((root, files)) = files() else { return };
    let reviewed: BTreeMap<&str, &str> = include_str!("data/no_events.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(" -> ").expect(line))
        .collect();
    let mut found = BTreeMap::new();
    for path in files {
        let calendar = read_calendar(&std::fs::read(&path).unwrap());
        let (events, what) = match &calendar {
            Ok(calendar) => {
                let aside: Vec<_> =
                    calendar.set_aside.iter().map(|it| it.reason.to_string()).collect();
                let others = |kind| calendar.others.iter().filter(|it| it.kind == kind).count();
                let what = format!(
                    "aside {aside:?}, {} to-dos, {} journals, {} free/busy, {} others",
                    others(Kind::ToDo),
                    others(Kind::Journal),
                    calendar.free_busy.len(),
                    others(Kind::Other),
                );
                (calendar.events.len(), what)
            }
            Err(error) => (0, error.to_string()),
        };
        if events == 0 {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            found.insert(name, what);
        }
    }
    let unknown: Vec<_> =
        found.iter().filter(|(name, _)| !reviewed.contains_key(name.as_str())).collect();
    let stale: Vec<_> = reviewed.keys().filter(|name| !found.contains_key(**name)).collect();
    assert!(
        unknown.is_empty() && stale.is_empty(),
        "not reviewed: {unknown:#?}\nstale: {stale:#?}"
    );
}

#[test]
fn what_is_written_reads_back_the_same() {
    let Some((_, files)) = files() else { return };
    for path in files {
        let Ok(calendar) = read_calendar(&std::fs::read(&path).unwrap()) else { continue };
        let write = |calendar: &kalends_calendar::text::Calendar| {
            let exports: Vec<_> = calendar
                .events
                .iter()
                .map(|entry| Export { event: &entry.event, source: None })
                .collect();
            write_calendar(None, &exports, jiff::Timestamp::UNIX_EPOCH)
        };
        let first = write(&calendar);
        let again = read_calendar(&first).unwrap();
        assert_eq!(again.set_aside, [], "{}", path.display());
        let (first, second) =
            (String::from_utf8(first).unwrap(), String::from_utf8(write(&again)).unwrap());
        assert!(first == second, "{}\n{}", path.display(), differing_lines(&first, &second));
    }
}

fn differing_lines(first: &str, second: &str) -> String {
    let pairs = first.split("\r\n").zip(second.split("\r\n"));
    let mut out = String::new();
    for (a, b) in pairs.filter(|(a, b)| a != b).take(3) {
        out.push_str(&format!("{a}\n{b}\n"));
    }
    out
}

#[test]
fn kept_sources_are_exported_byte_for_byte() {
    let Some((_, files)) = files() else { return };
    for path in files {
        let Ok(calendar) = read_calendar(&std::fs::read(&path).unwrap()) else { continue };
        let exports: Vec<_> = calendar
            .events
            .iter()
            .map(|entry| Export { event: &entry.event, source: Some(&entry.raw) })
            .collect();
        let text = write_calendar(Some("Export"), &exports, jiff::Timestamp::UNIX_EPOCH);
        let again = read_calendar(&text).unwrap();
        assert_eq!(again.events.len(), calendar.events.len(), "{}", path.display());
        if calendar.contexts.iter().any(|context| context.time_zone.is_some() || context.cancels())
        {
            continue;
        }
        for (before, after) in calendar.events.iter().zip(&again.events) {
            assert_eq!(before.raw, after.raw, "{}", path.display());
            let same = before.event.start.seconds() == after.event.start.seconds();
            assert!(
                same || before.event.flags != after.event.flags,
                "{}: {:?} {:?}",
                path.display(),
                before.event.start,
                after.event.start
            );
        }
    }
}
