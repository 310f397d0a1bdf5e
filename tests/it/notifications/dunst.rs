//! Reminders in dunst, on a screen that nobody sees.

use std::{
    io::{BufRead as _, BufReader},
    os::unix::fs::PermissionsExt as _,
    process::{Child, Command, Stdio},
    time::Duration,
};

use futures_util::StreamExt as _;
use jiff::SignedDuration;
use zbus::{MatchRule, MessageStream, fdo::DBusProxy, message::Type};

use super::processes::{Room, from_now};

const NAME: &str = "org.freedesktop.Notifications";

/// A screen and a room; dunst comes and goes.
struct Desktop {
    room: Room,
    screen: Child,
    display: String,
}

impl Drop for Desktop {
    fn drop(&mut self) {
        self.screen.kill().ok();
        self.screen.wait().ok();
    }
}

/// dunst; killed with the test.
struct Dunst(Child);

impl Drop for Dunst {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Desktop {
    fn new() -> Self {
        let mut screen = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb: scripts/setup.sh window installs it");
        let mut number = String::new();
        BufReader::new(screen.stdout.take().unwrap()).read_line(&mut number).unwrap();
        Self { room: Room::new(), screen, display: format!(":{}", number.trim()) }
    }

    /// Starts dunst and waits until it is on the bus.
    async fn dunst(&self) -> Dunst {
        let connection = self.room.bus.connect().await;
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .interface("org.freedesktop.DBus")
            .unwrap()
            .member("NameOwnerChanged")
            .unwrap()
            .add_arg(NAME)
            .unwrap()
            .build();
        let mut owners = MessageStream::for_match_rule(rule, &connection, None).await.unwrap();
        let folder = self.room.folder.path();
        let pick = folder.join("pick");
        let menu = folder.join("menu");
        std::fs::write(&menu, format!("#!/bin/sh\ngrep -F \"$(cat '{}')\"\n", pick.display()))
            .unwrap();
        std::fs::set_permissions(&menu, std::fs::Permissions::from_mode(0o755)).unwrap();
        let configuration = folder.join("dunstrc");
        let text = format!("[global]\ndmenu = {}\n[urgency_normal]\ntimeout = 0\n", menu.display());
        std::fs::write(&configuration, text).unwrap();
        let dunst = Command::new("dunst")
            .arg("-conf")
            .arg(&configuration)
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.room.bus.address)
            .stderr(Stdio::null())
            .spawn()
            .expect("dunst: scripts/setup.sh window installs it");
        let there = async {
            loop {
                let message = owners.next().await.unwrap().unwrap();
                let owner: (String, String, String) = message.body().deserialize().unwrap();
                if !owner.2.is_empty() {
                    return;
                }
            }
        };
        let bus = DBusProxy::new(&connection).await.unwrap();
        if !bus.name_has_owner(NAME.try_into().unwrap()).await.unwrap() {
            tokio::time::timeout(Duration::from_secs(20), there).await.expect("dunst starts");
        }
        Dunst(dunst)
    }

    /// Presses the button of the only note with this label.
    fn choose(&self, label: &str) {
        std::fs::write(self.room.folder.path().join("pick"), label).unwrap();
        self.ctl(&["context"]);
    }

    fn ctl(&self, arguments: &[&str]) -> String {
        let out = Command::new("dunstctl")
            .args(arguments)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.room.bus.address)
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).trim().to_owned()
    }

    /// Waits until so many notes are on the screen.
    async fn displays(&self, count: &str) {
        let deadline = from_now(40);
        while self.ctl(&["count", "displayed"]) != count {
            assert!(jiff::Timestamp::now() < deadline, "{}", self.ctl(&["count"]));
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dunst_shows_in_time_and_its_buttons_do_their_work() {
    let desktop = Desktop::new();
    let room = &desktop.room;
    let _dunst = desktop.dunst().await;
    let answer = room.json(&["reminders", "test", "--json"]);
    assert!(answer["server"].as_str().unwrap().starts_with("dunst"), "{answer}");
    desktop.ctl(&["close-all"]);
    let _runner = room.run();
    let start = from_now(4);
    room.event("Standup", start, "0m", &[]);
    desktop.displays("1").await;
    let late = jiff::Timestamp::now().duration_since(start);
    assert!(late < SignedDuration::from_millis(1_500), "{late:?}, looked at every few moments");
    desktop.choose("Snooze 5 min");
    room.becomes("Standup", Some("snoozed")).await;
    desktop.displays("0").await;

    room.due("Closed", &[]);
    desktop.displays("1").await;
    desktop.ctl(&["close"]);
    room.becomes("Closed", None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_dunst_a_killed_process_replaces_its_note_and_a_killed_dunst_gets_the_next() {
    let desktop = Desktop::new();
    let room = &desktop.room;
    let dunst = desktop.dunst().await;
    let mut runner = room.run();
    room.due("Standup", &[]);
    desktop.displays("1").await;
    room.becomes("Standup", Some("shown")).await;
    runner.kill();
    let _runner = room.run();
    // The new process has shown it when a note after it is there.
    room.due("Next", &[]);
    desktop.displays("2").await;
    room.becomes("Next", Some("shown")).await;
    assert_eq!(desktop.ctl(&["count", "displayed"]), "2");

    drop(dunst);
    let _dunst = desktop.dunst().await;
    room.due("After", &[]);
    desktop.displays("1").await;
}
