-- Unsent edits: one row for each event that differs from what its source has, in the order in which
-- the first edit of each was made. The row of the event itself holds what the user wants.
CREATE TABLE pending (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event_no INTEGER NOT NULL UNIQUE REFERENCES events (no) ON DELETE CASCADE,
    -- Grows with every edit.
    version INTEGER NOT NULL DEFAULT 1,
    op TEXT NOT NULL CHECK (op IN ('create', 'update', 'delete', 'move', 'respond')),
    -- Events as JSON; empty for none. What both sides began with, what the source has now (in a
    -- conflict), what the user wanted (when it was refused).
    base BLOB NOT NULL DEFAULT X'',
    theirs BLOB NOT NULL DEFAULT X'',
    theirs_gone INTEGER NOT NULL DEFAULT 0 CHECK (theirs_gone IN (0, 1)),
    mine BLOB NOT NULL DEFAULT X'',
    notify TEXT NOT NULL DEFAULT 'none' CHECK (notify IN ('none', 'external', 'all')),
    since INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- 0 for at once.
    next_try_at INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'retrying', 'refused', 'conflict')),
    error_kind TEXT NOT NULL DEFAULT '',
    error_message TEXT NOT NULL DEFAULT '',
    error_remedy TEXT NOT NULL DEFAULT '',
    -- Of a move: the id of the calendar that the source still has it in; else empty.
    from_calendar TEXT NOT NULL DEFAULT '',
    -- The id of an event whose edit is sent first; empty for none.
    after_event TEXT NOT NULL DEFAULT ''
) STRICT;
