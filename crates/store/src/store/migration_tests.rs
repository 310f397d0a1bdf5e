//! A database of an earlier version keeps everything when it is brought up to date.

use std::borrow::Cow;

use jiff::SignedDuration;
use kalends_calendar::{Alarm, AlarmAction, AlarmTrigger, Event, remind::EventAlarms};

use super::*;
use crate::{
    AccountKind, CalendarId, Direction, EventId, Lock, Unsent, accounts, calendars, events,
    occurrences::{self, Filter},
    pending, search, sync_runs, sync_state,
    testing::{TestStore, change, days, event, now, series},
};

/// The last version before accounts that are signed in to.
const FEEDS_ONLY: i64 = 7;

const ROWS: &str = r#"
    INSERT INTO accounts (id, kind, name, email, position, created_at) VALUES
        ('00000000-0000-0000-0000-00000000000a', 'feed', 'Feeds', 'me@example.com', 2, 1700000000);
    INSERT INTO calendars (id, account_id, name, hue, color_original, visible, selected, hidden,
                           read_only, direction, zone, position, created_at) VALUES
        ('00000000-0000-0000-0000-0000000000ca', '00000000-0000-0000-0000-00000000000a', 'Work',
         'teal', '#008080', 1, 1, 0, 1, 'read', 'Europe/Berlin', 3, 1700000001);
    INSERT INTO sync_state (calendar_id, interval_s, cursor, etag, generation, event_count) VALUES
        ('00000000-0000-0000-0000-0000000000ca', 600, 'c', '"e"', 4, 3);
    INSERT INTO feeds (calendar_id, address_masked) VALUES
        ('00000000-0000-0000-0000-0000000000ca', 'example.com/abcd…');
    INSERT INTO sync_runs (calendar_id, trigger, result, created) VALUES
        ('00000000-0000-0000-0000-0000000000ca', 'manual', 'ok', 3);
    INSERT INTO events (no, id, calendar_id, uid, role, master_no, recurrence_id_text,
                        recurrence_id, kind, zone, start_text, end_text, start_s, end_s, title,
                        recurrence, first_s, last_s, content_hash) VALUES
        (1, '00000000-0000-0000-0000-0000000000e1', '00000000-0000-0000-0000-0000000000ca', 's',
         1, 0, '', 0, 2, 'UTC', '20261102T090000;UTC', '20261102T100000;UTC', 1793610000,
         1793613600, 'Weekly', '{"rules":["FREQ=WEEKLY"]}', 1793610000, 9223372036854775807,
         X'00112233445566778899AABBCCDDEEFF'),
        (2, '00000000-0000-0000-0000-0000000000e2', '00000000-0000-0000-0000-0000000000ca', 's',
         2, 1, '20261116T090000;UTC', 1794819600, 2, 'UTC', '20261117T090000;UTC',
         '20261117T100000;UTC', 1794906000, 1794909600, 'Moved', '', 1794906000, 1794909600, X'');
    INSERT INTO event_texts (event_no, title, description, details, source) VALUES
        (1, 'Weekly', 'Notes', '{"categories":["a"]}', X'424547494EDF'),
        (2, 'Moved', '', '{}', X'');
    INSERT INTO events_fts (rowid, title, location, description, people)
        SELECT event_no, title, location, description, people FROM event_texts;
    INSERT INTO occurrences (line, reach, start_s, owner_no, original_s, end_s, event_no) VALUES
        (0, 86400, 1794906000, 2, 1794819600, 1794909600, 2);
    INSERT INTO settings (key, value) VALUES ('theme', '"dark"');
"#;

async fn database_of(version: i64, dir: &Path) {
    let files = Files::new(dir);
    files.prepare().unwrap();
    let options = options(files.database()).create_if_missing(true);
    let mut old = options.connect().await.unwrap();
    let migrations: Vec<_> =
        MIGRATIONS.iter().filter(|one| one.version <= version).cloned().collect();
    let migrator = Migrator { migrations: Cow::Owned(migrations), ..Migrator::DEFAULT };
    migrator.run_direct(None, &mut old, false).await.unwrap();
    sqlx::raw_sql(ROWS).execute(&mut old).await.unwrap();
    sqlx::Connection::close(old).await.unwrap();
}

#[tokio::test]
async fn feeds_of_the_first_version_stay_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    database_of(FEEDS_ONLY, folder.path()).await;
    let store = Store::open(folder.path(), now()).await.unwrap();
    assert_eq!(backup::list(folder.path()).unwrap().len(), 1, "backed up before");
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());

    let mut tx = store.begin().await.unwrap();
    let account = accounts::list(&mut tx).await.unwrap().remove(0);
    assert_eq!((account.kind, account.email.as_str()), (AccountKind::Feed, "me@example.com"));
    assert_eq!((account.position, account.signed_in, &account.problem), (2, false, &None));

    let id: CalendarId = "00000000-0000-0000-0000-0000000000ca".parse().unwrap();
    let calendar = calendars::get(&mut tx, id).await.unwrap();
    let expected = crate::Calendar {
        hue: "teal".into(),
        color_original: "#008080".into(),
        direction: Direction::Read,
        zone: "Europe/Berlin".into(),
        position: 3,
        created_at: Timestamp::from_second(1_700_000_001).ok(),
        ..crate::Calendar::new(id, account.id, "Work".into())
    };
    assert_eq!(calendar, expected);
    let state = sync_state::get(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((state.cursor.as_str(), state.etag.as_str(), state.generation), ("c", "\"e\"", 4));
    assert_eq!((state.page_token.as_str(), state.full_running), ("", false));
    assert_eq!(sync_runs::list(&mut tx, None, 9).await.unwrap().len(), 1);
    assert_eq!(crate::feeds::list(&mut tx).await.unwrap().len(), 1);
    assert_eq!(crate::settings::get(&mut tx, "theme").await.unwrap(), Some("dark".to_owned()));
    assert_eq!(pending::list(&mut tx).await.unwrap(), []);

    let ids = ["e1", "e2"].map(|end| -> EventId {
        format!("00000000-0000-0000-0000-0000000000{end}").parse().unwrap()
    });
    let stored = events::get(&mut tx, ids[0]).await.unwrap();
    assert_eq!(stored.event.recurrence.rules, ["FREQ=WEEKLY"]);
    assert_eq!(
        (stored.event.description.as_str(), stored.source.as_slice()),
        ("Notes", &b"BEGIN\xDF"[..])
    );
    assert_eq!((stored.remote(), stored.unsent), (crate::Remote::NONE, Unsent::None));
    let change = events::get(&mut tx, ids[1]).await.unwrap();
    assert_eq!(change.master_id, Some(ids[0]));
    let week = days("20261116", "20261123");
    let found = occurrences::list(&mut tx, &week, &Filter::default()).await.unwrap();
    let [moved] = found.occurrences.as_slice() else { panic!("{found:?}") };
    assert_eq!((moved.event_id, moved.drawn.lock), (ids[0], Lock::Free));
    assert_eq!(found.unfilled.len(), 1);
    assert_eq!(search::search(&mut tx, "weekly", now(), 9).await.unwrap().len(), 1);
}

/// The last version before reminders.
const BEFORE_REMINDERS: i64 = 11;

fn alarm(trigger: AlarmTrigger) -> Alarm {
    Alarm { action: AlarmAction::Display, trigger, repeat: 0, interval: None }
}

/// Events with reminders of every sort.
fn reminding() -> Vec<Event> {
    let minutes = SignedDuration::from_mins;
    let before = |count: i64| alarm(AlarmTrigger::FromStart(minutes(-count)));
    let at = |text: &str| alarm(AlarmTrigger::At(text.parse().unwrap()));
    let mail = Alarm { action: AlarmAction::Email, ..before(5) };
    let repeated = Alarm { repeat: 3, interval: Some(minutes(7)), ..before(15) };
    let lists = [
        vec![],
        vec![before(15)],
        vec![before(0), mail.clone(), Alarm { action: AlarmAction::Audio, ..before(40_320) }],
        vec![mail],
        vec![alarm(AlarmTrigger::FromEnd(minutes(30))), repeated],
        vec![alarm(AlarmTrigger::FromEnd(minutes(-3_000)))],
        vec![at("2026-11-19T08:00:00Z")],
        vec![at("1976-04-01T00:55:45Z"), before(10)],
        vec![Alarm { repeat: 1_000, interval: Some(minutes(500_000)), ..before(10) }],
        (0..100).map(before).collect(),
        vec![before(527_040_000), before(-20)],
    ];
    let (ten, eleven) = ("20261120T100000;Europe/Berlin", "20261120T110000;Europe/Berlin");
    let mut all = Vec::new();
    for (number, alarms) in lists.into_iter().enumerate() {
        for of in [
            event(&format!("timed {number}"), ten, eleven),
            event(&format!("days {number}"), "20261120", "20261123"),
            series(&format!("series {number}"), ten, eleven, "FREQ=WEEKLY"),
            change(&format!("change {number}"), ten, "20261121T100000", "20261121T110000"),
        ] {
            all.push(Event { alarms: alarms.clone(), ..of });
        }
    }
    let mut default = event("default", ten, eleven);
    default.shared.default_alarms = true;
    default.created = Timestamp::from_second(1_700_000_000).ok();
    default.description = r#"says "alarms":[ and "default_alarms":true"#.into();
    all.push(default);
    all
}

/// The columns that the migration fills.
async fn columns_of(conn: &mut SqliteConnection) -> Vec<(String, EventAlarms, i64, i64)> {
    let rows: Vec<(String, String, i64, i64)> =
        sqlx::query_as("SELECT title, alarms, alarm_reach, arrived_at FROM events ORDER BY no")
            .fetch_all(conn)
            .await
            .unwrap();
    rows.into_iter()
        .map(|(title, alarms, reach, arrived)| {
            (title, events::read_alarms(&alarms).unwrap(), reach, arrived)
        })
        .collect()
}

/// Takes a database back to the version before reminders.
async fn forget_reminders(conn: &mut SqliteConnection) {
    let undo = "
        DROP INDEX events_alarm_far; DROP INDEX events_unanswered;
        ALTER TABLE events DROP COLUMN alarms; ALTER TABLE events DROP COLUMN alarm_reach;
        ALTER TABLE events DROP COLUMN arrived_at; ALTER TABLE calendars DROP COLUMN reminders;
        DROP TABLE alarms; DROP TABLE own_alarms;
        DELETE FROM _sqlx_migrations WHERE version = 12;";
    sqlx::raw_sql(undo).execute(conn).await.unwrap();
}

#[tokio::test]
async fn reminders_that_were_stored_before_are_found_as_if_written_now() {
    let store = TestStore::new().await;
    store.put(&reminding()).await;
    let dir = store.folder.path().to_path_buf();
    let mut tx = store.begin().await.unwrap();
    let written = columns_of(&mut tx).await;
    forget_reminders(&mut tx).await;
    // As a damaged byte or another program may have left it.
    sqlx::query("UPDATE event_texts SET details = '{\"alarms\":[' WHERE title = 'timed 0'")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    store.shut().await;

    let store = Store::open(&dir, now()).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let migrated = columns_of(&mut tx).await;
    for (written, migrated) in written.iter().zip(&migrated) {
        let arrived = if written.0 == "default" { 1_700_000_000 } else { 0 };
        assert_eq!((&written.0, &written.1, written.2), (&migrated.0, &migrated.1, migrated.2));
        assert_eq!(migrated.3, arrived, "{}", written.0);
    }
    assert_eq!(written.len(), migrated.len());
    let own = written.iter().filter(|row| matches!(row.1, EventAlarms::Own(_))).count();
    assert_eq!(own, 9 * 4, "all but none and mails alone");
}

/// Each sixth event has alarms.
#[tokio::test]
async fn a_big_calendar_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    database_of(BEFORE_REMINDERS, folder.path()).await;
    let options = options(&folder.path().join(crate::DATABASE));
    let mut old = options.connect().await.unwrap();
    sqlx::raw_sql(MANY).execute(&mut old).await.unwrap();
    sqlx::Connection::close(old).await.unwrap();

    let store = Store::open(folder.path(), now()).await.unwrap();
    let mut read = store.read().await.unwrap();
    let count: (i64, i64) =
        sqlx::query_as("SELECT count(*), max(alarm_reach) FROM events WHERE alarms LIKE '[%'")
            .fetch_one(&mut *read)
            .await
            .unwrap();
    assert_eq!(count, (3_334, 900));
    let own = r#"SELECT alarms FROM events WHERE alarms LIKE '[%' LIMIT 1"#;
    let own: String = sqlx::query_scalar(own).fetch_one(&mut *read).await.unwrap();
    assert_eq!(
        events::read_alarms(&own).unwrap(),
        EventAlarms::Own(vec![alarm(AlarmTrigger::FromStart(SignedDuration::from_mins(-15)),)])
    );
}

const MANY: &str = r#"
    BEGIN;
    WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 20000)
    INSERT INTO events (no, id, calendar_id, uid, role, kind, zone, start_text, end_text, start_s,
                        end_s, title, first_s, last_s)
        SELECT 10 + n, printf('00000000-0000-0000-0001-%012x', n),
               '00000000-0000-0000-0000-0000000000ca', printf('u%d', n), 0, 2, 'UTC',
               '20261117T090000;UTC', '20261117T100000;UTC', 1794906000, 1794909600, 'Many',
               1794906000, 1794909600
        FROM n;
    INSERT INTO event_texts (event_no, title, description, details, source)
        SELECT no, title, hex(randomblob(100)), CASE no % 6 WHEN 0 THEN
            '{"alarms":[{"action":"display","from_start_s":-900}]}' ELSE '{}' END,
            randomblob(700)
        FROM events WHERE title = 'Many';
    COMMIT;"#;
