//! What reads answer where nothing stands in their way.

use kalends_engine::{AgentCalendar, FreeTimeSettings, Sight, TargetId};
use support::desk::{days, instant};

use super::place::{Place, berlin, text, window};

#[tokio::test]
async fn the_context_is_now_in_the_users_zone() {
    let place = Place::new().await;
    let told = place.session().await.get_context().await.unwrap();
    assert_eq!((told.now.as_str(), told.weekday.as_str()), ("2026-11-20T12:00:00+01:00", "friday"));
    assert_eq!((told.agent.as_str(), told.time_zone.as_str()), ("scout", "Europe/Berlin"));
    let next = told.next_transition.unwrap();
    assert_eq!(next.at, "2027-03-28T03:00:00+02:00");
    assert_eq!((next.before.as_str(), next.after.as_str()), ("+01:00", "+02:00"));
    let hours: Vec<String> = told
        .working_hours
        .iter()
        .map(|one| format!("{} {}-{}", one.weekday, one.from, one.to))
        .collect();
    assert_eq!(hours[0], "monday 09:00-17:00");
    assert_eq!(hours.len(), 5);
    assert_eq!((told.max_pending, told.max_per_hour), (20, 60));
}

#[tokio::test]
async fn calendars_that_the_user_left_out_of_lists_are_hidden_until_chosen() {
    let place = Place::new().await;
    let session = place.session().await;
    let ids = async || {
        let all = session.list_calendars().await.unwrap();
        all.iter().map(|one: &AgentCalendar| one.calendar_id).collect::<Vec<_>>()
    };
    assert_eq!(ids().await, place.calendars);
    let change = kalends_engine::CalendarChange { hidden: Some(true), ..Default::default() };
    place.engine.change_calendar(place.calendars[0], change).await.unwrap();
    assert_eq!(ids().await, place.calendars[1..]);
    place.engine.allow_agent(place.agent, place.calendars[0], Sight::Busy).await.unwrap();
    assert_eq!(ids().await, place.calendars);
}

#[tokio::test]
async fn a_long_window_comes_in_pages_that_lose_and_double_nothing() {
    let place = Place::new().await;
    let series = |n: usize| {
        support::event::EventBuilder::new(&format!("many-{n}"), "2026-11-23T07:00")
            .title(&format!("many {n}"))
            .repeats("FREQ=DAILY;COUNT=7")
    };
    place.rewrite(3, |_| support::event::calendar(&(0..40).map(series).collect::<Vec<_>>())).await;
    place.allow([Sight::Hidden, Sight::Busy, Sight::Titles, Sight::Full]).await;
    let session = place.session().await;
    let mut asked = window(None);
    let mut all = Vec::new();
    let mut pages = 0;
    loop {
        let page = session.list_events(&asked).await.unwrap();
        assert!(page.events.len() <= 100);
        all.extend(page.events);
        pages += 1;
        let Some(next) = page.next_cursor else { break };
        // A cursor holds for its own window alone.
        let other = kalends_engine::AgentWindow {
            to: instant("2026-12-29T23:00:00Z"),
            cursor: Some(next.clone()),
            ..asked.clone()
        };
        assert!(text(session.list_events(&other).await).contains(" cursor "));
        asked.cursor = Some(next);
    }
    let week = days("2026-11-23", "2026-11-30");
    let shown = kalends_engine::Scope::Calendar(place.calendars[3]);
    let shown = place.engine.list_occurrences(&week, &shown).await.unwrap();
    assert_eq!(shown.len(), 40 * 7);
    let full: Vec<TargetId> = all
        .iter()
        .filter(|one| one.calendar_id == place.calendars[3])
        .map(|one| one.event_id.unwrap())
        .collect();
    let mut once = full.clone();
    once.sort_by_key(TargetId::to_string);
    once.dedup();
    assert_eq!((full.len(), once.len(), pages), (280, 280, 3));
    // Each id names the occurrence that it was given with.
    for one in all.iter().filter(|one| one.sight == Sight::Full).step_by(60) {
        let read = session.get_event(one.event_id.unwrap(), &berlin()).await.unwrap();
        assert_eq!((&read.start, &read.base_version), (&one.start, &one.base_version));
        let again: TargetId = one.event_id.unwrap().to_string().parse().unwrap();
        assert_eq!(again, one.event_id.unwrap());
    }
}

#[tokio::test]
async fn windows_that_are_empty_or_endless_are_refused() {
    let place = Place::new().await;
    let session = place.session().await;
    let mut asked = window(None);
    asked.to = asked.from;
    assert!(text(session.list_events(&asked).await).contains("its end is not after its start"));
    asked.to = instant("2028-11-20T00:00:00Z");
    assert!(text(session.list_events(&asked).await).contains("longer than 400 days"));
    let answer = session.free_busy(asked.from, asked.to, None, &berlin()).await;
    assert!(text(answer).contains("longer than 400 days"));
}

#[tokio::test]
async fn free_slots_lie_in_the_users_hours_around_what_is_known() {
    let place = Place::with_each_sight().await;
    let session = place.session().await;
    let mut query = super::place::slots();
    query.to = instant("2026-11-23T23:00:00Z");
    let told = async |query: &kalends_engine::AgentSlotQuery| {
        let answer = session.find_free_slots(query).await.unwrap();
        let slot = |one: &kalends_engine::AgentSpan| {
            format!("{} {}", &one.start[11..16], &one.end[11..16])
        };
        answer.slots.iter().map(slot).collect::<Vec<_>>()
    };
    // Busy from 9 to 12; what is hidden at 8 does not count.
    assert_eq!(told(&query).await, ["12:00 17:00"]);
    let settings = FreeTimeSettings { left_out: vec![place.calendars[2]], ..Default::default() };
    place.engine.set_free_time_settings(&settings).await.unwrap();
    assert_eq!(told(&query).await, ["10:00 11:00", "12:00 17:00"]);
    query.duration = jiff::SignedDuration::from_mins(90);
    assert_eq!(told(&query).await, ["12:00 17:00"]);
}
