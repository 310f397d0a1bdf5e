//! Reminders: what is due is shown through the desktop's notifications, at least once and never
//! again once the user has seen to it.
//!
//! What the database says is read into an outlook ([`outlook`]); what to do about it is decided
//! from values alone ([`plan`]), committed, shown, and committed again ([`show`]). An occurrence
//! has one note, however many reminders it has. What the user chose on it is done in [`acts`].

mod acts;
mod arrivals;
mod candidate;
mod conflict;
mod follow;
mod hold;
mod keep;
mod list;
mod missed;
mod now_next;
mod nudge;
mod outlook;
mod plan;
mod proposal;
mod settings;
mod show;
mod text;
mod work;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

pub(crate) use self::follow::{follow, follow_back};
pub use self::proposal::{key as proposal_note_key, proposal_note};
use self::{
    candidate::{Candidate, Id},
    hold::hold,
    outlook::Outlook,
    plan::{Hold, Look, Plan, plan},
    show::Outcome,
};
use crate::{Engine, EngineEvent, Error, NoteKey, Notifier, TimeFormat};

/// How far ahead reminders are read…
const AHEAD: SignedDuration = SignedDuration::from_hours(36);
/// …and how long before the end of that they are read anew.
const RESERVE: SignedDuration = SignedDuration::from_hours(12);
/// Changes of data are waited for so long, to read them once.
const SETTLE: SignedDuration = SignedDuration::from_millis(500);
/// Between two readings because of changed data.
const APART: SignedDuration = SignedDuration::from_secs(2);
/// The waits after a note could not be shown, in seconds; the last one again and again.
const RETRIES: [i64; 6] = [1, 2, 5, 10, 30, 60];
/// How far the kept "seen until" may lag behind while nothing else is written.
const LAG: SignedDuration = SignedDuration::from_mins(15);

/// How often what became of old reminders is forgotten.
const PRUNE: SignedDuration = SignedDuration::from_hours(24);

/// Shows reminders: one per data folder at a time, which is its owner's business.
pub struct Reminding {
    engine: Engine,
    notifier: Arc<dyn Notifier>,
    outlook: Option<Outlook>,
    /// The zone in which the outlook was read.
    zone: TimeZone,
    /// When the outlook was read.
    read_at: Timestamp,
    /// The first change of data that it does not know.
    changed_at: Option<Timestamp>,
    /// Until when everything was looked at.
    seen: Option<Timestamp>,
    /// Nothing was to be done before, when last looked.
    next: Option<Timestamp>,
    looked_at: Timestamp,
    pruned_at: Option<Timestamp>,
    notes: HashMap<NoteKey, Live>,
    /// How many looks in a row something could not be shown.
    refusals: usize,
    /// What was shown though it could not be kept that it was.
    unkept: HashSet<Id>,
    /// A pause or quiet hours hold reminders back.
    is_held: bool,
    /// Data changed since conflicts were told.
    conflicts_due: bool,
    /// When it is looked whether proposals came or were decided; none for not before one is told of.
    proposals_at: Option<Timestamp>,
    /// Notes of proposals that this process shows.
    proposals: Vec<(crate::ProposalId, u32)>,
    twelve: bool,
}

/// A note that this process has on the screen.
struct Live {
    number: u32,
    what: What,
    members: Vec<Id>,
}

/// What a note tells of.
enum What {
    /// One occurrence or invitation.
    One(Candidate),
    /// More than fit on the screen.
    Many,
    /// What came too late.
    Missed,
}

impl Engine {
    /// Shows reminders for whoever has a loop of its own and is alone on the data folder.
    #[must_use]
    pub fn reminding(&self, notifier: Arc<dyn Notifier>) -> Reminding {
        Reminding::new(self.clone(), notifier)
    }

    /// Tells that reminders changed, and wakes whoever shows them.
    pub(crate) fn tell_reminders(&self) {
        self.tell(EngineEvent::RemindersChanged);
        self.inner.reminders.notify_one();
    }
}

impl Reminding {
    fn new(engine: Engine, notifier: Arc<dyn Notifier>) -> Self {
        Self {
            zone: engine.zone(),
            engine,
            notifier,
            outlook: None,
            read_at: Timestamp::MIN,
            changed_at: None,
            seen: None,
            next: None,
            looked_at: Timestamp::MIN,
            pruned_at: None,
            notes: HashMap::new(),
            refusals: 0,
            unkept: HashSet::new(),
            is_held: false,
            proposals_at: None,
            proposals: Vec::new(),
            conflicts_due: true,
            twelve: false,
        }
    }

    /// Reads everything anew at the next look.
    pub fn forget(&mut self) {
        self.outlook = None;
    }

    /// A proposal came, was decided or is over.
    const fn note_proposals(&mut self, now: Timestamp) {
        self.proposals_at = Some(now);
    }

    /// Data changed: it is read anew soon.
    fn note_change(&mut self) {
        self.changed_at.get_or_insert(self.engine.now());
    }

    /// A notification service may be there where none was: what waits for one is tried again.
    fn note_service(&mut self) {
        if self.refusals > 0 {
            self.refusals = 0;
            self.next = Some(self.engine.now());
        }
        self.note_proposals(self.engine.now());
    }

    /// Does what is to be done now, and tells when there may be something to do again.
    ///
    /// Dropped at any moment it leaves the database so that the next look, by whatever process,
    /// shows what may not have been shown.
    ///
    /// # Errors
    /// When the database fails. A notification service that fails is asked again later.
    pub async fn look(&mut self) -> Result<Option<Timestamp>, Error> {
        let now = self.engine.now();
        let zone = self.engine.zone();
        let is_stale = self.is_stale(now) || zone != self.zone;
        let is_early = self.next.is_none_or(|next| now < next) && self.looked_at <= now;
        if !is_stale && is_early {
            self.looked_at = now;
            if !self.is_held {
                self.seen = Some(now);
            }
            return Ok(self.wake());
        }
        if is_stale {
            self.read(now).await?;
            self.zone = zone;
        }
        let (Some(outlook), Some(hold)) = (&self.outlook, self.hold_at(now)) else {
            return Ok(None);
        };
        let plan = self.plan(outlook, hold, now);
        self.is_held = matches!(hold, Hold::Until(_));
        let held = match hold {
            Hold::Until(end) => Some(end),
            Hold::No | Hold::Off => None,
        };
        let outcome = Box::pin(self.carry_out(&plan, now)).await?;
        // No reason to be late with a reminder.
        if let Err(error) = self.tell_conflicts(hold, now).await {
            tracing::warn!(%error, "new conflicts could not be told");
        }
        self.looked_at = now;
        self.seen = Some(plan.seen);
        let reread = self.read_at.checked_add(AHEAD - RESERVE).ok();
        let soonest = [plan.next, held, reread, self.retries_at(outcome)];
        self.next = soonest.into_iter().flatten().min();
        Ok(self.wake())
    }

    /// When what could not be shown is tried again.
    fn retries_at(&mut self, outcome: Outcome) -> Option<Timestamp> {
        let (wait, refusals) = match outcome {
            Outcome::Told => (None, 0),
            Outcome::Refused => {
                let wait = RETRIES.get(self.refusals).or(RETRIES.last());
                (wait, self.refusals.saturating_add(1))
            }
            Outcome::Silent => (RETRIES.last(), self.refusals.saturating_add(1)),
        };
        self.refusals = refusals;
        wait.map(|wait| later(self.engine.now(), SignedDuration::from_secs(*wait)))
    }

    /// When to look again, changes of data that are not read yet included.
    fn wake(&self) -> Option<Timestamp> {
        let reread = self.changed_at.map(|_| self.rereads_at());
        [self.next, reread].into_iter().flatten().min()
    }

    fn rereads_at(&self) -> Timestamp {
        let changed = self.changed_at.map_or(self.read_at, |at| later(at, SETTLE));
        changed.max(later(self.read_at, APART))
    }

    fn is_stale(&self, now: Timestamp) -> bool {
        self.outlook.is_none()
            || now < self.read_at
            || now >= later(self.read_at, AHEAD - RESERVE)
            || self.changed_at.is_some_and(|changed| now < changed || now >= self.rereads_at())
    }

    async fn read(&mut self, now: Timestamp) -> Result<(), Error> {
        self.changed_at = None;
        if self.pruned_at.is_none_or(|at| later(at, PRUNE) < now) {
            // No reason to show nothing.
            if let Err(error) = self.engine.prune_reminders(now).await {
                tracing::warn!(%error, "what became of old reminders is not forgotten");
            }
            self.pruned_at = Some(now);
        }
        let outlook = self.engine.outlook(now, later(now, AHEAD), SignedDuration::ZERO).await?;
        if self.outlook.as_ref().is_none_or(|before| before.rows != outlook.rows) {
            self.engine.tell(EngineEvent::RemindersChanged);
        }
        self.twelve = match self.engine.get_settings().await?.time_format {
            TimeFormat::Auto => self.notifier.prefers_twelve_hours(),
            TimeFormat::H12 => true,
            TimeFormat::H24 => false,
        };
        self.outlook = Some(outlook);
        self.read_at = now;
        self.conflicts_due = true;
        self.note_proposals(now);
        self.next = Some(now);
        Ok(())
    }

    /// What holds notes back at `now`; none where that was not read.
    fn hold_at(&self, now: Timestamp) -> Option<Hold> {
        self.outlook.as_ref().map(|outlook| hold(&outlook.settings, now, &self.zone))
    }

    fn plan(&self, outlook: &Outlook, hold: Hold, now: Timestamp) -> Plan {
        let live: HashSet<Id> =
            self.notes.values().flat_map(|live| live.members.iter().cloned()).collect();
        plan(&Look {
            now,
            seen: self.seen.or(outlook.seen).unwrap_or(now),
            hold,
            candidates: &outlook.candidates,
            from: outlook.from,
            rows: &outlook.rows,
            live: &live,
        })
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}
