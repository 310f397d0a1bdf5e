//! A restore takes along what became of reminders, and the reminders that were made here.

use std::{fs, path::Path};

use kalends_calendar::remind::AlarmKey;

use super::*;
use crate::{
    AlarmKind, AlarmState, ConflictKey, DATABASE, HandledAlarm, MeetingOccurrence, Store, alarms,
    conflicts, own_alarms, settings,
    testing::{TestStore, now},
};

fn after(minutes: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() + 60 * minutes).unwrap()
}

fn handled(meeting: &str, state: AlarmState) -> HandledAlarm {
    HandledAlarm {
        key: AlarmKey { meeting: meeting.into(), start: 1, due: 2 },
        kind: AlarmKind::Alarm,
        state,
        due_at: now(),
        handled_at: now(),
        until_at: (state == AlarmState::Snoozed).then(|| after(90)),
        note_id: 3,
        closed_at: Some(after(1)),
        by_user: true,
    }
}

/// Writes what became of a reminder, a reminder of the user's, and how far all were looked at.
async fn remember(store: &Store, meeting: &str, state: AlarmState, seen: i64) {
    let mut tx = store.begin().await.unwrap();
    alarms::put(&mut tx, &handled(meeting, state)).await.unwrap();
    own_alarms::set(&mut tx, meeting, None, &[600], now()).await.unwrap();
    settings::set(&mut tx, "reminders.seen", &seen).await.unwrap();
    settings::set(&mut tx, "n", &seen).await.unwrap();
    tx.commit().await.unwrap();
}

/// Meetings with their state, the meetings with reminders of the user's, and two settings.
async fn known(dir: &Path) -> (Vec<(String, AlarmState)>, Vec<String>, Option<i64>, Option<i64>) {
    let store = Store::open(dir, now()).await.unwrap();
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
    let mut read = store.read().await.unwrap();
    let rows = alarms::list(&mut read, Timestamp::MIN).await.unwrap();
    for row in &rows {
        assert_eq!(*row, handled(&row.key.meeting, row.state), "whole");
    }
    let own = own_alarms::list(&mut read).await.unwrap();
    let seen = settings::get(&mut read, "reminders.seen").await.unwrap();
    let plain = settings::get(&mut read, "n").await.unwrap();
    drop(read);
    store.close().await;
    (
        rows.into_iter().map(|row| (row.key.meeting, row.state)).collect(),
        own.into_iter().map(|own| own.meeting).collect(),
        seen,
        plain,
    )
}

/// A conflict of this meeting with another.
fn pair(meeting: &str) -> ConflictKey {
    let one = |meeting: &str| MeetingOccurrence { meeting: meeting.into(), original: 0 };
    ConflictKey::new(one(meeting), one("z"))
}

#[tokio::test]
async fn conflicts_that_were_told_or_ignored_are_after_a_restore_too() {
    let store = TestStore::new().await;
    let dir = store.folder.path().to_path_buf();
    let mut tx = store.begin().await.unwrap();
    conflicts::tell(&mut tx, &pair("before"), after(5)).await.unwrap();
    tx.commit().await.unwrap();
    let backup = store.back_up(now()).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    conflicts::tell(&mut tx, &pair("after"), after(5)).await.unwrap();
    conflicts::ignore(&mut tx, &pair("after"), true, now()).await.unwrap();
    tx.commit().await.unwrap();
    store.shut().await;
    restore(&dir, &backup.name, after(1)).await.unwrap();

    let store = Store::open(&dir, now()).await.unwrap();
    let mut read = store.read().await.unwrap();
    let pairs = ["after", "before", "never"].map(pair);
    let told = conflicts::list_told(&mut read, &pairs).await.unwrap();
    assert_eq!(told, pairs[..2]);
    let ignored = conflicts::list_ignored(&mut read).await.unwrap();
    assert_eq!(ignored, [(pair("after"), true)]);
}

#[tokio::test]
async fn what_became_of_reminders_outlives_a_restore() {
    let store = TestStore::new().await;
    let dir = store.folder.path().to_path_buf();
    remember(&store, "a", AlarmState::Snoozed, 1).await;
    remember(&store, "b", AlarmState::Shown, 1).await;
    let backup = store.back_up(now()).await.unwrap();
    let kept = fs::read(&backup.path).unwrap();
    remember(&store, "a", AlarmState::Dismissed, 2).await;
    remember(&store, "c", AlarmState::Missed, 2).await;
    store.shut().await;
    restore(&dir, &backup.name, after(5)).await.unwrap();

    let states = [
        ("a".to_owned(), AlarmState::Dismissed),
        ("b".to_owned(), AlarmState::Shown),
        ("c".to_owned(), AlarmState::Missed),
    ];
    let own = ["a", "b", "c"].map(str::to_owned);
    assert_eq!(known(&dir).await, (states.to_vec(), own.to_vec(), Some(2), Some(1)));
    assert_eq!(fs::read(&backup.path).unwrap(), kept, "the backup itself is not touched");
}

/// A backup that knows nothing of reminders is brought up to date for them.
#[tokio::test]
async fn a_backup_of_an_older_version_takes_them_too() {
    let store = TestStore::new().await;
    let dir = store.folder.path().to_path_buf();
    let mut tx = store.begin().await.unwrap();
    let undo = "DROP INDEX events_alarm_far; DROP INDEX events_unanswered;
        ALTER TABLE events DROP COLUMN alarms; ALTER TABLE events DROP COLUMN alarm_reach;
        ALTER TABLE events DROP COLUMN arrived_at; ALTER TABLE calendars DROP COLUMN reminders;
        DROP TABLE alarms; DROP TABLE own_alarms;
        DELETE FROM _sqlx_migrations WHERE version = 12;";
    sqlx::raw_sql(undo).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let backup = store.back_up(now()).await.unwrap();
    store.shut().await;
    let store = Store::open(&dir, after(1)).await.unwrap();
    remember(&store, "a", AlarmState::Dismissed, 2).await;
    store.close().await;
    restore(&dir, &backup.name, after(5)).await.unwrap();
    let (states, own, seen, plain) = known(&dir).await;
    assert_eq!(states, [("a".to_owned(), AlarmState::Dismissed)]);
    assert_eq!((own, seen, plain), (vec!["a".to_owned()], Some(2), None));
}

#[tokio::test]
async fn a_damaged_database_hinders_no_restore() {
    let store = TestStore::new().await;
    let dir = store.folder.path().to_path_buf();
    remember(&store, "a", AlarmState::Shown, 1).await;
    let backup = store.back_up(now()).await.unwrap();
    remember(&store, "b", AlarmState::Dismissed, 2).await;
    store.checkpoint().await.unwrap();
    store.shut().await;
    let whole = fs::read(dir.join(DATABASE)).unwrap();
    let only_a = [("a".to_owned(), AlarmState::Shown)];

    // At every page in turn: what can be read is there, and never less than the backup has.
    let mut carried = 0;
    for page in 0..whole.len() / 4096 {
        let mut damaged = whole.clone();
        damaged[page * 4096..(page + 1) * 4096].fill(0x5a);
        fs::write(dir.join(DATABASE), damaged).unwrap();
        restore(&dir, &backup.name, after(5)).await.unwrap();
        let (states, _, _, plain) = known(&dir).await;
        assert!(states.starts_with(&only_a), "page {page}: {states:?}");
        assert_eq!(plain, Some(1), "page {page}");
        carried += usize::from(states.len() == 2);
    }
    assert!(carried > 5, "{carried}: damage elsewhere loses nothing");

    for nonsense in [&b"not a database"[..], b"SQLite format 3\0 and no more", b""] {
        fs::write(dir.join(DATABASE), nonsense).unwrap();
        restore(&dir, &backup.name, after(6)).await.unwrap();
        assert_eq!(known(&dir).await.0, only_a);
    }
}

/// A database that was set aside as damaged is read too, unless the backup is younger.
#[tokio::test]
async fn what_was_set_aside_as_damaged_since_the_backup_counts() {
    let store = TestStore::new().await;
    let dir = store.folder.path().to_path_buf();
    let old = store.back_up(now()).await.unwrap();
    remember(&store, "a", AlarmState::Dismissed, 2).await;
    let young = store.back_up(after(10)).await.unwrap();
    remember(&store, "b", AlarmState::Dismissed, 3).await;
    store.checkpoint().await.unwrap();
    store.shut().await;
    fs::rename(dir.join(DATABASE), dir.join("kalends-damaged-20261120T120500Z.db")).unwrap();
    restore(&dir, &young.name, after(20)).await.unwrap();
    assert_eq!(known(&dir).await.0.len(), 1, "older than the backup");
    fs::remove_file(dir.join(DATABASE)).unwrap();
    restore(&dir, &old.name, after(20)).await.unwrap();
    assert_eq!(known(&dir).await.0.len(), 2);
}

/// A copy that is being filled when the power goes never becomes the database.
#[tokio::test]
async fn a_crash_while_they_are_carried_over_leaves_the_database() {
    let store = TestStore::new().await;
    let dir = store.folder.path().to_path_buf();
    remember(&store, "a", AlarmState::Shown, 1).await;
    let backup = store.back_up(now()).await.unwrap();
    store.shut().await;
    let copying = dir.join("kalends.db-copying");
    let leftovers = || {
        fs::write(&copying, b"half a copy").unwrap();
        fs::write(dir.join("kalends.db-copying-journal"), b"half a journal").unwrap();
    };
    leftovers();
    assert_eq!(known(&dir).await.0.len(), 1);
    assert!(!copying.exists() && !dir.join("kalends.db-copying-journal").exists());
    // A restore begins anew.
    leftovers();
    restore(&dir, &backup.name, after(5)).await.unwrap();
    assert_eq!(known(&dir).await.0.len(), 1);
    // Without a database a half copy does not become one.
    fs::remove_file(dir.join(DATABASE)).unwrap();
    leftovers();
    assert_eq!(known(&dir).await.0, []);
}
