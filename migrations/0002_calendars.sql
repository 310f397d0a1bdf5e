CREATE TABLE calendars (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- The source's own name for it; empty for feeds and local calendars.
    remote_id TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    -- The colour the user sees, and the one the source gave, as written.
    hue TEXT NOT NULL DEFAULT '',
    color_original TEXT NOT NULL DEFAULT '',
    -- Drawn on the grid; synced at all; left out of lists.
    visible INTEGER NOT NULL DEFAULT 1 CHECK (visible IN (0, 1)),
    selected INTEGER NOT NULL DEFAULT 1 CHECK (selected IN (0, 1)),
    hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
    read_only INTEGER NOT NULL DEFAULT 1 CHECK (read_only IN (0, 1)),
    direction TEXT NOT NULL DEFAULT 'read' CHECK (direction IN ('read', 'write', 'both')),
    -- IANA name; empty where the source does not say.
    zone TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX calendars_by_account ON calendars (account_id, position);
