-- What accounts that are signed in to have beyond feeds. Tokens are kept with the secrets.
ALTER TABLE accounts ADD COLUMN signed_in INTEGER NOT NULL DEFAULT 0 CHECK (signed_in IN (0, 1));
-- What the user allowed, parted by spaces.
ALTER TABLE accounts ADD COLUMN scopes TEXT NOT NULL DEFAULT '';
-- The OAuth client that the token was issued to.
ALTER TABLE accounts ADD COLUMN client_id TEXT NOT NULL DEFAULT '';
-- How far the list of calendars was read, and when last in full.
ALTER TABLE accounts ADD COLUMN list_cursor TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN list_full_at INTEGER NOT NULL DEFAULT 0;
-- All empty where nothing is wrong.
ALTER TABLE accounts ADD COLUMN error_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN error_message TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN error_remedy TEXT NOT NULL DEFAULT '';

-- What the owner of the account may do, in the source's own word; empty where it has none.
ALTER TABLE calendars ADD COLUMN role TEXT NOT NULL DEFAULT '';
ALTER TABLE calendars ADD COLUMN is_primary INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1));
-- JSON: [{"method": "popup", "minutes": 30}]
ALTER TABLE calendars ADD COLUMN default_alarms TEXT NOT NULL DEFAULT '[]';
-- The user chose it here, so that the source's does not take its place.
ALTER TABLE calendars ADD COLUMN hue_chosen INTEGER NOT NULL DEFAULT 0 CHECK (hue_chosen IN (0, 1));
ALTER TABLE calendars ADD COLUMN name_chosen INTEGER NOT NULL DEFAULT 0
    CHECK (name_chosen IN (0, 1));
-- The source does not list it any more.
ALTER TABLE calendars ADD COLUMN gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1));

-- Where a full reading that is under way goes on; empty at its first page.
ALTER TABLE sync_state ADD COLUMN page_token TEXT NOT NULL DEFAULT '';
ALTER TABLE sync_state ADD COLUMN full_running INTEGER NOT NULL DEFAULT 0
    CHECK (full_running IN (0, 1));
