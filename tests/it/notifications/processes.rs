//! `kalends reminders run` as a process, beside others of its kind.

use std::{
    io::{BufRead as _, BufReader},
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use support::command_line::{kalends, program};
use tempfile::TempDir;

use super::{
    bus::Bus,
    service::{ALL, Manner, Service},
};

/// A data folder on a session bus of its own.
pub(super) struct Room {
    pub(super) bus: Bus,
    pub(super) folder: TempDir,
}

/// `kalends reminders run`; killed with the test.
pub(super) struct Runner(Child);

impl Drop for Runner {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Runner {
    /// As `kill -9` does.
    pub(super) fn kill(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Room {
    pub(super) fn new() -> Self {
        let room = Self { bus: Bus::start(), folder: tempfile::tempdir().unwrap() };
        room.json(&["calendar", "add", "--local", "Home", "--json"]);
        room
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = kalends(&self.data(), arguments);
        command
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus.address)
            .env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all")
            .env("XDG_RUNTIME_DIR", self.bus.folder.path());
        command
    }

    pub(super) fn json(&self, arguments: &[&str]) -> Value {
        let out = self.command(arguments).output().unwrap();
        let stderr = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{arguments:?}: {stderr}");
        serde_json::from_slice(&out.stdout).unwrap()
    }

    /// An event that starts then, lasts half an hour and reminds `before` that.
    pub(super) fn event(&self, title: &str, start: Timestamp, before: &str, more: &[&str]) {
        let end = start.checked_add(SignedDuration::from_mins(30)).unwrap();
        let (start, end) = (start.to_string(), end.to_string());
        let add = ["event", "add", "--title", title, "--start", &start, "--end", &end];
        self.json(&[&add[..], &["--reminder", before, "--json"], more].concat());
    }

    /// One that is due already and starts soon.
    pub(super) fn due(&self, title: &str, more: &[&str]) {
        self.event(title, from_now(300), "10m", more);
    }

    /// Starts showing, and waits until it says so.
    pub(super) fn run(&self) -> Runner {
        self.stand_ins();
        let path = format!("{}:/usr/bin:/bin", self.folder.path().display());
        let like = self.command(&["reminders", "run"]);
        let given = like.get_envs().filter_map(|(name, value)| Some((name, value?)));
        let mut child = Command::new(self.folder.path().join("kalends"))
            .args(like.get_args())
            .envs(given)
            .env_remove("KALENDS_LOG")
            .env("PATH", path)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("Showing reminders") {
            line.clear();
            assert_ne!(said.read_line(&mut line).unwrap(), 0, "it ended");
        }
        // Read on, so that nobody waits for the pipe.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Runner(child)
    }

    /// The states of the reminders, by title.
    pub(super) fn states(&self) -> Vec<(String, String)> {
        let all = self.json(&["reminders", "--json"]);
        let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
        all.as_array().unwrap().iter().map(|one| (text(one, "title"), text(one, "state"))).collect()
    }

    /// Waits until `kalends reminders` says this of the title; nothing once it was seen to.
    pub(super) async fn becomes(&self, title: &str, state: Option<&str>) {
        let is = || {
            let states = self.states();
            let found = states.iter().find(|(one, _)| one == title);
            found.map(|(_, state)| state.clone())
        };
        let deadline = Timestamp::now().checked_add(SignedDuration::from_secs(40)).unwrap();
        while is().as_deref() != state {
            assert!(Timestamp::now() < deadline, "{title} is {:?}, not {state:?}", is());
            tokio::task::yield_now().await;
        }
    }

    /// Puts a browser and an app there that write down what they are told to open.
    fn stand_ins(&self) {
        for name in ["xdg-open", "kalends-desktop"] {
            let program = self.folder.path().join(name);
            let opened = self.folder.path().join("opened");
            let script = format!("#!/bin/sh\necho \"{name} $*\" >> '{}'\n", opened.display());
            std::fs::write(&program, script).unwrap();
            let executable = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(&program, executable).unwrap();
        }
        // Its own copy of the program finds the app beside it.
        let own = self.folder.path().join("kalends");
        if !own.exists() && std::fs::hard_link(program(), &own).is_err() {
            std::fs::copy(program(), &own).unwrap();
        }
    }

    /// Waits until this was opened.
    async fn opens(&self, line: &str) {
        let opened = self.folder.path().join("opened");
        let deadline = from_now(40);
        loop {
            let text = std::fs::read_to_string(&opened).unwrap_or_default();
            if text.lines().any(|one| one.trim() == line) {
                return;
            }
            assert!(Timestamp::now() < deadline, "{line} was not opened: {text}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// So many seconds from now, to the second.
pub(super) fn from_now(seconds: i64) -> Timestamp {
    Timestamp::from_second(Timestamp::now().as_second() + seconds).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_is_shown_within_a_second_of_its_time() {
    let room = Room::new();
    let service = Service::start(&room.bus, &ALL, Manner::Plain).await;
    let _runner = room.run();
    let start = from_now(4);
    room.event("Standup", start, "0m", &["--location", "Room Ada"]);
    let shown = service.shown(1).await;
    let late = shown.at.duration_since(start);
    assert!(!late.is_negative() && late < SignedDuration::from_secs(1), "{late:?}");
    assert_eq!(shown.summary, "Standup");
    assert!(shown.body.starts_with("now") && shown.body.contains("Room Ada"), "{}", shown.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_on_a_note_is_done() {
    let room = Room::new();
    let service = Service::start(&room.bus, &ALL, Manner::Plain).await;
    let _runner = room.run();
    room.due("Call", &["--location", "https://meet.google.com/abc-defg-hij"]);
    let call = service.shown(1).await;
    assert!(call.actions.contains(&"join".to_owned()), "{:?}", call.actions);
    service.press(&call, "join").await;
    room.opens("xdg-open https://meet.google.com/abc-defg-hij").await;
    room.becomes("Call", None).await;

    room.due("Later", &[]);
    let later = service.shown(2).await;
    assert!(!later.actions.contains(&"join".to_owned()), "there is no link");
    service.press(&later, "snooze-5").await;
    room.becomes("Later", Some("snoozed")).await;

    room.due("Seen", &[]);
    service.close(&service.shown(3).await, 2).await;
    room.becomes("Seen", None).await;

    room.due("Overlooked", &[]);
    service.close(&service.shown(4).await, 1).await;
    room.due("Opened", &[]);
    let opened = service.shown(5).await;
    let list = room.json(&["reminders", "--json"]);
    let of = list.as_array().unwrap().iter().find(|one| one["title"] == "Opened").unwrap();
    let start: Timestamp = of["original_start"].as_str().unwrap().parse().unwrap();
    let event = of["event_id"].as_str().unwrap();
    service.press(&opened, "default").await;
    room.opens(&format!("kalends-desktop --event={event}@{}", start.as_second())).await;
    room.becomes("Opened", None).await;

    room.due("Last", &[]);
    let last = service.shown(6).await;
    assert_eq!(last.summary, "Last", "nothing of the others came again");
    room.becomes("Overlooked", Some("shown")).await;
    let id = room.json(&["reminders", "--json"]);
    let id = id.as_array().unwrap().iter().find(|one| one["title"] == "Last").unwrap();
    room.json(&["reminders", "dismiss", id["id"].as_str().unwrap(), "--json"]);
    service.until("its end", |kept| kept.closed.contains(&last.number)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_after_showing_shows_again_in_the_same_place() {
    let room = Room::new();
    let service = Service::start(&room.bus, &ALL, Manner::Plain).await;
    let mut runner = room.run();
    room.due("Standup", &[]);
    let first = service.shown(1).await;
    room.becomes("Standup", Some("shown")).await;
    runner.kill();
    let _runner = room.run();
    let again = service.shown(2).await;
    assert_eq!((again.replaces, &again.summary), (first.number, &first.summary));
    assert_ne!(again.sender, first.sender);
    service.press(&again, "snooze-10").await;
    room.becomes("Standup", Some("snoozed")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_between_due_and_shown_shows_when_it_starts_again() {
    let room = Room::new();
    let silent = Service::start(&room.bus, &ALL, Manner::Silent).await;
    let mut runner = room.run();
    room.due("Standup", &[]);
    silent.shown(1).await;
    runner.kill();
    silent.end().await;
    let service = Service::start(&room.bus, &ALL, Manner::Plain).await;
    let _runner = room.run();
    assert_eq!(service.shown(1).await.summary, "Standup");
    room.becomes("Standup", Some("shown")).await;
    assert_eq!(service.kept().shown.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_that_no_service_took_is_shown_when_one_comes() {
    let room = Room::new();
    let _runner = room.run();
    room.due("Standup", &[]);
    // Not pending any more: it was tried.
    room.becomes("Standup", Some("shown")).await;
    let there = Timestamp::now();
    let service = Service::start(&room.bus, &ALL, Manner::Plain).await;
    let shown = service.shown(1).await;
    let late = shown.at.duration_since(there);
    assert!(late < SignedDuration::from_secs(1), "{late:?}");
    assert_eq!(shown.summary, "Standup");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_processes_one_shows_and_the_other_takes_over() {
    let room = Room::new();
    let service = Service::start(&room.bus, &ALL, Manner::Plain).await;
    let mut first = room.run();
    room.due("One", &[]);
    let shown = service.shown(1).await;
    let _second = room.run();
    room.due("Two", &[]);
    room.becomes("Two", Some("shown")).await;
    let kept = service.kept();
    assert_eq!(kept.shown.len(), 2, "{:#?}", kept.shown);
    assert!(kept.shown.iter().all(|note| note.sender == shown.sender));
    first.kill();
    let taken = service.shown(4).await;
    assert_ne!(taken.sender, shown.sender);
    assert_eq!(service.kept().shown.iter().skip(2).filter(|note| note.replaces == 0).count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_titles_leave_nothing_of_the_event_to_the_service() {
    let room = Room::new();
    let service = Service::start(&room.bus, &ALL, Manner::Plain).await;
    room.json(&["reminders", "settings", "--hide-titles", "yes", "--json"]);
    let _runner = room.run();
    let more = ["--location", "Clinic", "--description", "Results"];
    room.due("Doctor", &more);
    let everything = service.shown(1).await.everything;
    let id = room.json(&["reminders", "--json"])[0].clone();
    let event = id["event_id"].as_str().unwrap();
    for secret in ["Doctor", "Clinic", "Results", "Home", event] {
        assert!(!everything.contains(secret), "{secret}: {everything}");
    }
}

#[test]
fn a_test_note_says_who_answers_and_that_nobody_does() {
    let room = Room::new();
    let out = room.command(&["reminders", "test"]).output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(1), "{said}");
    assert!(said.contains("no notification service answers"), "{said}");
    assert!(said.contains("install one such as dunst"), "{said}");
    let nowhere = ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all");
    let out = room.command(&["reminders", "test"]).env(nowhere.0, nowhere.1).output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(1), "{said}");
    assert!(said.contains("no session bus"), "{said}");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let service = runtime.block_on(Service::start(&room.bus, &ALL, Manner::Plain));
    let answer = room.json(&["reminders", "test", "--json"]);
    assert_eq!(answer["server"], "scripted 1");
    assert_eq!((&answer["actions"], service.kept().shown.len()), (&Value::Bool(true), 1));
}
