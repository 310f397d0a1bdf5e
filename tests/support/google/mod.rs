//! A stand-in of Google: sign-in and the Calendar API as the contract and recorded answers have
//! them, for tests and for trying the app without an account.
//!
//! [`Google`] is a pure value: it opens no socket and asks no clock. [`GoogleServer`] puts it on a
//! port. It answers in the shapes of Google's documents and keeps no promise beyond them.

mod body;
mod calendar_list;
mod conference;
mod consent;
mod control;
mod extras;
mod fault;
mod fields;
mod generate;
mod guests;
mod instances;
mod list;
mod mail;
mod message;
mod moving;
mod oauth;
mod people;
mod refusal;
mod sample;
pub mod schema;
mod series;
mod server;
mod target;
mod time;
mod token;
mod view;
mod week;
mod world;
mod write;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::Timestamp;

pub use fault::{Fault, Matcher};
pub use generate::{Plenty, encoded};
pub use mail::Mail;
pub use message::{Fate, Object, Request, Response};
pub use oauth::{CLIENT_ID, CLIENT_SECRET, Consent};
pub use refusal::Refusal;
pub use sample::{ANA, AWAY, HOLIDAYS, MIA, OFFICE, OLD, PROJECTS, ROOMS, SPORT, TEAM};
pub use server::GoogleServer;
pub use world::{Calendar, Listed, Role, User};

use oauth::Access;

/// A request as it was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// `GET`.
    pub method: String,
    /// Without the query.
    pub path: String,
    /// Decoded.
    pub query: Vec<(String, String)>,
    /// Whether a packed answer was welcome.
    pub gzip: bool,
    /// The precondition.
    pub if_match: Option<String>,
    /// Bytes of the body.
    pub sent: usize,
    /// Bytes of the answer before packing.
    pub received: usize,
    /// What was answered.
    pub status: u16,
}

/// How pages are cut, beyond what the request asks for.
#[derive(Clone, Debug, Default)]
pub struct Paging {
    /// Sizes of the next pages, zero for an empty one; then as asked for.
    pub next: VecDeque<usize>,
    /// No page is longer.
    pub most: Option<usize>,
}

/// The stand-in.
#[derive(Clone, Debug)]
pub struct Google {
    /// What time it is; whoever holds the stand-in moves it.
    pub now: Timestamp,
    /// What the page of consent does.
    pub consent: Consent,
    /// How long access tokens live, in seconds.
    pub token_seconds: i64,
    /// Whether each refresh gives a new refresh token and ends the old one.
    pub rotates: bool,
    /// Pages of events and calendars.
    pub paging: Paging,
    /// Whether members of a series are re-reported with it (rule 10 of the contract).
    pub reports_series: bool,
    /// A full list of events is empty, whatever there is.
    pub lists_nothing: bool,
    /// Items put into the next pages of events as they are.
    pub foreign_items: Vec<serde_json::Value>,
    /// The answers are checked against Google's schema.
    pub checks_answers: bool,
    users: BTreeMap<String, User>,
    calendars: BTreeMap<String, Calendar>,
    oauth: oauth::Oauth,
    faults: Vec<fault::Armed>,
    log: Vec<Seen>,
    mails: Vec<Mail>,
    violations: Vec<String>,
    /// Whether the present answer holds items that nobody checks.
    told_odd: bool,
    /// The ids of all conferences.
    conferences: BTreeSet<String>,
    /// The calendars in which an event waits for its conference.
    conferences_wait: BTreeSet<String>,
    /// Grows with every change of anything.
    change: u64,
    micros: i64,
    seed: u64,
}

impl Google {
    /// Nobody is here yet.
    pub fn new(now: Timestamp, seed: u64) -> Self {
        Self {
            now,
            consent: Consent::Ask,
            token_seconds: 3599,
            rotates: false,
            paging: Paging::default(),
            reports_series: true,
            lists_nothing: false,
            foreign_items: Vec::new(),
            checks_answers: cfg!(debug_assertions),
            users: BTreeMap::new(),
            calendars: BTreeMap::new(),
            oauth: oauth::Oauth::default(),
            faults: Vec::new(),
            log: Vec::new(),
            mails: Vec::new(),
            violations: Vec::new(),
            told_odd: false,
            conferences: BTreeSet::new(),
            conferences_wait: BTreeSet::new(),
            change: 0,
            micros: 0,
            seed,
        }
    }

    /// The requests since the last call.
    pub fn take_log(&mut self) -> Vec<Seen> {
        std::mem::take(&mut self.log)
    }

    /// Everything that would have been mailed so far.
    pub fn mails(&self) -> &[Mail] {
        &self.mails
    }

    /// What the client, or this stand-in, did against Google's schema and rules.
    pub fn violations(&self) -> &[String] {
        &self.violations
    }

    /// A calendar, for looking into.
    pub fn get_calendar(&self, id: &str) -> Option<&Calendar> {
        self.calendars.get(id)
    }

    /// What a full list would tell somebody with this role.
    pub fn list_items(&self, calendar: &str, role: Role) -> Vec<serde_json::Value> {
        let Some(known) = self.calendars.get(calendar) else { return Vec::new() };
        let Ok(eyes) = view::Eyes::of(&Request::default(), role, calendar) else {
            return Vec::new();
        };
        let stored = known.events.values().filter(|stored| stored.state != world::State::Deleted);
        stored.map(|stored| eyes.tell(stored, true)).collect()
    }

    /// The ids of all calendars.
    pub fn list_calendar_ids(&self) -> Vec<String> {
        self.calendars.keys().cloned().collect()
    }

    /// Answers a request, faults included.
    pub fn answer(&mut self, request: &Request) -> Response {
        let fault = fault::take(&mut self.faults, request);
        let answer = match fault {
            Some(fault) => fault.apply(self, request),
            None => self.answer_well(request),
        };
        self.log.push(Seen {
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            gzip: request.get_header("accept-encoding").is_some_and(|all| all.contains("gzip")),
            if_match: request.get_header("if-match").map(str::to_owned),
            sent: request.body.len(),
            received: answer.body.len(),
            status: answer.status,
        });
        answer
    }

    /// Answers an API request as this user, with every scope: another program of theirs, or
    /// somebody else. Neither faults nor the log know of it.
    pub fn act(&mut self, user: &str, request: &Request) -> Response {
        let segments = request.segments();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        let ["calendar", "v3", rest @ ..] = parts.as_slice() else { return Response::status(404) };
        let access = Access::whole(user);
        let answer = self.route(request, rest, &access);
        let answer = answer.unwrap_or_else(|refusal| refusal.response());
        self.checked(request, rest, answer)
    }

    /// Answers a request without faults.
    fn answer_well(&mut self, request: &Request) -> Response {
        let segments = request.segments();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("GET", ["o", "oauth2", "v2", "auth"]) => self.ask_consent(request),
            ("GET", ["o", "oauth2", "v2", "consent"]) => self.give_consent(request),
            ("POST", ["token"]) => self.give_tokens(request),
            ("POST", ["revoke"]) => self.revoke(request),
            ("GET", ["oauth2", "v3", "userinfo"]) => self.tell_user(request),
            (_, ["calendar", "v3", rest @ ..]) => self.answer_api(request, rest),
            _ => Response::status(404),
        }
    }

    fn answer_api(&mut self, request: &Request, rest: &[&str]) -> Response {
        let answered = match self.access(request) {
            Ok(access) => self.route(request, rest, &access),
            Err(refusal) => Err(refusal),
        };
        let answer = match answered {
            Ok(answer) => answer,
            Err(refusal) => refusal.response(),
        };
        self.checked(request, rest, answer)
    }

    fn route(
        &mut self,
        request: &Request,
        rest: &[&str],
        access: &Access,
    ) -> Result<Response, Refusal> {
        match (request.method.as_str(), rest) {
            ("GET", ["users", "me", "calendarList"]) => self.list_calendars(request, access),
            ("GET", ["users", "me", "calendarList", id]) => self.get_listed(id, access),
            ("GET", ["calendars", calendar, "events"]) => {
                self.list_events(request, access, calendar)
            }
            ("GET", ["calendars", calendar, "events", id, "instances"]) => {
                self.list_instances(request, access, calendar, id)
            }
            ("POST", ["calendars", calendar, "events"]) => {
                self.insert_event(request, access, calendar)
            }
            ("POST", ["calendars", calendar, "events", "import"]) => {
                self.import_event(request, access, calendar)
            }
            ("POST", ["calendars", calendar, "events", "watch"]) => {
                self.watch(request, access, calendar)
            }
            ("POST", ["calendars", calendar, "events", id, "move"]) => {
                self.move_event(request, access, calendar, id)
            }
            ("GET", ["calendars", calendar]) => self.tell_calendar(access, calendar),
            ("POST", ["freeBusy"]) => self.tell_free_busy(request, access),
            ("GET", ["colors"]) => self.tell_colors(access),
            ("GET", ["users", "me", "settings"]) => self.tell_settings(access, None),
            ("GET", ["users", "me", "settings", id]) => self.tell_settings(access, Some(id)),
            ("POST", ["channels", "stop"]) => Ok(Response::status(204)),
            ("GET", ["calendars", calendar, "events", id]) => {
                self.get_event(request, access, calendar, id)
            }
            ("PATCH" | "PUT", ["calendars", calendar, "events", id]) => {
                self.change_event(request, access, calendar, id)
            }
            ("DELETE", ["calendars", calendar, "events", id]) => {
                self.delete_event(request, access, calendar, id)
            }
            _ => Err(Refusal::not_found()),
        }
    }

    /// The number and the time of the next change; neither comes twice.
    pub(super) fn tick(&mut self) -> (u64, i64) {
        self.change += 1;
        self.micros = self.now.as_microsecond().max(self.micros + 1);
        (self.change, self.micros)
    }

    pub(super) fn last_change(&self) -> u64 {
        self.change
    }

    /// Letters and digits as Google makes its ids (base32hex), the same for the same seed.
    pub(super) fn make_id(&mut self, length: usize) -> String {
        const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuv";
        let mut made = String::with_capacity(length);
        for _ in 0..length {
            self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = self.seed;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            let digit = usize::try_from(mixed % 32).unwrap_or_default();
            made.push(char::from(DIGITS.get(digit).copied().unwrap_or(b'0')));
        }
        made
    }
}
