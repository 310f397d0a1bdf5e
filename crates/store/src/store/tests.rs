//! Opening what is new, newer, damaged or half done.

use std::fs;

use super::*;
use crate::{
    DATABASE, settings,
    testing::{TestStore, event, now},
};

#[tokio::test]
async fn a_new_folder_becomes_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("deep/er");
    let store = Store::open(&dir, now()).await.unwrap();
    assert!(!store.was_unclean());
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
    let mut read = store.read().await.unwrap();
    let mode: String =
        sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut *read).await.unwrap();
    let application: i64 =
        sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *read).await.unwrap();
    assert_eq!((mode.as_str(), application), ("wal", 0x4b4c_4e44));
    drop(read);
    let mut write = store.begin().await.unwrap();
    let synchronous: i64 =
        sqlx::query_scalar("PRAGMA synchronous").fetch_one(&mut *write).await.unwrap();
    let foreign_keys: i64 =
        sqlx::query_scalar("PRAGMA foreign_keys").fetch_one(&mut *write).await.unwrap();
    assert_eq!((synchronous, foreign_keys), (2, 1));
}

#[tokio::test]
async fn every_table_is_strict_and_every_column_has_a_value() {
    let store = TestStore::new().await;
    let mut read = store.read().await.unwrap();
    let loose: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND strict = 0
           AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'events_fts%'
           AND name NOT LIKE '_sqlx%'",
    )
    .fetch_all(&mut *read)
    .await
    .unwrap();
    assert_eq!(loose, Vec::<String>::new());
    let nullable: Vec<String> = sqlx::query_scalar(
        "SELECT t.name || '.' || c.name FROM pragma_table_list t, pragma_table_info(t.name) c
         WHERE t.schema = 'main' AND t.strict = 1 AND c.\"notnull\" = 0 AND c.pk = 0",
    )
    .fetch_all(&mut *read)
    .await
    .unwrap();
    assert_eq!(nullable, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_committed_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), now()).await.unwrap();
    let mut write = store.begin().await.unwrap();
    settings::set(&mut write, "kept", &1).await.unwrap();
    write.commit().await.unwrap();
    let mut dropped = store.begin().await.unwrap();
    settings::set(&mut dropped, "dropped", &2).await.unwrap();
    drop(dropped);
    store.close().await;
    let store = Store::open(folder.path(), now()).await.unwrap();
    let mut read = store.read().await.unwrap();
    assert_eq!(settings::get(&mut read, "kept").await.unwrap(), Some(1));
    assert_eq!(settings::get::<i64>(&mut read, "dropped").await.unwrap(), None);
    assert_eq!(backup::list(folder.path()).unwrap(), [], "nothing was migrated");
}

#[tokio::test]
async fn a_reader_sees_one_state_and_cannot_write() {
    let store = TestStore::new().await;
    let mut read = store.read().await.unwrap();
    assert_eq!(settings::get::<i64>(&mut read, "n").await.unwrap(), None);
    let mut write = store.begin().await.unwrap();
    settings::set(&mut write, "n", &1).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(settings::get::<i64>(&mut read, "n").await.unwrap(), None);
    assert!(settings::set(&mut read, "n", &2).await.is_err());
    drop(read);
    let mut read = store.read().await.unwrap();
    assert_eq!(settings::get(&mut read, "n").await.unwrap(), Some(1));
}

#[tokio::test]
async fn a_newer_database_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), now()).await.unwrap();
    let mut write = store.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', 1, X'00', 0)",
    )
    .execute(&mut *write)
    .await
    .unwrap();
    write.commit().await.unwrap();
    store.close().await;
    let path = folder.path().join(DATABASE);
    let before = fs::read(&path).unwrap();
    let error = Store::open(folder.path(), now()).await.unwrap_err();
    assert!(matches!(&error, Error::NewerDatabase { path: refused } if *refused == path));
    assert!(error.to_string().contains("update Kalends"));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(backup::list(folder.path()).unwrap(), []);
}

#[tokio::test]
async fn a_damaged_file_is_set_aside_and_the_newest_good_backup_named() {
    let store = TestStore::new().await;
    let dir = store.folder.path().to_path_buf();
    let good = store.back_up(now()).await.unwrap();
    let later = Timestamp::from_second(now().as_second() + 60).unwrap();
    let bad = store.back_up(later).await.unwrap();
    store.shut().await;
    overwrite_middle(&bad.path);
    let garbage = b"this is not a database at all, whatever its name says".to_vec();
    fs::write(dir.join(DATABASE), &garbage).unwrap();

    let error = Store::open(&dir, now()).await.unwrap_err();
    let Error::Damaged { set_aside, newest_backup } = &error else { panic!("{error:?}") };
    assert_eq!(fs::read(set_aside).unwrap(), garbage);
    assert_eq!(newest_backup.as_ref(), Some(&good.name));
    assert!(error.to_string().contains(&good.name));
    assert!(!dir.join(DATABASE).exists());

    assert!(Store::open(&dir, now()).await.is_ok(), "the next opening begins anew");
}

#[tokio::test]
async fn damage_inside_is_found_by_the_check_and_set_aside_at_the_next_opening() {
    let store = TestStore::new().await;
    let many: Vec<_> = (0..400)
        .map(|n| event(&format!("event {n}"), "20261118T100000;UTC", "20261118T110000;UTC"))
        .collect();
    store.put(&many).await;
    let dir = store.folder.path().to_path_buf();
    store.checkpoint().await.unwrap();
    store.shut().await;
    overwrite_middle(&dir.join(DATABASE));

    let store = Store::open(&dir, now()).await.unwrap();
    assert_ne!(store.check().await.unwrap(), Vec::<String>::new());
    store.close().await;
    let error = Store::open(&dir, now()).await.unwrap_err();
    assert!(matches!(error, Error::Damaged { newest_backup: None, .. }), "{error:?}");
    assert!(Store::open(&dir, now()).await.is_ok());
}

#[tokio::test]
async fn a_full_disk_leaves_the_old_state() {
    let store = TestStore::new().await;
    store.put(&[event("before", "20261118T100000;UTC", "20261118T110000;UTC")]).await;
    let mut write = store.begin().await.unwrap();
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut *write).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {}", pages + 2)))
        .execute(&mut *write)
        .await
        .unwrap();
    let big = crate::testing::event("big", "20261118T100000;UTC", "20261118T110000;UTC");
    let source = vec![b'x'; 1_000_000];
    let mut writing =
        crate::testing::write(crate::EventId(uuid::Uuid::now_v7()), store.calendar, &big);
    writing.source = &source;
    let error = crate::events::write(&mut write, &[writing]).await.unwrap_err();
    assert!(matches!(error, Error::DiskFull(_)), "{error:?}");
    drop(write);
    let mut read = store.read().await.unwrap();
    let known = crate::events::list_known(&mut read, store.calendar).await.unwrap();
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].uid, "before");
}

#[tokio::test]
async fn a_second_writer_waits_for_the_first() {
    let store = TestStore::new().await;
    let first = store.begin().await.unwrap();
    let other = store.handle();
    let second = tokio::spawn(async move {
        let mut write = other.begin().await.unwrap();
        let seen = settings::get::<i64>(&mut write, "n").await.unwrap();
        write.roll_back().await.unwrap();
        seen
    });
    let mut first = first;
    settings::set(&mut first, "n", &1).await.unwrap();
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), Some(1));
}

#[tokio::test]
async fn two_processes_may_open_a_new_folder_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = tokio::join!(Store::open(folder.path(), now()), Store::open(folder.path(), now()));
    a.unwrap();
    b.unwrap();
}

fn overwrite_middle(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let from = bytes.len() * 3 / 5;
    let to = bytes.len() * 4 / 5;
    bytes[from..to].fill(0x5a);
    fs::write(path, bytes).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn the_database_and_its_backups_are_for_the_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let now = jiff::Timestamp::UNIX_EPOCH;
    let store = Store::open(folder.path(), now).await.unwrap();
    let backup = store.back_up(now).await.unwrap();
    let backup = folder.path().join("backups").join(format!("{}.db", backup.name));
    for path in [folder.path().join(crate::DATABASE), backup] {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", path.display());
    }
}
