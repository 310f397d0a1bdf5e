//! Killed, out of room, two at once: the data is as before or as after, never between.

use std::{
    io::Cursor,
    process::Command,
    time::{Duration, Instant},
};

use kalends_engine::{CalendarId, Scope};
use support::{
    command_line::{kalends, program},
    desk::{Desk, days, lines},
    event::{EventBuilder, calendar},
};

const EVENTS: usize = 2_000;

/// Events of which every title says the version.
fn version(number: usize) -> String {
    let events: Vec<EventBuilder> = (0..EVENTS)
        .map(|event| {
            let day = 1 + event % 28;
            EventBuilder::new(&format!("event-{event}"), &format!("2026-11-{day:02}T10:00"))
                .title(&format!("version {number}"))
                .line(&format!("DESCRIPTION:{}", "words that fill a page ".repeat(20)))
        })
        .collect();
    calendar(&events)
}

/// The version that the calendar holds, and that it holds nothing else.
async fn whole_version(desk: &Desk) -> String {
    let engine = desk.open().await.unwrap();
    let window = days("2026-11-01", "2026-12-01");
    let found = engine.list_occurrences(&window, &Scope::All).await.unwrap();
    engine.close().await;
    assert_eq!(found.len(), EVENTS);
    let title = found[0].title.clone();
    assert!(found.iter().all(|one| one.title == title), "{:#?}", lines(&found));
    title
}

async fn filled(desk: &Desk) -> CalendarId {
    let engine = desk.open().await.unwrap();
    let id = engine.add_local_calendar("Mine", None).await.unwrap().id;
    engine.import(Cursor::new(version(0)), id).await.unwrap();
    engine.close().await;
    id
}

#[tokio::test]
async fn a_kill_at_any_moment_of_an_import_leaves_the_old_or_the_new() {
    let kills: usize =
        std::env::var("KALENDS_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(10);
    let desk = Desk::new().unwrap();
    let id = filled(&desk).await.to_string();
    let data = desk.config.data_dir.clone();
    let files: Vec<_> = (0..2)
        .map(|number| {
            let path = desk.folder.path().join(format!("{number}.ics"));
            std::fs::write(&path, version(number)).unwrap();
            path.display().to_string()
        })
        .collect();
    let import = |number: usize| kalends(&data, &["import", &files[number], "--calendar", &id]);

    // Building the program, where it is missing, is no part of an import.
    program();
    let begun = Instant::now();
    let done = import(1).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let whole = begun.elapsed();
    let mut now = whole_version(&desk).await;
    assert_eq!(now, "version 1");
    let mut killed = 0;
    for round in 0..kills {
        let old = now.clone();
        let number = round % 2;
        let mut child = import(number).spawn().unwrap();
        // Spread over the whole import and a little beyond, in an order that is not a sweep.
        let part = (round * 7 % kills) as f64 / kills as f64;
        wait(whole.mul_f64(part * 1.1));
        // SIGKILL, as the kernel does when memory is short.
        child.kill().unwrap();
        let status = child.wait().unwrap();
        killed += usize::from(!status.success());
        now = whole_version(&desk).await;
        let new = format!("version {number}");
        assert!(now == old || now == new, "{old} became {now}");
        if status.success() {
            assert_eq!(now, new);
        }
    }
    assert!(killed > 0, "no import was killed under way");
}

/// The moment of a kill is the test's input.
fn wait(pause: Duration) {
    let until = Instant::now() + pause;
    while Instant::now() < until {
        std::thread::park_timeout(until - Instant::now());
    }
}

#[tokio::test]
async fn a_full_disk_leaves_the_old_state() {
    let desk = Desk::new().unwrap();
    let id = filled(&desk).await.to_string();
    let path = desk.folder.path().join("1.ics");
    std::fs::write(&path, version(1)).unwrap();
    let data = &desk.config.data_dir;
    // No file may grow beyond this: writing fails as it does on a disk without room.
    let room = std::fs::metadata(&path).unwrap().len() + (64 << 10);
    let file = path.display().to_string();
    let call = kalends(data, &[]);
    let mut limited = Command::new("prlimit");
    limited
        .arg(format!("--fsize={room}"))
        .args(["env", "--ignore-signal=XFSZ"])
        .arg(program())
        .args(["import", &file, "--calendar", &id]);
    for (name, value) in call.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    let output = limited.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(!said.is_empty());
    assert_eq!(whole_version(&desk).await, "version 0");
    // With room again the same import works.
    let done = kalends(data, &["import", &file, "--calendar", &id]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(whole_version(&desk).await, "version 1");
}

#[tokio::test]
async fn two_imports_at_once_end_as_one_after_the_other() {
    let desk = Desk::new().unwrap();
    let id = filled(&desk).await.to_string();
    let children: Vec<_> = (1..3)
        .map(|number| {
            let path = desk.folder.path().join(format!("{number}.ics"));
            std::fs::write(&path, version(number)).unwrap();
            let file = path.display().to_string();
            kalends(&desk.config.data_dir, &["import", &file, "--calendar", &id]).spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let found = whole_version(&desk).await;
    assert!(found == "version 1" || found == "version 2", "{found}");
}
