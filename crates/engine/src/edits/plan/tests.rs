use std::fmt::Write as _;

use jiff::civil::datetime;
use kalends_calendar::{Recurrence, Zone};
use kalends_store::{ContentHash, StoredEvent, Unsent};
use uuid::Uuid;

use super::*;
use crate::edits::subject::instance;

fn at(day: i8, hour: i8) -> When {
    When::Zoned(datetime(2026, 11, day, hour, 0, 0, 0), Zone::named("Europe/Berlin").unwrap())
}

fn row(number: u128, event: Event) -> StoredEvent {
    StoredEvent {
        id: EventId(Uuid::from_u128(number)),
        calendar_id: CalendarId(Uuid::from_u128(900)),
        master_id: None,
        event,
        source: b"{}".to_vec(),
        content_hash: ContentHash::default(),
        my_response: None,
        deleted_at: None,
        remote_id: format!("remote{number}"),
        etag: "\"1\"".into(),
        series_remote_id: String::new(),
        seen_generation: 0,
        unsent: Unsent::None,
    }
}

/// Daily at nine from the 16th; the 19th has a title of its own, the 20th is cancelled. The
/// occurrence that is meant is on `day`.
fn series(day: i8) -> Subject {
    let rules = vec!["FREQ=DAILY".to_owned()];
    let master = Event {
        uid: "a".into(),
        summary: "Dishes".into(),
        start: at(16, 9),
        end: at(16, 10),
        recurrence: Recurrence { rules, ..Recurrence::default() },
        ..Event::empty()
    };
    let on = |day: i8| instance(&master, &at(day, 9), at(day, 9), at(day, 10));
    let thursday = Event { summary: "Thursday".into(), ..on(19) };
    let friday = Event { status: Status::Cancelled, ..on(20) };
    let spot = Spot { original: at(day, 9), event: on(day), own: None, first: day == 16 };
    Subject {
        overrides: vec![row(19, thursday), row(20, friday)],
        stored: row(1, master),
        spot: Some(spot),
    }
}

fn setting() -> Setting {
    Setting { remote: true, zone: Zone::utc(), request: "r".into() }
}

fn said(plan: &Result<Plan, Error>) -> String {
    let plan = match plan {
        Ok(plan) => plan,
        Err(error) => return format!("  {error}\n"),
    };
    let mut text = String::new();
    for want in &plan.wants {
        let origin = match &want.origin {
            Origin::Row => "",
            Origin::New => "new ",
            Origin::Instance { .. } => "occurrence ",
        };
        let what = match &want.wanted {
            Wanted::Deleted => "deleted".into(),
            Wanted::Dropped => "goes with its series".into(),
            Wanted::Event(event) => format!(
                "{}{} {} {:?} without {}",
                event.summary,
                if event.status == Status::Cancelled { " (cancelled)" } else { "" },
                event.start.local().strftime("%d %H:%M"),
                event.recurrence.rules,
                event.recurrence.excluded.len(),
            ),
        };
        let after = if want.after.is_some() { ", after another" } else { "" };
        writeln!(text, "  {origin}{}: {what}{after}", want.id.0.as_u128()).unwrap();
    }
    if plan.resets > 0 {
        writeln!(text, "  resets {}", plan.resets).unwrap();
    }
    text
}

/// Every scope against every kind of change, for the occurrence on Wednesday the 18th.
#[test]
fn what_becomes_of_a_series_fits_on_one_screen() {
    let title = EventChange { title: Some("Sponge".into()), ..EventChange::default() };
    let time = EventChange { time: Some((at(18, 11), at(18, 12))), ..EventChange::default() };
    let rule = EventChange { rules: Some(vec!["FREQ=WEEKLY".into()]), ..EventChange::default() };
    let once = EventChange { rules: Some(Vec::new()), ..EventChange::default() };
    let mint = || Uuid::from_u128(100);
    let mut text = String::new();
    for (name, change) in [("title", title), ("time", time), ("rule", rule), ("no rule", once)] {
        for scope in [EditScope::This, EditScope::Following, EditScope::All] {
            let plan = plan_edit(&series(18), &change, scope, &setting(), &mint);
            write!(text, "{name}, {scope:?}:\n{}", said(&plan)).unwrap();
        }
    }
    for scope in [EditScope::This, EditScope::Following, EditScope::All] {
        let plan = plan_delete(&series(18), scope, true, &mint);
        write!(text, "delete, {scope:?}:\n{}", said(&plan)).unwrap();
        let plan = plan_delete(&series(18), scope, false, &mint);
        write!(text, "delete on this computer, {scope:?}:\n{}", said(&plan)).unwrap();
    }
    insta::assert_snapshot!(text, @r#"
    title, This:
      occurrence 100: Sponge 18 09:00 [] without 0
    title, Following:
      1: Dishes 16 09:00 ["FREQ=DAILY;UNTIL=20261117T225959Z"] without 0
      19: goes with its series
      20: goes with its series
      new 100: Sponge 18 09:00 ["FREQ=DAILY"] without 1, after another
      occurrence 100: Sponge 19 09:00 [] without 0, after another
    title, All:
      1: Sponge 16 09:00 ["FREQ=DAILY"] without 0
      19: Sponge 19 09:00 [] without 0
    time, This:
      occurrence 100: Dishes 18 11:00 [] without 0
    time, Following:
      1: Dishes 16 09:00 ["FREQ=DAILY;UNTIL=20261117T225959Z"] without 0
      19: goes with its series
      20: goes with its series
      new 100: Dishes 18 11:00 ["FREQ=DAILY"] without 1, after another
      resets 1
    time, All:
      1: Dishes 16 11:00 ["FREQ=DAILY"] without 1
      19: goes with its series
      20: goes with its series
      resets 1
    rule, This:
      how it repeats is a matter of the whole series, or of this and all later ones
    rule, Following:
      1: Dishes 16 09:00 ["FREQ=DAILY;UNTIL=20261117T225959Z"] without 0
      19: goes with its series
      20: goes with its series
      new 100: Dishes 18 09:00 ["FREQ=WEEKLY"] without 0, after another
      resets 1
    rule, All:
      1: Dishes 16 09:00 ["FREQ=WEEKLY"] without 0
      19: goes with its series
      20: goes with its series
      resets 1
    no rule, This:
      how it repeats is a matter of the whole series, or of this and all later ones
    no rule, Following:
      1: Dishes 16 09:00 ["FREQ=DAILY;UNTIL=20261117T225959Z"] without 0
      19: goes with its series
      20: goes with its series
      new 100: Dishes 18 09:00 [] without 0, after another
      resets 1
    no rule, All:
      1: Dishes 18 09:00 [] without 0
      19: goes with its series
      20: goes with its series
      resets 1
    delete, This:
      occurrence 100: Dishes (cancelled) 18 09:00 [] without 0
    delete on this computer, This:
      1: Dishes 16 09:00 ["FREQ=DAILY"] without 1
    delete, Following:
      1: Dishes 16 09:00 ["FREQ=DAILY;UNTIL=20261117T225959Z"] without 0
      19: goes with its series
      20: goes with its series
    delete on this computer, Following:
      1: Dishes 16 09:00 ["FREQ=DAILY;UNTIL=20261117T225959Z"] without 0
      19: goes with its series
      20: goes with its series
    delete, All:
      1: deleted
      19: goes with its series
      20: goes with its series
    delete on this computer, All:
      1: deleted
      19: goes with its series
      20: goes with its series
    "#);
}

#[test]
fn following_the_first_occurrence_means_all() {
    let change = EventChange { title: Some("Sponge".into()), ..EventChange::default() };
    let mint = || Uuid::from_u128(100);
    let plan = |scope| plan_edit(&series(16), &change, scope, &setting(), &mint).unwrap();
    assert_eq!(plan(EditScope::Following), plan(EditScope::All));
}
