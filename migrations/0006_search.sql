-- Full text over what people remember of an event. Letters are folded: Muller finds Müller.
CREATE VIRTUAL TABLE events_fts USING fts5 (
    title, location, description, people,
    content = 'event_texts', content_rowid = 'event_no',
    tokenize = "unicode61 remove_diacritics 2"
);

CREATE TRIGGER event_texts_inserted AFTER INSERT ON event_texts BEGIN
    INSERT INTO events_fts (rowid, title, location, description, people)
    VALUES (new.event_no, new.title, new.location, new.description, new.people);
END;

CREATE TRIGGER event_texts_deleted AFTER DELETE ON event_texts BEGIN
    INSERT INTO events_fts (events_fts, rowid, title, location, description, people)
    VALUES ('delete', old.event_no, old.title, old.location, old.description, old.people);
END;

CREATE TRIGGER event_texts_updated AFTER UPDATE ON event_texts
WHEN old.title <> new.title OR old.location <> new.location
    OR old.description <> new.description OR old.people <> new.people
BEGIN
    INSERT INTO events_fts (events_fts, rowid, title, location, description, people)
    VALUES ('delete', old.event_no, old.title, old.location, old.description, old.people);
    INSERT INTO events_fts (rowid, title, location, description, people)
    VALUES (new.event_no, new.title, new.location, new.description, new.people);
END;
