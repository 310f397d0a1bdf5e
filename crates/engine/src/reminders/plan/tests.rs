use std::sync::Arc;

use kalends_calendar::{When, Zone, remind::AlarmKey};
use kalends_store::AlarmKind;

use super::*;
use crate::{CalendarId, EventId, ReminderKind, reminders::candidate::About};

fn at(time: &str) -> Timestamp {
    let text = if time.contains('T') { time.to_owned() } else { format!("2026-11-20T{time}") };
    format!("{text}:00Z").parse().unwrap()
}

fn id(due: &str) -> Id {
    let key = AlarmKey { meeting: "m".into(), start: 1, due: at(due).as_second() };
    Id { kind: ReminderKind::Alarm, key }
}

/// A meeting that ends at `over` and reminds at `due`.
fn candidate(due: &str, over: &str) -> Candidate {
    let point = |at: Timestamp| When::Zoned(jiff::tz::TimeZone::UTC.to_datetime(at), Zone::utc());
    let about = About {
        event_id: EventId(uuid::Uuid::nil()),
        calendar_id: CalendarId(uuid::Uuid::nil()),
        meeting: "m".into(),
        title: "Meeting".into(),
        location: String::new(),
        start: point(at(due)),
        end: point(at(over)),
        original: point(at(due)),
        starts: at(due),
        ends: at(over),
        recurring: false,
        join_url: None,
    };
    Candidate::new(id(due), at(due), Arc::new(about))
}

fn row(due: &str, state: AlarmState, handled: &str) -> HandledAlarm {
    HandledAlarm {
        key: id(due).key,
        kind: AlarmKind::Alarm,
        state,
        due_at: at(due),
        handled_at: at(handled),
        until_at: None,
        note_id: 0,
        closed_at: None,
        by_user: false,
    }
}

const NOW: &str = "12:00";
const SEEN: &str = "11:00";

/// The whole policy: what is known of a reminder, and how it stands at noon when all was last
/// looked at an hour before.
#[test]
fn what_becomes_of_a_reminder() {
    let times = [
        ("comes at 12:30", "12:30", "13:00"),
        ("due 11:30, goes on", "11:30", "13:00"),
        ("due 11:30, over", "11:30", "11:45"),
        ("found late, goes on", "10:30", "13:00"),
        ("found late, over", "10:30", "11:45"),
        ("a day late, goes on", "2026-11-19T11:59", "13:00"),
    ];
    type Handled = fn(&str) -> HandledAlarm;
    let known: [(&str, Option<Handled>); 11] = [
        ("nothing", None),
        ("showing", Some(|due| row(due, AlarmState::Showing, "11:59"))),
        ("shown, open", Some(|due| row(due, AlarmState::Shown, "11:59"))),
        (
            "shown, gone",
            Some(|due| HandledAlarm {
                closed_at: Some(at("11:59")),
                ..row(due, AlarmState::Shown, "11:59")
            }),
        ),
        (
            "snoozed to 12:10",
            Some(|due| HandledAlarm {
                until_at: Some(at("12:10")),
                ..row(due, AlarmState::Snoozed, "11:59")
            }),
        ),
        (
            "snoozed to 12:00",
            Some(|due| HandledAlarm {
                until_at: Some(at("12:00")),
                ..row(due, AlarmState::Snoozed, "11:50")
            }),
        ),
        (
            "dismissed",
            Some(|due| HandledAlarm { by_user: true, ..row(due, AlarmState::Dismissed, "11:59") }),
        ),
        ("missed", Some(|due| row(due, AlarmState::Missed, "11:59"))),
        ("shown at 14:00", Some(|due| row(due, AlarmState::Shown, "14:00"))),
        ("missed at 14:00", Some(|due| row(due, AlarmState::Missed, "14:00"))),
        (
            "dismissed at 14:00",
            Some(|due| HandledAlarm { by_user: true, ..row(due, AlarmState::Dismissed, "14:00") }),
        ),
    ];
    let mut table = String::new();
    for (time, due, over) in times {
        for (name, known) in &known {
            let candidate = candidate(due, over);
            let row = known.map(|known| known(due));
            let stand = stand(&candidate, row.as_ref(), at(NOW), at(SEEN), &HashSet::new());
            let stand = match stand {
                Stand::Comes(at) => at.strftime("comes %H:%M").to_string(),
                Stand::Show => "SHOW".into(),
                Stand::Miss => "MISS".into(),
                Stand::Rest => "-".into(),
            };
            table.push_str(&format!("{time:22}{name:20}{stand}\n"));
        }
    }
    insta::assert_snapshot!(table, @"
    comes at 12:30        nothing             comes 12:30
    comes at 12:30        showing             SHOW
    comes at 12:30        shown, open         SHOW
    comes at 12:30        shown, gone         -
    comes at 12:30        snoozed to 12:10    comes 12:10
    comes at 12:30        snoozed to 12:00    SHOW
    comes at 12:30        dismissed           -
    comes at 12:30        missed              -
    comes at 12:30        shown at 14:00      comes 12:30
    comes at 12:30        missed at 14:00     comes 12:30
    comes at 12:30        dismissed at 14:00  -
    due 11:30, goes on    nothing             SHOW
    due 11:30, goes on    showing             SHOW
    due 11:30, goes on    shown, open         SHOW
    due 11:30, goes on    shown, gone         -
    due 11:30, goes on    snoozed to 12:10    comes 12:10
    due 11:30, goes on    snoozed to 12:00    SHOW
    due 11:30, goes on    dismissed           -
    due 11:30, goes on    missed              -
    due 11:30, goes on    shown at 14:00      SHOW
    due 11:30, goes on    missed at 14:00     SHOW
    due 11:30, goes on    dismissed at 14:00  -
    due 11:30, over       nothing             MISS
    due 11:30, over       showing             MISS
    due 11:30, over       shown, open         -
    due 11:30, over       shown, gone         -
    due 11:30, over       snoozed to 12:10    comes 12:10
    due 11:30, over       snoozed to 12:00    MISS
    due 11:30, over       dismissed           -
    due 11:30, over       missed              -
    due 11:30, over       shown at 14:00      MISS
    due 11:30, over       missed at 14:00     MISS
    due 11:30, over       dismissed at 14:00  -
    found late, goes on   nothing             SHOW
    found late, goes on   showing             SHOW
    found late, goes on   shown, open         SHOW
    found late, goes on   shown, gone         -
    found late, goes on   snoozed to 12:10    comes 12:10
    found late, goes on   snoozed to 12:00    SHOW
    found late, goes on   dismissed           -
    found late, goes on   missed              -
    found late, goes on   shown at 14:00      SHOW
    found late, goes on   missed at 14:00     SHOW
    found late, goes on   dismissed at 14:00  -
    found late, over      nothing             -
    found late, over      showing             MISS
    found late, over      shown, open         -
    found late, over      shown, gone         -
    found late, over      snoozed to 12:10    comes 12:10
    found late, over      snoozed to 12:00    MISS
    found late, over      dismissed           -
    found late, over      missed              -
    found late, over      shown at 14:00      -
    found late, over      missed at 14:00     -
    found late, over      dismissed at 14:00  -
    a day late, goes on   nothing             -
    a day late, goes on   showing             SHOW
    a day late, goes on   shown, open         SHOW
    a day late, goes on   shown, gone         -
    a day late, goes on   snoozed to 12:10    comes 12:10
    a day late, goes on   snoozed to 12:00    SHOW
    a day late, goes on   dismissed           -
    a day late, goes on   missed              -
    a day late, goes on   shown at 14:00      -
    a day late, goes on   missed at 14:00     -
    a day late, goes on   dismissed at 14:00  -
    ");
}

fn look<'a>(candidates: &'a [Candidate], rows: &'a Rows, live: &'a HashSet<Id>) -> Look<'a> {
    let (now, seen, from) = (at(NOW), at(SEEN), at("2026-11-19T11:00"));
    Look { now, seen, hold: Hold::No, candidates, from, rows, live }
}

fn rows(all: impl IntoIterator<Item = HandledAlarm>) -> Rows {
    all.into_iter().map(|row| (Id::of(&row), row)).collect()
}

#[test]
fn the_next_look_is_when_the_first_of_all_comes() {
    let all =
        [candidate("12:50", "14:00"), candidate("11:50", "14:00"), candidate("12:40", "14:00")];
    let snoozed =
        HandledAlarm { until_at: Some(at("12:20")), ..row("11:50", AlarmState::Snoozed, "11:55") };
    let rows = rows([snoozed]);
    let plan = plan(&look(&all, &rows, &HashSet::new()));
    assert_eq!(plan, Plan { next: Some(at("12:20")), seen: at(NOW), ..Plan::default() });
}

#[test]
fn what_a_hold_holds_back_counts_as_not_looked_at_and_comes_when_it_ends() {
    let all = [candidate("11:30", "11:45"), candidate("11:50", "14:00")];
    let (none, live) = (Rows::new(), HashSet::new());
    let held = Look { hold: Hold::Until(at("13:00")), ..look(&all, &none, &live) };
    let held = plan(&held);
    assert_eq!(held, Plan { next: Some(at("13:00")), seen: at(SEEN), ..Plan::default() });
    let over = plan(&Look { now: at("13:00"), seen: held.seen, ..look(&all, &none, &live) });
    assert_eq!((over.show, over.miss), (vec![1], vec![0]));
}

#[test]
fn without_reminders_nothing_is_shown_and_all_counts_as_seen() {
    let all = [candidate("11:30", "11:45"), candidate("11:50", "14:00")];
    let (none, live) = (Rows::new(), HashSet::new());
    let off = plan(&Look { hold: Hold::Off, ..look(&all, &none, &live) });
    assert_eq!(off, Plan { seen: at(NOW), ..Plan::default() });
}

#[test]
fn a_clock_that_was_set_back_makes_us_look_back_a_day() {
    let all =
        [candidate("08:00", "09:00"), candidate("11:30", "14:00"), candidate("12:30", "14:00")];
    let (none, live) = (Rows::new(), HashSet::new());
    let look = Look { seen: at("2027-11-20T12:00"), ..look(&all, &none, &live) };
    let back = plan(&look);
    assert_eq!((back.miss, back.show, back.next), (vec![0], vec![1], Some(at("12:30"))));
    // What was put right by a few seconds was not set.
    let right = plan(&Look { seen: at("12:01"), ..look });
    assert_eq!((right.miss, right.show), (vec![], vec![1]));
}

#[test]
fn only_notes_without_a_reason_are_taken_away() {
    let open = |due: &str, state, note_id| HandledAlarm { note_id, ..row(due, state, "11:59") };
    let all = [candidate("11:30", "14:00"), candidate("11:00", "11:45")];
    let known = rows([
        open("11:30", AlarmState::Shown, 1),
        // Of an earlier process, and its event is over.
        open("11:00", AlarmState::Shown, 2),
        // Its event is gone.
        open("11:31", AlarmState::Shown, 3),
        open("11:32", AlarmState::Dismissed, 4),
        open("11:33", AlarmState::Snoozed, 5),
        open("11:34", AlarmState::Missed, 6),
        // Nobody asked for candidates that far back.
        open("2026-11-10T11:00", AlarmState::Shown, 7),
        HandledAlarm { closed_at: Some(at("11:59")), ..open("11:35", AlarmState::Shown, 8) },
    ]);
    let live = HashSet::from([id("11:30")]);
    let plan = plan(&look(&all, &known, &live));
    assert_eq!(plan.close, vec![id("11:31"), id("11:32"), id("11:33"), id("11:00")]);
    assert!(plan.show.is_empty() && plan.miss.is_empty());
}
