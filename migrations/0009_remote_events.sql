-- 0 nothing waits, 1 an edit waits to be sent, 2 one that needs the user. Follows `pending`, and is
-- here because the query of a window reads no other table.
ALTER TABLE events ADD COLUMN unsent INTEGER NOT NULL DEFAULT 0 CHECK (unsent IN (0, 1, 2));
-- 0 free, 1 organised by somebody else who does not let guests change it, 2 of a fixed kind. Told by
-- the event itself whenever it is written.
ALTER TABLE events ADD COLUMN lock INTEGER NOT NULL DEFAULT 0 CHECK (lock IN (0, 1, 2));
-- Its id at the source, and the ETag of the source text; empty for feeds, and the latter for what
-- the source does not have yet.
ALTER TABLE events ADD COLUMN remote_id TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN etag TEXT NOT NULL DEFAULT '';
-- Of an override: the remote id of its series; empty where the UID alone tells it.
ALTER TABLE events ADD COLUMN series_remote_id TEXT NOT NULL DEFAULT '';
-- The last full reading that had it.
ALTER TABLE events ADD COLUMN seen_generation INTEGER NOT NULL DEFAULT 0;

CREATE UNIQUE INDEX events_by_remote ON events (calendar_id, remote_id) WHERE remote_id <> '';
CREATE INDEX overrides_by_remote_series ON events (calendar_id, series_remote_id)
    WHERE series_remote_id <> '';
