//! Backups are whole, few, and come back.

use std::fs;

use super::*;
use crate::{
    DATABASE, Store, settings,
    testing::{TestStore, now},
};

fn after(minutes: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() + 60 * minutes).unwrap()
}

async fn set(store: &Store, value: i64) {
    let mut write = store.begin().await.unwrap();
    settings::set(&mut write, "n", &value).await.unwrap();
    write.commit().await.unwrap();
}

async fn value(store: &Store) -> Option<i64> {
    let mut read = store.read().await.unwrap();
    settings::get(&mut read, "n").await.unwrap()
}

#[tokio::test]
async fn a_backup_is_named_by_its_moment_and_seven_are_kept() {
    let store = TestStore::new().await;
    for minutes in 0..9 {
        store.back_up(after(minutes)).await.unwrap();
    }
    let names: Vec<String> =
        list(store.folder.path()).unwrap().into_iter().map(|backup| backup.name).collect();
    assert_eq!(names.len(), KEPT);
    assert_eq!(names.first().map(String::as_str), Some("2026-11-20T120800Z"));
    assert_eq!(names.last().map(String::as_str), Some("2026-11-20T120200Z"));
}

#[tokio::test]
async fn a_backup_holds_what_was_committed_and_stops_no_writer() {
    let store = TestStore::new().await;
    set(&store, 1).await;
    let mut open = store.begin().await.unwrap();
    settings::set(&mut open, "n", &2).await.unwrap();
    let backup = store.back_up(now()).await.unwrap();
    open.commit().await.unwrap();
    store.shut().await;
    restore(store.folder.path(), &backup.name, now()).await.unwrap();
    let restored = Store::open(store.folder.path(), now()).await.unwrap();
    assert_eq!(value(&restored).await, Some(1));
}

#[tokio::test]
async fn a_restore_sets_the_present_database_aside() {
    let store = TestStore::new().await;
    let dir = store.folder.path().to_path_buf();
    set(&store, 1).await;
    let backup = store.back_up(now()).await.unwrap();
    set(&store, 2).await;
    store.shut().await;
    let aside = restore(&dir, &backup.name, after(5)).await.unwrap().unwrap();
    assert_eq!(aside.file_name().unwrap(), "kalends-replaced-20261120T120500Z.db");
    let restored = Store::open(&dir, now()).await.unwrap();
    assert_eq!(value(&restored).await, Some(1));
    restored.close().await;

    fs::copy(&aside, dir.join(DATABASE)).unwrap();
    let before = Store::open(&dir, now()).await.unwrap();
    assert_eq!(value(&before).await, Some(2));
}

#[tokio::test]
async fn a_backup_that_is_damaged_or_missing_changes_nothing() {
    let store = TestStore::new().await;
    let dir = store.folder.path().to_path_buf();
    set(&store, 1).await;
    let backup = store.back_up(now()).await.unwrap();
    fs::write(&backup.path, b"SQLite format 3\0 and then nothing of the kind").unwrap();
    store.shut().await;
    let error = restore(&dir, &backup.name, now()).await.unwrap_err();
    assert!(matches!(error, Error::BackupDamaged { .. }), "{error:?}");
    let error = restore(&dir, "2020-01-01T000000Z", now()).await.unwrap_err();
    assert!(matches!(error, Error::BackupNotFound(_)), "{error:?}");
    let store = Store::open(&dir, now()).await.unwrap();
    assert_eq!(value(&store).await, Some(1));
}

#[tokio::test]
async fn a_crash_within_a_restore_leaves_one_or_the_other() {
    let store = TestStore::new().await;
    let dir = store.folder.path().to_path_buf();
    set(&store, 1).await;
    let backup = store.back_up(now()).await.unwrap();
    set(&store, 2).await;
    store.shut().await;

    // The copy was made, the database not yet set aside.
    fs::copy(&backup.path, dir.join("kalends.db-restoring")).unwrap();
    let store = Store::open(&dir, now()).await.unwrap();
    assert_eq!(value(&store).await, Some(2));
    assert!(!dir.join("kalends.db-restoring").exists());
    store.close().await;

    // The database was set aside, the copy not yet renamed.
    fs::copy(&backup.path, dir.join("kalends.db-restoring")).unwrap();
    fs::rename(dir.join(DATABASE), dir.join("kalends-replaced.db")).unwrap();
    let store = Store::open(&dir, now()).await.unwrap();
    assert_eq!(value(&store).await, Some(1));
}

#[tokio::test]
async fn what_is_no_backup_is_not_listed() {
    let store = TestStore::new().await;
    let folder = store.folder.path().join(crate::BACKUPS);
    fs::write(folder.join("partial"), b"").unwrap();
    fs::write(folder.join("mine.db"), b"").unwrap();
    assert_eq!(list(store.folder.path()).unwrap(), []);
}
