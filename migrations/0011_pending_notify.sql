-- While it is in doubt whether a try arrived: whom to mail about what was edited since. `notify` is
-- about what was sent with that try.
ALTER TABLE pending ADD COLUMN notify_later TEXT NOT NULL DEFAULT 'none'
    CHECK (notify_later IN ('none', 'external', 'all'));
