//! The statements of [`super::list_alarmed`]: `?1` is the calendars, `?2` to `?5` the span on both
//! lines.

use super::super::window::raw_columns;

/// The reach of an event's reminders; none where it does not remind. `k` is its calendar, whose
/// reaches tell of events that say nothing and of those that say "as the calendar does", at a time
/// and all day; a mute one reminds of nothing.
macro_rules! near_reach {
    ($event:literal) => {
        concat!(
            "iif(k.is_mute, NULL, CASE ",
            $event,
            ".alarms
             WHEN '' THEN iif(",
            $event,
            ".kind = 0, k.none_day, k.none_timed)
             WHEN '\"default\"' THEN iif(",
            $event,
            ".kind = 0, k.default_day, k.default_timed)
             ELSE iif(",
            $event,
            ".alarm_reach <= 86400, ",
            $event,
            ".alarm_reach, NULL) END)"
        )
    };
}

macro_rules! calendars {
    () => {
        "calendar (id, none_timed, none_day, default_timed, default_day, is_mute) AS MATERIALIZED (
            SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
            FROM json_each(?1))"
    };
}

/// One range of the key for each class of length, as in the query of a window; the start decides.
pub(crate) const NEAR_ROWS: &str = concat!(
    "WITH ",
    calendars!(),
    ", class (line, reach, lo, hi) AS (VALUES
        (0, 86400, ?2, ?3), (0, 691200, ?2, ?3), (0, 5529600, ?2, ?3), (0, 44236800, ?2, ?3),
        (0, 1152921504606846976, ?2, ?3),
        (1, 86400, ?4, ?5), (1, 691200, ?4, ?5), (1, 5529600, ?4, ?5), (1, 44236800, ?4, ?5),
        (1, 1152921504606846976, ?4, ?5))
    SELECT json_group_array(json_array(",
    raw_columns!(),
    ", e.alarms))
    FROM class c
    CROSS JOIN occurrences o ON o.line = c.line AND o.reach = c.reach
         AND o.start_s > c.lo - ?6 AND o.start_s < c.hi + ?6
    CROSS JOIN events e ON e.no = o.event_no
    CROSS JOIN calendar k ON k.id = e.calendar_id
    LEFT JOIN events m ON m.no = e.master_no
    WHERE e.deleted_at = 0
      AND o.start_s > c.lo - ",
    near_reach!("e"),
    " AND o.start_s < c.hi + ",
    near_reach!("e")
);

/// The numbers of events that are found by themselves, with their reach, are `?6`.
pub(crate) const FAR_ROWS: &str = concat!(
    "WITH ",
    calendars!(),
    ", far (no, reach) AS (
        SELECT no, alarm_reach FROM events WHERE alarm_reach > 86400 AND deleted_at = 0
        UNION ALL
        SELECT value ->> 0, value ->> 1 FROM json_each(?6))
    SELECT json_group_array(json_array(",
    raw_columns!(),
    ", e.alarms))
    FROM far f
    CROSS JOIN events e ON e.no = f.no
    CROSS JOIN calendar k ON k.id = e.calendar_id
    CROSS JOIN occurrences o ON o.owner_no IN (e.no, e.master_no) AND o.event_no = e.no
    LEFT JOIN events m ON m.no = e.master_no
    WHERE e.deleted_at = 0
      AND o.start_s > iif(o.line = 0, ?2, ?4) - f.reach
      AND o.start_s < iif(o.line = 0, ?3, ?5) + f.reach"
);

/// Series that may remind and whose rows do not cover the starts in question, with their reach.
/// Both lines at once: too wide by a day at most.
pub(crate) const UNFILLED: &str = concat!(
    "WITH ",
    calendars!(),
    ", near (no, reach) AS (
        SELECT s.no, ?6 FROM events s
        CROSS JOIN calendar k ON k.id = s.calendar_id
        WHERE s.no IN (
            SELECT no FROM events WHERE role = 1 AND deleted_at = 0
                AND expanded_to < max(?3, ?5) + ?6
            UNION
            SELECT no FROM events WHERE role = 1 AND deleted_at = 0
                AND expanded_from > min(?2, ?4) - ?6)
          AND s.first_s < max(?3, ?5) + ?6 AND s.last_s >= min(?2, ?4) - ?6
          AND (",
    near_reach!("s"),
    " IS NOT NULL
               OR EXISTS (SELECT 1 FROM events o
                          WHERE o.master_no = s.no AND o.role = 2 AND o.deleted_at = 0
                            AND o.this_and_future = 1 AND ",
    near_reach!("o"),
    " IS NOT NULL))),
    named (no, reach) AS (
        SELECT iif(role = 1, no, master_no), alarm_reach FROM events
        WHERE alarm_reach > 86400 AND deleted_at = 0 AND (role = 1 OR this_and_future = 1)
        UNION ALL
        SELECT value ->> 0, value ->> 1 FROM json_each(?7)),
    far (no, reach) AS (
        SELECT s.no, f.reach FROM named f CROSS JOIN events s ON s.no = f.no
        CROSS JOIN calendar k ON k.id = s.calendar_id
        WHERE s.role = 1 AND s.deleted_at = 0
          AND (s.expanded_to < max(?3, ?5) + f.reach OR s.expanded_from > min(?2, ?4) - f.reach)
          AND s.first_s < max(?3, ?5) + f.reach AND s.last_s >= min(?2, ?4) - f.reach)
    SELECT json_group_array(json_array(no, reach)) FROM (
        SELECT no, max(reach) AS reach
        FROM (SELECT no, reach FROM near UNION ALL SELECT no, reach FROM far) GROUP BY no)"
);
