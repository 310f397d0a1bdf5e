-- How far a calendar's source was read, and when it is read next. One row per synced calendar.
CREATE TABLE sync_state (
    calendar_id TEXT NOT NULL PRIMARY KEY REFERENCES calendars (id) ON DELETE CASCADE,
    interval_s INTEGER NOT NULL DEFAULT 300,
    -- What the source asks for; 0 where it does not.
    suggested_interval_s INTEGER NOT NULL DEFAULT 0,
    paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    next_run_at INTEGER NOT NULL DEFAULT 0,
    -- Failed runs since the last good one.
    failures INTEGER NOT NULL DEFAULT 0,
    -- 0 before the first.
    last_run_at INTEGER NOT NULL DEFAULT 0,
    last_good_at INTEGER NOT NULL DEFAULT 0,
    -- All empty after a good run.
    error_kind TEXT NOT NULL DEFAULT '',
    error_message TEXT NOT NULL DEFAULT '',
    error_remedy TEXT NOT NULL DEFAULT '',
    -- What the source gave to ask for changes only.
    cursor TEXT NOT NULL DEFAULT '',
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    -- Hash of the last body, and of what every event of it is read against (zones).
    body_hash BLOB NOT NULL DEFAULT X'',
    context_hash BLOB NOT NULL DEFAULT X'',
    -- Counts up with every full reading, so that a resumed one knows what it saw.
    generation INTEGER NOT NULL DEFAULT 0,
    event_count INTEGER NOT NULL DEFAULT 0,
    set_aside_count INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX sync_state_due ON sync_state (next_run_at) WHERE paused = 0;

-- What only calendar links have. Their addresses carry tokens and are kept with the secrets.
CREATE TABLE feeds (
    calendar_id TEXT NOT NULL PRIMARY KEY REFERENCES calendars (id) ON DELETE CASCADE,
    -- Host and first characters, or the file's name.
    address_masked TEXT NOT NULL DEFAULT '',
    -- 0 for a file of this computer.
    network INTEGER NOT NULL DEFAULT 1 CHECK (network IN (0, 1)),
    -- Plain http.
    insecure INTEGER NOT NULL DEFAULT 0 CHECK (insecure IN (0, 1)),
    -- When the source last moved for good (301, 308); 0 for never.
    moved_at INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Components that could not be read, as of the last good run.
CREATE TABLE set_aside (
    calendar_id TEXT NOT NULL REFERENCES calendars (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    excerpt TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (calendar_id, position)
) STRICT, WITHOUT ROWID;

-- The log. It outlives its calendar, hence the name in it and no reference.
CREATE TABLE sync_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    calendar_id TEXT NOT NULL DEFAULT '',
    calendar_name TEXT NOT NULL DEFAULT '',
    trigger TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL CHECK (result IN ('ok', 'unchanged', 'failed')),
    started_at INTEGER NOT NULL DEFAULT 0,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    pulled INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    pushed INTEGER NOT NULL DEFAULT 0,
    conflicts INTEGER NOT NULL DEFAULT 0,
    set_aside INTEGER NOT NULL DEFAULT 0,
    error_kind TEXT NOT NULL DEFAULT '',
    error_message TEXT NOT NULL DEFAULT '',
    error_remedy TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX sync_runs_by_calendar ON sync_runs (calendar_id, id);
