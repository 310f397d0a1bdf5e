//! The driver: an engine on a folder, a notification service that outlives it, and the model.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp};
use kalends_engine::{
    CalendarId, Chance as Luck, Clock, Config, Engine, EngineEvent, GoogleConfig, Note, NoteKey,
    Reminding, Scope, SecretsMode, calendar::Window,
};
use kalends_remote::Secrets;
use support::{desk::zone, notes::Notes};
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;

use super::{
    kill::Kill,
    model::{Alarm, Key, Model, alarms, read_title},
};
use crate::simulation::chance::Chance;

/// Why a history is no good.
pub(crate) type Broken = String;

/// Friday, a week before the clocks of Berlin go back.
const START: &str = "2026-10-23T08:00:00Z";

pub(crate) const ZONES: [&str; 3] = ["Europe/Berlin", "America/New_York", "Asia/Kolkata"];

pub(crate) struct World {
    pub(crate) chance: Chance,
    _folder: TempDir,
    pub(crate) config: Config,
    pub(crate) engine: Engine,
    pub(crate) notes: Arc<Notes>,
    pub(crate) reminding: Reminding,
    told: Receiver<EngineEvent>,
    pub(crate) calendars: Vec<CalendarId>,
    pub(crate) model: Model,
    pub(crate) undos: Vec<u64>,
    pub(crate) backups: Vec<String>,
    /// Makes every name unique.
    pub(crate) count: usize,
    step: usize,
    pub(crate) trace: Vec<String>,
    /// Shown by a look that was killed: nobody knows their numbers.
    unsure: BTreeSet<NoteKey>,
    /// Kills come at any await, rather than where a seed says.
    by_polls: bool,
    pub(crate) is_held: bool,
    pub(crate) is_off: bool,
}

impl World {
    pub(crate) async fn new(seed: u64, by_polls: bool) -> Self {
        let memory = Path::new("/dev/shm");
        let folder = match memory.is_dir() {
            true => tempfile::tempdir_in(memory).unwrap(),
            false => tempfile::tempdir().unwrap(),
        };
        let config = Config {
            data_dir: folder.path().join("data"),
            secrets: SecretsMode::Given(Secrets::memory_for_tests()),
            clock: Clock::manual(START.parse().unwrap()),
            chance: Luck::seeded(seed),
            zone: zone(ZONES[0]).into(),
            extra_roots: Vec::new(),
            google: GoogleConfig::default(),
        };
        let engine = Engine::open(config.clone()).await.unwrap().engine;
        let mut calendars = Vec::new();
        for name in ["Mine", "Other"] {
            calendars.push(engine.add_local_calendar(name, None).await.unwrap().id);
        }
        let notes: Arc<Notes> = Arc::default();
        let reminding = engine.reminding(Arc::clone(&notes) as _);
        Self {
            chance: Chance::new(seed),
            _folder: folder,
            config,
            told: engine.subscribe(),
            reminding,
            engine,
            notes,
            calendars,
            model: Model::default(),
            undos: Vec::new(),
            backups: Vec::new(),
            count: 0,
            step: 0,
            trace: Vec::new(),
            unsure: BTreeSet::new(),
            by_polls,
            is_held: false,
            is_off: false,
        }
    }

    pub(crate) fn kill(&mut self) -> Kill {
        if self.by_polls {
            Kill::Polls(self.chance.below(60))
        } else {
            Kill::Steps(self.chance.below(6))
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.config.clock.now()
    }

    pub(crate) fn next_step(&mut self) {
        self.step += 1;
    }

    pub(crate) fn tell(&mut self, line: impl Into<String>) {
        let now = self.now().to_zoned(self.config.zone.get());
        let line = format!("{:3} {} {}", self.step, now.strftime("%Y-%m-%d %H:%M:%S"), line.into());
        self.trace.push(line);
    }

    pub(crate) fn pass(&mut self, seconds: i64) {
        self.config.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// The reminders of what is on the calendar around now.
    pub(crate) async fn alarms(&self) -> BTreeMap<Key, Alarm> {
        self.list(&Scope::Visible, SignedDuration::from_hours(20 * 24)).await
    }

    /// The reminders of everything, hidden or far away.
    pub(crate) async fn all_alarms(&self) -> BTreeMap<Key, Alarm> {
        self.list(&Scope::All, SignedDuration::from_hours(400 * 24)).await
    }

    async fn list(&self, scope: &Scope, around: SignedDuration) -> BTreeMap<Key, Alarm> {
        let window = Window {
            start: self.now() - around,
            end: self.now() + around,
            zone: self.config.zone.get(),
        };
        let shown = self.engine.list_occurrences(&window, scope).await.unwrap();
        alarms(&shown, &self.config.zone.get())
    }

    /// Ends the process as a kill does, and begins another.
    pub(crate) async fn restart(&mut self) {
        let engine = Engine::open(self.config.clone()).await.unwrap().engine;
        let old = std::mem::replace(&mut self.engine, engine);
        self.reminding = self.engine.reminding(Arc::clone(&self.notes) as _);
        self.told = self.engine.subscribe();
        self.undos.clear();
        old.close().await;
    }

    /// What the loop does: reads anew when it was told of a change.
    fn hear(&mut self) {
        while let Ok(event) = self.told.try_recv() {
            if matches!(event, EngineEvent::DataChanged(_) | EngineEvent::CalendarsChanged) {
                self.reminding.forget();
            }
        }
    }

    /// A look, which is perhaps killed on its way, and what came of it.
    pub(crate) async fn look(&mut self) -> Result<(), Broken> {
        self.hear();
        self.ask_hold().await;
        let all = self.alarms().await;
        let now = self.now();
        let (live, late) = self.model.owed(&all, now);
        if self.is_off {
            // What falls due is not wanted, and never will be.
            self.model.seen = Some(now);
        } else if !self.is_held {
            self.model.begin(&all, now);
        }
        let killed = self.chance.percent(20);
        if killed {
            let kill = self.kill();
            let notes = Arc::clone(&self.notes);
            let ended = kill.over(&notes, self.reminding.look()).await;
            self.tell(format!("a look, killed by {kill:?} ({})", ended.is_some()));
            let mut unsure: BTreeSet<NoteKey> =
                self.notes.screen().shown.iter().map(|note| note.key.clone()).collect();
            self.see(&all, &live, &late)?;
            self.unsure.append(&mut unsure);
            self.restart().await;
            return Ok(());
        }
        let next = Box::pin(self.reminding.look()).await.map_err(|error| error.to_string())?;
        let shown: Vec<NoteKey> =
            self.notes.screen().shown.iter().map(|note| note.key.clone()).collect();
        self.unsure.retain(|key| !shown.contains(key));
        self.see(&all, &live, &late)?;
        if self.notes.screen().is_away || self.is_held {
            return Ok(());
        }
        if !self.is_off {
            let (live, late) = self.model.owed(&all, now);
            if let Some(key) = live.first().or_else(|| late.first()) {
                let known = self.model.known.get(key);
                let alarm = all.get(key);
                return Err(format!("{key:?} was not told at {now}: {alarm:?}, {known:?}"));
            }
            // Nothing may come before the next look.
            let coming = all
                .values()
                .filter(|alarm| alarm.due > now && !self.model.known.contains_key(&alarm.key));
            if let Some(first) = coming.min_by_key(|alarm| alarm.due)
                && next.is_none_or(|next| next > first.due)
            {
                return Err(format!("{first:?} comes before the next look at {next:?}"));
            }
        }
        self.check_screen(&all)
    }

    /// What the user sees that was not there before.
    fn see(
        &mut self,
        all: &BTreeMap<Key, Alarm>,
        live: &BTreeSet<Key>,
        late: &BTreeSet<Key>,
    ) -> Result<(), Broken> {
        let mut shown = std::mem::take(&mut self.notes.screen().shown);
        // No reminder: what collides is told of its own accord.
        shown.retain(|note| note.key.0 != "conflicts");
        let single = |note: &Note| !note.key.0.starts_with("many") && note.key.0 != "missed";
        for note in &shown {
            self.tell(format!("shown: {} | {}", note.title, note.body.replace('\n', " / ")));
            if single(note) {
                self.see_one(note, all, live)?;
            }
        }
        for note in shown.iter().filter(|note| !single(note)) {
            let count: usize = note.title.split(' ').next().unwrap().parse().unwrap();
            let owed = if note.key.0 == "missed" { late } else { live };
            let untold: BTreeSet<Key> =
                owed.iter().filter(|key| !self.model.entry(key).told).cloned().collect();
            let need = match note.key.0 == "missed" {
                true => untold.len(),
                false => untold.iter().map(|key| (&key.0, key.1)).collect::<BTreeSet<_>>().len(),
            };
            if count < need {
                return Err(format!("{} tells fewer than {untold:?}", note.title));
            }
            for key in untold {
                let known = self.model.entry(&key);
                known.told = true;
                known.again = None;
            }
            if note.key.0 == "missed" {
                self.model.pay_gone(all);
            } else {
                self.see_many(note, all)?;
            }
        }
        Ok(())
    }

    fn see_one(
        &mut self,
        note: &Note,
        all: &BTreeMap<Key, Alarm>,
        live: &BTreeSet<Key>,
    ) -> Result<(), Broken> {
        let now = self.now();
        let of: Vec<Alarm> = of_note(note, all);
        if !of.iter().any(|alarm| self.model.may_show(alarm, now)) {
            return Err(format!("“{}” was shown, and nothing of it was left: {of:?}", note.title));
        }
        for alarm in of {
            // What was found too late to be shown is not told by it.
            let before = self.model.known.get(&alarm.key);
            let is_of_it = live.contains(&alarm.key)
                || before.is_some_and(|known| known.told || known.again.is_some())
                || before.is_some_and(|known| known.open && alarm.due <= now);
            if !is_of_it {
                continue;
            }
            let known = self.model.entry(&alarm.key);
            // What was asked for by a clock that was set back since does not hold.
            let comes = known.again.is_none_or(|at| at <= now) || known.asked > now;
            if !known.done && comes {
                (known.told, known.again, known.open) = (true, None, false);
            }
        }
        Ok(())
    }

    /// A note for many lists only what may be shown.
    fn see_many(&mut self, note: &Note, all: &BTreeMap<Key, Alarm>) -> Result<(), Broken> {
        let now = self.now();
        for line in note.body.lines().filter(|line| line.contains(" [")) {
            let Some((name, _)) = read_title(line) else { continue };
            let of_it = |alarm: &&Alarm| alarm.key.0 == name && self.model.may_show(alarm, now);
            if !all.values().any(|alarm| of_it(&alarm)) {
                return Err(format!("“{line}” was listed, and nothing of it was left"));
            }
        }
        Ok(())
    }

    /// Notes whose event went, moved or was declined, or which were seen to, are off the screen.
    fn check_screen(&self, all: &BTreeMap<Key, Alarm>) -> Result<(), Broken> {
        let now = self.now();
        let screen = self.notes.screen();
        for note in screen.open.values().filter(|note| note.key.0.starts_with("alarm ")) {
            if self.unsure.contains(&note.key) {
                continue;
            }
            let of = of_note(note, all);
            if of.is_empty() {
                // What is far back is left alone.
                let start = note.key.0.split(' ').nth(1).and_then(|text| text.parse().ok());
                let start = Timestamp::from_second(start.unwrap_or(0)).unwrap();
                let near = SignedDuration::from_hours(24 * 15);
                if start > now - SignedDuration::from_hours(12) && start < now + near {
                    return Err(format!("“{}” stays on the screen without its event", note.title));
                }
                continue;
            }
            // A clock that was set back takes nothing off the screen.
            let is_told =
                |alarm: &Alarm| self.model.known.get(&alarm.key).is_some_and(|it| it.told);
            let mut told = of.iter().filter(|alarm| alarm.due <= now || is_told(alarm)).peekable();
            let is_done = |alarm: &Alarm| {
                self.model.known.get(&alarm.key).is_some_and(|known| known.done && !known.open)
            };
            if told.peek().is_some() && told.all(is_done) {
                return Err(format!("“{}” stays on the screen though it was seen to", note.title));
            }
        }
        Ok(())
    }
}

/// The reminders of the occurrence that a note tells of.
pub(crate) fn of_note(note: &Note, all: &BTreeMap<Key, Alarm>) -> Vec<Alarm> {
    let start: Option<i64> = note.key.0.split(' ').nth(1).and_then(|text| text.parse().ok());
    let name = read_title(&note.title).map(|(name, _)| name);
    let (Some(start), Some(name)) = (start, name) else { return Vec::new() };
    all.values().filter(|alarm| alarm.key.0 == name && alarm.key.1 == start).cloned().collect()
}
