-- Agents that the user registered. A revoked one keeps its row: its proposals and what it was
-- allowed to see can be told later, and its name is free again.
CREATE TABLE agents (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- BLAKE3 of the token; the token itself is among the secrets.
    token_hash BLOB NOT NULL,
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'revoked')),
    created_at INTEGER NOT NULL DEFAULT 0,
    -- 0 for never.
    last_seen_at INTEGER NOT NULL DEFAULT 0,
    -- What the client called itself; a label, no more.
    client_label TEXT NOT NULL DEFAULT '',
    max_pending INTEGER NOT NULL DEFAULT 20,
    max_per_hour INTEGER NOT NULL DEFAULT 60,
    -- Hides from the agent what its cursors count.
    cursor_key BLOB NOT NULL DEFAULT X'',
    -- Grows when what it may see changes.
    sight_version INTEGER NOT NULL DEFAULT 0,
    -- How often it read.
    reads INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX agents_by_name ON agents (name COLLATE NOCASE) WHERE state <> 'revoked';

-- What an agent sees of a calendar, where the user said so. Names no row of `calendars`: a choice
-- outlives its calendar, so that one that comes back from a backup is as hidden as it was.
CREATE TABLE agent_sight (
    agent_no INTEGER NOT NULL REFERENCES agents (no) ON DELETE CASCADE,
    calendar_id TEXT NOT NULL,
    sight TEXT NOT NULL CHECK (sight IN ('hidden', 'busy', 'titles', 'full')),
    PRIMARY KEY (agent_no, calendar_id)
) STRICT, WITHOUT ROWID;

-- What agents proposed, and what became of it.
CREATE TABLE proposals (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    agent_no INTEGER NOT NULL REFERENCES agents (no),
    -- Of those made together: the same in all; empty for one alone.
    batch_id TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    action TEXT NOT NULL CHECK (action IN ('create', 'update', 'delete', 'respond')),
    -- JSON: what was asked for, as the engine reads it.
    request TEXT NOT NULL,
    -- Of the event as the agent knew it; empty for a new one.
    base_version TEXT NOT NULL DEFAULT '',
    scope TEXT NOT NULL DEFAULT 'this' CHECK (scope IN ('this', 'following', 'all')),
    notify TEXT NOT NULL DEFAULT 'none' CHECK (notify IN ('none', 'external', 'all')),
    -- The agent's own name for it, so that asking twice proposes once; empty for none.
    client_ref TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'approved', 'sent', 'done', 'failed', 'rejected', 'withdrawn',
                         'expired', 'out_of_date')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    calendar_id TEXT NOT NULL DEFAULT '',
    -- The event, or the series, that is to change; empty for a new one.
    event_id TEXT NOT NULL DEFAULT '',
    -- Of one occurrence: the seconds of its original start; else empty.
    original TEXT NOT NULL DEFAULT '',
    -- JSON: what the user was shown, and its hash.
    shown TEXT NOT NULL DEFAULT '',
    hash TEXT NOT NULL DEFAULT '',
    -- Why it must be looked at again; empty when it need not.
    outdated TEXT NOT NULL DEFAULT '',
    -- What the user wrote to the agent.
    note TEXT NOT NULL DEFAULT '',
    -- 0 while nobody did.
    decided_at INTEGER NOT NULL DEFAULT 0,
    decided_by TEXT NOT NULL DEFAULT '',
    -- The event that came of it; empty while there is none.
    result_event_id TEXT NOT NULL DEFAULT '',
    error_kind TEXT NOT NULL DEFAULT '',
    error_message TEXT NOT NULL DEFAULT '',
    error_remedy TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE UNIQUE INDEX proposals_by_ref ON proposals (agent_no, client_ref) WHERE client_ref <> '';
CREATE INDEX proposals_by_agent ON proposals (agent_no, created_at);
CREATE INDEX proposals_open ON proposals (state, expires_at)
    WHERE state IN ('pending', 'out_of_date');
CREATE INDEX proposals_under_way ON proposals (result_event_id)
    WHERE state IN ('approved', 'sent');

-- Who asked for what, and what came of it. Names no row of another table: lines stay when what they
-- tell of is gone.
CREATE TABLE audit (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    agent_id TEXT NOT NULL DEFAULT '',
    agent_name TEXT NOT NULL DEFAULT '',
    proposal_id TEXT NOT NULL DEFAULT '',
    what TEXT NOT NULL,
    -- Who did it: the agent, the user at which face, or Kalends itself.
    who TEXT NOT NULL,
    -- JSON.
    diff TEXT NOT NULL DEFAULT 'null',
    result TEXT NOT NULL DEFAULT 'null'
) STRICT;

CREATE INDEX audit_by_agent ON audit (agent_id, no);

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT raise(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN
    SELECT raise(ABORT, 'the audit log is append-only');
END;

-- A line with the number of another would take its place without a deletion.
CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit
    WHEN EXISTS (SELECT 1 FROM audit WHERE no = NEW.no)
BEGIN
    SELECT raise(ABORT, 'the audit log is append-only');
END;

-- The order in which events changed, while there is an agent to be told: one row for each event and
-- each calendar it was in. Empty for events that did not change since the first agent.
CREATE TABLE event_changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event_no INTEGER NOT NULL,
    calendar_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    -- Of an override: its series.
    master_no INTEGER NOT NULL DEFAULT 0,
    UNIQUE (event_no, calendar_id)
) STRICT;

CREATE TRIGGER event_was_added AFTER INSERT ON events
    WHEN EXISTS (SELECT 1 FROM agents WHERE state <> 'revoked')
BEGIN
    DELETE FROM event_changes WHERE event_no = NEW.no AND calendar_id = NEW.calendar_id;
    INSERT INTO event_changes (event_no, calendar_id, event_id, master_no)
        VALUES (NEW.no, NEW.calendar_id, NEW.id, NEW.master_no);
END;

CREATE TRIGGER event_was_changed AFTER UPDATE OF calendar_id, role, master_no, recurrence_id_text,
        start_text, end_text, title, location, join_url, url, status, transparency, visibility,
        my_response, recurrence, content_hash, deleted_at ON events
    WHEN (OLD.start_text, OLD.end_text, OLD.title, OLD.location, OLD.join_url, OLD.url, OLD.status,
          OLD.transparency, OLD.visibility, OLD.my_response, OLD.recurrence, OLD.content_hash,
          OLD.deleted_at <> 0, OLD.calendar_id, OLD.role, OLD.master_no, OLD.recurrence_id_text)
      IS NOT (NEW.start_text, NEW.end_text, NEW.title, NEW.location, NEW.join_url, NEW.url,
          NEW.status, NEW.transparency, NEW.visibility, NEW.my_response, NEW.recurrence,
          NEW.content_hash, NEW.deleted_at <> 0, NEW.calendar_id, NEW.role, NEW.master_no,
          NEW.recurrence_id_text)
      AND EXISTS (SELECT 1 FROM agents WHERE state <> 'revoked')
BEGIN
    DELETE FROM event_changes
        WHERE event_no = NEW.no AND calendar_id IN (OLD.calendar_id, NEW.calendar_id);
    INSERT INTO event_changes (event_no, calendar_id, event_id, master_no)
        SELECT OLD.no, OLD.calendar_id, OLD.id, OLD.master_no
        WHERE OLD.calendar_id <> NEW.calendar_id;
    INSERT INTO event_changes (event_no, calendar_id, event_id, master_no)
        VALUES (NEW.no, NEW.calendar_id, NEW.id, NEW.master_no);
END;

CREATE TRIGGER event_was_removed AFTER DELETE ON events
    WHEN EXISTS (SELECT 1 FROM agents WHERE state <> 'revoked')
BEGIN
    DELETE FROM event_changes WHERE event_no = OLD.no AND calendar_id = OLD.calendar_id;
    INSERT INTO event_changes (event_no, calendar_id, event_id, master_no)
        VALUES (OLD.no, OLD.calendar_id, OLD.id, OLD.master_no);
END;

CREATE TRIGGER event_was_reworded AFTER UPDATE OF description, people, details ON event_texts
    WHEN (OLD.description, OLD.people, OLD.details)
      IS NOT (NEW.description, NEW.people, NEW.details)
      AND EXISTS (SELECT 1 FROM agents WHERE state <> 'revoked')
BEGIN
    DELETE FROM event_changes
        WHERE event_no = NEW.event_no
          AND calendar_id = (SELECT calendar_id FROM events WHERE no = NEW.event_no);
    INSERT INTO event_changes (event_no, calendar_id, event_id, master_no)
        SELECT no, calendar_id, id, master_no FROM events WHERE no = NEW.event_no;
END;
