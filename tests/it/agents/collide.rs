//! What a proposal collides with, as far as its agent sees it: nothing that is hidden is told by what
//! is left out.

use std::io::Cursor;

use kalends_engine::{
    AgentSession, CalendarId, EditScope, Engine, EventChange, FreeTimeSettings, ProposalConflict,
    ProposalRequest, ProposedAction, Scope, Sight, Target,
};
use support::{
    desk::Desk,
    event::{EventBuilder, calendar},
};

use super::asked::{create, event, request};
use crate::proposals::hands::{agent, version};

/// A calendar of this computer with these events.
async fn add(engine: &Engine, name: &str, events: &[EventBuilder]) -> CalendarId {
    let id = engine.add_local_calendar(name, None).await.unwrap().id;
    engine.import(Cursor::new(calendar(events)), id).await.unwrap();
    id
}

fn meeting(uid: &str, title: &str, start: &str) -> EventBuilder {
    EventBuilder::new(uid, start).title(title)
}

/// What the agent is told that this would collide with, and what the user is.
async fn conflicts(
    engine: &Engine,
    agent: &AgentSession,
    calendar: CalendarId,
    change: EventChange,
) -> [Vec<ProposalConflict>; 2] {
    let told = agent.propose(create(Some(calendar), change)).await.unwrap();
    let card = engine.get_proposal(told.id).await.unwrap();
    // Once decided the agent is told the same.
    let done = agent.withdraw(told.id).await.unwrap();
    assert_eq!(done.conflicts, told.conflicts);
    [told.conflicts, card.conflicts]
}

fn lines(all: &[ProposalConflict]) -> Vec<String> {
    let time =
        |at: jiff::Timestamp| at.to_zoned(super::place::berlin()).strftime("%d %H:%M").to_string();
    let line = |one: &ProposalConflict| {
        let (start, end) = (time(one.start), time(one.end));
        format!("{:?} {} {start} – {end}, {} min", one.severity, one.title, one.overlap_min)
    };
    all.iter().map(line).collect()
}

#[tokio::test]
async fn a_meeting_that_is_also_on_a_hidden_calendar_is_in_the_way_where_it_is_seen() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let mine = add(&engine, "Mine", &[]).await;
    let board = [meeting("board", "Board", "2026-11-25T09:00")];
    let (one, two) = (add(&engine, "One", &board).await, add(&engine, "Two", &board).await);
    let wish = || event("2026-11-25T09:30", "2026-11-25T10:30");
    let once = ["High Board 25 09:00 – 25 10:00, 30 min"];
    for (name, hidden, seen) in [("a", one, two), ("b", two, one)] {
        let sights = [(mine, Sight::Full), (seen, Sight::Titles), (hidden, Sight::Hidden)];
        let agent = agent(&engine, name, &sights).await;
        let [told, shown] = conflicts(&engine, &agent, mine, wish()).await;
        assert_eq!(
            (lines(&told), lines(&shown)),
            (once.map(String::from).to_vec(), once.map(String::from).to_vec())
        );
        assert_eq!(told[0].calendar_id, seen);
    }
    // That what is busy there is what is titled here would tell its title.
    let sights = [(mine, Sight::Full), (one, Sight::Titles), (two, Sight::Busy)];
    let agent = agent(&engine, "c", &sights).await;
    let [told, _] = conflicts(&engine, &agent, mine, wish()).await;
    let both = ["High Board 25 09:00 – 25 10:00, 30 min", "High busy 25 09:00 – 25 10:00, 30 min"];
    assert_eq!(lines(&told), both);
}

#[tokio::test]
async fn however_much_is_hidden_takes_no_place_among_what_is_told() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let seen: Vec<EventBuilder> = (10..15)
        .map(|hour| meeting(&format!("s{hour}"), "Seen", &format!("2026-11-27T{hour}:00")))
        .collect();
    let seen = add(&engine, "Seen", &seen).await;
    let nights = meeting("night", "Night", "2026-11-24T00:00").repeats("FREQ=HOURLY;COUNT=40");
    let secret = add(&engine, "Secret", &[]).await;
    let sights = [(seen, Sight::Titles), (secret, Sight::Hidden)];
    let agent = agent(&engine, "scout", &sights).await;
    let wish = || event("2026-11-23T12:00", "2026-11-28T12:00");
    let [before, _] = conflicts(&engine, &agent, seen, wish()).await;
    assert_eq!(before.len(), 5);
    engine.import(Cursor::new(calendar(&[nights])), secret).await.unwrap();
    let [after, shown] = conflicts(&engine, &agent, seen, wish()).await;
    assert_eq!(after, before);
    assert_eq!(shown.len(), 20, "the user sees the worst of all");
    assert!(shown.iter().all(|one| one.title == "Night"));
}

#[tokio::test]
async fn busy_times_in_the_way_are_put_together_whatever_they_are() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let mine = add(&engine, "Mine", &[]).await;
    let team = [
        meeting("a", "A", "2026-11-25T09:00"),
        meeting("b", "B", "2026-11-25T09:30").line("STATUS:TENTATIVE"),
        meeting("c", "C", "2026-11-25T10:30"),
        meeting("d", "D", "2026-11-25T14:00").line("STATUS:TENTATIVE"),
        meeting("e", "E", "2026-11-26"),
    ];
    let team = add(&engine, "Team", &team).await;
    let sights = [(mine, Sight::Full), (team, Sight::Busy)];
    let agent = agent(&engine, "scout", &sights).await;
    let wish = event("2026-11-25T09:00", "2026-11-26T12:00");
    let [told, shown] = conflicts(&engine, &agent, mine, wish).await;
    let expected = [
        "High busy 25 09:00 – 25 11:30, 150 min",
        "High busy 25 14:00 – 25 15:00, 60 min",
        "High busy 26 00:00 – 27 00:00, 720 min",
    ];
    assert_eq!(lines(&told), expected);
    assert_eq!(shown.len(), 5);
}

/// Proposing places until the way to the next event is none tells where that is.
#[tokio::test]
async fn a_way_to_go_is_told_only_where_places_are_seen() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let mine = add(&engine, "Mine", &[]).await;
    let trip = meeting("trip", "Trip", "2026-11-25T09:00").line("LOCATION:Airport");
    let theirs = add(&engine, "Theirs", &[trip]).await;
    let settings = FreeTimeSettings { travel_minutes: Some(60), ..FreeTimeSettings::default() };
    engine.set_free_time_settings(&settings).await.unwrap();
    for (sight, away) in [(Sight::Busy, 0), (Sight::Titles, 0), (Sight::Full, 1)] {
        let sights = [(mine, Sight::Full), (theirs, sight)];
        let agent = agent(&engine, sight.as_str(), &sights).await;
        for (place, expected) in [("Mitte", away), ("Airport", 0)] {
            let wish = EventChange {
                location: Some(place.into()),
                ..event("2026-11-25T10:15", "2026-11-25T11:00")
            };
            let [told, shown] = conflicts(&engine, &agent, mine, wish).await;
            assert_eq!(told.len(), expected, "{sight:?} {place}");
            assert_eq!(shown.len(), usize::from(place == "Mitte"), "the user is told of the way");
        }
    }
}

#[tokio::test]
async fn the_head_of_a_series_that_stays_can_be_in_the_way_of_the_rest() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let daily = meeting("daily", "Daily", "2026-11-23T09:00").repeats("FREQ=DAILY;COUNT=5");
    let mine = add(&engine, "Mine", &[daily]).await;
    let agent = agent(&engine, "scout", &[(mine, Sight::Full)]).await;
    let week = support::desk::days("2026-11-23", "2026-11-28");
    let all = engine.list_occurrences(&week, &Scope::All).await.unwrap();
    let third = &all[2];
    let target = Target { event_id: third.event_id, original: Some(third.original.seconds()) };
    for (from, to, expected) in [
        ("2026-11-24T09:30", "2026-11-24T10:30", vec!["High Daily 24 09:00 – 24 10:00, 30 min"]),
        ("2026-11-25T09:30", "2026-11-25T10:30", vec![]),
    ] {
        let base_version = version(&agent, target).await;
        let change = EventChange { title: None, ..event(from, to) };
        let wish = request(ProposedAction::Update { target, base_version, change });
        let wish = ProposalRequest { scope: EditScope::Following, ..wish };
        let told = agent.propose(wish).await.unwrap();
        let card = engine.get_proposal(told.id).await.unwrap();
        assert_eq!(
            (lines(&told.conflicts), lines(&card.conflicts)),
            (lines(&card.conflicts), expected.into_iter().map(String::from).collect())
        );
    }
}
