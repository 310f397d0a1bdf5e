-- Conflicts that the user wants to hear no more of. Names no event: a meeting that is read anew
-- stays ignored. Of the two meetings the one that sorts first comes first.
CREATE TABLE ignored_conflicts (
    -- The UID without the mark of a split-off series.
    a_meeting TEXT NOT NULL,
    -- Seconds of the original start on the line of the series; 0 for a single event.
    a_original INTEGER NOT NULL DEFAULT 0,
    b_meeting TEXT NOT NULL,
    b_original INTEGER NOT NULL DEFAULT 0,
    -- Any occurrence of the one with any of the other; both originals are 0 then.
    whole_series INTEGER NOT NULL DEFAULT 0 CHECK (whole_series IN (0, 1)),
    created_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (a_meeting, b_meeting, a_original, b_original, whole_series)
) STRICT, WITHOUT ROWID;

-- Conflicts that the user was told of, or made: they are not told again.
CREATE TABLE told_conflicts (
    a_meeting TEXT NOT NULL,
    a_original INTEGER NOT NULL DEFAULT 0,
    b_meeting TEXT NOT NULL,
    b_original INTEGER NOT NULL DEFAULT 0,
    -- When the conflict is over, in Unix seconds: the row is of no use afterwards.
    over_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (a_meeting, b_meeting, a_original, b_original)
) STRICT, WITHOUT ROWID;

CREATE INDEX told_conflicts_by_end ON told_conflicts (over_at);

-- When calendars are taken that are not mirrored, as their source said. One span of time each, the
-- one that was asked for last.
CREATE TABLE free_busy (
    calendar_id TEXT NOT NULL PRIMARY KEY REFERENCES calendars (id) ON DELETE CASCADE,
    from_s INTEGER NOT NULL,
    to_s INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    -- JSON array of pairs of Unix seconds.
    spans TEXT NOT NULL DEFAULT '[]',
    -- Why the source did not say, in its own words; empty where it did.
    reason TEXT NOT NULL DEFAULT ''
) STRICT;

-- Events that block time, with all that the query of a whole year asks of them. Their rows are wide
-- and lie apart.
CREATE INDEX events_busy
    ON events (no, calendar_id, kind, status, my_response, role, deleted_at, transparency)
    WHERE deleted_at = 0 AND status <> 2 AND transparency = 0 AND my_response <> 3;
