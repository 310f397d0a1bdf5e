//! How SQLite answers the hot queries.

use super::*;
use crate::testing::TestStore;

/// The hot queries search by key alone: a scan of a table would grow with the calendar.
#[tokio::test]
async fn hot_queries_use_their_indexes() {
    let store = TestStore::new().await;
    let mut read = store.read().await.unwrap();
    let plan = async |read: &mut crate::Read, sql: &str| {
        let rows: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
                .fetch_all(&mut **read)
                .await
                .unwrap();
        let lines: Vec<String> = rows.into_iter().map(|row| row.3).collect();
        lines.join("\n")
    };
    insta::assert_snapshot!(plan(&mut read, window::SQL).await, @r"
    CO-ROUTINE class
    SCAN 10 CONSTANT ROWS
    SCAN c
    SEARCH o USING PRIMARY KEY (line=? AND reach=? AND start_s>? AND start_s<?)
    SEARCH e USING INTEGER PRIMARY KEY (rowid=?)
    CORRELATED SCALAR SUBQUERY 11
    SEARCH calendars USING INDEX sqlite_autoindex_calendars_1 (id=?)
    SEARCH m USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
    ");
    insta::assert_snapshot!(plan(&mut read, series::NOT_COVERING).await, @r"
    SEARCH e USING INTEGER PRIMARY KEY (rowid=?)
    LIST SUBQUERY 4
    SEARCH s USING INTEGER PRIMARY KEY (rowid=?)
    LIST SUBQUERY 2
    COMPOUND QUERY
    LEFT-MOST SUBQUERY
    SEARCH events USING COVERING INDEX series_filled_to (expanded_to<?)
    UNION USING TEMP B-TREE
    SEARCH events USING COVERING INDEX series_filled_from (expanded_from>?)
    CREATE BLOOM FILTER
    CORRELATED SCALAR SUBQUERY 3
    SEARCH calendars USING INDEX sqlite_autoindex_calendars_1 (id=?)
    CREATE BLOOM FILTER
    ");
    insta::assert_snapshot!(plan(&mut read, series::OVERRIDES).await, @r"
    SEARCH e USING INDEX overrides_by_master (master_no=?)
    LIST SUBQUERY 1
    SCAN json_each VIRTUAL TABLE INDEX 1:
    CREATE BLOOM FILTER
    ");
    insta::assert_snapshot!(plan(&mut read, crate::search::SQL).await, @r"
    MATERIALIZE best
    MATERIALIZE found
    CO-ROUTINE (subquery-4)
    COMPOUND QUERY
    LEFT-MOST SUBQUERY
    CO-ROUTINE (subquery-1)
    SCAN events_fts VIRTUAL TABLE INDEX 192:M4
    SCAN (subquery-1)
    UNION ALL
    CO-ROUTINE (subquery-3)
    SCAN events_fts VIRTUAL TABLE INDEX 192:M4
    SCAN (subquery-3)
    SCAN (subquery-4)
    USE TEMP B-TREE FOR GROUP BY
    SCAN f
    SEARCH e USING INTEGER PRIMARY KEY (rowid=?)
    USE TEMP B-TREE FOR ORDER BY
    SCAN b
    SEARCH e USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH t USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH m USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
    ");
    insta::assert_snapshot!(plan(&mut read, crate::events::KNOWN).await, @r"
    CO-ROUTINE (subquery-1)
    SEARCH events USING INDEX events_by_calendar (calendar_id=? AND rowid>?)
    SCAN (subquery-1)
    ");
    insta::assert_snapshot!(plan(&mut read, crate::events::KNOWN_REMOTE).await, @r"
    SEARCH events USING INDEX events_by_remote (calendar_id=? AND remote_id=?)
    LIST SUBQUERY 1
    SCAN json_each VIRTUAL TABLE INDEX 1:
    CREATE BLOOM FILTER
    ");
    insta::assert_snapshot!(plan(&mut read, crate::events::OF_SERIES).await, @r"
    SEARCH events USING INDEX overrides_by_remote_series (calendar_id=? AND series_remote_id=?)
    USE TEMP B-TREE FOR ORDER BY
    ");
    insta::assert_snapshot!(plan(&mut read, alarmed::sql::NEAR_ROWS).await, @r"
    CO-ROUTINE class
    SCAN 10 CONSTANT ROWS
    MATERIALIZE calendar
    SCAN json_each VIRTUAL TABLE INDEX 1:
    SCAN c
    SEARCH o USING PRIMARY KEY (line=? AND reach=? AND start_s>? AND start_s<?)
    SEARCH e USING INTEGER PRIMARY KEY (rowid=?)
    SCAN k
    SEARCH m USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
    ");
    insta::assert_snapshot!(plan(&mut read, alarmed::sql::FAR_ROWS).await, @r"
    CO-ROUTINE far
    COMPOUND QUERY
    LEFT-MOST SUBQUERY
    SEARCH events USING COVERING INDEX events_alarm_far (alarm_reach>?)
    UNION ALL
    SCAN json_each VIRTUAL TABLE INDEX 1:
    MATERIALIZE calendar
    SCAN json_each VIRTUAL TABLE INDEX 1:
    SCAN f
    SEARCH e USING INTEGER PRIMARY KEY (rowid=?)
    SCAN k
    SEARCH o USING INDEX occurrences_by_owner (owner_no=?)
    SEARCH m USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
    ");
    insta::assert_snapshot!(plan(&mut read, alarmed::sql::UNFILLED).await, @r"
    CO-ROUTINE (subquery-11)
    CO-ROUTINE (subquery-10)
    COMPOUND QUERY
    LEFT-MOST SUBQUERY
    MATERIALIZE calendar
    SCAN json_each VIRTUAL TABLE INDEX 1:
    SEARCH s USING INTEGER PRIMARY KEY (rowid=?)
    LIST SUBQUERY 3
    COMPOUND QUERY
    LEFT-MOST SUBQUERY
    SEARCH events USING COVERING INDEX series_filled_to (expanded_to<?)
    UNION USING TEMP B-TREE
    SEARCH events USING COVERING INDEX series_filled_from (expanded_from>?)
    CREATE BLOOM FILTER
    SCAN k
    CORRELATED SCALAR SUBQUERY 4
    SEARCH o USING INDEX overrides_by_master (master_no=?)
    UNION ALL
    CO-ROUTINE named
    COMPOUND QUERY
    LEFT-MOST SUBQUERY
    SEARCH events USING INDEX events_alarm_far (alarm_reach>?)
    UNION ALL
    SCAN json_each VIRTUAL TABLE INDEX 1:
    SCAN f
    SEARCH s USING INTEGER PRIMARY KEY (rowid=?)
    SCAN k
    SCAN (subquery-10)
    USE TEMP B-TREE FOR GROUP BY
    SCAN (subquery-11)
    ");
    insta::assert_snapshot!(plan(&mut read, crate::own_alarms::EVENTS).await, @r"
    SCAN w VIRTUAL TABLE INDEX 1:
    SCAN c VIRTUAL TABLE INDEX 1:
    SEARCH e USING INDEX events_by_uid (calendar_id=? AND uid>? AND uid<?)
    ");
    insta::assert_snapshot!(plan(&mut read, crate::events::UNANSWERED).await, @r"
    SEARCH e USING INDEX events_unanswered (last_s>?)
    SEARCH c USING INDEX sqlite_autoindex_calendars_1 (id=?)
    SEARCH t USING INTEGER PRIMARY KEY (rowid=?)
    CORRELATED SCALAR SUBQUERY 1
    SEARCH n USING INDEX occurrences_by_owner (owner_no=?)
    USE TEMP B-TREE FOR ORDER BY
    ");
    insta::assert_snapshot!(plan(&mut read, crate::busy::SQL).await, @r"
    CO-ROUTINE class
    SCAN 10 CONSTANT ROWS
    MATERIALIZE calendar
    SCAN json_each VIRTUAL TABLE INDEX 1:
    SCAN c
    SEARCH o USING PRIMARY KEY (line=? AND reach=? AND start_s>? AND start_s<?)
    CORRELATED SCALAR SUBQUERY 12
    SCAN s VIRTUAL TABLE INDEX 1:
    SEARCH e USING COVERING INDEX events_busy (no=?)
    BLOOM FILTER ON k (id=?)
    SEARCH k USING AUTOMATIC COVERING INDEX (id=?)
    ");
    insta::assert_snapshot!(plan(&mut read, crate::busy::EVENTS).await, @r"
    SCAN j VIRTUAL TABLE INDEX 1:
    SEARCH e USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH m USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
    ");
    insta::assert_snapshot!(plan(&mut read, crate::conflicts::TOLD).await, @r"
    SCAN j VIRTUAL TABLE INDEX 1:
    SEARCH t USING PRIMARY KEY (a_meeting=? AND b_meeting=? AND a_original=? AND b_original=?)
    ");
    insta::assert_snapshot!(plan(&mut read, crate::conflicts::FORGET).await, @r"
    SEARCH told_conflicts USING COVERING INDEX told_conflicts_by_end (over_at<?)
    ");
    for statement in crate::events::BY_REMOTE {
        let plan = plan(&mut read, statement).await;
        assert!(!plan.contains("SCAN events"), "{plan}");
        assert!(!plan.contains("SCAN m"), "{plan}");
    }
}
