//! The driver: devices, the stand-in, and what happens between a request and its answer.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use kalends_calendar::google::{Context, Item, read_item};
use kalends_calendar::{Event, Status, Zone};
use kalends_engine::{Engine, Error, QueueState, RunView, Trigger};
use kalends_store::{calendars, events};
use support::google::{ANA, Fault, Google, MIA, Matcher, Refusal, Role};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::chance::Chance;
use super::ledger::{Ledger, Seen, View};
use super::place::{Device, START, Template};

/// Why a history is no good.
pub(crate) type Broken = String;

pub(crate) struct World {
    pub(crate) chance: Chance,
    pub(crate) google: Arc<Mutex<Google>>,
    pub(crate) devices: Vec<Device>,
    pub(crate) ledger: Ledger,
    pub(crate) now: Timestamp,
    pub(crate) step: usize,
    /// Makes every text unique.
    pub(crate) count: usize,
    pub(crate) trace: Vec<String>,
    /// A calendar came back empty, and nobody has said yet that it is.
    pub(crate) empty: bool,
    halted: Arc<Notify>,
}

/// A sync under way.
struct Running {
    device: usize,
    done: Arc<AtomicBool>,
    task: JoinHandle<Result<Vec<RunView>, Error>>,
}

impl World {
    pub(crate) async fn new(seed: u64) -> Self {
        let template = Template::get();
        let mut chance = Chance::new(seed);
        let mut google = template.google.clone();
        // Against the schema some histories are checked, for all it would take too long.
        google.checks_answers = seed.is_multiple_of(8);
        google.reports_series = chance.percent(80);
        let google = Arc::new(Mutex::new(google));
        let halted: Arc<Notify> = Arc::default();
        let users: &[(&str, &'static str)] = match chance.below(4) {
            0 => &[("Mia's desk", MIA)],
            1 => &[("Mia's desk", MIA), ("Mia's lap", MIA)],
            2 => &[("Mia's desk", MIA), ("Ana's desk", ANA)],
            _ => &[("Mia's desk", MIA), ("Mia's lap", MIA), ("Ana's desk", ANA)],
        };
        let mut devices = Vec::new();
        for (name, user) in users {
            let seed = chance.seed();
            devices.push(Device::new(template, &google, &halted, name, user, seed).await);
        }
        let now = START.parse().unwrap();
        Self {
            chance,
            google,
            devices,
            ledger: Ledger::default(),
            now,
            step: 0,
            count: 0,
            trace: Vec::new(),
            empty: false,
            halted,
        }
    }

    pub(crate) fn google(&self) -> MutexGuard<'_, Google> {
        self.google.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tell(&mut self, line: impl Into<String>) {
        let line = format!("{:3} {}", self.step, line.into());
        self.trace.push(line);
    }

    /// Time passes for all.
    pub(crate) fn pass(&mut self, seconds: i64) {
        for device in &self.devices {
            let ahead = device.clock.now() - SignedDuration::from_secs(device.off);
            self.now = self.now.max(ahead);
        }
        self.now += SignedDuration::from_secs(seconds);
        self.google().now = self.now;
        for device in &self.devices {
            device.clock.set(self.now + SignedDuration::from_secs(device.off));
        }
    }

    /// What a device shows.
    pub(crate) async fn view(&self, device: usize) -> View {
        let mut read = self.devices[device].rows.read().await.unwrap();
        let all = calendars::list(&mut read).await.unwrap();
        let names: Vec<String> = all.iter().map(|calendar| calendar.remote_id.clone()).collect();
        let mut view = View::default();
        for calendar in all {
            for stored in events::list(&mut read, calendar.id, None, 10_000).await.unwrap() {
                let organizer = stored.event.organizer.as_ref();
                let organizer = organizer.map(|person| person.email.clone()).unwrap_or_default();
                let foreign = stored.event.shared.foreign && names.contains(&organizer);
                let seen = Seen::of(&calendar.remote_id, &stored.event);
                view.add(stored.remote_id, seen, foreign);
            }
        }
        view
    }

    /// What the server has, of each event the organizer's copy.
    pub(crate) fn view_server(&self) -> View {
        let google = self.google();
        let organizers: BTreeSet<String> = google.list_calendar_ids().into_iter().collect();
        let mut view = View::default();
        for calendar in google.list_calendar_ids() {
            for item in google.list_items(&calendar, Role::Owner) {
                let text = |name: &str| item.get(name).and_then(|text| text.as_str());
                if text("status") == Some("cancelled") {
                    let mut event = Event::empty();
                    event.status = Status::Cancelled;
                    let id = text("id").unwrap_or_default().to_owned();
                    view.add(id, Seen::of(&calendar, &event), false);
                }
            }
            for (json, event) in list_server(&google, &calendar, Role::Owner) {
                let organizer = json.pointer("/organizer/email").and_then(|text| text.as_str());
                let id = json.get("id").and_then(|text| text.as_str()).unwrap_or_default();
                let foreign = organizer != Some(&calendar)
                    && organizers.contains(organizer.unwrap_or_default());
                view.add(id.to_owned(), Seen::of(&calendar, &event), foreign);
            }
        }
        view
    }

    /// Everybody looks at what waits and what went wrong.
    pub(crate) async fn look(&mut self) {
        for at in 0..self.devices.len() {
            let entries = self.devices[at].engine.list_queue().await.unwrap();
            for entry in entries {
                if !matches!(entry.state, QueueState::Conflict | QueueState::Refused) {
                    continue;
                }
                let id = {
                    let mut read = self.devices[at].rows.read().await.unwrap();
                    events::get(&mut read, entry.id).await.unwrap().remote_id
                };
                if entry.fields.is_empty() || entry.state == QueueState::Refused {
                    self.ledger.show(&id, "deleted", &[]);
                }
                for field in &entry.fields {
                    self.ledger.show(&id, &field.name, &[&field.mine, &field.theirs]);
                }
            }
        }
    }

    fn start(&self, device: usize, trigger: Trigger, full: bool) -> Running {
        let engine: Engine = self.devices[device].engine.clone();
        let done: Arc<AtomicBool> = Arc::default();
        let (halted, flag) = (Arc::clone(&self.halted), Arc::clone(&done));
        let task = tokio::spawn(async move {
            let result = Box::pin(engine.sync(None, trigger, full)).await;
            drop(engine);
            flag.store(true, Ordering::SeqCst);
            halted.notify_one();
            result
        });
        Running { device, done, task }
    }

    /// Waits until every sync has ended or waits for an answer.
    async fn halt(&self, running: &[Running]) -> Result<(), Broken> {
        let rests = |one: &Running| {
            one.done.load(Ordering::SeqCst) || self.devices[one.device].wire.is_held()
        };
        while !running.iter().all(rests) {
            let waited = tokio::time::timeout(Duration::from_secs(60), self.halted.notified());
            waited.await.map_err(|_| "a sync neither ends nor asks for anything".to_owned())?;
        }
        Ok(())
    }

    /// Devices sync at the same time. `rough` lets things go wrong, and people go on meanwhile.
    pub(crate) async fn sync(
        &mut self,
        devices: &[usize],
        trigger: Trigger,
        full: bool,
        rough: bool,
    ) -> Result<(), Broken> {
        let mut running: Vec<Running> =
            devices.iter().map(|device| self.start(*device, trigger, full)).collect();
        let mut requests = 0;
        loop {
            self.halt(&running).await?;
            let waiting: Vec<usize> = running
                .iter()
                .map(|one| one.device)
                .filter(|device| self.devices[*device].wire.is_held())
                .collect();
            let Some(next) = self.chance.pick(&waiting).copied() else { break };
            requests += 1;
            if requests > 600 {
                return Err("a sync does not come to an end".into());
            }
            if rough && self.chance.percent(10) {
                self.meanwhile().await?;
            }
            if rough && self.chance.percent(2) {
                let at = running.iter().position(|one| one.device == next).unwrap();
                self.kill(running.remove(at)).await;
                continue;
            }
            let Some(held) = self.devices[next].wire.take() else { continue };
            if rough && self.chance.percent(9) {
                let fault = self.fault();
                self.tell(format!("      fault {fault:?}"));
                self.google().fail(Matcher::any(), fault, 1);
            }
            self.google().now = self.now;
            let line = format!("{} {}", held.request.method, place(&held.request));
            let status = self.devices[next].wire.release(held);
            let name = self.devices[next].name.clone();
            self.tell(format!("      {name}: {line} → {status}"));
        }
        for one in running {
            let name = self.devices[one.device].name.clone();
            match one.task.await {
                Ok(Ok(views)) => {
                    for view in views {
                        if let Some(problem) = view.problem {
                            self.empty |= problem.kind == "empty_list";
                            let calendar = view.calendar_name;
                            self.tell(format!("      {name}: {calendar}: {}", problem.kind));
                        }
                    }
                }
                Ok(Err(Error::Busy(_))) => self.tell(format!("      {name}: busy")),
                Ok(Err(error)) => return Err(format!("the sync of {name} failed: {error:?}")),
                Err(error) => return Err(format!("the sync of {name} died: {error}")),
            }
        }
        self.look().await;
        Ok(())
    }

    async fn kill(&mut self, one: Running) {
        let name = self.devices[one.device].name.clone();
        self.tell(format!("      {name} is killed and starts again"));
        one.task.abort();
        let _ = one.task.await;
        drop(self.devices[one.device].wire.take());
        self.devices[one.device].restart().await;
    }

    fn fault(&mut self) -> Fault {
        let refuse = |status, reason: &str, retry_after| {
            let mut refusal = Refusal::new(status, reason, reason);
            refusal.retry_after = retry_after;
            Fault::Refuse(refusal)
        };
        match self.chance.below(12) {
            0 => Fault::DropBefore,
            1 => Fault::DropAmid,
            2 | 3 => Fault::DropAfter,
            4 => Fault::Status(500),
            5 => Fault::Status(503),
            6 => refuse(429, "rateLimitExceeded", Some(3)),
            7 => refuse(403, "userRateLimitExceeded", None),
            8 => refuse(403, "quotaExceeded", None),
            9 => Fault::CaptivePage,
            10 => Fault::CaptiveRedirect,
            _ => Fault::ExpiredAccess,
        }
    }
}

/// A request without what differs from token to token.
fn place(request: &support::google::Request) -> String {
    let mut text = request.path.trim_start_matches("/calendar/v3/").to_owned();
    for (name, value) in &request.query {
        match name.as_str() {
            "syncToken" | "pageToken" => text.push_str(&format!(" {name}")),
            "sendUpdates" if value != "none" => text.push_str(&format!(" {name}={value}")),
            _ => {}
        }
    }
    if !request.body.is_empty() && request.path != "/token" {
        text.push(' ');
        text.push_str(&String::from_utf8_lossy(&request.body));
    }
    text
}

/// The live events of a calendar at the server, as JSON and as they read.
pub(crate) fn list_server(
    google: &Google,
    calendar: &str,
    role: Role,
) -> Vec<(serde_json::Value, Event)> {
    let zone = google.get_calendar(calendar).map(|known| known.zone.clone()).unwrap_or_default();
    let context = Context {
        calendar_zone: Zone::named(&zone).unwrap_or_else(Zone::utc),
        owner: calendar.to_owned(),
    };
    let mut rows = Vec::new();
    for json in google.list_items(calendar, role) {
        match read_item(json.to_string().as_bytes(), &context) {
            Ok(Item::Live(live)) => rows.push((json, live.event)),
            Ok(Item::Cancelled(_)) => {}
            Err(error) => panic!("the stand-in has what cannot be read: {error}"),
        }
    }
    rows
}
