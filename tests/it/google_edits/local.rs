//! Calendars of this computer: edits are all there is.

use kalends_engine::{EditScope, EventChange, Notify, Scope, Target, Unsent};
use support::{
    desk::{Desk, days},
    event::{EventBuilder, calendar as text},
};

use super::desk::*;

async fn desk() -> (Desk, kalends_engine::Engine, kalends_engine::CalendarId) {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let calendar = engine.add_local_calendar("Home", None).await.unwrap().id;
    (desk, engine, calendar)
}

async fn export(engine: &kalends_engine::Engine) -> String {
    String::from_utf8(engine.export(&Scope::All, None).await.unwrap()).unwrap()
}

#[tokio::test]
async fn an_event_is_made_changed_deleted_and_brought_back_at_once() {
    let (_desk, engine, _) = desk().await;
    let made = create(&engine, "Lunch", "2026-11-20T13:00:00").await;
    assert!(!made.pending && queue(&engine).await.is_empty());
    edit(&engine, made.target, placed("Mensa"), EditScope::This).await;
    let one = engine.list_occurrences(&days("2026-11-20", "2026-11-21"), &Scope::All).await;
    let one = one.unwrap().remove(0);
    assert_eq!((one.location.as_str(), one.unsent, one.editable), ("Mensa", Unsent::None, true));
    assert!(export(&engine).await.contains("LOCATION:Mensa"));
    let gone = engine.delete_event(made.target, EditScope::This, Notify::None).await.unwrap();
    assert!(shown(&engine, "2026-11-20", "2026-11-21").await.is_empty());
    engine.undo(gone.undo, Notify::None).await.unwrap();
    assert_eq!(shown(&engine, "2026-11-20", "2026-11-21").await.len(), 1);
    assert!(export(&engine).await.contains("LOCATION:Mensa"));
}

#[tokio::test]
async fn lines_of_an_imported_event_that_an_edit_does_not_touch_stay() {
    let (_desk, engine, calendar) = desk().await;
    let event = EventBuilder::new("a", "2026-11-20T13:00").title("Lunch").line("X-OURS-NOT:1");
    engine.import(std::io::Cursor::new(text(&[event])), calendar).await.unwrap();
    let target = find(&engine, "Lunch", "2026-11-20").await;
    edit(&engine, target, titled("Dinner"), EditScope::This).await;
    let text = export(&engine).await;
    assert!(text.contains("SUMMARY:Dinner") && text.contains("X-OURS-NOT:1"), "{text}");
}

#[tokio::test]
async fn series_are_edited_by_scope() {
    let (_desk, engine, calendar) = desk().await;
    let series = EventBuilder::new("a", "2026-11-16T09:00").title("Dishes").repeats("FREQ=DAILY");
    engine.import(std::io::Cursor::new(text(&[series])), calendar).await.unwrap();
    let master = find(&engine, "Dishes", "2026-11-16").await;
    let on =
        |day: &str| Target { original: Some(at(&format!("{day}T09:00:00")).seconds()), ..master };
    engine.delete_event(on("2026-11-17"), EditScope::This, Notify::None).await.unwrap();
    assert!(export(&engine).await.contains("EXDATE"));
    edit(&engine, on("2026-11-18"), titled("Late"), EditScope::This).await;
    edit(&engine, on("2026-11-19"), titled("Sponge"), EditScope::Following).await;
    assert_eq!(
        shown(&engine, "2026-11-16", "2026-11-21").await,
        [
            "2026-11-16 09:00 to 10:00 Dishes",
            "2026-11-18 09:00 to 10:00 Late",
            "2026-11-19 09:00 to 10:00 Sponge",
            "2026-11-20 09:00 to 10:00 Sponge",
        ]
    );
    engine.delete_event(on("2026-11-18"), EditScope::This, Notify::None).await.unwrap();
    assert_eq!(shown(&engine, "2026-11-16", "2026-11-21").await.len(), 3);
}

#[tokio::test]
async fn nobody_is_invited_from_this_computer_and_feeds_refuse() {
    let (_desk, engine, _) = desk().await;
    let change = EventChange {
        time: hour("2026-11-20T13:00:00"),
        guests: guests(&["ann@x.example"]),
        ..titled("Lunch")
    };
    let refused = engine.create_event(change, Notify::None).await.unwrap_err();
    assert_eq!(refused.kind(), "local_calendar");
    let none = engine.create_event(titled("No time"), Notify::None).await.unwrap_err();
    assert_eq!(none.kind(), "invalid");
}

#[tokio::test]
async fn an_event_goes_from_this_computer_to_an_account_and_back() {
    let (place, engine) = Place::with_mia().await;
    let home = engine.add_local_calendar("Home", None).await.unwrap().id;
    let change = EventChange {
        calendar: Some(home),
        time: hour("2026-11-20T13:00:00"),
        rules: Some(vec!["FREQ=DAILY;COUNT=3".into()]),
        ..titled("Lunch")
    };
    let made = engine.create_event(change, Notify::None).await.unwrap();
    let mine = calendar(&engine, support::google::MIA).await.id;
    let over = EventChange { calendar: Some(mine), ..EventChange::default() };
    let edited = edit(&engine, made.target, over, EditScope::All).await;
    assert!(edited.pending && edited.calendar_id == mine);
    sync(&engine).await;
    assert_eq!(place.titles(support::google::MIA), ["Lunch"]);
    assert_eq!(shown(&engine, "2026-11-20", "2026-11-24").await.len(), 3);
    let back = EventChange { calendar: Some(home), ..EventChange::default() };
    edit(&engine, edited.target, back, EditScope::All).await;
    sync(&engine).await;
    assert!(place.titles(support::google::MIA).is_empty());
    assert_eq!(shown(&engine, "2026-11-20", "2026-11-24").await.len(), 3);
}
