//! The list of calendars, and what a user chooses about them.

use kalends_engine::{
    CalendarChange, Direction, EventChange, Every, Hue, Notify, RunResult, Trigger, calendar::When,
};
use serde_json::json;
use support::{
    desk::{week_lines, zone},
    google::{MIA, PROJECTS, ROOMS, Role, TEAM},
};

use super::desk::{Place, calendar, sync};

#[tokio::test]
async fn rule_32_what_may_only_be_read_cannot_be_made_to_be_written() {
    let (_place, engine) = Place::with_mia().await;
    let direction =
        |direction| CalendarChange { direction: Some(direction), ..CalendarChange::default() };
    let rooms = calendar(&engine, "Rooms").await;
    assert_eq!((rooms.direction, rooms.read_only), (Direction::Read, true));
    let refused = engine.change_calendar(rooms.id, direction(Direction::Both)).await.unwrap_err();
    assert_eq!(refused.kind(), "role");
    let team = calendar(&engine, "Team").await;
    assert_eq!((team.direction, team.read_only), (Direction::Both, false));
    let team = engine.change_calendar(team.id, direction(Direction::Read)).await.unwrap();
    assert!(team.read_only);
    sync(&engine).await;
    assert!(calendar(&engine, "Team").await.read_only, "the choice holds");
    let change = CalendarChange { every: Some(Every::Hour), ..direction(Direction::Both) };
    let team = engine.change_calendar(team.id, change).await.unwrap();
    assert_eq!((team.read_only, team.mirror.unwrap().every_minutes), (false, Every::Hour));
    assert_eq!(calendar(&engine, "Projects").await.mirror.unwrap().every_minutes, Every::MIRROR);
    assert_eq!(engine.remove_calendar(team.id).await.unwrap_err().kind(), "listed");
}

#[tokio::test]
async fn a_calendar_that_is_only_written_to_is_not_read() {
    let (place, engine) = Place::with_mia().await;
    let team = calendar(&engine, "Team").await.id;
    let change = CalendarChange { direction: Some(Direction::Write), ..CalendarChange::default() };
    engine.change_calendar(team, change).await.unwrap();
    place.add(TEAM, "Standup", "2026-11-18T09:15:00");
    sync(&engine).await;
    assert_eq!(week_lines(&engine).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn rule_33_names_rights_and_calendars_change_at_google_and_choices_here_hold() {
    let (place, engine) = Place::with_mia().await;
    sync(&engine).await;
    let change = CalendarChange {
        name: Some("Ours".into()),
        hue: Some(Hue::Pink),
        ..CalendarChange::default()
    };
    let team = calendar(&engine, "Team").await.id;
    engine.change_calendar(team, change).await.unwrap();
    {
        let mut google = place.server.control();
        google.list_calendar(MIA, TEAM, Role::Owner, |listed| {
            listed.summary_override = Some("Theirs".into());
            listed.background = "#d50000".into();
        });
        google.list_calendar(MIA, PROJECTS, Role::Reader, |listed| {
            listed.background = "#d50000".into();
        });
        google.unshare(MIA, ROOMS);
    }
    sync(&engine).await;
    let team = calendar(&engine, "Ours").await;
    assert_eq!(team.hue, Hue::Pink);
    let projects = calendar(&engine, "Projects").await;
    assert_eq!((projects.hue, projects.read_only), (Hue::Tomato, true));
    let all = engine.list_calendars().await.unwrap();
    assert!(!all.iter().any(|one| one.name == "Rooms"));
    assert_eq!(all.len(), 8);
}

#[tokio::test]
async fn a_calendar_that_vanishes_with_unsent_edits_stays_until_they_are_settled() {
    let (place, engine) = Place::with_mia().await;
    sync(&engine).await;
    let projects = calendar(&engine, "Projects").await.id;
    let at = |hour: i8| {
        let local = jiff::civil::date(2026, 11, 19).at(hour, 0, 0, 0);
        When::Zoned(local, zone("Europe/Berlin").into())
    };
    let change = EventChange {
        calendar: Some(projects),
        title: Some("Kept".into()),
        time: Some((at(10), at(11))),
        ..EventChange::default()
    };
    let made = engine.create_event(change, Notify::None).await.unwrap();
    place.server.control().unshare(MIA, PROJECTS);
    sync(&engine).await;
    let problem = calendar(&engine, "Projects").await.mirror.unwrap().problem.unwrap();
    assert_eq!(problem.kind, "calendar_gone");
    assert_eq!(engine.list_queue().await.unwrap().len(), 1);
    engine.discard_queue(made.target.event_id).await.unwrap();
    sync(&engine).await;
    assert!(!engine.list_calendars().await.unwrap().iter().any(|one| one.name == "Projects"));
}

#[tokio::test]
async fn a_calendar_that_is_taken_into_sync_is_read_and_one_taken_out_rests() {
    let (place, engine) = Place::with_mia().await;
    place.add_with(support::google::SPORT, "Yoga", "2026-11-18T18:00:00", &json!({}));
    sync(&engine).await;
    assert_eq!(week_lines(&engine).await.unwrap(), [""; 0]);
    let sport = calendar(&engine, "Sport").await.id;
    let change =
        CalendarChange { selected: Some(true), visible: Some(true), ..CalendarChange::default() };
    engine.change_calendar(sport, change).await.unwrap();
    sync(&engine).await;
    assert_eq!(week_lines(&engine).await.unwrap().len(), 1);
    let change = CalendarChange { selected: Some(false), ..CalendarChange::default() };
    engine.change_calendar(sport, change).await.unwrap();
    let runs = sync(&engine).await;
    assert!(!runs.iter().any(|run| run.calendar_id == Some(sport)));
    let one = engine.sync(Some(sport), Trigger::Manual, false).await.unwrap();
    assert_eq!(one[0].result, RunResult::Unchanged, "asked for by name it is synced");
}

#[tokio::test]
async fn a_calendar_that_is_shown_is_synced_too_and_hiding_it_only_hides() {
    let (place, engine) = Place::with_mia().await;
    place.add_with(support::google::SPORT, "Yoga", "2026-11-18T18:00:00", &json!({}));
    sync(&engine).await;
    let show = async |visible: bool| {
        let sport = calendar(&engine, "Sport").await.id;
        let change = CalendarChange { visible: Some(visible), ..CalendarChange::default() };
        engine.change_calendar(sport, change).await.unwrap()
    };
    assert!(!calendar(&engine, "Sport").await.selected);
    let sport = show(true).await;
    assert!(sport.selected);
    assert_eq!(sport.mirror.unwrap().next_try, None, "due at once");
    sync(&engine).await;
    assert_eq!(week_lines(&engine).await.unwrap().len(), 1);
    let sport = show(false).await;
    assert!(sport.selected && !sport.visible);
}
