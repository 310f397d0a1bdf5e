-- Full text over what people remember of an event. Letters are folded: Muller finds Müller.
CREATE VIRTUAL TABLE events_fts USING fts5 (
    title, location, description, people,
    content = 'event_texts', content_rowid = 'event_no',
    tokenize = "unicode61 remove_diacritics 2"
);

-- Only what goes with its calendar is taken out by a trigger: a statement that fires one has its
-- part of the index written out at once, which makes writing many events five times slower.
-- Whoever adds or changes texts adds them to the index in the same transaction.
CREATE TRIGGER event_texts_deleted AFTER DELETE ON event_texts BEGIN
    INSERT INTO events_fts (events_fts, rowid, title, location, description, people)
    VALUES ('delete', old.event_no, old.title, old.location, old.description, old.people);
END;
