use super::*;
use crate::testing::{TestStore, now};

#[tokio::test]
async fn a_calendar_has_the_span_that_was_asked_for_last_and_goes_with_it() {
    let store = TestStore::new().await;
    let row = FreeBusy {
        calendar_id: store.calendar,
        asked: Span { start: 0, end: 1_000 },
        asked_at: now(),
        spans: vec![Span { start: 10, end: 20 }],
        reason: String::new(),
    };
    let mut write = store.begin().await.unwrap();
    put(&mut write, &row).await.unwrap();
    let failed = FreeBusy { spans: Vec::new(), reason: "notFound".into(), ..row.clone() };
    put(&mut write, &failed).await.unwrap();
    assert_eq!(list(&mut write).await.unwrap(), [failed]);
    put(&mut write, &row).await.unwrap();
    let gone = FreeBusy { calendar_id: CalendarId(uuid::Uuid::now_v7()), ..row.clone() };
    put(&mut write, &gone).await.unwrap();
    assert_eq!(list(&mut write).await.unwrap(), [row]);
    crate::calendars::delete(&mut write, store.calendar).await.unwrap();
    assert_eq!(list(&mut write).await.unwrap(), []);
}
