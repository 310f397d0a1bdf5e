//! Files in and out, samples, backups.

use std::io::Cursor;

use kalends_engine::{AccountKind, Engine, Scope, SecretsMode};
use support::{
    desk::{Desk, lines, week, week_lines},
    event::{EventBuilder, a_week, calendar},
};

#[tokio::test]
async fn a_file_goes_in_and_comes_out_as_it_was() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let id = engine.add_local_calendar("Mine", None).await.unwrap().id;
    let mut events = a_week();
    events.push(EventBuilder::new("odd", "2026-11-17T08:00").line("X-ODD;A=1:kept, as it is"));
    let text = calendar(&events);
    let report = engine.import(Cursor::new(text.clone()), id).await.unwrap();
    assert_eq!((report.read, report.created, report.updated), (7, 7, 0));
    let report = engine.import(Cursor::new(text.clone()), id).await.unwrap();
    assert_eq!((report.read, report.created, report.updated), (7, 0, 0));
    // A file that says nothing of an event does not remove it.
    engine.import(Cursor::new(calendar(&a_week()[..1])), id).await.unwrap();

    let out = engine.export(&Scope::Calendar(id), None).await.unwrap();
    let out = String::from_utf8(out).unwrap();
    for event in &events {
        assert!(out.contains(&event.build()), "{}", event.build());
    }
    let window = week();
    let part = engine.export(&Scope::All, Some(&window)).await.unwrap();
    assert_eq!(part.len(), out.len() - "NAME:Mine\r\nX-WR-CALNAME:Mine\r\n".len());

    let other = engine.add_local_calendar("Other", None).await.unwrap().id;
    engine.import(Cursor::new(out), other).await.unwrap();
    let shown = |id| {
        let engine = engine.clone();
        async move { lines(&engine.list_occurrences(&week(), &Scope::Calendar(id)).await.unwrap()) }
    };
    assert_eq!(shown(id).await, shown(other).await);
}

#[tokio::test]
async fn a_file_that_breaks_off_changes_nothing() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let id = engine.add_local_calendar("Mine", None).await.unwrap().id;
    let text = calendar(&a_week());
    let cut = text.get(..text.len() - 20).unwrap().to_owned();
    assert_eq!(engine.import(Cursor::new(cut), id).await.unwrap_err().kind(), "truncated");
    assert_eq!(week_lines(&engine).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn samples_come_and_go_with_one_call_and_are_read_only() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    engine.add_samples().await.unwrap();
    engine.add_samples().await.unwrap();
    let calendars = engine.list_calendars().await.unwrap();
    let names: Vec<&str> = calendars.iter().map(|calendar| calendar.name.as_str()).collect();
    assert_eq!(names, ["Work", "Team", "Home", "Kids & school", "Holidays", "Focus"]);
    assert!(calendars.iter().all(|one| one.read_only && one.account_kind == AccountKind::Sample));
    let week = engine.list_occurrences(&week(), &Scope::Visible).await.unwrap();
    assert!(week.len() > 30, "{}", week.len());
    assert!(week.iter().any(kalends_engine::Occurrence::declined));
    assert!(week.iter().any(kalends_engine::Occurrence::unanswered));
    assert!(week.iter().any(|one| one.join_url.is_some()));
    assert!(week.iter().any(|one| one.all_day()));
    let refused = engine.import(Cursor::new(calendar(&a_week())), calendars[0].id).await;
    assert_eq!(refused.unwrap_err().kind(), "read_only");

    let mine = engine.add_local_calendar("Mine", None).await.unwrap();
    engine.remove_samples().await.unwrap();
    engine.remove_samples().await.unwrap();
    assert_eq!(engine.list_calendars().await.unwrap(), [mine]);
    assert_eq!(week_lines(&engine).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_backup_brings_back_what_was() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    assert_eq!(engine.back_up_if_due().await.unwrap(), None, "there is nothing to keep yet");
    let id = engine.add_local_calendar("Mine", None).await.unwrap().id;
    engine.import(Cursor::new(calendar(&a_week())), id).await.unwrap();
    let before = week_lines(&engine).await.unwrap();
    let backup = engine.back_up_if_due().await.unwrap().unwrap();
    assert_eq!(engine.back_up_if_due().await.unwrap(), None, "one a day");
    engine.remove_calendar(id).await.unwrap();
    engine.close().await;

    assert_eq!(Engine::list_backups(&desk.config).unwrap(), std::slice::from_ref(&backup));
    Engine::restore(&desk.config, &backup.name).await.unwrap();
    let engine = desk.open().await.unwrap();
    assert_eq!(week_lines(&engine).await.unwrap(), before);
    let missing = Engine::restore(&desk.config, "2000-01-01T000000Z").await.unwrap_err();
    assert_eq!(missing.kind(), "not_found");
}

#[tokio::test]
async fn the_doctor_names_a_remedy_for_what_is_amiss() {
    let mut desk = Desk::new().unwrap();
    let well = Engine::doctor(&desk.config).await;
    assert!(
        well.iter().all(|check| check.remedy.is_empty() || check.name == "backups"),
        "{well:#?}"
    );
    // A file in the folder's place.
    let path = desk.folder.path().join("file");
    std::fs::write(&path, "x").unwrap();
    desk.config.data_dir = path;
    desk.config.secrets = SecretsMode::Given(desk.secrets.clone());
    let ill = Engine::doctor(&desk.config).await;
    let folder = ill.iter().find(|check| check.name == "data folder").unwrap();
    assert!(!folder.remedy.is_empty());
}
