-- Single events, masters of series and overrides of one occurrence. Narrow: what a grid draws and
-- what a plan compares. The long texts are in event_texts.
--
-- Points in time are kept twice: as written (`start_text`: 20261120, 20261120T101500 or
-- 20261120T101500;Europe/Berlin) and as seconds on their own line: since the Unix epoch for a time
-- in a zone, as if UTC for a date or a floating time.
CREATE TABLE events (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    calendar_id TEXT NOT NULL REFERENCES calendars (id) ON DELETE CASCADE,
    uid TEXT NOT NULL,
    -- 0 single, 1 master, 2 override
    role INTEGER NOT NULL CHECK (role IN (0, 1, 2)),
    -- Of an override: its series, 0 where the calendar does not have it.
    master_no INTEGER NOT NULL DEFAULT 0,
    recurrence_id_text TEXT NOT NULL DEFAULT '',
    recurrence_id INTEGER NOT NULL DEFAULT 0,
    this_and_future INTEGER NOT NULL DEFAULT 0 CHECK (this_and_future IN (0, 1)),
    sequence INTEGER NOT NULL DEFAULT 0,
    -- Unix seconds; 0 where the text does not say.
    last_modified INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL DEFAULT 0,
    -- 0 date, 1 floating, 2 zoned; the zone of the start, empty for the first two.
    kind INTEGER NOT NULL CHECK (kind IN (0, 1, 2)),
    zone TEXT NOT NULL DEFAULT '',
    start_text TEXT NOT NULL,
    end_text TEXT NOT NULL,
    start_s INTEGER NOT NULL,
    end_s INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    location TEXT NOT NULL DEFAULT '',
    join_url TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    color TEXT NOT NULL DEFAULT '',
    -- 0 confirmed, 1 tentative, 2 cancelled
    status INTEGER NOT NULL DEFAULT 0 CHECK (status IN (0, 1, 2)),
    -- 0 opaque, 1 transparent
    transparency INTEGER NOT NULL DEFAULT 0 CHECK (transparency IN (0, 1)),
    -- 0 default, 1 public, 2 private, 3 confidential
    visibility INTEGER NOT NULL DEFAULT 0 CHECK (visibility IN (0, 1, 2, 3)),
    -- 0 not invited, 1 needs action, 2 accepted, 3 declined, 4 tentative, 5 delegated
    my_response INTEGER NOT NULL DEFAULT 0 CHECK (my_response BETWEEN 0 AND 5),
    -- JSON array of names; empty for none.
    flags TEXT NOT NULL DEFAULT '',
    -- JSON object: rules, excluded_rules, dates, excluded; empty for a single event.
    recurrence TEXT NOT NULL DEFAULT '',
    -- Start of the first and end of the last occurrence, on the same line; the smallest and the
    -- largest integer where that is unknown or never.
    first_s INTEGER NOT NULL,
    last_s INTEGER NOT NULL,
    -- The part of a series that the table `occurrences` holds; empty (0, 0) until it was filled.
    expanded_from INTEGER NOT NULL DEFAULT 0,
    expanded_to INTEGER NOT NULL DEFAULT 0,
    content_hash BLOB NOT NULL DEFAULT X'',
    -- 0 for a live event.
    deleted_at INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX overrides_by_master ON events (master_no, recurrence_id) WHERE role = 2;
-- In the order of their making: pages and plans read a calendar through it.
CREATE INDEX events_by_calendar ON events (calendar_id);
CREATE INDEX events_by_uid ON events (calendar_id, uid);
-- Series whose occurrences are not all in the table: two ranges, one for each open side.
CREATE INDEX series_filled_to ON events (expanded_to) WHERE role = 1 AND deleted_at = 0;
CREATE INDEX series_filled_from ON events (expanded_from) WHERE role = 1 AND deleted_at = 0;
CREATE INDEX events_deleted ON events (deleted_at) WHERE deleted_at <> 0;

-- What is read for one event at a time, or searched.
CREATE TABLE event_texts (
    event_no INTEGER PRIMARY KEY REFERENCES events (no) ON DELETE CASCADE,
    title TEXT NOT NULL DEFAULT '',
    location TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    -- Names and addresses of everyone, for the search alone.
    people TEXT NOT NULL DEFAULT '',
    description_html TEXT NOT NULL DEFAULT '',
    -- JSON object: organizer, attendees, categories, alarms, conferences.
    details TEXT NOT NULL DEFAULT '{}',
    -- The source's own text, byte for byte.
    source BLOB NOT NULL DEFAULT X''
) STRICT;
