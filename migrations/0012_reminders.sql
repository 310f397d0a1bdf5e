-- What reminders need of an event without its texts: '' where it says nothing of reminders,
-- '"default"' where its calendar's hold, else the JSON list of those that are to be shown, as in
-- event_texts.details.
ALTER TABLE events ADD COLUMN alarms TEXT NOT NULL DEFAULT '';
-- How many seconds the farthest of them lies before or after the start.
ALTER TABLE events ADD COLUMN alarm_reach INTEGER NOT NULL DEFAULT 0;
-- When it was first stored here; 0 where nobody knows, and for what was made here.
ALTER TABLE events ADD COLUMN arrived_at INTEGER NOT NULL DEFAULT 0;
-- What the user chose for a calendar here, as JSON; empty for what its source says.
ALTER TABLE calendars ADD COLUMN reminders TEXT NOT NULL DEFAULT '';

-- What has become of reminders. One that nothing has happened to has no row. Names no event: a
-- meeting keeps its rows when its calendar is read anew.
CREATE TABLE alarms (
    -- The UID without the mark of a split-off series.
    meeting TEXT NOT NULL,
    -- Both on the line of the occurrence's own start: Unix seconds, or local seconds of dates and
    -- floating times.
    start_s INTEGER NOT NULL,
    due_s INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('alarm', 'rsvp')),
    state TEXT NOT NULL CHECK (state IN ('showing', 'shown', 'snoozed', 'dismissed', 'missed')),
    -- The instant it was due, as it was told when it was handled.
    due_at INTEGER NOT NULL,
    handled_at INTEGER NOT NULL,
    -- Of a snoozed one: when it comes again. 0 for others.
    until_at INTEGER NOT NULL DEFAULT 0,
    -- What the notification service called it; 0 for none.
    note_id INTEGER NOT NULL DEFAULT 0,
    -- When the service took it away by itself; 0 for never.
    closed_at INTEGER NOT NULL DEFAULT 0,
    by_user INTEGER NOT NULL DEFAULT 0 CHECK (by_user IN (0, 1)),
    PRIMARY KEY (meeting, start_s, due_s, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX alarms_by_due ON alarms (due_at);
CREATE INDEX alarms_open ON alarms (state) WHERE state IN ('showing', 'snoozed');
CREATE INDEX alarms_on_screen ON alarms (due_at)
    WHERE closed_at = 0 AND state IN ('shown', 'missed');

-- Reminders the user added here; never sent to a server.
CREATE TABLE own_alarms (
    meeting TEXT NOT NULL,
    -- The original start of the occurrence that is meant, written as in `events`; empty for all.
    original_text TEXT NOT NULL DEFAULT '',
    -- Seconds before the start; negative for after it.
    before_s INTEGER NOT NULL,
    created_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (meeting, original_text, before_s)
) STRICT, WITHOUT ROWID;

UPDATE events SET arrived_at = created WHERE created <> 0;

UPDATE events SET alarms = '"default"'
WHERE no IN (
    SELECT event_no FROM event_texts
    WHERE details LIKE '%"default_alarms":true%' AND json_valid(details)
      AND json_extract(details, '$.shared.default_alarms') = 1);

-- At most 32, mails left out, as they are written from now on.
UPDATE events SET
    alarms = found.list,
    alarm_reach = (
        SELECT coalesce(max(far), 0) FROM (
            SELECT iif(events.role = 1 AND fixed >= -36288000, 36288000,
                       abs(due + time.value * interval_s)) AS far
            FROM (
                SELECT unixepoch(json_extract(one.value, '$.at')) - events.start_s AS fixed,
                       coalesce(
                           json_extract(one.value, '$.from_start_s'),
                           json_extract(one.value, '$.from_end_s') + events.end_s - events.start_s,
                           unixepoch(json_extract(one.value, '$.at')) - events.start_s, 0) AS due,
                       coalesce(json_extract(one.value, '$.repeat'), 0) AS repeat,
                       max(coalesce(json_extract(one.value, '$.interval_s'), 0), 0) AS interval_s
                FROM json_each(found.list) one)
            CROSS JOIN json_each('[0,1,2,3,4,5,6,7,8,9,10]') time ON time.value <= repeat)
        WHERE far <= 36460800)
FROM (
    SELECT event_no, (
        SELECT coalesce(json_group_array(json(value)), '[]') FROM (
            SELECT value FROM json_each(t.details, '$.alarms')
            WHERE json_extract(value, '$.action') <> 'email' LIMIT 32)) AS list
    FROM event_texts t
    WHERE t.details LIKE '%"alarms":[%' AND json_valid(t.details)
      AND json_type(t.details, '$.alarms') = 'array') AS found
WHERE events.no = found.event_no AND events.alarms = '' AND found.list <> '[]';

-- Few: those whose reminders are found by the event, not by the day.
CREATE INDEX events_alarm_far ON events (alarm_reach) WHERE alarm_reach > 86400 AND deleted_at = 0;
CREATE INDEX events_unanswered ON events (last_s) WHERE my_response = 1 AND deleted_at = 0;
