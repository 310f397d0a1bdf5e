-- JSON: the edits in the queue that an approved proposal became, and which of them arrived.
ALTER TABLE proposals ADD COLUMN edits TEXT NOT NULL DEFAULT '[]';
-- Of the occurrence that came of it: the seconds of its original start; else empty.
ALTER TABLE proposals ADD COLUMN result_original TEXT NOT NULL DEFAULT '';
-- When its state last changed; 0 while it never did.
ALTER TABLE proposals ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
-- Whether the user was told of its arrival.
ALTER TABLE proposals ADD COLUMN told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1));

CREATE INDEX proposals_untold ON proposals (no)
    WHERE told = 0 AND state IN ('pending', 'out_of_date');
