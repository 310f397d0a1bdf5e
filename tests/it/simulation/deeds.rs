//! What people do, at random: here, on other devices, in the browser.

use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};
use kalends_calendar::{Participation, Window};
use kalends_engine::{
    CalendarId, EditScope, Error, EventChange, Notify, Occurrence, QueueEntry, QueueState,
    Resolution, Scope, Target, Trigger,
};
use serde_json::{Value, json};
use support::google::{ANA, MIA, Request, Role, encoded};

use super::changes::{ZONE, point, told};
use super::ledger::Mails;
use super::place::{PROJECTS, ROOMS, START, TEAM};
use super::world::{Broken, World};

impl World {
    /// One step of a history.
    pub(crate) async fn deed(&mut self) -> Result<(), Broken> {
        self.step += 1;
        let seconds = i64::try_from(self.chance.below(3_600)).unwrap();
        self.pass(seconds);
        let at = self.chance.below(self.devices.len());
        match self.chance.below(100) {
            0..45 => self.local(at).await?,
            45..58 => self.browser(),
            58..80 => self.sync_some(at).await?,
            80..84 => {
                let offline = !self.devices[at].wire.is_offline();
                self.devices[at].wire.set_offline(offline);
                let name = self.devices[at].name.clone();
                self.tell(format!("{name} is {}", if offline { "offline" } else { "online" }));
            }
            84..87 => {
                let off = i64::try_from(self.chance.below(14_400)).unwrap() - 7_200;
                self.devices[at].off = off;
                let name = self.devices[at].name.clone();
                self.tell(format!("the clock of {name} is {off} s off"));
            }
            87..90 => {
                self.devices[at].restart().await;
                let name = self.devices[at].name.clone();
                self.tell(format!("{name} is killed and starts again"));
            }
            90..93 => self.settle(at, false).await?,
            93..96 => self.unsettle(),
            _ => self.pass(20 * 3_600),
        }
        self.look().await;
        Ok(())
    }

    /// Something that somebody does while requests are under way.
    pub(crate) async fn meanwhile(&mut self) -> Result<(), Broken> {
        self.look().await;
        let at = self.chance.below(self.devices.len());
        if self.chance.percent(60) {
            self.local(at).await
        } else {
            self.browser();
            Ok(())
        }
    }

    async fn sync_some(&mut self, at: usize) -> Result<(), Broken> {
        let trigger = match self.chance.below(5) {
            0 => Trigger::Schedule,
            1 => Trigger::Network,
            2 => Trigger::Edit,
            _ => Trigger::Manual,
        };
        let full = self.chance.percent(4);
        let mut devices = vec![at];
        if self.chance.percent(20) {
            devices = (0..self.devices.len()).collect();
        }
        let names: Vec<String> = devices.iter().map(|at| self.devices[*at].name.clone()).collect();
        let whole = if full { " in full" } else { "" };
        self.tell(format!("{} sync{whole} ({trigger:?})", names.join(" and ")));
        self.sync(&devices, trigger, full, true).await
    }

    /// What the server does of itself.
    fn unsettle(&mut self) {
        let calendar = [MIA, ANA, TEAM, PROJECTS][self.chance.below(4)];
        match self.chance.below(5) {
            0 | 1 => {
                self.tell(format!("the sync tokens of {calendar} expire"));
                self.google().expire_tokens(calendar);
            }
            2 => {
                self.tell("the tokens of the calendar list expire");
                self.google().expire_list_tokens(MIA);
            }
            3 => {
                let role = if self.chance.percent(50) { Role::Reader } else { Role::Writer };
                self.tell(format!("Mia is {} of Projects", role.name()));
                self.google().list_calendar(MIA, PROJECTS, role, |_| ());
            }
            _ => {
                let most = [Some(1), Some(2), None][self.chance.below(3)];
                let next = (0..self.chance.below(3)).map(|size| size % 2).collect();
                self.tell(format!("pages of {most:?}"));
                let mut google = self.google();
                google.paging.most = most;
                google.paging.next = next;
            }
        }
    }

    /// Something done on a device, online or not.
    async fn local(&mut self, at: usize) -> Result<(), Broken> {
        let before = self.view(at).await;
        let (what, notify, done) = Box::pin(self.local_deed(at)).await;
        let after = self.view(at).await;
        let name = self.devices[at].name.clone();
        let result = match &done {
            Ok(_) => String::new(),
            Err(error) => format!(": {} ({error})", error.kind()),
        };
        self.tell(format!("{name}: {what}{result}"));
        let step = self.step;
        let mails = match notify {
            Notify::None => Mails::Nobody,
            Notify::External | Notify::All => Mails::Guests,
        };
        self.ledger.note(&name, step, &before, &after, mails);
        match done {
            Ok(undo) => self.devices[at].undo.extend(undo),
            Err(
                Error::Invalid(_)
                | Error::Refused(_)
                | Error::ReadOnly(_)
                | Error::EventNotFound(_),
            ) => {
                if before != after {
                    return Err(format!("“{what}” was refused and changed something"));
                }
            }
            Err(error) => return Err(format!("“{what}” failed: {error:?}")),
        }
        Ok(())
    }

    async fn local_deed(&mut self, at: usize) -> (String, Notify, Result<Option<u64>, Error>) {
        let engine = self.devices[at].engine.clone();
        let notify = match self.chance.below(5) {
            0 => Notify::All,
            1 => Notify::External,
            _ => Notify::None,
        };
        let start: Timestamp = START.parse().unwrap();
        let window = Window {
            start: start - SignedDuration::from_hours(24 * 20),
            end: start + SignedDuration::from_hours(24 * 80),
            zone: TimeZone::get(ZONE).unwrap(),
        };
        let shown = engine.list_occurrences(&window, &Scope::All).await.unwrap();
        let all = engine.list_calendars().await.unwrap();
        let open: Vec<CalendarId> = all.iter().map(|one| one.id).collect();
        let one: Option<Occurrence> = self.chance.pick(&shown).cloned();
        let deed = self.chance.below(100);
        let Some(one) = one.filter(|_| deed >= 22) else {
            let mut change = self.change(true);
            change.calendar = self.chance.pick(&open).copied();
            let what = format!("create {} {}", told(&change), notify_word(notify));
            let done = engine.create_event(change, notify).await;
            return (what, notify, done.map(|edited| Some(edited.undo)));
        };
        let target = Target {
            event_id: one.event_id,
            original: one.recurring.then(|| one.original.seconds()),
        };
        let scope = match (one.recurring, self.chance.below(3)) {
            (false, _) | (true, 0) => EditScope::This,
            (true, 1) => EditScope::Following,
            (true, _) => EditScope::All,
        };
        let about = format!(
            "“{}” at {} {scope:?} {}",
            one.title,
            one.original.local(),
            notify_word(notify)
        );
        match deed {
            22..72 => {
                let change = self.change(false);
                let what = format!("edit {about}: {}", told(&change));
                let done = engine.edit_event(target, change, scope, notify).await;
                (what, notify, done.map(|edited| Some(edited.undo)))
            }
            72..77 => {
                let change = EventChange {
                    calendar: self.chance.pick(&open).copied(),
                    ..EventChange::default()
                };
                let name = all.iter().find(|calendar| Some(calendar.id) == change.calendar);
                let what = format!("move {about} to {}", name.map_or("", |one| one.name.as_str()));
                let scope = if one.recurring { EditScope::All } else { scope };
                let done = engine.edit_event(target, change, scope, notify).await;
                (what, notify, done.map(|edited| Some(edited.undo)))
            }
            77..86 => {
                let what = format!("delete {about}");
                let done = engine.delete_event(target, scope, notify).await;
                (what, notify, done.map(|edited| Some(edited.undo)))
            }
            86..92 if one.my_response.is_some() => {
                let answers =
                    [Participation::Accepted, Participation::Declined, Participation::Tentative];
                let answer = answers[self.chance.below(3)];
                let what = format!("answer {about}: {answer:?}");
                let done = engine.respond(target, answer, None, scope, notify).await;
                (what, notify, done.map(|edited| Some(edited.undo)))
            }
            _ => {
                let last = self.devices[at].undo.pop();
                let Some(undo) = last else {
                    return ("nothing".into(), Notify::None, Ok(None));
                };
                // Who was mailed about the edit may be told that it is undone.
                let told = engine.preview_undo(undo).await.unwrap();
                let asked = !(told.inside.is_empty() && told.outside.is_empty());
                let notify = if asked { notify } else { Notify::None };
                (format!("undo {undo}"), notify, engine.undo(undo, notify).await.map(|()| None))
            }
        }
    }

    /// Something done in the browser, on the server's own state.
    fn browser(&mut self) {
        let before = self.view_server();
        let user = if self.chance.percent(60) { MIA } else { ANA };
        let calendars: &[&str] =
            if user == MIA { &[MIA, TEAM, PROJECTS] } else { &[ANA, PROJECTS, ROOMS] };
        let calendar = *self.chance.pick(calendars).unwrap();
        let path = format!("/calendar/v3/calendars/{}/events", encoded(calendar));
        let items = self.google().list_items(calendar, Role::Owner);
        let live: Vec<&Value> =
            items.iter().filter(|item| item.get("status") != Some(&json!("cancelled"))).collect();
        self.count += 1;
        let count = self.count;
        let one = self.chance.pick(&live).map(|item| (*item).clone());
        let deed = self.chance.below(10);
        let (method, target, body) = match one {
            Some(one) if deed >= 3 => {
                let text = |name: &str| {
                    one.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
                };
                let id = text("id");
                let place = self.instance(&one).filter(|_| deed.is_multiple_of(2)).unwrap_or(id);
                let place = format!("{path}/{place}");
                match deed {
                    3..6 => ("PATCH", place, json!({"summary": format!("title {count}")})),
                    6 | 7 => ("PATCH", place, json!({"description": format!("notes {count}")})),
                    8 => {
                        let (start, end) = self.time();
                        ("PATCH", place, json!({"start": point(&start), "end": point(&end)}))
                    }
                    _ => ("DELETE", place, Value::Null),
                }
            }
            _ => {
                let (start, end) = self.time();
                let mut body = json!({
                    "summary": format!("title {count}"),
                    "location": format!("made {count}"),
                    "start": point(&start),
                    "end": point(&end),
                });
                if self.chance.percent(35) {
                    let rule = format!("RRULE:{}", self.rule());
                    body.as_object_mut().unwrap().insert("recurrence".into(), json!([rule]));
                }
                if self.chance.percent(25) {
                    let guest = if user == MIA { ANA } else { MIA };
                    let guests =
                        json!([{"email": guest}, {"email": user, "responseStatus": "accepted"}]);
                    body.as_object_mut().unwrap().insert("attendees".into(), guests);
                }
                ("POST", path, body)
            }
        };
        let mut request = Request::new(method, &target);
        if !body.is_null() {
            request = request.json(&body);
        }
        let status = self.google().act(user, &request).status;
        let after = self.view_server();
        let step = self.step;
        self.ledger.note("browser", step, &before, &after, Mails::Nobody);
        let target = target.trim_start_matches("/calendar/v3/calendars/");
        self.tell(format!("{user} in the browser: {method} {target} {body} → {status}"));
    }

    /// The id of some instance of a series.
    fn instance(&mut self, master: &Value) -> Option<String> {
        master.get("recurrence")?;
        let id = master.get("id").and_then(Value::as_str)?;
        let days = i64::try_from(self.chance.below(4)).unwrap() * 7;
        if let Some(date) = master.pointer("/start/date").and_then(Value::as_str) {
            let date: civil::Date = date.parse().ok()?;
            let date = date.saturating_add(jiff::Span::new().days(days));
            return Some(format!("{id}_{}", date.strftime("%Y%m%d")));
        }
        let start = master.pointer("/start/dateTime").and_then(Value::as_str)?;
        let start: Timestamp = start.parse().ok()?;
        let start = start.to_zoned(TimeZone::get(ZONE).unwrap());
        let start = start.saturating_add(jiff::Span::new().days(days)).timestamp();
        Some(format!("{id}_{}", start.strftime("%Y%m%dT%H%M%SZ")))
    }

    /// Somebody goes through what needs them; `all` leaves nothing of it.
    pub(crate) async fn settle(&mut self, at: usize, all: bool) -> Result<(), Broken> {
        let entries = self.devices[at].engine.list_queue().await.unwrap();
        for entry in entries {
            if !all && self.chance.percent(50) {
                continue;
            }
            let before = self.view(at).await;
            let (what, done) = self.settle_one(at, &entry).await;
            let after = self.view(at).await;
            let name = self.devices[at].name.clone();
            let result = match &done {
                Ok(()) => String::new(),
                Err(error) => format!(": {} ({error})", error.kind()),
            };
            self.tell(format!("{name}: {what} “{}”{result}", entry.title));
            let step = self.step;
            self.ledger.note(&name, step, &before, &after, Mails::Nobody);
            match done {
                Ok(()) | Err(Error::Invalid(_) | Error::Refused(_)) => {}
                Err(error) => return Err(format!("“{what}” failed: {error:?}")),
            }
        }
        Ok(())
    }

    async fn settle_one(&mut self, at: usize, entry: &QueueEntry) -> (String, Result<(), Error>) {
        let engine = self.devices[at].engine.clone();
        match entry.state {
            QueueState::Conflict => {
                let fields: Vec<String> = entry
                    .fields
                    .iter()
                    .filter(|field| field.conflict)
                    .map(|field| field.name.clone())
                    .filter(|_| self.chance.percent(50))
                    .collect();
                let how = match self.chance.below(4) {
                    0 => Resolution::Mine,
                    1 => Resolution::Theirs,
                    2 => Resolution::Both,
                    _ => Resolution::Fields { mine: fields },
                };
                (format!("decide {how:?} for"), engine.resolve_queue(entry.id, how).await)
            }
            QueueState::Refused if self.chance.percent(25) => {
                ("retry".into(), engine.retry_queue(Some(entry.id)).await)
            }
            QueueState::Refused => ("discard".into(), engine.discard_queue(entry.id).await),
            QueueState::Waiting | QueueState::Retrying if self.chance.percent(15) => {
                ("discard".into(), engine.discard_queue(entry.id).await)
            }
            QueueState::Waiting | QueueState::Retrying => {
                ("retry".into(), engine.retry_queue(Some(entry.id)).await)
            }
        }
    }
}

fn notify_word(notify: Notify) -> &'static str {
    match notify {
        Notify::None => "",
        Notify::External => "(mail external)",
        Notify::All => "(mail all)",
    }
}
