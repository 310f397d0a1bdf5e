//! Files and links into a calendar of an account: through the queue, mailed to nobody, never twice.

use std::io::Cursor;

use kalends_engine::{CalendarId, Engine, ImportReport, Notify};
use serde_json::json;
use support::{
    event::{EventBuilder, calendar as text},
    feed_server::{Answer, FeedServer},
    google::MIA,
};

use super::desk::*;

async fn import(engine: &Engine, events: &[EventBuilder], calendar: CalendarId) -> ImportReport {
    engine.import(Cursor::new(text(events)), calendar).await.unwrap()
}

fn lunch() -> EventBuilder {
    EventBuilder::new("lunch", "2026-11-20T12:00").zone("Europe/Berlin").title("Lunch")
}

/// A week of rounds with one moved, one cancelled.
fn rounds() -> [EventBuilder; 3] {
    let one =
        |start: &str| EventBuilder::new("rounds", start).zone("Europe/Berlin").title("Rounds");
    [
        one("2026-11-16T09:00").repeats("FREQ=DAILY;COUNT=5"),
        one("2026-11-18T11:00").replaces("2026-11-18T09:00").title("Late rounds"),
        one("2026-11-19T09:00").replaces("2026-11-19T09:00").line("STATUS:CANCELLED"),
    ]
}

#[tokio::test]
async fn rule_24_an_invitation_in_a_file_is_imported_without_its_guests_and_mails_nobody() {
    let (place, engine) = Place::with_mia().await;
    let mine = calendar(&engine, MIA).await.id;
    let event = lunch()
        .line("ORGANIZER:mailto:boss@elsewhere.example")
        .line("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ann@elsewhere.example")
        .line(&format!("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{MIA}"))
        .line("CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.google.com/abc-defg-hij");
    let report = import(&engine, &[event], mine).await;
    assert_eq!((report.created, report.without_guests), (1, 1));
    assert_eq!(waiting(&engine).await.title, "Lunch");
    sync(&engine).await;
    assert!(queue(&engine).await.is_empty());
    let all = place.list(MIA);
    let [event] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(event["attendees"], json!(null));
    assert_eq!(event["organizer"]["email"], MIA);
    assert_eq!(event["conferenceData"], json!(null));
    assert_eq!(event["description"], "https://meet.google.com/abc-defg-hij");
    assert!(place.mailed().is_empty());
    place.assert_no_violations();
}

#[tokio::test]
async fn a_series_comes_with_its_changed_and_cancelled_occurrences() {
    let (place, engine) = Place::with_mia().await;
    let mine = calendar(&engine, MIA).await.id;
    let report = import(&engine, &rounds(), mine).await;
    assert_eq!((report.read, report.created, report.set_aside), (3, 2, 0));
    let expected = [
        "2026-11-16 09:00 to 10:00 Rounds",
        "2026-11-17 09:00 to 10:00 Rounds",
        "2026-11-18 11:00 to 12:00 Late rounds",
        "2026-11-20 09:00 to 10:00 Rounds",
    ];
    assert_eq!(shown(&engine, "2026-11-16", "2026-11-21").await, expected);
    sync(&engine).await;
    assert_eq!(shown(&engine, "2026-11-16", "2026-11-21").await, expected);
    assert_eq!(place.titles(MIA), ["Late rounds", "Rounds"]);
    assert!(queue(&engine).await.is_empty());
    place.assert_no_violations();
}

#[tokio::test]
async fn what_is_there_is_not_imported_again_and_what_was_deleted_comes_back() {
    let (place, engine) = Place::with_mia().await;
    let mine = calendar(&engine, MIA).await.id;
    let whole: Vec<_> = rounds().into_iter().chain([lunch()]).collect();
    import(&engine, &whole, mine).await;
    // Before and after they were sent, and after they were changed.
    let again = import(&engine, &whole, mine).await;
    assert_eq!((again.created, again.unchanged), (0, 2));
    sync(&engine).await;
    let target = find(&engine, "Lunch", "2026-11-20").await;
    edit(&engine, target, placed("Mensa"), kalends_engine::EditScope::This).await;
    assert_eq!(import(&engine, &whole, mine).await.created, 0);
    engine.delete_event(target, kalends_engine::EditScope::This, Notify::None).await.unwrap();
    sync(&engine).await;
    for _ in 0..2 {
        import(&engine, &whole, mine).await;
        sync(&engine).await;
        assert_eq!(place.titles(MIA), ["Late rounds", "Lunch", "Rounds"]);
    }
    place.assert_no_violations();
}

#[tokio::test]
async fn an_import_is_taken_back_as_one_edit_sent_or_not() {
    let (place, engine) = Place::with_mia().await;
    let mine = calendar(&engine, MIA).await.id;
    let whole: Vec<_> = rounds().into_iter().chain([lunch()]).collect();
    for is_sent in [false, true] {
        let report = import(&engine, &whole, mine).await;
        if is_sent {
            sync(&engine).await;
        }
        engine.undo(report.undo.unwrap(), Notify::None).await.unwrap();
        sync(&engine).await;
        assert!(shown(&engine, "2026-11-16", "2026-11-21").await.is_empty());
        assert!(place.titles(MIA).is_empty());
        assert!(queue(&engine).await.is_empty());
    }
    assert!(place.mailed().is_empty());
    place.assert_no_violations();
}

#[tokio::test]
async fn a_link_is_fetched_once_and_not_followed() {
    let (place, engine) = Place::with_mia().await;
    let mine = calendar(&engine, MIA).await.id;
    let server = FeedServer::start().unwrap();
    server.serve("/team.ics", Answer::calendar(text(&[lunch()])));
    let before = engine.list_calendars().await.unwrap().len();
    let report = engine.import_link(&server.url("/team.ics"), mine).await.unwrap();
    assert_eq!(report.created, 1);
    assert_eq!(server.take_requests().len(), 1);
    sync(&engine).await;
    assert_eq!(server.take_requests().len(), 0);
    assert_eq!(place.titles(MIA), ["Lunch"]);
    assert_eq!(engine.list_calendars().await.unwrap().len(), before);
    let home = engine.add_local_calendar("Home", None).await.unwrap().id;
    let local = engine.import_link(&server.url("/team.ics"), home).await.unwrap();
    assert_eq!((local.created, local.undo), (1, None));
}

#[tokio::test]
async fn a_calendar_that_takes_no_events_refuses_before_anything_is_fetched() {
    let (_place, engine) = Place::with_mia().await;
    let server = FeedServer::start().unwrap();
    server.serve("/team.ics", Answer::calendar(text(&[lunch()])));
    let followed = engine.add_feed(support::desk::feed(&server.url("/team.ics"))).await.unwrap();
    server.take_requests();
    let refused = engine.import_link(&server.url("/team.ics"), followed.id).await.unwrap_err();
    assert_eq!(refused.kind(), "read_only");
    assert_eq!(server.take_requests().len(), 0);
}

#[tokio::test]
async fn what_cannot_be_told_apart_from_a_flood_is_refused_whole() {
    let (_place, engine) = Place::with_mia().await;
    let mine = calendar(&engine, MIA).await.id;
    let many: Vec<_> = (0..2_001)
        .map(|number| EventBuilder::new(&format!("e{number}"), "2026-11-20T12:00"))
        .collect();
    let refused = engine.import(Cursor::new(text(&many)), mine).await.unwrap_err();
    assert_eq!(refused.kind(), "too_many_events");
    assert!(queue(&engine).await.is_empty());
}
