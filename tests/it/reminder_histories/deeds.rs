//! What happens to the calendar, the clock and the process, at random.

use std::io::Cursor;

use jiff::{SignedDuration, Timestamp, civil::DateTime};
use kalends_calendar::{Participation, When};
use kalends_engine::{
    CalendarChange, EditScope, Engine, EventChange, Notify, Occurrence, Scope, Target,
    calendar::Window,
};
use kalends_store::{EventWrite, Store, events};
use support::{
    desk::zone,
    event::{EventBuilder, calendar},
};

use super::world::{Broken, World, ZONES};

impl World {
    /// One step of a history.
    pub(crate) async fn deed(&mut self) -> Result<(), Broken> {
        self.next_step();
        let seconds = i64::try_from(self.chance.below(1_500)).unwrap();
        self.pass(seconds);
        match self.chance.below(100) {
            0..20 => self.add().await,
            20..31 => self.edit().await,
            31..34 => self.delete().await,
            34..37 => self.decline().await,
            37..41 => self.undo().await,
            41..44 => self.hide().await,
            44..47 => self.read_anew().await?,
            47..50 => self.back_up().await,
            50..53 => self.travel().await,
            53..56 => {
                self.tell("killed, and started again");
                self.restart().await;
            }
            56..61 => self.jump(),
            61..77 => self.act_on_note().await?,
            77..85 => self.act_in_list().await?,
            85..89 => self.hold().await,
            89..91 => {
                let away = !self.notes.screen().is_away;
                self.notes.screen().is_away = away;
                if !away {
                    // What could not be shown is tried again after a minute.
                    self.pass(60);
                }
                self.tell(format!("the service is {}", if away { "away" } else { "back" }));
            }
            _ => self.pass(6 * 3_600),
        }
        if self.chance.percent(75) { self.look().await } else { Ok(()) }
    }

    /// Everything works again, and time passes until all is due.
    pub(crate) async fn come_to_rest(&mut self) -> Result<(), Broken> {
        self.next_step();
        self.tell("at rest");
        self.notes.screen().is_away = false;
        self.free().await;
        for _ in 0..12 {
            self.look().await?;
            self.pass(2 * 3_600);
        }
        Ok(())
    }

    fn soon(&mut self) -> DateTime {
        let minutes = i64::try_from(self.chance.below(600)).unwrap() - 60;
        let at = self.now() + SignedDuration::from_mins(minutes);
        let local = at.to_zoned(self.config.zone.get()).datetime();
        local.with().second(0).subsec_nanosecond(0).build().unwrap()
    }

    /// An event with up to three reminders; of every kind of time, alone or in a series.
    async fn add(&mut self) {
        self.count += 1;
        let start = self.soon();
        let is_day = self.chance.percent(20);
        let choices: &[i64] = match is_day {
            true => &[-540, 0, 360, 900, 1_440],
            false => &[0, 5, 10, 30, 60, 1_440, -5],
        };
        let mut minutes: Vec<i64> = Vec::new();
        for _ in 0..self.chance.below(4) {
            minutes.extend(self.chance.pick(choices));
        }
        minutes.sort_unstable();
        minutes.dedup();
        let told: Vec<String> = minutes.iter().map(ToString::to_string).collect();
        let title = format!("e{} [{}]", self.count, told.join(" "));
        let written = match is_day {
            true => start.date().to_string(),
            false => start.strftime("%Y-%m-%dT%H:%M").to_string(),
        };
        let mut event = EventBuilder::new(&format!("e{}@here", self.count), &written).title(&title);
        if !is_day {
            let length = [0, 15, 60, 240][self.chance.below(4)];
            let zone = ["", "UTC", "Europe/Berlin", "America/New_York"][self.chance.below(4)];
            event = event.minutes(length).zone(zone);
        }
        for minutes in &minutes {
            event = event.line("BEGIN:VALARM").line("ACTION:DISPLAY").line("DESCRIPTION:x");
            event = match minutes {
                0.. => event.line(&format!("TRIGGER:-PT{minutes}M")),
                _ => event.line(&format!("TRIGGER:PT{}M", -minutes)),
            };
            event = event.line("END:VALARM");
        }
        let repeats = self.chance.percent(30);
        if repeats {
            event = event.line("RRULE:FREQ=DAILY;COUNT=5");
        }
        let mut into = vec![self.calendars[self.chance.below(self.calendars.len())]];
        if !repeats && self.chance.percent(10) {
            into.clone_from(&self.calendars);
        }
        self.tell(format!("add {title} at {written} into {}", into.len()));
        for id in into {
            let text = calendar(std::slice::from_ref(&event));
            self.engine.import(Cursor::new(text), id).await.unwrap();
        }
    }

    async fn pick(&mut self) -> Option<Occurrence> {
        let window = Window {
            start: self.now() - SignedDuration::from_hours(12),
            end: self.now() + SignedDuration::from_hours(48),
            zone: self.config.zone.get(),
        };
        let all = self.engine.list_occurrences(&window, &Scope::All).await.unwrap();
        self.chance.pick(&all).cloned()
    }

    /// A move, a new title, or a cut series.
    async fn edit(&mut self) {
        let Some(one) = self.pick().await else { return };
        let scope = match (one.recurring, self.chance.below(3)) {
            (false, _) | (true, 0) => EditScope::This,
            (true, 1) => EditScope::Following,
            (true, _) => EditScope::All,
        };
        let by = i64::try_from(self.chance.below(400)).unwrap() - 120;
        let mut change = EventChange::default();
        let moves = scope != EditScope::Following && self.chance.percent(60);
        if moves {
            change.time = Some((shift(&one.start, by), shift(&one.end, by)));
        } else {
            change.title = Some(format!("again {}", one.title));
        }
        let target = Target {
            event_id: one.event_id,
            original: one.recurring.then(|| one.original.seconds()),
        };
        let edited = self.engine.edit_event(target, change, scope, Notify::None).await;
        let what = if moves { format!("by {by} min") } else { "title".into() };
        self.tell(format!("edit {} {scope:?} {what}: {}", one.title, outcome(&edited)));
        self.undos.extend(edited.ok().map(|edited| edited.undo));
    }

    async fn delete(&mut self) {
        let Some(one) = self.pick().await else { return };
        let target = Target {
            event_id: one.event_id,
            original: one.recurring.then(|| one.original.seconds()),
        };
        let scope = if self.chance.percent(50) { EditScope::This } else { EditScope::All };
        let edited = self.engine.delete_event(target, scope, Notify::None).await;
        self.tell(format!("delete {} {scope:?}: {}", one.title, outcome(&edited)));
        self.undos.extend(edited.ok().map(|edited| edited.undo));
    }

    /// The user declines, or goes after all, on another device.
    async fn decline(&mut self) {
        let Some(one) = self.pick().await.filter(|one| !one.recurring) else { return };
        let answer = if one.declined() { None } else { Some(Participation::Declined) };
        let store = Store::open(&self.config.data_dir, self.now()).await.unwrap();
        let mut write = store.begin().await.unwrap();
        let stored = events::get(&mut write, one.event_id).await.unwrap();
        let row = EventWrite {
            id: stored.id,
            calendar_id: stored.calendar_id,
            event: &stored.event,
            source: &stored.source,
            content_hash: stored.content_hash,
            my_response: answer,
            occurs: true,
            span: None,
            remote: stored.remote(),
            arrived_at: None,
        };
        events::write(&mut write, &[row]).await.unwrap();
        write.commit().await.unwrap();
        store.close().await;
        self.reminding.forget();
        self.tell(format!("{} is answered with {answer:?}", one.title));
    }

    async fn undo(&mut self) {
        let Some(undo) = self.undos.pop() else { return };
        let undone = self.engine.undo(undo, Notify::None).await;
        self.tell(format!("undo: {}", outcome(&undone)));
    }

    async fn hide(&mut self) {
        let id = self.calendars[self.chance.below(self.calendars.len())];
        let visible = !self.engine.get_calendar(id).await.unwrap().visible;
        let change = CalendarChange { visible: Some(visible), ..CalendarChange::default() };
        self.engine.change_calendar(id, change).await.unwrap();
        self.tell(format!("a calendar is {}", if visible { "shown" } else { "hidden" }));
    }

    /// A calendar goes with all it has, and comes back the same.
    async fn read_anew(&mut self) -> Result<(), Broken> {
        let at = self.chance.below(self.calendars.len());
        let id = self.calendars[at];
        let text = self.engine.export(&Scope::Calendar(id), None).await.unwrap();
        self.tell("a calendar goes");
        self.engine.remove_calendar(id).await.unwrap();
        self.undos.clear();
        if self.chance.percent(40) {
            self.calendars.remove(at);
            self.look().await?;
        }
        let new = self.engine.add_local_calendar("Anew", None).await.unwrap().id;
        self.engine.import(Cursor::new(text), new).await.unwrap();
        self.tell("a calendar comes back");
        self.list_calendars().await;
        Ok(())
    }

    async fn list_calendars(&mut self) {
        let all = self.engine.list_calendars().await.unwrap();
        self.calendars = all.into_iter().map(|calendar| calendar.id).collect();
    }

    /// A backup is made, or put back.
    async fn back_up(&mut self) {
        if self.backups.is_empty() || self.chance.percent(60) {
            let made = self.engine.back_up().await.unwrap();
            self.backups.push(made.name);
            self.tell("backed up");
            return;
        }
        let Some(name) = self.chance.pick(&self.backups).cloned() else { return };
        self.engine.clone().close().await;
        let restored = Engine::restore(&self.config, &name).await;
        self.tell(format!("restored {name}: {}", outcome(&restored)));
        self.restart().await;
        self.list_calendars().await;
    }

    async fn travel(&mut self) {
        let name = ZONES[self.chance.below(ZONES.len())];
        self.config.zone = zone(name).into();
        self.model.travel();
        self.tell(format!("to {name}"));
        self.restart().await;
    }

    fn jump(&mut self) {
        let hours = [1, 5, 26, 24 * 8, -1, -3, -20, 24 * 300, -24 * 300][self.chance.below(9)];
        self.tell(format!("the clock jumps {hours} hours"));
        self.pass(hours * 3_600);
        if hours < 0 {
            // The loop notices within its tick and reads anew.
            self.reminding.forget();
        }
    }
}

fn shift(when: &When, minutes: i64) -> When {
    let by = SignedDuration::from_mins(minutes);
    match when {
        When::Date(date) => {
            let days = if minutes < 0 { -1 } else { 1 };
            When::Date(date.checked_add(SignedDuration::from_hours(24 * days)).unwrap())
        }
        When::Floating(local) => When::Floating(*local + by),
        When::Zoned(..) => {
            let moved: Timestamp = when.resolve(&jiff::tz::TimeZone::UTC) + by;
            let When::Zoned(_, zone) = when else { return when.clone() };
            When::Zoned(zone.time_zone().to_datetime(moved), zone.clone())
        }
    }
}

fn outcome<T, E: std::fmt::Display>(result: &Result<T, E>) -> String {
    match result {
        Ok(_) => "done".into(),
        Err(error) => error.to_string(),
    }
}
