//! When calendars are taken that are not mirrored: Google is asked, and its answer kept.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use kalends_engine::{
    Ask, CalendarChange, CalendarId, Engine, Every, FreeBusy, FreeBusyQuery, FreeQuery, Sight,
    SlotState,
};
use support::{
    desk::{instant, zone},
    google::{ANA, AWAY, MIA, TEAM, encoded},
};

use super::desk::{Place, calendar, event, sync};
use crate::proposals::hands::{agent, create, event as wish};

/// Wednesday, 25 November 2026, in Berlin.
fn day() -> (Timestamp, Timestamp) {
    (instant("2026-11-24T23:00:00Z"), instant("2026-11-25T23:00:00Z"))
}

async fn known(engine: &Engine, calendars: Option<Vec<CalendarId>>, ask: Ask) -> FreeBusy {
    let (from, to) = day();
    engine.free_busy(&FreeBusyQuery { from, to, calendars, ask }).await.unwrap()
}

fn busy(known: &FreeBusy) -> Vec<String> {
    let local = |at: Timestamp| at.to_zoned(zone("Europe/Berlin")).strftime("%H:%M").to_string();
    known.busy.iter().map(|one| format!("{}–{}", local(one.from), local(one.to))).collect()
}

fn unknown(known: &FreeBusy) -> Vec<&str> {
    known.unknown.iter().map(|one| one.name.as_str()).collect()
}

/// Nothing but the team's calendar counts, and that is not mirrored.
async fn with_unread_team() -> (Place, Engine, CalendarId) {
    let (place, engine) = Place::with_mia().await;
    sync(&engine).await;
    let team = calendar(&engine, "Team").await.id;
    let change = CalendarChange { selected: Some(false), ..CalendarChange::default() };
    engine.change_calendar(team, change).await.unwrap();
    place.add(TEAM, "Secret", "2026-11-25T10:00:00");
    (place, engine, team)
}

#[tokio::test]
async fn rule_34_a_calendar_that_is_not_mirrored_is_asked_for_and_its_answer_kept() {
    let (place, engine, team) = with_unread_team().await;
    let only = || Some(vec![team]);
    let never = known(&engine, only(), Ask::Never).await;
    assert_eq!((busy(&never), unknown(&never)), (vec![], vec!["Team"]), "unknown is not free");
    let asked = known(&engine, only(), Ask::WhenStale).await;
    assert_eq!((busy(&asked), unknown(&asked)), (vec!["10:00–11:00".to_owned()], vec![]));
    assert_eq!((asked.as_of, asked.stale), (Some(engine.config().clock.now()), false));

    // What was said is known for five minutes, then asked again.
    place.add(TEAM, "More", "2026-11-25T13:00:00");
    let again = known(&engine, only(), Ask::WhenStale).await;
    assert_eq!(busy(&again), ["10:00–11:00"]);
    let now = known(&engine, only(), Ask::Now).await;
    assert_eq!(busy(&now), ["10:00–11:00", "13:00–14:00"]);
    place.add(TEAM, "Late", "2026-11-25T16:00:00");
    engine.config().clock.advance(SignedDuration::from_mins(6));
    assert_eq!(busy(&known(&engine, only(), Ask::WhenStale).await).len(), 3);

    // An own calendar counts without being named.
    let all = known(&engine, None, Ask::WhenStale).await;
    assert!(busy(&all).contains(&"10:00–11:00".to_owned()));
    let (from, _) = day();
    let ten = from + SignedDuration::from_hours(10);
    let hour = SignedDuration::from_hours(1);
    let check = engine.check_slot(ten, ten + hour, None, Ask::Never).await.unwrap();
    assert_eq!(check.state, SlotState::Busy);
}

#[tokio::test]
async fn a_proposal_says_what_is_known_of_calendars_that_are_not_mirrored() {
    let (_place, engine, team) = with_unread_team().await;
    let mia = calendar(&engine, MIA).await.id;
    let claude = agent(&engine, "Claude", &[(mia, Sight::Full), (team, Sight::Busy)]).await;
    let lunch = wish("Lunch", "2026-11-25T10:00", "2026-11-25T11:00");
    let told = claude.propose(create(mia, lunch)).await.unwrap();
    assert!(told.unknown.is_empty(), "names of calendars are for the user");
    let names = async || {
        let card = engine.get_proposal(told.id).await.unwrap();
        assert!(card.conflicts.is_empty());
        (card.busy_elsewhere, card.unknown)
    };
    let known_by_nobody = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    let before = (vec![], known_by_nobody(&["Ana away", "Sport", "Team"]));
    assert_eq!(names().await, before);
    known(&engine, Some(vec![team]), Ask::Now).await;
    assert_eq!(names().await, (vec!["Team".to_owned()], known_by_nobody(&["Ana away", "Sport"])));
}

#[tokio::test]
async fn without_a_network_the_answer_is_what_is_known_and_says_so() {
    let (place, engine, team) = with_unread_team().await;
    place.server.close().unwrap();
    let offline = known(&engine, Some(vec![team]), Ask::WhenStale).await;
    assert_eq!((busy(&offline), unknown(&offline)), (vec![], vec!["Team"]));
    assert!(offline.stale && offline.problem.is_some());
    place.server.open().unwrap();
    known(&engine, Some(vec![team]), Ask::WhenStale).await;
    place.server.close().unwrap();
    engine.config().clock.advance(SignedDuration::from_mins(10));
    let kept = known(&engine, Some(vec![team]), Ask::WhenStale).await;
    assert_eq!((busy(&kept), unknown(&kept)), (vec!["10:00–11:00".to_owned()], vec![]));
    assert!(kept.stale && kept.problem.is_some());
    let (from, to) = day();
    let hour = SignedDuration::from_hours(1);
    let query = FreeQuery {
        calendars: Some(vec![team]),
        ..FreeQuery::new(hour, from, to, zone("Europe/Berlin"))
    };
    let free = engine.find_free(&query).await.unwrap();
    assert_eq!(free.slots.len(), 2, "around what is known");
    assert!(free.stale && free.problem.is_some());
}

#[tokio::test]
async fn rule_34_a_calendar_that_google_does_not_tell_of_is_named() {
    let (place, engine, team) = with_unread_team().await;
    place.server.control().unshare(MIA, TEAM);
    let known = known(&engine, Some(vec![team]), Ask::Now).await;
    assert_eq!((busy(&known), unknown(&known)), (vec![], vec!["Team"]));
    assert_eq!(known.unknown[0].reason, "Google does not show it to this account");
    let (from, to) = day();
    let check = engine.check_slot(from, to, Some(&[team]), Ask::Never).await.unwrap();
    assert_eq!(check.state, SlotState::Unknown);
}

#[tokio::test]
async fn rule_32_of_who_shows_only_when_they_are_busy_google_is_asked() {
    let (place, engine) = Place::with_mia().await;
    let target = format!("calendars/{}/events", encoded(AWAY));
    place.act(ANA, "POST", &target, &event("Dentist", "2026-11-25T10:00:00"));
    sync(&engine).await;
    let away = calendar(&engine, "Ana away").await.id;
    let asked = known(&engine, Some(vec![away]), Ask::WhenStale).await;
    assert_eq!(busy(&asked), ["10:00–11:00"]);
}

#[tokio::test]
async fn an_old_mirror_is_asked_for_and_what_waits_here_counts_all_the_same() {
    let (place, engine) = Place::with_mia().await;
    sync(&engine).await;
    let team = calendar(&engine, "Team").await;
    let change = CalendarChange { every: Some(Every::FiveMinutes), ..CalendarChange::default() };
    engine.change_calendar(team.id, change).await.unwrap();
    let created = kalends_engine::EventChange {
        calendar: Some(team.id),
        title: Some("Mine".into()),
        time: Some((
            kalends_engine::calendar::When::Zoned(
                "2026-11-25T08:00".parse().unwrap(),
                zone("Europe/Berlin").into(),
            ),
            kalends_engine::calendar::When::Zoned(
                "2026-11-25T09:00".parse().unwrap(),
                zone("Europe/Berlin").into(),
            ),
        )),
        ..kalends_engine::EventChange::default()
    };
    engine.create_event(created, kalends_engine::Notify::None).await.unwrap();
    place.add(TEAM, "Theirs", "2026-11-25T10:00:00");
    let young = known(&engine, Some(vec![team.id]), Ask::WhenStale).await;
    assert_eq!((busy(&young), young.stale), (vec!["08:00–09:00".to_owned()], false));
    engine.config().clock.advance(SignedDuration::from_mins(30));
    let mirror = known(&engine, Some(vec![team.id]), Ask::Never).await;
    assert_eq!((busy(&mirror), mirror.stale), (vec!["08:00–09:00".to_owned()], true));
    let asked = known(&engine, Some(vec![team.id]), Ask::WhenStale).await;
    let expected = ["08:00–09:00", "10:00–11:00"].map(str::to_owned).to_vec();
    assert_eq!((busy(&asked), asked.stale), (expected.clone(), false));

    // What was said is known for five minutes here too; what waits here counts as before.
    place.add(TEAM, "Later", "2026-11-25T13:00:00");
    let again = known(&engine, Some(vec![team.id]), Ask::WhenStale).await;
    assert_eq!((busy(&again), again.stale, again.as_of), (expected, false, asked.as_of));
    engine.config().clock.advance(SignedDuration::from_mins(6));
    let later = known(&engine, Some(vec![team.id]), Ask::WhenStale).await;
    assert_eq!(busy(&later), ["08:00–09:00", "10:00–11:00", "13:00–14:00"]);
}

#[tokio::test]
async fn a_slow_server_is_waited_for_no_longer_than_it_takes() {
    let (place, engine, team) = with_unread_team().await;
    place.server.set_delay(Duration::from_millis(100));
    let begun = std::time::Instant::now();
    let asked = known(&engine, Some(vec![team]), Ask::Now).await;
    assert_eq!(unknown(&asked), [""; 0]);
    assert!(begun.elapsed() < Duration::from_secs(3), "one request, and one for a token");
}
