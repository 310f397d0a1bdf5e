-- When something takes place. Single events and overrides have their row from the moment they are
-- written; a series has the rows of events.expanded_from .. expanded_to.
--
-- The key is an interval index. `reach` is the length rounded up to one of a few classes, so what
-- overlaps a window in one class begins within `reach` before it: one range of the key for each
-- class. `line` parts instants from local seconds, which are searched in local time.
CREATE TABLE occurrences (
    -- 0 Unix seconds, 1 local seconds (dates, floating times)
    line INTEGER NOT NULL CHECK (line IN (0, 1)),
    -- 86400, 691200, 5529600, 44236800 or 2^60
    reach INTEGER NOT NULL,
    start_s INTEGER NOT NULL,
    -- Whose writing or expansion this row belongs to: it goes with it.
    owner_no INTEGER NOT NULL REFERENCES events (no) ON DELETE CASCADE,
    -- Seconds of the start before any move; with the series it is the identity.
    original_s INTEGER NOT NULL,
    end_s INTEGER NOT NULL,
    -- Whose columns are drawn: the owner, or an override that goes on to later occurrences.
    event_no INTEGER NOT NULL,
    PRIMARY KEY (line, reach, start_s, owner_no, original_s)
) STRICT, WITHOUT ROWID;

CREATE INDEX occurrences_by_owner ON occurrences (owner_no);
