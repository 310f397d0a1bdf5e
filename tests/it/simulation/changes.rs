//! What an event is changed to, at random.

use jiff::{SignedDuration, civil, tz::TimeZone};
use kalends_calendar::{Alarm, AlarmAction, AlarmTrigger, GuestRights, Visibility, When, Zone};
use kalends_engine::{EventChange, Guest, Hue, Reminders};
use serde_json::{Value, json};
use support::google::{ANA, MIA};

use super::world::World;

/// Where all times are.
pub(super) const ZONE: &str = "Europe/Berlin";

impl World {
    /// A change of one field, or of some; for a new event with all it needs.
    pub(super) fn change(&mut self, new: bool) -> EventChange {
        self.count += 1;
        let count = self.count;
        let mut change = EventChange::default();
        if new {
            change.title = Some(format!("title {count}"));
            change.location = Some(format!("made {count}"));
            change.time = Some(self.time());
            if self.chance.percent(35) {
                change.rules = Some(vec![self.rule()]);
            }
            if self.chance.percent(25) {
                change.guests = Some(self.guests());
            }
            return change;
        }
        for _ in 0..=self.chance.below(2) {
            match self.chance.below(16) {
                0..4 => change.title = Some(format!("title {count}")),
                4..7 => change.notes = Some(format!("notes {count}")),
                7..10 => change.time = Some(self.time()),
                10 => {
                    change.color = Some(
                        self.chance.pick(&Hue::ALL).copied().filter(|_| !count.is_multiple_of(4)),
                    )
                }
                11 => change.busy = Some(self.chance.percent(50)),
                12 => {
                    change.visibility = Some(
                        [Visibility::Default, Visibility::Private, Visibility::Public]
                            [self.chance.below(3)],
                    );
                }
                13 => {
                    let minutes = i64::try_from(self.chance.below(60)).unwrap();
                    change.reminders = Some(match self.chance.below(3) {
                        0 => Reminders::Default,
                        _ => Reminders::Own(vec![Alarm {
                            action: AlarmAction::Display,
                            trigger: AlarmTrigger::FromStart(SignedDuration::from_mins(-minutes)),
                            repeat: 0,
                            interval: None,
                        }]),
                    });
                }
                14 => match self.chance.below(4) {
                    0 => change.tentative = Some(self.chance.percent(50)),
                    1 => change.conference = Some(self.chance.percent(70)),
                    2 => {
                        change.guest_rights = Some(GuestRights {
                            see_others: self.chance.percent(50),
                            invite_others: self.chance.percent(50),
                            modify: self.chance.percent(50),
                        });
                    }
                    _ => {
                        change.rules = Some(if self.chance.percent(30) {
                            Vec::new()
                        } else {
                            vec![self.rule()]
                        })
                    }
                },
                _ => change.guests = Some(self.guests()),
            }
        }
        change
    }

    pub(super) fn guests(&mut self) -> Vec<Guest> {
        let guest = |email: &str| Guest { email: email.into(), ..Guest::default() };
        let all = [MIA, ANA, "jo@southwind.example", "kim@southwind.example"];
        let mut guests = Vec::new();
        for email in all {
            if self.chance.percent(45) {
                guests.push(guest(email));
            }
        }
        guests
    }

    pub(super) fn rule(&mut self) -> String {
        [
            "FREQ=DAILY;COUNT=6",
            "FREQ=WEEKLY;COUNT=5",
            "FREQ=DAILY;INTERVAL=2;COUNT=4",
            "FREQ=WEEKLY",
        ][self.chance.below(4)]
        .into()
    }

    /// A time that no other event has.
    pub(super) fn time(&mut self) -> (When, When) {
        self.count += 1;
        let first = civil::date(2026, 11, 2);
        let days = i64::try_from(self.chance.below(21)).unwrap();
        let day = first.saturating_add(jiff::Span::new().days(days));
        if self.chance.percent(15) {
            let end = day.saturating_add(jiff::Span::new().days(1 + days % 3));
            return (When::Date(day), When::Date(end));
        }
        let minutes = i64::try_from(self.count % 600).unwrap();
        let zone = Zone::named(ZONE).unwrap();
        let start = day.at(8, 0, 0, 0).saturating_add(jiff::Span::new().minutes(minutes));
        let end = start.saturating_add(jiff::Span::new().minutes(30 + days));
        (When::Zoned(start, zone.clone()), When::Zoned(end, zone))
    }
}

/// A change in a few words.
pub(super) fn told(change: &EventChange) -> String {
    let text = format!("{change:?}");
    let inner = text.trim_start_matches("EventChange { ").trim_end_matches(" }");
    let mut kept = Vec::new();
    for part in inner.split(", ") {
        if !part.ends_with(": None") {
            kept.push(part);
        }
    }
    kept.join(", ")
}

pub(super) fn point(when: &When) -> Value {
    match when {
        When::Date(date) => json!({"date": date.to_string(), "dateTime": null, "timeZone": null}),
        When::Zoned(local, zone) => {
            let at = when.resolve(&TimeZone::UTC).to_zoned(zone.time_zone().clone());
            let text = at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
            let _ = local;
            json!({"date": null, "dateTime": text, "timeZone": zone.id()})
        }
        When::Floating(local) => json!({"dateTime": local.to_string()}),
    }
}
