//! The real `kalends` beside the stand-in of Google, with this test in place of the browser.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Output},
};

use serde_json::{Value, json};
use support::{
    command_line::kalends,
    google::{CLIENT_ID, CLIENT_SECRET, Consent, Google, GoogleServer, MIA, Request, encoded},
};

/// A data folder, and Google as it is for it.
pub(super) struct Desk {
    folder: tempfile::TempDir,
    pub(super) server: GoogleServer,
}

impl Desk {
    /// Mia and Ana, nobody signed in. Consent is given at once, by whom the sign-in hints at.
    pub(super) fn new() -> Self {
        let mut google = Google::sample(jiff::Timestamp::now(), 1);
        google.consent = Consent::Give { user: None, scopes: None };
        Self { folder: tempfile::tempdir().unwrap(), server: GoogleServer::start(google).unwrap() }
    }

    /// Mia is signed in and everything was fetched.
    pub(super) fn with_mia() -> Self {
        let desk = Self::new();
        desk.sign_in(MIA);
        desk.sync();
        desk
    }

    pub(super) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = kalends(&self.data(), arguments);
        command
            .env("KALENDS_GOOGLE_URL", self.server.url())
            .env("KALENDS_GOOGLE_CLIENT_ID", CLIENT_ID)
            .env("KALENDS_GOOGLE_CLIENT_SECRET", CLIENT_SECRET);
        command
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// The one value on standard output, with `--json`.
    pub(super) fn json(&self, arguments: &[&str]) -> Value {
        let out = self.run(&[arguments, &["--json"]].concat());
        let stderr = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{arguments:?}: {stderr}");
        serde_json::from_slice(&out.stdout)
            .unwrap_or_else(|_| panic!("{arguments:?}: not one value"))
    }

    /// The exit code, and what standard error says.
    pub(super) fn fail(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let out = self.run(arguments);
        (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
    }

    /// Begins to sign in and gives the address to open.
    pub(super) fn begin_sign_in(&self, user: &str) -> (Child, String) {
        let arguments =
            ["account", "add", "google", "--no-browser", "--login-hint", user, "--json"];
        let mut child = self.command(&arguments).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let url = lines.by_ref().map(Result::unwrap).find(|line| line.starts_with("http"));
        let url = url.expect("the address is printed");
        // Somebody has to read on, or the program would wait for it.
        std::thread::spawn(move || lines.for_each(drop));
        (child, url)
    }

    /// Signs a user in; the account as it is answered.
    pub(super) fn sign_in(&self, user: &str) -> Value {
        let (child, url) = self.begin_sign_in(user);
        browse(&url);
        let out = child.wait_with_output().unwrap();
        assert!(out.status.success());
        serde_json::from_slice(&out.stdout).unwrap()
    }

    /// Syncs everything and gives the sums of `pulled`, `pushed` and `conflicts`.
    pub(super) fn sync(&self) -> [u64; 3] {
        let rows = self.json(&["sync"]);
        let rows = rows.as_array().unwrap();
        ["pulled", "pushed", "conflicts"]
            .map(|key| rows.iter().map(|row| row[key].as_u64().unwrap()).sum())
    }

    /// The id of the calendar that Mia owns.
    pub(super) fn primary(&self) -> String {
        let all = self.json(&["calendar", "list"]);
        let primary = all.as_array().unwrap().iter().find(|one| one["primary"] == true).unwrap();
        primary["id"].as_str().unwrap().to_owned()
    }

    /// `start title` of the week of 16 November 2026, unsent ones with a star.
    pub(super) fn week(&self) -> Vec<String> {
        let agenda = self.agenda();
        let line = |one: &Value| {
            let star = if one["pending"] == true { " *" } else { "" };
            let start = one["start"].as_str().unwrap().get(..16).unwrap_or_default();
            format!("{start} {}{star}", one["title"].as_str().unwrap())
        };
        agenda.iter().map(line).collect()
    }

    pub(super) fn agenda(&self) -> Vec<Value> {
        let span = ["--from", "2026-11-16", "--to", "2026-11-23", "--zone", "Europe/Berlin"];
        let agenda = self.json(&[&["agenda"][..], &span].concat());
        agenda["occurrences"].as_array().unwrap().clone()
    }

    /// A request to the API by another program of a user's.
    pub(super) fn act(&self, user: &str, method: &str, target: &str, body: &Value) -> Value {
        let mut request = Request::new(method, &format!("/calendar/v3/calendars/{target}"));
        if !body.is_null() {
            request = request.json(body);
        }
        let answer = self.server.control().act(user, &request);
        assert!(answer.status < 300, "{method} {target}: {}", answer.value());
        answer.value()
    }

    /// Makes an event at Google and gives its id there.
    pub(super) fn make(&self, user: &str, title: &str, start: &str, more: &Value) -> String {
        let start: jiff::civil::DateTime = start.parse().unwrap();
        let end = start.checked_add(jiff::SignedDuration::from_hours(1)).unwrap();
        let point = |at: jiff::civil::DateTime| json!({"dateTime": at.to_string(), "timeZone": "Europe/Berlin"});
        let mut body = json!({"summary": title, "start": point(start), "end": point(end)});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = self.act(user, "POST", &format!("{}/events", encoded(user)), &body);
        made["id"].as_str().unwrap().to_owned()
    }

    /// What Google has of a user's event.
    pub(super) fn at_google(&self, user: &str, id: &str) -> Value {
        self.act(user, "GET", &format!("{}/events/{id}", encoded(user)), &Value::Null)
    }

    /// The events of a user at Google: title, start, status.
    pub(super) fn all_at_google(&self, user: &str) -> Vec<Value> {
        let all = self.act(user, "GET", &format!("{}/events", encoded(user)), &Value::Null);
        all["items"].as_array().unwrap().clone()
    }

    /// How many people were mailed so far.
    pub(super) fn mailed(&self) -> usize {
        self.server.control().mails().iter().map(|mail| mail.recipients.len()).sum()
    }
}

/// Opens a page as a browser does, redirects included.
pub(super) fn browse(url: &str) {
    let mut url = url.to_owned();
    for _ in 0..5 {
        let rest = url.strip_prefix("http://").unwrap().to_owned();
        let (host, path) = rest.split_once('/').unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = BufReader::new(stream);
        let head: Vec<String> = answer
            .by_ref()
            .lines()
            .map(Result::unwrap)
            .take_while(|line| !line.is_empty())
            .collect();
        let header = |wanted: &str| {
            head.iter().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
            })
        };
        let length = header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        answer.read_exact(&mut vec![0; length]).unwrap();
        let location = header("location");
        match location {
            Some(next) => url = next,
            None => return,
        }
    }
    panic!("redirects without end");
}
