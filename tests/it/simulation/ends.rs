//! How every history must end: both sides equal, nothing doubled, nothing lost unseen, nobody mailed
//! unasked.

use std::collections::{BTreeMap, BTreeSet};

use kalends_calendar::google::split_instance_id;
use kalends_calendar::merge::changed;
use kalends_calendar::{Event, Series, Status};
use kalends_engine::{QueueState, Trigger};
use kalends_store::{calendars, events};

use support::google::{MIA, Paging, Role};

use super::place::PROJECTS;
use super::world::{Broken, World, list_server};

/// Rounds of syncing after which all must be quiet.
const ROUNDS: usize = 14;

impl World {
    /// The network heals, everybody syncs and decides until nothing waits.
    pub(crate) async fn quiet_down(&mut self) -> Result<(), Broken> {
        self.google().heal();
        self.google().paging = Paging::default();
        self.google().list_calendar(MIA, PROJECTS, Role::Writer, |_| ());
        for device in &mut self.devices {
            device.wire.set_offline(false);
            device.off = 0;
        }
        let all: Vec<usize> = (0..self.devices.len()).collect();
        let mut quiet = 0;
        for round in 0..ROUNDS {
            self.step += 1;
            self.pass(26 * 3_600);
            self.tell(format!("calm round {round}"));
            // An empty calendar is believed when somebody asks for all of it again.
            let full = std::mem::take(&mut self.empty);
            for at in &all {
                self.sync(&[*at], Trigger::Manual, full, false).await?;
            }
            let mut waiting = Vec::new();
            for at in &all {
                let entries = self.devices[*at].engine.list_queue().await.unwrap();
                let needs_user =
                    |state| matches!(state, QueueState::Conflict | QueueState::Refused);
                if entries.iter().any(|entry| needs_user(entry.state)) {
                    self.settle(*at, true).await?;
                }
                for entry in entries {
                    waiting.push(format!(
                        "{}: {:?} {:?} “{}” {} {:?}",
                        self.devices[*at].name,
                        entry.state,
                        entry.op,
                        entry.title,
                        entry.reason,
                        entry.problem
                    ));
                }
            }
            quiet = if waiting.is_empty() && !self.empty { quiet + 1 } else { 0 };
            if quiet == 2 {
                return Ok(());
            }
            if round + 1 == ROUNDS {
                return Err(format!("the queue never empties:\n  {}", waiting.join("\n  ")));
            }
        }
        Ok(())
    }

    /// All that must hold at the end.
    pub(crate) async fn check(&mut self) -> Result<(), Broken> {
        let mut broken = Vec::new();
        for at in 0..self.devices.len() {
            broken.extend(self.list_differences(at).await);
        }
        let end = self.view_server();
        broken.extend(self.ledger.list_lost(&end));
        broken.extend(self.ledger.list_doubled(&end));
        broken.extend(self.list_mails());
        broken.extend(self.google().violations().iter().cloned());
        if broken.is_empty() { Ok(()) } else { Err(broken.join("\n")) }
    }

    /// What a device has other than the server.
    async fn list_differences(&self, at: usize) -> Vec<String> {
        let device = &self.devices[at];
        let mut broken = Vec::new();
        let mut read = device.rows.read().await.unwrap();
        for calendar in calendars::list(&mut read).await.unwrap() {
            let id = calendar.remote_id.as_str();
            let name = format!("{}: {id}", device.name);
            let role = Role::named(&calendar.role).unwrap();
            let google = self.google().clone();
            let theirs: BTreeMap<String, (serde_json::Value, Event)> =
                list_server(&google, id, role)
                    .into_iter()
                    .map(|(json, event)| {
                        let id = json.get("id").and_then(|id| id.as_str()).unwrap().to_owned();
                        (id, (json, event))
                    })
                    .collect();
            let gone: BTreeSet<String> = google
                .list_items(id, role)
                .iter()
                .filter(|item| item.get("status").is_some_and(|status| status == "cancelled"))
                .filter_map(|item| item.get("id").and_then(|id| id.as_str()).map(str::to_owned))
                .collect();
            let mut here = BTreeMap::new();
            let mut gone_here = BTreeSet::new();
            for stored in events::list(&mut read, calendar.id, None, 10_000).await.unwrap() {
                if stored.event.status == Status::Cancelled {
                    gone_here.insert(stored.remote_id);
                } else if here.insert(stored.remote_id.clone(), stored.clone()).is_some() {
                    broken.push(format!("{name} has {} twice", stored.remote_id));
                }
            }
            for (id, (json, event)) in &theirs {
                let Some(stored) = here.remove(id) else {
                    broken.push(format!("{name} lacks {id} “{}”", event.summary));
                    continue;
                };
                let mut fields: Vec<String> =
                    changed(event, &stored.event).iter().map(|field| field.name().into()).collect();
                let answers = |event: &Event| -> BTreeMap<String, String> {
                    let people = event.attendees.iter();
                    people
                        .map(|one| (one.person.email.clone(), format!("{:?}", one.participation)))
                        .collect()
                };
                if answers(event) != answers(&stored.event) {
                    fields.push("answers".into());
                }
                if json.get("etag").and_then(|etag| etag.as_str()) != Some(&stored.etag) {
                    fields.push("etag".into());
                }
                if event.recurrence_id != stored.event.recurrence_id {
                    fields.push("original start".into());
                }
                if !fields.is_empty() {
                    broken.push(format!(
                        "{name}: {id} differs in {}\n  there {event:?}\n  here  {:?}",
                        fields.join(", "),
                        stored.event
                    ));
                }
            }
            for (id, stored) in here {
                broken.push(format!("{name} still has {id} “{}”", stored.event.summary));
            }
            for id in gone.difference(&gone_here) {
                broken.push(format!("{name} does not know that {id} was cancelled"));
            }
            for id in gone_here.difference(&gone) {
                let Some((master, original)) = split_instance_id(id) else { continue };
                let yields = theirs.get(master).is_some_and(|(_, event)| {
                    let series = Series::compile(&event.start, &event.end, &event.recurrence, &[]);
                    let (at, mut spans) = (series.original(&original), Vec::new());
                    series.spans(at, at + 1, &mut spans);
                    spans.iter().any(|span| span.original == at)
                });
                if yields {
                    broken.push(format!("{name} believes that {id} was cancelled"));
                }
            }
        }
        broken
    }

    fn list_mails(&self) -> Vec<String> {
        let google = self.google();
        let mut broken = Vec::new();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for mail in google.mails() {
            if !mail.recipients.is_empty() {
                *counts.entry(&mail.event).or_default() += 1;
            }
        }
        for (event, count) in counts {
            let asked = self.ledger.notified(event);
            if count > asked {
                broken
                    .push(format!("mail about {event} went out {count} times, asked for {asked}"));
            }
        }
        broken
    }
}
