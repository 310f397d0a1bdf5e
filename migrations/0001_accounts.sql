-- 'KLND', so that a file manager and `kalends doctor` can tell the file from any other.
PRAGMA application_id = 1263291972;

-- Where calendars come from. All feeds live under one account of kind 'feed', the calendars of
-- this computer under one of kind 'local', the samples under one of kind 'sample'.
CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('google', 'feed', 'local', 'sample')),
    name TEXT NOT NULL DEFAULT '',
    -- Who the owner is there; empty where the source does not say.
    email TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    -- Unix seconds, as everything that ends in _at.
    created_at INTEGER NOT NULL DEFAULT 0
) STRICT;
