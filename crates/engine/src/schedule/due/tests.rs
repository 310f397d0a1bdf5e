use std::fmt::Write as _;

use kalends_store::{Account, AccountKind, Calendar, Problem, SyncState};
use uuid::Uuid;

use super::*;

const MIA: AccountId = AccountId(Uuid::from_u128(1));
const FEEDS: AccountId = AccountId(Uuid::from_u128(2));
const OWN: CalendarId = CalendarId(Uuid::from_u128(11));
const TEAM: CalendarId = CalendarId(Uuid::from_u128(12));
const FEED: CalendarId = CalendarId(Uuid::from_u128(13));

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_000_000 + seconds).unwrap()
}

/// What there is: an account with two calendars, last synced a minute ago and due in ten, and a
/// feed due in five.
struct World {
    account: Account,
    states: Vec<SyncState>,
    edits: HashMap<AccountId, Timestamp>,
    moments: Vec<Trigger>,
    owed: HashMap<AccountId, Trigger>,
    under_way: bool,
    lively: bool,
}

impl World {
    fn new() -> Self {
        let mut account = Account::new(MIA, AccountKind::Google, "mia".into());
        account.signed_in = true;
        account.list_full_at = Some(at(-60));
        let state = |id, next| {
            let mut state = SyncState::new(id, 900);
            state.last_run_at = Some(at(-60));
            state.last_good_at = Some(at(-60));
            state.next_run_at = Some(at(next));
            state
        };
        Self {
            account,
            states: vec![state(OWN, 600), state(TEAM, 610), state(FEED, 300)],
            edits: HashMap::new(),
            moments: Vec::new(),
            owed: HashMap::new(),
            under_way: false,
            lively: false,
        }
    }

    fn plan(&self) -> String {
        let feeds = Account::new(FEEDS, AccountKind::Feed, "feeds".into());
        let calendars = [(OWN, MIA), (TEAM, MIA), (FEED, FEEDS)]
            .map(|(id, account)| Calendar::new(id, account, String::new()));
        let due = plan(&Look {
            now: at(0),
            accounts: &[self.account.clone(), feeds],
            calendars: &calendars,
            states: &self.states,
            edits: &self.edits,
            moments: &self.moments,
            owed: &self.owed,
            under_way: &|_| self.under_way,
            is_lively: &|_| self.lively,
        });
        let mut words = Vec::new();
        for (_, trigger) in &due.feeds {
            words.push(format!("feed ({trigger:?})"));
        }
        for (_, calendars, trigger) in &due.accounts {
            let which = calendars.as_ref().map_or("all".into(), |some| some.len().to_string());
            words.push(format!("account, {which} ({trigger:?})"));
        }
        words.extend(due.pushes.iter().map(|_| "edits".to_owned()));
        let next = due.next.map(|next| next.duration_since(at(0)).as_secs());
        let next = next.map_or("never".into(), |next| format!("{next} s"));
        let words = if words.is_empty() { "-".into() } else { words.join(", ") };
        format!("{words}; next {next}")
    }
}

#[test]
fn rule_39_what_is_due_when_fits_on_one_screen() {
    type Change = fn(&mut World);
    let rows: [(&str, Change); 19] = [
        ("nothing", |_| {}),
        ("one calendar due", |world| world.states[0].next_run_at = Some(at(-1))),
        ("both due about now", |world| {
            world.states[0].next_run_at = Some(at(-1));
            world.states[1].next_run_at = Some(at(20));
        }),
        ("never run", |world| world.states[0].next_run_at = None),
        ("feed due", |world| world.states[2].next_run_at = Some(at(0))),
        ("edit waits", |world| {
            world.edits.insert(MIA, at(-5));
        }),
        ("edit to be tried later", |world| {
            world.edits.insert(MIA, at(40));
        }),
        ("edit while syncing", |world| {
            world.under_way = true;
            world.edits.insert(MIA, at(-5));
        }),
        ("edit while signed out", |world| {
            world.account.signed_in = false;
            world.edits.insert(MIA, at(-5));
        }),
        ("to sign in again", |world| {
            let kind = "signed_out".into();
            world.account.problem = Some(Problem { kind, ..Problem::default() });
            world.states[0].next_run_at = Some(at(-1));
        }),
        ("focus", |world| world.moments = vec![Trigger::Focus]),
        ("focus, synced just now", |world| {
            world.moments = vec![Trigger::Focus];
            for state in &mut world.states {
                state.last_run_at = Some(at(-10));
            }
        }),
        ("focus during a sync", |world| {
            world.owed.insert(MIA, Trigger::Focus);
        }),
        ("wake and focus", |world| world.moments = vec![Trigger::Focus, Trigger::Wake]),
        ("network, feed was offline", |world| {
            world.moments = vec![Trigger::Network];
            let kind = "offline".into();
            world.states[2].problem = Some(Problem { kind, ..Problem::default() });
        }),
        ("in front, changed lately", |world| world.lively = true),
        ("in front, 20 s after", |world| {
            world.lively = true;
            for state in &mut world.states {
                state.last_good_at = Some(at(-20));
            }
        }),
        ("clock set back an hour", |world| {
            for state in &mut world.states {
                state.last_run_at = Some(at(3_540));
                state.next_run_at = Some(at(4_200));
            }
        }),
        ("paused", |world| {
            for state in &mut world.states {
                state.paused = true;
                state.next_run_at = Some(at(-1));
            }
        }),
    ];
    let mut table = String::new();
    for (name, change) in rows {
        let mut world = World::new();
        change(&mut world);
        writeln!(table, "{name:26} {}", world.plan()).unwrap();
    }
    insta::assert_snapshot!(table, @r"
    nothing                    -; next 300 s
    one calendar due           account, 1 (Schedule); next 300 s
    both due about now         account, all (Schedule); next 300 s
    never run                  account, 1 (Schedule); next 300 s
    feed due                   feed (Schedule); next 600 s
    edit waits                 edits; next 300 s
    edit to be tried later     -; next 40 s
    edit while syncing         edits; next 300 s
    edit while signed out      -; next 300 s
    to sign in again           -; next 300 s
    focus                      account, all (Focus); next 300 s
    focus, synced just now     -; next 300 s
    focus during a sync        account, all (Focus); next 300 s
    wake and focus             account, all (Wake); next 300 s
    network, feed was offline  feed (Network), account, all (Network); next never
    in front, changed lately   account, all (Schedule); next 300 s
    in front, 20 s after       -; next 40 s
    clock set back an hour     feed (Schedule), account, all (Schedule); next never
    paused                     -; next never
    ");
}
