use super::*;
use crate::testing::{TestStore, now};

fn one(meeting: &str, original: i64) -> MeetingOccurrence {
    MeetingOccurrence { meeting: meeting.into(), original }
}

#[tokio::test]
async fn a_conflict_is_ignored_alone_or_with_its_series_and_heeded_again() {
    let store = TestStore::new().await;
    let pair = ConflictKey::new(one("a", 1), one("b", 2));
    assert_eq!(pair, ConflictKey::new(one("b", 2), one("a", 1)), "in any order");
    let next = ConflictKey::new(one("a", 8), one("b", 9));
    let mut write = store.begin().await.unwrap();
    for _ in 0..2 {
        ignore(&mut write, &pair, false, now()).await.unwrap();
    }
    assert_eq!(list_ignored(&mut write).await.unwrap(), [(pair.clone(), false)]);
    assert!(!heed(&mut write, &next).await.unwrap(), "another occurrence");
    ignore(&mut write, &next, true, now()).await.unwrap();
    assert_eq!(list_ignored(&mut write).await.unwrap().len(), 2);
    assert!(heed(&mut write, &pair).await.unwrap());
    assert_eq!(list_ignored(&mut write).await.unwrap(), [], "alone and with the series");
}

#[tokio::test]
async fn what_was_told_is_known_until_it_is_over() {
    let store = TestStore::new().await;
    let pair = ConflictKey::new(one("a", 1), one("b", 0));
    let other = ConflictKey::new(one("a", 2), one("b", 0));
    let mut write = store.begin().await.unwrap();
    tell(&mut write, &pair, now()).await.unwrap();
    let all = [other, pair.clone()];
    assert_eq!(list_told(&mut write, &all).await.unwrap(), std::slice::from_ref(&pair));
    assert_eq!(list_told(&mut write, &[]).await.unwrap(), []);
    forget_told(&mut write, now()).await.unwrap();
    assert_eq!(list_told(&mut write, &all).await.unwrap(), [pair]);
    forget_told(&mut write, now() + jiff::SignedDuration::from_secs(1)).await.unwrap();
    assert_eq!(list_told(&mut write, &all).await.unwrap(), []);
}
