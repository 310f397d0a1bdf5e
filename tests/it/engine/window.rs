//! What a window holds does not depend on what the table of occurrences holds.

use std::io::Cursor;

use kalends_engine::{
    Engine, Scope,
    calendar::{Flag, Window},
};
use support::{
    desk::{Desk, days, lines, week, week_lines, zone},
    event::{EventBuilder, a_week, calendar},
};

async fn with(events: &[EventBuilder]) -> (Desk, Engine) {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let id = engine.add_local_calendar("Mine", None).await.unwrap().id;
    engine.import(Cursor::new(calendar(events)), id).await.unwrap();
    (desk, engine)
}

async fn fill(engine: &Engine) {
    while engine.fill_some().await.unwrap() {}
}

/// Series of every kind, with overrides moved near and far, and a change of all from one on.
fn a_mixture() -> Vec<EventBuilder> {
    let mut events = a_week();
    events.extend([
        EventBuilder::new("moved-in", "2026-01-05T10:00").repeats("FREQ=MONTHLY"),
        EventBuilder::new("moved-in", "2026-11-17T20:00")
            .replaces("2026-03-05T10:00")
            .title("moved in"),
        EventBuilder::new("moved-out", "2026-11-17T07:00").repeats("FREQ=WEEKLY"),
        EventBuilder::new("moved-out", "2027-06-01T07:00")
            .replaces("2026-11-17T07:00")
            .title("moved out"),
        EventBuilder::new("onward", "2026-10-06T18:00").repeats("FREQ=WEEKLY;COUNT=20"),
        EventBuilder::new("onward", "2026-11-11T19:00")
            .line("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261110T180000")
            .title("onward, a day later"),
        EventBuilder::new("days", "2026-10-01").days(2).repeats("FREQ=WEEKLY"),
        EventBuilder::new("floating", "2026-11-01T12:00").zone("").repeats("FREQ=DAILY;INTERVAL=2"),
        EventBuilder::new("sydney", "2026-09-01T09:00")
            .zone("Australia/Sydney")
            .repeats("FREQ=WEEKLY;BYDAY=MO,FR"),
        EventBuilder::new("night", "2026-10-01T22:00")
            .minutes(480)
            .repeats("FREQ=DAILY;UNTIL=20270101"),
        EventBuilder::new("dated", "2026-11-03T08:00")
            .repeats("FREQ=WEEKLY")
            .line("EXDATE;VALUE=DATE:20261117")
            .line("RDATE;TZID=Europe/Berlin:20261118T080000"),
        EventBuilder::new("nothing", "2026-11-18T12:00").minutes(0),
    ]);
    events
}

#[tokio::test]
async fn a_window_is_the_same_before_and_after_the_table_was_filled() {
    let windows = [
        week(),
        days("2026-11-17", "2026-11-18"),
        days("2026-10-25", "2026-10-26"),
        days("2026-03-01", "2026-04-01"),
        days("2025-01-01", "2030-01-01"),
        days("2031-01-01", "2031-02-01"),
    ];
    let (_desk, engine) = with(&a_mixture()).await;
    let all = |engine: Engine| {
        let windows = windows.clone();
        async move {
            let mut found = Vec::new();
            for window in &windows {
                found.push(engine.list_occurrences(window, &Scope::All).await.unwrap());
            }
            found
        }
    };
    let before = all(engine.clone()).await;
    fill(&engine).await;
    let after = all(engine.clone()).await;
    for ((before, after), window) in before.iter().zip(&after).zip(&windows) {
        assert_eq!(lines(before), lines(after), "{window:?}");
        assert_eq!(before, after);
    }
    assert!(before[0].len() > 25, "{:#?}", lines(&before[0]));
}

#[tokio::test]
async fn the_table_follows_as_time_goes_on() {
    let (desk, engine) = with(&a_mixture()).await;
    fill(&engine).await;
    desk.set_time("2029-11-20T11:00:00Z");
    let window = days("2029-11-12", "2029-11-19");
    let before = engine.list_occurrences(&window, &Scope::All).await.unwrap();
    assert!(engine.fill_some().await.is_ok());
    fill(&engine).await;
    assert_eq!(engine.list_occurrences(&window, &Scope::All).await.unwrap(), before);
    assert!(!before.is_empty());
}

#[tokio::test]
async fn whole_days_and_floating_times_are_the_readers_own() {
    let (_desk, engine) = with(&[
        EventBuilder::new("day", "2026-11-17"),
        EventBuilder::new("noon", "2026-11-17T12:00").zone(""),
        EventBuilder::new("berlin", "2026-11-17T12:00"),
    ])
    .await;
    for (name, expected) in [
        ("Europe/Berlin", vec!["day", "berlin", "noon"]),
        ("Pacific/Kiritimati", vec!["day", "noon"]),
        ("America/Los_Angeles", vec!["day", "berlin", "noon"]),
    ] {
        let reader = zone(name);
        let start = |day: i8| {
            let date = jiff::civil::date(2026, 11, day);
            date.to_zoned(reader.clone()).unwrap().timestamp()
        };
        let window = Window { start: start(17), end: start(18), zone: reader.clone() };
        let found = engine.list_occurrences(&window, &Scope::All).await.unwrap();
        let titles: Vec<&str> = found.iter().map(|one| one.title.as_str()).collect();
        assert_eq!(titles, expected, "{name}");
    }
}

#[tokio::test]
async fn an_event_is_told_in_both_zones_with_safe_notes() {
    let notes = "DESCRIPTION:Plan <b>it</b>\\nhttps://x.example/a";
    let mut events = a_week();
    events[5] = events[5].clone().line(notes).line("ORGANIZER;CN=Ann:mailto:ann@x.example");
    let (_desk, engine) = with(&events).await;
    let found = engine.list_occurrences(&week(), &Scope::All).await.unwrap();
    let york = found.iter().find(|one| one.title.contains("York")).unwrap();
    let berlin = zone("Europe/Berlin");
    let details = engine.get_event(york.event_id, None, &berlin).await.unwrap();
    assert_eq!((details.here.abbreviation.as_str(), details.here.start.hour()), ("CET", 17));
    let there = details.there.unwrap();
    assert_eq!((there.zone.as_str(), there.start.hour()), ("America/New_York", 11));
    assert_eq!(details.organizer.unwrap().name, "Ann");
    assert!(!details.notes_html.contains("<script"), "{}", details.notes_html);
    assert!(details.notes_html.contains("href=\"https://x.example/a\""), "{}", details.notes_html);

    // A series: next without a start, each occurrence with one, the moved one by its original.
    let standup = found.iter().find(|one| one.title == "Standup").unwrap();
    let next = engine.get_event(standup.event_id, None, &berlin).await.unwrap();
    assert_eq!(next.here.start.to_string(), "2026-11-23T09:15:00");
    assert_eq!(next.repeats_text.as_deref(), Some("Every weekday"));
    for one in found.iter().filter(|one| one.event_id == standup.event_id) {
        let original = one.original.seconds();
        let details = engine.get_event(one.event_id, Some(original), &berlin).await.unwrap();
        assert_eq!(details.occurrence, *one);
    }
    let none = engine.get_event(standup.event_id, Some(1), &berlin).await.unwrap_err();
    assert_eq!(none.kind(), "not_found");
}

#[tokio::test]
async fn search_finds_words_without_accents_and_a_series_by_its_next_occurrence() {
    let (_desk, engine) = with(&a_week()).await;
    let found = engine.search("lindenstrasse dent", 10).await.unwrap();
    let titles: Vec<String> = found.into_iter().map(|hit| hit.title).collect();
    // ß is a letter of its own, not an s with a mark.
    assert_eq!(titles, [""; 0]);
    let found = engine.search("LINDENSTRAßE dent", 10).await.unwrap();
    assert_eq!(found[0].title, "Dentist");
    let found = engine.search("standup", 10).await.unwrap();
    let series = found.iter().find(|hit| hit.title == "Standup").unwrap();
    let at = kalends_engine::local(&series.start, &zone("Europe/Berlin"));
    assert_eq!(at.to_string(), "2026-11-23T09:15:00");
    assert_eq!(engine.search("  ", 10).await.unwrap(), []);
    assert_eq!(week_lines(&engine).await.unwrap().len(), 9);
}

#[tokio::test]
async fn a_series_of_every_hour_is_whole_after_the_table_was_filled() {
    let (_desk, engine) =
        with(&[EventBuilder::new("hourly", "2025-11-01T00:00").minutes(5).repeats("FREQ=HOURLY")])
            .await;
    let windows = [days("2025-12-01", "2025-12-02"), week(), days("2028-10-01", "2028-10-08")];
    let count = async |engine: &Engine| {
        let mut counts = Vec::new();
        for window in &windows {
            counts.push(engine.list_occurrences(window, &Scope::All).await.unwrap().len());
        }
        counts
    };
    let before = count(&engine).await;
    fill(&engine).await;
    assert_eq!(count(&engine).await, before);
    assert_eq!(before, [24, 7 * 24, 7 * 24]);
}

#[tokio::test]
async fn a_series_too_dense_for_the_table_is_expanded_for_each_window_and_flagged() {
    let (_desk, engine) = with(&[EventBuilder::new("minutely", "2025-11-01T00:00")
        .minutes(1)
        .repeats("FREQ=MINUTELY")])
    .await;
    fill(&engine).await;
    let day =
        engine.list_occurrences(&days("2026-11-17", "2026-11-18"), &Scope::All).await.unwrap();
    assert_eq!(day.len(), 24 * 60);
    assert!(day.iter().all(|one| one.flags == [Flag::RuleCut]));
}
